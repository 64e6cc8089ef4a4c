"""Planners that stand in for the engine: a slow and simple one, and some that misbehave.

They run in a planner process, under their dotted name, and know nothing of the test.
"""

import os
import signal
from dataclasses import replace
from pathlib import Path
from threading import Event

import numpy as np

from loopplank.core.matching.checker import certify, faults, score
from loopplank.core.matching.problem import HORIZON_WEEKS, ROWS, Column, Problem
from loopplank.core.matching.result import (
    RESOURCES,
    Effort,
    Help,
    Part,
    Plan,
    Progress,
    Stage,
    Stop,
)
from loopplank.core.matching.ways_to_help import How


def plan(
    problem: Problem,
    *,
    stop: Stop,
    seed: int,
    prices: Column | None = None,
    effort: Effort = Effort.STANDARD,
) -> Plan:
    """The first volunteer that fits, for each request in turn; one person a request."""
    helps: tuple[Help, ...] = ()
    found = np.zeros((len(problem.volunteers), ROWS, len(RESOURCES)))
    finished = True
    for request in range(len(problem.requests)):
        if stop(Progress(Stage.BUILDING, request / len(problem.requests))):
            finished = False
            break
        for volunteer in range(len(problem.volunteers)):
            more = (*helps, _solo(problem, request, volunteer))
            if not faults(problem, Plan(more, found, 0.0, 0.0)):
                helps = more
                # whoever is nearly full is dear
                found[volunteer, :, 1] += 0.1
                break
    stop(Progress(Stage.DONE, 1.0))
    made = Plan(helps, found, 0.0, certify(problem, found), finished)
    return Plan(helps, found, score(problem, made), made.bound, finished)


def cheapest(
    problem: Problem,
    *,
    stop: Stop,
    seed: int,
    prices: Column | None = None,
    effort: Effort = Effort.STANDARD,
) -> Plan:
    """The same, but whoever was cheapest before goes first, and of those as cheap chance decides:
    so what it begins with, and with how many it is, show in the plan.
    """
    n = len(problem.volunteers)
    paid = np.zeros(n) if prices is None else prices.sum(axis=(1, 2))
    order = np.lexsort((np.random.default_rng(seed).permutation(n), paid))
    back = np.argsort(order)
    again = problem.part(order, range(len(problem.requests)))
    made = plan(again, stop=stop, seed=seed, effort=effort)
    helps = tuple(
        replace(one, parts=tuple(replace(p, volunteer=int(order[p.volunteer])) for p in one.parts))
        for one in made.helps
    )
    return replace(made, helps=helps, prices=made.prices[back])


def _solo(problem: Problem, request: int, volunteer: int) -> Help:
    rs, vs = problem.requests, problem.volunteers
    busy = vs.busy_in(int(rs.fortnight[request]))[volunteer, 0]
    free = int(vs.day_parts[volunteer] & rs.day_parts[request] & ~busy)
    # another part of the day for each request, so that few of them meet
    bits = [1 << (request + n) % 21 for n in range(21) if free & 1 << (request + n) % 21]
    visits = int(rs.visits[request])
    part = Part(
        volunteer,
        0,
        min(int(rs.weeks[request]), HORIZON_WEEKS),
        visits,
        int(rs.visit_minutes[request]),
        sum(bits[:visits]),
    )
    return Help(request, How.SOLO, (part,))


def above_every_limit(problem: Problem, *, stop: Stop, seed: int, **_: object) -> Plan:
    """Everybody at the first volunteer: the checker must not let this through."""
    helps = tuple(_solo(problem, request, 0) for request in range(len(problem.requests)))
    prices = np.zeros((len(problem.volunteers), ROWS, len(RESOURCES)))
    return Plan(helps, prices, 1.0, 1e9)


def dies(problem: Problem, *, stop: Stop, seed: int, **_: object) -> Plan:
    """As when the machine runs out of memory."""
    os.kill(os.getpid(), signal.SIGKILL)
    raise AssertionError("nobody gets here")


def dies_once(problem: Problem, *, stop: Stop, seed: int, **_: object) -> Plan:
    """Dies the first time; the environment names the file that tells it of the first time."""
    first = Path(os.environ["LPTEST_DIED_ALREADY"])
    if not first.exists():
        first.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return plan(problem, stop=stop, seed=seed)


def raises(problem: Problem, *, stop: Stop, seed: int, **_: object) -> Plan:
    raise ArithmeticError("a fault in the planner")


def until_stopped(problem: Problem, *, stop: Stop, seed: int, **_: object) -> Plan:
    """Goes on for ever; what it gives then is a plan without anybody."""
    pause, times = Event(), 0
    while not stop(Progress(Stage.PRICING, min(1.0, times / 100))):
        times += 1
        pause.wait(0.01)
    prices = np.zeros((len(problem.volunteers), ROWS, len(RESOURCES)))
    return Plan((), prices, 0.0, certify(problem, prices), finished=False)
