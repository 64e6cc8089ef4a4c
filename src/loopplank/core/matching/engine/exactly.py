"""The last mile: a small exact problem of what lies near the prices, solved by HiGHS.

Far from the prices nothing is worth looking at, so a few pairs a seat hold nearly all that a best
plan would choose. What the solver proposes is seated one by one under every limit; parts of the
day that clash after all are mended. The plan so far is its first guess, so it is never worse.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from loopplank.core.matching.engine.building import (
    NOTHING,
    copy_of,
    fill,
    fits,
    leave,
    place,
    worth_of_all,
)
from loopplank.core.matching.engine.compiling import compiled
from loopplank.core.matching.engine.diving import Residual, in_order, only_these, residual, value_of
from loopplank.core.matching.engine.pricing import Priced, model_of, priced_rows
from loopplank.core.matching.engine.shapes import Model, State
from loopplank.core.matching.engine.strengthening import seats_of_pairs, sharper
from loopplank.core.matching.menu import MOST_LEGS
from loopplank.core.matching.options import Options
from loopplank.core.matching.problem import Column
from loopplank.core.matching.result import Progress, Stage, Stop


@dataclass(frozen=True, slots=True)
class Near:
    """How near the prices a pair or a way must lie: the best pairs of each seat, ways within
    `below_best` of the best of their request and not more than `below_zero` under nothing, and
    pairs that the last rounds of pricing chose more often than `chosen`. Help of which each pair
    was chosen at least as often as `sure` stays as it is. `gap` is how near the best is good
    enough, `block` how many requests are solved at once.
    """

    pairs: int = 2
    below_best: float = 0.1
    below_zero: float = 0.05
    chosen: float = 0.02
    sure: float = 0.9
    gap: float = 2e-3
    block: int = 1_500


def near_the_prices(options: Options, priced: Priced, held: Column, near: Near) -> Residual:
    """Keep what lies near the prices, and the pairs that are `held` now."""
    seat_of = seats_of_pairs(options)
    way_of_seat = np.repeat(np.arange(len(options.worth)), np.diff(options.first_seat))
    request_of_way = options.request[options.first_seat[:-1]]
    best = np.full(len(options.row), -1e9)
    np.maximum.at(best, seat_of, priced.value)
    worth = options.worth + np.bincount(
        way_of_seat, weights=best * options.units, minlength=len(options.worth)
    )
    top = np.full(options.requests, -1e9)
    np.maximum.at(top, request_of_way, worth)
    way = (worth >= top[request_of_way] - near.below_best) & (worth >= -near.below_zero)
    rank = np.empty(options.pairs, np.int64)
    rank[in_order(options, priced.value)] = np.arange(options.pairs) - np.repeat(
        options.first_pair[:-1], np.diff(options.first_pair)
    )
    keep = (rank < np.maximum(near.pairs, options.units[seat_of])) | (priced.share > near.chosen)
    keep &= way[way_of_seat[seat_of]]
    keep[held] = True
    return only_these(options, keep, options.left)


@dataclass(frozen=True, slots=True)
class Program:
    """Columns: one a pair, then one a way that needs more than one person."""

    matrix: Any
    lower: Column
    upper: Column
    worth: Column
    pairs: int
    many: Column


def program_of(options: Options) -> Program:
    """Write the options as an integer program, with sharpened limits."""
    seat_of = seats_of_pairs(options)
    way_of_seat = np.repeat(np.arange(len(options.worth)), np.diff(options.first_seat))
    way_of = way_of_seat[seat_of]
    needs = np.bincount(way_of_seat, weights=options.units, minlength=len(options.worth))
    many = np.flatnonzero(needs > 1)
    column = np.full(len(options.worth), -1)
    column[many] = options.pairs + np.arange(len(many))
    alone = needs[way_of] == 1
    worth = np.concatenate([options.adds.astype(np.float64), options.worth[many]])
    worth[: options.pairs][alone] += options.worth[way_of[alone]]
    made = _Rows()
    request_of_way = options.request[options.first_seat[:-1]]
    one_way = np.flatnonzero(alone)
    made.add(
        np.concatenate([request_of_way[way_of[one_way]], request_of_way[many]]),
        np.concatenate([one_way, column[many]]),
        1.0,
        options.requests,
        upper=1.0,
    )
    shared_seats = np.flatnonzero(needs[way_of_seat] > 1)
    place = np.full(len(options.row), -1)
    place[shared_seats] = np.arange(len(shared_seats))
    joint = np.flatnonzero(~alone)
    made.add(
        np.concatenate([place[seat_of[joint]], np.arange(len(shared_seats))]),
        np.concatenate([joint, column[way_of_seat[shared_seats]]]),
        np.concatenate([np.ones(len(joint)), -options.units[shared_seats]]),
        len(shared_seats),
        lower=0.0,
        upper=0.0,
    )
    _different_people(made, options, joint, way_of, column, options.units[seat_of[joint]] > 1)
    _limits(made, options, seat_of)
    matrix, lower, upper = made.whole(options.pairs + len(many))
    return Program(matrix, lower, upper, worth, options.pairs, many)


def _different_people(
    made: "_Rows", options: Options, joint: Column, way_of: Column, column: Column, duo: Column
) -> None:
    """Nobody sits twice in one way, and nobody in half of a way that is not chosen."""
    key = way_of[joint] * np.int64(len(options.left)) + options.volunteer[joint]
    known, inverse, times = np.unique(key, return_inverse=True, return_counts=True)
    use = (times[inverse] > 1) | duo
    wanted = np.unique(inverse[use])
    row = np.full(len(known), -1)
    row[wanted] = np.arange(len(wanted))
    made.add(
        np.concatenate([row[inverse[use]], np.arange(len(wanted))]),
        np.concatenate([joint[use], column[known[wanted] // len(options.left)]]),
        np.concatenate([np.ones(int(use.sum())), -np.ones(len(wanted))]),
        len(wanted),
        upper=0.0,
    )


def _limits(made: "_Rows", options: Options, seat_of: Column) -> None:
    caps, ends = sharper(options)
    rows = priced_rows(model_of(options, ends), options, caps)
    number = np.full(caps.shape, -1, np.int64)
    number[rows[:, 0], rows[:, 1], rows[:, 2]] = np.arange(len(rows))
    length = options.row_end[seat_of] - options.row[seat_of]
    pair = np.repeat(np.arange(options.pairs), length)
    begins = np.repeat(np.cumsum(length) - length, length)
    t = np.arange(len(pair)) - begins + options.row[seat_of][pair]
    who = options.volunteer[pair]
    seat = seat_of[pair]
    uses = (
        options.minutes[pair],
        np.ones(len(pair)),
        options.heavy[seat],
        options.visits[seat],
        t < ends.half[pair],
        t < ends.wide[pair],
        (t < ends.third[pair]).astype(np.float64) + (t < ends.two_thirds[pair]),
    )
    row, col, use = [], [], []
    for k, used in enumerate(uses):
        there = number[who, t, k]
        which = (there >= 0) & (np.asarray(used) > 0)
        row.append(there[which])
        col.append(pair[which])
        use.append(np.asarray(used)[which].astype(np.float64))
    upper = caps[rows[:, 0], rows[:, 1], rows[:, 2]].astype(np.float64)
    made.add(np.concatenate(row), np.concatenate(col), np.concatenate(use), len(rows), upper=upper)
    _parts_of_the_day(made, options, seat_of, pair, t)


def _parts_of_the_day(
    made: "_Rows", options: Options, seat_of: Column, pair: Column, t: Column
) -> None:
    """Who can come in one way only takes those parts of the day for certain: one at a time."""
    busy = np.zeros(options.pairs, np.int64)
    np.bitwise_or.at(busy, pair, options.left[options.volunteer[pair], t, 3].astype(np.int64))
    free = options.day_parts[options.volunteer] & options.asked[seat_of] & ~busy
    forced = (options.visits[seat_of] > 0) & (np.bitwise_count(free) == options.visits[seat_of])
    forced_mask = np.where(forced, free, 0)[pair]
    row, col = [], []
    for part in range(21):
        which = np.flatnonzero(forced_mask >> part & 1)
        row.append((options.volunteer[pair[which]].astype(np.int64) * 64 + t[which]) * 32 + part)
        col.append(pair[which])
    key, cols = np.concatenate(row), np.concatenate(col)
    known, inverse, times = np.unique(key, return_inverse=True, return_counts=True)
    use = times[inverse] > 1
    wanted, place = np.unique(inverse[use], return_inverse=True)
    made.add(place, cols[use], 1.0, len(wanted), upper=1.0)


class _Rows:
    """Rows of a program as they are added."""

    def __init__(self) -> None:
        self._parts: list[tuple[Column, Column, Column]] = []
        self._lower: list[Column] = []
        self._upper: list[Column] = []
        self._count = 0

    def add(
        self, row: Column, column: Column, value: Any, count: int, *,
        lower: Any = -np.inf, upper: Any = np.inf,
    ) -> None:  # fmt: skip
        self._parts.append((row + self._count, column, np.broadcast_to(value, len(row))))
        self._lower.append(np.broadcast_to(np.float64(lower), count))
        self._upper.append(np.broadcast_to(np.asarray(upper, np.float64), count))
        self._count += count

    def whole(self, columns: int) -> tuple[Any, Column, Column]:
        row, column, value = (np.concatenate([p[k] for p in self._parts]) for k in range(3))
        matrix = sp.csc_matrix((value, (row, column)), shape=(self._count, columns))
        return matrix, np.concatenate(self._lower), np.concatenate(self._upper)


def solve(program: Program, guess: Column, stop: Stop, gap: float) -> Column:
    """Solve it with HiGHS from a first guess; what it found when it was told to stop."""
    import highspy

    solver = highspy.Highs()
    solver.setOptionValue("output_flag", False)  # noqa: FBT003  it takes no keyword
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", gap)
    model = highspy.HighsLp()
    rows, columns = program.matrix.shape
    model.num_col_, model.num_row_ = columns, rows
    model.sense_ = highspy.ObjSense.kMaximize
    model.col_cost_ = program.worth
    model.col_lower_, model.col_upper_ = np.zeros(columns), np.ones(columns)
    model.row_lower_, model.row_upper_ = program.lower, program.upper
    model.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    model.a_matrix_.start_ = program.matrix.indptr
    model.a_matrix_.index_ = program.matrix.indices
    model.a_matrix_.value_ = program.matrix.data
    model.integrality_ = [highspy.HighsVarType.kInteger] * columns
    solver.passModel(model)
    first = highspy.HighsSolution()
    first.col_value = guess
    solver.setSolution(first)

    def look(event: Any) -> None:
        out = event.data_out
        if stop(Progress(Stage.POLISHING, 0.5, out.mip_primal_bound, out.mip_dual_bound)):
            event.data_in.user_interrupt = True

    solver.cbMipInterrupt.subscribe(look)
    solver.run()
    found = np.asarray(solver.getSolution().col_value)
    return found if len(found) == columns else guess


@compiled
def _seat_them(m: Any, s: Any, requests: Any, way: Any, pair: Any, seat: Any) -> Any:
    """Seat what the solver chose; a request that clashes is left without help."""
    for r in requests:
        if way[r] < 0:
            continue
        placed, fine = 0, True
        for u in range(MOST_LEGS):
            if pair[r, u] < 0:
                break
            if not fits(m, s, pair[r, u], seat[r, u]):
                fine = False
                break
            place(m, s, r, u, seat[r, u], pair[r, u])
            placed += 1
        if fine:
            s.way[r] = way[r]
        else:
            leave(m, s, r)


def improve_exactly(  # noqa: PLR0913, PLR0917  what a plan hangs on
    model: Model,
    options: Options,
    priced: Priced,
    state: State,
    weight: Column,
    near: Near,
    stop: Stop,
    blocks: list[Column],
    threads: ThreadPoolExecutor | None = None,
) -> None:
    """Solve block by block what lies near the prices, and seat what is better; two blocks at a time
    where there are threads. A stop leaves the blocks that were not solved as they are.
    """
    share = np.where(state.pair >= 0, priced.share[np.maximum(state.pair, 0)], 1.0).min(axis=1)
    sure = (state.way >= 0) & (share >= near.sure)

    def ask(block: Column) -> Column | None:
        return _solve_block(model, options, priced, state, sure, near, stop, block)

    for at in range(0, len(blocks), 2):
        two = blocks[at : at + 2]
        if stop(Progress(Stage.POLISHING, at / len(blocks), value_of(model, state), priced.bound)):
            return
        found = list(threads.map(ask, two)) if threads else [ask(block) for block in two]
        for block, pairs in zip(two, found, strict=True):
            if pairs is not None:
                _take_if_better(model, options, state, weight, block[~sure[block]], pairs)


def _solve_block(
    model: Model, options: Options, priced: Priced, state: State, sure: Column, near: Near,
    stop: Stop, block: Column,
) -> Column | None:  # fmt: skip
    """The pairs that the solver chooses for the requests of a block that are not sure; None when
    there is nothing to choose.
    """
    open_requests = block[~sure[block]]
    held = state.pair[open_requests]
    held = held[held >= 0]
    without = copy_of(state)
    _leave_all(model, without, open_requests)
    among = np.zeros(options.requests, np.bool_)
    among[open_requests] = True
    part = residual(model, options, without, among)
    if not part.options.pairs:
        return None
    new_pair = np.full(options.pairs, -1)
    new_pair[part.pair] = np.arange(len(part.pair))
    of_part = Priced(
        priced.prices, priced.bound, priced.value[part.pair], priced.share[part.pair], priced.gain
    )
    held = new_pair[held]
    held = held[held >= 0]
    small = near_the_prices(part.options, of_part, held, near)
    if not small.options.pairs:
        return None
    program = program_of(small.options)
    found = solve(program, _guess(program, part.options, small, held), stop, near.gap)
    return np.asarray(part.pair[small.pair[np.flatnonzero(found[: program.pairs] > 0.5)]])


def _guess(program: Program, options: Options, small: Residual, held: Column) -> Column:
    """The plan so far as the program has it."""
    guess = np.zeros(len(program.worth))
    new_pair, new_way = np.full(options.pairs, -1), np.full(len(options.worth), -1)
    new_pair[small.pair] = np.arange(len(small.pair))
    new_way[small.way] = np.arange(len(small.way))
    guess[new_pair[held]] = 1.0
    way_of_seat = np.repeat(np.arange(len(options.worth)), np.diff(options.first_seat))
    ways = new_way[np.unique(way_of_seat[seats_of_pairs(options)[held]])]
    guess[program.pairs + np.flatnonzero(np.isin(program.many, ways))] = 1.0
    return guess


def _take_if_better(
    model: Model, options: Options, state: State, weight: Column, requests: Column, pairs: Column
) -> None:
    """Seat these pairs for these requests; put everything back when it is no better."""
    before = copy_of(state)
    worth = worth_of_all(model, state)
    _leave_all(model, state, requests)
    way, pair, seat = _by_request(options, pairs)
    _seat_them(
        model, state, requests[np.argsort(-weight[requests], kind="stable")], way, pair, seat
    )
    fill(model, state, np.arange(options.pairs), options.adds, requests, NOTHING)
    if worth_of_all(model, state) < worth:
        for now, then in zip(state, before, strict=True):
            now[...] = then


@compiled
def _leave_all(m: Any, s: Any, requests: Any) -> Any:
    for r in requests:
        leave(m, s, r)


def blocks_of(requests: Column, place: Column | None, most: int) -> list[Column]:
    """Cut a map in blocks of at most `most` requests, each time across the longer side."""
    if place is None or len(requests) <= most:
        return [requests]
    here = place[requests]
    side = int(np.argmax(here.max(axis=0) - here.min(axis=0)))
    order = requests[np.argsort(here[:, side], kind="stable")]
    middle = len(order) // 2
    return blocks_of(order[:middle], place, most) + blocks_of(order[middle:], place, most)


def _by_request(options: Options, taken: Column) -> tuple[Column, Column, Column]:
    seat_of = seats_of_pairs(options)[taken]
    order = np.lexsort((taken, seat_of))
    taken, seat_of = taken[order], seat_of[order]
    way_of_seat = np.repeat(np.arange(len(options.worth)), np.diff(options.first_seat))
    request = options.request[seat_of]
    place = np.arange(len(taken)) - np.searchsorted(request, request)
    way = np.full(options.requests, -1, np.int64)
    shape = (options.requests, MOST_LEGS)
    pair, seat = np.full(shape, -1, np.int64), np.full(shape, -1, np.int64)
    way[request] = way_of_seat[seat_of]
    pair[request, place], seat[request, place] = taken, seat_of
    return way, pair, seat
