"""Judge a plan against everybody's limits by `core/volunteers/load.py`, which no planner uses.

What a volunteer has left differs by row of weeks; here that is a fixed limit with other people's
commitments in each row, as many as make up the difference, so that the ledger of promise P2 judges.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from loopplank.core.matching import rules
from loopplank.core.matching.problem import ROW_WEEKS, ROWS, Problem
from loopplank.core.matching.result import Part, Plan
from loopplank.core.volunteers.load import Commitment, Limits, first_limit_passed
from loopplank.core.volunteers.visit_weeks import EVERY_WEEK, ODD

START = date(2026, 11, 23)
ONE_WEEK = timedelta(weeks=1)


def first_passed(problem: Problem, plan: Plan) -> str | None:
    """The first volunteer, week and limit that a plan passes; None when it passes none."""
    given: dict[int, list[tuple[int, Part]]] = {}
    for one in plan.helps:
        for part in one.parts:
            given.setdefault(part.volunteer, []).append((one.request, part))
    for v, parts in given.items():
        limits = limits_of(problem, v)
        carried = list(in_force(problem, v))
        for request, part in parts:
            new = commitment(problem, request, part)
            passed = first_limit_passed(f"v{v}", limits, new, carried)
            if passed:
                return f"volunteer {v}, {passed.week}: {passed.limit}"
            carried.append(new)
    return None


def limits_of(problem: Problem, v: int) -> Limits:
    """The most that is left in any row, and room for who makes up the difference in the others."""
    vs = problem.volunteers
    people = int(vs.people[v].max()) + int(vs.heavy[v].max()) + 1
    minutes = int((vs.minutes + vs.more_even + vs.more_odd)[v].max()) + people
    heavy = int(vs.heavy[v].max())
    return Limits(minutes, minutes, people, heavy, travel_counts=bool(vs.travel_counts[v]))


def in_force(problem: Problem, v: int) -> Iterator[Commitment]:
    vs, limits = problem.volunteers, limits_of(problem, v)
    for row in range(ROWS):
        people = limits.max_people - int(vs.people[v, row])
        heavy = limits.max_heavy - int(vs.heavy[v, row])
        more = int(max(vs.more_even[v, row], vs.more_odd[v, row]))
        minutes = limits.max_minutes - int(vs.minutes[v, row]) - more
        first = START + row * ROW_WEEKS * ONE_WEEK
        for number in range(people):
            yield Commitment(
                key=f"{row}-{number}",
                person=f"other {row}-{number}",
                first_day=first,
                last_day=first + ROW_WEEKS * ONE_WEEK - timedelta(days=1),
                visit_minutes=minutes - people + 1 if number == 0 else 1,
                heavy=number < heavy,
            )
        if more:
            # with the first of these people, in every second week: the one in which less is left
            yield Commitment(
                key=f"{row}-more",
                person=f"other {row}-0",
                first_day=first,
                last_day=first + ROW_WEEKS * ONE_WEEK - timedelta(days=1),
                visit_minutes=more,
                every_weeks=2,
                phase=START + (ONE_WEEK if vs.more_even[v, row] else 0 * ONE_WEEK),
            )


def commitment(problem: Problem, request: int, part: Part) -> Commitment:
    vs, rs, v = problem.volunteers, problem.requests, part.volunteer
    both = bool(vs.located[v] and rs.located[request])
    places = (vs.x[v], vs.y[v], rs.x[request], rs.y[request])
    square = rules.square_km(*map(float, places), both)
    first = START + int(part.first_week) * ONE_WEEK
    return Commitment(
        key=f"request {request}",
        person=f"request {request}",
        first_day=first,
        last_day=first + int(part.weeks) * ONE_WEEK - timedelta(days=1),
        visit_minutes=int(part.visit_minutes),
        travel_minutes=int(rules.travel_minutes(square**0.5)),
        visits_per_week=int(part.visits),
        heavy=bool(rs.heavy[request]),
        every_weeks=1 if rs.fortnight[request] == EVERY_WEEK else 2,
        phase=START + (ONE_WEEK if rs.fortnight[request] == ODD else 0 * ONE_WEEK),
    )
