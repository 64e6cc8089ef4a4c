"""How long each next step may take: by state and urgency, an organisation's own before the rest.

The clocks of an ordinary request stand with its states (`core/requests/states.py`). Here are those
of a request that cannot wait so long, and which of all clocks counts.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import TypeAlias

from loopplank.core.kit.calendar import WorkingDays, is_late, local_day
from loopplank.core.kit.kinds import Kind
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.requests.states import (
    LATER_EVALUATION,
    RULES,
    Clock,
    State,
    Unit,
    last_day_of,
)

DAYS_A_WEEK, WORKING_DAYS_A_WEEK = 7, 5


class Urgency(StrEnum):
    """How soon a request needs an answer, as a coordinator sees it."""

    NORMAL = "normal"
    THIS_WEEK = "this_week"
    TODAY = "today"


URGENCY_WORDS: Mapping[Urgency, str] = MappingProxyType(
    {
        Urgency.NORMAL: dutch("Gewoon"),
        Urgency.THIS_WEEK: dutch("Deze week"),
        Urgency.TODAY: dutch("Vandaag"),
    }
)
UNIT_WORDS: Mapping[Unit, str] = MappingProxyType(
    {
        Unit.WORKING_DAYS: dutch("werkdagen"),
        Unit.DAYS: dutch("dagen"),
        Unit.WEEKS: dutch("weken"),
    }
)

#: State and urgency: the place of one clock.
Place: TypeAlias = tuple[State, Urgency]
Clocks: TypeAlias = Mapping[Place, Clock]

_THIS_WEEK: Mapping[State, Clock] = MappingProxyType(
    {
        State.NEW: Clock(1, Unit.WORKING_DAYS),
        State.TALKING: Clock(1, Unit.WORKING_DAYS),
        State.SEARCHING: Clock(3, Unit.WORKING_DAYS),
        State.PROPOSED: Clock(1, Unit.DAYS),
        State.MEETING: Clock(3, Unit.WORKING_DAYS),
        State.RUNNING: Clock(2, Unit.WEEKS),
        State.WAITING: Clock(1, Unit.WEEKS),
        State.HANDOVER: Clock(2, Unit.WORKING_DAYS),
    }
)
#: Nothing is the same day: somebody who works today does it today.
_TODAY: Mapping[State, Clock] = MappingProxyType(
    {
        State.NEW: Clock(0, Unit.WORKING_DAYS),
        State.TALKING: Clock(0, Unit.WORKING_DAYS),
        State.SEARCHING: Clock(1, Unit.WORKING_DAYS),
        State.PROPOSED: Clock(1, Unit.DAYS),
        State.MEETING: Clock(1, Unit.WORKING_DAYS),
        State.RUNNING: Clock(1, Unit.WEEKS),
        State.WAITING: Clock(2, Unit.DAYS),
        State.HANDOVER: Clock(1, Unit.WORKING_DAYS),
    }
)
DEFAULTS: Clocks = MappingProxyType(
    {
        **{(s, Urgency.NORMAL): rule.clock for s, rule in RULES.items() if rule.clock},
        **{(s, Urgency.THIS_WEEK): clock for s, clock in _THIS_WEEK.items()},
        **{(s, Urgency.TODAY): clock for s, clock in _TODAY.items()},
    }
)
#: What may be set: a day at least, except that the first word and the decision may be the same day.
SAME_DAY = frozenset({State.NEW, State.TALKING})
MOST: Mapping[Unit, int] = MappingProxyType({Unit.WORKING_DAYS: 60, Unit.DAYS: 90, Unit.WEEKS: 26})
_NONE: Clocks = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class ClockSettings:
    """What an organisation set for itself, and what its network set for everybody."""

    own: Clocks = field(default_factory=lambda: _NONE)
    network: Clocks = field(default_factory=lambda: _NONE)

    def without_own(self) -> "ClockSettings":
        """Return what would hold if the organisation had set nothing."""
        return ClockSettings(network=self.network)


def clock_for(state: State, urgency: Urgency, settings: ClockSettings) -> Clock | None:
    """Return the organisation's own clock, else the network's, else the ordinary one; None when the
    request is closed."""
    place = (state, urgency)
    return settings.own.get(place) or settings.network.get(place) or DEFAULTS.get(place)


def may_be_set(state: State, clock: Clock) -> bool:
    """Say whether an organisation may choose a clock of this length for this state."""
    return (0 if state in SAME_DAY else 1) <= clock.amount <= MOST[clock.unit]


def weeks_of(clock: Clock) -> float:
    """Return the length of a clock in weeks, to compute with; the same day counts as one week."""
    if clock.unit is Unit.WEEKS:
        return float(clock.amount)
    days = WORKING_DAYS_A_WEEK if clock.unit is Unit.WORKING_DAYS else DAYS_A_WEEK
    return max(clock.amount, 1) / days


# --- days -----------------------------------------------------------------------------------------


def due_for(
    clock: Clock,
    today: date,
    organisation: WorkingDays,
    owner: Iterable[int],
    stand_in: Iterable[int] | None = None,
) -> date:
    """Return the day on which a clock that starts today runs out for this owner: the stand-in's
    when the owner has none left."""
    people = [owner] if stand_in is None else [owner, stand_in]
    return organisation.kept_on(last_day_of(clock, today, organisation), today, *people)


def for_new_owner(
    due_on: date, today: date, organisation: WorkingDays, owner: Iterable[int]
) -> date:
    """Return the day for a new owner: their last working day on or before `due_on`, never later."""
    own = organisation.of_person(owner).last_on_or_before(due_on, today)
    return own or organisation.last_on_or_before(due_on, today) or due_on


# --- another day ----------------------------------------------------------------------------------

#: More late at once than this is one decision, not as many apologies.
FEW = 5
#: States in which somebody was told a day and hears nothing else when it passes.
TOLD_A_DAY = frozenset({State.NEW, State.TALKING, State.SEARCHING})
#: Why a day is moved; the words are for the coordinator, the person reads a sentence of its own.
MOVE_REASONS: Mapping[str, str] = MappingProxyType(
    {
        "busy": dutch("Wij redden het niet"),
        "waits": dutch("Wij wachten op iemand anders"),
        "ill": dutch("Er is iemand ziek"),
        "asked": dutch("De persoon vroeg erom"),
    }
)
LONGEST_MOVE = timedelta(weeks=26)
DAY_PASSED = Reason("day.passed", dutch("Deze dag is al voorbij. Kies een latere dag."))
NO_WORKING_DAY = Reason("day.not_working", dutch("Op die dag werken jullie niet. Kies een andere."))
DAY_TOO_FAR = Reason("day.too_far", dutch("Kies een dag binnen een half jaar."))


def refuse_day(day: date, now: datetime, organisation: WorkingDays) -> None:
    """Refuse a day on which nobody can keep their word. Raises Refused."""
    if is_late(day, now):
        raise Refused(DAY_PASSED)
    if not organisation.works(day):
        raise Refused(NO_WORKING_DAY)
    if day > local_day(now) + LONGEST_MOVE:
        raise Refused(DAY_TOO_FAR)


# --- how the help goes ----------------------------------------------------------------------------

#: Beside somebody who is dying weeks are too long: a talk after days, and then every week.
FIRST_TERMINAL, LATER_TERMINAL = timedelta(days=3), timedelta(weeks=1)
#: Whoever helps here for the first time is asked sooner how it goes.
FIRST_EVALUATION_OF_ALL = timedelta(weeks=2)


@dataclass(frozen=True, slots=True)
class Evaluations:
    """After how long we ask how the help goes: the first time, and each time after that."""

    first: timedelta
    later: timedelta


def is_terminal(kinds: Iterable[str], *, dying_or_grief: bool, heavy: bool) -> bool:
    """Say whether this is help for somebody who is dying: by its kind, or by code K4 on a heavy
    visit."""
    return Kind.VIGIL in kinds or (dying_or_grief and heavy)


def evaluations(running: Clock, urgency: Urgency, *, terminal: bool) -> Evaluations:
    """Return the evaluations that follow from the clock of running help; urgent help is never left
    alone for months."""
    if terminal:
        return Evaluations(FIRST_TERMINAL, LATER_TERMINAL)
    later = LATER_EVALUATION if urgency is Urgency.NORMAL else running
    return Evaluations(days_of(running), max(days_of(later), days_of(running)))


def days_of(clock: Clock) -> timedelta:
    """Return the length of a clock in calendar days, for what does not depend on working days."""
    if clock.unit is Unit.WEEKS:
        return timedelta(weeks=clock.amount)
    if clock.unit is Unit.DAYS:
        return timedelta(days=clock.amount)
    weeks, rest = divmod(clock.amount, WORKING_DAYS_A_WEEK)
    return timedelta(weeks=weeks, days=rest)
