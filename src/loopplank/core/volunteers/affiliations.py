"""Where a volunteer stands at one organisation."""

from enum import StrEnum


class AffiliationState(StrEnum):
    """`pending`: an organisation asked, and only the volunteer joins."""

    PENDING = "pending"
    ACTIVE = "active"
    ENDED = "ended"


#: The volunteer belongs there, or was asked to.
NOT_LEFT = (AffiliationState.ACTIVE, AffiliationState.PENDING)
