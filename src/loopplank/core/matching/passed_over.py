"""When a person decides about a request that plans keep passing over.

A plan weighs what a volunteer is worth to everybody, so it can pass over the same request time
after time. After three times, or thirteen weeks, a person decides and tells the one who waits.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import Reason, dutch
from loopplank.core.requests.states import State

OFTEN = 3
LONG = timedelta(weeks=13)


class Outcome(StrEnum):
    """What a person decides: to the front, the waiting list, or an honest no."""

    FIRST = "first"
    WAIT = "wait"
    NO = "no"


OUTCOME_WORDS: Mapping[Outcome, str] = MappingProxyType(
    {
        Outcome.FIRST: dutch("Zoek verder. Deze vraag gaat voor."),
        Outcome.WAIT: dutch("Op de wachtlijst"),
        Outcome.NO: dutch("Een eerlijk nee. Op de volgende pagina schrijf je de brief."),
    }
)
TOO_OFTEN = Reason(
    "work.passed_over",
    dutch("%(times)s keer niet gekozen in het voorstel. Beslis zelf."),
    {"times": OFTEN},
)
TOO_LONG = Reason(
    "work.waits_long", dutch("Wacht %(weeks)s weken. Beslis zelf."), {"weeks": LONG.days // 7}
)


def why_decide(state: str, times: int, since: date | None, today: date) -> Reason | None:
    """Return why a person must decide about this request now, or None."""
    if state != State.SEARCHING:
        return None
    if times >= OFTEN:
        return Reason(TOO_OFTEN.code, TOO_OFTEN.sentence, {"times": times})
    if since is not None and today - since >= LONG:
        return Reason(TOO_LONG.code, TOO_LONG.sentence, {"weeks": (today - since).days // 7})
    return None


def longest_search_since(today: date) -> date:
    """Return the day since which a search takes too long: of this day or earlier."""
    return today - LONG


def counts(state: str, last_on: date | None, today: date) -> bool:
    """Say whether being passed over today counts: only while it is searched for, and once a day."""
    return state == State.SEARCHING and last_on != today
