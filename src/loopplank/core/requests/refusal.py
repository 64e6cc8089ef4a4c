"""Saying no: what is lacking, which of the four refusals it is, and what the person is told of it.

A refusal has one reason and names what is lacking (domain model 2.3, correction 7). The gaps count
the reason; what is lacking is asked only where the reason leaves it open.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.calendar import WorkingDays
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.requests.closing import CLOSING, SAYING_NO, SETTLED, ClosingReason, Lack, Safe

#: What may lack at each no. Where it can be one thing only, it need not be asked.
LACKS: Mapping[ClosingReason, tuple[Lack, ...]] = MappingProxyType(
    {reason: rule.lacks for reason, rule in CLOSING.items() if rule.lacks}
)
#: The four noes in the order of the form, and as one line of a count.
SOURCE_WORDS: Mapping[ClosingReason, str] = MappingProxyType(
    {reason: rule.counted for reason, rule in CLOSING.items() if rule.counted}
)
CALL_BACK_AFTER = timedelta(weeks=4)
LONGEST_ON_A_BUTTON = 32


class PartialAnswer(StrEnum):
    """What the person said to what can be done instead."""

    YES = "yes"
    NO = "no"


NOBODY_SAID = Safe()


@dataclass(frozen=True, slots=True)
class Closing:
    """Why a request closes and what happens now with the person (promise P4).

    `example` is one line about a no for the gaps, without a name: it never leaves the organisation.
    `first_number` is, of a duplicate, the number of the first request. `safe` is what somebody says
    where nobody weighed danger.
    """

    reason: ClosingReason
    next_party: str = ""
    next_party_agreed: bool = False
    next_contact_on: date | None = None
    nobody_discussed: bool = False
    lack: Lack | None = None
    partial_offer: str = ""
    example: str = ""
    first_number: str = ""
    safe: Safe = NOBODY_SAID


def lack_of(reason: ClosingReason, lack: Lack | None) -> Lack | None:
    """Return what is lacking: as it was said, or as it follows from the reason. Only a refusal
    lacks something."""
    possible = LACKS.get(reason, ())
    if lack is None and len(possible) == 1:
        return possible[0]
    return lack


def source_of(reason: str, lack: str) -> ClosingReason | None:
    """Return which of the four refusals a closed request was; None when it was none.

    Before there was a reason for it, "place but not the training" was stored as no place for want
    of skill; those count where they belong.
    """
    if reason not in SAYING_NO:
        return None
    if reason == ClosingReason.NO_PLACE and lack == Lack.SKILL:
        return ClosingReason.NO_TRAINING
    return ClosingReason(reason)


def contact_on(closing: Closing, today: date, calendar: WorkingDays | None = None) -> date | None:
    """Return the last day on which the person hears from somebody after this closing, or None.

    Somebody who was refused while nobody promised to take it up is called by us after four weeks at
    the latest: a named party that did not say yes is no promise.
    """
    if closing.reason in SETTLED:
        return None
    promised = bool(closing.next_party.strip()) and closing.next_party_agreed
    if closing.next_contact_on is None and closing.reason in SAYING_NO and not promised:
        return (calendar or WorkingDays()).kept_on(today + CALL_BACK_AFTER, today)
    return closing.next_contact_on


def told(
    closing: Closing, coordinator: str, today: date, calendar: WorkingDays | None = None
) -> dict[str, object]:
    """Return the parameters of the letter about this closing. A party is named only when it said
    yes."""
    party, day = closing.next_party.strip(), contact_on(closing, today, calendar)
    return {
        "reason": closing.reason,
        "next_party": party if closing.next_party_agreed else "",
        "next_contact_on": day.isoformat() if day else "",
        "partial_offer": closing.partial_offer.strip(),
        "coordinator": coordinator,
    }


def on_a_button(offer: str) -> str:
    """Return a partial offer inside "Ja, … graag", or nothing when it is too long for a button."""
    plain = offer.strip().rstrip(".")
    if not plain or len(plain) > LONGEST_ON_A_BUTTON:
        return ""
    return plain if plain[:2].isupper() else plain[0].lower() + plain[1:]


NOT_OFFERED = Reason(
    "partial.not_offered", dutch("Dit aanbod staat niet meer open. Bel ons, dan kijken wij samen.")
)


def may_answer(reason: str, offer: str, answered: str) -> None:
    """Refuse an answer to anything but an open partial offer of a refusal. Raises Refused."""
    if reason not in SAYING_NO or not offer or answered:
        raise Refused(NOT_OFFERED)
