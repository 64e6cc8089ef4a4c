"""The frame of the work pages: menu, place and name, made before the template runs."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.responsibility.frame import Frame, frame_of
from loopplank.core.account.roles import LABELS, Role
from loopplank.core.account.sessions import IDLE, WARNS
from loopplank.core.requests import intake
from loopplank.web.kit import clock
from loopplank.web.kit.outcome import outcome_of
from loopplank.web.kit.pages import show
from loopplank.web.kit.topics import topic_of
from loopplank.web.kit.words import first_up, word
from loopplank.web.other_language import Link, other_language

#: For keys.js: the letter after `g` that leads to a page of the menu.
_KEYS = {"today": "v", "team_week": "w", "requests": "h", "messages": "b"}
#: For session.js, in seconds: a page that opens has the whole time before it.
_SESSION = {"left": int(IDLE.total_seconds()), "warns": int(WARNS.total_seconds())}


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the menu."""

    label: str
    url: str
    icon: str
    count: int = 0
    current: bool = False
    key: str = ""


def show_work(
    request: HttpRequest,
    actor: Actor,
    template: str,
    context: dict[str, Any] | None = None,
    *,
    current: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show a page of a member inside its frame; `current` names the menu item that is open.

    `places` in the context are the panels of the page that say what was done in them.
    """
    frame = frame_of(actor, clock.now())
    at = request.resolver_match
    around = {
        "menu": _menu(actor, frame, current),
        "me": {
            "name": frame.name,
            "lines": _lines(frame),
            "links": [*_links(), other_language(request)],
        },
        "place": {
            "organisation": frame.organisation,
            "network": frame.network,
            "role": word(LABELS[frame.role]),
            "others": [
                (one.membership_id, one.organisation, word(LABELS[one.role]))
                for one in frame.elsewhere
            ],
        },
        "actor_role": actor.role,
        # on the page of the search itself the field stands in the page
        "searches": current != "search",
        "shortcuts": frame.shortcuts,
        "how": topic_of(at.url_name or "", actor.role) if at else None,
        "session": _SESSION,
        "said": outcome_of(request, (context or {}).get("places", ())),
    }
    return show(request, template, {**around, **(context or {})}, status=status)


def _menu(actor: Actor, frame: Frame, current: str) -> list[Item]:
    items = []
    if actor.role is Role.COORDINATOR:
        items = [
            ("today", _("Vandaag"), "list", frame.today),
            ("team_week", _("Week"), "calendar", 0),
            ("requests", _("Hulpvragen"), "request", frame.requests),
            ("referrals", _("Overdrachten"), "handover", frame.referrals),
            ("volunteers", _("Vrijwilligers"), "people", 0),
            ("messages", _("Berichten"), "letter", frame.messages),
        ]
    if actor.only_own:
        items.append(("signals", _("Signalen"), "weight", frame.signals))
    if actor.role is Role.BOARD:
        items = [
            ("today", _("Vandaag"), "list", frame.today),
            ("signals", _("Signalen"), "weight", frame.signals),
        ]
    if actor.role is Role.NETWORK_ADMIN:
        items = [("network_overview", _("Netwerk"), "people", frame.signals)]
    if actor.role is Role.PROFESSIONAL:
        items = [("own_referrals", _("Verwijzingen"), "handover", frame.referrals)]
    if actor.role in {Role.COORDINATOR, Role.BOARD, Role.PROFESSIONAL}:
        items.append(("gaps", _("Gaten"), "gap", 0))
    if actor.role in {Role.BOARD, Role.NETWORK_ADMIN}:
        items.append(("check_in_totals", _("Vrijwilligers"), "people", 0))
    if actor.role is Role.NETWORK_ADMIN:
        items.append(("network_gaps", _("Gaten"), "gap", 0))
    items.append(("settings", _("Inrichting"), "limit", 0))
    return [
        Item(label, reverse(name), icon, count, name == current, _KEYS.get(name, ""))
        for name, label, icon, count in items
    ]


def _lines(frame: Frame) -> list[str]:
    role = first_up(word(LABELS[frame.role]))
    lines = [f"{role}, {frame.hours_a_week} {_('uur')}" if frame.hours_a_week else role]
    if frame.weekdays:
        days = ", ".join(word(intake.DAYS[d])[:2] for d in frame.weekdays)
        lines.append(_("Werkt %(days)s") % {"days": days})
    if frame.stand_in:
        lines.append(_("Achterwacht: %(name)s") % {"name": frame.stand_in})
    return lines


def _links() -> list[Link]:
    return [
        Link(_("Mijn account"), reverse("account")),
        Link(_("Uitloggen"), reverse("account_logout")),
    ]
