"""`manage.py invite_again ADDRESS`: a new link for somebody whom no colleague can help."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from loopplank.access.account import links
from loopplank.access.account.actors import SYSTEM, NotFound
from loopplank.access.organisations import colleagues
from loopplank.actions.organisations.colleagues import invite_again
from loopplank.jobs import clock


class Command(BaseCommand):
    """The way back in for the only coordinator, who lost a password or a telephone."""

    help = "Make a new invitation for a colleague and print its link. The old password ends."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="the e-mail address with which somebody signs in")
        parser.add_argument(
            "--second-step-lost",
            action="store_true",
            help="forget the app, the keys and the codes on paper too",
        )

    def handle(self, *_args: Any, **options: Any) -> None:
        try:
            account_id = invite_again(
                actor=SYSTEM,
                now=clock.now(),
                membership_id=colleagues.membership_of(SYSTEM, options["address"]),
                forget_second_step=options["second_step_lost"],
            )
        except NotFound:
            raise CommandError(f"nobody works here with the address {options['address']}") from None
        link = links.of_subject(links.INVITE, account_id)
        self.stdout.write(links.address_of(link) if link else "there is no link")
