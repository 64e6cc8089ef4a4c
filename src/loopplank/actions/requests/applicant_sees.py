"""Write what the person agreed that whoever asked for them may see."""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.requests.requests import request_for_change
from loopplank.actions.account.links import link_of_applicant
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.transitions.transitions import save_and_record
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.requests.applicant_sees import Sees
from loopplank.core.requests.intake import Knows

NOBODY_ASKED = Reason(
    "applicant.nobody", dutch("Deze vraag kwam van de persoon zelf. Er is niets om te delen.")
)
DOES_NOT_KNOW = Reason(
    "applicant.does_not_know",
    dutch("De persoon weet nog niet van deze vraag. Bespreek hem eerst."),
)


@verb("request.let_applicant_see", Role.COORDINATOR)
def let_applicant_see(
    *, actor: Actor, now: datetime, request_id: UUID, sees: Sees, channel: str
) -> None:
    """Write down what the person agreed to, how they said it and to whom; it works at once, also
    when they take it back.
    """
    row = request_for_change(actor, request_id)
    if row.applicant_id is None:
        raise Refused(NOBODY_ASKED)
    if row.person_knows != Knows.YES:
        raise Refused(DOES_NOT_KNOW)
    if (row.applicant_sees, row.applicant_sees_channel) == (sees, channel):
        nothing_changed()
        return
    before = row.applicant_sees
    row.applicant_sees, row.applicant_sees_channel = sees, channel
    row.applicant_sees_at, row.applicant_sees_by_id = now, actor.own_membership
    link_of_applicant(row, now)
    row.changed_at, row.version = now, row.version + 1
    save_and_record(
        row,
        "request.applicant_sees_set",
        actor=actor,
        now=now,
        columns=[
            "applicant_sees",
            "applicant_sees_at",
            "applicant_sees_by",
            "applicant_sees_channel",
        ],
        data={"sees": sees, "before": before, "channel": channel},
    )
