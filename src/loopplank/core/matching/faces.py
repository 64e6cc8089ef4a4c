"""Whether the person wants help from more than one volunteer: only their own yes opens a relay."""

from loopplank.core.reason import Reason, dutch

YES = "yes"
NO = "no"
SAID_NO = Reason(
    "team.faces_no",
    dutch("De persoon wil steeds dezelfde vrijwilliger. Een estafette kan dan niet."),
)
NOT_ASKED = Reason(
    "team.faces_not_asked",
    dutch("Vraag eerst of de persoon het goed vindt dat er na een tijd iemand anders komt."),
)


def may_change(request_changing_faces: str) -> Reason | None:
    """Why no relay may be chosen for somebody who gave this answer; None after a yes."""
    if request_changing_faces == YES:
        return None
    return SAID_NO if request_changing_faces == NO else NOT_ASKED
