"""The plan that a visitor of the demo finds: made at once and in this process, without the engine,
whose first start takes a while. The loop makes a better one soon after.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

import numpy as np

from loopplank.core.matching.checker import certify, faults, score
from loopplank.core.matching.checker_reading import against
from loopplank.core.matching.problem import HORIZON_WEEKS, ROW_WEEKS, ROWS, Column, Problem
from loopplank.core.matching.result import RESOURCES, Help, Part, Plan, Progress
from loopplank.core.matching.ways_to_help import How
from loopplank.core.matching.worth import worth_of
from loopplank.jobs.planning.executors import Running
from loopplank.jobs.planning.plan_runs import Planning, ask_for_night
from loopplank.jobs.planning.planner import Order


def make_first_plan(now: datetime) -> None:
    """Ask for the plan of the night and make it."""
    ask_for_night(now)
    made = Planning(executor=_InThisProcess(), planner=f"{__name__}.{_first_that_fits.__name__}")
    while made.round(now):
        pass


@dataclass(frozen=True, slots=True)
class _Made:
    made: Plan

    def done(self) -> bool:
        return True

    def progress(self) -> Progress | None:
        return None

    def stop(self) -> None:
        """Do nothing: it is done already."""

    def plan(self) -> Plan:
        return self.made


class _InThisProcess:
    def submit(self, order: Order) -> Running:
        return _Made(_first_that_fits(Problem.load(BytesIO(order.problem))))

    def close(self) -> None:
        """Do nothing: there is nothing to end."""


def _first_that_fits(problem: Problem) -> Plan:
    """Return what is worth most first, each with the nearest volunteer who has room: one person
    each.
    """
    prices = np.zeros((len(problem.volunteers), ROWS, len(RESOURCES)))
    helps: tuple[Help, ...] = ()
    for request in np.argsort(-worth_of(problem.requests), kind="stable"):
        for volunteer in _nearest(problem, int(request)):
            part = _part(problem, int(request), volunteer, helps)
            more = (*helps, Help(int(request), How.SOLO, (part,)))
            if not faults(problem, Plan(more, prices, 0.0, 0.0)):
                helps = more
                break
    bound = certify(problem, prices)
    value = score(problem, Plan(helps, prices, 0.0, bound))
    return Plan(helps, prices, value, bound)


def _nearest(problem: Problem, request: int) -> Iterator[int]:
    vs, rs = problem.volunteers, problem.requests
    everybody: Column = np.arange(len(vs))
    stands = [mask for _code, mask in against(problem, request, everybody)]
    fits = ~np.any(stands, axis=0)
    far = np.hypot(vs.x - rs.x[request], vs.y - rs.y[request])
    yield from (int(v) for v in np.argsort(far, kind="stable") if fits[v])


def _part(problem: Problem, request: int, volunteer: int, helps: tuple[Help, ...]) -> Part:
    """Return the first parts of the day that are free for both, also of what this plan gave
    them.
    """
    vs, rs = problem.volunteers, problem.requests
    weeks = min(int(rs.weeks[request]), HORIZON_WEEKS)
    busy = 0
    for bits in vs.busy_in(int(rs.fortnight[request]))[volunteer, : -(-weeks // ROW_WEEKS)]:
        busy |= int(bits)
    for one in helps:
        for part in one.parts:
            busy |= part.day_parts if part.volunteer == volunteer else 0
    free = int(vs.day_parts[volunteer]) & int(rs.day_parts[request]) & ~busy
    visits = int(rs.visits[request])
    chosen = [1 << n for n in range(21) if free & 1 << n][:visits]
    return Part(volunteer, 0, weeks, visits, int(rs.visit_minutes[request]), sum(chosen))
