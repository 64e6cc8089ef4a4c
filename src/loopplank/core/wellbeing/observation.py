"""What a volunteer noticed or would like to begin: who answers before when, and what came of it."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType

from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.requests.states import Clock, Unit

ANSWER_WITHIN = Clock(10, Unit.WORKING_DAYS)
LONGEST, LONGEST_ANSWER = 1000, 500
MONTHS_KEPT = 12
#: How long the answer stays on the first page of the volunteer.
WEEKS_ON_WEEK = 4

KINDS: Mapping[str, str] = MappingProxyType(
    {
        "seen": dutch("Ik zie iets"),
        "begin": dutch("Ik wil iets beginnen"),
    }
)
GAP, OFFER, TALKED, NO = "gap", "offer", "talked", "no"
#: What came of it, as the volunteer reads it.
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        GAP: dutch("Dit staat nu op onze lijst van gaten."),
        OFFER: dutch("Wij maken hier een aanbod van."),
        TALKED: dutch("Wij spraken hierover."),
        NO: dutch("Wij doen dit niet."),
    }
)


def may_send(words: str) -> None:
    """Refuse an observation without words. Raises Refused."""
    if not words.strip():
        raise Refused(
            Reason("observation.empty", dutch("Schrijf op wat je ziet of wilt beginnen."))
        )


def may_answer(outcome: str, words: str, *, has_gap: bool) -> None:
    """Refuse a no without a sentence, and a gap without a name. Raises Refused."""
    if outcome == NO and not words.strip():
        raise Refused(Reason("observation.why", dutch("Schrijf in een zin waarom niet.")))
    if outcome == GAP and not has_gap:
        raise Refused(Reason("observation.gap", dutch("Kies een gat, of geef het een naam.")))


def answer_promise(name: str, day: date) -> Reason:
    """Return the sentence that says who answers, and before when."""
    return Reason(
        "observation.promise",
        dutch("%(name)s leest het. Je krijgt antwoord, uiterlijk %(day)s."),
        {"name": name, "day": day},
    )
