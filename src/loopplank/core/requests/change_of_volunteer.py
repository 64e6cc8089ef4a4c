"""Whether another helper may come after a while: only with a yes does one helper follow another."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.requests.intake import Knows


class ChangingFaces(StrEnum):
    """What the person said about it. Without an answer no helper follows another."""

    YES = "yes"
    NO = "no"


CHANGING_WORDS: Mapping[ChangingFaces, str] = MappingProxyType(
    {
        ChangingFaces.YES: dutch("ja, dat mag"),
        ChangingFaces.NO: dutch("nee, liever steeds dezelfde"),
    }
)
_TOLD: Mapping[ChangingFaces, str] = MappingProxyType(
    {
        ChangingFaces.YES: dutch("Afgesproken: na een tijd mag er een andere helper komen."),
        ChangingFaces.NO: dutch("Afgesproken: wij zoeken één vaste helper voor u."),
    }
)
DOES_NOT_KNOW = Reason(
    "faces.does_not_know",
    dutch("De persoon weet nog niet van deze vraag. Vraag dit dus later."),
)


SAID_NO = Reason(
    "faces.said_no",
    dutch("De persoon wil steeds dezelfde vrijwilliger. Een estafette kan dan niet."),
)
NOT_ASKED = Reason(
    "faces.not_asked",
    dutch("Vraag eerst of de persoon het goed vindt dat er na een tijd iemand anders komt."),
)


def may_change(answer: str) -> bool:
    """Say whether helpers may follow each other: a relay only after a yes."""
    return answer == ChangingFaces.YES


def why_no_relay(answer: str) -> Reason | None:
    """Return why no relay may be chosen for somebody who gave this answer; None after a yes."""
    if may_change(answer):
        return None
    return SAID_NO if answer == ChangingFaces.NO else NOT_ASKED


def told(answer: str) -> Reason | None:
    """Return the sentence for the person's own page; None as long as nobody asked."""
    if not answer:
        return None
    return Reason(f"faces.{answer}", _TOLD[ChangingFaces(answer)])


def refuse_unasked(knows: str) -> None:
    """Refuse an answer of a person who does not know of the request. Raises Refused."""
    if knows == Knows.NO:
        raise Refused(DOES_NOT_KNOW)
