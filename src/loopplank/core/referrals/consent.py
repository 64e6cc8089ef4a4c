"""What comes before a referral is sent: what may be shared, the room at the other side, and what
stops it.

Source: product concept 3.2 (V1) and 2.3; the four answers about capacity are those of the HL7
Gravity SDOH guide.
"""

import hashlib
import json
import re
import unicodedata
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
    URGENCY = "urgency"
    ADVISED = "advised"
    TOO_LATE_ON = "too_late_on"
    HOLDING_OUT = "holding_out"
    CAME_FROM = "came_from"
    PAID_BEFORE = "paid_before"
    SUMMARY = "summary"
    STAYS = "stays"


SHARE_WORDS: Mapping[Share, str] = MappingProxyType(
    {
        Share.KINDS: dutch("waar hulp bij nodig is"),
        Share.DURATION: dutch("hoe lang"),
        Share.DAY_PARTS: dutch("op welke dagen"),
        Share.AREA: dutch("de buurt, zonder adres"),
        Share.AGE_BAND: dutch("de leeftijdsgroep"),
        Share.URGENCY: dutch("hoe snel het moet"),
        Share.ADVISED: dutch("hoe snel het advies zegt"),
        Share.TOO_LATE_ON: dutch("te laat vanaf"),
        Share.HOLDING_OUT: dutch("hoe lang de mantelzorger het volhoudt"),
        Share.CAME_FROM: dutch("waar de vraag vandaan komt"),
        Share.PAID_BEFORE: dutch("of het betaald werk was"),
        Share.SUMMARY: dutch("een korte omschrijving zonder naam"),
        Share.STAYS: dutch("wat bij ons blijft"),
    }
)
#: The same as the receiver reads it: "ons" is whoever speaks, and that is the sender.
SHARE_WORDS_READ: Mapping[Share, str] = MappingProxyType(
    {**SHARE_WORDS, Share.STAYS: dutch("wat bij de afzender blijft")}
)
#: What makes it urgent, and where it came from: it goes along with the question and with its yes.
TRAVELS = frozenset(
    {
        Share.URGENCY,
        Share.ADVISED,
        Share.TOO_LATE_ON,
        Share.HOLDING_OUT,
        Share.CAME_FROM,
        Share.PAID_BEFORE,
    }
)
#: Without these nobody can say yes or no.
ALWAYS_SHARED = frozenset({Share.KINDS, Share.DURATION}) | TRAVELS
#: Of what is shared: the coded facts that a no is said to. Other words make no other question.
CODED = (Share.KINDS, Share.DURATION, Share.DAY_PARTS, Share.AREA)
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


def coded(shared: Mapping[str, object]) -> dict[str, object]:
    """Return what a no is said to: the codes of what is shared, in a fixed order, and no word that
    somebody wrote."""
    found = {str(share): shared.get(share) for share in CODED if shared.get(share)}
    kinds = found.get(Share.KINDS)
    if isinstance(kinds, list | tuple):
        found[Share.KINDS] = sorted(map(str, kinds))
    return found


#: Of a stored weighing: what was answered. What our own offer or limits say is not the question.
_ANSWERED = (
    "yes",
    "no",
    "acts",
    "asked_part_ok",
    "provision_running",
    "provision_waits",
    "bridging_decided",
    "single_event",
)


def answered(facts: Mapping[str, object] | None) -> dict[str, object]:
    """Return the answers of a stored weighing that were a no or a yes, without words and without
    what changes by itself from month to month."""
    return {name: facts[name] for name in _ANSWERED if name in facts} if facts else {}


_TITLES = frozenset(("van", "de", "der", "den", "het", "t", "ter", "ten", "te"))


def mark_of_person(last_name: str, postcode: str) -> str:
    """Return a mark that tells the same person from another without keeping who it is: spaces,
    signs, accents, capitals and "van der" make no other one."""
    flat = unicodedata.normalize("NFKD", last_name).casefold()
    words = re.findall(r"[a-z0-9]+", "".join(c for c in flat if not unicodedata.combining(c)))
    name = "".join(word for word in words if word not in _TITLES) or "".join(words)
    return fingerprint({"name": name, "postcode": "".join(postcode.split()).upper()})


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


NOBODY_ASKED = Reason(
    "referral.consent",
    dutch("Zonder ja van de persoon kunnen wij niets delen. Vraag het eerst."),
)
DOES_NOT_KNOW = Reason(
    "referral.does_not_know",
    dutch("De persoon weet nog niet dat er hulp gevraagd is. Vertel dat eerst, en vraag dan."),
)
NEEDS_REPRESENTATIVE = Reason(
    "referral.representative",
    dutch(
        "De persoon kan dit niet goed begrijpen. Vraag het ja van wie de persoon helpt beslissen."
    ),
)
CALL_FIRST = Reason(
    "referral.call_today",
    dutch("Dit kan niet wachten. Bel %(party)s eerst, en vul in wie je sprak."),
)


@dataclass(frozen=True, slots=True)
class Yes:
    """What is known of a yes to sharing. `asked`: somebody said yes; `knows`: the person knows of
    the question; `understands`: and can decide; `represented`: somebody said yes for them."""

    asked: bool
    knows: bool = True
    understands: bool = True
    represented: bool = False


def refuse_without_yes(yes: Yes) -> None:
    """Refuse to share without the yes of a person who knows. Raises Refused."""
    if not yes.asked:
        raise Refused(NOBODY_ASKED)
    if not yes.understands and not yes.represented:
        raise Refused(NEEDS_REPRESENTATIVE)
    if yes.understands and not yes.knows:
        raise Refused(DOES_NOT_KNOW)


def refuse_uncalled(party: str, called: str, *, today: bool) -> None:
    """Refuse to send what is for today to somebody who was not called. Raises Refused."""
    if today and not called.strip():
        raise Refused(Reason(CALL_FIRST.code, CALL_FIRST.sentence, {"party": party}))


def may_send(to: str, to_name: str, facts: str, earlier: tuple[Refusal, ...], yes: Yes) -> None:
    """Refuse to send without consent, or when this receiver refused the same facts before. Raises
    Refused."""
    refuse_without_yes(yes)
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
