"""Several things at the same moment, each on a connection of its own."""

import faulthandler
import sys
import threading
from collections.abc import Callable, Sequence
from typing import Any

from scripts.pace import patient


def race(calls: Sequence[Callable[[], Any]], *, seconds: float = 60) -> list[Any]:
    """Start all calls at once, each in its own thread; what each gave, in the same order.

    A call that raised gives its exception. Needs a database with real commits: mark the test
    `commits`. Fails when a call is not back after `seconds` (more on a slow machine, see
    scripts/pace.py), and shows where each one hangs.
    """
    from django.db import connections

    outcomes: list[Any] = [None] * len(calls)
    seconds = patient(seconds)
    start = threading.Barrier(len(calls))

    def run(place: int) -> None:
        try:
            start.wait()
            outcomes[place] = calls[place]()
        except Exception as error:  # noqa: BLE001  the test looks at what each call met
            outcomes[place] = error
        finally:
            connections.close_all()

    threads = [
        threading.Thread(target=run, args=(place,), daemon=True) for place in range(len(calls))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(seconds)
    if any(thread.is_alive() for thread in threads):
        faulthandler.dump_traceback(sys.__stderr__, all_threads=True)
        raise AssertionError(f"after {seconds:.0f} s not every call of the race was back")
    return outcomes


def eventually(check: Callable[[], Any], what: str, *, seconds: float = 20) -> Any:
    """Ask `check` until it gives something true, and give that; after `seconds` the test fails.

    They are seconds of the machine of reference: a slow one gets more (scripts/pace.py).
    """
    seconds = patient(seconds)
    pause = threading.Event()
    for _attempt in range(int(seconds / 0.05)):
        found = check()
        if found:
            return found
        pause.wait(0.05)
    raise AssertionError(f"after {seconds:.0f} s still not so: {what}")
