"""Who said yes to what in the story: being shared in the network, and another helper after a while.

Chosen by number and not by chance, so that the rest of the story stays as it was.
"""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.actions.volunteers import volunteer_sharing, volunteers
from loopplank.core.requests.intake import Knows
from loopplank.jobs.demo.plot import Plot
from loopplank.jobs.demo.volunteers import Helper

#: By the day of the visit: some may change, some not, and of some nobody asked.
_FACES = ("yes", "no", "", "yes", "no", "", "")


def changing_faces(plot: Plot) -> str:
    """Say what the person said about another helper, when they know of the question at all."""
    return "" if plot.answers.knows is Knows.NO else _FACES[plot.when.weekday]


def share(helper: Helper, number: int, volunteer: Actor, by: Actor, now: datetime) -> None:
    """Let one in three say yes, and of half of those the coordinator too."""
    if number % 3 != 1 or volunteer.id is None:
        return
    _own_yes(helper, volunteer, volunteer.id, by, now)
    if number % 6 == 1:
        volunteer_sharing.share(actor=by, now=now, volunteer_id=volunteer.id, yes=True)


def _own_yes(
    helper: Helper, volunteer: Actor, volunteer_id: UUID, by: Actor, now: datetime
) -> None:
    if helper.channel == "phone":
        volunteer_sharing.note_sharing(actor=by, now=now, volunteer_id=volunteer_id, yes=True)
        return
    volunteers.set_wishes(
        actor=volunteer,
        now=now,
        volunteer_id=volunteer_id,
        wishes=volunteers.Wishes(
            helper.kinds,
            helper.when,
            helper.no_gos,
            helper.km,
            helper.short_notice,
            share_in_network=True,
        ),
    )
