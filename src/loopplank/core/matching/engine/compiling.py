"""Compile a loop once, and keep what was compiled beside the source or in numba's own cache."""

from collections.abc import Callable
from typing import Any

import numba


def compiled(function: Callable[..., Any]) -> Any:
    """Compile without Python's lock, so that two threads may each do half of the requests."""
    return numba.njit(cache=True, nogil=True)(function)


def compiled_loosely(function: Callable[..., Any]) -> Any:
    """The same where the order of adding may differ: for searching, never for what is promised."""
    return numba.njit(cache=True, nogil=True, fastmath=True)(function)


def inlined(function: Callable[..., Any]) -> Any:
    """A small part of a loop."""
    return numba.njit(cache=True, nogil=True, inline="always")(function)
