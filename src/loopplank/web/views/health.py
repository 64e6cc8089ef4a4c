"""Whether this process can answer and reach its database; for a proxy or a monitor."""

from django.http import HttpRequest, HttpResponse

from loopplank.access import network
from loopplank.access.actors import Actor


def show_health(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001  every view has one shape
    network.answers()
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
