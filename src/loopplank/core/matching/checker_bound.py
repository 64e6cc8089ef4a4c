"""A bound that no plan can pass, computed from prices by the checker, apart from the planner.

It holds whatever the prices are. A plan takes at most the caps, so it pays at most their price; and
a request that paid keeps at most what its best way keeps. The planner follows these rules:

- A row (volunteer, row of weeks) that no fitting pair touches has a cap of 0 for every resource.
  A pair fits when no rule forbids it in the rows of the seat itself, and when each seat of that way
  has people enough.
- Visits: the parts of the day that are free in that row. People: at most that, and at most the
  minutes divided by the least minutes of a fitting pair. Heavy: at most the people.
- Minutes: the largest sum of at most so many fitting pairs, where the same number of minutes may
  come again (whether one request asks for an hour or five do). Where that takes more than
  `MOST_STEPS` steps of their greatest common divisor, it is only rounded down to a whole step.
- Where any request is helped every second week, minutes and visits are counted over two weeks, an
  even and an odd one: help every week takes them twice, and a row has what both weeks have together
  (twice that of every week, when only help every week fits in it). A price is that of a week, so it
  is halved.
- `two_long`, `two_wide` and `three_long` count in EVERY row of the seat where the pair takes more
  than half (a third, and once more for two thirds) of that row's strengthened cap. A planner that
  counts them in fewer rows finds a higher bound, which is accepted; one that counts them in more
  rows would be refused.
"""

from collections.abc import Iterator
from functools import reduce
from itertools import groupby
from math import gcd, inf
from operator import itemgetter
from typing import NamedTuple

import numpy as np

from loopplank.core.matching.checker_reading import (
    Seat,
    against,
    suits_of,
    travel_of,
    ways_of,
    worth_of,
)
from loopplank.core.matching.problem import MOST_LEGS, ROWS, Column, Problem
from loopplank.core.matching.result import RESOURCES
from loopplank.core.matching.worth import AMOUNT, Amount
from loopplank.core.volunteers.visit_weeks import EVEN, EVERY_WEEK, ODD

MOST_STEPS = 512
_MINUTES, _PEOPLE, _HEAVY, _VISITS, _TWO_LONG, _TWO_WIDE, _THREE_LONG = range(len(RESOURCES))


class _Pairs(NamedTuple):
    """Every fitting pair of a seat and a volunteer, in the order of the seats: the rows it touches,
    what it takes, and what it adds to the value."""

    seat: Column
    volunteer: Column
    row: Column
    row_end: Column
    minutes: Column
    heavy: Column
    visits: Column
    times: Column
    worth: Column


class _Priced(NamedTuple):
    """One way of one request: its worth and its seats (the seat of a duo stands there twice)."""

    request: int
    worth: float
    seats: tuple[int, ...]


def certify(problem: Problem, prices: Column, amount: Amount = AMOUNT) -> float:
    """Return a value that no plan for this problem can pass. Raises ValueError when `prices` are no
    prices."""
    paid = np.asarray(prices, np.float64)
    if paid.shape != (len(problem.volunteers), ROWS, len(RESOURCES)):
        raise ValueError("there is not one price for each volunteer, row and resource")
    if not (np.isfinite(paid).all() and (paid >= 0.0).all()):
        raise ValueError("a price is negative, or no number")
    paid = paid.copy()
    paid[:, :, [_MINUTES, _VISITS]] /= _weeks_together(problem)
    ways, pairs = _fitting(problem, amount)
    caps = _caps(problem, pairs)
    best = _best_of_seats(pairs, pairs.worth - _cost(pairs, caps, paid))
    earned: dict[int, float] = {}
    for way in ways:
        value = way.worth + _best_distinct([best.get(seat, []) for seat in way.seats])
        earned[way.request] = max(earned.get(way.request, 0.0), value)
    return float((paid * caps).sum()) + sum(earned.values())


def _weeks_together(problem: Problem) -> int:
    """Return over how many weeks minutes and visits are counted."""
    return 1 if (problem.requests.fortnight == EVERY_WEEK).all() else 2


# --- who fits where ------------------------------------------------------------------------------


def _fitting(problem: Problem, amount: Amount) -> tuple[list[_Priced], _Pairs]:
    """Return all ways for which there are people enough, and all pairs in them that no rule
    forbids."""
    vs, rs = problem.volunteers, problem.requests
    everybody: Column = np.arange(len(vs))
    room, together = _Room(problem), _weeks_together(problem)
    ways: list[_Priced] = []
    found: list[tuple[Column, ...]] = []
    told: list[tuple[int, ...]] = []
    for request in range(len(rs)):
        worth = worth_of(problem, request, amount)
        who = _nobody_against(problem, request, everybody)
        suits, travel = suits_of(problem, request, worth, who), travel_of(problem, request, who)
        times = together if rs.fortnight[request] == EVERY_WEEK else 1
        for _how, cost, seats in ways_of(problem, request):
            takes = [seat.visits * (seat.minutes + travel) for seat in seats]
            fits = [
                np.flatnonzero(room.has(request, seat, who, minutes))
                for seat, minutes in zip(seats, takes, strict=True)
            ]
            if any(len(fit) < seat.units for fit, seat in zip(fits, seats, strict=True)):
                continue
            people = sum(seat.units for seat in seats)
            numbers: list[int] = []
            for seat, minutes, fit in zip(seats, takes, fits, strict=True):
                numbers += [len(told)] * seat.units
                rows, heavy = seat.rows, int(rs.heavy[request])
                told.append((len(fit), rows.start, rows.stop, heavy, times * seat.visits, times))
                found.append((who[fit], times * minutes[fit], suits[fit] / people))
            ways.append(_Priced(request, worth * (1.0 - cost), tuple(numbers)))
    return ways, _together(told, found)


def _together(told: list[tuple[int, ...]], found: list[tuple[Column, ...]]) -> _Pairs:
    nothing = np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros(0)
    volunteer, minutes, worth = map(np.concatenate, zip(nothing, *found, strict=True))
    count, *seats = np.array(told, np.int64).reshape(-1, 6).T
    row, row_end, heavy, visits, times = (np.repeat(column, count) for column in seats)
    seat = np.repeat(np.arange(len(count)), count)
    return _Pairs(seat, volunteer, row, row_end, minutes, heavy, visits, times, worth)


def _nobody_against(problem: Problem, request: int, who: Column) -> Column:
    """Return the people whom no rule forbids for this request. The distance goes first, since it
    rules out most."""
    _far, stands = next(against(problem, request, who))
    who = who[~stands]
    welcome: Column = np.ones(len(who), np.bool_)
    for _code, stands in against(problem, request, who):
        welcome &= ~stands
    return np.asarray(who[welcome])


class _Room:
    """The least that each volunteer has left over the rows of a seat; kept, because the same rows
    come often."""

    def __init__(self, problem: Problem) -> None:
        self._problem = problem
        self._over: dict[tuple[int, int, int], tuple[Column, ...]] = {}

    def has(self, request: int, seat: Seat, who: Column, minutes: Column) -> Column:
        """Say of each of these people whether they can take this seat when nothing else is
        planned."""
        vs, rs = self._problem.volunteers, self._problem.requests
        least_minutes, least_people, least_heavy, free = (
            one[who] for one in self._of(seat.rows, int(rs.fortnight[request]))
        )
        return np.asarray(
            (vs.term[who] >= seat.weeks)
            & (least_minutes >= minutes)
            & (least_people >= 1)
            & (least_heavy >= int(rs.heavy[request]))
            & (np.bitwise_count(free & rs.day_parts[request]) >= seat.visits)
        )

    def _of(self, rows: slice, weeks: int) -> tuple[Column, ...]:
        key = rows.start, rows.stop, weeks
        if key not in self._over:
            vs = self._problem.volunteers
            minutes, taken = _half(self._problem, weeks)
            busy: Column = reduce(np.bitwise_or, taken[:, rows].T)
            least = (one[:, rows].min(axis=1) for one in (minutes, vs.people, vs.heavy))
            self._over[key] = (*least, vs.day_parts & ~busy)
        return self._over[key]


# --- what a volunteer can take at most -----------------------------------------------------------


def _caps(problem: Problem, pairs: _Pairs) -> Column:
    """Return the most that any plan takes of each volunteer, row and resource."""
    vs, together = problem.volunteers, _weeks_together(problem)
    caps = np.zeros((len(vs), ROWS, len(RESOURCES)))

    def free_in(weeks: int) -> Column:
        return np.bitwise_count(vs.day_parts[:, None] & ~_half(problem, weeks)[1]).astype(np.int64)

    # by whether some help there is every second week: what all of its weeks have together
    whole = together * vs.minutes.astype(np.int64), together * free_in(EVERY_WEEK)
    apart = whole
    if together > 1:
        even, odd = _half(problem, EVEN)[0], _half(problem, ODD)[0]
        apart = even + odd, free_in(EVEN) + free_in(ODD)
    known: dict[tuple[int, ...], int] = {}
    for row in range(ROWS):
        inside = (pairs.row <= row) & (row < pairs.row_end) & (pairs.times < together)
        halved = set(pairs.volunteer[inside].tolist())
        for v, lengths in _lengths_in(pairs, row):
            least, there = (1, apart) if v in halved else (together, whole)
            minutes, visits = (int(one[v, row]) for one in there)
            people = min(int(vs.people[v, row]), visits // least, minutes // lengths[0])
            asked = (minutes, people, *lengths)
            if asked not in known:
                known[asked] = _largest_sum(minutes, people, lengths)
            heavy = min(int(vs.heavy[v, row]), people)
            caps[v, row] = known[asked], people, heavy, visits, 1, 1, 2
    return caps


def _half(problem: Problem, weeks: int) -> tuple[Column, Column]:
    """Return by volunteer and row the minutes that are left and the parts of the day that are
    taken: of every week, or of the even or the odd weeks only."""
    vs = problem.volunteers
    if weeks == EVERY_WEEK:
        return vs.minutes, vs.busy
    more, free = (vs.more_even, vs.free_even) if weeks == EVEN else (vs.more_odd, vs.free_odd)
    return vs.minutes.astype(np.int64) + more, vs.busy & ~free


def _lengths_in(pairs: _Pairs, row: int) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Yield each volunteer that a pair in this row touches, with the minutes of those pairs,
    rising."""
    inside = (pairs.row <= row) & (row < pairs.row_end)
    wide = int(pairs.minutes.max(initial=0)) + 1
    keys = np.unique(pairs.volunteer[inside] * wide + pairs.minutes[inside])
    both = zip((keys // wide).tolist(), (keys % wide).tolist(), strict=True)
    for v, group in groupby(both, key=itemgetter(0)):
        yield v, tuple(length for _v, length in group)


def _largest_sum(most: int, count: int, lengths: tuple[int, ...]) -> int:
    """Return the largest sum, at most `most`, of at most `count` of these lengths, each used any
    number of times."""
    step = gcd(*lengths)
    if most // step > MOST_STEPS:
        return most // step * step
    inside = (1 << (most // step + 1)) - 1
    reached = 1
    for _ in range(count):
        further = reached
        for length in lengths:
            further |= reached << (length // step)
        if further & inside == reached:
            break
        reached = further & inside
    return (reached.bit_length() - 1) * step


# --- what is left after paying -------------------------------------------------------------------


def _cost(pairs: _Pairs, caps: Column, paid: Column) -> Column:
    """Return what each pair pays for all that it takes, over all rows that it touches."""
    until: Column = np.concatenate([np.zeros_like(paid[:, :1]), np.cumsum(paid, axis=1)], axis=1)
    a_unit = until[pairs.volunteer, pairs.row_end] - until[pairs.volunteer, pairs.row]
    cost = pairs.minutes * a_unit[:, _MINUTES] + a_unit[:, _PEOPLE]
    cost += pairs.heavy * a_unit[:, _HEAVY] + pairs.visits * a_unit[:, _VISITS]
    for row in range(ROWS):
        at = np.flatnonzero((pairs.row <= row) & (row < pairs.row_end))
        v, minutes, visits = pairs.volunteer[at], pairs.minutes[at], pairs.visits[at]
        most = caps[v, row, _MINUTES]
        cost[at] += (2 * minutes > most) * paid[v, row, _TWO_LONG]
        cost[at] += (2 * visits > caps[v, row, _VISITS]) * paid[v, row, _TWO_WIDE]
        thirds = (3 * minutes > most).astype(np.int64) + (3 * minutes > 2 * most)
        cost[at] += thirds * paid[v, row, _THREE_LONG]
    return np.asarray(cost)


def _best_of_seats(pairs: _Pairs, left: Column) -> dict[int, list[tuple[float, int]]]:
    """Return for each seat what its pairs keep and of whom, best first; `MOST_LEGS` of them are
    enough for any way."""
    order = np.lexsort((-left, pairs.seat))
    seat = pairs.seat[order]
    rank = np.arange(len(seat)) - np.searchsorted(seat, seat)
    order = order[rank < MOST_LEGS]
    best: dict[int, list[tuple[float, int]]] = {}
    columns = (pairs.seat[order], left[order], pairs.volunteer[order])
    for at, value, volunteer in zip(*(one.tolist() for one in columns), strict=True):
        best.setdefault(at, []).append((value, volunteer))
    return best


def _best_distinct(
    lists: list[list[tuple[float, int]]], taken: frozenset[int] = frozenset()
) -> float:
    """Return the largest sum of one entry of each list, all of different people; minus infinity
    when there is none."""
    if not lists:
        return 0.0
    if not all(lists):
        return -inf
    if not taken and len({one[0][1] for one in lists}) == len(lists):
        return sum(one[0][0] for one in lists)
    return max(
        (
            value + _best_distinct(lists[1:], taken | {who})
            for value, who in lists[0]
            if who not in taken
        ),
        default=-inf,
    )
