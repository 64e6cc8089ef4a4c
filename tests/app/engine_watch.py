"""Sees to it that every test which meets its database engine runs on both of them each time.

In `make test` SQLite gets a quarter of the tests of the application, and always those that meet the
engine. Most do not: what Django writes for a filter or a row lock means the same on both, and on
PostgreSQL all of it runs. A test meets the engine when one of its statements

- was refused by the database: constraints and triggers are written for each engine,
- was written by hand, here or in the application,
- searches without regard to case, which SQLite does for unaccented letters only,
- looks into JSON, or takes a date apart, which each engine does with functions of its own,
- passes by locked rows, which only PostgreSQL can.

Such a test, or its whole file, is marked `both_engines`; on PostgreSQL a test that meets the engine
without the mark fails. What is marked `commits` or takes the fixtures `databases` or `engine` (as
races and migrations do) needs no mark, and neither does a proof: `make prove` takes both engines.
"""

import re
import sys
from functools import lru_cache
from typing import Any

from django.db import DatabaseError

#: One that every action begins with, and the lock under which uses are counted, which
#: test_how_often.py tries on both; which day it is; and which rows are still to be looked up by
#: other words, with which every action ends and which tests/app/search tries on both.
EVERYWHERE = (
    "SELECT set_config('loopplank.",
    "SELECT pg_advisory_xact_lock(",
    "SELECT CURRENT_DATE",
    'SELECT "store_searchdue"',
)
DIFFERS = {
    "searches without regard to case": re.compile(r"LIKE UPPER\("),
    # an INSERT of many rows names the types of their columns
    "looks into JSON": re.compile(r"->|#>|@>|^(?!INSERT ).*\bjsonb", re.DOTALL),
    "takes a date apart": re.compile(r"DATE_TRUNC|EXTRACT\(|AT TIME ZONE"),
    "passes by locked rows": re.compile(r"SKIP LOCKED|NOWAIT"),
}


class Meetings(dict[str, str]):
    """How a test met the engine, and the first statement by which; a wrapper around statements."""

    def __call__(self, execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        for how in () if sql.startswith(EVERYWHERE) else _differs(sql):
            self.setdefault(how, sql)
        if not sql.startswith(EVERYWHERE) and not _asker().startswith("django."):
            self.setdefault("was written by hand", sql)
        try:
            return execute(sql, params, many, context)
        except DatabaseError:
            self.setdefault("was refused", sql)
            raise

    def __str__(self) -> str:
        return "\n".join(f"a statement {how}: {sql[:200]}" for how, sql in self.items())


@lru_cache(maxsize=4000)
def _differs(sql: str) -> tuple[str, ...]:
    return tuple(how for how, pattern in DIFFERS.items() if pattern.search(sql))


def _asker() -> str:
    """The module that gave the statement to a cursor."""
    frame = sys._getframe(2)
    while frame.f_back and frame.f_globals["__name__"] in {
        "django.db.backends.utils",
        "contextlib",
        "tests.app.engine_watch",
    }:
        frame = frame.f_back
    return str(frame.f_globals["__name__"])
