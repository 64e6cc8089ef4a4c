"""How the engine does on 84 instances that nobody here wrote: assignment without rejection.

Needs the folder with conformance material (LPTEST_CONFORMANCE, or beside the project). Run
directly: `python -m benchmarks.gap`.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.conformance.gap_reading import Instance, Judged, Numbers, instances, judge

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


def gap_plan(costs: Numbers, weights: Numbers, capacities: Numbers, seconds: float) -> GapPlan:
    """Assign every job, with the same engine as a plan, in at most so many seconds."""
    raise NotImplementedError


def results(folder: Path, seconds: float = SECONDS) -> Iterator[Result]:
    """Each instance in turn, judged."""
    for instance in instances(folder):
        begun = time.perf_counter()
        made = gap_plan(instance.costs, instance.weights, instance.capacities, seconds)
        taken = time.perf_counter() - begun
        yield Result(instance, judge(instance, made.agents, made.bound), taken)


def measure(seconds: float = SECONDS) -> list[dict[str, object]]:
    """Solve all; rows of name, value, unit, goal, ok and baseline (the best that anybody found)."""
    folder = Path(os.environ.get("LPTEST_CONFORMANCE") or FOLDER) / "gap"
    found = list(results(folder, seconds))
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
