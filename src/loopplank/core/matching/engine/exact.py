"""The last step of a plan: a small exact problem of what lies near the prices, solved by HiGHS.

A pair far from the prices is hardly ever in a best plan, so a few pairs a seat hold nearly all that
it would choose. What the solver proposes is seated one by one under every limit, and parts of the
day that clash are repaired. The solver starts from the plan so far, so the result is never worse.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np

from loopplank.core.matching.engine.arrays import Model, State
from loopplank.core.matching.engine.integer_program import Program, program_of, solve
from loopplank.core.matching.engine.pricing import Priced, usual_worth
from loopplank.core.matching.engine.rounding import (
    Residual,
    in_order,
    of_part,
    only_these,
    residual,
    value_of,
)
from loopplank.core.matching.engine.seats import NOTHING, copy_of, fill, worth_of_all
from loopplank.core.matching.engine.warm_start import leave_all, seat_pairs
from loopplank.core.matching.options import Options
from loopplank.core.matching.problem import Column
from loopplank.core.matching.result import Progress, Stage, Stop


@dataclass(frozen=True, slots=True)
class Near:
    """How near the prices a pair or a way must lie to be looked at: the best pairs of each seat,
    the ways within `below_best` of the best of their request and not more than `below_zero` under
    zero, and the pairs that the last rounds of pricing chose more often than `chosen`. Help of
    which each pair was chosen at least as often as `sure` stays as it is. `gap` is how near the
    best is good enough, `block` how many requests are solved at once, `turned` whether the map is
    cut the other way. With at most `little` pairs all of them are looked at."""

    pairs: int = 2
    below_best: float = 0.1
    below_zero: float = 0.05
    chosen: float = 0.02
    sure: float = 0.9
    gap: float = 2e-3
    block: int = 3_000
    turned: bool = False
    little: int = 5_000


def near_the_prices(options: Options, priced: Priced, held: Column, near: Near) -> Residual:
    """Keep what lies near the prices and the pairs `held` now; keep all when there is little."""
    if options.pairs <= near.little:
        return only_these(options, np.ones(options.pairs, np.bool_), options.left)
    seat_of = options.seat_of_pair
    way_of_seat = options.way_of_seat
    request_of_way = options.request_of_way
    best = np.full(len(options.row), -1e9)
    np.maximum.at(best, seat_of, priced.value)
    worth = options.worth + np.bincount(
        way_of_seat, weights=best * options.units, minlength=len(options.worth)
    )
    top = np.full(options.requests, -1e9)
    np.maximum.at(top, request_of_way, worth)
    money = usual_worth(options)
    way = worth >= top[request_of_way] - near.below_best * money
    way &= worth >= -near.below_zero * money
    rank = np.empty(options.pairs, np.int64)
    rank[in_order(options, priced.value)] = np.arange(options.pairs) - np.repeat(
        options.first_pair[:-1], np.diff(options.first_pair)
    )
    keep = (rank < np.maximum(near.pairs, options.units[seat_of])) | (priced.share > near.chosen)
    keep &= way[way_of_seat[seat_of]]
    keep[held] = True
    return only_these(options, keep, options.left)


@dataclass(frozen=True, slots=True)
class Task:
    """What stays the same while blocks are solved. `weight` orders the requests."""

    model: Model
    options: Options
    priced: Priced
    weight: Column
    near: Near
    seed: int


def improve_exactly(
    task: Task,
    state: State,
    blocks: list[Column],
    stop: Stop,
    threads: ThreadPoolExecutor | None = None,
) -> float:
    """Solve what lies near the prices block by block, two blocks at a time where there are threads,
    and seat what is better. A stop leaves the other blocks as they are. Returns what no plan can
    pass when one block held every request and every pair; otherwise infinity."""
    share = task.priced.share[np.maximum(state.pair, 0)]
    often = np.where(state.pair >= 0, share, 1.0).min(axis=1)
    sure = (state.way >= 0) & (often >= task.near.sure)

    proven = np.inf
    for at in range(0, len(blocks), 2):
        two = blocks[at : at + 2]
        value = value_of(task.model, state)
        now = Progress(Stage.POLISHING, at / len(blocks), value, task.priced.bound)
        if stop(now):
            break

        def ask(block: Column, beside: int, now: Progress = now) -> _Found | None:
            told = replace(now, beside=beside)
            return _solve_block(task, state, block[~sure[block]], stop, told)

        found = list((threads.map if threads else map)(ask, two, (1, 2)))
        for block, one in zip(two, found, strict=True):
            if one is not None:
                _take_if_better(task, state, block[~sure[block]], one.pairs)
                whole = len(blocks) == 1 and not sure.any() and one.all_pairs
                proven = min(proven, one.bound) if whole else proven
    return proven


@dataclass(frozen=True, slots=True)
class _Found:
    """What the solver chose, the bound that it found, and whether it saw every pair there is."""

    pairs: Column
    bound: float
    all_pairs: bool


def _solve_block(
    task: Task, state: State, requests: Column, stop: Stop, now: Progress
) -> _Found | None:
    """Return the pairs that the solver chooses for these requests; None when there is nothing to
    choose."""
    model, options, priced = task.model, task.options, task.priced
    held = state.pair[requests]
    held = held[held >= 0]
    without = copy_of(state)
    leave_all(model, without, requests)
    among = np.zeros(options.requests, np.bool_)
    among[requests] = True
    part = residual(model, options, without, among)
    if not part.options.pairs:
        return None
    new_pair = np.full(options.pairs, -1)
    new_pair[part.pair] = np.arange(len(part.pair))
    held = new_pair[held]
    held = held[held >= 0]
    small = near_the_prices(part.options, of_part(priced, part), held, task.near)
    if not small.options.pairs:
        return None
    program = program_of(small.options)
    guess = _guess(program, part.options, small, held)
    found, bound = solve(program, guess, stop, now, task.near.gap, task.seed)
    chosen = part.pair[small.pair[np.flatnonzero(found[: program.pairs] > 0.5)]]
    return _Found(chosen, bound, len(small.pair) == options.pairs)


def _guess(program: Program, options: Options, small: Residual, held: Column) -> Column:
    """Return the plan so far in the columns of the program."""
    guess = np.zeros(len(program.worth))
    new_pair, new_way = np.full(options.pairs, -1), np.full(len(options.worth), -1)
    new_pair[small.pair] = np.arange(len(small.pair))
    new_way[small.way] = np.arange(len(small.way))
    guess[new_pair[held]] = 1.0
    way_of_seat = options.way_of_seat
    ways = new_way[np.unique(way_of_seat[options.seat_of_pair[held]])]
    guess[program.pairs + np.flatnonzero(np.isin(program.many, ways))] = 1.0
    return guess


def _take_if_better(task: Task, state: State, requests: Column, pairs: Column) -> None:
    """Seat these pairs for these requests; put everything back when that is no better."""
    model, options, weight = task.model, task.options, task.weight
    before = copy_of(state)
    worth = worth_of_all(model, state)
    leave_all(model, state, requests)
    seat_pairs(model, options, state, weight, requests, pairs)
    fill(model, state, np.arange(options.pairs), options.adds, requests, NOTHING)
    if worth_of_all(model, state) < worth:
        for now, then in zip(state, before, strict=True):
            now[...] = then


def blocks_of(
    requests: Column, place: Column | None, most: int, *, turned: bool = False
) -> list[Column]:
    """Cut a map into blocks of at most `most` requests, each time in two across the longer side.
    With `turned` the first cut is across the shorter side, so that another pass has other
    borders."""
    if place is None or len(requests) <= most:
        return [requests]
    here = place[requests]
    side = int(np.argmax(here.max(axis=0) - here.min(axis=0))) ^ int(turned)
    order = requests[np.argsort(here[:, side], kind="stable")]
    at = len(order) // 2
    return blocks_of(order[:at], place, most) + blocks_of(order[at:], place, most)
