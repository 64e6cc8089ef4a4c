"""May another helper come after a while? Only who said yes gets one helper after another."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.intake import Knows
from loopplank.core.reason import Reason, Refused, dutch


class ChangingFaces(StrEnum):
    """What the person said. As long as nobody asked there is no answer, and no change."""

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


def may_change(answer: str) -> bool:
    """Whether helpers may follow each other: a relay only after a yes."""
    return answer == ChangingFaces.YES


def told(answer: str) -> Reason | None:
    """How it stands on the person's own page; nothing while nobody asked."""
    if not answer:
        return None
    return Reason(f"faces.{answer}", _TOLD[ChangingFaces(answer)])


def refuse_unasked(knows: str) -> None:
    """Who does not know of the request cannot have said anything. Raises Refused."""
    if knows == Knows.NO:
        raise Refused(DOES_NOT_KNOW)
