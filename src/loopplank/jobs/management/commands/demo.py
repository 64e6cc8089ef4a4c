"""Load the demo network "Waterstad" into an empty database: invented people, a made-up town.

manage.py demo            as it stands now
manage.py demo --seed 8   another town with other people
"""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from loopplank.access import network
from loopplank.jobs import clock
from loopplank.jobs.chance import seeded
from loopplank.jobs.demo import playing
from loopplank.jobs.demo.first_plan import make_first_plan

SEED = 7


class Command(BaseCommand):
    help = "Loads the demo network into an empty database, by playing its story of eighteen weeks."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=SEED, help="another seed, another town")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  Django's signature
        if settings.MODE == "real":
            raise CommandError("this is a database for real people: the demo is not loaded here")
        if network.networks():
            raise CommandError("there is a network here already: the demo needs an empty database")
        # all of it or nothing: a start that was interrupted begins again
        with transaction.atomic():
            now = clock.now()
            playing.play(now, seeded(options["seed"]))
            make_first_plan(now)
