"""Note what was printed for the fridge of who is helped, and that somebody said it holds no more.

What hangs there is kept as days and random ids in the log of the request, and nowhere else.
"""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.requests.requests import request_for_change
from loopplank.access.volunteers.sheets import helps_of
from loopplank.actions.kit.action import record, verb
from loopplank.actions.transitions.transitions import standing
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.volunteers.sheets import lines_of

NOTHING_FIXED = Reason(
    "sheet.nothing_fixed",
    dutch("Er staat geen bezoek op een vaste dag. Dan valt er niets op een blad te zetten."),
)


@verb("request.make_sheet", Role.COORDINATOR)
def make(*, actor: Actor, now: datetime, request_id: UUID) -> None:
    """Note the visits of the sheet that is printed now. Raises Refused without any."""
    row = request_for_change(actor, request_id)
    lines = lines_of(helps_of(row.pk), local_day(now))
    if not lines:
        raise Refused(NOTHING_FIXED)
    days = [line.as_stored() for line in lines]
    record(row, "request.sheet_made", actor=actor, now=now, data={**standing(row), "days": days})


@verb("request.tell_sheet", Role.COORDINATOR)
def told(*, actor: Actor, now: datetime, request_id: UUID) -> None:
    """Note that somebody called to say that what hangs on the fridge holds no more."""
    row = request_for_change(actor, request_id)
    record(row, "request.sheet_told", actor=actor, now=now, data=standing(row))
