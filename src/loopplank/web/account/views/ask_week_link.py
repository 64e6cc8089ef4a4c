"""Send a volunteer who lost their link a new one, without saying who is known."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from loopplank.access.account.actors import Actor
from loopplank.actions.account import links
from loopplank.core.kit.reason import Refused
from loopplank.web.account.forms import AskLinkForm
from loopplank.web.account.origin import address_of_visitor
from loopplank.web.kit import clock
from loopplank.web.kit.pages import posted
from loopplank.web.kit.public_frame import show_placeless
from loopplank.web.kit.steps import UNPROCESSABLE
from loopplank.web.kit.words import say

TOO_MANY = 429


def ask_week_link(request: HttpRequest, actor: Actor) -> HttpResponse:
    form, status = AskLinkForm(posted(request)), 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                links.ask_again(
                    actor=actor,
                    now=clock.now(),
                    wanted=form.wanted,
                    source=address_of_visitor(request),
                )
            except Refused as refused:
                form.add_error(None, say(refused.reason))
                status = TOO_MANY
            else:
                return HttpResponseRedirect(reverse("asked_week_link"))
    return show_placeless(
        request,
        "account/ask_week_link.html",
        {"form": form, "sends": _sends()},
        status=status,
        may_switch=True,
    )


def asked_week_link(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001  one shape
    """Give the same answer to everybody, on an address of its own."""
    return show_placeless(
        request,
        "account/asked_week_link.html",
        {"sends": _sends()},
        status=200,
        may_switch=True,
    )


def _sends() -> bool:
    """Say whether anything leaves by itself; if not, the message waits until somebody tells it."""
    return settings.SENDS_MAIL or bool(getattr(settings, "SENDS_SMS", False))
