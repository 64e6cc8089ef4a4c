"""From a problem to a plan: options, prices, a first plan, and better ones while there is time."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field

import numpy as np

from loopplank.core.matching.engine.arrays import Model, State
from loopplank.core.matching.engine.eligibility import options_of, pairs_proposed
from loopplank.core.matching.engine.exact import Near, Task, blocks_of, improve_exactly
from loopplank.core.matching.engine.local_search import chains, take_the_place_of_lighter
from loopplank.core.matching.engine.pricing import Priced, Search, model_of, price, priced_rows
from loopplank.core.matching.engine.rounding import dive, in_order, score_of, value_of
from loopplank.core.matching.engine.seats import empty_state
from loopplank.core.matching.engine.strengthening import sharper
from loopplank.core.matching.engine.warm_start import kept_help
from loopplank.core.matching.options import Options
from loopplank.core.matching.problem import ROW_WEEKS, Column, Problem, Requests, Volunteers
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
from loopplank.core.matching.ways_to_help import How, Menu
from loopplank.core.matching.worth import AMOUNT, Amount


@dataclass(frozen=True, slots=True)
class EffortSteps:
    """The steps that an effort takes, and how far each goes."""

    search: Search = field(default_factory=Search)
    again: Search = field(
        default_factory=lambda: Search(rounds=40, begin=0.15, end=0.004, most=0, counted=0.3)
    )
    warm: Search = field(default_factory=lambda: Search(begin=0.3))
    dives: int = 1
    sure: float = 0.5
    near: tuple[Near, ...] = ()
    keeping: tuple[Near, ...] = ()
    moves: int = 2


#: Each time the same map with other borders, and then with more to choose from.
_SMALL = (
    Near(block=800, sure=0.8),
    Near(pairs=3, below_best=0.2, block=800, turned=True),
)
#: Beside proposals that lie open: from where they stand, and then with more to choose from.
_KEEPING = (
    Near(sure=0.95, gap=5e-4),
    Near(pairs=4, below_best=0.4, below_zero=0.2, sure=2.0, gap=5e-4),
)
_LARGE = (
    Near(),
    Near(pairs=3, below_best=0.2, below_zero=0.1, turned=True),
    Near(pairs=4, below_best=0.4, below_zero=0.2, sure=2.0, gap=5e-4),
)
COURSES = {
    Effort.QUICK: EffortSteps(dives=2, moves=1),
    Effort.STANDARD: EffortSteps(near=_SMALL, keeping=_KEEPING),
    Effort.THOROUGH: EffortSteps(dives=2, near=_LARGE, keeping=_KEEPING),
}


def plan(
    problem: Problem,
    *,
    stop: Stop,
    seed: int,
    prices: Column | None = None,
    effort: Effort = Effort.STANDARD,
    amount: Amount = AMOUNT,
) -> Plan:
    """Make a plan within everybody's limits, with the prices that prove how good it is.

    `prices` of an earlier plan of the same volunteers, (n, ROWS, resources), make it quicker.
    `stop` is asked often; once it says True the best plan so far is returned. The same seed gives
    the same plan, as long as nothing stops it.
    """
    people, requests = neighbours(problem.volunteers), neighbours(problem.requests)
    problem = problem.part(people, requests)
    a_week = per_week(problem)
    if prices is not None:
        prices = prices[people] / a_week
    with ThreadPoolExecutor(2) as threads:
        stop(Progress(Stage.LOOKING, 0.0))
        menu, options = options_of(problem, amount=amount, threads=threads)
        solved = solve_options(
            options,
            stop=stop,
            seed=seed,
            prices=prices,
            effort=effort,
            place=np.stack([problem.requests.x, problem.requests.y], axis=1),
            kept=pairs_proposed(problem, options),
            threads=threads,
        )
    as_given = np.empty_like(solved.priced.prices, np.float32)
    as_given[people] = solved.priced.prices * a_week
    return Plan(
        _helps(menu, solved, people, requests),
        as_given,
        solved.value,
        solved.priced.bound,
        solved.finished,
    )


def per_week(problem: Problem) -> Column:
    """Return by how much a price of what `Options` count becomes one of a week, by resource."""
    halves = problem.requests.halves
    return np.array([halves if name in {"minutes", "visits"} else 1 for name in RESOURCES])


def neighbours(rows: Volunteers | Requests) -> Column:
    """Return an order of the rows in which people who live near each other lie near each other in
    memory."""
    strip = np.floor(rows.x.astype(np.float64) / STRIP_KM)
    back = np.where(strip % 2 > 0, -1.0, 1.0)
    return np.asarray(np.lexsort((rows.y * back, strip)))


#: How wide the strips of a map are that are gone along, up and down.
STRIP_KM = 2.0


@dataclass(frozen=True, slots=True)
class Solved:
    """A plan in terms of options: for each request its way, and for each place of it the pair, the
    seat and the parts of the day. `proven` is the bound of the prices, or a lower one of the solver
    where it saw the whole problem; only the first comes with prices that anybody can check."""

    options: Options
    state: State
    priced: Priced
    value: float
    finished: bool
    proven: float = np.inf


def solve_options(  # noqa: PLR0913  whatever they were made from
    options: Options,
    *,
    stop: Stop,
    seed: int,
    prices: Column | None = None,
    effort: Effort = Effort.STANDARD,
    course: EffortSteps | None = None,
    place: Column | None = None,
    kept: Column | None = None,
    threads: ThreadPoolExecutor | None = None,
) -> Solved:
    """Choose among options as `plan` does, whatever they were made from. `place` (requests, 2) is
    where each request lies, to cut a large problem into blocks; `kept` says of each pair whether it
    was proposed before. `course` replaces that of the effort."""
    course, stopped = course or COURSES[effort], _StickyStop(stop)
    caps, ends = sharper(options)
    model = model_of(options, ends)
    rows = priced_rows(model, options, caps)
    search = course.search if prices is None else course.warm
    priced = price(
        model, options, caps, rows, search=search, stop=stopped, begin_at=prices, threads=threads
    )
    if not options.pairs:
        stop(Progress(Stage.DONE, 1.0, 0.0, priced.bound))
        return Solved(options, empty_state(options), priced, 0.0, finished=True)
    weight = _weight(options)
    before = None if kept is None or not kept.any() else kept_help(model, options, weight, kept)
    state = dive(
        model, options, priced, weight, rounds=0 if stopped.said else course.dives,
        search=course.again, sure=course.sure, stop=stopped, begin_with=before, threads=threads,
    )  # fmt: skip
    proven = priced.bound
    order, requests = in_order(options, score_of(priced)), np.argsort(-weight, kind="stable")
    for near in course.near if before is None else course.keeping:
        if stopped(Progress(Stage.POLISHING, 0.0, value_of(model, state), priced.bound)):
            break
        helpable = np.flatnonzero(np.diff(options.first_way))
        most = min(near.block, max(AT_ONE_GO, -(-len(helpable) // 2)))
        blocks = blocks_of(helpable, place, most, turned=near.turned)
        task = Task(model, options, priced, weight, near, seed)
        proven = min(proven, improve_exactly(task, state, blocks, stopped, threads))
    improve_by_moves(model, state, order, requests, course.moves, stopped, priced.bound)
    value = value_of(model, state)
    stop(Progress(Stage.DONE, 1.0, value, priced.bound))
    return Solved(options, state, priced, value, finished=not stopped.said, proven=proven)


#: So many requests are one block; more are cut in two at least, one for each thread.
AT_ONE_GO = 1_500


class _StickyStop:
    """A stop that stays said. Each of those who work side by side is told by itself."""

    def __init__(self, stop: Stop) -> None:
        self._stop, self.said = stop, False

    def __call__(self, progress: Progress) -> bool:
        told = (self.said and not progress.beside) or self._stop(progress)
        self.said = self.said or told
        return told


#: How many requests are mended between two looks at the clock.
AT_ONCE = 250


def improve_by_moves(
    model: Model,
    state: State,
    order: Column,
    requests: Column,
    moves: int,
    stop: Stop,
    bound: float,
) -> None:
    """Help more requests by moving others, a few hundred at a time, until `stop` says so."""
    for at in range(0, len(requests), AT_ONCE):
        share = at / len(requests)
        if stop(Progress(Stage.MENDING, share, value_of(model, state), bound)):
            return
        these = requests[at : at + AT_ONCE]
        chains(model, state, order, these, 1, 16)
        if moves > 1:
            chains(model, state, order, these, 2, 12)
        take_the_place_of_lighter(model, state, order, these, 8)


def _weight(options: Options) -> Column:
    """Return the most that helping each request is worth; it orders the requests."""
    weight = np.zeros(options.requests)
    np.maximum.at(weight, options.request_of_way, options.worth)
    return weight


def _helps(menu: Menu, solved: Solved, people: Column, requests: Column) -> tuple[Help, ...]:
    """Turn a solution into weeks and people. `menu` has the same ways and seats as the options;
    `people` and `requests` say which row of the problem each row of the options was."""
    state, options = solved.state, solved.options
    made = []
    for r in np.flatnonzero(state.way >= 0):
        parts = []
        for u in np.flatnonzero(state.pair[r] >= 0):
            z = int(state.seat[r, u])
            parts.append(
                Part(
                    volunteer=int(people[options.volunteer[state.pair[r, u]]]),
                    first_week=int(menu.row[z]) * ROW_WEEKS,
                    weeks=int(menu.weeks[z]),
                    visits=int(menu.visits[z]),
                    visit_minutes=int(menu.visit_minutes[z]),
                    day_parts=int(state.parts[r, u]),
                )
            )
        made.append(Help(int(requests[r]), How(int(menu.how[state.way[r]])), tuple(parts)))
    return tuple(sorted(made, key=lambda one: one.request))
