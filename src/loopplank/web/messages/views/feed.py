"""Zet in mijn agenda: the secret address of one's own calendar, and what stands behind it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.messages.feed import feed, own_feed
from loopplank.actions.account import links
from loopplank.web.account.views import link_entry
from loopplank.web.kit import clock
from loopplank.web.messages.calendar_text import calendar_text
from loopplank.web.volunteers.frame import show_week

_SCHEME = "webcal://"


def read_feed(request: HttpRequest, _actor: Actor, token: str) -> HttpResponse:
    """Give what a calendar programme comes for; it carries no cookie, the address is the key.

    Like the link of a volunteer it stays shut in the browser of a signed-in member.
    """
    found = feed(token, clock.now())
    stopped = link_entry.not_on_this_device(request, found.volunteer_id)
    if stopped is not None:
        return stopped
    return HttpResponse(
        calendar_text(found),
        content_type="text/calendar; charset=utf-8",
        headers={
            "Content-Disposition": 'inline; filename="agenda.ics"',
            "Cache-Control": "no-store, private",
            "Referrer-Policy": "no-referrer",
            "X-Robots-Tag": "noindex",
        },
    )


def show_own_feed(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the address to copy, a new one with one tap, and whether it says where a visit is."""
    now = clock.now()
    if request.method == "POST":
        _do(request, actor)
        return HttpResponseRedirect(reverse("own_feed"))
    page = own_feed(actor, now)
    # its address holds no token, so what every page sends keeps it from other sites; without any
    # referrer a browser would send no form of this page either
    return show_week(
        request,
        actor,
        "messages/feed.html",
        {"page": page, "webcal": _SCHEME + page.address.split("://", 1)[-1]},
        current="limits",
    )


def _do(request: HttpRequest, actor: Actor) -> None:
    asked, now = request.POST.get("do", ""), clock.now()
    if asked == "renew":
        old = links.renew_feed(actor=actor, now=now)
        said = _("Je nieuwe link staat klaar. De oude werkt niet meer.") if old else ""
        messages.success(request, said or _("Je link staat klaar."))
    elif asked in {"address", "no_address"}:
        links.set_feed_address(actor=actor, now=now, on=asked == "address")
        messages.success(request, _("Bewaard."))
    else:
        raise NotFound(asked)
