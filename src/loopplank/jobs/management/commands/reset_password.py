"""`manage.py reset_password ADDRESS`: a link to a new password, for whom mail cannot help."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from loopplank.access.account import links
from loopplank.access.account.actors import SYSTEM, NotFound
from loopplank.actions.account.passwords import print_password
from loopplank.jobs import clock


class Command(BaseCommand):
    """The way back in from the terminal of whoever runs the installation. It is the only place that
    shows a link to an account that exists, and the person is told of it.
    """

    help = "Print a link to a new password for somebody who works here. The old password ends."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the e-mail address with which somebody signs in")
        parser.add_argument(
            "--second-step-lost",
            action="store_true",
            help="forget the app, the keys and the codes on paper too",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            account_id = print_password(
                actor=SYSTEM,
                now=clock.now(),
                email=options["address"],
                second_step_lost=options["second_step_lost"],
            )
        except NotFound:
            raise CommandError(f"nobody works here with the address {options['address']}") from None
        link = links.of_subject(links.RESET, account_id)
        self.stdout.write(links.address_of(link) if link else "there is no link")
