"""The plan compared with what others make of the same town: a peer's rule, HiGHS and CP-SAT."""

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np

from benchmarks.baselines import by_urgency, first_come
from benchmarks.exact import by_cp_sat, by_highs, model_of
from benchmarks.instances import small_city, town
from benchmarks.planning import SEED, plan_in, timed
from benchmarks.row import Row, at_least, at_most, each, shown
from loopplank.core.matching.engine import plan
from loopplank.core.matching.engine.eligibility import options_of
from loopplank.core.matching.fairness import Fairness, fair_plan, shares
from loopplank.core.matching.problem import Column, Problem, Requests
from loopplank.core.matching.result import Effort, Plan, Progress, Stage, never
from loopplank.core.matching.worth import Amount

#: Seconds for CP-SAT, and for our plan beside it.
CP_SAT = {"ci": (2.0, 1.0), "quick": (30.0, 1.0), "full": (300.0, 1.0)}
PEERS = (("3,000 / 1,500", 2.0), ("10,000 / 6,000", 10.0))
#: A request is a request, long or short, as a peer counts.
ONE_EACH = Amount(0.0, 0.0, 0.0)


def measure(size: str) -> Iterator[Row]:
    full, ci = size == "full", size == "ci"
    towns = {"full": small_city, "ci": partial(town, 300, 150, seed=SEED)}
    problem = towns.get(size, partial(town, 2_000, 1_000, seed=SEED))()
    yield from each(
        {
            "against a peer": partial(against_a_peer, PEERS[: 1 if ci else None]),
            "who is helped": partial(who_is_helped, (1, 2, 3) if full else (1,)),
            "bound against HiGHS": partial(bound_against_highs, problem, full=full),
            "against CP-SAT": partial(against_cp_sat, *CP_SAT[size], small=ci),
            "fairness": partial(fairness, 7 if full else 1 if ci else 2),
        }
    )


def against_a_peer(towns: Sequence[tuple[str, float]]) -> Iterator[Row]:
    """Yield how many more people are helped than by urgency, with the same people and limits."""
    for name, seconds in towns:
        problem, made, _ = plan_in(name, seconds)
        peer = by_urgency(problem)
        yield at_least(
            f"people helped {name} against by urgency",
            len(made.helps) / len(peer.helps),
            1.2,
            "times",
            baseline=len(peer.helps),
        )
        yield shown(f"value {name} against by urgency", made.value / peer.value, "times")
    problem = small_city()
    peer = by_urgency(problem, amount=ONE_EACH)
    made = plan(problem, stop=never, seed=SEED, amount=ONE_EACH)
    yield shown(
        "people helped 3,000 / 1,500, each counted as one",
        len(made.helps) / len(peer.helps),
        "times",
        baseline=len(peer.helps),
    )


CLASSES: dict[str, Callable[[Requests], Column]] = {
    "under 2 hours a week": lambda rs: _hours(rs) < 2,
    "2 to 4 hours a week": lambda rs: (_hours(rs) >= 2) & (_hours(rs) <= 4),
    "over 4 hours a week": lambda rs: _hours(rs) > 4,
    "not heavy": lambda rs: ~rs.heavy,
    "heavy": lambda rs: rs.heavy,
    "up to 13 weeks": lambda rs: rs.weeks <= 13,
    "14 to 26 weeks": lambda rs: (rs.weeks > 13) & (rs.weeks <= 26),
    "over 26 weeks": lambda rs: rs.weeks > 26,
}


def _hours(requests: Requests) -> Column:
    return requests.visits.astype(np.int64) * requests.visit_minutes / 60


def who_is_helped(seeds: tuple[int, ...]) -> Iterator[Row]:
    """Yield the share that is helped, by hours a week, heaviness and weeks, compared with
    first-come with the same ways. Nobody may be helped less because they need much."""
    asked, ours, theirs = (dict.fromkeys(CLASSES, 0) for _ in range(3))
    for seed in seeds:
        problem = small_city(seed)
        made, _ = timed(problem, 2.0, Effort.STANDARD)
        peer = first_come(problem, relay=True, duo=True)
        for name, belongs in CLASSES.items():
            which = belongs(problem.requests)
            asked[name] += int(which.sum())
            ours[name] += int(which[[one.request for one in made.helps]].sum())
            theirs[name] += int(which[[one.request for one in peer.helps]].sum())
    for name, count in asked.items():
        share, before = 100 * ours[name] / count, 100 * theirs[name] / count
        yield shown(f"helped, {name}", share, "%", baseline=before, ok=share >= before)


def bound_against_highs(problem: Problem, *, full: bool) -> Iterator[Row]:
    """Yield our bound and HiGHS' linear bound, and the seconds each took: with limits as tight as
    they can be, and in full also with limits as they are. Our time is counted to the moment at
    which our bound was at least as tight; the planner goes on after that."""
    begun: dict[bool, float] = {}
    seen: list[tuple[float, float]] = []

    def watch(progress: Progress) -> bool:
        """Note when pricing began, when the next stage did, and the bound meanwhile."""
        if progress.stage is Stage.PRICING:
            seen.append((time.perf_counter(), progress.bound))
        if progress.stage is not Stage.LOOKING:
            begun.setdefault(progress.stage is Stage.PRICING, time.perf_counter())
        return False

    made = plan(problem, stop=watch, seed=SEED)
    ours = begun[False] - begun[True]
    _, options = options_of(problem)
    size = f"{len(problem.volunteers):,} / {len(problem.requests):,}"
    for sharp in (True, False) if full else (True,):
        model = model_of(options, sharp=sharp, parts_of_day=False)
        theirs = by_highs(model, seconds=600)
        how = "sharp limits" if sharp else "limits as they are"
        above = 100 * (made.bound / theirs.value - 1)
        yield at_most(f"bound {size} above HiGHS' linear bound, {how}", above, 0.0, "%")
        as_tight = next((at for at, bound in seen if bound <= theirs.value), begun[False])
        sooner = theirs.seconds / (as_tight - begun[True])
        name = f"bound {size}: times sooner as tight as HiGHS, {how}"
        if full:
            yield at_least(name, sooner, 100.0, "times", baseline=theirs.seconds)
        else:
            yield shown(name, sooner, "times", baseline=theirs.seconds)
        yield shown(
            f"bound {size}: times sooner at its end, {how}",
            theirs.seconds / ours,
            "times",
            baseline=theirs.seconds,
        )


def against_cp_sat(their_seconds: float, our_seconds: float, *, small: bool) -> Iterator[Row]:
    problem = town(300, 150, seed=SEED) if small else small_city()
    # a block that is being solved hears a stop only now and then
    made, took = timed(problem, 0.8 * our_seconds, Effort.STANDARD)
    _, options = options_of(problem)
    theirs = by_cp_sat(model_of(options), seconds=their_seconds, seed=SEED)
    yield at_least(
        f"value in {our_seconds:g} s against CP-SAT's in {their_seconds:g} s",
        made.value,
        round(theirs.value, 1),
        "",
        baseline=theirs.value,
    )
    yield at_least(
        f"times sooner than CP-SAT in {their_seconds:g} s",
        theirs.seconds / took,
        their_seconds / our_seconds,
        "times",
    )


def fairness(rounds: int) -> Iterator[Row]:
    """Yield what fairness between neighbourhoods costs, and what it brings those who are helped
    least."""
    problem = small_city()

    def make(variant: Problem, prices: Column | None) -> Plan:
        return plan(variant, stop=never, seed=SEED, prices=prices, effort=Effort.QUICK)

    least = 0.0
    for level in Fairness:
        made, cost = fair_plan(problem, make, level, rounds)
        now = 100 * min(one.share for one in shares(problem, made).neighbourhood)
        least = least or now
        yield shown(f"fairness {level}: least helped neighbourhood", now, "%", baseline=least)
        yield shown(f"fairness {level}: value lost", 100 * cost.worth, "%")
