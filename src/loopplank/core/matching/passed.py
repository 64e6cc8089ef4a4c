"""Whom a plan passed over: somebody could have helped them, and was worth more elsewhere."""

import numpy as np

from loopplank.core.matching.problem import HORIZON_WEEKS, ROW_WEEKS, Column, Problem
from loopplank.core.matching.result import Plan
from loopplank.core.matching.rules import (
    HARD,
    count_parts,
    square_km,
    travel_minutes,
    week_minutes,
)

_RULE = {rule.code: rule.weighs for rule in HARD}


def passed_over(problem: Problem, plan: Plan) -> list[int]:
    """The requests without help that one volunteer could have helped alone, had nobody else asked
    for them. For whom nobody fits was not passed over: there it is no choice.
    """
    helped = {one.request for one in plan.helps}
    return [
        request
        for request in range(len(problem.requests))
        if request not in helped and bool(_could(problem, request).any())
    ]


def _could(problem: Problem, request: int) -> Column:
    """Who could do all of it alone, as a mask over the volunteers."""
    vs, rs, r = problem.volunteers, problem.requests, request
    weeks = min(int(rs.weeks[r]), HORIZON_WEEKS)
    rows = slice(0, -(-weeks // ROW_WEEKS))
    square = square_km(vs.x, vs.y, rs.x[r], rs.y[r], vs.located & rs.located[r])
    refused = np.isin(np.arange(len(vs)), problem.refused[problem.refused[:, 0] == r, 1])
    visits = int(rs.visits[r])
    asked = week_minutes(
        visits, int(rs.visit_minutes[r]), travel_minutes(square**0.5), vs.travel_counts
    )
    free = vs.day_parts & rs.day_parts[r]
    busy = np.zeros(len(vs), np.int32)
    for column in vs.busy[:, rows].T:
        busy = busy | column
    stands = (
        _RULE["other_organisation"](
            vs.organisation, vs.shared, rs.organisation[r], rs.shareable[r]
        ),
        _RULE["closed"](vs.closed),
        refused,
        _RULE["kind"](vs.kinds, rs.kinds[r]),
        _RULE["no_go"](vs.no_gos, rs.brings[r]),
        _RULE["certificate"](vs.certificate, rs.needs_certificate[r]),
        _RULE["training"](vs.skills, rs.skills[r]),
        _RULE["level"](vs.level, rs.level[r]),
        _RULE["far"](square, vs.reach),
        _RULE["short_notice"](vs.short_notice, rs.short_notice[r]),
        count_parts(free & ~busy) < visits,
        _RULE["until"](vs.term, weeks),
        _RULE["people"](vs.people[:, rows].min(axis=1)),
        _RULE["heavy"](vs.heavy[:, rows].min(axis=1), rs.heavy[r]),
        _RULE["minutes"](vs.minutes[:, rows].min(axis=1), asked),
    )
    return ~np.any(stands, axis=0)
