"""One line of the table that `make bench` prints."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

Row = dict[str, Any]
#: Each part by its name, and what measures it.
Parts = Mapping[str, Callable[[], Iterable[Row]]]


def each(parts: Parts) -> Iterator[Row]:
    """Yield the rows of every part; one that cannot run costs its own rows only, and is named."""
    for name, measure in parts.items():
        try:
            yield from measure()
        except Exception as error:  # noqa: BLE001  whatever it is, the others go on
            yield {"name": name, "not_run": f"{type(error).__name__}: {error}"}


def at_least(name: str, value: float, goal: float, unit: str, *, baseline: float = 0.0) -> Row:
    return _row(name, value, unit, goal, baseline, ok=value >= goal)


def at_most(name: str, value: float, goal: float, unit: str, *, baseline: float = 0.0) -> Row:
    return _row(name, value, unit, goal, baseline, ok=value <= goal)


def shown(name: str, value: float, unit: str, *, baseline: float = 0.0, ok: bool = True) -> Row:
    """Make the row of a figure without a goal."""
    return _row(name, value, unit, None, baseline, ok=ok)


def _row(
    name: str, value: float, unit: str, goal: float | None, baseline: float, *, ok: bool
) -> Row:
    """Make a row. The exact figure is judged; only the printed one is rounded."""
    return {
        "name": name,
        "value": _rounded(value),
        "unit": unit,
        "goal": goal,
        "ok": bool(ok),
        "baseline": _rounded(baseline),
    }


def _rounded(value: float) -> float:
    """Round to four digits for a small number, and to one decimal for a larger one."""
    if value == int(value):
        return int(value)
    return float(f"{value:.4g}" if abs(value) < 100 else f"{value:.1f}")
