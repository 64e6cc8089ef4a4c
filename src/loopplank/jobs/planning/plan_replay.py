"""Make a plan again from what was kept of it, and judge what was kept (promise P8).

The numbers are counted in this process, so never in one that shows pages.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from math import inf
from uuid import UUID

import numpy as np

from loopplank.access.matching.last_plan import KeptPlan, kept_plan
from loopplank.core.matching.checker import Unproven, approve, score
from loopplank.core.matching.plan_states import RULES_VERSION
from loopplank.core.matching.provenance import Provenance, helped_otherwise
from loopplank.core.matching.result import Plan, Progress
from loopplank.jobs.planning.plan_runs import prices_in, problem_in, whole_of
from loopplank.jobs.planning.planner import ENGINE, Order, make


class Cannot(StrEnum):
    """Why a plan cannot be made again here; that it holds can still be seen."""

    NOT_KEPT = "how it was made was not kept yet"
    OTHER_RULES = "it was made by other rules than those of this version"
    OTHER_PLANNER = "it was made by another planner"


@dataclass(frozen=True, slots=True)
class Replayed:
    """`faults`: what the checker finds wrong in what was kept, how often each; value, bound and all
    limits are computed anew from the kept facts and prices. `otherwise`: how many requests are
    helped otherwise when it is made again, and `same_prices` whether its proof is the same to the
    last bit; with a `cannot` it was not made again.
    """

    helped: int
    faults: Mapping[str, int]
    cannot: Cannot | None = None
    otherwise: int = 0
    same_prices: bool = False

    @property
    def holds(self) -> bool:
        """Say whether nothing is wrong in it, and making it again gave nothing else."""
        return not self.faults and not self.otherwise


def replay(run_id: UUID, planner: str = ENGINE) -> Replayed:
    """Judge a kept plan and make it again. Raises NotFound."""
    kept = kept_plan(run_id)
    found = Replayed(len(kept.plan.helps), _faults(kept))
    course = kept.course
    if course is None:
        return replace(found, cannot=Cannot.NOT_KEPT)
    if kept.rules_version != RULES_VERSION:
        return replace(found, cannot=Cannot.OTHER_RULES)
    if course.planner != planner:
        return replace(found, cannot=Cannot.OTHER_PLANNER)
    again = made_again(kept, course)
    otherwise = helped_otherwise(kept.plan.helps, again.helps, kept.requests, kept.volunteers)
    same = np.array_equal(kept.plan.prices, again.prices.astype(np.float32))
    return replace(found, otherwise=len(otherwise), same_prices=same)


def made_again(kept: KeptPlan, course: Provenance) -> Plan:
    """Return the plan of each piece as it was made and stopped, and the whole out of these."""
    plans = [
        make(
            Order(
                problem=problem_in(piece, kept.problem),
                seed=kept.seed,
                effort=kept.effort,
                seconds=inf,
                prices=prices_in(piece, course.begun),
                planner=course.planner,
                fairness=course.fairness,
                again=stopped,
            ),
            _Nobody(),
        )
        for piece, stopped in zip(course.pieces, course.stopped, strict=True)
    ]
    return whole_of(kept.problem, course.pieces, plans)


def _faults(kept: KeptPlan) -> dict[str, int]:
    """Return what is wrong in what was kept; of whoever was erased the value went along."""
    plan = kept.plan
    if not kept.is_whole:
        plan = replace(plan, value=score(kept.problem, plan))
    try:
        approve(kept.problem, plan)
    except Unproven as refused:
        return dict(Counter(fault.code for fault in refused.faults))
    return {}


class _Nobody:
    """Nobody waits for it on the other end of the line."""

    def stopped(self) -> bool:
        return False

    def tell(self, progress: Progress) -> None:
        """Do nothing: there is nobody to tell."""
