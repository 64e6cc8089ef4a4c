"""`manage.py replay [RUN]`: make a plan again from what was kept, and say if it is the same."""

from typing import Any
from uuid import UUID

from django.core.management.base import BaseCommand, CommandError, CommandParser

from loopplank.access.account.actors import NotFound
from loopplank.access.matching.last_plan import last_of_each_network
from loopplank.jobs.planning.plan_replay import Replayed, replay


class Command(BaseCommand):
    """For whoever must show how a proposal came about; it changes nothing and names nobody."""

    help = "Judge a kept plan and make it again; without a RUN the last one of each network."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("run", nargs="?", type=UUID, help="the plan, by its id")

    def handle(self, *_args: Any, **options: Any) -> None:
        runs = [options["run"]] if options["run"] else last_of_each_network()
        wrong = 0
        for run_id in runs:
            try:
                found = replay(run_id)
            except NotFound:
                raise CommandError(f"no plan {run_id} is kept") from None
            self.stdout.write(f"{run_id}: {_said(found)}")
            wrong += not found.holds
        if not runs:
            self.stdout.write("no plan is kept")
        if wrong:
            raise CommandError(f"{wrong} of {len(runs)} did not come out the same")


def _said(found: Replayed) -> str:
    judged = (
        "limits, value and bound hold"
        if not found.faults
        else "wrong: " + ", ".join(f"{code} {n}" for code, n in sorted(found.faults.items()))
    )
    if found.cannot:
        again = f"not made again, {found.cannot.value}"
    elif found.otherwise:
        again = f"made again: {found.otherwise} helped otherwise"
    else:
        proof = "same proof" if found.same_prices else "other prices"
        again = f"made again: the same, {proof}"
    return f"{found.helped} helped; {judged}; {again}"
