"""A chosen team, be it duo, relay or dated parts: how each leg stands and what comes next.

A relay is one request with two to four legs, one after the other. In the one week of overlap both
volunteers come, and it counts in the limits of both. A duo is one request with two legs side by
side. Dated parts are two to four legs on days of their own, such as two nights: all are asked at
once, and one may get a no while the rest goes on. When one leg falls away only that leg is sought
again; the others stay as they are.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from itertools import pairwise

from loopplank.core.kit.calendar import monday, weeks
from loopplank.core.kit.reason import Param, Reason, dutch
from loopplank.core.matching.matches import MatchState
from loopplank.core.matching.proposals import UNDECIDED
from loopplank.core.requests.change_of_volunteer import ChangingFaces, why_no_relay

FEWEST, MOST = 2, 4
HANDOVER_NEARS = timedelta(weeks=4)
_ONE_WEEK = timedelta(weeks=1)


class Kind(StrEnum):
    DUO = "duo"
    RELAY = "relay"
    PARTS = "parts"


class LegState(StrEnum):
    OPEN = "open"
    ASKED = "asked"
    AGREED = "agreed"
    RUNNING = "running"
    DONE = "done"
    FELL_AWAY = "fell_away"
    #: A dated part that got a no: nobody is sought for it any more.
    NOBODY = "nobody"


class TeamState(StrEnum):
    PROPOSED = "proposed"
    ASKING = "asking"
    RUNNING = "running"
    BROKEN = "broken"
    ENDED = "ended"


class Next(StrEnum):
    """The one next step of a leg; nothing when there is only to wait for its day."""

    ASK = "ask"
    SEEK = "seek"
    ANSWER = "answer"
    MEET = "meet"
    START = "start"
    PLAN_HANDOVER = "plan_handover"
    WRITE_NOTE = "write_note"
    NOTHING = "nothing"


#: Who carries the leg, or is about to.
TAKEN = frozenset({LegState.AGREED, LegState.RUNNING})
LACKING = frozenset({LegState.OPEN, LegState.FELL_AWAY})
OVER = frozenset({LegState.DONE, LegState.NOBODY})

STATE_WORDS = {
    LegState.OPEN: dutch("nog niet gevraagd"),
    LegState.ASKED: dutch("gevraagd"),
    LegState.AGREED: dutch("zei ja"),
    LegState.RUNNING: dutch("helpt"),
    LegState.DONE: dutch("klaar"),
    LegState.FELL_AWAY: dutch("valt weg"),
    LegState.NOBODY: dutch("niemand gevonden"),
}


@dataclass(frozen=True, slots=True)
class LegFacts:
    """One leg. `met`: a day for the first meeting is set; `handover_on` is the day on which both
    volunteers of the change into this leg meet, `noted` whether the note for it was written."""

    number: int
    name: str
    first_day: date
    last_day: date
    state: LegState
    met: bool = False
    handover_on: date | None = None
    noted: bool = False


@dataclass(frozen=True, slots=True)
class TeamFacts:
    kind: Kind
    legs: tuple[LegFacts, ...]


@dataclass(frozen=True, slots=True)
class Handover:
    """The change from one leg to the next. `on` is the Monday of the week in which both come."""

    giver: LegFacts
    taker: LegFacts

    @property
    def on(self) -> date:
        return monday(self.taker.first_day)

    @property
    def nears_on(self) -> date:
        return self.on - HANDOVER_NEARS

    @property
    def prepared(self) -> bool:
        return self.taker.handover_on is not None and self.taker.noted


WRONG_NUMBER = Reason("team.legs", dutch("Een estafette heeft twee, drie of vier delen."))
WRONG_DUO = Reason("team.duo", dutch("Een duo bestaat uit twee vrijwilligers."))
TWICE = Reason("team.twice", dutch("Een vrijwilliger doet mee in één deel, niet in twee."))
NO_OVERLAP = Reason(
    "team.overlap",
    dutch("Tussen twee delen zit één week waarin beide vrijwilligers komen. Kies andere dagen."),
)
WRONG_PARTS = Reason("team.parts", dutch("Kies twee, drie of vier delen."))
PARTS_OVERLAP = Reason(
    "team.parts_overlap", dutch("Elk deel heeft eigen dagen. Kies dagen die niet samenvallen.")
)
NO_SUCH_PART = Reason(
    "team.no_such_part", dutch("Dit deel heeft al iemand, of kreeg al een nee. Vernieuw de pagina.")
)
NOT_BESIDE = Reason("team.beside", dutch("Een duo begint en stopt samen. Kies dezelfde dagen."))


def wrong_with(kind: Kind, days: Sequence[tuple[date, date]], volunteers: int) -> Reason | None:
    """Return why legs with these first and last days cannot be a team of this many different
    volunteers; None when they can."""
    if volunteers != len(days):
        return TWICE
    if kind is Kind.DUO:
        if len(days) != FEWEST:
            return WRONG_DUO
        return None if days[0] == days[1] else NOT_BESIDE
    if not FEWEST <= len(days) <= MOST:
        return WRONG_PARTS if kind is Kind.PARTS else WRONG_NUMBER
    if kind is Kind.PARTS:
        apart = all(last < first for (_, last), (first, _) in pairwise(days))
        return None if apart else PARTS_OVERLAP
    for (first, last), (next_first, next_last) in pairwise(days):
        in_order = first < next_first and last < next_last
        if not in_order or monday(last) != monday(next_first):
            return NO_OVERLAP
    return None


def why_not_these(kind: Kind, changing_faces: str) -> Reason | None:
    """Return why this person gets no team of this kind: a relay needs a yes to another face after a
    while, and dated parts go to nobody who said no to it. None when they may."""
    if kind is Kind.RELAY or (kind is Kind.PARTS and changing_faces == ChangingFaces.NO):
        return why_no_relay(changing_faces)
    return None


def days_to_part(today: date, last_day: date | None) -> tuple[date, ...]:
    """Return the days of which each may be a part of its own: from today until the last day of the
    help, for at most four weeks; none when nobody said a last day."""
    if last_day is None:
        return ()
    until = min(last_day, monday(today) + 4 * _ONE_WEEK - timedelta(days=1))
    return tuple(today + timedelta(days=n) for n in range((until - today).days + 1))


def leg_state(
    kind: Kind, proposal: str | None, match: str | None, last_day: date, ended_on: date | None
) -> LegState:
    """Return how a leg stands, by the state of its question and of its match. Somebody who stopped
    in or after its last week has done it, of a dated part on or after its last day; somebody who
    stopped earlier fell away."""
    if match == MatchState.MEETING:
        return LegState.AGREED
    if match == MatchState.RUNNING:
        return LegState.RUNNING
    enough = last_day if kind is Kind.PARTS else monday(last_day)
    if match == MatchState.ENDED and ended_on is not None and ended_on >= enough:
        return LegState.DONE
    if match is not None:
        return LegState.FELL_AWAY
    if proposal in UNDECIDED:
        return LegState.ASKED
    return LegState.OPEN if proposal is None else LegState.FELL_AWAY


def team_state(legs: Iterable[LegState]) -> TeamState:
    """Return how the team stands: broken once a leg fell away, ended when each is over."""
    states = frozenset(legs)
    if LegState.FELL_AWAY in states:
        return TeamState.BROKEN
    if states <= OVER:
        return TeamState.ENDED
    if states & {LegState.RUNNING, LegState.DONE}:
        return TeamState.RUNNING
    return TeamState.PROPOSED if states == {LegState.OPEN} else TeamState.ASKING


def goes_on(legs: Iterable[LegState]) -> bool:
    """Say whether the help goes on although nobody carries it now: a leg has still to be found, to
    be answered or to begin."""
    return any(state not in OVER for state in legs)


def handovers(team: TeamFacts) -> tuple[Handover, ...]:
    """Return the coming changes of which both volunteers are known; only in a relay."""
    if team.kind is not Kind.RELAY:
        return ()
    return tuple(
        Handover(giver, taker)
        for giver, taker in pairwise(team.legs)
        if giver.state in TAKEN and taker.state in TAKEN
    )


def next_handover(team: TeamFacts, today: date) -> Handover | None:
    """Return the change that asks something of the coordinator now: from four weeks before the week
    in which both come, until the first of both has stopped."""
    return next((one for one in handovers(team) if one.nears_on <= today), None)


def next_step(team: TeamFacts, leg: LegFacts, today: date) -> Next:
    """Return what the coordinator does next for this leg."""
    simple = {
        LegState.OPEN: Next.ASK,
        LegState.FELL_AWAY: Next.SEEK,
        LegState.ASKED: Next.ANSWER,
    }
    if leg.state in simple:
        return simple[leg.state]
    if leg.state is not LegState.AGREED:
        return Next.NOTHING
    change = next((one for one in handovers(team) if one.taker.number == leg.number), None)
    if change is None:
        return Next.START if leg.met else Next.MEET
    if change.nears_on > today:
        return Next.NOTHING
    if leg.handover_on is None:
        return Next.PLAN_HANDOVER
    if not leg.noted:
        return Next.WRITE_NOTE
    return Next.START if today >= change.on else Next.NOTHING


def may_say_no(kind: Kind, leg: LegState) -> bool:
    """Say whether a leg may get a no while the rest goes on: a dated part that nobody carries."""
    return kind is Kind.PARTS and leg not in TAKEN | OVER


def lacking(team: TeamFacts) -> LegFacts | None:
    """Return the first leg for which somebody must be found again. A leg for which nobody was asked
    yet does not count."""
    return next((leg for leg in team.legs if leg.state is LegState.FELL_AWAY), None)


def days_to_look(team: TeamFacts, today: date) -> tuple[date, ...]:
    """Return the days on which this team asks something of the owner of the request."""
    found = [today] if any(leg.state in LACKING for leg in team.legs) else []
    for change in handovers(team):
        if change.taker.state is not LegState.AGREED:
            found.append(max(change.giver.last_day, today))
        elif change.nears_on > today:
            found.append(change.nears_on)
        elif not change.prepared:
            found.append(today)
        else:
            meeting = change.taker.handover_on
            found.append(meeting if meeting and meeting > today else max(change.on, today))
    return tuple(found)


# --- the strip of weeks --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class StripLeg:
    """One leg on the strip: the numbers of its first and last week, counted from one."""

    number: int
    name: str
    first_week: int
    last_week: int


@dataclass(frozen=True, slots=True)
class Strip:
    """All legs on one line of `weeks` weeks, and the weeks in which one hands over to the next."""

    weeks: int
    legs: tuple[StripLeg, ...]
    handovers: tuple[int, ...]


def weeks_of_strip(kind: Kind, legs: Sequence[tuple[int, str, date, date]]) -> Strip:
    """Return the strip for the (number, name, first day, last day) of each leg."""
    begin = monday(min(first for _, _, first, _ in legs))
    end = max(last for _, _, _, last in legs)

    def week(day: date) -> int:
        return (monday(day) - begin) // _ONE_WEEK + 1

    drawn = tuple(StripLeg(n, name, week(first), week(last)) for n, name, first, last in legs)
    changes = tuple(leg.first_week for leg in drawn[1:]) if kind is Kind.RELAY else ()
    return Strip(len(weeks(begin, end)), drawn, changes)


SEEK = dutch("Zoek iemand voor deel %(number)s.")
ASK = dutch("Vraag %(name)s voor deel %(number)s.")
PLAN = dutch("%(next)s gaat verder na %(name)s, vanaf %(day)s. Plan een gesprek met beiden.")
WRITE = dutch("Schrijf voor %(next)s op wat handig is om te weten.")
CHANGES = dutch("Wissel: %(name)s en %(next)s komen deze week allebei. Start %(next)s.")
ENDS = dutch("%(name)s stopt op %(day)s, %(next)s gaat verder. Rond dan af met %(name)s.")
PLANNED = dutch("%(name)s en %(next)s gaan samen op %(day)s.")


def kind_of(step: Next) -> str:
    """Return what kind of task it is, for the words above the line."""
    kinds = {Next.SEEK: dutch("Vrijwilliger zoeken"), Next.ASK: dutch("Voorstel doen")}
    return kinds.get(step, dutch("Wissel"))


def asks_now(team: TeamFacts, today: date) -> tuple[Reason, Next] | None:
    """Return why and what is next when a leg must be found or a change comes near; None when the
    team asks nothing by itself. Only the leg that fell away is sought again."""
    names: dict[str, Param]
    lost = lacking(team)
    if lost is not None:
        return Reason("work.seek_leg", SEEK, {"number": lost.number}), Next.SEEK
    waits = next((leg for leg in team.legs if leg.state is LegState.OPEN), None)
    if waits is not None:
        names = {"name": waits.name, "number": waits.number}
        return Reason("work.ask_leg", ASK, names), Next.ASK
    change = next_handover(team, today)
    if change is None:
        return None
    taker = change.taker
    names = {"name": change.giver.name, "next": taker.name}
    if taker.state is LegState.RUNNING:
        why = Reason("work.leg_ends", ENDS, {**names, "day": change.giver.last_day})
        return why, Next.NOTHING
    if taker.handover_on is None:
        why = Reason("work.plan_handover", PLAN, {**names, "day": taker.first_day})
        return why, Next.PLAN_HANDOVER
    if not taker.noted:
        return Reason("work.write_handover", WRITE, names), Next.WRITE_NOTE
    if today >= change.on:
        return Reason("work.handover_week", CHANGES, names), Next.START
    why = Reason("work.handover_planned", PLANNED, {**names, "day": taker.handover_on})
    return why, Next.NOTHING
