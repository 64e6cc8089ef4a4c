"""Mijn week: the own limit first, then the visits, then what is asked."""

from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.volunteers.week import WeekPage, week_page
from loopplank.actions.volunteers import cover, visits, volunteers
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.load import LoadState
from loopplank.web.arrangements.words import arrangement_card
from loopplank.web.kit import clock
from loopplank.web.kit.words import day, first_up, in_sentence, say
from loopplank.web.matching.change_words import own_words
from loopplank.web.volunteers.frame import show_week
from loopplank.web.volunteers.load_words import load_bar_of, own_limit, own_sentence
from loopplank.web.volunteers.words import (
    expiry_words,
    meeting_card,
    note_card,
    rhythm_words,
    signal_card,
    soon_away,
    turn_card,
    visit_card,
    waiting_words,
)
from loopplank.web.wellbeing.words import check_in_card, own_card

FIRST_SCREEN = 2


def show_own_week(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = week_page(actor, now)
    pause = page.fullness.limits.pause_from
    coming = _coming(page, now)
    return show_week(
        request,
        actor,
        "volunteers/week.html",
        {
            "page": page,
            "day": first_up(day(page.today)),
            "sentence": own_sentence(
                page.fullness, last_week=page.logged_last_week, heavy=bool(page.signals)
            ),
            "load": load_bar_of(page.fullness),
            "limit_words": own_limit(page.fullness),
            "paused": page.fullness.state is LoadState.PAUSE,
            "pause_from": day(pause) if pause and pause > page.today else "",
            "away": page.fullness.state is LoadState.AWAY,
            "soon_away": soon_away(page.fullness.limits.away, page.today),
            "over": page.fullness.state is LoadState.OVER,
            "contact": page.contact,
            "waiting": waiting_words(page.waiting, page.fullness.limits, page.today)
            if page.waiting
            else "",
            "signals": [signal_card(signal, now) for signal in page.signals],
            "proposal": _proposal(page),
            # "het is te zwaar" and "even pauze" stay on the first screen, however full the week
            "coming": coming[:FIRST_SCREEN],
            "later": coming[FIRST_SCREEN:],
            "earlier": [visit_card(line, now) for line in page.earlier],
            "next_week": [visit_card(line, now, next_week=True) for line in page.next_week],
            "arrangements": [arrangement_card(one) for one in page.arrangements],
            "changes": [own_words(one) for one in page.changes],
            "stands_still": [in_sentence(who) for who in page.stands_still],
            "notes": [note_card(note) for note in page.notes],
            "turn": turn_card(page.turn, page.today),
            "meetings": [meeting_card(meeting, page.today) for meeting in page.meetings],
            "check_in": check_in_card(page.check_in) if page.check_in else None,
            "observations": [own_card(one) for one in page.observations],
            "asks_quote": page.asks_quote,
            "came_by_key": [
                {"id": one.device_id, "by": one.made_by, "on": day(one.opened_on)}
                for one in page.came_by_key
            ],
        },
        current="week",
    )


def cannot_visit(request: HttpRequest, actor: Actor, match_id: UUID, day: str) -> HttpResponse:
    """Note that they cannot come once: the volunteer arranges nothing."""
    now, when = clock.now(), day_of(day)
    try:
        visits.cannot_visit(actor=actor, now=now, match_id=match_id, day=when)
    except Refused as refused:
        messages.error(request, say(refused.reason))
    else:
        if when < local_day(now):
            messages.success(request, _("Opgeschreven. Het bezoek ging niet door."))
        else:
            messages.success(request, _("Goed dat je het zegt. Wij bellen. Jij regelt niets."))
    return HttpResponseRedirect(reverse("week"))


def can_come(request: HttpRequest, actor: Actor, visit_id: UUID) -> HttpResponse:
    """Note that they can come after all; somebody else is not sought any more."""
    try:
        cover.can_come(actor=actor, now=clock.now(), visit_id=visit_id)
    except Refused as refused:
        messages.error(request, say(refused.reason))
    else:
        messages.success(request, _("Fijn. Het bezoek gaat gewoon door."))
    return HttpResponseRedirect(reverse("week"))


def join(request: HttpRequest, actor: Actor, affiliation_id: UUID) -> HttpResponse:
    """Note whether they want to belong to an organisation that asked."""
    answer = request.POST.get("answer")
    if answer not in {"yes", "no"}:
        return HttpResponseRedirect(reverse("week"))
    yes = answer == "yes"
    volunteers.join(actor=actor, now=clock.now(), affiliation_id=affiliation_id, yes=yes)
    messages.success(
        request,
        _("Je staat nu op de lijst.") if yes else _("Goed. Wij zetten je niet op de lijst."),
    )
    return HttpResponseRedirect(reverse("week"))


def day_of(typed: str) -> date:
    """Return the day in an address; NotFound for anything that is none."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise NotFound(typed) from None


def _coming(page: WeekPage, now: datetime) -> list[dict[str, object]]:
    """Return this week's visits: what is still to come first, in order, then what is settled. The
    filled button is of the first one of today.
    """
    lines = sorted(page.coming, key=lambda line: line.state != "expected")
    there_today = {
        line.match_id for line in lines if (line.day, line.state) == (page.today, "done")
    }
    cards = [
        visit_card(line, now, again=line.day is None and line.match_id in there_today)
        for line in lines
    ]
    of_today = (
        card
        for line, card in zip(lines, cards, strict=True)
        if line.state == "expected" and line.day == page.today
    )
    first = next(of_today, None)
    if first is not None:
        first["filled"] = True
    return cards


def _proposal(page: WeekPage) -> dict[str, object] | None:
    """Return the first open question, and how many more there are."""
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
