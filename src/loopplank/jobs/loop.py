"""The background loop: sweep what is due, once a day the nightly work, and stop when asked."""

from collections.abc import Callable
from datetime import datetime
from threading import Event

import structlog
from django.db import close_old_connections, connection

from loopplank.jobs import nightly
from loopplank.jobs.sweeping import Sweeper

log = structlog.get_logger("loopplank.loop")

PAUSE = 5.0
LONGEST_PAUSE = 60.0


def run(clock: Callable[[], datetime], stop: Event, pause: float = PAUSE) -> None:
    """Go round until `stop` is set; a database that is away is waited for, ever more patiently."""
    sweeper = Sweeper()
    failures = 0
    log.info("loop_started")
    while not stop.is_set():
        try:
            once(sweeper, clock(), stop.is_set)
            failures = 0
        except Exception:  # the loop outlives whatever happens in a round
            failures += 1
            log.exception("round_failed", times=failures)
            connection.close()
        stop.wait(min(pause * 2 ** min(failures, 6), LONGEST_PAUSE) if failures else pause)
    log.info("loop_stopped")


def once(sweeper: Sweeper, now: datetime, stopping: Callable[[], bool] = lambda: False) -> None:
    """One round."""
    close_old_connections()
    done = sweeper.sweep(now, stopping)
    if done:
        log.info("swept", rows=done)
    nightly.run(now, stopping)
