"""The judge of a plan: every limit week by week, and its value, computed anew.

The checker is not the solver. It shares with it the data (`problem`), the shape of a plan
(`result`) and the settings of `worth`; the ways, the rules, the travel, the value and the bound are
read once more from the columns, in plain numpy (`checker_reading`, `checker_bound`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

import numpy as np

from loopplank.core.matching.checker_bound import certify
from loopplank.core.matching.checker_reading import (
    against,
    busy_in,
    suits_of,
    travel_of,
    visited,
    ways_of,
    weeks_asked,
    worth_of,
)
from loopplank.core.matching.problem import (
    ANY_DAY_PART,
    HORIZON_WEEKS,
    ROW_WEEKS,
    Column,
    Problem,
)
from loopplank.core.matching.result import Help, Part, Plan
from loopplank.core.matching.ways_to_help import How
from loopplank.core.matching.worth import AMOUNT, Amount

__all__ = ["FAULTS", "Approved", "Fault", "Unproven", "approve", "certify", "faults", "score"]

TOLERANCE = 1e-6
#: What can be wrong, by code: who reads the log understands it without the source.
FAULTS = {
    "request": "there is no such request",
    "volunteer": "there is no such volunteer",
    "twice": "this request is helped already",
    "same_person": "one person has two parts in helping the same request",
    "faces": "the person did not agree to changing faces",
    "how": "this request cannot be helped in this way, or with so many parts",
    "cover": "the parts do not cover the weeks that are asked",
    "handover": "two legs do not share exactly one week, or one begins beside the grid",
    "legs": "these legs are not on the menu",
    "visits": "a part is not of the visits or the minutes that are asked",
    "other_organisation": "belongs to another organisation, and is not shared",
    "closed": "may not be asked now",
    "said_no": "answered this request already",
    "kind": "does another kind of help",
    "no_go": "would rather not",
    "certificate": "has no certificate",
    "training": "lacks a training",
    "level": "lacks the experience",
    "far": "lives too far away",
    "short_notice": "is not to be called at short notice",
    "until": "wants to help for a shorter time",
    "days": "a visit is on a part of the day that is not free, not asked, or missing",
    "double": "two visits in the same part of the day",
    "minutes": "above the minutes that are left in this week",
    "people": "above the people that are left in this week",
    "heavy": "above the heavy people that are left in this week",
    "value": "the plan says another value than it has",
    "prices": "a price is negative, or is no number, or is missing",
    "bound": "the plan claims a better bound than its prices show",
}


class Fault(NamedTuple):
    """What is wrong in a plan, and where; a number of -1 concerns nobody in particular."""

    code: str
    request: int = -1
    volunteer: int = -1
    week: int = -1

    def __str__(self) -> str:
        where = zip(("request", "volunteer", "week"), self[1:], strict=True)
        at = ", ".join(f"{name} {number}" for name, number in where if int(number) >= 0)
        return f"{at or 'plan'}: {FAULTS[self.code]}"


class Unproven(ValueError):
    """A plan that may not be stored, with what is wrong in it."""

    def __init__(self, found: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(map(str, found[:5])) + (" …" if len(found) > 5 else ""))
        self.faults = found


@dataclass(frozen=True, slots=True)
class Approved:
    """A plan that passed: its value, the bound that no plan can pass, and the share of it that is
    surely reached."""

    value: float
    bound: float
    surely: float


def approve(problem: Problem, plan: Plan, amount: Amount = AMOUNT) -> Approved:
    """Judge a plan before it is stored. Raises Unproven when anything is wrong with it."""
    found = faults(problem, plan)
    if found:
        raise Unproven(found)
    value = score(problem, plan, amount)
    if not abs(plan.value - value) <= TOLERANCE * (1.0 + abs(value)):
        raise Unproven((Fault("value"),))
    try:
        bound = certify(problem, plan.prices, amount)
    except ValueError:
        raise Unproven((Fault("prices"),)) from None
    slack = TOLERANCE * (1.0 + abs(bound))
    if not (value <= bound + slack and bound <= plan.bound * (1.0 + TOLERANCE) + TOLERANCE):
        raise Unproven((Fault("bound"),))
    return Approved(value, bound, min(1.0, value / bound) if bound > 0 else 1.0)


# --- every limit, week by week -------------------------------------------------------------------


def faults(problem: Problem, plan: Plan) -> tuple[Fault, ...]:
    """Return all that is wrong in a plan, in the order of the plan; an empty tuple when nothing
    is."""
    weeks = (len(problem.volunteers), HORIZON_WEEKS)
    taken = {name: np.zeros(weeks, np.int64) for name in ("minutes", "people", "heavy", "bits")}
    found: list[Fault] = []
    helped: set[int] = set()
    for one in plan.helps:
        if not 0 <= one.request < len(problem.requests):
            found.append(Fault("request", one.request))
            continue
        if one.request in helped:
            found.append(Fault("twice", one.request))
        helped.add(one.request)
        found += _wrong_in_way(problem, one)
        for part in one.parts:
            if 0 <= part.volunteer < len(problem.volunteers):
                found += _wrong_in_part(problem, one.request, part)
                found += _take(problem, one.request, part, taken)
            else:
                found.append(Fault("volunteer", one.request, part.volunteer))
    vs, row_of_week = problem.volunteers, np.arange(HORIZON_WEEKS) // ROW_WEEKS
    odd: Column = np.arange(HORIZON_WEEKS) % 2 > 0
    more = np.where(odd, vs.more_odd[:, row_of_week], vs.more_even[:, row_of_week])
    for name in ("minutes", "people", "heavy"):
        beside = more if name == "minutes" else 0
        over = taken[name] > getattr(vs, name)[:, row_of_week] + beside
        for v in np.flatnonzero(over.any(axis=1)):
            found.append(Fault(name, -1, int(v), int(over[v].argmax())))
    return tuple(found)


def _wrong_in_way(problem: Problem, one: Help) -> Iterator[Fault]:
    """Yield what is wrong in how the parts of one request belong together."""
    r, parts, asked = one.request, one.parts, weeks_asked(problem, one.request)
    if len({part.volunteer for part in parts}) < len(parts):
        yield Fault("same_person", r)
    if one.how > How.DUO and not problem.requests.changing_faces[r]:
        yield Fault("faces", r)
        return
    way = next((way for way in ways_of(problem, r) if way.how == one.how), None)
    seats = [seat for seat in way.seats for _ in range(seat.units)] if way else []
    if way is None or len(seats) != len(parts):
        yield Fault("how", r)
        return
    relay = [parts] if one.how > How.DUO else [(part,) for part in parts]
    if any({week for p in some for week in _weeks(p)} != set(range(asked)) for some in relay):
        yield Fault("cover", r)
    elif any(
        b.first_week % ROW_WEEKS or len({*_weeks(a)} & {*_weeks(b)}) != 1
        for a, b in pairwise(relay[0])
    ):
        yield Fault("handover", r)
    elif [(p.first_week, p.weeks) for p in parts] != [(s.first_week, s.weeks) for s in seats]:
        yield Fault("legs", r)
    if [(p.visits, p.visit_minutes) for p in parts] != [(s.visits, s.minutes) for s in seats]:
        yield Fault("visits", r)


def _weeks(part: Part) -> range:
    return range(part.first_week, part.first_week + part.weeks)


def _wrong_in_part(problem: Problem, request: int, part: Part) -> Iterator[Fault]:
    """Yield every rule that forbids this volunteer for this request."""
    vs, v = problem.volunteers, part.volunteer
    for code, stands in against(problem, request, np.array([v])):
        if stands[0]:
            yield Fault(code, request, v)
    if vs.term[v] < part.weeks:
        yield Fault("until", request, v)
    free = int(vs.day_parts[v]) & int(problem.requests.day_parts[request])
    busy = {
        busy_in(problem, v, week)
        for week in _weeks(part)
        if 0 <= week < HORIZON_WEEKS and visited(problem, request, week)
    }
    inside = not part.day_parts & ~free and not any(part.day_parts & bits for bits in busy)
    if not inside or part.day_parts.bit_count() != part.visits:
        yield Fault("days", request, v)


def _take(problem: Problem, request: int, part: Part, taken: dict[str, Column]) -> Iterator[Fault]:
    """Put a part in the weeks of its volunteer; two visits in one part of the day are a fault."""
    travel = int(travel_of(problem, request, np.array([part.volunteer]))[0])
    minutes = part.visits * (part.visit_minutes + travel)
    bits, twice = part.day_parts & ANY_DAY_PART, []
    for week in _weeks(part):
        if 0 <= week < HORIZON_WEEKS:
            at = part.volunteer, week
            taken["people"][at] += 1
            taken["heavy"][at] += int(problem.requests.heavy[request])
            if not visited(problem, request, week):
                continue
            taken["minutes"][at] += minutes
            if taken["bits"][at] & bits:
                twice.append(week)
            taken["bits"][at] |= bits
    if twice:
        yield Fault("double", request, part.volunteer, twice[0])


# --- the value -----------------------------------------------------------------------------------


def score(problem: Problem, plan: Plan, amount: Amount = AMOUNT) -> float:
    """Return the value of a plan, added up again; whether the plan is allowed is for `faults` to
    say."""
    total = 0.0
    for one in plan.helps:
        worth = worth_of(problem, one.request, amount)
        cost = {way.how: way.cost for way in ways_of(problem, one.request)}.get(one.how, 1.0)
        who = np.array([part.volunteer for part in one.parts], np.int64)
        added = suits_of(problem, one.request, worth, who) / len(one.parts)
        total += worth * (1.0 - cost) + float(added.sum())
    return total
