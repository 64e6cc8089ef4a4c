"""Do in the background what is due; any number of these may run, on any number of machines.

manage.py loop           until SIGTERM or Ctrl-C
manage.py loop --once    one round, for a machine that prefers cron
"""

import signal
from threading import Event
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from loopplank.jobs import clock, loop
from loopplank.jobs.messages.sending import Sender
from loopplank.jobs.planning.plan_runs import Planning
from loopplank.jobs.sweeping import Sweeper


class Command(BaseCommand):
    help = "Sweeps what is due, and does the daily work; stops within a second when asked."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="one round, then stop")

    def handle(self, *args: Any, **options: Any) -> None:  # noqa: ARG002  Django's signature
        stop = Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda _number, _frame: stop.set())
        if options["once"]:
            Sender().until_empty(clock.now, stop.is_set)
            loop.once(Sweeper(), clock.now())
            loop.plan_all(Planning(), clock.now, stop)
            return
        loop.run(clock.now, stop)
