"""Search, the week, the volunteers and the messages of an organisation of two sizes: 2,000
requests and 20,000.

Run as `python -m benchmarks.sizes`, or with `postgresql` after it. The time is that of the
application, from request to the whole answer. What is typed in a search is what people type: whole
names, beginnings of two letters and more, accents that are left out, parts of telephone numbers,
our numbers, postcodes, and names that nobody has.
"""

import random
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from benchmarks import pages
from benchmarks.row import Row, at_most, shown

SMALL, LARGE = 2_000, 20_000
P95, GROWTH, SEED = 50.0, 1.5, 11
#: Each page by its name, with its address; what is searched for goes in by POST.
PAGES = {
    "search": "/zoeken/",
    "week": "/week/",
    "volunteers": "/vrijwilligers/",
    "messages": "/berichten/",
}
Measured = dict[str, dict[str, float]]


def measure(
    *, engine: str = "sqlite", small: int = SMALL, large: int = LARGE, rounds: int = 60
) -> list[Row]:
    """Return the rows of each page: time, queries and bytes at both sizes, and how time grows."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="loopplank-bench-")))
        on = pages.on_postgresql(stack) if engine == "postgresql" else pages.on_sqlite(folder)
        pages.begin(folder, on)
        if engine == "sqlite":
            _make_both(on, folder)
        found = {
            number: _measured(on, size, number, rounds)
            for size, number in zip(pages.SIZES, (small, large), strict=True)
        }
    suffix = " (PostgreSQL)" if engine == "postgresql" else ""
    return [row for page in PAGES for row in _rows(page, found[small], found[large], large, suffix)]


def _make_both(on: pages.Addresses, folder: Path) -> None:
    """Make the tables once, and the file of the other size out of that of the first."""
    from django.db import connection

    first, other = pages.SIZES
    pages.prepare(on, first)
    connection.cursor().execute("VACUUM INTO %s", [str(folder / f"{other}.sqlite3")])


def _rows(page: str, small: Measured, large: Measured, number: int, suffix: str) -> list[Row]:
    before, after = small[page], large[page]
    # of a search what is typed differs; of the others one time is as good as the next
    grows = "p95" if page == "search" else "p50"

    def name(what: str) -> str:
        return f"{page} {number:,} / {number // 2:,}: {what}{suffix}"

    most = pages.MOST_OF_WEEK if page == "week" else pages.MOST_BYTES
    p95 = {"value": after["p95"], "unit": "ms", "baseline": before["p95"]}
    return [
        shown(name("p50"), after["p50"], "ms", baseline=before["p50"]),
        at_most(name("p95"), goal=P95, **p95)  # type: ignore[arg-type]
        if page == "search"
        else shown(name("p95"), **p95),  # type: ignore[arg-type]
        at_most(name(f"growth of {grows}"), after[grows] / before[grows], GROWTH, "times"),
        at_most(
            name("queries"),
            after["queries"],
            pages.MOST_QUERIES,
            "queries",
            baseline=before["queries"],
        ),
        at_most(name("html"), after["bytes"], most, "bytes", baseline=before["bytes"]),
    ]


def _measured(on: pages.Addresses, size: str, number: int, rounds: int) -> Measured:
    from django.db import transaction
    from tests.app import browsing
    from tests.app.cast import make_cast

    from benchmarks import grown
    from benchmarks.large import moment

    pages.prepare(on, size)
    with transaction.atomic():
        cast = make_cast(moment())
        typed = grown.fill(cast, moment(), number)
    pages.know_its_size(on, size)
    client = browsing.member(cast.anna)
    return {
        page: _page(client, address, typed if page == "search" else [], rounds)
        for page, address in PAGES.items()
    }


def _page(client: Any, address: str, typed: list[str], rounds: int) -> dict[str, float]:
    from django.db import connection

    chance = random.Random(SEED)
    asked: list[str] = []
    times, most_queries, most_bytes = [], 0, 0

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  Django's shape
        if not sql.lstrip().upper().startswith(pages.NOT_A_QUESTION):
            asked.append(sql)
        return execute(sql, params, many, context)

    # the first ones read the templates, and then hold everybody (access/volunteers/kept.py);
    # what asks nothing else each time needs fewer rounds
    first, last = (-3, rounds) if typed else (-2, max(1, rounds // 20))
    for n in range(first, last):
        where = address
        if typed:
            where = client.post(address, {"zoek": chance.choice(typed)}).headers["Location"]
        asked.clear()
        begin = time.perf_counter()
        with connection.execute_wrapper(note):
            answer = client.get(where)
        taken = 1000 * (time.perf_counter() - begin)
        if answer.status_code != 200:
            raise SystemExit(f"{where}: {answer.status_code}")
        if n >= 0:
            times.append(taken)
        most_queries = max(most_queries, len(asked))
        most_bytes = max(most_bytes, len(answer.content))
    times.sort()
    return {
        "p50": statistics.median(times),
        "p95": times[int(0.95 * (len(times) - 1))],
        "queries": most_queries,
        "bytes": most_bytes,
    }


if __name__ == "__main__":
    for line in measure(engine=sys.argv[1] if len(sys.argv) > 1 else "sqlite"):
        print(line)
