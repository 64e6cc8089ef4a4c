"""Vandaag, the list, one request and the week on a large network: time, queries, size.

Run as `python -m benchmarks.pages`, or with `postgresql` after it. Each number stands beside the
same page on the small cast, in one run on one machine. Goals: at most 25 queries, and at most 60 kB
of HTML, of the week 120. The time is that of the application from request to response, without a
web server.
"""

import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path
from typing import Any

MOST_QUERIES, MOST_BYTES = 25, 60_000
PAGES = ("vandaag", "hulpvragen", "hulpvraag", "week")
#: A table of people by days, and the same by day for a telephone.
MOST_OF_WEEK = 120_000
SIZES = ("small", "large")
NOT_A_QUESTION = ("BEGIN", "COMMIT", "SAVEPOINT", "RELEASE", "ROLLBACK", "PRAGMA")
SCRIPTS = Path(__file__).resolve().parent.parent / "scripts"

OWNER, APP = "loopplank_owner", "loopplank_app"

#: The address of the database of a size for a role; on SQLite there are no roles.
Addresses = Callable[[str, str], str]


def measure(*, rounds: int = 40, engine: str = "sqlite", one_of: int = 1) -> list[dict[str, Any]]:
    """Measure each page; returns rows of {name, value, unit, goal, ok, baseline}. `one_of` makes
    the network so many times smaller."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="loopplank-bench-")))
        addresses = on_postgresql(stack) if engine == "postgresql" else on_sqlite(folder)
        found = _measure(folder, addresses, rounds, one_of)
    suffix = " (PostgreSQL)" if engine == "postgresql" else ""
    return [
        row
        for name in PAGES
        for row in _rows(name, suffix, found["large"][name], found["small"][name])
    ]


def on_sqlite(folder: Path) -> Addresses:
    return lambda size, _role: f"sqlite:///{folder / size}.sqlite3"


def on_postgresql(stack: ExitStack) -> Addresses:
    """Start a throw-away cluster. Raises Missing, with a sentence, where the server cannot be
    had."""
    sys.path.insert(0, str(SCRIPTS))
    import programs
    import psycopg
    import throwaway_postgres

    made = stack.enter_context(throwaway_postgres.running(programs.postgresql()))
    with psycopg.connect(
        host=str(made.folder), user=OWNER, dbname="postgres", autocommit=True
    ) as owner:
        for size in SIZES:
            owner.execute(f"CREATE DATABASE {size}")
    return lambda size, role: made.address(role, size)


def _measure(
    folder: Path, addresses: Addresses, rounds: int, one_of: int
) -> dict[str, dict[str, dict[str, float]]]:
    begin(folder, addresses)
    from tests.app.cast import make_cast

    from benchmarks import large

    found: dict[str, dict[str, dict[str, float]]] = {}
    for size in SIZES:
        prepare(addresses, size)
        now = large.moment()
        cast = large.fill(now, one_of=one_of) if size == "large" else make_cast(now)
        searching = _searching(cast)
        know_its_size(addresses, size)
        found[size] = {
            name: _page(cast, address, rounds)
            for name, address in zip(
                PAGES,
                ("/vandaag/", "/hulpvragen/", f"/hulpvragen/{searching}/", "/week/"),
                strict=True,
            )
        }
    return found


def begin(folder: Path, addresses: Addresses) -> None:
    """Set up the application of this process, at the moment of the large network."""
    os.environ.update(
        LOOPPLANK_MODE="test",
        LOOPPLANK_DATA_DIR=str(folder),
        LOOPPLANK_DATABASE_URL=addresses(SIZES[0], OWNER),
        DJANGO_SETTINGS_MODULE="loopplank.config.settings",
    )
    import django

    django.setup()
    from benchmarks import large
    from loopplank.web.kit import clock

    clock.now = large.moment


def _point_at(address: str) -> None:
    from django.db import connection

    from loopplank.config.environment import database_settings

    connection.close()
    connection.settings_dict.update(database_settings(address))


def prepare(addresses: Addresses, size: str) -> None:
    """Make the tables as the owner, and then connect as the application."""
    from django.core.management import call_command
    from django.db import connection

    _point_at(addresses(size, OWNER))
    call_command("migrate", verbosity=0)
    if connection.vendor == "postgresql":
        call_command("grant", role=APP, stdout=sys.stderr)
    _point_at(addresses(size, APP))


def know_its_size(addresses: Addresses, size: str) -> None:
    """Have the database count its tables, as one that runs for a day has done: a server by itself,
    and SQLite in the nightly work."""
    from django.db import connection

    if connection.vendor == "sqlite":
        connection.cursor().execute("ANALYZE")
    if connection.vendor == "postgresql":
        _point_at(addresses(size, OWNER))
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        _point_at(addresses(size, APP))


def _searching(cast: Any) -> object:
    from loopplank.store.models import Request

    row = Request.objects.filter(state="searching").order_by("number").first()
    return row.pk if row else cast.ready()


def _page(cast: Any, address: str, rounds: int) -> dict[str, float]:
    from django.db import connection
    from tests.app import browsing

    client = browsing.member(cast.anna)
    # once a day a process reads everybody, notes how many they are, and next time fills its arrays
    for _ in range(2):
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


def _rows(
    name: str, suffix: str, large: dict[str, float], small: dict[str, float]
) -> list[dict[str, Any]]:
    return [
        _row(f"{name} {what}{suffix}", large[key], unit, goal, small[key])
        for what, key, unit, goal in (
            ("p50", "p50", "ms", None),
            ("p95", "p95", "ms", None),
            ("queries", "queries", "queries", MOST_QUERIES),
            ("html", "bytes", "bytes", MOST_OF_WEEK if name == "week" else MOST_BYTES),
        )
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
    for line in measure(engine=sys.argv[1] if len(sys.argv) > 1 else "sqlite"):
        print(line)
