"""Write what came of sending a message, and what a person does with one that went wrong."""

from collections.abc import Collection
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.messages.claims import Claimed
from loopplank.actions.messages.messages import (
    close_as_told,
    day_was_told,
    own_message,
    record_of_message,
    who_waits_for,
)
from loopplank.core.account.roles import Role
from loopplank.core.messages.deeds import GRACE
from loopplank.core.messages.delivery import Fate, Outcome, Standing, Trouble, after
from loopplank.core.messages.states import GIVEN_UP, MessageState
from loopplank.store.models import Message

#: How the loop told it; nobody can say so of their own telling.
HOW_SENT = {"email": "mailed", "sms": "texted"}
MERGED = "merged"


@verb("message.settle", Role.SYSTEM)
def settle(
    *, actor: Actor, now: datetime, claimed: Claimed, outcome: Outcome, repeatable: bool
) -> str:
    """Write what came of one try; gives the state that the message has now.

    A try with an old fencing number settles nothing: the message is another loop's by now.
    """
    waiting = who_waits_for(actor, claimed.message_id) if outcome.fate is Fate.SENT else None
    row = (
        Message.objects.select_for_update(of=("self",))
        .filter(pk=claimed.message_id, fence=claimed.fence, lease_until__isnull=False)
        .first()
    )
    if row is None:
        nothing_changed()
        return ""
    stands = after(outcome.fate, attempts=row.attempts, repeatable=repeatable, now=now)
    row.done_how = HOW_SENT[claimed.channel] if stands.state == MessageState.TOLD else row.done_how
    _stand(row, stands, outcome.trouble, actor, now)
    if waiting is not None and row.state == MessageState.TOLD:
        day_was_told(waiting, row, actor, now)
    return str(row.state)


@verb("message.take_back", Role.SYSTEM)
def take_back(*, actor: Actor, now: datetime, message_id: UUID, repeatable: bool) -> str:
    """Take back a message of which the loop that was sending it is gone.

    What it did not begin waits again, and what may be sent twice too; of anything else a person
    decides.
    """
    row = (
        Message.objects.select_for_update(of=("self",), skip_locked=True)
        .filter(pk=message_id, lease_until__lte=now, told_with=None)
        .first()
    )
    if row is None:
        nothing_changed()
        return ""
    begun = row.posted_at is not None
    fate = Fate.UNKNOWN if begun else Fate.NOT_SENT
    trouble = Trouble.NO_ANSWER if begun else Trouble.NONE
    # an answer that still comes, from a loop that was only slow, is of an old try
    row.fence += 1
    stands = after(fate, attempts=row.attempts, repeatable=repeatable, now=now)
    if not begun and stands.state == MessageState.QUEUED:
        stands = replace(stands, look_again_at=now)
    _stand(row, stands, trouble, actor, now)
    return str(row.state)


@verb("message.send_again", Role.COORDINATOR)
def send_again(*, actor: Actor, now: datetime, message_id: UUID) -> bool:
    """Send once more, under the same key, what did not arrive or perhaps not; after a moment in
    which it can be taken back. False when it did not go wrong, or somebody pressed before.
    """
    row = own_message(actor, message_id)
    if row.state not in GIVEN_UP:
        nothing_changed()
        return False
    for one in (row, *_beside(row)):
        one.state, one.attempts, one.trouble = MessageState.QUEUED, 0, ""
        # not empty: somebody looked at it, however long it waited
        one.look_again_at, one.told_with, one.by_hand = now + GRACE, None, ""
        one.save(
            update_fields=[
                "state",
                "attempts",
                "trouble",
                "look_again_at",
                "told_with",
                "by_hand",
            ]
        )
        record_of_message(one, "message.send_again", actor, now, {})
    return True


@verb("message.tell_printed", Role.COORDINATOR)
def tell_printed(*, actor: Actor, now: datetime, message_ids: Collection[UUID]) -> int:
    """Mark the letters of one pile as printed. Returns how many were not told before.

    Letters that came in between were not in the pile, so it names them one by one.
    """
    told = 0
    for message_id in sorted(set(message_ids)):
        told += close_as_told(actor, now, message_id, "printed")
    if not message_ids:
        raise NotFound("message")
    if not told:
        nothing_changed()
    return told


# --- underneath -----------------------------------------------------------------------------------


def _stand(row: Message, stands: Standing, trouble: Trouble, actor: Actor, now: datetime) -> None:
    """Give a message, and what is told beside it, the state it has now. Its lease ends."""
    beside = _beside(row)
    row.lease_until, row.posted_at, row.trouble = None, None, trouble.value
    if stands.state == MessageState.TOLD:
        row.state, row.done_at, row.done_by, row.trouble = MessageState.TOLD, now, None, ""
    elif row.state == MessageState.QUEUED:
        # an action may have dropped it during the try: then it ends here
        row.state = stands.state
        row.look_again_at, row.by_hand = stands.look_again_at, stands.by_hand
    row.save(
        update_fields=[
            "lease_until",
            "posted_at",
            "trouble",
            "state",
            "done_at",
            "done_by",
            "done_how",
            "look_again_at",
            "by_hand",
            "fence",
        ]
    )
    _beside_stand(row, beside, actor, now)
    if row.state == stands.state != MessageState.QUEUED:
        _tell_log(row, actor, now)
    else:
        nothing_changed()


def _beside_stand(row: Message, beside: list[Message], actor: Actor, now: datetime) -> None:
    for one in beside:
        one.lease_until = None
        if row.state == MessageState.TOLD:
            one.state, one.done_at, one.done_how = MessageState.TOLD, now, MERGED
        elif row.state in GIVEN_UP and one.state == MessageState.QUEUED:
            one.state = row.state
        else:
            # not together after all: it is judged on its own next time
            one.told_with = None
        one.save(update_fields=["lease_until", "state", "done_at", "done_how", "told_with"])
        if one.state == MessageState.TOLD:
            _tell_log(one, actor, now)


def _tell_log(row: Message, actor: Actor, now: datetime) -> None:
    how = row.done_how if row.state == MessageState.TOLD else row.trouble
    data: dict[str, object] = {"how": how, "attempts": row.attempts}
    record_of_message(row, f"message.{row.state}", actor, now, data)


def _beside(row: Message) -> list[Message]:
    return list(
        Message.objects.select_for_update(of=("self",)).filter(told_with=row).order_by("pk")
    )
