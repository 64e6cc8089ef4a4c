"""Give each of two threads half of the requests."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import numpy as np

from loopplank.core.matching.problem import Column

Made = TypeVar("Made")


def halves(before: Column) -> list[tuple[int, int]]:
    """Two runs of requests with as much work in each; `before` (requests + 1) is the work that lies
    before each request, and after the last.
    """
    requests = len(before) - 1
    middle = min(int(np.searchsorted(before, before[-1] // 2)), requests)
    return [(0, middle), (middle, requests)]


def in_halves(
    threads: ThreadPoolExecutor | None,
    work: Callable[[tuple[int, int]], Made],
    ends: list[tuple[int, int]],
) -> list[Made]:
    """Do both, at the same time where there are threads."""
    return list(threads.map(work, ends) if threads else map(work, ends))
