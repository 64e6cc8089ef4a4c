"""A concern about a volunteer: what it is, who hears whom before when, and how it is decided.

It is read by the contact person and the stand-in alone. Until there is a decision the volunteer is
"nu niet beschikbaar" everywhere, and nowhere stands why: a concern is no finding.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.requests.states import Clock, Unit

#: The first action comes within one working day; the volunteer is heard within five.
ACT_WITHIN = Clock(1, Unit.WORKING_DAYS)
HEAR_WITHIN = Clock(5, Unit.WORKING_DAYS)
ABOUT_VOLUNTEER, MONEY, NOT_SAFE = "volunteer", "money", "not_safe"
#: Who chooses one of these is not read by colleagues of the coordinator.
RESTRICTED = frozenset({ABOUT_VOLUNTEER, MONEY})
#: And neither is who writes one of these words: better one too many in the restricted file.
_WORDS = re.compile(
    r"\b(?:geld|lenen|leen|leent|leende|geleend|pinpas|pincode|portemonnee|sieraden|erfenis|testament"
    r"|gestolen|stal|steelt|stelen|weggenomen|aanraak\w*|aangeraakt|betast\w*|zoen\w*|geslagen"
    r"|sloeg|slaat|schreeuw\w*|dreig\w*|bang|dronken|drugs)\b",
    re.IGNORECASE,
)
LONGEST = 1000


def is_restricted(reasons: Collection[str], words: str) -> bool:
    """Say whether this goes to the contact person instead of to the coordinators."""
    return bool(RESTRICTED & set(reasons)) or _WORDS.search(words[:LONGEST]) is not None


class Decision(StrEnum):
    """What is decided after the volunteer was heard."""

    GOES_ON = "goes_on"
    PAUSE = "pause"
    ENDS = "ends"


DECISION_WORDS: Mapping[Decision, str] = MappingProxyType(
    {
        Decision.GOES_ON: dutch("De hulp gaat weer door"),
        Decision.PAUSE: dutch("Een pauze, tot een dag"),
        Decision.ENDS: dutch("Deze hulp stopt, en tot een dag geen nieuwe"),
    }
)
#: As the volunteer reads it in the letter.
TOLD_VOLUNTEER: Mapping[str, str] = MappingProxyType(
    {
        Decision.GOES_ON: dutch("Je kunt weer gaan zoals was afgesproken."),
        Decision.PAUSE: dutch(
            "Tot en met %(until)s ga je er niet heen. Daarna kijken wij opnieuw."
        ),
        Decision.ENDS: dutch(
            "Je gaat er niet meer heen. Tot en met %(until)s vragen wij je niets nieuws."
        ),
    }
)
#: As the person helped reads it; nothing of why.
TOLD_PERSON: Mapping[str, str] = MappingProxyType(
    {
        Decision.GOES_ON: dutch("De bezoeken van %(volunteer)s gaan weer door."),
        Decision.PAUSE: dutch("Er komt voorlopig iemand anders of niemand, tot en met %(until)s."),
        Decision.ENDS: dutch("%(volunteer)s komt niet meer. Wij bespreken wie er dan komt."),
    }
)
#: What the concern of the person is answered with, by each decision.
ANSWER_OF: Mapping[Decision, str] = MappingProxyType(
    {
        Decision.GOES_ON: "goes_on",
        Decision.PAUSE: "changed",
        Decision.ENDS: "stopped",
    }
)


@dataclass(frozen=True, slots=True)
class Held:
    """What bears on whether somebody may be asked: since when a match was suspended, and what was
    decided until which day."""

    suspended: bool
    decision: str = ""
    until: date | None = None
    closed: bool = False


def unavailable(one: Held, today: date) -> bool:
    """Say whether the volunteer is "nu niet beschikbaar": from the suspension until the decision,
    and after a pause or an end until its last day."""
    if not one.suspended:
        return False
    if not one.decision:
        return not one.closed
    if one.decision == Decision.GOES_ON:
        return False
    return one.until is None or today <= one.until


#: So often somebody else is told that nothing happens: the stand-in, then who runs the network.
TO_STAND_IN, TO_NETWORK = 1, 2

NOT_HEARD = Reason(
    "concern.not_heard",
    dutch("Hoor eerst de vrijwilliger. Schrijf op wanneer, en met wie."),
)
NO_WORDS = Reason("concern.no_reason", dutch("Schrijf op waarom dit het besluit is."))
NO_END = Reason("concern.no_end", dutch("Kies tot en met welke dag dit geldt."))
ENDS_BEFORE = Reason("concern.ends_before", dutch("Kies een dag vanaf vandaag."))
DECIDED_ALREADY = Reason("concern.decided", dutch("Hierover is al besloten."))
DECIDE_FIRST = Reason(
    "concern.decide_first",
    dutch("Neem eerst een besluit. Anders weet niemand of de bezoeken doorgaan."),
)
#: In these words anybody reads it who wants to plan with the volunteer, and nothing of why.
NOT_AVAILABLE = Reason("volunteer.not_available", dutch("%(name)s is nu niet beschikbaar."))


def is_final(decision: str) -> bool:
    """Say whether nothing is left to decide: after a pause somebody decides once more."""
    return decision in {Decision.GOES_ON, Decision.ENDS}


def may_close(decision: str, *, help_runs: bool) -> None:
    """Refuse to close while help waits for a decision. Raises Refused.

    Where the help is over, since the volunteer stopped, died or was erased, nothing is left to
    decide.
    """
    if help_runs and not is_final(decision):
        raise Refused(DECIDE_FIRST)


def may_decide(
    decision: Decision,
    words: str,
    until: date | None,
    today: date,
    *,
    heard: bool,
    before: str = "",
) -> None:
    """Refuse a decision about somebody who was not heard, without a reason, without an end, or
    after the last word was said (`before`). Raises Refused."""
    if is_final(before):
        raise Refused(DECIDED_ALREADY)
    if not heard:
        raise Refused(NOT_HEARD)
    if not words.strip():
        raise Refused(NO_WORDS)
    if decision is not Decision.GOES_ON and until is None:
        raise Refused(NO_END)
    if until is not None and until < today:
        raise Refused(ENDS_BEFORE)
