"""What is done with a no of the story: most find their gap, some still wait for it."""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.actions.gaps import gaps
from loopplank.core.requests.closing import ClosingReason

NAMES = {
    ClosingReason.NO_PLACE: "Gezelschap, langer dan een half jaar",
    ClosingReason.NO_FOR_PROFESSIONAL: "Verzorging die op de thuiszorg wacht",
    ClosingReason.NO_TRAINING: "Oppas bij ernstige dementie",
}


def place(owner: Actor, now: datetime, request_id: UUID, reason: ClosingReason) -> None:
    """Put it in the gap of its reason. What nobody offers has no name yet."""
    if reason in NAMES:
        gaps.attach(actor=owner, now=now, request_id=request_id, name=NAMES[reason])
