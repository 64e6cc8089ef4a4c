"""The same choice as one exact model, for solvers that others wrote: HiGHS and CP-SAT.

Columns: a pair that is chosen, and a way of more than one part that is chosen. Rows: one way a
request; the seats of a chosen way are filled; nobody takes two parts of it; and the limits of each
volunteer, in each row of weeks in which something begins (between those, load only falls). With
`sharp` a limit is the largest sum of visits within it, and two that both take more than half of it
exclude each other; with `parts_of_day` so do two visits that can only be in the same part of the
week. Which part the other visits get is left open, so the model may promise more than is possible.
"""

import time
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from scipy import sparse

from loopplank.core.matching import rules
from loopplank.core.matching.options import Options
from loopplank.core.matching.problem import ROWS, Column

PARTS_OF_THE_WEEK = 21
#: CP-SAT counts in whole numbers.
CENTS = 10_000


@dataclass(frozen=True, slots=True)
class Model:
    """Most `worth` within `low` <= matrix <= `high`; every column is 0 or 1."""

    worth: Column
    matrix: sparse.csr_matrix
    low: Column
    high: Column


@dataclass(frozen=True, slots=True)
class Answer:
    """What a solver found in so many seconds: the worth of its best plan, and its bound. `proven`
    is whether it finished."""

    value: float
    bound: float
    seconds: float
    proven: bool


@dataclass(slots=True)
class _Rows:
    """Rows while they are gathered."""

    count: int = 0
    row: list[Column] = field(default_factory=list)
    column: list[Column] = field(default_factory=list)
    takes: list[Column] = field(default_factory=list)
    low: list[Column] = field(default_factory=list)
    high: list[Column] = field(default_factory=list)

    def add(self, low: Column, high: Column, *entries: tuple[Column, Column, Column]) -> None:
        """Add rows; an entry says which of these rows (from 0), which column, how much."""
        for row, column, takes in entries:
            self.row.append(np.asarray(row) + self.count)
            self.column.append(np.asarray(column))
            self.takes.append(np.broadcast_to(takes, len(row)).astype(np.float64))
        self.low.append(low)
        self.high.append(high)
        self.count += len(high)

    def matrix(self, columns: int) -> sparse.csr_matrix:
        where = (np.concatenate(self.row), np.concatenate(self.column))
        return sparse.csr_matrix((np.concatenate(self.takes), where), (self.count, columns))


def model_of(options: Options, *, sharp: bool = True, parts_of_day: bool = True) -> Model:
    """Write all options as one model."""
    pairs = options.pairs
    seat = np.repeat(np.arange(len(options.row)), np.diff(options.first_pair))
    way_of_seat = np.repeat(np.arange(len(options.worth)), np.diff(options.first_seat))
    way = way_of_seat[seat]
    units = np.bincount(way_of_seat, options.units, len(options.worth))
    many = np.flatnonzero(units > 1)
    column = np.full(len(options.worth), -1)
    column[many] = pairs + np.arange(len(many))
    alone = units[way] == 1
    worth = np.concatenate(
        [options.adds + np.where(alone, options.worth[way], 0.0), options.worth[many]]
    )
    rows = _Rows()
    _one_way(rows, options, way_of_seat, way, alone, many, column)
    _filled(rows, options, seat, way_of_seat, alone, column)
    _different(rows, options, seat, way, alone, column)
    _limits(rows, options, seat, sharp=sharp)
    if parts_of_day:
        _forced_parts(rows, options, seat)
    return Model(
        worth, rows.matrix(len(worth)), np.concatenate(rows.low), np.concatenate(rows.high)
    )


def _one_way(
    rows: _Rows,
    options: Options,
    way_of_seat: Column,
    way: Column,
    alone: Column,
    many: Column,
    column: Column,
) -> None:
    request = np.zeros(len(options.worth), np.int64)
    request[way_of_seat] = options.request
    rows.add(
        np.full(options.requests, -np.inf),
        np.ones(options.requests),
        (request[way[alone]], np.flatnonzero(alone), np.ones(1)),
        (request[many], column[many], np.ones(1)),
    )


def _filled(
    rows: _Rows, options: Options, seat: Column, way_of_seat: Column, alone: Column, column: Column
) -> None:
    seats = np.flatnonzero(column[way_of_seat] >= 0)
    row = np.full(len(way_of_seat), -1)
    row[seats] = np.arange(len(seats))
    rows.add(
        np.zeros(len(seats)),
        np.zeros(len(seats)),
        (row[seat[~alone]], np.flatnonzero(~alone), np.ones(1)),
        (row[seats], column[way_of_seat[seats]], -options.units[seats]),
    )


def _different(
    rows: _Rows, options: Options, seat: Column, way: Column, alone: Column, column: Column
) -> None:
    """Add rows so that nobody is in two seats of a way, or twice in the seat of a duo."""
    which = np.flatnonzero(~alone)
    key = way[which].astype(np.int64) * len(options.left) + options.volunteer[which]
    found, at, times = np.unique(key, return_inverse=True, return_counts=True)
    needed = (times > 1) | (np.bincount(at, options.units[seat[which]] == 2) > 0)
    row = np.cumsum(needed) - 1
    use = needed[at]
    rows.add(
        np.full(needed.sum(), -np.inf),
        np.zeros(needed.sum()),
        (row[at[use]], which[use], np.ones(1)),
        (row[needed], column[found[needed] // len(options.left)], -np.ones(1)),
    )


def _limits(rows: _Rows, options: Options, seat: Column, *, sharp: bool) -> None:
    caps = options.left[:, :, :4].astype(np.int64)
    caps[:, :, 3] = rules.count_parts(options.day_parts[:, None] & ~caps[:, :, 3])
    if sharp:
        _sharpen(caps, options, seat)
    takes = (options.minutes, np.ones(options.pairs), options.heavy[seat], options.visits[seat])
    one = np.ones(len(options.left), np.int64)
    for row, now, begins in _weeks(options, seat, caps):
        here = now & begins[options.volunteer]
        for resource, take in enumerate(takes):
            cap = caps[:, row, resource]
            _capacity(rows, options, here, take, cap)
            if sharp and resource in {0, 3}:
                much = here & (2 * take > cap[options.volunteer])
                _capacity(rows, options, much, np.ones(options.pairs), one)


def _sharpen(caps: Column, options: Options, seat: Column) -> None:
    """Bring each limit down to what can be reached within it, in place."""
    caps[:, :, 1] = np.minimum(caps[:, :, 1], caps[:, :, 3])
    wide = int(options.minutes.max(initial=0)) + 1
    known: dict[tuple[int, ...], int] = {}
    for row in range(ROWS):
        now = (options.row[seat] <= row) & (row < options.row_end[seat])
        found = np.unique(options.volunteer[now].astype(np.int64) * wide + options.minutes[now])
        who, first = np.unique(found // wide, return_index=True)
        for v, lengths in zip(who.tolist(), np.split(found % wide, first[1:]), strict=True):
            minutes, least = int(caps[v, row, 0]), int(lengths[0])
            people = min(int(caps[v, row, 1]), minutes // least)
            asked = (minutes, people, *lengths.tolist())
            if asked not in known:
                known[asked] = _largest_sum(*asked)
            caps[v, row, :2] = known[asked], people


def _largest_sum(most: int, count: int, *lengths: int) -> int:
    """Return the largest sum up to `most` of at most `count` of these lengths, in steps of five."""
    inside = (1 << (most // 5 + 1)) - 1
    reached = 1
    for _ in range(count):
        further = reached
        for length in lengths:
            further |= reached << (length // 5)
        reached = further & inside
    return 5 * (reached.bit_length() - 1)


def _capacity(rows: _Rows, options: Options, active: Column, take: Column, cap: Column) -> None:
    """Add a row for each volunteer of whom these pairs could take more than there is."""
    which = np.flatnonzero(active & (take > 0))
    who = options.volunteer[which]
    asked = np.bincount(who, take[which], len(cap))
    needed = asked > cap
    number = np.cumsum(needed) - 1
    use = needed[who]
    rows.add(
        np.full(needed.sum(), -np.inf),
        cap[needed].astype(np.float64),
        (number[who[use]], which[use], take[which[use]]),
    )


def _weeks(options: Options, seat: Column, caps: Column) -> list[tuple[int, Column, Column]]:
    """List each row of weeks, its pairs, and the volunteers whose limit it must respect."""
    found = []
    for row in range(ROWS):
        now = (options.row[seat] <= row) & (row < options.row_end[seat])
        begins = np.zeros(len(options.left), bool)
        begins[options.volunteer[options.row[seat] == row]] = True
        if row:
            begins |= (caps[:, row] < caps[:, row - 1]).any(axis=1)
        found.append((row, now, begins))
    return found


def _forced_parts(rows: _Rows, options: Options, seat: Column) -> None:
    busy = np.zeros(options.pairs, np.int64)
    for row in range(ROWS):
        now = (options.row[seat] <= row) & (row < options.row_end[seat])
        busy |= np.where(now, options.left[options.volunteer, row, 3], 0)
    free = options.day_parts[options.volunteer] & options.asked[seat] & ~busy
    forced = np.where(rules.count_parts(free) == options.visits[seat], free, 0)
    caps = np.ones((len(options.left), ROWS, 1), np.int64)
    for row, now, begins in _weeks(options, seat, caps):
        for part in range(PARTS_OF_THE_WEEK):
            here = now & begins[options.volunteer] & ((forced >> part & 1) > 0)
            _capacity(rows, options, here, np.ones(options.pairs), caps[:, row, 0])


# --- solvers --------------------------------------------------------------------------------------


def by_highs(model: Model, *, seconds: float, whole: bool = False, threads: int = 1) -> Answer:
    """Solve with HiGHS: the linear bound, or with `whole` its own plan."""
    import highspy

    solver: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    solver.setOptionValue("output_flag", False)  # noqa: FBT003  HiGHS has no keyword
    solver.setOptionValue("time_limit", seconds)
    solver.setOptionValue("threads", threads)
    lp = highspy.HighsLp()
    rows, columns = model.matrix.shape
    by_column = model.matrix.tocsc()
    lp.num_col_, lp.num_row_ = columns, rows
    lp.col_cost_ = model.worth
    lp.col_lower_, lp.col_upper_ = np.zeros(columns), np.ones(columns)
    lp.row_lower_, lp.row_upper_ = model.low, model.high
    lp.sense_ = highspy.ObjSense.kMaximize
    lp.a_matrix_.format_ = highspy.MatrixFormat.kColwise
    lp.a_matrix_.start_, lp.a_matrix_.index_ = by_column.indptr, by_column.indices
    lp.a_matrix_.value_ = by_column.data
    if whole:
        lp.integrality_ = [highspy.HighsVarType.kInteger] * columns
    begun = time.perf_counter()
    solver.passModel(lp)
    solver.run()
    took = time.perf_counter() - begun
    proven = solver.getModelStatus() == highspy.HighsModelStatus.kOptimal
    info = solver.getInfo()
    value = info.objective_function_value
    return Answer(value, info.mip_dual_bound if whole else value, took, proven)


def by_cp_sat(model: Model, *, seconds: float, seed: int = 1, workers: int = 2) -> Answer:
    """Solve with CP-SAT within so many seconds, without the time to write the model down."""
    from ortools.sat.python import cp_model

    made = cp_model.CpModel()
    chosen = [made.new_bool_var("") for _ in range(len(model.worth))]
    matrix = model.matrix
    for row in range(matrix.shape[0]):
        entries = slice(matrix.indptr[row], matrix.indptr[row + 1])
        which = [chosen[at] for at in matrix.indices[entries].tolist()]
        takes = matrix.data[entries].astype(np.int64).tolist()
        added = cp_model.LinearExpr.weighted_sum(which, takes)
        if np.isinf(model.low[row]):
            made.add(added <= int(model.high[row]))
        else:
            made.add(added == int(model.high[row]))
    cents = np.round(model.worth * CENTS).astype(np.int64)
    made.maximize(cp_model.LinearExpr.weighted_sum(chosen, cents.tolist()))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = workers
    solver.parameters.random_seed = seed
    begun = time.perf_counter()
    status = solver.solve(made)
    took = time.perf_counter() - begun
    found = status in {cp_model.OPTIMAL, cp_model.FEASIBLE}
    value = solver.objective_value / CENTS if found else 0.0
    return Answer(value, solver.best_objective_bound / CENTS, took, status == cp_model.OPTIMAL)
