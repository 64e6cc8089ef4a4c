"""When the last press can be undone: by whoever pressed, for half a minute, while nobody acted."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from loopplank.core.kit.reason import Reason, dutch

WITHIN: Final = timedelta(seconds=30)
UNDONE: Final = "request.undone"
#: What can be undone: nothing of it reached anybody yet.
UNDOABLE = frozenset(
    {"request.decided", "request.waiting", "request.proposed", "request.meeting_planned"}
)

NOT_THIS = Reason("undo.not_this", dutch("Dit kan niet ongedaan. Kies de stap die nu past."))
TOO_LATE = Reason(
    "undo.too_late",
    dutch("Ongedaan maken kan tot 30 seconden na je druk. Kies nu de stap die past."),
)
ACTED = Reason(
    "undo.acted", dutch("Er gebeurde intussen iets anders. Daarom kan dit niet meer ongedaan.")
)
TWICE = Reason("undo.twice", dutch("Dit is al ongedaan gemaakt."))
NOT_YOURS = Reason("undo.not_yours", dutch("Alleen wie dit deed, kan het ongedaan maken."))
LEFT = Reason(
    "undo.left", dutch("Het bericht hierover is al weg. Daarom kan dit niet meer ongedaan.")
)


@dataclass(frozen=True, slots=True)
class Done:
    """The last thing that happened to a request; `kept`: what stood before was kept with it."""

    sequence: int
    type: str
    by: UUID | None
    at: datetime
    kept: bool


def why_not(last: Done | None, sequence: int, by: UUID | None, now: datetime) -> Reason | None:
    """Return why the step with this number cannot be undone by them now; None when it can."""
    if last is None or last.sequence < sequence:
        return NOT_THIS
    if last.sequence != sequence:
        return TWICE if last.type == UNDONE and last.sequence == sequence + 1 else ACTED
    if last.type not in UNDOABLE or not last.kept:
        return NOT_THIS
    if last.by is None or last.by != by:
        return NOT_YOURS
    return TOO_LATE if now - last.at > WITHIN else None
