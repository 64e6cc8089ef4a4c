"""How the engine does on 84 instances that others wrote: assignment without rejection.

Needs the folder with conformance material (LPTEST_CONFORMANCE, or beside the project). Run
directly: `python -m benchmarks.gap`.
"""

import math
import os
import time
from collections.abc import Collection, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tests.conformance.gap_reading import Instance, Judged, Numbers, instances, judge

from loopplank.core.matching.engine import solve_options
from loopplank.core.matching.engine.exact import Near
from loopplank.core.matching.engine.planner import EffortSteps
from loopplank.core.matching.engine.pricing import Search
from loopplank.core.matching.options import Options
from loopplank.core.matching.problem import ROWS, Column

FOLDER = Path(__file__).resolve().parent.parent.parent / "shared" / "conformance"
SECONDS = 10.0
#: Goals, in per cent: of each bound, of the mean of all gaps, and of the largest gap.
BOUND_WITHIN, MEAN_GAP, LARGEST_GAP = 0.6, 0.5, 2.0


@dataclass(frozen=True, slots=True)
class GapPlan:
    """The agent of each job, and a cost that no assignment goes below."""

    agents: Numbers
    bound: float


@dataclass(frozen=True, slots=True)
class Result:
    instance: Instance
    judged: Judged
    seconds: float


#: Every job must have an agent, so nothing is sure: first a few agents a job, then all of them,
#: which gives a bound for the whole too.
COURSE = EffortSteps(
    search=Search(rounds=300),
    near=(
        Near(pairs=6, below_best=1.0, below_zero=9.0, sure=2.0, gap=1e-2, little=0),
        Near(sure=2.0, gap=1e-5),
    ),
)


def gap_plan(costs: Numbers, weights: Numbers, capacities: Numbers, seconds: float) -> GapPlan:
    """Assign every job, with the same engine as a plan, in at most so many seconds.

    A job is a request that can be helped in one way, an agent a volunteer with one limit. Helping
    is worth so much that no job is ever left out; a pair adds what it saves.
    """
    until = time.perf_counter() + seconds * 0.8
    cost, weight = np.array(costs, np.float64), np.array(weights, np.int64)
    options = options_of_jobs(cost, weight, np.array(capacities, np.int64))
    with ThreadPoolExecutor(2) as threads:
        solved = solve_options(
            options,
            stop=lambda _progress: time.perf_counter() > until,
            seed=1,
            course=COURSE,
            threads=threads,
        )
    state = solved.state
    agents = np.where(state.way >= 0, options.volunteer[np.maximum(state.pair[:, 0], 0)], -1)
    jobs, most = cost.shape[1], _worth_of_a_job(cost)
    bound = jobs * most - solved.proven
    return GapPlan(tuple(int(agent) for agent in agents), float(bound))


def _worth_of_a_job(cost: Column) -> float:
    return float(cost.max()) * 3.0 + 1.0


def options_of_jobs(cost: Column, weight: Column, capacity: Column) -> Options:
    """Write an assignment problem (agents, jobs) as options: minutes are what a job weighs."""
    agents, jobs = cost.shape
    fits = capacity >= weight.T
    job, agent = np.nonzero(fits)
    left = np.zeros((agents, ROWS, 4), np.int32)
    left[:, 0, 0], left[:, 0, 1] = capacity, jobs
    one, none = np.ones(jobs, np.int64), np.zeros(jobs, np.int64)
    each = np.arange(jobs + 1)
    return Options(
        first_way=each,
        worth=np.full(jobs, _worth_of_a_job(cost)),
        first_seat=each,
        request=each[:-1],
        units=one,
        row=none,
        row_end=one,
        visits=none,
        heavy=none,
        asked=none,
        fortnight=3 * one,
        first_pair=np.concatenate([[0], np.cumsum(fits.sum(axis=1))]),
        volunteer=agent.astype(np.int32),
        minutes=weight[agent, job].astype(np.int32),
        adds=-cost[agent, job],
        left=left,
        day_parts=np.zeros(agents, np.int64),
    )


def results(
    folder: Path, seconds: float = SECONDS, every: int = 1, named: Collection[str] = ()
) -> Iterator[Result]:
    """Solve each instance in turn, or one of every so many, and judge it; `named` chooses by name.

    Compiling is done before, on the smallest instance and without a limit: half of it would count
    against the first that is timed.
    """
    if not folder.is_dir():
        raise FileNotFoundError(f"{folder} is absent; LPTEST_CONFORMANCE names its parent")
    known = list(instances(folder))
    chosen = [one for one in known if not named or one.name in named][::every]
    small = min(known, key=lambda one: one.costs.size)
    gap_plan(small.costs, small.weights, small.capacities, math.inf)
    for instance in chosen:
        begun = time.perf_counter()
        made = gap_plan(instance.costs, instance.weights, instance.capacities, seconds)
        taken = time.perf_counter() - begun
        yield Result(instance, judge(instance, made.agents, made.bound), taken)


def measure(seconds: float = SECONDS, every: int = 1) -> list[dict[str, object]]:
    """Solve all, or one of every so many; rows of name, value, unit, goal, ok and baseline (the
    best that anybody found).
    """
    folder = Path(os.environ.get("LPTEST_CONFORMANCE") or FOLDER) / "gap"
    found = list(results(folder, seconds, every))
    feasible = [one for one in found if one.judged.feasible]
    gaps = [100 * one.judged.gap for one in feasible] or [float("inf")]
    bounds = [100 * one.judged.bound_gap for one in found]
    slowest = max(one.seconds for one in found)
    rows = (
        ("gap: instances solved", len(feasible), "of", len(found), len(feasible) == len(found)),
        ("gap: mean above the best known", _mean(gaps), "%", MEAN_GAP, _mean(gaps) <= MEAN_GAP),
        ("gap: most above the best known", max(gaps), "%", LARGEST_GAP, max(gaps) <= LARGEST_GAP),
        ("gap: bound below, at most", max(bounds), "%", BOUND_WITHIN, max(bounds) <= BOUND_WITHIN),
        ("gap: slowest instance", slowest, "s", SECONDS, slowest <= SECONDS),
    )
    return [
        {
            "name": name,
            "value": round(value, 3),
            "unit": unit,
            "goal": goal,
            "ok": ok,
            "baseline": len(found) if unit == "of" else 0,
        }
        for name, value, unit, goal, ok in rows
    ]


def _mean(numbers: list[float]) -> float:
    return sum(numbers) / len(numbers)


if __name__ == "__main__":
    for row in measure():
        print(row)
