"""Helping each neighbourhood and each way in about as often, by a little more weight where less is
helped; and what that costs.

The share is measured against the requests that anybody could help at all: what nobody can do is a
gap and no unfairness. Groups under ten are put together with the other small ones, so that no
weight speaks of a few people (promise P7).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeAlias

import numpy as np

from loopplank.core.matching.plan_settings import Fairness
from loopplank.core.matching.problem import Column, Problem
from loopplank.core.matching.result import Plan
from loopplank.core.matching.rule_arrays import able_in, helped, ways_of
from loopplank.core.matching.ways_to_help import menu_of
from loopplank.core.matching.worth import way_worth, worth_of

SMALLEST_GROUP = 10
#: The group of all that are in a group too small to stand alone.
REST = -1
LEAST_WEIGHT, MOST_WEIGHT = 0.5, 4.0


#: How fast a weight follows the share, and which part of the worth it may cost at most.
_STRENGTH: Mapping[Fairness, float] = MappingProxyType(
    {Fairness.OFF: 0.0, Fairness.MILD: 0.4, Fairness.STRONG: 1.0}
)
_MOST_COST: Mapping[Fairness, float] = MappingProxyType(
    {Fairness.OFF: 0.0, Fairness.MILD: 0.01, Fairness.STRONG: 0.03}
)
#: Makes a plan; the second is the prices to begin with, or None.
PlanFn: TypeAlias = Callable[[Problem, Column | None], Plan]


@dataclass(frozen=True, slots=True)
class Share:
    """How many requests of one group somebody could help, and how many are helped."""

    group: int
    could: int
    helped: int

    @property
    def share(self) -> float:
        return self.helped / self.could


@dataclass(frozen=True, slots=True)
class Shares:
    """Groups of ten or more; the small ones stand together as `REST`, when they are ten
    together."""

    neighbourhood: tuple[Share, ...]
    way_in: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Cost:
    """What a fair plan costs against the plan without fairness of the same problem: so many people
    fewer helped, and this part of the worth (0 to 1). Both can be below zero, when it happened to
    help. `fair` is the column that the plan was made with, for whoever checks it."""

    people: int
    worth: float
    fair: Column


def could_help(problem: Problem) -> Column:
    """Say of each request whether anybody could help it if nothing else was asked, shape (m,)."""
    ways = ways_of(problem)
    rows = range(len(problem.requests))
    return np.array([len(able_in(problem, row, ways(row))) > 0 for row in rows], bool)


def shares(problem: Problem, plan: Plan, could: Column | None = None) -> Shares:
    """Return the shares that are helped, by neighbourhood and by way in. `could` comes from
    `could_help`, when it is known already."""
    able = could_help(problem) if could is None else could
    done = helped(problem, plan) & able
    return Shares(
        _shares(_groups(problem.requests.neighbourhood, able), able, done),
        _shares(_groups(problem.requests.way_in, able), able, done),
    )


def weights(problem: Problem, plan: Plan, level: Fairness, could: Column | None = None) -> Column:
    """Return the next `fair` column: more weight where less than the median share is helped."""
    able = could_help(problem) if could is None else could
    done = helped(problem, plan) & able
    fair = problem.requests.fair.astype(np.float64)
    for column in (problem.requests.neighbourhood, problem.requests.way_in):
        groups = _groups(column, able)
        found = _shares(groups, able, done)
        if len(found) < 2:
            continue
        median = float(np.median([one.share for one in found]))
        for one in found:
            factor = np.exp(_STRENGTH[level] * (median - one.share))
            fair = np.where(groups == one.group, fair * factor, fair)
    return np.clip(fair, LEAST_WEIGHT, MOST_WEIGHT)


def fair_plan(
    problem: Problem, plan_fn: PlanFn, level: Fairness, rounds: int = 7
) -> tuple[Plan, Cost]:
    """Return the plan that does most for the neighbourhood that is helped least, and what that
    costs.

    It never costs more of the worth than the level allows: a round that does is taken half back.
    """
    plain = plan_fn(problem, None)
    best, best_cost = plain, Cost(0, 0.0, problem.requests.fair)
    if level is Fairness.OFF:
        return best, best_cost
    able = could_help(problem)
    least, worth = _least(problem, plain, able), _worth(problem, plain)
    prices, fair = plain.prices, weights(problem, plain, level, able)
    for _ in range(rounds):
        weighed = problem.replace(requests={"fair": fair})
        tried = plan_fn(weighed, prices)
        prices = tried.prices
        lost = 1.0 - _worth(problem, tried) / worth if worth > 0 else 0.0
        now = _least(problem, tried, able)
        if lost > _MOST_COST[level]:  # too far: half way back
            fair = np.sqrt(best_cost.fair * fair)
            continue
        if now > least:
            fewer = len(plain.helps) - len(tried.helps)
            least, best, best_cost = now, tried, Cost(fewer, lost, weighed.requests.fair)
        fair = weights(weighed, tried, level, able)
    return best, best_cost


def passed_over(problem: Problem, plan: Plan) -> Column:
    """Return the rows of the requests that are not helped although somebody with room fits: the
    plan chose to help others with their time."""
    ways = ways_of(problem)
    unmet = np.flatnonzero(~helped(problem, plan)).tolist()
    return np.array([row for row in unmet if len(able_in(problem, row, ways(row)))], np.int64)


def _groups(column: Column, able: Column) -> Column:
    """Return the group of each request. Groups with fewer than ten that could be helped become
    `REST`, and so does the next smallest while those together are fewer than ten."""
    groups = column.astype(np.int64)
    numbers, sizes = np.unique(groups[able], return_counts=True)
    order = np.lexsort((numbers, sizes))
    small: list[int] = []
    together = 0
    for number, size in zip(numbers[order].tolist(), sizes[order].tolist(), strict=True):
        if size >= SMALLEST_GROUP and not 0 < together < SMALLEST_GROUP:
            break
        small.append(number)
        together += size
    known = np.isin(groups, numbers) & ~np.isin(groups, small)
    return np.where(known, groups, REST)


def _shares(groups: Column, able: Column, done: Column) -> tuple[Share, ...]:
    found = (
        Share(
            number, int((able & (groups == number)).sum()), int((done & (groups == number)).sum())
        )
        for number in np.unique(groups[able]).tolist()
    )
    return tuple(one for one in found if one.could >= SMALLEST_GROUP)


def _least(problem: Problem, plan: Plan, able: Column) -> float:
    found = shares(problem, plan, able).neighbourhood
    return min((one.share for one in found), default=1.0)


def _worth(problem: Problem, plan: Plan) -> float:
    """Return the worth of the helped requests by the weights of this problem, each by its own
    way."""
    menu = menu_of(problem.requests)
    worth = way_worth(worth_of(problem.requests), menu)
    number = dict(
        zip(zip(menu.request.tolist(), menu.how.tolist(), strict=True), worth, strict=True)
    )
    return float(sum(number[one.request, int(one.how)] for one in plan.helps))
