"""The background loop: send messages, sweep what is due, make plans, once a day the nightly work,
and stop when asked.
"""

from collections.abc import Callable
from datetime import datetime
from threading import Event

import structlog
from django.db import close_old_connections, connection

from loopplank.jobs.messages.sending import Sender
from loopplank.jobs.nightly import daily_work
from loopplank.jobs.planning.plan_runs import Planning
from loopplank.jobs.sweeping import Sweeper

log = structlog.get_logger("loopplank.loop")

PAUSE = 5.0
#: Somebody looks at how far a plan is.
PAUSE_WHILE_PLANNING = 1.0
LONGEST_PAUSE = 60.0


def run(clock: Callable[[], datetime], stop: Event, pause: float = PAUSE) -> None:
    """Go round until `stop` is set; a database that is away is waited for, ever more patiently."""
    sweeper, planning, sender = Sweeper(), Planning(), Sender()
    failures, planned = 0, False
    log.info("loop_started")
    while not stop.is_set():
        try:
            close_old_connections()
            # first: somebody looks at a page and waits for a code
            sender.round(clock, stop.is_set)
            once(sweeper, clock(), stop.is_set)
            planned = planning.round(clock())
            failures = 0
        except Exception:  # the loop outlives whatever happens in a round
            failures += 1
            log.exception("round_failed", times=failures)
            connection.close()
        usual = min(pause, PAUSE_WHILE_PLANNING) if planned else pause
        if sender.more:
            usual = 0.0
        stop.wait(min(pause * 2 ** min(failures, 6), LONGEST_PAUSE) if failures else usual)
    planning.leave()
    log.info("loop_stopped")


def plan_all(planning: Planning, clock: Callable[[], datetime], stop: Event) -> None:
    """Make every plan that waits, and wait for each: for a round that stands by itself."""
    while not stop.is_set() and planning.round(clock()):
        stop.wait(PAUSE_WHILE_PLANNING)
    planning.leave()


def once(sweeper: Sweeper, now: datetime, stopping: Callable[[], bool] = lambda: False) -> None:
    """Run one round."""
    close_old_connections()
    done = sweeper.sweep(now, stopping)
    if done:
        log.info("swept", rows=done)
    daily_work.run(now, stopping)
