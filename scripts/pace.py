"""How fast this machine is now, so that no test fails because it is slow.

`patient(10)` is ten seconds on the machine of reference, and longer on one that is slower or busy.
`scripts/test.py` measures once a run and tells every process; whoever runs alone measures anew.
What must be done within some seconds is judged by `in_time`, which looks at how busy it is by then.
"""

import os
import time
from functools import cache

TOLD = "LPTEST_PACE"
#: Seconds that the work takes on the machine of reference: two cores of 2024, nothing else to do.
REFERENCE = 0.04
ROUNDS, STEPS = 5, 400_000
#: Nothing gets more than this, so that a test which hangs is still ended.
SLOWEST = 20.0


@cache
def pace() -> float:
    """Return how many times slower this machine is than the reference; never below 1."""
    told = os.environ.get(TOLD)
    return float(told) if told else measured()


def measured() -> float:
    """Measure the pace by the clock on the wall, since other processes count too; takes a fifth of
    a second."""
    begun = time.perf_counter()
    for _round in range(ROUNDS):
        _work()
    return min(SLOWEST, max(1.0, (time.perf_counter() - begun) / (ROUNDS * REFERENCE)))


def patient(seconds: float) -> float:
    """Return how many seconds to wait here for what takes at most `seconds` on the machine of
    reference."""
    return seconds * pace()


def in_time(took: float, seconds: float) -> bool:
    """Whether what took so long takes at most `seconds` on the machine of reference."""
    return took <= patient(seconds) or took <= seconds * measured()


def _work() -> int:
    number = 1
    for _step in range(STEPS):
        number = (number * 1103515245 + 12345) & 0x7FFFFFFF
    return number
