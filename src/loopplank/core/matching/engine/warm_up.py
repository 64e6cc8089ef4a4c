"""Compile every loop, or read it from the cache, before a plan is timed.

The first time on a machine this takes a minute or two. It plans for a street that asks for more
than it has, so that every step of a plan is gone through.
"""

import numpy as np

from loopplank.core.matching.engine.planner import plan
from loopplank.core.matching.problem import ROWS, Column, Problem, Requests, Volunteers
from loopplank.core.matching.result import Effort, never

VOLUNTEERS, REQUESTS = 8, 9
EVERY_PART = 0b111_111


def warm_up() -> None:
    """Plan for the street with every effort, and once more with open proposals."""
    street = _street()
    for effort in (Effort.QUICK, Effort.STANDARD):
        plan(street, stop=never, seed=1, effort=effort)
    made = plan(street, stop=never, seed=1, effort=Effort.THOROUGH)
    pairs = [(one.request, part.volunteer) for one in made.helps for part in one.parts]
    beside = street.replace(proposed=np.array(pairs).reshape(-1, 2))
    plan(beside, stop=never, seed=1, prices=made.prices)


def _street() -> Problem:
    v, r = np.arange(VOLUNTEERS), np.arange(REQUESTS)
    return Problem(_volunteers(v, np.ones((VOLUNTEERS, ROWS), np.int64)), _requests(r))


def _volunteers(v: Column, wide: Column) -> Volunteers:
    none, yes = np.zeros_like(v), np.ones(len(v), np.bool_)
    return Volunteers(
        key=v.astype(np.str_), x=v % 5, y=v // 5, located=yes, reach=none + 20, kinds=none,
        skills=1 + v % 3, level=none + 1, no_gos=none, certificate=yes, short_notice=yes,
        term=np.where(v % 2, 52, 13), day_parts=EVERY_PART >> (v % 3), organisation=none,
        shared=yes, travel_counts=v % 2 > 0, minutes=wide * (60 + 30 * (v % 4))[:, None],
        people=wide * (1 + v % 2)[:, None], heavy=wide, busy=wide * 0, closed=none,
        weeks_unasked=v,
    )  # fmt: skip


def _requests(r: Column) -> Requests:
    none, yes = np.zeros_like(r), np.ones(len(r), np.bool_)
    return Requests(
        key=r.astype(np.str_), x=r % 6, y=r // 6, located=yes, kinds=none, skills=r % 2,
        level=none + 1, brings=none, needs_certificate=~yes, short_notice=~yes,
        day_parts=none + EVERY_PART, visit_minutes=45 + 15 * (r % 3), visits=1 + r % 2,
        weeks=10 + r, heavy=r % 4 == 0, organisation=none, shareable=yes, neighbourhood=none,
        way_in=none, urgency=r % 4, waited=r, changing_faces=yes, handover_cost=none + 0.02,
        continuing=~yes, fair=none + 1.0,
    )  # fmt: skip
