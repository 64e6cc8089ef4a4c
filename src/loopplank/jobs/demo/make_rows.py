"""Make the kept rows: play the story for each day of one week, and take what it left behind."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.management import call_command
from django.db import connection, transaction

from loopplank.core.kit.calendar import at_local
from loopplank.jobs.chance import seeded
from loopplank.jobs.demo import play, row_files
from loopplank.jobs.demo.rows import Story, take

SEED = 7
#: The eighteen weeks before this one hold no public holiday and no change of the clock, and the ten
#: after it no holiday either: so the working days of the story are those of any ordinary week.
MONDAY = date(2026, 10, 5)
ENDS_AT = time(9, 30)


class StoryRefused(Exception):
    """A rule refused steps of the story: the codes of its reasons."""


def made_at(weekday: int) -> datetime:
    """Return the moment at which the story of a day of the week ends; 0 is Monday."""
    return at_local(MONDAY + timedelta(days=weekday), ENDS_AT)


def make_all() -> Iterator[Path]:
    """Write all files, and give each when it is there. Takes minutes; needs SQLite, and leaves the
    database that Django knows alone.
    """
    with _database_of_its_own():
        for weekday in range(7):
            row_files.write(make(weekday), weekday)
            yield row_files.file_of(weekday)


def make(weekday: int) -> Story:
    """Play the story for a day of the week in the empty tables of this database, and undo it.

    Raises StoryRefused when a rule said no to a step: nothing else in it would be as it was told.
    """
    now = made_at(weekday)
    with transaction.atomic():
        with keys_that_count_up():
            refused = play.play(now, seeded(SEED))
        if refused:
            raise StoryRefused(", ".join(refused))
        story = take(now)
        transaction.set_rollback(True)
    return story


@contextmanager
def keys_that_count_up() -> Iterator[None]:
    """Let new random keys be numbers that count up, so that the same story makes the same rows.

    `uuid4` stands in the default of every key and asks the system for its sixteen bytes.
    """
    real, made = os.urandom, count(1)

    def counted(size: int) -> bytes:
        return next(made).to_bytes(6, "big") + bytes(10) if size == 16 else real(size)

    os.urandom = counted
    try:
        yield
    finally:
        os.urandom = real


@contextmanager
def _database_of_its_own() -> Iterator[None]:
    before = connection.settings_dict["NAME"]
    connection.close()
    with TemporaryDirectory() as folder:
        connection.settings_dict["NAME"] = str(Path(folder) / "demo.sqlite3")
        try:
            call_command("migrate", verbosity=0)
            yield
        finally:
            connection.close()
            connection.settings_dict["NAME"] = before
