"""Write to who waits: one by one, or all that are due at once, after somebody read them."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.requests.requests import request_for_change, requests
from loopplank.access.requests.waiting import facts_of_one, letter_params
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.messages.messages import queue_to_asker
from loopplank.actions.transitions.transitions import (
    asked_day,
    bring_forward,
    move,
    save_and_record,
)
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.requests.states import State, Step
from loopplank.core.requests.waiting import rhythm
from loopplank.store.models import Request

LONGEST_MEANWHILE = 300
NOT_WAITING = Reason(
    "wait.not_waiting", dutch("Deze hulpvraag staat niet op de wachtlijst. Vernieuw de pagina.")
)


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter that somebody read: for whom, and what can be done meanwhile as they left it."""

    request_id: UUID
    meanwhile: str | None = None


@verb("request.tell_waiting", Role.COORDINATOR)
def tell_waiting(*, actor: Actor, now: datetime, request_id: UUID) -> None:
    """Tell who waits that we did not forget them, and when the next word comes."""
    _tell(actor, request_for_change(actor, request_id), now, None)


@verb("request.tell_all_waiting", Role.COORDINATOR)
def tell_all(*, actor: Actor, now: datetime, letters: Iterable[Letter]) -> int:
    """Queue every letter that was read and is still due; returns how many. Pressed twice, the
    second time finds nothing to tell.
    """
    read = {letter.request_id: letter for letter in letters}
    still_due = requests(actor).filter(pk__in=read, state=State.WAITING, due_on__lte=local_day(now))
    told = 0
    # always in the same order, so that two who press at once do not wait for each other
    for pk in list(still_due.order_by("pk").values_list("pk", flat=True)):
        row = request_for_change(actor, pk)
        if row.state == State.WAITING and row.due_on and row.due_on <= local_day(now):
            _tell(actor, row, now, read[pk].meanwhile)
            told += 1
    if not told:
        nothing_changed()
    return told


@verb("request.set_wait_rhythm", Role.COORDINATOR)
def set_rhythm(*, actor: Actor, now: datetime, request_id: UUID, weeks: int) -> None:
    """Write every six weeks, or every three if the person wants. A day that was promised stays."""
    row = request_for_change(actor, request_id)
    if row.state != State.WAITING:
        raise Refused(NOT_WAITING)
    if row.wait_message_weeks == weeks:
        nothing_changed()
        return
    row.wait_message_weeks = weeks
    bring_forward(row, asked_day(row, now, step=rhythm(weeks)))
    row.changed_at, row.version = now, row.version + 1
    save_and_record(
        row,
        "request.wait_rhythm_set",
        actor=actor,
        now=now,
        columns=["wait_message_weeks"],
        data={"weeks": weeks},
    )


def queue_letter(row: Request, template: str, now: datetime, meanwhile: str | None = None) -> None:
    """Queue the letter to somebody who waits, with the range as it is today."""
    facts = facts_of_one(row, local_day(now))
    if meanwhile is not None:
        refuse_bsn(meanwhile)
        facts = replace(facts, meanwhile=" ".join(meanwhile.split())[:LONGEST_MEANWHILE])
    queue_to_asker(row, template, letter_params(row, facts, row.due_on, local_day(now)), now=now)


def _tell(actor: Actor, row: Request, now: datetime, meanwhile: str | None) -> None:
    move(row, Step.WAIT_TOLD, now, clock=rhythm(row.wait_message_weeks))
    queue_letter(row, "wait_again", now, meanwhile)
    save_and_record(row, "request.wait_told", actor=actor, now=now)
