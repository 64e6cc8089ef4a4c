"""What is asked and of whom, read from the columns by the checker, apart from the planner.

Places and reach are read as 64-bit numbers, so that the same pair is too far for everybody.
"""

from collections.abc import Iterator
from math import ceil
from typing import NamedTuple

import numpy as np

from loopplank.core.matching import worth as settings
from loopplank.core.matching.problem import (
    HORIZON_WEEKS,
    MOST_LEGS,
    ROW_WEEKS,
    Column,
    Problem,
)
from loopplank.core.matching.rules import PREFERENCES
from loopplank.core.matching.ways_to_help import DUO_COST, SHORTEST_RELAY, SPLIT_FROM_MINUTES, How
from loopplank.core.matching.worth import Amount


class Seat(NamedTuple):
    """Weeks and visits that one person takes, or `units` people next to each other."""

    first_week: int
    weeks: int
    visits: int
    minutes: int
    units: int = 1

    @property
    def rows(self) -> slice:
        return slice(self.first_week // ROW_WEEKS, -(-(self.first_week + self.weeks) // ROW_WEEKS))


class Way(NamedTuple):
    """A way to help; `cost` is the share of the worth that it takes off (0 to 1)."""

    how: How
    cost: float
    seats: list[Seat]


def visited(problem: Problem, request: int, week: int) -> bool:
    """Say whether a request has visits in week `week` of the plan: in each, or in each second."""
    return bool(int(problem.requests.fortnight[request]) >> week % 2 & 1)


def busy_in(problem: Problem, v: int, week: int) -> int:
    """Return the parts of the day that are taken of somebody in this week of the plan."""
    vs, row = problem.volunteers, week // ROW_WEEKS
    free = vs.free_odd if week % 2 else vs.free_even
    return int(vs.busy[v, row]) & ~int(free[v, row])


def weeks_asked(problem: Problem, request: int) -> int:
    return min(int(problem.requests.weeks[request]), HORIZON_WEEKS)


def ways_of(problem: Problem, request: int) -> list[Way]:
    """Return the ways in which a request can be helped."""
    rs, weeks = problem.requests, weeks_asked(problem, request)
    visits, minutes = int(rs.visits[request]), int(rs.visit_minutes[request])
    ways = [Way(How.SOLO, 0.0, [Seat(0, weeks, visits, minutes)])]
    if visits >= 2:
        ways.append(Way(How.DUO, DUO_COST, [Seat(0, weeks, ceil(visits / 2), minutes, 2)]))
    elif minutes >= SPLIT_FROM_MINUTES:
        half = 5 * ceil(minutes / 10)
        ways.append(Way(How.DUO, DUO_COST, [Seat(0, weeks, visits, half, 2)]))
    if not rs.changing_faces[request] or weeks < SHORTEST_RELAY:
        return ways
    for legs in range(2, MOST_LEGS + 1):
        length = ROW_WEEKS * ceil(weeks / (legs * ROW_WEEKS))
        begins = [leg * length for leg in range(legs)]
        if begins[-1] < weeks:
            ends = [begin + 1 for begin in begins[1:]] + [weeks]
            seats = [
                Seat(begin, end - begin, visits, minutes)
                for begin, end in zip(begins, ends, strict=True)
            ]
            cost = min(0.9, float(rs.handover_cost[request]) * (legs - 1))
            ways.append(Way(How(legs), cost, seats))
    return ways


def square_km(problem: Problem, request: int, who: Column) -> Column:
    """Return the square of the straight-line distance in km²; 0 where the place of one of both is
    unknown."""
    vs, rs = problem.volunteers, problem.requests
    east = vs.x[who].astype(np.float64) - float(rs.x[request])
    north = vs.y[who].astype(np.float64) - float(rs.y[request])
    known = vs.located[who] & rs.located[request]
    return np.where(known, east * east + north * north, 0.0)


def against(problem: Problem, request: int, who: Column) -> Iterator[tuple[str, Column]]:
    """Yield each rule that does not depend on weeks, and which of these people it forbids."""
    vs, rs, r = problem.volunteers, problem.requests, request
    reach = vs.reach[who].astype(np.float64)
    yield "far", square_km(problem, request, who) > reach * reach
    elsewhere = vs.organisation[who] != rs.organisation[r]
    yield "other_organisation", elsewhere & ~(vs.shared[who] & rs.shareable[r])
    yield "closed", vs.closed[who] != 0
    refused = problem.refused[problem.refused[:, 0] == r, 1]
    yield "said_no", np.isin(who, refused) if len(refused) else np.zeros(len(who), np.bool_)
    has_taste = (vs.kinds[who] != 0) & (rs.kinds[r] != 0)
    yield "kind", has_taste & (vs.kinds[who] & rs.kinds[r] == 0)
    yield "no_go", vs.no_gos[who] & rs.brings[r] != 0
    yield "certificate", rs.needs_certificate[r] & ~vs.certificate[who]
    yield "training", ~vs.skills[who] & rs.skills[r] != 0
    yield "level", vs.level[who] < rs.level[r]
    yield "short_notice", rs.short_notice[r] & ~vs.short_notice[who]


def travel_of(problem: Problem, request: int, who: Column) -> Column:
    """Return the minutes a visit takes of the week of each of these people on top of the visit
    itself."""
    by_bicycle = np.sqrt(square_km(problem, request, who)) * 1.3 / 14.0 * 60.0
    least = 0.8 * 1.3 / 14.0 * 60.0
    there_and_back = 10 * np.ceil(np.maximum(by_bicycle, least) / 5.0 - 1e-4).astype(np.int64)
    return np.asarray(there_and_back * problem.volunteers.travel_counts[who])


def worth_of(problem: Problem, request: int, amount: Amount) -> float:
    """Return what it is worth to help one request wholly."""
    rs, r = problem.requests, request
    hours = int(rs.visits[r]) * int(rs.visit_minutes[r]) / 60.0 / settings.USUAL_HOURS
    weeks = weeks_asked(problem, r) / settings.USUAL_WEEKS
    waited = 1.0 + min(int(rs.waited[r]), settings.MOST_WAITED) / 13.0
    value = float(settings.URGENCY[rs.urgency[r]]) * waited * float(rs.fair[r])
    value *= settings.CONTINUING if rs.continuing[r] else 1.0
    value *= 1.0 + amount.heavy if rs.heavy[r] else 1.0
    return value * float(hours**amount.hours) * float(weeks**amount.weeks)


def suits_of(problem: Problem, request: int, worth: float, who: Column) -> Column:
    """Return what each of these people adds to the worth when they help alone; whoever shares a
    request adds a share of it."""
    vs, rs = problem.volunteers, problem.requests
    near = 1.0 - np.sqrt(square_km(problem, request, who)) / (vs.reach[who].astype(float) + 0.001)
    not_above = 1.0 - 0.25 * (vs.level[who].astype(float) - float(rs.level[request]))
    unasked = np.clip(vs.weeks_unasked[who].astype(float), None, 26.0) / 26.0
    weight = {preference.code: preference.weight for preference in PREFERENCES}
    suits = weight["near"] * near + weight["not_above"] * not_above
    suits += weight["long_unasked"] * unasked
    suits += weight["of_the_house"] * (vs.organisation[who] == rs.organisation[request])
    added = settings.SUITS * suits * min(worth, settings.SUITS_UP_TO)
    proposed = problem.proposed[problem.proposed[:, 0] == request, 1]
    if len(proposed):
        added = added + settings.STICKY * worth * np.isin(who, proposed)
    return np.asarray(added)
