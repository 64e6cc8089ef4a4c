"""Planner processes: the same plan here and on a cluster, a stop, a death that is noticed."""

import os
import signal
from collections.abc import Iterator
from concurrent.futures import wait
from dataclasses import replace
from io import BytesIO
from multiprocessing import active_children, connection
from typing import Any

import pytest
from scripts.pace import patient
from tests.racing import eventually
from tests.small_town import town

from loopplank.core.matching.checker import approve
from loopplank.core.matching.problem import Problem
from loopplank.core.matching.result import Plan, Stage
from loopplank.jobs.planning import executors
from loopplank.jobs.planning.executors import Cluster, Died, LocalPool, Unreachable, chosen
from loopplank.jobs.planning.planner import Order, read_prices, save_prices

HERE = "tests.stand_in_planner"


def order(problem: Problem, planner: str = "plan", seconds: float = 60.0) -> Order:
    file = BytesIO()
    problem.save(file)
    return Order(file.getvalue(), 7, "quick", seconds, planner=f"{HERE}.{planner}")


@pytest.fixture
def pool() -> Iterator[LocalPool]:
    made = LocalPool(workers=1)
    yield made
    made.close()
    assert not active_children()


def finished(running: Any) -> Plan:
    """The plan of a local order, once it is there."""
    wait([running.future], timeout=patient(60))
    made: Plan = running.plan()
    return made


def test_a_plan_comes_back_from_another_process(pool: LocalPool) -> None:
    problem = town(6, 8)
    running = pool.submit(order(problem))
    made = finished(running)
    assert len(made.helps) >= 4
    assert approve(problem, made).value == pytest.approx(made.value)
    told = running.progress()
    assert told is not None
    assert told.stage is Stage.BUILDING, "the first word of it was passed on"


def test_a_plan_that_evens_out_says_what_it_is_worth_by_itself(pool: LocalPool) -> None:
    """What a neighbourhood weighs more is no worth of the plan: the checker knows nothing of it."""
    problem = town(6, 30, r_neighbourhood=[n % 2 for n in range(30)])
    one = order(problem)
    for level in ("off", "mild", "strong"):
        made = finished(pool.submit(replace(one, fairness=level)))
        assert approve(problem, made).value == pytest.approx(made.value)


def test_a_stop_ends_it_with_what_there_is(pool: LocalPool) -> None:
    running = pool.submit(order(town(3, 3), "until_stopped"))
    eventually(running.progress, "the planner says where it is", seconds=60)
    assert not running.done()
    running.stop()
    assert not finished(running).finished


def test_the_time_ends_it_too(pool: LocalPool) -> None:
    running = pool.submit(order(town(3, 3), "until_stopped", seconds=0.1))
    assert finished(running).helps == ()


def test_a_planner_that_is_killed_is_noticed(pool: LocalPool) -> None:
    running = pool.submit(order(town(3, 3), "until_stopped"))
    eventually(running.progress, "the planner is at work", seconds=60)
    (process,) = active_children()
    assert process.pid
    os.kill(process.pid, signal.SIGKILL)
    assert connection.wait([process.sentinel], timeout=patient(60))
    with pytest.raises(Died):
        finished(running)
    # the next order begins in a new process
    assert finished(pool.submit(order(town(3, 3)))).finished


def test_closing_ends_what_still_runs(pool: LocalPool) -> None:
    running = pool.submit(order(town(3, 3), "until_stopped"))
    eventually(running.progress, "the planner is at work", seconds=60)
    sentinels = [process.sentinel for process in active_children()]
    pool.close()
    assert set(connection.wait(sentinels, timeout=patient(10))) == set(sentinels)


def test_a_fault_of_the_planner_comes_back_as_it_is(pool: LocalPool) -> None:
    with pytest.raises(ArithmeticError, match="fault in the planner"):
        finished(pool.submit(order(town(3, 3), "raises")))


def test_a_cluster_gives_the_same_plan(pool: LocalPool) -> None:
    import distributed

    problem = town(6, 8)
    with (
        distributed.LocalCluster(
            n_workers=1,
            threads_per_worker=1,
            processes=False,
            dashboard_address=None,
            silence_logs=50,
        ) as cluster,
        distributed.Client(cluster, set_as_default=False) as client,
    ):
        there = Cluster(client=client)
        running = there.submit(order(problem))
        eventually(running.done, "the cluster made it", seconds=60)
        made = running.plan()
        endless = there.submit(order(problem, "until_stopped"))
        eventually(endless.progress, "the cluster says where it is", seconds=60)
        endless.stop()
        eventually(endless.done, "the cluster heeds a stop", seconds=60)
        assert endless.plan().helps == ()
    here = finished(pool.submit(order(problem)))
    assert made.helps == here.helps
    assert (made.value, made.bound) == (here.value, here.bound)


def test_a_cluster_that_is_not_there_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "ANSWERS_WITHIN", "50ms")
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:1"):
        chosen("dask://127.0.0.1:1").submit(order(town(1, 1)))


def test_without_the_package_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "distributed", None)
    with pytest.raises(Unreachable, match=r"install loopplank\[cluster\]"):
        chosen("dask://127.0.0.1:8786").submit(order(town(1, 1)))


def test_the_loop_never_counts_itself() -> None:
    """Numba, and the engine that needs it, come into planner processes only."""
    import subprocess
    import sys

    told = subprocess.run(
        [
            sys.executable,
            "-c",
            "import sys, loopplank.jobs.planning.executors, loopplank.core.matching.sharding;"
            "print([m for m in sys.modules if m.split('.')[0] in {'numba', 'distributed'}])",
        ],
        capture_output=True,
        text=True,
        check=True,
        env={**os.environ, "PYTHONPATH": "src"},
    )
    assert told.stdout.strip() == "[]"


def test_prices_are_kept_well_enough_to_begin_with(pool: LocalPool) -> None:
    made = finished(pool.submit(order(town(4, 6))))
    again = read_prices(save_prices(made.prices))
    assert again is not None
    assert again.shape == made.prices.shape
    assert abs(again - made.prices).max() < 1e-6
    assert read_prices(b"") is None
