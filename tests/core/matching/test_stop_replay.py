"""A plan that was stopped is stopped at the same place again, however fast the machine is."""

from dataclasses import dataclass, field
from threading import Lock

import numpy as np
import pytest
from tests.core.matching.drawn import town

from loopplank.core.matching.checker import approve
from loopplank.core.matching.engine import plan, planner
from loopplank.core.matching.engine.exact import Near
from loopplank.core.matching.engine.planner import EffortSteps
from loopplank.core.matching.result import Effort, Plan, Progress, Stage, StoppedAt
from loopplank.core.matching.stop_replay import CountedStop, ReplayedStop


@dataclass
class AsAClock:
    """Says stop once so much was done, by whoever of those at work comes first, and keeps where
    the plan was then; `slow` lets each of the first solver count for so many.
    """

    work: int
    slow: int = 1
    done: int = 0
    told: list[Progress] = field(default_factory=list)
    lock: Lock = field(default_factory=Lock)

    def __call__(self, progress: Progress) -> bool:
        with self.lock:
            self.done += self.slow if progress.beside == 1 else 1
            if self.done > self.work:
                self.told.append(progress)
            return self.done > self.work


@pytest.fixture
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Many blocks, two beside each other, each with something to solve."""
    near = (Near(block=100, sure=2.0, little=0, pairs=4, below_best=0.5, gap=0.0),)
    monkeypatch.setitem(planner.COURSES, Effort.STANDARD, EffortSteps(near=near, keeping=near))


def same(one: Plan, other: Plan) -> bool:
    return (
        (one.helps, one.value, one.bound, one.finished)
        == (other.helps, other.value, other.bound, other.finished)
    ) and np.array_equal(one.prices, other.prices)


@pytest.mark.usefixtures("_small_blocks")
@pytest.mark.parametrize("slow", [1, 3])
def test_where_it_was_stopped_it_stops_again(slow: int) -> None:
    of = town(80, 200)
    whole = plan(of, stop=(counted := CountedStop(lambda _at: False)), seed=1)
    assert counted.at is None
    stages, beside, values = set(), [], set()
    for work in (0, 1, 5, 12, 17, *range(20, 40, 2)):
        clock = AsAClock(work, slow)
        first = plan(of, stop=(counted := CountedStop(clock)), seed=1)
        assert counted.at is not None
        again = plan(of, stop=ReplayedStop(counted.at), seed=1)
        approve(of, again)
        assert same(first, again), (work, counted.at)
        stages.add(clock.told[0].stage)
        beside.append(counted.at.beside)
        values.add(first.value)
    assert stages >= {Stage.LOOKING, Stage.PRICING, Stage.BUILDING, Stage.POLISHING}
    assert any(beside), "none was stopped while two were at work"
    assert len(values) > 3
    assert whole.finished


def looks(stop: ReplayedStop | CountedStop, *places: int) -> list[bool]:
    return [stop(Progress(Stage.POLISHING, 0.0, beside=place)) for place in places]


def test_of_two_at_work_each_is_told_at_its_own_look() -> None:
    times = iter([False, False, False, True])
    live = CountedStop(lambda _at: next(times))
    assert looks(live, 0, 1, 2, 1, 2, 2, 0) == [False, False, False, True, True, True, True]
    assert live.at == StoppedAt(2, ((1, 2), (2, 2)))
    # the second is slower this time, and the first is not told later for it
    assert looks(ReplayedStop(live.at), 0, 1, 1, 2, 2, 0) == [False, False, True, False, True, True]


def test_who_was_done_by_then_is_not_told() -> None:
    times = iter([False, False, True])
    live = CountedStop(lambda _at: next(times))
    looks(live, 0, 1, 2, 0)
    assert live.at == StoppedAt(2, ((2, 1),))
    assert looks(ReplayedStop(live.at), 0, 1, 1, 2, 0) == [False, False, False, True, True]


def test_what_was_asked_before_stays_as_it_was() -> None:
    """The same number of looks in an earlier round is no reason to stop in it."""
    live = ReplayedStop(StoppedAt(3, ((1, 1),)))
    assert looks(live, 0, 1, 1, 0, 1, 0) == [False, False, False, False, True, True]
