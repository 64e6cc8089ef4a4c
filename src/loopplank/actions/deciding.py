"""Waiting, searching on, saying no, closing, opening again: each with a reason and a next step."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from loopplank.access.actors import Actor
from loopplank.access.requests import request_for_change
from loopplank.actions.doing import verb
from loopplank.actions.intake import refuse_bsn
from loopplank.actions.matches import lock_helpers, stop_all, tell_volunteer_stopped
from loopplank.actions.messages import drop_queued, queue_to_asker, readdress
from loopplank.actions.moving import move, save_and_record
from loopplank.actions.questions import take_back
from loopplank.actions.requests import write_note
from loopplank.core.calendar import local_day
from loopplank.core.reason import Reason, Refused, dutch
from loopplank.core.responsibility import (
    NEXT_STEPS,
    SAYING_NO,
    Attempts,
    ClosingReason,
    Lack,
    Step,
    may_close,
)
from loopplank.core.roles import Role
from loopplank.store.models import Membership, Message, Request

CLOSING_COLUMNS = (
    "closing_reason",
    "lack",
    "next_party",
    "nobody_discussed",
    "next_contact_on",
    "partial_offer",
)
CALL_BACK = timedelta(weeks=4)
CALL_FIRST = Reason(
    "close.call_first",
    dutch("Vertel een nee eerst aan de telefoon. Noteer dat gesprek, en sluit dan af."),
)


@verb("request.wait", Role.COORDINATOR)
def wait(*, actor: Actor, now: datetime, request_id: UUID, lack: Lack) -> None:
    """To the waiting list, with what lacks. The person hears a range and the next date."""
    row = request_for_change(actor, request_id)
    move(row, Step.WAIT, now)
    row.lack = lack
    take_back(row, now)
    queue_to_asker(row, "wait", _next_word(row), now=now)
    save_and_record(
        row, "request.waiting", actor=actor, now=now, columns=["lack"], data={"lack": lack}
    )


@verb("request.tell_waiting", Role.COORDINATOR)
def tell_waiting(*, actor: Actor, now: datetime, request_id: UUID) -> None:
    """Who waits hears again that we did not forget them, and when the next word comes."""
    row = request_for_change(actor, request_id)
    move(row, Step.WAIT_TOLD, now)
    drop_queued(row, now, templates=("wait", "wait_again"))
    queue_to_asker(row, "wait_again", _next_word(row), now=now)
    save_and_record(row, "request.wait_told", actor=actor, now=now)


@verb("request.search", Role.COORDINATOR)
def search(*, actor: Actor, now: datetime, request_id: UUID) -> None:
    """From the waiting list back to searching."""
    row = request_for_change(actor, request_id)
    move(row, Step.SEARCH, now)
    row.lack = ""
    save_and_record(row, "request.searching", actor=actor, now=now, columns=["lack"])


@dataclass(frozen=True, slots=True)
class Closing:
    """Why a request closes and what happens now with the person (promise P4)."""

    reason: ClosingReason
    next_party: str = ""
    next_party_agreed: bool = False
    next_contact_on: date | None = None
    nobody_discussed: bool = False
    lack: Lack | None = None
    partial_offer: str = ""


@verb("request.close", Role.COORDINATOR)
def close(*, actor: Actor, now: datetime, request_id: UUID, closing: Closing) -> None:
    """Close with a reason and a next step (promise P4). Help that still ran stops today.

    A no is told by phone first. "Niemand, besproken" sets a call-back after four weeks.
    """
    volunteers = lock_helpers(request_id)
    row = request_for_change(actor, request_id)
    may_close(
        closing.reason,
        closing.next_party,
        nobody_discussed=closing.nobody_discussed,
        lack=closing.lack,
        attempts=_attempts(row),
    )
    refuse_bsn(closing.next_party, closing.partial_offer)
    saying_no = closing.reason in SAYING_NO
    if saying_no and not _spoken_with(row):
        raise Refused(CALL_FIRST)
    today = local_day(now)
    stopped = stop_all(row, volunteers, today, "closed")
    take_back(row, now)
    move(row, Step.CLOSE, now)
    row.closed_at, row.closing_reason = now, closing.reason
    settled = closing.reason in NEXT_STEPS
    row.next_party = closing.next_party.strip()
    row.next_party_agreed = closing.next_party_agreed and bool(row.next_party)
    row.nobody_discussed = (closing.nobody_discussed or settled) and not row.next_party
    row.next_contact_on = None if settled else closing.next_contact_on
    if row.nobody_discussed and row.next_contact_on is None and saying_no:
        row.next_contact_on = today + CALL_BACK
    row.lack, row.partial_offer = closing.lack or "", closing.partial_offer.strip()
    row.change_reported = ""
    drop_queued(row, now)
    _tell_closing(row, closing.reason, now)
    for match in stopped:
        tell_volunteer_stopped(row, match, now)
    save_and_record(
        row,
        "request.closed",
        actor=actor,
        now=now,
        columns=["closed_at", "next_party_agreed", "change_reported", *CLOSING_COLUMNS],
        data={
            "reason": closing.reason,
            "lack": row.lack,
            "stopped": [str(match.pk) for match in stopped],
        },
    )


@verb("request.reopen", Role.COORDINATOR)
def reopen(*, actor: Actor, now: datetime, request_id: UUID) -> None:
    """Open again, where it stood: nobody was spoken to yet means a first contact again.

    An owner who left meanwhile is replaced by whoever opens it. What was to be told about the end
    is not true any more. Who never heard anything still gets to read that the request came in.
    """
    row = request_for_change(actor, request_id)
    if not (row.owner.active and row.owner.account.is_active):
        row.owner = Membership.objects.select_related("account").get(pk=actor.own_membership)
    move(row, Step.REOPEN if row.first_contact_at else Step.REOPEN_UNSPOKEN, now)
    row.closed_at, row.closing_reason, row.lack = None, "", ""
    row.next_party, row.next_party_agreed, row.nobody_discussed = "", False, False
    row.next_contact_on, row.partial_offer = None, ""
    drop_queued(row, now, templates=("no", "closed"))
    _tell_received_after_all(row)
    save_and_record(
        row,
        "request.reopened",
        actor=actor,
        now=now,
        columns=["closed_at", "next_party_agreed", *CLOSING_COLUMNS],
    )


@verb("request.called_back", Role.COORDINATOR)
def called_back(
    *,
    actor: Actor,
    now: datetime,
    request_id: UUID,
    kind: str = "talk",
    channel: str = "phone",
    minutes: int | None = None,
    text: str = "",
) -> None:
    """The call four weeks after a no without a next party, and what came out of it.

    Without an answer the call stays to be made.
    """
    row = request_for_change(actor, request_id)
    write_note(actor, row, now, kind=kind, channel=channel, minutes=minutes, text=text)
    if kind == "talk":
        row.next_contact_on = None
    row.changed_at, row.version = now, row.version + 1
    save_and_record(
        row,
        "request.called_back" if kind == "talk" else "request.not_reached",
        actor=actor,
        now=now,
        columns=["next_contact_on"],
        data={"channel": channel, "minutes": minutes},
    )


def _tell_received_after_all(row: Request) -> None:
    """The first message, dropped at closing, waits again when the person never heard anything."""
    own = Message.objects.filter(request=row, to__in=["applicant", "help_seeker"])
    if own.filter(state="told").exists():
        return
    first = own.filter(template="received", state="dropped", done_by=None).first()
    if first is None:
        return
    first.params = {
        **first.params,
        "due_on": row.due_on.isoformat() if row.due_on else "",
        "spoken": row.first_contact_at is not None,
    }
    first.state, first.done_at = "queued", None
    first.save(update_fields=["params", "state", "done_at"])
    readdress(row)


def _attempts(row: Request) -> Attempts:
    tried = list(row.notes.filter(kind="not_reached").values_list("channel", flat=True))
    return Attempts(len(tried), len(set(tried)))


def _spoken_with(row: Request) -> bool:
    return row.notes.filter(kind="talk").exists()


def _next_word(row: Request) -> dict[str, object]:
    return {
        "due_on": row.due_on.isoformat() if row.due_on else "",
        "coordinator": row.owner.account.name,
    }


def _tell_closing(row: Request, reason: ClosingReason, now: datetime) -> None:
    """The letter that confirms what was said by phone; to a family in mourning nothing is sent."""
    if reason in {ClosingReason.DECEASED, ClosingReason.DUPLICATE}:
        return
    template = "no" if reason in SAYING_NO else "closed"
    queue_to_asker(
        row,
        template,
        {
            "reason": reason,
            "next_party": row.next_party if row.next_party_agreed else "",
            "next_contact_on": row.next_contact_on.isoformat() if row.next_contact_on else "",
            "partial_offer": row.partial_offer,
            "coordinator": row.owner.account.name,
        },
        now=now,
    )
