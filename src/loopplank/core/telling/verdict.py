"""What is to be done with a queued message at this moment."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Do(StrEnum):
    SEND = "send"
    WAIT = "wait"
    DROP = "drop"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`at`: when to look again, with WAIT. `why`: a code, with DROP and BY_HAND. `beside`: other
    queued messages to the same person that this one tells as well, with SEND.
    """

    do: Do
    at: datetime | None = None
    why: str = ""
    beside: tuple[UUID, ...] = ()
