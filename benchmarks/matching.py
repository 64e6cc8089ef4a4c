"""All that the matching engine must show. `python -m benchmarks.matching [ci|quick|full] [part …]`.

Parts: planning (how good, how soon), comparing (with what others make of the same town) and
simulation (years in which nobody may get above a limit). The instances of others are in `gap`.
"""

import sys
import time
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from benchmarks import comparing, planning, simulation
from benchmarks.row import Row, each

PARTS: dict[str, Callable[[str], Iterable[Row]]] = {
    "planning": planning.measure,
    "comparing": comparing.measure,
    "simulation": simulation.measure,
}


def measure(size: str) -> list[Row]:
    """Measure all parts, one after the other."""
    planning.warm_up()
    return list(each({name: partial(part, size) for name, part in PARTS.items()}))


def main(size: str, parts: list[str]) -> None:
    """Print each row as soon as it is there."""
    planning.warm_up()
    for part in parts or PARTS:
        begun = time.monotonic()
        for row in each({part: partial(PARTS[part], size)}):
            if "not_run" in row:
                print(f"NOT RUN: {row['name']} ({row['not_run']})", flush=True)
                continue
            mark, goal = "ok  " if row["ok"] else "NO  ", "" if row["goal"] is None else row["goal"]
            print(
                f"{mark} {row['name']:<58} {row['value']:>12,} {row['unit']:<10}"
                f" goal {goal:<6} baseline {row['baseline']:,}",
                flush=True,
            )
        print(f"     {part}: {time.monotonic() - begun:.0f} s", flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if sys.argv[1:] else "quick", sys.argv[2:])
