"""Say in words why somebody fits, how a team stands, and what the page of the request shows."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.matching.candidates import CandidatePage
from loopplank.access.matching.teams import LegOnPage, TeamOnPage
from loopplank.core.kit.calendar import monday
from loopplank.core.kit.reason import dutch
from loopplank.core.matching.candidates import NotProposed, Someone, bar_of
from loopplank.core.matching.team_state import (
    STATE_WORDS as LEG_WORDS,
)
from loopplank.core.matching.team_state import (
    Kind,
    LegFacts,
    LegState,
    Next,
    Strip,
    handovers,
    may_say_no,
    next_step,
    weeks_of_strip,
)
from loopplank.core.matching.teams import Seat, Together
from loopplank.core.requests import intake
from loopplank.core.volunteers.load import STATE_WORDS, LoadState
from loopplank.web.kit.words import day, day_and_time, first_up, hours, say, short_day, word
from loopplank.web.volunteers.load_words import measured_in, proposed_bar

# --- proposals ------------------------------------------------------------------------------------

#: So far back a question is known; of who is here longer it cannot be said that there was none.
ONE_YEAR = timedelta(days=365)
COUNT_WORDS: Mapping[str, str] = {
    "why_not.pause": dutch("pauze"),
    "why_not.pause_to": dutch("pauze"),
    "why_not.away": dutch("weg"),
    "why_not.signal": dutch("gaf ‘te zwaar’ aan"),
    "why_not.said_no": dutch("al gevraagd"),
    "why_not.kind": dutch("wil iets anders doen"),
    "why_not.no_go": dutch("liever niet"),
    "why_not.far": dutch("te ver"),
    "why_not.certificate": dutch("VOG nog niet gezien"),
    "why_not.training": dutch("scholing mist"),
    "why_not.days": dutch("andere dagen"),
    "why_not.until": dutch("stopt eerder"),
    "why_not.short_notice": dutch("niet op korte termijn"),
    "why_not.not_now": dutch("nu even niet"),
    "why_not.rests": dutch("rust na een zware tijd"),
    "why_not.stops": dutch("gaat stoppen"),
    "why_not.is_back": dutch("is net terug"),
    "why_not.helps": dutch("helpt hier al"),
    "why_not.raised_today": dutch("sprak over een hogere grens"),
    "why_not.rest": dutch("rust na een nee"),
    "why_not.open_question": dutch("heeft een open vraag"),
    "why_not.asked_often": dutch("genoeg vragen deze maand"),
    "why_not.people": dutch("vol"),
    "why_not.heavy": dutch("al genoeg ‘zwaar’"),
    "why_not.minutes": dutch("geen uren over"),
    "why_not.full": dutch("vol"),
}


def match_rows(
    page: CandidatePage, request_id: UUID, *, query: str = ""
) -> list[dict[str, object]]:
    """Return rows for matching/match_row.html; `query` goes along to the page of the question."""
    return [
        {
            "name": one.name,
            "url": reverse("volunteer", args=[one.volunteer_id]),
            "label": _("nieuw") if one.first_match else "",
            "reasons": [
                *({"kind": "for", "text": say(r)} for r in one.candidate.pros),
                *({"kind": "against", "text": say(r)} for r in one.candidate.cons),
            ],
            "asked_on": last_asked(one.candidate.someone, page.today),
            "load": proposed_bar(one),
            "action": _("Vraag %(name)s") % {"name": one.name.split()[0]},
            # of a team that was chosen only one leg is sought
            "action_url": None
            if page.team and not page.leg and not page.visit
            else reverse("ask_volunteer", args=[request_id, one.volunteer_id]) + query,
        }
        for one in page.shown
    ]


def other_rows(group: Iterable[NotProposed], today: date) -> list[dict[str, object]]:
    """Return who is not proposed: why not, how far, when asked last, and the load of who would
    fit.
    """
    return [
        {
            "name": one.someone.name,
            "url": reverse("volunteer", args=[one.someone.key]),
            "why": first_up(say(one.reason)),
            "facts": " ".join(
                part for part in (travel(one.someone), last_asked(one.someone, today)) if part
            ),
            "load": _load_of(one),
        }
        for one in group
    ]


def _load_of(one: NotProposed) -> dict[str, object] | None:
    """Return the bar of who fits and has no room; nothing of hours that are kept to themselves
    (P6).
    """
    if one.after is None or one.someone.hides_hours:
        return None
    bar = bar_of(one.someone, one.after)
    if bar.state is not LoadState.FULL:
        # too many heavy people: neither hours nor people are what is full
        return None
    return {
        "text": _("Zou %(after)s worden") % {"after": measured_in(bar.unit, bar.after, bar.limit)},
        "state": str(bar.state),
        "now": bar.now,
        "extra": bar.after - bar.now,
        "limit": bar.limit,
    }


def travel(one: Someone) -> str:
    if one.km is None:
        return _("Afstand onbekend.")
    return first_up(_("%(minutes)s fietsen.") % {"minutes": hours(one.minutes_one_way)})


def last_asked(one: Someone, today: date | None = None) -> str:
    """Say when, of this organisation only: of another one nothing shows (P6)."""
    if one.last_asked_here is None:
        if long_here(one, today):
            return _("Het laatste jaar niet gevraagd.")
        return _("Nog nooit gevraagd.")
    return _("Laatst gevraagd op %(day)s.") % {"day": short_day(one.last_asked_here, today)}


def long_here(one: Someone, today: date | None) -> bool:
    return one.here_since is not None and today is not None and one.here_since <= today - ONE_YEAR


def elsewhere_rows(page: CandidatePage) -> list[dict[str, str]]:
    """Show of another organisation how somebody is called, who knows them and about how far."""
    ask = reverse("hand_over", args=[page.row.pk])
    return [
        {
            "name": one.first_name,
            "organisation": one.from_organisation,
            "travel": first_up(
                _("%(minutes)s fietsen.") % {"minutes": hours(one.distance.minutes_one_way)}
            )
            if one.distance
            else _("Afstand onbekend."),
            "url": f"{ask}?aan={one.from_organisation_id}",
        }
        for one in page.elsewhere
    ]


def what_if(page: CandidatePage) -> str:
    """Say when nobody fits: the other day that would bring most, as a sentence."""
    best = max(page.other_days, key=lambda one: one.more, default=None)
    if page.fits_total or best is None:
        return ""
    people = ngettext("%(n)s mens", "%(n)s mensen", best.more) % {"n": best.more}
    pattern = (
        _("Wat als het op een ander moment van %(day)s mag? Dan past het bij %(people)s.")
        if best.asked
        else _("Wat als het op %(day)s mag? Dan past het bij %(people)s.")
    )
    return pattern % {
        "day": word(intake.DAYS[best.weekday]),
        "people": people,
    }


def not_proposed(page: CandidatePage, most: int) -> list[tuple[str, str]]:
    """Return (name, why not) of the first few: those without room before those who do not fit."""
    return [(one.someone.name, say(one.reason)) for one in (*page.no_room, *page.fits_not)[:most]]


# --- duos and relays ------------------------------------------------------------------------------
# The strip of weeks, how each leg stands, and its one next step.

COLOURS = {
    LegState.ASKED: "rope",
    LegState.AGREED: "water",
    LegState.RUNNING: "reed",
    LegState.FELL_AWAY: "buoy",
}


TEAM_WORDS = {
    Kind.DUO: dutch("Een duo"),
    Kind.RELAY: dutch("Een estafette"),
    Kind.PARTS: dutch("Verdeeld over dagen"),
}
LET_GO_WORDS = {
    Kind.DUO: dutch("Laat dit duo los"),
    Kind.RELAY: dutch("Laat deze estafette los"),
    Kind.PARTS: dutch("Laat deze verdeling los"),
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
    """Say "Ria: week 1 tot en met 13, Samira: week 13 tot en met 26, wissel in week 13"."""
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
    """Return what C3 proposes together, each with its strip and what it would mean for each of
    them.
    """
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
    """Say which team this is, for the button that chooses it: what it is, and who are in it."""
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
    bar = bar_of(one, after)
    becomes = measured_in(bar.unit, bar.after, bar.limit)
    load = (
        _("heeft ruimte")
        if one.hides_hours
        else _("straks %(load)s, %(word)s")
        % {"load": becomes, "word": word(STATE_WORDS[bar.state])}
    )
    return {
        "name": one.name,
        "url": reverse("volunteer", args=[one.key]),
        "text": f"{days}. {visits(term.visits_per_week, term.visit_minutes)}, {load}.",
        "cons": [say(reason) for reason in seat.candidate.cons],
    }


def visits(count: int, minutes: int) -> str:
    """Say "2 keer per week 1½ uur"."""
    if count == 1:
        return _("Eén keer per week %(hours)s") % {"hours": hours(minutes)}
    return _("%(n)s keer per week %(hours)s") % {"n": count, "hours": hours(minutes)}


def _first(one: Someone) -> str:
    return one.name.split()[0]


# --- on the page of the request -------------------------------------------------------------------


def team_card(
    team: TeamOnPage | None, request_id: UUID, today: date, *, may_ask: bool
) -> dict[str, object] | None:
    """Return the team with each leg's state and its one next step."""
    if team is None:
        return None
    kind = team.facts.kind
    return {
        "id": team.id,
        "title": word(TEAM_WORDS[kind]),
        "let_go": word(LET_GO_WORDS[kind]),
        # parts of a day each are no weeks
        "drawn": None
        if kind is Kind.PARTS
        else drawn(
            kind, [(leg.number, leg.name, leg.first_day, leg.last_day) for leg in team.facts.legs]
        ),
        "legs": [_leg_row(team, leg, request_id, today, may_ask=may_ask) for leg in team.legs],
    }


def later_leg(team: TeamOnPage | None, match_id: UUID, today: date) -> str:
    """Say from when somebody takes over in a relay, as long as that is still to come; else ""."""
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
        "state": word(LEG_WORDS[facts.state]),
        "colour": COLOURS.get(facts.state, ""),
        "days": day(facts.first_day, today)
        if facts.first_day == facts.last_day
        else _("%(first)s tot en met %(last)s")
        % {"first": day(facts.first_day, today), "last": day(facts.last_day, today)},
        "no_url": reverse("no_to_part", args=[team.id, facts.number])
        if may_say_no(team.facts.kind, facts.state)
        else "",
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
    """Say what there is to wait for, where nothing can be done now."""
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
    """Return the words of the button of a leg and where it leads; nothing when there is only to
    wait.
    """
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
