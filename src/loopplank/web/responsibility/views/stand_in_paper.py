"""Overdracht aan mijn achterwacht: what runs, what is due and whom to call, on paper."""

from collections.abc import Iterable

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.responsibility.stand_in_paper import HandedOver, stand_in_paper
from loopplank.actions.kit import security_log
from loopplank.core.account.security_log import Kind
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.requests.states import RULES, State
from loopplank.core.wellbeing.signal import SIGNAL_WORDS
from loopplank.web.kit import clock
from loopplank.web.kit.pages import show
from loopplank.web.kit.words import day, day_with_year, person, short_day, word


def show_stand_in_paper(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show it to print; logged as a list that leaves the house."""
    now = clock.now()
    page = stand_in_paper(actor, now)
    security_log.record(Kind.EXPORTED, now=now, actor=actor, data={"door": "stand_in_paper"})
    return show(
        request,
        "responsibility/stand_in_paper.html",
        {
            "name": page.name,
            "organisation": page.organisation,
            "stand_in": page.stand_in,
            "stand_in_phone": phone_readable(page.stand_in_phone) if page.stand_in_phone else "",
            "today": day(page.today),
            "printed": day_with_year(page.today),
            "calls": [
                {
                    "name": one.name,
                    "phone": phone_readable(one.phone) if one.phone else _("geen nummer"),
                    "before": short_day(one.before),
                    "why": word(SIGNAL_WORDS.get(one.reason, "")),
                }
                for one in page.calls
            ],
            "parts": [
                (_("Vandaag of te laat"), _rows(page.due)),
                (_("Daarna"), _rows(page.coming)),
                (_("Loopt, en vraagt nu niets"), _rows(page.runs)),
            ],
            "nothing": not (page.calls or page.due or page.coming or page.runs),
        },
    )


def _rows(rows: Iterable[HandedOver]) -> list[dict[str, object]]:
    return [
        {
            "who": person(one.who, with_age=False),
            "number": one.number,
            "phone": phone_readable(one.phone) if one.phone else "",
            "state": word(RULES[one.state].label),
            "task": _("Bellen na een nee")
            if one.state is State.CLOSED
            else word(RULES[one.state].task),
            "due": short_day(one.due_on) if one.due_on else "",
            "helpers": [
                f"{name}, {phone_readable(phone)}" if phone else name for name, phone in one.helpers
            ],
        }
        for one in rows
    ]
