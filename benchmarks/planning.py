"""How good a plan is and how soon: one town, ever larger towns, a nation, and after a shock.

How good is the share of the certified bound, as the checker computes it anew from the plan's own
prices. Compiling is done before anything is timed.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from functools import cache, partial
from multiprocessing import get_context
from typing import Any

import numpy as np

from benchmarks.baselines import by_urgency
from benchmarks.instances import GROWTH, big_city, growing, nation, small_city, town
from benchmarks.row import Row, at_least, at_most, each, shown
from loopplank.core.matching import rules
from loopplank.core.matching.checker import certify, faults, score
from loopplank.core.matching.engine import plan
from loopplank.core.matching.problem import ROW_WEEKS, Problem
from loopplank.core.matching.result import Effort, Help, Part, Plan, Progress, Stop, never

SEED = 1
TOWNS: dict[str, Callable[[], Problem]] = {
    "300 / 150": partial(town, 300, 150, seed=1),
    "3,000 / 1,500": small_city,
    "10,000 / 6,000": big_city,
}
#: The town, how many seconds it may take, and the goal in percent.
TIMED = (
    ("3,000 / 1,500", 2.0, 98.5),
    ("3,000 / 1,500", 30.0, 99.0),
    ("10,000 / 6,000", 3.0, 97.5),
    ("10,000 / 6,000", 10.0, 98.5),
)
SHORTLY = (("300 / 150", 1.0, 90.0),)
#: How far a plan goes in so many seconds at these sizes.
EFFORTS = {
    1.0: Effort.STANDARD,
    2.0: Effort.STANDARD,
    30.0: Effort.THOROUGH,
    3.0: Effort.QUICK,
    10.0: Effort.THOROUGH,
}
LARGEST = {"ci": 1_000, "quick": 8_000, "full": 32_000}
#: After this share of the time a plan is told to stop; the rest is for writing it down.
STOP_AT = 0.93
MIDDLE_TOWNS = {"ci": 2, "quick": 20}
#: Seconds that one of two processes waits for the other before it gives up.
LONGEST_WAIT = 600.0
REPLACED, GONE = 30, 15


def within(seconds: float) -> Stop:
    """Make a stop for this many seconds from now, on the monotonic clock."""
    end = time.monotonic() + seconds * STOP_AT

    def stop(_progress: Progress) -> bool:
        return time.monotonic() >= end

    return stop


def warm_up() -> None:
    """Compile every loop, or read it from numba's cache, on a small town."""
    small = town(300, 150, seed=9)
    made = plan(small, stop=never, seed=SEED, effort=Effort.QUICK)
    for effort in Effort:
        plan(small, stop=within(20.0), seed=SEED, prices=made.prices, effort=effort)
    by_urgency(small)


def timed(problem: Problem, seconds: float, effort: Effort) -> tuple[Plan, float]:
    """Make a plan within so many seconds; return it with the seconds it took."""
    begun = time.perf_counter()
    made = plan(problem, stop=within(seconds), seed=SEED, effort=effort)
    return made, time.perf_counter() - begun


@cache
def plan_in(name: str, seconds: float) -> tuple[Problem, Plan, float]:
    """Return one of the timed plans of one of the towns, made once."""
    problem = TOWNS[name]()
    made, took = timed(problem, seconds, EFFORTS[seconds])
    return problem, made, took


def measure(size: str) -> Iterator[Row]:
    towns = nation()
    some = MIDDLE_TOWNS.get(size, len(towns))
    middle = (len(towns) - some) // 2
    yield from each(
        {
            "plans in time": partial(in_time, SHORTLY if size == "ci" else TIMED),
            "growth": partial(growth, [n for n in GROWTH if n <= LARGEST[size]]),
            "many towns": partial(
                many_towns, towns[middle : middle + some], 30.0 if size == "full" else None
            ),
            "after a shock": stability,
        }
    )


def in_time(timed_plans: Sequence[tuple[str, float, float]]) -> Iterator[Row]:
    """Yield the share of the certified bound that is reached in time."""
    wrong = 0
    for name, seconds, goal in timed_plans:
        problem, made, took = plan_in(name, seconds)
        value, bound = score(problem, made), certify(problem, made.prices)
        wrong += len(faults(problem, made))
        peer = by_urgency(problem)
        what = f"plan {name} in {seconds:g} s"
        yield at_least(
            what,
            100 * value / bound,
            goal,
            "% of bound",
            baseline=100 * peer.value / bound,
        )
        yield at_most(f"{what}: time", took, seconds, "s")
    yield at_most("plans in time: faults", wrong, 0, "")


def growth(sizes: list[int]) -> Iterator[Row]:
    """Yield the seconds that a quick plan takes, against the size of the town."""
    took = []
    for volunteers in sizes:
        problem = growing(volunteers)
        made, seconds = timed(problem, np.inf, Effort.QUICK)
        took.append(seconds)
        peer = by_urgency(problem)
        yield shown(f"growth: {volunteers:,} volunteers", seconds, "s")
        yield shown(
            f"growth: {volunteers:,} volunteers, reached",
            100 * made.surely,
            "% of bound",
            baseline=100 * peer.value / made.bound,
        )
    slope = np.polyfit(np.log(sizes), np.log(took), 1)[0]
    yield at_most("growth: exponent of time", float(slope), 1.2, "")
    yield shown("growth: time of the last doubling", took[-1] / took[-2], "times")


# --- a nation, on two processes -------------------------------------------------------------------

_STATE: dict[str, Any] = {}


def many_towns(towns: list[tuple[int, int, int]], most: float | None) -> Iterator[Row]:
    """Plan every town; drawing them is counted, starting the processes is not."""
    both = get_context("spawn").Barrier(2)
    with ProcessPoolExecutor(
        2, mp_context=get_context("spawn"), initializer=_begin, initargs=(both,)
    ) as pool:
        list(pool.map(_get_ready, range(2)))
        begun = time.perf_counter()
        waiting = [pool.submit(_plan_town, size) for size in towns]
        made = np.array([one.result() for one in waiting])
        took = time.perf_counter() - begun
        wrong = sum(pool.map(_judge_towns, range(2)))
    people, asking = (sum(town[n] for town in towns) for n in (0, 1))
    what = f"{len(towns)} towns, {people:,} / {asking:,}"
    value, bound, helped = made.sum(axis=0)
    yield at_most(f"{what}: time", took, most, "s") if most else shown(f"{what}: time", took, "s")
    yield at_least(f"{what}: reached", 100 * value / bound, 97.9, "% of bound")
    yield shown(f"{what}: people helped", helped, "")
    yield at_most(f"{what}: faults", wrong, 0, "")


def _begin(both: Any) -> None:
    _STATE.update(both=both, made=[])


def _get_ready(_which: int) -> None:
    """Compile in this process. Each waits for the other, so that neither is asked twice."""
    warm_up()
    _STATE["both"].wait(LONGEST_WAIT)


def _plan_town(size: tuple[int, int, int]) -> tuple[float, float, int]:
    volunteers, requests, seed = size
    problem = town(volunteers, requests, seed=seed)
    made = plan(problem, stop=never, seed=SEED, effort=Effort.QUICK)
    _STATE["made"].append((size, made))
    return made.value, made.bound, len(made.helps)


def _judge_towns(_which: int) -> int:
    """Let the checker judge what this process made, after the clock stopped."""
    _STATE["both"].wait(LONGEST_WAIT)
    found = 0
    for (volunteers, requests, seed), made in _STATE["made"]:
        found += len(faults(town(volunteers, requests, seed=seed), made))
    return found


# --- after a shock --------------------------------------------------------------------------------


def stability() -> Iterator[Row]:
    """Plan again when 30 of 1,500 requests are others and 15 of 3,000 volunteers are gone."""
    before = small_city()
    old = plan(before, stop=never, seed=SEED)
    after, others, gone = shocked(before)
    pairs = np.array([(one.request, part.volunteer) for one in old.helps for part in one.parts])
    open_pairs = pairs[~np.isin(pairs[:, 0], others) & ~np.isin(pairs[:, 1], gone)]
    fresh = plan(after, stop=never, seed=SEED)
    kept = plan(after.replace(proposed=open_pairs), stop=never, seed=SEED, prices=old.prices)
    was, unaffected = _people(old), set()
    for request, people in was.items():
        if request not in others and not set(people) & set(gone.tolist()):
            unaffected.add(request)
    changed, without = (
        100 * sum(_people(new).get(r) != was[r] for r in unaffected) / len(unaffected)
        for new in (kept, fresh)
    )
    accepted = [one for one in old.helps if one.request in unaffected][::3]
    lost = 100 * (1 - score(after, kept) / score(after, fresh))
    yield at_most("after a shock: proposals that change", changed, 5.0, "%", baseline=without)
    yield at_most("after a shock: value lost", lost, 0.2, "%")
    yield at_most(
        "after a shock: accepted matches in the way of the plan",
        in_the_way(after, accepted),
        0,
        "",
        baseline=len(accepted),
    )


def in_the_way(problem: Problem, accepted: list[Help]) -> int:
    """Plan the rest beside what was accepted, and let the checker judge both together."""
    vs = problem.volunteers
    left = {n: getattr(vs, n).astype(np.int64) for n in ("minutes", "people", "heavy", "busy")}
    for one in accepted:
        for part in one.parts:
            _take(problem, one.request, part, left)
    taken = [one.request for one in accepted]
    rest = np.setdiff1d(np.arange(len(problem.requests)), taken)
    beside = problem.replace(volunteers=left).part(np.arange(len(vs)), rest)
    made = plan(beside, stop=never, seed=SEED, effort=Effort.QUICK)
    helps = [replace(one, request=int(rest[one.request])) for one in made.helps]
    return len(faults(problem, replace(made, helps=(*accepted, *helps))))


def _take(problem: Problem, request: int, part: Part, left: dict[str, Any]) -> None:
    """Take an accepted part from what is left of its volunteer."""
    vs, rs, v = problem.volunteers, problem.requests, part.volunteer
    square = rules.square_km(vs.x[v], vs.y[v], rs.x[request], rs.y[request], both_located=True)
    travel = rules.travel_minutes(square**0.5)
    rows = slice(part.first_week // ROW_WEEKS, -(-(part.first_week + part.weeks) // ROW_WEEKS))
    left["minutes"][v, rows] -= int(
        rules.week_minutes(part.visits, part.visit_minutes, travel, vs.travel_counts[v])
    )
    left["people"][v, rows] -= 1
    left["heavy"][v, rows] -= int(rs.heavy[request])
    left["busy"][v, rows] |= part.day_parts


def shocked(problem: Problem) -> tuple[Problem, Any, Any]:
    """Return the town after the shock, which requests are new, and which volunteers are gone."""
    rng = np.random.default_rng(3)
    vs, rs, other = problem.volunteers, problem.requests, small_city(77).requests
    gone = rng.choice(len(vs), GONE, replace=False)
    others = rng.choice(len(rs), REPLACED, replace=False)
    closed = vs.closed.copy()
    closed[gone] = 1
    columns = {}
    for name in rs.__dataclass_fields__:
        column = getattr(rs, name).copy()
        if name not in {"key", "neighbourhood", "way_in"}:
            column[others] = getattr(other, name)[others]
        columns[name] = column
    return problem.replace(volunteers={"closed": closed}, requests=columns), others, gone


def _people(made: Plan) -> dict[int, tuple[int, ...]]:
    return {one.request: tuple(sorted(p.volunteer for p in one.parts)) for one in made.helps}
