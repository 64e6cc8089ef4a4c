"""`make bench`: measure, print a table, write build/bench.json.

`quick` takes at most five minutes; `full` takes more rounds of the same. `ci` takes a minute and
only shows that everything can still be measured: it ends well whatever the figures are. Each bench
runs in a process of its own, so that none warms up another; one that cannot run is named, and loses
only its own rows. With `--write` the table in docs/performance.md is replaced as well.
"""

import json
import os
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
DOCUMENT = ROOT / "docs" / "performance.md"
BEGIN, END = "<!-- measured -->\n", "<!-- /measured -->\n"
Row = dict[str, Any]
PAGES = {"ci": {"rounds": 2, "one_of": 20}, "quick": {"rounds": 40}, "full": {"rounds": 200}}
#: How long for each of 84 instances of others; quickly only one of every six.
GAP = {
    "ci": {"seconds": 0.5, "every": 28},
    "quick": {"seconds": 2.5, "every": 6},
    "full": {"seconds": 10.0},
}
TRIAGE = {"ci": {"requests": 500, "rounds": 1}, "quick": {}, "full": {}}
#: How many volunteers and questions, and how many of them are answered by hand too.
RANKING = {"ci": {"volunteers": 20_000, "queries": 100, "same": 100}, "quick": {}, "full": {}}
#: How many requests; half as many volunteers. Quickly the server gets fewer: to write 20,000 takes
#: a minute on each engine.
SIZES = {
    "ci": {"small": 100, "large": 1_000, "rounds": 10},
    "quick": {},
    "full": {"rounds": 300},
}
SIZES_ON_A_SERVER = SIZES | {"quick": {"small": 500, "large": 5_000}}
#: Each bench by its name: the module, and what its `measure` gets.
BENCHES: dict[str, tuple[str, Callable[[str], dict[str, Any]]]] = {
    "triage": ("triage", lambda size: TRIAGE[size]),
    "ranking": ("ranking", lambda size: RANKING[size]),
    "pages on SQLite": ("pages", lambda size: PAGES[size]),
    "pages on PostgreSQL": (
        "pages",
        lambda size: {**PAGES[size], "engine": "postgresql"},
    ),
    "sizes on SQLite": ("sizes", lambda size: SIZES[size]),
    "sizes on PostgreSQL": (
        "sizes",
        lambda size: {**SIZES_ON_A_SERVER[size], "engine": "postgresql"},
    ),
    "text from outside": ("outside_text", lambda size: {"rounds": 1 if size == "ci" else 5}),
    "matching": ("matching", lambda size: {"size": size}),
    "gap": ("gap", lambda size: GAP[size]),
}


def main(size: str, *, write: bool) -> int:
    rows: list[Row] = []
    failed = False
    for bench in BENCHES:
        begun = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.run", "--one", bench, size],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            failed = True
            print(f"NOT RUN: {bench}\n{done.stderr.strip()}", file=sys.stderr)
            continue
        for row in json.loads(done.stdout.splitlines()[-1]):
            if "not_run" in row:
                failed = True
                print(f"NOT RUN: {bench}: {row['name']} ({row['not_run']})", file=sys.stderr)
            else:
                rows.append(row)
        print(f"{bench}: {time.monotonic() - begun:.0f} s", file=sys.stderr)
    print("\n".join(_table(rows)))
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "bench.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    if write and not failed:
        _write(rows)
    return int(failed or (size != "ci" and not all(row["ok"] for row in rows)))


def one(bench: str, size: str) -> None:
    """Measure one bench in this process; its rows are the last line that is printed."""
    module, given = BENCHES[bench]
    print(json.dumps(import_module(f"benchmarks.{module}").measure(**given(size))))


def _cells(row: Row) -> tuple[str, ...]:
    goal = "" if row["goal"] is None else f"{row['goal']:,}"
    numbers = (f"{row['value']:,}", row["unit"], goal, f"{row['baseline']:,}")
    return (row["name"], *numbers, "yes" if row["ok"] else "NO")


HEAD = ("what", "value", "unit", "goal", "baseline", "ok")


def _table(rows: list[Row]) -> list[str]:
    """Make a Markdown table that also reads well in a terminal."""
    cells = [HEAD, *map(_cells, rows)]
    wide = [max(len(line[n]) for line in cells) for n in range(len(HEAD))]
    right = {1, 3, 4}
    lines = [
        "| "
        + " | ".join(
            text.rjust(width) if n in right else text.ljust(width)
            for n, (text, width) in enumerate(zip(line, wide, strict=True))
        )
        + " |"
        for line in cells
    ]
    marks = ("-" * (w - 1) + ":" if n in right else "-" * w for n, w in enumerate(wide))
    return [lines[0], "| " + " | ".join(marks) + " |", *lines[1:]]


def _write(rows: list[Row]) -> None:
    """Replace the table, the machine and the day in the document."""
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    table = "\n".join(_table(rows))
    fresh = f"{before}{BEGIN}{_machine()}\n\n{table}\n{END}{after}"
    DOCUMENT.write_text(fresh, encoding="utf-8")


def _machine() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1024**3
    system = platform.freedesktop_os_release()
    return (
        f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} processors, {memory:.0f} GiB of memory,"
        f" {system['ID'].capitalize()} {system.get('VERSION_ID', '')},"
        f" Python {platform.python_version()}."
    )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], sys.argv[3])
        sys.exit()
    asked = [given for given in sys.argv[1:] if given != "--write"] or ["quick"]
    if asked[0] not in PAGES:
        sys.exit(f"There is no size {asked[0]}; there is {', '.join(PAGES)}.")
    sys.exit(main(asked[0], write="--write" in sys.argv))
