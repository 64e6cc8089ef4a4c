"""Whether a queued message may leave now."""

from datetime import datetime

from loopplank.core.telling.verdict import Do, Verdict
from loopplank.store.models import Message

SENT_BY_ITSELF = frozenset({"email", "sms"})


def verdict(row: Message, now: datetime) -> Verdict:  # noqa: ARG001  # the hours come with the table
    """Call it under the lock of the message: what it says holds for this moment."""
    if row.channel not in SENT_BY_ITSELF:
        return Verdict(Do.BY_HAND, why="channel")
    return Verdict(Do.SEND)
