"""The clock of a request: the earlier of what its step, its urgency, its advised term and its
deadline ask, with the reason.

Every path computes its day here: intake, a new weighing, a referral and its yes, a transfer, and a
colleague who stands in. A day is never later because the request changed hands.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.calendar import WorkingDays, is_late, local_day
from loopplank.core.kit.reason import Reason, Refused, Word, dutch
from loopplank.core.requests.states import Clock, State, Unit, last_day_of
from loopplank.core.responsibility.clocks import (
    SAME_DAY,
    URGENCY_WORDS,
    ClockSettings,
    Urgency,
    clock_for,
    weeks_of,
)
from loopplank.core.triage.flags import Urgency as Term
from loopplank.core.triage.words import URGENCY_WORDS as TERM_WORDS

_ONE_DAY = timedelta(days=1)


class Because(StrEnum):
    """What asked the day; a tie is the step's, then the first of these."""

    STEP = "step"
    DEADLINE = "deadline"
    ADVICE = "advice"
    URGENCY = "urgency"


@dataclass(frozen=True, slots=True)
class Haste:
    """What may ask for an earlier day than the step itself.

    `urgency`: as a coordinator called it. `advised`: the term that the gates advised, or that the
    words of the story ask until somebody weighed; None without. `too_late_on`: from that day on
    help is too late.
    """

    urgency: Urgency = Urgency.NORMAL
    advised: Term | None = None
    too_late_on: date | None = None

    @classmethod
    def stored(cls, urgency: str, advised: str, too_late_on: date | None) -> "Haste":
        """Read it from codes as they are stored; no code is no term."""
        return cls(Urgency(urgency), Term(advised) if advised else None, too_late_on)


@dataclass(frozen=True, slots=True)
class Days:
    """On which days who is there: the organisation, the owner, and whoever stands in."""

    organisation: WorkingDays
    owner: tuple[int, ...] = ()
    stand_in: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A day, and what asked it."""

    day: date
    because: Because


#: How long an advised term is, counted from the weighing and again from each step. A day that ends
#: at 17:00 is within 24 hours only when it is the same one.
TERMS: Mapping[Term, Clock] = MappingProxyType(
    {
        Term.NOW: Clock(0, Unit.WORKING_DAYS),
        Term.TODAY: Clock(0, Unit.WORKING_DAYS),
        Term.HOURS_24: Clock(0, Unit.WORKING_DAYS),
        Term.WORKDAYS_3: Clock(3, Unit.WORKING_DAYS),
        Term.WEEKS_2: Clock(2, Unit.WEEKS),
    }
)
#: Of a term: as urgent as a coordinator would call it, for the clocks of waiting and of running.
LEVELS: Mapping[Term, Urgency] = MappingProxyType(
    {
        Term.NOW: Urgency.TODAY,
        Term.TODAY: Urgency.TODAY,
        Term.HOURS_24: Urgency.TODAY,
        Term.WORKDAYS_3: Urgency.THIS_WEEK,
        Term.WEEKS_2: Urgency.NORMAL,
        Term.NORMAL: Urgency.NORMAL,
    }
)
#: What is for today, whatever else is known.
SAME_DAY_TERMS = frozenset({Term.NOW, Term.TODAY, Term.HOURS_24})
#: Before help runs an advised term is itself a clock; afterwards its level has those of the states.
BEFORE_HELP = frozenset(
    {
        State.NEW,
        State.TALKING,
        State.SEARCHING,
        State.PROPOSED,
        State.MEETING,
        State.HANDOVER,
    }
)
#: How many working days a step leaves before a deadline to the steps that follow it. Where help
#: runs already there is nothing to be too late for.
LEAVES: Mapping[State, int] = MappingProxyType(
    {
        State.NEW: 2,
        State.TALKING: 1,
        State.SEARCHING: 1,
        State.PROPOSED: 1,
        State.WAITING: 1,
        State.HANDOVER: 1,
        State.MEETING: 0,
    }
)


def is_for_today(haste: Haste) -> bool:
    """Say whether this cannot wait for another day: as somebody called it, or as was advised."""
    return haste.urgency is Urgency.TODAY or haste.advised in SAME_DAY_TERMS


def earliest(
    state: State,
    haste: Haste,
    settings: ClockSettings,
    now: datetime,
    days: Days,
    *,
    step: Clock | date | None = None,
) -> Asked:
    """Return the day of a step that begins now: the earliest that anything asks, and what asked it.

    `step` replaces the ordinary clock of the state, as a length or as a day. The day is then moved
    to the owner's last working day on or before it, else the stand-in's, never later. Raises
    ValueError for a closed request, which has no clock.
    """
    asked = list(_asked(state, haste, settings, now, days.organisation, step))
    order = list(Because)
    first = min(asked, key=lambda one: (one.day, order.index(one.because)))
    return Asked(_of_owner(first.day, now, days), first.because)


def for_answer(
    answer_by: date, haste: Haste, settings: ClockSettings, now: datetime, days: Days
) -> Asked:
    """Return the last day of an answer of somebody who is asked to take over: as their track gives
    it, or the earlier one that the urgency, the advised term or the deadline asks."""
    asked = earliest(State.HANDOVER, haste, settings, now, days, step=answer_by)
    return Asked(answer_by, Because.STEP) if asked.because is Because.STEP else asked


def same_day(now: datetime, organisation: WorkingDays) -> date:
    """Return today, or else the first working day on which somebody can still do it."""
    today = local_day(now)
    # after 17:00 nobody can still do it today, and nobody says sorry for a day that was never there
    from_day = today if is_late(today, now) else today - _ONE_DAY
    return organisation.after(from_day, 1)


def advised_day(term: Term | None, now: datetime, days: Days) -> date | None:
    """Return the day before which somebody acts on a weighing, whatever the state; None when it
    has ordinary time."""
    clock = TERMS.get(term) if term is not None else None
    return None if clock is None else _of_owner(_day_of(clock, now, days.organisation), now, days)


def clock_asked(state: State, haste: Haste, settings: ClockSettings) -> Clock | None:
    """Return the shortest clock of a state, by its urgency and its advised term; None when it is
    closed."""
    clocks = [clock_for(state, haste.urgency, settings)]
    if haste.advised is not None:
        clocks += _advice_asks(state, haste.advised, settings)
    return min((one for one in clocks if one is not None), key=weeks_of, default=None)


def level_of(haste: Haste) -> Urgency:
    """Return how urgent it is: as a coordinator called it, or more so where that was advised."""
    advised = LEVELS[haste.advised] if haste.advised is not None else Urgency.NORMAL
    order = list(Urgency)
    return max(haste.urgency, advised, key=order.index)


def by_deadline(state: State, haste: Haste, now: datetime, days: Days) -> date | None:
    """Return the last day of this step before the deadline, moved to the owner's; None where no
    deadline is to come, or none counts."""
    day = _deadline_asks(state, haste, local_day(now), now, days.organisation)
    return None if day is None else _of_owner(day, now, days)


def within(day: date, state: State, haste: Haste, now: datetime, days: Days) -> Asked:
    """Return a day that hangs on somebody else, such as a meeting: that day, or the earlier one
    that the deadline asks."""
    last = by_deadline(state, haste, now, days)
    if last is not None and last < day:
        return Asked(last, Because.DEADLINE)
    return Asked(day, Because.STEP)


def latest(day: date, state: State, haste: Haste, now: datetime, days: Days) -> date:
    """Return this day, or the last one to which it may be moved: not past the deadline, and not
    past today when that was advised."""
    bounds = [day, within(day, state, haste, now, days).day]
    if state in BEFORE_HELP and haste.advised in SAME_DAY_TERMS:
        bounds.append(same_day(now, days.organisation))
    return min(bounds)


def for_who_gets_it(
    before: date | None, asked: Asked, now: datetime, organisation: WorkingDays
) -> Asked:
    """Return the day of a request that changed hands: what is asked now, never later than what
    stood. A day that has passed asks the first day on which somebody can still do it."""
    if before is None:
        return asked
    first = max(before, same_day(now, organisation))
    return asked if asked.day <= first else Asked(first, Because.STEP)


MOVED_TOO_FAR = Reason(
    "day.deadline_first",
    dutch("Vanaf %(day)s is het te laat. Kies een dag daarvoor, of verander eerst die dag."),
)
NOT_LATER_THAN_TODAY = Reason(
    "day.for_today",
    dutch("Het advies is: %(term)s. Deze dag gaat niet naar later. Weeg opnieuw als dat kan."),
)


def refuse_later(day: date, state: State, haste: Haste, now: datetime, days: Days) -> None:
    """Refuse to move a day past the deadline, or past today when that was advised. Raises
    Refused."""
    if haste.too_late_on is not None and local_day(now) < haste.too_late_on <= day:
        params = {"day": haste.too_late_on}
        raise Refused(Reason(MOVED_TOO_FAR.code, MOVED_TOO_FAR.sentence, params))
    if (
        state in BEFORE_HELP
        and haste.advised in SAME_DAY_TERMS
        and day > same_day(now, days.organisation)
    ):
        words = {"term": Word(TERM_WORDS[haste.advised])}
        raise Refused(Reason(NOT_LATER_THAN_TODAY.code, NOT_LATER_THAN_TODAY.sentence, words))


def why(because: Because, haste: Haste) -> Reason | None:
    """Return in one sentence what asked the day; None for an ordinary step, or when what asked it
    is gone."""
    if because is Because.DEADLINE and haste.too_late_on is not None:
        return Reason(
            "day.why.deadline",
            dutch("Deze dag, want vanaf %(day)s is hulp te laat."),
            {"day": haste.too_late_on},
        )
    if because is Because.ADVICE and haste.advised is not None:
        return Reason(
            "day.why.advice",
            dutch("Deze dag, want het advies is: %(term)s."),
            {"term": Word(TERM_WORDS[haste.advised])},
        )
    if because is Because.URGENCY and haste.urgency is not Urgency.NORMAL:
        return Reason(
            "day.why.urgency",
            dutch("Deze dag, want de spoed is: %(urgency)s."),
            {"urgency": Word(URGENCY_WORDS[haste.urgency])},
        )
    return None


# --- underneath -----------------------------------------------------------------------------------


def _asked(
    state: State,
    haste: Haste,
    settings: ClockSettings,
    now: datetime,
    organisation: WorkingDays,
    step: Clock | date | None,
) -> Iterator[Asked]:
    ordinary = clock_for(state, Urgency.NORMAL, settings) if step is None else step
    if ordinary is None:
        raise ValueError("a closed request has no clock")
    yield Asked(_day_of(ordinary, now, organisation), Because.STEP)
    if haste.urgency is not Urgency.NORMAL:
        clock = clock_for(state, haste.urgency, settings)
        if clock is not None:
            yield Asked(_day_of(clock, now, organisation), Because.URGENCY)
    if haste.advised is not None:
        for clock in _advice_asks(state, haste.advised, settings):
            yield Asked(_day_of(clock, now, organisation), Because.ADVICE)
    if state is State.HANDOVER and is_for_today(haste):
        # who is asked to take over what is for today is called, and answers today
        because = Because.URGENCY if haste.urgency is Urgency.TODAY else Because.ADVICE
        yield Asked(same_day(now, organisation), because)
    day = _deadline_asks(state, haste, local_day(now), now, organisation)
    if day is not None:
        yield Asked(day, Because.DEADLINE)


def _advice_asks(state: State, term: Term, settings: ClockSettings) -> Iterator[Clock]:
    own = TERMS.get(term)
    if state in BEFORE_HELP:
        # only a first word and a decision can be the same day: a search takes one
        if own is not None:
            yield Clock(max(own.amount, 0 if state in SAME_DAY else 1), own.unit)
    elif LEVELS[term] is not Urgency.NORMAL:
        clock = clock_for(state, LEVELS[term], settings)
        if clock is not None:
            yield clock


def _deadline_asks(
    state: State, haste: Haste, today: date, now: datetime, organisation: WorkingDays
) -> date | None:
    """Return the organisation's last day of this step. A deadline that has passed asks nothing any
    more: whatever it asked is late already."""
    leaves, too_late_on = LEAVES.get(state), haste.too_late_on
    if leaves is None or too_late_on is None or too_late_on <= today:
        return None
    day = organisation.last_on_or_before(too_late_on - _ONE_DAY, today)
    for _ in range(leaves):
        day = organisation.last_on_or_before(day - _ONE_DAY, today) if day else None
    at_once = same_day(now, organisation)
    # no working day left: at once, also when the first one is already past the deadline
    return at_once if day is None else max(day, min(at_once, too_late_on - _ONE_DAY))


def _day_of(clock: Clock | date, now: datetime, organisation: WorkingDays) -> date:
    if isinstance(clock, date):
        return clock
    if clock.amount == 0:
        return same_day(now, organisation)
    return last_day_of(clock, local_day(now), organisation)


def _of_owner(day: date, now: datetime, days: Days) -> date:
    """Return the day on which the owner, else the stand-in, does what is owed by this one."""
    today = local_day(now)
    people = [days.owner] if days.stand_in is None else [days.owner, days.stand_in]
    found = days.organisation.kept_on(day, today, *people)
    # nobody can do it today any more, and until `day` nobody is there
    return (
        days.organisation.after(day, 1) if found == today < day and is_late(today, now) else found
    )


def days_of(
    organisation: WorkingDays, owner: Iterable[int], stand_in: Iterable[int] | None
) -> Days:
    """Return who is there on which days, from weekdays as they are stored."""
    return Days(organisation, tuple(owner), None if stand_in is None else tuple(stand_in))
