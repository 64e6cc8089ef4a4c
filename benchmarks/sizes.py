"""One search over everything in one organisation: 2,000 requests, and 20,000.

Run as `python -m benchmarks.search`, or with `postgresql` after it. The time is that of the
application, from the request for the page of what was found to the whole answer. What is typed is
what people type: whole names, beginnings of two letters and more, accents that are left out, parts
of telephone numbers, our numbers, postcodes, and names that nobody has.
"""

import json
import random
import statistics
import sys
import tempfile
import time
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from benchmarks import pages
from benchmarks.row import Row, at_most, shown

SMALL, LARGE = 2_000, 20_000
P95, GROWTH, SEED = 50.0, 1.5, 11
_PARTS = ("kers", "boom", "berg", "dijk", "veld", "huis", "molen", "steen", "brink", "water")
_ENDS = ("ma", "stra", "sen", "man", "mans", "wijk", "horst", "meijer", "loo", "kamp")
_BEFORE = ("", "", "", "Van ", "De ", "Van der ", "Van den ")


def measure(
    *, engine: str = "sqlite", small: int = SMALL, large: int = LARGE, rounds: int = 60
) -> list[Row]:
    """Return the rows: p95, queries and bytes at both sizes, and how the time grows."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="loopplank-bench-")))
        on = pages.on_postgresql(stack) if engine == "postgresql" else pages.on_sqlite(folder)
        pages.begin(folder, on)
        found = {}
        for size, number in zip(pages.SIZES, (small, large), strict=True):
            pages.prepare(on, size)
            found[number] = _measured(on, size, number, rounds)
    suffix = " (PostgreSQL)" if engine == "postgresql" else ""
    before, after = found[small], found[large]

    def name(what: str) -> str:
        return f"search {large:,} / {large // 2:,}: {what}{suffix}"

    return [
        shown(name("p50"), after["p50"], "ms", baseline=before["p50"]),
        at_most(name("p95"), after["p95"], P95, "ms", baseline=before["p95"]),
        at_most(name("growth of p95"), after["p95"] / before["p95"], GROWTH, "times"),
        at_most(name("queries"), after["queries"], 25, "queries", baseline=before["queries"]),
        at_most(name("html"), after["bytes"], 60_000, "bytes", baseline=before["bytes"]),
        shown(name("words kept"), after["words"], "words", baseline=before["words"]),
    ]


def _measured(on: pages.Addresses, size: str, number: int, rounds: int) -> dict[str, float]:
    from django.db import connection
    from tests.app import browsing
    from tests.app.cast import make_cast

    from benchmarks.large import moment
    from loopplank.actions.kit.search_words import write_due_words
    from loopplank.store.models import SearchWord

    cast = make_cast(moment())
    typed = _fill(cast, moment(), number)
    write_due_words()
    pages.know_its_size(on, size)
    client = browsing.member(cast.anna)
    chance = random.Random(SEED)
    asked: list[str] = []
    times, most_queries, most_bytes = [], 0, 0

    def note(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001  Django's shape
        if not sql.lstrip().upper().startswith(pages.NOT_A_QUESTION):
            asked.append(sql)
        return execute(sql, params, many, context)

    for n in range(-3, rounds):
        where = client.post("/zoeken/", {"zoek": chance.choice(typed)}).headers["Location"]
        asked.clear()
        begin = time.perf_counter()
        if n < 0:
            # the first ones read the templates
            client.get(where)
            continue
        with connection.execute_wrapper(note):
            answer = client.get(where)
        times.append(1000 * (time.perf_counter() - begin))
        if answer.status_code != 200:
            raise SystemExit(f"{where}: {answer.status_code}")
        most_queries = max(most_queries, len(asked))
        most_bytes = max(most_bytes, len(answer.content))
    times.sort()
    return {
        "p50": statistics.median(times),
        "p95": times[int(0.95 * (len(times) - 1))],
        "queries": most_queries,
        "bytes": most_bytes,
        "words": SearchWord.objects.count(),
    }


def _fill(cast: Any, now: datetime, number: int) -> list[str]:
    """Write so many requests, four of five closed, with a message each; half as many volunteers.
    Returns what is typed."""
    from benchmarks.large import uuid
    from loopplank.core.kit.calendar import local_day
    from loopplank.store import models

    kept = Path(__file__).parent.parent / "src/loopplank/jobs/demo/names.json"
    names = json.loads(kept.read_text(encoding="utf-8"))
    chance, today = random.Random(SEED), local_day(now)

    def last(known: list[str]) -> str:
        if chance.random() < 0.3:
            return chance.choice(known)
        made = chance.choice(_PARTS) + chance.choice(_PARTS) + chance.choice(_ENDS)
        return chance.choice(_BEFORE) + made.capitalize()

    def phone() -> str:
        return f"06{chance.randrange(10**8):08d}"

    of = {"organisation_id": cast.noord_id}
    seekers, applicants, journeys, rows, messages = [], [], [], [], []
    for n in range(number):
        seekers.append(
            models.HelpSeeker(
                pk=uuid(chance),
                first_name=chance.choice(names["mrs"]),
                last_name=last(names["seekers_last"]),
                salutation="mrs",
                phone=phone(),
                postcode=f"{chance.randrange(1000, 1100)} {chance.choice('ABCDEFG')}B",
                created_at=now,
                **of,
            )
        )
        asked_for = n % 5 < 2
        if asked_for:
            name = f"{chance.choice(names['mr'])} {last(names['seekers_last'])}"
            applicants.append(
                models.Applicant(pk=uuid(chance), relation="family", name=name, phone=phone(), **of)
            )
        journeys.append(models.Journey(pk=uuid(chance), begun_at=now))
        closed = n % 5 != 0
        rows.append(
            models.Request(
                pk=uuid(chance),
                journey=journeys[-1],
                number=f"{2001 + n // 500}-{n % 500:03d}",
                help_seeker=seekers[-1],
                applicant=applicants[-1] if asked_for else None,
                way_in="web",
                kind="shopping",
                kinds=["shopping"],
                postcode_area=seekers[-1].postcode[:4],
                state="closed" if closed else "searching",
                owner_id=cast.anna.id,
                due_on=None if closed else today + timedelta(days=n % 30),
                closed_at=now if closed else None,
                closing_reason="helped" if closed else "",
                nobody_discussed=closed,
                received_at=now - timedelta(days=n % 900),
                changed_at=now,
                **of,
            )
        )
        messages.append(
            models.Message(
                request=rows[-1],
                to="help_seeker",
                channel="letter",
                template="received",
                params={"number": rows[-1].number, "due_on": today.isoformat()},
                queued_at=now - timedelta(days=n % 900),
                state="told",
                done_at=now,
                done_by_id=cast.anna.id,
                done_how="printed",
                **of,
            )
        )
    volunteers = [
        models.Volunteer(
            pk=uuid(chance),
            first_name=chance.choice(names["helpers_first"]),
            last_name=last(names["helpers_last"]),
            phone=phone(),
            postcode=f"{chance.randrange(1000, 1100)} AB",
            channel="sms",
            created_at=now,
        )
        for _ in range(number // 2)
    ]
    limits = [
        models.Limits(
            volunteer=row,
            liked_minutes=60,
            max_minutes=120,
            max_people=2,
            max_heavy=1,
            set_at=now,
        )
        for row in volunteers
    ]
    here = [models.Affiliation(volunteer=row, since=today, **of) for row in volunteers]
    for table in (seekers, applicants, journeys, rows, messages, volunteers, limits, here):
        type(table[0]).objects.bulk_create(table, batch_size=500)  # type: ignore[attr-defined]
    return _typed(chance, seekers, rows, volunteers)


def _typed(
    chance: random.Random, seekers: list[Any], rows: list[Any], volunteers: list[Any]
) -> list[str]:
    typed = ["qwx", "Bestaatniet", "de", "van der", "1013", "Van"]
    for _ in range(60):
        seeker, row, volunteer = (chance.choice(table) for table in (seekers, rows, volunteers))
        typed += [
            seeker.last_name,
            seeker.last_name.split()[-1][: chance.randint(2, 5)],
            f"{seeker.first_name} {seeker.last_name}",
            f"{seeker.last_name.split()[-1]}, {seeker.first_name}",
            f"{volunteer.first_name} {volunteer.last_name}",
            volunteer.last_name.lower(),
            seeker.phone,
            f"+31 6 {volunteer.phone[2:]}",
            seeker.phone[-6:],
            row.number,
            seeker.postcode,
        ]
    return typed


if __name__ == "__main__":
    for line in measure(engine=sys.argv[1] if len(sys.argv) > 1 else "sqlite"):
        print(line)
