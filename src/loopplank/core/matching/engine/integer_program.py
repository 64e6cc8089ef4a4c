"""Options as an integer program for HiGHS, with the sharpest limits that we know."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy.sparse as sp

from loopplank.core.matching.engine.pricing import model_of, priced_rows
from loopplank.core.matching.engine.strengthening import sharper
from loopplank.core.matching.options import Options
from loopplank.core.matching.problem import Column
from loopplank.core.matching.result import Progress, Stop


@dataclass(frozen=True, slots=True)
class Program:
    """An integer program. Columns: one for each pair, then one for each way that needs more than
    one person."""

    matrix: Any
    lower: Column
    upper: Column
    worth: Column
    pairs: int
    many: Column


def program_of(options: Options) -> Program:
    """Write the options as an integer program, with sharpened limits."""
    seat_of = options.seat_of_pair
    way_of_seat = options.way_of_seat
    way_of = way_of_seat[seat_of]
    needs = np.bincount(way_of_seat, weights=options.units, minlength=len(options.worth))
    many = np.flatnonzero(needs > 1)
    column = np.full(len(options.worth), -1)
    column[many] = options.pairs + np.arange(len(many))
    alone = needs[way_of] == 1
    worth = np.concatenate([options.adds.astype(np.float64), options.worth[many]])
    worth[: options.pairs][alone] += options.worth[way_of[alone]]
    made = _Rows()
    request_of_way = options.request_of_way
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
    """Add rows so that nobody sits twice in one way, and nobody in a way that is not wholly
    chosen."""
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
        (options.visits * options.times)[seat],
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
    if options.halves > 1:
        half = np.tile([0, 1], len(pair))
        pair, t = np.repeat(pair, 2), 2 * np.repeat(t, 2) + half
        visited = np.flatnonzero(options.fortnight[seat_of[pair]] >> half & 1)
        pair, t = pair[visited], t[visited]
        _half_by_half(made, options, seat_of, pair, t)
    _parts_of_the_day(made, options, seat_of, pair, t)


def _half_by_half(
    made: "_Rows", options: Options, seat_of: Column, pair: Column, t: Column
) -> None:
    """Add rows for the minutes of the even and of the odd weeks apart, of which the others hold the
    sum; where more can be asked of one than there is."""
    rows = options.left.shape[1]
    key = options.volunteer[pair].astype(np.int64) * rows + t
    takes = (options.minutes // options.times[seat_of])[pair].astype(np.float64)
    most = options.left[:, :, 0].reshape(-1).astype(np.float64)
    wanted = np.flatnonzero(np.bincount(key, takes, len(most)) > most)
    number = np.full(len(most), -1)
    number[wanted] = np.arange(len(wanted))
    use = number[key] >= 0
    made.add(number[key[use]], pair[use], takes[use], len(wanted), upper=most[wanted])


def _parts_of_the_day(
    made: "_Rows", options: Options, seat_of: Column, pair: Column, t: Column
) -> None:
    """Add a row for each part of the day that a pair must take, since it has no other: one at a
    time. `t` are rows of `left`."""
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
    _, inverse, times = np.unique(key, return_inverse=True, return_counts=True)
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


def solve(
    program: Program, guess: Column, stop: Stop, now: Progress, gap: float, seed: int
) -> tuple[Column, float]:
    """Solve the program with HiGHS from a first guess. Returns what it had found when it ended or
    was stopped, and the bound of this program. `now` is what is told to `stop` meanwhile."""
    import highspy

    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]  # highspy has no types
    solver.setOptionValue("output_flag", False)  # noqa: FBT003  it takes no keyword
    solver.setOptionValue("threads", 1)
    solver.setOptionValue("mip_rel_gap", gap)
    solver.setOptionValue("random_seed", seed)
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
        if stop(now):
            event.data_in.user_interrupt = True

    solver.cbMipInterrupt.subscribe(look)
    solver.run()
    found = np.asarray(solver.getSolution().col_value)
    bound = float(solver.getInfo().mip_dual_bound)
    return (found if len(found) == columns else guess), bound
