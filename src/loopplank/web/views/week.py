"""Mijn week: the own limit first, then the visits, then what is asked."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor, NotFound
from loopplank.access.week import WeekPage, week_page
from loopplank.actions import visits, volunteers
from loopplank.core.load import LoadState
from loopplank.web import clock
from loopplank.web.load_words import load_bar_of, own_limit, own_sentence
from loopplank.web.week_frame import show_week
from loopplank.web.week_words import (
    expiry_words,
    meeting_card,
    rhythm_words,
    signal_card,
    visit_card,
    waiting_words,
)
from loopplank.web.words import day, short_day


def show_own_week(request: HttpRequest, actor: Actor) -> HttpResponse:
    page = week_page(actor, clock.now())
    contact = page.contact.first_name if page.contact else ""
    return show_week(
        request,
        actor,
        "volunteer/week.html",
        {
            "page": page,
            "day": day(page.today).capitalize(),
            "sentence": own_sentence(
                page.fullness, last_week=page.logged_last_week, contact=contact
            ),
            "load": load_bar_of(page.fullness),
            "limit_words": own_limit(page.fullness),
            "paused": page.fullness.state is LoadState.PAUSE,
            "over": page.fullness.state is LoadState.OVER,
            "contact": page.contact,
            "waiting": waiting_words(page.waiting, page.fullness.limits, page.today)
            if page.waiting
            else "",
            "signals": [signal_card(signal, page.today) for signal in page.signals],
            "proposal": _proposal(page),
            "earlier": [
                {**visit_card(line, page.today), "filled": n == 0}
                for n, line in enumerate(page.earlier)
            ],
            "coming": _coming(page),
            "next_week": [visit_card(line, page.today) for line in page.next_week],
            "meetings": [meeting_card(meeting, page.today) for meeting in page.meetings],
        },
        current="week",
    )


def cannot_visit(request: HttpRequest, actor: Actor, match_id: UUID, day: str) -> HttpResponse:
    """One time not: the volunteer arranges nothing."""
    when = day_of(day)
    visits.cannot_visit(actor=actor, now=clock.now(), match_id=match_id, day=when)
    messages.success(
        request,
        _("Genoteerd voor %(day)s. Wij bellen, jij hoeft niets te regelen.")
        % {"day": short_day(when)},
    )
    return HttpResponseRedirect(reverse("week"))


def join(request: HttpRequest, actor: Actor, affiliation_id: UUID) -> HttpResponse:
    """Whether they want to belong to an organisation that asked."""
    yes = request.POST.get("answer") == "yes"
    volunteers.join(actor=actor, now=clock.now(), affiliation_id=affiliation_id, yes=yes)
    messages.success(
        request,
        _("Je staat nu op de lijst.") if yes else _("Goed. Wij zetten je niet op de lijst."),
    )
    return HttpResponseRedirect(reverse("week"))


def day_of(typed: str) -> date:
    """The day in an address; NotFound for anything that is none."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise NotFound(typed) from None


def _coming(page: WeekPage) -> list[dict[str, object]]:
    """This week's visits. The filled button is of the first one that can be written down, unless
    an earlier one has it.
    """
    cards = [visit_card(line, page.today) for line in page.coming]
    filled = bool(page.earlier)
    for line, card in zip(page.coming, cards, strict=True):
        is_first = not filled and line.state == "expected" and line.day == page.today
        card["filled"] = is_first
        filled = filled or is_first
    return cards


def _proposal(page: WeekPage) -> dict[str, object] | None:
    """The first open question, and how many more there are."""
    if not page.proposals:
        return None
    first = page.proposals[0]
    return {
        "url": reverse("proposal", args=[first.id]),
        "what": first.what,
        "rhythm": rhythm_words(first.agreement),
        "expires": expiry_words(first.expires_at),
        "more": len(page.proposals) - 1,
    }
