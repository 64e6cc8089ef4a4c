"""The words of duos and relays: the strip of weeks, how each leg stands and its one next step."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.candidate_page import CandidatePage
from loopplank.access.together import LegOnPage, TeamOnPage
from loopplank.core.calendar import monday
from loopplank.core.matching.candidates import Someone
from loopplank.core.matching.legs import (
    STATE_WORDS,
    Kind,
    LegFacts,
    LegState,
    Next,
    Strip,
    handovers,
    next_step,
    weeks_of_strip,
)
from loopplank.core.matching.teams import Seat, Together
from loopplank.web.words import day, day_and_time, hours, say, short_day, word

COLOURS = {
    LegState.ASKED: "rope",
    LegState.AGREED: "water",
    LegState.RUNNING: "reed",
    LegState.FELL_AWAY: "buoy",
}


@dataclass(frozen=True, slots=True)
class Drawn:
    """A strip and, in words, all that it says."""

    strip: Strip
    text: str


def drawn(kind: Kind, legs: Sequence[tuple[int, str, date, date]]) -> Drawn:
    strip = weeks_of_strip(kind, legs)
    return Drawn(strip, strip_text(kind, strip))


def strip_text(kind: Kind, strip: Strip) -> str:
    """ "Ria: week 1 tot en met 13, Samira: week 13 tot en met 26, wissel in week 13"."""
    if kind is Kind.DUO:
        names = [leg.name for leg in strip.legs]
        return _("%(names)s komen allebei, week 1 tot en met %(last)s") % {
            "names": _("%(first)s en %(last)s") % {"first": names[0], "last": names[-1]},
            "last": strip.weeks,
        }
    parts = [
        _("%(name)s: week %(first)s tot en met %(last)s")
        % {"name": leg.name, "first": leg.first_week, "last": leg.last_week}
        for leg in strip.legs
    ]
    changes = [_("wissel in week %(week)s") % {"week": week} for week in strip.handovers]
    return ", ".join([*parts, *changes])


def together_rows(page: CandidatePage) -> list[dict[str, object]]:
    """What C3 proposes together, each with its strip and what it would mean for each of them."""
    return [
        {
            "kind": one.kind,
            "title": _title(one),
            "drawn": drawn(
                one.kind,
                [
                    (
                        seat.number,
                        _first(seat.candidate.someone),
                        seat.commitment.first_day,
                        seat.commitment.last_day,
                    )
                    for seat in one.seats
                ],
            ),
            "seats": [_seat(seat) for seat in one.seats],
            "who": who_of(one),
            "may_choose": one.kind is Kind.DUO or page.no_relay is None,
            "why_not": say(page.no_relay)
            if page.no_relay is not None and one.kind is Kind.RELAY
            else "",
        }
        for one in page.together
    ]


def who_of(one: Together) -> str:
    """Which team this is, for the button that chooses it: what it is, and who are in it."""
    return " ".join([one.kind, *(seat.candidate.someone.key for seat in one.seats)])


def _title(one: Together) -> str:
    names = [_first(seat.candidate.someone) for seat in one.seats]
    pattern = _("Samen: %(names)s") if one.kind is Kind.DUO else _("Na elkaar: %(names)s")
    last = {"first": ", ".join(names[:-1]), "last": names[-1]}
    joined = _("%(first)s en %(last)s") if one.kind is Kind.DUO else _("%(first)s en dan %(last)s")
    return pattern % {"names": joined % last}


def _seat(seat: Seat) -> dict[str, object]:
    one, after, term = seat.candidate.someone, seat.candidate.after, seat.commitment
    days = _("%(first)s tot en met %(last)s") % {
        "first": short_day(term.first_day),
        "last": short_day(term.last_day),
    }
    load = (
        _("heeft ruimte")
        if one.hides_hours
        else _("wordt %(after)s van %(limit)s")
        % {"after": hours(after.minutes), "limit": hours(one.limits.max_minutes)}
    )
    return {
        "name": one.name,
        "url": reverse("volunteer", args=[one.key]),
        "text": f"{days}. {visits(term.visits_per_week, term.visit_minutes)}, {load}.",
        "cons": [say(reason) for reason in seat.candidate.cons],
    }


def visits(count: int, minutes: int) -> str:
    """ "2 keer per week 1½ uur"."""
    if count == 1:
        return _("Eén keer per week %(hours)s") % {"hours": hours(minutes)}
    return _("%(n)s keer per week %(hours)s") % {"n": count, "hours": hours(minutes)}


def _first(one: Someone) -> str:
    return one.name.split()[0]


# --- on the page of the request -----------------------------------------------------------------


def team_card(
    team: TeamOnPage | None, request_id: UUID, today: date, *, may_ask: bool
) -> dict[str, object] | None:
    """The team with each leg's state and its one next step."""
    if team is None:
        return None
    kind = team.facts.kind
    return {
        "id": team.id,
        "title": _("Een duo") if kind is Kind.DUO else _("Een estafette"),
        "let_go": _("Laat dit duo los") if kind is Kind.DUO else _("Laat deze estafette los"),
        "drawn": drawn(
            kind, [(leg.number, leg.name, leg.first_day, leg.last_day) for leg in team.facts.legs]
        ),
        "legs": [_leg_row(team, leg, request_id, today, may_ask=may_ask) for leg in team.legs],
    }


def later_leg(team: TeamOnPage | None, match_id: UUID, today: date) -> str:
    """From when somebody takes over in a relay, as long as that is still to come; else ""."""
    legs = team.legs if team and team.facts.kind is Kind.RELAY else ()
    for leg in legs:
        facts = leg.facts
        if leg.match_id == match_id and facts.number > 1 and facts.state is LegState.AGREED:
            return day(facts.first_day, today) if today < monday(facts.first_day) else ""
    return ""


def _leg_row(
    team: TeamOnPage, leg: LegOnPage, request_id: UUID, today: date, *, may_ask: bool
) -> dict[str, object]:
    facts = leg.facts
    step = next_step(team.facts, facts, today)
    label, url = _button(team, leg, request_id, step)
    asks = step in {Next.ASK, Next.SEEK}
    has_change = team.facts.kind is Kind.RELAY and facts.number > 1
    planned = leg.meeting_at is not None and facts.state is LegState.AGREED
    return {
        "title": _("Deel %(n)s") % {"n": facts.number},
        "name": leg.first_name,
        "state": word(STATE_WORDS[facts.state]),
        "colour": COLOURS.get(facts.state, ""),
        "days": _("%(first)s tot en met %(last)s")
        % {"first": day(facts.first_day, today), "last": day(facts.last_day, today)},
        "meeting": day_and_time(leg.meeting_at) if planned and leg.meeting_at else "",
        "note": leg.note if has_change else "",
        "note_url": reverse("handover_note", args=[team.id, facts.number])
        if leg.note and has_change
        else "",
        "waits": _waits(team, facts, step, today),
        "label": label if may_ask or not asks else "",
        "url": url,
    }


def _waits(team: TeamOnPage, leg: LegFacts, step: Next, today: date) -> str:
    """What there is to wait for, where nothing can be done now."""
    if step is Next.ANSWER:
        return _("Wacht op het antwoord. Geen antwoord mag ook.")
    if step is not Next.NOTHING or leg.state is not LegState.AGREED:
        return ""
    change = next((one for one in handovers(team.facts) if one.taker.number == leg.number), None)
    if change is None:
        return ""
    if change.nears_on > today:
        return _("Plan vanaf %(day)s het gesprek met beiden.") % {
            "day": day(change.nears_on, today)
        }
    return _("Alles staat klaar voor de wissel in de week van %(day)s.") % {
        "day": day(change.on, today)
    }


def _button(team: TeamOnPage, leg: LegOnPage, request_id: UUID, step: Next) -> tuple[str, str]:
    """The words of the button of a leg and where it leads; nothing when there is only to wait."""
    number, name = leg.facts.number, {"name": leg.first_name, "n": leg.facts.number}
    at_leg = f"?deel={number}"
    choices = {
        Next.ASK: (
            _("Vraag %(name)s") % name,
            reverse("ask_volunteer", args=[request_id, leg.volunteer_id]) + at_leg,
        ),
        Next.SEEK: (
            _("Zoek iemand voor deel %(n)s") % name,
            reverse("candidates", args=[request_id]) + at_leg,
        ),
        Next.MEET: (
            _("Plan kennismaking"),
            reverse("meeting", args=[leg.match_id]) if leg.match_id else "",
        ),
        Next.START: (_("Start %(name)s") % name, "#matches"),
        Next.PLAN_HANDOVER: (
            _("Plan het gesprek met beiden"),
            reverse("plan_handover", args=[team.id, number]),
        ),
        Next.WRITE_NOTE: (
            _("Schrijf op voor %(name)s") % name,
            reverse("handover_note", args=[team.id, number]),
        ),
    }
    return choices.get(step, ("", ""))
