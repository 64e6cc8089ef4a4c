"""How the loops are compiled, kept on disk, and shared out over two threads."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

import numba
import numpy as np

from loopplank.core.matching.problem import Column

Made = TypeVar("Made")


def compiled(function: Callable[..., Any]) -> Any:
    """Compile a loop to run without Python's lock, so that two threads may each do half of the
    requests."""
    return _kept(function, {})


def compiled_loosely(function: Callable[..., Any]) -> Any:
    """Compile a loop that may add in another order. Its last digits may differ, so the checker
    computes anew whatever is promised from it."""
    return _kept(function, {"fastmath": True})


def inlined(function: Callable[..., Any]) -> Any:
    """Compile a small part of a loop into whatever calls it."""
    return _kept(function, {"inline": "always"})


def _kept(function: Callable[..., Any], options: dict[str, Any]) -> Any:
    try:
        return numba.njit(cache=True, nogil=True, **options)(function)
    except RuntimeError:
        # no folder to keep it in: it is compiled anew in each process (see NUMBA_CACHE_DIR)
        return numba.njit(nogil=True, **options)(function)


# --- two threads ----------------------------------------------------------------------------------


def split_in_two(before: Column) -> list[tuple[int, int]]:
    """Split the requests into two runs with as much work in each. `before` (requests + 1) is the
    work that lies before each request, and the total at the end."""
    requests = len(before) - 1
    middle = min(int(np.searchsorted(before, before[-1] // 2)), requests)
    return [(0, middle), (middle, requests)]


def run_both(
    threads: ThreadPoolExecutor | None,
    work: Callable[[tuple[int, int]], Made],
    ends: list[tuple[int, int]],
) -> list[Made]:
    """Do the work of both halves, at the same time where there are threads."""
    return list(threads.map(work, ends) if threads else map(work, ends))
