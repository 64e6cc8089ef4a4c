"""Do what silence does to a referral: a reminder, its end, and at last the administrator.

Each looks again under the lock of its row, so several loops at once act once.
"""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.referrals.referrals import referral_for_change
from loopplank.access.referrals.sides import receiver_name
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.messages.messages import queue_to_asker, queue_to_party
from loopplank.actions.referrals.transfer import (
    advance,
    link_of,
    record_referral,
    return_to_sender,
    tell_sender,
)
from loopplank.actions.transitions.transitions import (
    bring_forward,
    first_working_day,
    save_and_record,
)
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import is_late, local_day
from loopplank.core.referrals.states import (
    TERMS,
    WITH_RECEIVER,
    Move,
    Status,
    Track,
    Why,
    contact_is_missed,
)
from loopplank.core.requests.states import State
from loopplank.store.models import Referral


@verb("referral.remind", Role.SYSTEM)
def remind(*, actor: Actor, now: datetime, referral_id: UUID) -> None:
    """Remind the receiver on the day before the last one; of a formal party that did not say that
    it arrived, the sender hears so.
    """
    row = referral_for_change(actor, referral_id)
    if not _remind_is_due(row, now):
        nothing_changed()
        return
    row.reminded_at = now
    row.save(update_fields=["reminded_at"])
    record_referral(row, "referral.reminded", actor=actor, now=now)
    if row.to_party is not None:
        told = {"number": row.number, "day": row.answer_by.isoformat() if row.answer_by else ""}
        queue_to_party(row.to_party, "referral_reminder", told, now=now, link=link_of(row, now))
    if row.track != Track.PEER:
        _task_for_sender(row, "request.not_received", actor, now)


@verb("referral.lapse", Role.SYSTEM)
def lapse(*, actor: Actor, now: datetime, referral_id: UUID) -> None:
    """End a referral whose last day passed without an answer.

    Silence is no yes: between peers it ends here, and of a formal party the sender is told to call;
    either way it was the sender's all along.
    """
    row = referral_for_change(actor, referral_id)
    if not lapse_is_due(row, now):
        nothing_changed()
        return
    row.lapsed_at = now
    if TERMS[Track(row.track)].expires:
        advance(row, Move.EXPIRE, actor=actor, now=now, why=Why.NO_ANSWER, columns=["lapsed_at"])
        tell_sender(row, "referral_silent", {}, now)
        return_to_sender(row, actor=actor, now=now)
        return
    row.save(update_fields=["lapsed_at"])
    record_referral(row, "referral.lapsed", actor=actor, now=now)
    tell_sender(row, "referral_silent", {}, now)
    _task_for_sender(row, "request.silence", actor, now)


@verb("referral.missed", Role.SYSTEM)
def miss_contact(*, actor: Actor, now: datetime, referral_id: UUID) -> None:
    """Tell sender and person that the promised first contact was missed, once; the sender has it on
    the list on the next working day, and the person is asked to call.
    """
    row = referral_for_change(actor, referral_id)
    theirs = row.to_request
    made = row.first_contact_on is not None or bool(theirs and theirs.first_contact_at)
    told = row.missed_told_at is not None
    if not contact_is_missed(
        Status(row.status), row.first_contact_by, made=made, told=told, now=now
    ):
        nothing_changed()
        return
    row.missed_told_at = now
    row.save(update_fields=["missed_told_at"])
    record_referral(row, "referral.missed", actor=actor, now=now)
    tell_sender(row, "referral_missed", {}, now)
    _task_for_sender(row, "request.contact_missed", actor, now)
    own = row.from_request if row.from_request is not None else theirs
    if own is not None and own.state != State.CLOSED:
        day = row.first_contact_by.isoformat() if row.first_contact_by else ""
        params = {"party": receiver_name(row), "taken_by": row.taken_by, "day": day}
        queue_to_asker(own, "contact_missed", params, now=now)


@verb("referral.to_admin", Role.SYSTEM)
def to_admin(*, actor: Actor, now: datetime, referral_id: UUID) -> None:
    """Show the administrator of the network what nobody touched since, without any person."""
    row = referral_for_change(actor, referral_id)
    if not admin_is_due(row, now):
        nothing_changed()
        return
    row.with_admin_at = now
    row.save(update_fields=["with_admin_at"])
    record_referral(row, "referral.with_admin", actor=actor, now=now)


@verb("referral.ask_outcome", Role.SYSTEM)
def ask_outcome(*, actor: Actor, now: datetime, referral_id: UUID) -> None:
    """Ask a receiver outside once, six weeks after a yes, how it went."""
    row = referral_for_change(actor, referral_id)
    due = row.outcome_due_on is not None and row.outcome_due_on <= local_day(now)
    if row.status not in WITH_RECEIVER or not due or row.to_party is None:
        nothing_changed()
        return
    # the day moves to no other: an empty one says that the question was put
    row.outcome_due_on = None
    row.save(update_fields=["outcome_due_on"])
    record_referral(row, "referral.outcome_asked", actor=actor, now=now)
    queue_to_party(
        row.to_party,
        "referral_how_did_it_go",
        {"number": row.number},
        now=now,
        link=link_of(row, now),
    )


def _remind_is_due(row: Referral, now: datetime) -> bool:
    if row.status != Status.REQUESTED or row.reminded_at is not None:
        return False
    if row.remind_on is not None:
        return row.remind_on <= local_day(now)
    return row.receive_by is not None and row.received_at is None and is_late(row.receive_by, now)


def lapse_is_due(row: Referral, now: datetime) -> bool:
    """Return whether its last day passed without an answer, and nobody acted on that yet."""
    return (
        row.status == Status.REQUESTED
        and row.lapsed_at is None
        and row.answer_by is not None
        and is_late(row.answer_by, now)
    )


def admin_is_due(row: Referral, now: datetime) -> bool:
    """Return whether nobody touched it between its silence and the day of the administrator."""
    if row.with_admin_at is not None or row.lapsed_at is None or row.admin_on is None:
        return False
    if not is_late(row.admin_on, now):
        return False
    request = row.from_request
    if request is None:
        return bool(row.status == Status.REQUESTED or row.why == Why.NO_ANSWER)
    return request.state != State.CLOSED and bool(request.changed_at <= row.lapsed_at)


def _task_for_sender(row: Referral, type_: str, actor: Actor, now: datetime) -> None:
    request = row.from_request
    if request is None or request.state != State.HANDOVER:
        return
    bring_forward(request, first_working_day(request, now))
    save_and_record(request, type_, actor=actor, now=now, data={"referral": str(row.pk)})
