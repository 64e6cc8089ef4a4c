"""84 instances that nobody here wrote: they are read whole, and the engine does well on them."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from benchmarks.gap import (
    BOUND_WITHIN,
    LARGEST_GAP,
    MEAN_GAP,
    SECONDS,
    results,
)
from scripts.pace import in_time, patient
from tests.conformance.gap_reading import Instance, instances, judge
from tests.proofs import some_of

HAIR = 1e-6
#: One of each size that is soon done; all 84 are in the proof.
A_FEW = ("cattrysse1994/gap1-0", "cattrysse1994/gap12-4", "chu1997/a05100", "chu1997/c05100")


@pytest.fixture(scope="module")
def known(conformance: Path) -> dict[str, Instance]:
    return {one.name: one for one in instances(conformance / "gap")}


def test_all_are_read_whole(known: dict[str, Instance]) -> None:
    assert len(known) == 84
    for one in known.values():
        agents, jobs = one.costs.shape
        assert one.weights.shape == (agents, jobs)
        assert one.capacities.shape == (agents,)
        assert one.weights.min() > 0
        # each agent's cheapest jobs only: nobody can do better, and the best known is no worse
        assert one.costs.min(axis=0).sum() <= one.bound <= one.best <= one.costs.max(axis=0).sum()
    open_still = [one.name for one in known.values() if one.bound < one.best]
    assert open_still == ["chu1997/d20200"]


def test_the_best_of_a_small_one_is_the_least_cost(known: dict[str, Instance]) -> None:
    """The file says nothing of least or most; by HiGHS, 261 is the least (the most is 336)."""
    one = known["cattrysse1994/gap1-0"]
    assert cost_of(one, 1) == one.best == 261
    assert cost_of(one, -1) == 336


def cost_of(one: Instance, sign: int) -> int:
    """The cost of the best assignment: the least (1) or the most (-1)."""
    from scipy.optimize import Bounds, LinearConstraint, milp

    agents, jobs = one.costs.shape
    once = np.tile(np.eye(jobs), agents)
    used = np.zeros((agents, agents * jobs))
    for agent in range(agents):
        used[agent, agent * jobs : (agent + 1) * jobs] = one.weights[agent]
    found = milp(
        sign * one.costs.ravel(),
        constraints=[
            LinearConstraint(once, 1, 1),
            LinearConstraint(used, -np.inf, one.capacities),
        ],
        integrality=np.ones(agents * jobs),
        bounds=Bounds(0, 1),
    )
    return sign * round(found.fun)


def test_the_judge_sees_who_has_too_much(known: dict[str, Instance]) -> None:
    one = replace(
        known["cattrysse1994/gap1-0"],
        costs=np.array([[1, 2, 3], [3, 2, 1]]),
        weights=np.array([[5, 5, 5], [4, 4, 4]]),
        capacities=np.array([10, 4]),
        best=4,
        bound=4,
    )
    assert judge(one, [0, 0, 1], 3.0) == judge(one, np.array([0, 0, 1]), 3.0)
    good = judge(one, [0, 0, 1], 3.0)
    assert (good.feasible, good.cost, good.gap, good.bound_gap) == (True, 4, 0.0, 0.25)
    assert not judge(one, [0, 0, 0], 3.0).feasible
    assert not judge(one, [0, 1, 1], 3.0).feasible
    for wrong in ([0, 0], [0, 0, 2], [0, 0, -1]):
        assert not judge(one, wrong, 3.0).feasible


@pytest.mark.parametrize("name", A_FEW)
def test_a_few_are_solved(conformance: Path, name: str) -> None:
    # two seconds are plenty on an idle machine; here other suites run beside it
    (found,) = results(conformance / "gap", patient(10.0), named=[name])
    assert found.judged.feasible
    assert 0 <= 100 * found.judged.gap <= LARGEST_GAP
    # no bound lies above what somebody found
    assert -HAIR <= 100 * found.judged.bound_gap <= BOUND_WITHIN


@pytest.mark.proof
def test_all_are_solved(conformance: Path) -> None:
    named = [one.name for one in instances(conformance / "gap")]
    assert len(named) == 84
    chosen = some_of(named)
    found = list(results(conformance / "gap", patient(SECONDS), named=chosen))
    assert [one.instance.name for one in found] == chosen
    for one in found:
        assert one.judged.feasible, one.instance.name
        assert 100 * one.judged.gap <= LARGEST_GAP, one.instance.name
        assert -HAIR <= 100 * one.judged.bound_gap <= BOUND_WITHIN, one.instance.name
        # the solver's own limit is as long, and it looks at its clock between steps
        assert in_time(one.seconds, 1.2 * SECONDS), one.instance.name
    assert 100 * sum(one.judged.gap for one in found) / len(found) <= MEAN_GAP
