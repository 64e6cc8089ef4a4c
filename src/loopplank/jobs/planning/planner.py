"""What runs in a planner process: read a problem, make a plan, tell how far it is, heed a stop.

Nothing of Django comes in here, and the engine comes in here only: the process that asks for a plan
stays light, and is never forked into one that counts.
"""

import json
import os
import signal
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass, replace
from importlib import import_module
from io import BytesIO
from multiprocessing import connection, parent_process
from pathlib import Path
from time import monotonic
from typing import Protocol

import numpy as np

from loopplank.core.matching.checker_bound import certify
from loopplank.core.matching.fairness import fair_plan
from loopplank.core.matching.plan_settings import Fairness
from loopplank.core.matching.problem import Column, Problem
from loopplank.core.matching.result import Effort, Plan, Progress, Stage, Stop, StoppedAt
from loopplank.core.matching.stop_replay import CountedStop, ReplayedStop
from loopplank.core.matching.worth import value_of

ENGINE = "loopplank.core.matching.engine.plan"
#: How often it looks whether to stop, and says where it is.
EVERY_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class Order:
    """One plan to make. `problem` is what `Problem.save` wrote, so that what is kept is what was
    planned; `planner` is the dotted name of the function that makes it. `fairness` is how much the
    network evens out. With `again` nothing but that stops it.
    """

    problem: bytes
    seed: int
    effort: str
    seconds: float
    prices: bytes = b""
    planner: str = ENGINE
    fairness: str = Fairness.OFF.value
    again: StoppedAt | None = None


class Line(Protocol):
    """The line between a planner and who waits for it."""

    def stopped(self) -> bool: ...

    def tell(self, progress: Progress) -> None: ...


@dataclass(frozen=True, slots=True)
class Folder:
    """A line over two files: `stop` is there once somebody asked for it."""

    path: str

    def stopped(self) -> bool:
        return (Path(self.path) / "stop").exists()

    def ask_to_stop(self) -> None:
        (Path(self.path) / "stop").touch()

    def tell(self, progress: Progress) -> None:
        new = Path(self.path) / "progress.new"
        new.write_text(json.dumps(asdict(progress)), encoding="ascii")
        new.replace(Path(self.path) / "progress")

    def told(self) -> Progress | None:
        try:
            said = json.loads((Path(self.path) / "progress").read_text(encoding="ascii"))
        except FileNotFoundError:
            return None
        return progress_from(said)


def progress_from(said: dict[str, float | str]) -> Progress:
    """Return what a planner told, from how it was sent."""
    share, value, bound = (float(said[name]) for name in ("share", "value", "bound"))
    return Progress(Stage(str(said["stage"])), share, value, bound)


def make(order: Order, line: Line) -> Plan:
    """Make the plan; stops at its time or when asked, with the best valid plan so far, and says
    where that was.
    """
    module, _, name = order.planner.rpartition(".")
    library = import_module(module)
    planner: Callable[..., Plan] = getattr(library, name)
    # the first time on a machine it compiles; that is no part of the time that a plan may take
    getattr(library, "warm_up", _no_warming)()
    problem, begun = Problem.load(BytesIO(order.problem)), read_prices(order.prices)
    stop = CountedStop(ReplayedStop(order.again) if order.again else _stop(order.seconds, line))

    def once(weighed: Problem, prices: Column | None) -> Plan:
        return planner(
            weighed,
            stop=stop,
            seed=order.seed,
            prices=begun if prices is None else prices,
            effort=Effort(order.effort),
        )

    plan, cost = fair_plan(problem, once, Fairness(order.fairness))
    plan = replace(plan, stopped_at=stop.at)
    if cost.fair is problem.requests.fair:
        return plan
    # what evening out weighs is no worth: the plan says what it is worth without
    return replace(
        plan,
        value=value_of(problem, plan.helps),
        bound=certify(problem, plan.prices),
    )


def _no_warming() -> None:
    """Do nothing: there is nothing to get ready."""


def _stop(seconds: float, line: Line) -> Stop:
    """Make a stop that heeds the time and the line, and passes on where the plan is."""
    ends = monotonic() + seconds
    state = {"next": 0.0, "stopped": 0.0}

    def stop(progress: Progress) -> bool:
        now = monotonic()
        if state["stopped"] or now >= ends:
            return True
        if now >= state["next"]:
            state["next"] = now + EVERY_SECONDS
            line.tell(progress)
            state["stopped"] = float(line.stopped())
        return bool(state["stopped"])

    return stop


def save_prices(prices: Column) -> bytes:
    """Write prices as they are kept; half as precise is enough to begin the next plan with."""
    file = BytesIO()
    np.savez_compressed(file, prices=prices.astype(np.float32))
    return file.getvalue()


def read_prices(saved: bytes) -> Column | None:
    """Return what `save_prices` wrote; None when nothing was kept."""
    if not saved:
        return None
    with np.load(BytesIO(saved), allow_pickle=False) as found:
        return np.asarray(found["prices"], dtype=np.float64)


def leave_with_parent() -> None:
    """Arrange, first thing in each planner process, to end when the loop that started it is gone,
    even if nobody could say goodbye. Ctrl-C is for that loop: it asks us to stop.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    parent = parent_process()
    if parent is None:
        return

    def watch() -> None:
        connection.wait([parent.sentinel])
        os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
