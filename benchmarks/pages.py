"""Vandaag, the list and one request on a large network: time, queries, size.

Run as `python -m benchmarks.pages`. Each number stands beside the same page on the small cast, in
one run on one machine. Goals: at most 25 queries, the same number in both; at most 60 kB of HTML.
"""

import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

MOST_QUERIES, MOST_BYTES = 25, 60_000
PAGES = ("vandaag", "hulpvragen", "hulpvraag")
NOT_A_QUESTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")


def measure(*, rounds: int = 40) -> list[dict[str, Any]]:
    """Rows of {name, value, unit, goal, ok, baseline} for each page."""
    folder = Path(tempfile.mkdtemp(prefix="loopplank-bench-"))
    try:
        return _measure(folder, rounds)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _measure(folder: Path, rounds: int) -> list[dict[str, Any]]:
    os.environ.update(
        LOOPPLANK_MODE="test",
        LOOPPLANK_DATA_DIR=str(folder),
        LOOPPLANK_DATABASE_URL=f"sqlite:///{folder / 'large.sqlite3'}",
        DJANGO_SETTINGS_MODULE="loopplank.config.settings",
    )
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection
    from tests.app.cast import make_cast

    from benchmarks import large
    from loopplank.web import clock

    clock.now = large.moment
    found: dict[str, dict[str, dict[str, float]]] = {}
    for size in ("small", "large"):
        connection.close()
        connection.settings_dict["NAME"] = str(folder / f"{size}.sqlite3")
        call_command("migrate", verbosity=0)
        cast = large.fill(large.moment()) if size == "large" else make_cast(large.moment())
        searching = _searching(cast)
        found[size] = {
            name: _page(cast, address, rounds)
            for name, address in zip(
                PAGES, ("/vandaag/", "/hulpvragen/", f"/hulpvragen/{searching}/"), strict=True
            )
        }
    return [
        row for name in PAGES for row in _rows(name, found["large"][name], found["small"][name])
    ]


def _searching(cast: Any) -> object:
    from loopplank.store.models import Request

    row = Request.objects.filter(state="searching").order_by("number").first()
    return row.pk if row else cast.ready()


def _page(cast: Any, address: str, rounds: int) -> dict[str, float]:
    from django.db import connection
    from tests.app import browsing

    client = browsing.member(cast.anna)
    client.get(address)
    asked: list[str] = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  Django's shape
        if not sql.lstrip().upper().startswith(NOT_A_QUESTION):
            asked.append(sql)
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        response = client.get(address)
    if response.status_code != 200:
        raise SystemExit(f"{address}: {response.status_code}")
    times = []
    for _ in range(rounds):
        begin = time.perf_counter()
        client.get(address)
        times.append(1000 * (time.perf_counter() - begin))
    times.sort()
    return {
        "p50": statistics.median(times),
        "p95": times[int(0.95 * (len(times) - 1))],
        "queries": len(asked),
        "bytes": len(response.content),
    }


def _rows(name: str, large: dict[str, float], small: dict[str, float]) -> list[dict[str, Any]]:
    return [
        _row(f"{name} p50", large["p50"], "ms", None, small["p50"]),
        _row(f"{name} p95", large["p95"], "ms", None, small["p95"]),
        _row(f"{name} queries", large["queries"], "queries", MOST_QUERIES, small["queries"]),
        _row(f"{name} html", large["bytes"], "bytes", MOST_BYTES, small["bytes"]),
    ]


def _row(name: str, value: float, unit: str, goal: float | None, baseline: float) -> dict[str, Any]:
    return {
        "name": name,
        "value": round(value, 1),
        "unit": unit,
        "goal": goal,
        "ok": goal is None or value <= goal,
        "baseline": round(baseline, 1),
    }


if __name__ == "__main__":
    for line in measure():
        print(line)
    sys.exit()
