"""How much one coordinator carries: what the clocks cost a week, and when to stop the intake.

A clock is a promise to do something within a time, and doing it takes minutes. A request that
passes through costs them once; what runs for months costs them every time its clock runs out.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from math import ceil

from loopplank.core.kit.reason import Minutes, Reason, dutch
from loopplank.core.requests.states import OPEN, RULES, State
from loopplank.core.responsibility.clocks import ClockSettings, Place, Urgency, clock_for, weeks_of

#: Through these every request goes once, in this order.
ROAD = (State.NEW, State.TALKING, State.SEARCHING, State.PROPOSED, State.MEETING)
#: Inflow is looked at over four weeks, and a stop works only after about two.
WEEKS_SEEN, WEEKS_AHEAD = 4, 2
MOST_STEPS_AHEAD = 3


@dataclass(frozen=True, slots=True)
class Capacity:
    """What was agreed with one coordinator; None where nothing was."""

    minutes_a_week: int | None = None
    requests: int | None = None
    matches: int | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """What one coordinator has: open requests by state and urgency, the matches that they guide,
    and how many requests came to them in the last four weeks."""

    open: Mapping[Place, int]
    matches: int = 0
    came_in: int = 0

    @property
    def requests(self) -> int:
        return sum(self.open.values())


def minutes_a_week(state: State, urgency: Urgency, settings: ClockSettings) -> float:
    """Return how many minutes the clock of one request in this state costs in one week.

    A step that is made once within a week costs its minutes, and over more weeks its share of them.
    A step that comes back more often than every week costs its minutes each time.
    """
    clock = clock_for(state, urgency, settings)
    if clock is None:
        return 0.0
    weeks = weeks_of(clock)
    return RULES[state].minutes / (max(weeks, 1.0) if state in ROAD else weeks)


def cost(carried: Mapping[Place, int], settings: ClockSettings) -> float:
    """Return how many minutes a week the clocks of these requests cost."""
    return sum(n * minutes_a_week(*place, settings) for place, n in carried.items())


def arrival_cost(settings: ClockSettings) -> float:
    """Return the minutes that a new request costs in its first week: the first word and the
    decision."""
    first = sum(
        minutes_a_week(state, Urgency.NORMAL, settings) for state in (State.NEW, State.TALKING)
    )
    return max(first, _one_step(settings))


def _one_step(settings: ClockSettings) -> float:
    """Return the most minutes that one request can cost in a week, so the most that one step can
    add."""
    return max(minutes_a_week(state, urgency, settings) for state in OPEN for urgency in Urgency)


def room_kept(carried: Carried, settings: ClockSettings) -> float:
    """Return the minutes that stay free, for what comes in before a stop works and for a few odd
    steps."""
    expected = carried.came_in / WEEKS_SEEN * WEEKS_AHEAD * arrival_cost(settings)
    return expected + _one_step(settings) * min(MOST_STEPS_AHEAD, carried.requests + 1)


# --- full -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fullness:
    """How full one coordinator is. `full` says why; None while there is room."""

    minutes: int
    capacity: Capacity
    requests: int
    matches: int
    full: Reason | None


def fullness(carried: Carried, capacity: Capacity, settings: ClockSettings) -> Fullness:
    """Compare what somebody carries with what was agreed; whoever is full takes nothing more."""
    minutes = round(cost(carried.open, settings))
    return Fullness(
        minutes,
        capacity,
        carried.requests,
        carried.matches,
        is_full(minutes, carried, capacity),
    )


def is_full(minutes: int, carried: Carried, capacity: Capacity) -> Reason | None:
    """Return the first agreement that is used up, as a reason, or None."""
    if capacity.requests is not None and carried.requests >= capacity.requests:
        return Reason(
            "full.requests",
            dutch("Heeft %(n)s open hulpvragen. Dat is de afspraak."),
            {"n": carried.requests},
        )
    if capacity.matches is not None and carried.matches >= capacity.matches:
        return Reason(
            "full.matches",
            dutch("Begeleidt %(n)s koppels. Dat is de afspraak."),
            {"n": carried.matches},
        )
    if capacity.minutes_a_week is not None and minutes >= capacity.minutes_a_week:
        return Reason(
            "full.hours",
            dutch("De termijnen kosten %(hours)s per week. Dat zijn alle uren."),
            {"hours": Minutes(minutes)},
        )
    return None


# --- a stop that is proposed ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stop:
    """An intake stop as it is proposed: why, until which day, and what the public would read."""

    why: Reason
    until: date
    sentence: Reason


def proposes_stop(
    carried: Carried, capacity: Capacity, settings: ClockSettings, today: date
) -> Stop | None:
    """Propose an intake stop before the work passes what was agreed; None while there is room."""
    why = _why_stop(carried, capacity, settings)
    if why is None:
        return None
    until = today + timedelta(weeks=weeks_in_progress(settings))
    sentence = Reason(
        "stop.public",
        dutch(
            "Wij nemen tot %(day)s geen nieuwe vragen aan. Wie nu vraagt, krijgt meteen eerlijk"
            " bericht."
        ),
        {"day": until},
    )
    return Stop(why, until, sentence)


def _why_stop(carried: Carried, capacity: Capacity, settings: ClockSettings) -> Reason | None:
    if capacity.requests is not None and carried.requests >= capacity.requests:
        return Reason(
            "stop.requests",
            dutch("Je hebt %(n)s open hulpvragen. Dat is jullie afspraak."),
            {"n": carried.requests},
        )
    if capacity.minutes_a_week is None:
        return None
    now = cost(carried.open, settings)
    if now + room_kept(carried, settings) <= capacity.minutes_a_week:
        return None
    return Reason(
        "stop.hours",
        dutch(
            "De termijnen kosten je nu %(cost)s van je %(hours)s per week. Met wat er binnenkomt"
            " wordt dat te veel."
        ),
        {"cost": Minutes(round(now)), "hours": Minutes(capacity.minutes_a_week)},
    )


def weeks_in_progress(settings: ClockSettings) -> int:
    """Return in how many whole weeks the requests under way have come through, if every clock is
    used up."""
    clocks = [clock_for(state, Urgency.NORMAL, settings) for state in ROAD]
    return ceil(sum(weeks_of(clock) for clock in clocks if clock is not None))
