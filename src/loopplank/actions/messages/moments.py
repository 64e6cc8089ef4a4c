"""Say at once when a message leaves, so that a page can say it and somebody can take it back."""

from datetime import datetime

from loopplank.access.account.actors import SYSTEM
from loopplank.access.messages.channels import channels
from loopplank.access.messages.send_policy import verdict
from loopplank.actions.messages.messages import record_of_message
from loopplank.core.messages.deeds import GRACE
from loopplank.core.messages.rules import Do, Verdict
from loopplank.core.messages.states import MessageState
from loopplank.store.models import Message


def schedule(row: Message, now: datetime) -> Verdict | None:
    """Judge a message that a person just caused, as the sender will, and write down when it leaves:
    never at once, so that it can be taken back. None when no loop sends by its channel.

    The caller holds its lock, or made it in this transaction.
    """
    if row.channel not in channels():
        return None
    said = verdict(row, now + GRACE)
    stand(row, said, now + GRACE)
    return said


def stand(row: Message, said: Verdict, first: datetime) -> None:
    """Write what was judged about a message that waits; `first` is the soonest that it leaves."""
    if said.do is Do.DROP:
        row.state, row.done_at = MessageState.DROPPED, first
        row.save(update_fields=["state", "done_at"])
        record_of_message(row, "message.dropped", SYSTEM, first, {"how": "", "why": said.why})
        return
    if said.do is Do.BY_HAND:
        row.by_hand = said.why or "channel"
        row.save(update_fields=["by_hand"])
        return
    row.look_again_at = max(said.at or first, first)
    row.waits_for = said.why if said.do is Do.WAIT else ""
    row.save(update_fields=["look_again_at", "waits_for"])
