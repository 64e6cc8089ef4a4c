"""Load the demo network "Waterstad" into an empty database: invented people, a made-up town.

manage.py demo            as it stands now, from its kept rows
manage.py demo --play     the same, played by the real actions at this moment
manage.py demo --seed 8   another town with other people, played too
manage.py demo --make     play the story of each day of the week and keep its rows (for developers)
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection, transaction

from loopplank.access.organisations import organisations
from loopplank.core.kit.calendar import local_day
from loopplank.jobs import clock
from loopplank.jobs.chance import seeded
from loopplank.jobs.demo import make_rows, play, row_files, rows
from loopplank.jobs.demo.first_plan import make_first_plan


class Command(BaseCommand):
    help = "Loads the demo network into an empty database: its story of eighteen weeks."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--play", action="store_true", help="play the story, take no kept rows")
        parser.add_argument("--seed", type=int, help="another seed, another town: played")
        parser.add_argument("--make", action="store_true", help="make the kept rows anew")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  Django's signature
        if options["make"]:
            self._make()
            return
        if settings.MODE == "real":
            raise CommandError("this is a database for real people: the demo is not loaded here")
        if organisations.networks():
            raise CommandError("there is a network here already: the demo needs an empty database")
        seed = options["seed"]
        # all of it or nothing: a start that was interrupted begins again
        with transaction.atomic():
            now = clock.now()
            if options["play"] or seed is not None:
                play.play(now, seeded(make_rows.SEED if seed is None else seed))
            else:
                _load(now)
            make_first_plan(now)

    def _make(self) -> None:
        if connection.vendor != "sqlite":
            raise CommandError("the rows are made on SQLite: leave LOOPPLANK_DATABASE_URL out")
        for file in make_rows.make_all():
            self.stdout.write(f"{file.name}: {file.stat().st_size // 1000} kB")


def _load(now: Any) -> None:
    try:
        rows.put(row_files.read(local_day(now)), now)
    except rows.DoesNotFit as wrong:
        raise CommandError(str(wrong)) from None
