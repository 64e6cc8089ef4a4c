"""Write what the person said about another helper after a while; a relay needs their yes."""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.requests.requests import request_for_change
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.transitions.transitions import save_and_record
from loopplank.core.account.roles import Role
from loopplank.core.requests.change_of_volunteer import ChangingFaces, refuse_unasked

COLUMNS = ("changing_faces", "changing_faces_at", "changing_faces_by")


@verb("request.set_changing_faces", Role.COORDINATOR)
def set_changing_faces(*, actor: Actor, now: datetime, request_id: UUID, answer: str) -> None:
    """Write down the answer, "yes" or "no", or that it was not asked after all (""). It works at
    once, also when they come back on it.
    """
    row = request_for_change(actor, request_id)
    if answer not in {"", *ChangingFaces}:
        raise NotFound(request_id)
    if row.changing_faces == answer:
        nothing_changed()
        return
    if answer:
        refuse_unasked(row.person_knows)
    before, row.changing_faces = row.changing_faces, answer
    row.changing_faces_at = now if answer else None
    row.changing_faces_by_id = actor.own_membership if answer else None
    row.changed_at, row.version = now, row.version + 1
    save_and_record(
        row,
        "request.changing_faces_set",
        actor=actor,
        now=now,
        columns=COLUMNS,
        data={"answer": answer, "before": before},
    )
