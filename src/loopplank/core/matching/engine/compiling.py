"""Compile a loop once, and keep what was compiled beside the source or in numba's own cache."""

from collections.abc import Callable
from typing import Any

import numba


def compiled(function: Callable[..., Any]) -> Any:
    """Compile without Python's lock, so that two threads may each do half of the requests."""
    return _kept(function, {})


def compiled_loosely(function: Callable[..., Any]) -> Any:
    """The same where the order of adding may differ, so the last digits too: what is promised from
    it the checker computes anew.
    """
    return _kept(function, {"fastmath": True})


def inlined(function: Callable[..., Any]) -> Any:
    """A small part of a loop."""
    return _kept(function, {"inline": "always"})


def _kept(function: Callable[..., Any], options: dict[str, Any]) -> Any:
    try:
        return numba.njit(cache=True, nogil=True, **options)(function)
    except RuntimeError:
        # no folder to keep it in: it is compiled anew in each process (see NUMBA_CACHE_DIR)
        return numba.njit(nogil=True, **options)(function)
