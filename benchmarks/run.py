"""`make bench`: measure, print a table, write build/bench.json.

`quick` takes at most five minutes; `full` takes more rounds of the same. Each bench runs in a
process of its own, so that none warms the other.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
BENCHES = ("triage", "pages")


def main(size: str) -> int:
    rows: list[dict[str, Any]] = []
    for bench in BENCHES:
        begin = time.monotonic()
        done = subprocess.run(
            [sys.executable, "-m", "benchmarks.run", "--one", bench, size],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            print(done.stdout, done.stderr, file=sys.stderr)
            return 1
        rows += json.loads(done.stdout.splitlines()[-1])
        print(f"{bench}: {time.monotonic() - begin:.0f} s", file=sys.stderr)
    table(rows)
    (ROOT / "build").mkdir(exist_ok=True)
    (ROOT / "build" / "bench.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    return 0 if all(row["ok"] for row in rows) else 1


def one(bench: str, size: str) -> None:
    from importlib import import_module

    module = import_module(f"benchmarks.{bench}")
    given = {"rounds": 200} if bench == "pages" and size == "full" else {}
    print(json.dumps(module.measure(**given)))


def table(rows: list[dict[str, Any]]) -> None:
    print(f"{'what':44} {'value':>12} {'unit':14} {'goal':>10} {'baseline':>12}  ok")
    for row in rows:
        goal = "" if row["goal"] is None else f"{row['goal']:,}"
        print(
            f"{row['name']:44} {row['value']:>12,} {row['unit']:14} {goal:>10}"
            f" {row['baseline'] if row['baseline'] is not None else '':>12,}"
            f"  {'yes' if row['ok'] else 'NO'}"
        )


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        one(sys.argv[2], sys.argv[3])
        sys.exit()
    sys.exit(main(sys.argv[1] if len(sys.argv) > 1 else "quick"))
