"""Two roads to an end: the person needs no help any more, or nobody ever reached them."""

from datetime import datetime
from uuid import UUID

from loopplank.access.actors import Actor
from loopplank.access.requests import request_for_change
from loopplank.access.tries import LAST_LETTER, tries_of
from loopplank.actions.deciding import Closing, close
from loopplank.actions.doing import nothing_changed, verb
from loopplank.actions.messages import drop_queued, queue_to_asker
from loopplank.actions.moving import due, save_and_record
from loopplank.actions.requests import log_contact
from loopplank.core.closing import ClosingReason
from loopplank.core.notes import NoteKind
from loopplank.core.reaching import LAST_LETTER as LETTER_CLOCK
from loopplank.core.reaching import may_write
from loopplank.core.reason import Reason, Refused, dutch
from loopplank.core.responsibility import OPEN
from loopplank.core.roles import Role

NOT_REPORTED = Reason(
    "withdrawn.not_reported",
    dutch("Deze persoon schreef niet dat hulp niet meer nodig is. Vernieuw de pagina."),
)
IS_CLOSED = Reason("request.is_closed", dutch("Deze hulpvraag is al afgesloten."))


@verb("request.confirm_withdrawn", Role.COORDINATOR)
def confirm_withdrawn(*, actor: Actor, now: datetime, request_id: UUID) -> None:
    """Somebody called about "ik heb geen hulp meer nodig", and it is so: the talk is written down
    and the request closes. Asking again is always possible.
    """
    row = request_for_change(actor, request_id)
    if row.change_reported != "not_needed":
        raise Refused(NOT_REPORTED)
    log_contact(actor=actor, now=now, request_id=request_id, kind=NoteKind.TALK)
    close(
        actor=actor,
        now=now,
        request_id=request_id,
        closing=Closing(ClosingReason.NOT_WANTED, nobody_discussed=True),
    )


@verb("request.write_last_letter", Role.COORDINATOR)
def write_last_letter(*, actor: Actor, now: datetime, request_id: UUID) -> None:
    """The letter that says that we will close, and until when calling helps. After three tries in
    two ways; the request waits for that very day.
    """
    row = request_for_change(actor, request_id)
    if row.state not in OPEN:
        raise Refused(IS_CLOSED)
    tries = tries_of([row.pk])[row.pk]
    if tries.letter_ready or tries.written_until:
        nothing_changed()
        return
    may_write(tries.ways)
    row.due_on = due(row, LETTER_CLOCK, now)
    row.changed_at, row.version = now, row.version + 1
    drop_queued(row, now, templates=("received",))
    queue_to_asker(
        row,
        LAST_LETTER,
        {"due_on": row.due_on.isoformat(), "coordinator": row.owner.account.name},
        now=now,
    )
    save_and_record(
        row, "request.last_letter_written", actor=actor, now=now, data={"tries": len(tries.ways)}
    )
