"""Let a message leave because somebody read it and pressed send, or keep back one that waits.

The rules stand in core/messages/deeds.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.messages.channels import channels
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.messages.messages import (
    close_message,
    own_message,
    record_of_message,
    still_to_leave,
)
from loopplank.actions.messages.moments import schedule
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Reason, Refused
from loopplank.core.messages.deeds import (
    LEFT_ALREADY,
    NO_WAY_TO_SEND,
    NOT_BY_ITSELF,
    NOT_TO_TAKE_BACK,
    NOT_TRUE_NOW,
    TAKEN_BACK,
    may_recall,
    may_send,
)
from loopplank.core.messages.rules import Do
from loopplank.core.messages.states import MessageState
from loopplank.core.messages.table import RULES
from loopplank.store.models import Message


@verb("message.send", Role.COORDINATOR)
def send(*, actor: Actor, now: datetime, message_id: UUID) -> datetime:
    """Let a message leave that somebody has read: after a moment in which it can be taken back, and
    within its hours. Returns when. Pressed twice it leaves once.

    Raises Refused for what cannot leave by itself, is not true any more, or left already.
    """
    row = own_message(actor, message_id)
    if row.state != MessageState.QUEUED or row.lease_until is not None:
        raise Refused(LEFT_ALREADY)
    leaves, rule = row.channel in channels(), RULES.get(row.template)
    if not leaves:
        raise Refused(NO_WAY_TO_SEND)
    if not may_send(row.by_hand, rule, leaves=leaves):
        if row.by_hand:
            raise Refused(NOT_BY_ITSELF)
        # it leaves already, by itself
        nothing_changed()
        return row.look_again_at or now
    if row.pressed_at is not None and not row.by_hand:
        nothing_changed()
        return row.look_again_at or now
    row.by_hand, row.pressed_at, row.attempts, row.trouble = "", now, 0, ""
    row.save(update_fields=["by_hand", "pressed_at", "attempts", "trouble"])
    said = schedule(row, now)
    if said is None or said.do not in {Do.SEND, Do.WAIT}:
        raise Refused(NOT_TRUE_NOW if said and said.do is Do.DROP else NOT_BY_ITSELF)
    record_of_message(row, "message.pressed", actor, now, {})
    return row.look_again_at or now


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of several at once: when each leaves, and why each of the others does not."""

    leave: Mapping[UUID, datetime]
    refused: Mapping[UUID, Reason]


@verb("message.send_many", Role.COORDINATOR)
def send_many(*, actor: Actor, now: datetime, message_ids: Iterable[UUID]) -> Sent:
    """Let several leave that somebody read on one page; what one of them cannot, stops no other."""
    leave: dict[UUID, datetime] = {}
    refused: dict[UUID, Reason] = {}
    for pk in sorted(set(message_ids)):
        try:
            leave[pk] = send(actor=actor, now=now, message_id=pk)
        except Refused as refusal:
            refused[pk] = refusal.reason
    if not leave and not refused:
        raise NotFound("message")
    if not leave:
        nothing_changed()
    return Sent(leave, refused)


def keep_back(row: Message, actor: Actor, now: datetime) -> None:
    """Take a message back that has not left; a person looks at it from here on. The row is locked.

    Raises Refused once it left, and for what nobody keeps back.
    """
    refuse_to_keep_back(row)
    if not RULES[row.template].by_hand:
        # nobody tells it by hand, so it would lie on no list
        close_message(row, actor, now, MessageState.DROPPED, "")
        return
    row.by_hand, row.pressed_at, row.look_again_at, row.waits_for = TAKEN_BACK, None, now, ""
    row.save(update_fields=["by_hand", "pressed_at", "look_again_at", "waits_for"])
    record_of_message(row, "message.recalled", actor, now, {})


def refuse_to_keep_back(row: Message) -> None:
    """Raise Refused for what left, or what nobody keeps back."""
    if not may_recall(RULES.get(row.template)):
        raise Refused(NOT_TO_TAKE_BACK)
    if not still_to_leave(row):
        raise Refused(LEFT_ALREADY)
