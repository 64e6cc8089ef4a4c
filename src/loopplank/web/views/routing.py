"""From the network's page: which organisation gets which question."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor, NotFound
from loopplank.access.network_settings import routing_page
from loopplank.actions import network
from loopplank.web import clock
from loopplank.web.forms.routing import RoutingForm
from loopplank.web.frame import show_work
from loopplank.web.posted import posted


def change_routing(request: HttpRequest, actor: Actor) -> HttpResponse:
    if actor.network_id is None:
        raise NotFound("network")
    page = routing_page(actor)
    form = RoutingForm(posted(request), page)
    if form.is_bound and form.is_valid():
        network.set_routing(
            actor=actor,
            now=clock.now(),
            network_id=actor.network_id,
            default_id=UUID(form.cleaned_data["default"]),
            rows=[network.RouteRow(*row) for row in form.filled],
        )
        messages.success(request, _("De verdeling is bewaard."))
        return HttpResponseRedirect(reverse("routing"))
    return show_work(
        request,
        actor,
        "settings/routing.html",
        {"form": form, "page": page, "wrong": form.wrong_fields if form.is_bound else []},
        current="settings",
        status=422 if form.is_bound else 200,
    )
