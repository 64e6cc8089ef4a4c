"""One request and many volunteers: which rule forbids whom, and who could take part.

The planner weighs all pairs at once in compiled loops. These are the same rules in plain arrays,
for the few questions that a page or a report asks.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce
from types import MappingProxyType
from typing import Any

import numpy as np

from loopplank.core.matching import rules
from loopplank.core.matching.problem import (
    HORIZON_WEEKS,
    ROW_WEEKS,
    ROWS,
    Column,
    Problem,
    in_halves,
)
from loopplank.core.matching.result import RESOURCES, Plan
from loopplank.core.matching.ways_to_help import How, Menu, menu_of
from loopplank.core.volunteers.visit_weeks import EVEN, ODD


@dataclass(frozen=True, slots=True)
class Seat:
    """What one helper takes on: how many visits a week, how long each is, and in which rows."""

    row: int
    row_end: int
    weeks: int
    visits: int
    visit_minutes: int
    units: int = 1


@dataclass(frozen=True, slots=True)
class Way:
    """One way to help the request: a seat, or several for different people."""

    how: How
    seats: tuple[Seat, ...]


def alone(problem: Problem, request: int) -> Seat:
    """Return the seat of somebody who does all of the request."""
    asked = problem.requests
    weeks = min(int(asked.weeks[request]), HORIZON_WEEKS)
    visits, minutes = int(asked.visits[request]), int(asked.visit_minutes[request])
    return Seat(0, -(-weeks // ROW_WEEKS), weeks, visits, minutes)


def ways_of(problem: Problem) -> Callable[[int], Iterator[Way]]:
    """Return a function that yields all ways of any request of this problem."""
    menu = menu_of(problem.requests)
    first_way = menu.ways_of(len(problem.requests))

    def of_request(request: int) -> Iterator[Way]:
        for way in range(first_way[request], first_way[request + 1]):
            places = range(menu.first_seat[way], menu.first_seat[way + 1])
            yield Way(How(menu.how[way]), tuple(_seat(menu, place) for place in places))

    return of_request


def _seat(menu: Menu, place: int) -> Seat:
    return Seat(
        row=int(menu.row[place]),
        row_end=int(menu.row_end[place]),
        weeks=int(menu.weeks[place]),
        visits=int(menu.visits[place]),
        visit_minutes=int(menu.visit_minutes[place]),
        units=int(menu.units[place]),
    )


# --- the rules ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Comparison:
    """One seat of one request and the volunteers `who` (rows of the problem), to compare."""

    problem: Problem
    request: int
    seat: Seat
    who: Column

    def theirs(self, column: str) -> Column:
        """Return a column of these volunteers; of a column by week only the rows of the seat."""
        found = np.asarray(getattr(self.problem.volunteers, column)[self.who])
        return found[:, self.seat.row : self.seat.row_end] if found.ndim > 1 else found

    def asked(self, column: str) -> Any:
        return getattr(self.problem.requests, column)[self.request]

    def least(self, column: str) -> Column:
        """Return the least that is left in any row of the seat; of the minutes in any week with a
        visit."""
        found = self.theirs(column)
        if column == "minutes":
            found = found + self._of_half({EVEN: "more_even", ODD: "more_odd"})
        return np.asarray(found.min(axis=1))

    def busy(self) -> Column:
        """Return the parts of the day that are taken in any week of the seat with a visit."""
        taken = self.theirs("busy") & ~self._of_half({EVEN: "free_even", ODD: "free_odd"})
        return np.asarray(reduce(np.bitwise_or, taken.T))

    def _of_half(self, column: Mapping[int, str]) -> Any:
        """Return what is only so in one of two weeks, where the request has its visits in it."""
        name = column.get(int(self.asked("fortnight")))
        return self.theirs(name) if name else 0

    def free_parts(self) -> Column:
        """Return how many of the asked parts of the day are free in all rows of the seat."""
        free = self.theirs("day_parts") & self.asked("day_parts") & ~self.busy()
        return np.asarray(rules.count_parts(free))

    def refused(self) -> Column:
        pairs = self.problem.refused
        return np.isin(self.who, pairs[pairs[:, 0] == self.request, 1])

    def square_km(self) -> Column:
        both = self.theirs("located") & self.asked("located")
        here = self.asked("x"), self.asked("y")
        return np.asarray(rules.square_km(self.theirs("x"), self.theirs("y"), *here, both))

    def minutes(self) -> Column:
        """Return how many minutes of a week the seat takes of each."""
        travel = rules.travel_minutes(np.sqrt(self.square_km().astype(np.float64)))
        counts = self.theirs("travel_counts")
        seat = self.seat
        return np.asarray(rules.week_minutes(seat.visits, seat.visit_minutes, travel, counts))


_WEIGHS: Mapping[str, Callable[[Comparison], Column]] = MappingProxyType(
    {
        "other_organisation": lambda b: rules.other_organisation(
            b.theirs("organisation"),
            b.theirs("shared"),
            b.asked("organisation"),
            b.asked("shareable"),
        ),
        "closed": lambda b: rules.not_to_be_asked(b.theirs("closed")),
        "said_no": lambda b: rules.said_no(b.refused()),
        "kind": lambda b: rules.other_kind(b.theirs("kinds"), b.asked("kinds")),
        "no_go": lambda b: rules.rather_not(b.theirs("no_gos"), b.asked("brings")),
        "certificate": lambda b: rules.no_certificate(
            b.theirs("certificate"), b.asked("needs_certificate")
        ),
        "training": lambda b: rules.no_training(b.theirs("skills"), b.asked("skills")),
        "level": lambda b: rules.too_hard(b.theirs("level"), b.asked("level")),
        "far": lambda b: rules.too_far(b.square_km(), b.theirs("reach")),
        "short_notice": lambda b: rules.not_at_short_notice(
            b.theirs("short_notice"), b.asked("short_notice")
        ),
        "days": lambda b: b.free_parts() < b.seat.visits,
        "until": lambda b: rules.stops_earlier(b.theirs("term"), b.seat.weeks),
        "people": lambda b: rules.full_of_people(b.least("people")),
        "heavy": lambda b: rules.full_of_heavy(b.least("heavy"), b.asked("heavy")),
        "minutes": lambda b: rules.full_of_minutes(b.least("minutes"), b.minutes()),
    }
)
#: The rules that only say that somebody is full.
ROOM = frozenset({"people", "heavy", "minutes"})
#: The rules that depend on the seat, and those that are the same for each seat of a request.
_OF_SEAT = ROOM | {"days", "until"}
_OF_REQUEST = frozenset(_WEIGHS) - _OF_SEAT


def everybody(problem: Problem) -> Column:
    return np.arange(len(problem.volunteers))


def fitting(
    problem: Problem,
    request: int,
    seat: Seat,
    who: Column | None = None,
    *,
    but: frozenset[str] = frozenset(),
) -> Column:
    """Return the rows of the volunteers (of `who`, or of all) whom no hard rule forbids; the rules
    in `but` are not applied."""
    left = everybody(problem) if who is None else who
    for rule in rules.HARD:
        if len(left) and rule.code not in but:
            left = left[~_WEIGHS[rule.code](Comparison(problem, request, seat, left))]
    return left


def first_failing(problem: Problem, request: int, seat: Seat, who: Column) -> Column:
    """Return for each of these volunteers the place in `rules.HARD` of the first rule that fails,
    or -1."""
    found = np.full(len(who), -1)
    for number, rule in enumerate(rules.HARD):
        open_ = np.flatnonzero(found < 0)
        stands = _WEIGHS[rule.code](Comparison(problem, request, seat, who[open_]))
        found[open_[stands]] = number
    return found


def able(problem: Problem, request: int) -> Column:
    """Return the rows of all who could take part in a way that can be filled completely."""
    one = problem.part(everybody(problem), [request])
    return able_in(one, 0, ways_of(one)(0))


def able_in(problem: Problem, request: int, ways: Iterator[Way]) -> Column:
    """Return the rows of all who could take part in one of these ways, when it can be filled
    completely."""
    found = [np.zeros(0, np.int64)]
    who = fitting(problem, request, alone(problem, request), but=_OF_SEAT)
    for way in ways if len(who) else ():
        seats = [
            fit
            for seat in way.seats
            for fit in [fitting(problem, request, seat, who, but=_OF_REQUEST)] * seat.units
        ]
        # where all seats can be filled, whoever fits one of them can take it: somebody moves over
        if _different_people(seats):
            found += seats
    return np.unique(np.concatenate(found))


def _different_people(seats: Sequence[Column], taken: tuple[int, ...] = ()) -> bool:
    """Say whether each seat can have a person of its own; of each seat only the first few people
    matter."""
    if not seats:
        return True
    few = len(taken) + len(seats)
    return any(
        _different_people(seats[1:], (*taken, one))
        for one in seats[0][:few].tolist()
        if one not in taken
    )


# --- what a plan leaves ---------------------------------------------------------------------------


def left_after(problem: Problem, plan: Plan) -> Problem:
    """Return the same problem, with what the plan takes gone from the weeks of its volunteers."""
    vs = problem.volunteers
    people, heavy = vs.people.copy(), vs.heavy.copy()
    minutes = {weeks: vs.minutes_in(weeks).copy() for weeks in (EVEN, ODD)}
    busy = {weeks: vs.busy_in(weeks).copy() for weeks in (EVEN, ODD)}
    for help_ in plan.helps:
        for part in help_.parts:
            rows = slice(
                part.first_week // ROW_WEEKS, -(-(part.first_week + part.weeks) // ROW_WEEKS)
            )
            seat = Seat(rows.start, rows.stop, part.weeks, part.visits, part.visit_minutes)
            pair = Comparison(problem, help_.request, seat, np.array([part.volunteer]))
            for weeks in (EVEN, ODD):
                if weeks & int(pair.asked("fortnight")):
                    minutes[weeks][part.volunteer, rows] -= int(pair.minutes()[0])
                    busy[weeks][part.volunteer, rows] |= part.day_parts
            people[part.volunteer, rows] -= 1
            heavy[part.volunteer, rows] -= int(pair.asked("heavy"))
    return problem.replace(
        volunteers={
            "people": np.maximum(people, 0),
            "heavy": np.maximum(heavy, 0),
            **in_halves(
                np.maximum(minutes[EVEN], 0),
                np.maximum(minutes[ODD], 0),
                busy[EVEN],
                busy[ODD],
            ),
        }
    )


def nothing_planned(problem: Problem) -> Plan:
    """Return the plan that helps nobody, for a network that made none yet."""
    return Plan((), np.zeros((len(problem.volunteers), ROWS, len(RESOURCES))), 0.0, 0.0)


def helped(problem: Problem, plan: Plan) -> Column:
    """Say of each request whether the plan helps it, shape (m,)."""
    found = np.zeros(len(problem.requests), bool)
    found[[one.request for one in plan.helps]] = True
    return found
