"""An invitation: how long it holds, and what becomes of it."""

from datetime import date, timedelta
from enum import StrEnum

from loopplank.core.kit.reason import Reason, dutch

LASTS = timedelta(days=14)
#: What was typed about who never answered is forgotten so long after it ended.
FORGOTTEN_AFTER = timedelta(days=30)


class InvitationState(StrEnum):
    """Where an invitation stands; one whose day passed stays pending, and opens nothing."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    FORGOTTEN = "forgotten"


ALREADY_WORKS_HERE = Reason("invitation.already_here", dutch("%(name)s werkt hier al in deze rol."))
#: Said to whoever holds the link; the account itself is asked nothing and changes nothing.
SIGN_IN_FIRST = Reason(
    "invitation.sign_in_first",
    dutch("Met dit e-mailadres is al een account. Log daarmee in, en zeg dan ja."),
)


def works(state: InvitationState, expires_on: date, today: date) -> bool:
    """Say whether somebody can say yes or no to it today."""
    return state is InvitationState.PENDING and today <= expires_on


def is_forgotten(expires_on: date, today: date) -> bool:
    """Say whether what was typed goes away: nobody answered, long ago."""
    return today > expires_on + FORGOTTEN_AFTER
