"""What comes before a referral is sent: what may be shared, the room at the other side, and what
stops it.

Source: product concept 3.2 (V1) and 2.3; the four answers about capacity are those of the HL7
Gravity SDOH guide.
"""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.referrals.states import WHY_THEY, Why


class Share(StrEnum):
    """What a sender may show before a yes. Never a name, an address or a number."""

    KINDS = "kinds"
    DURATION = "duration"
    DAY_PARTS = "day_parts"
    AREA = "area"
    AGE_BAND = "age_band"
    SUMMARY = "summary"
    STAYS = "stays"


SHARE_WORDS: Mapping[Share, str] = MappingProxyType(
    {
        Share.KINDS: dutch("waar hulp bij nodig is"),
        Share.DURATION: dutch("hoe lang"),
        Share.DAY_PARTS: dutch("op welke dagen"),
        Share.AREA: dutch("de buurt, zonder adres"),
        Share.AGE_BAND: dutch("de leeftijdsgroep"),
        Share.SUMMARY: dutch("een korte omschrijving zonder naam"),
        Share.STAYS: dutch("wat bij ons blijft"),
    }
)
#: The same as the receiver reads it: "ons" is whoever speaks, and that is the sender.
SHARE_WORDS_READ: Mapping[Share, str] = MappingProxyType(
    {**SHARE_WORDS, Share.STAYS: dutch("wat bij de afzender blijft")}
)
#: Without these nobody can say yes or no.
ALWAYS_SHARED = frozenset({Share.KINDS, Share.DURATION})
#: The text that a person agrees to; a change of the words is a new version.
CONSENT_VERSION = 1
CONSENT_TEXT = dutch(
    "%(party)s kan u misschien beter helpen. Mogen wij uw vraag aan hen geven? Zij zien eerst"
    " alleen uw vraag. Zeggen zij ja? Dan zien zij ook uw naam en uw nummer."
)


def fingerprint(facts: Mapping[str, object]) -> str:
    """Return a mark of these facts: the same for the same facts in any order, and saying nothing
    itself."""
    plain = json.dumps(facts, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(plain.encode()).hexdigest()


# --- before anybody sends -------------------------------------------------------------------------


class Capacity(StrEnum):
    """What an offer answers about its room before anybody refers; the codes are those of the
    guide."""

    CAPACITY = "capacity"
    NO_CAPACITY = "no-capacity"
    WAITLIST = "waitlist"
    ASSESSMENT = "additional-assessment-required"


class Space(StrEnum):
    """What an organisation says about the room of its own offer."""

    ROOM = "room"
    WAITING = "waiting"
    FULL = "full"
    ASSESS = "assess"


#: What of it one reads before one refers.
CAPACITY_OF: Mapping[str, Capacity] = MappingProxyType(
    {
        Space.ROOM: Capacity.CAPACITY,
        Space.WAITING: Capacity.WAITLIST,
        Space.FULL: Capacity.NO_CAPACITY,
        Space.ASSESS: Capacity.ASSESSMENT,
    }
)
CAPACITY_WORDS: Mapping[Capacity, str] = MappingProxyType(
    {
        Capacity.CAPACITY: dutch("er is ruimte"),
        Capacity.NO_CAPACITY: dutch("nu vol"),
        Capacity.WAITLIST: dutch("er is een wachtlijst"),
        Capacity.ASSESSMENT: dutch("eerst is een gesprek nodig"),
    }
)


class HardCheck(StrEnum):
    """What volunteers do not do; a referrer looks before sending (product concept, V1)."""

    WASHING = "washing"
    MEDICINES = "medicines"
    LIFTING = "lifting"
    CRISIS = "crisis"


HARD_CHECK_WORDS: Mapping[HardCheck, str] = MappingProxyType(
    {
        HardCheck.WASHING: dutch("wassen, aankleden of naar het toilet helpen"),
        HardCheck.MEDICINES: dutch("medicijnen klaarzetten of geven"),
        HardCheck.LIFTING: dutch("tillen of steunen bij lopen"),
        HardCheck.CRISIS: dutch("iemand opvangen in een crisis"),
    }
)


class Safety(StrEnum):
    """What a visitor should know; each is yes, no or unknown."""

    ANIMALS = "animals"
    AGGRESSION = "aggression"
    SMOKING = "smoking"


SAFETY_WORDS: Mapping[Safety, str] = MappingProxyType(
    {
        Safety.ANIMALS: dutch("Zijn er huisdieren?"),
        Safety.AGGRESSION: dutch("Is er wel eens agressie?"),
        Safety.SMOKING: dutch("Wordt er binnen gerookt?"),
    }
)


@dataclass(frozen=True, slots=True)
class Refusal:
    """An earlier no to this question: by whom, on which facts, and why."""

    to: str
    facts: str
    why: Why


def refused_before(to: str, facts: str, earlier: tuple[Refusal, ...]) -> Refusal | None:
    """Return the refusal that this receiver gave to the very same facts, or None."""
    return next((one for one in earlier if one.to == to and one.facts == facts), None)


def may_send(
    to: str, to_name: str, facts: str, earlier: tuple[Refusal, ...], *, consented: bool
) -> None:
    """Refuse to send without consent, or when this receiver refused the same facts before. Raises
    Refused."""
    if not consented:
        raise Refused(
            Reason(
                "referral.consent",
                dutch("Zonder ja van de persoon kunnen wij niets delen. Vraag het eerst."),
            )
        )
    no = refused_before(to, facts, earlier)
    if no is not None:
        raise Refused(
            Reason(
                "referral.refused_before",
                dutch(
                    "%(party)s zei al nee op deze zelfde vraag. De reden: %(why)s. Is er iets"
                    " veranderd? Pas dan eerst de vraag aan."
                ),
                {"party": to_name, "why": WHY_THEY[no.why]},
            )
        )
