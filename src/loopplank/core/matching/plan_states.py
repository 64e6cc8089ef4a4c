"""A plan and its proposals: their states, how long it may take, and what is said when it fails.

No numerical library is imported here, so that pages which only show where a plan is stay light.
"""

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import dutch


class RunState(StrEnum):
    """Where a run stands. `stopped`: by a person, and what it had found by then stands.
    `refused_by_checker`: nothing of it is ever shown."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    STOPPED = "stopped"
    FAILED = "failed"
    REFUSED = "refused_by_checker"


#: States in which a plan may have something to show.
MADE = (RunState.DONE, RunState.STOPPED)


class Failure(StrEnum):
    """Why there is no plan."""

    DIED = "died"
    IMPOSSIBLE = "impossible"
    UNREACHABLE = "unreachable"
    BROKEN = "broken"


FAILURE_WORDS: Mapping[Failure, str] = MappingProxyType(
    {
        Failure.DIED: dutch(
            "Het maken van het voorstel brak twee keer af. Probeer het later opnieuw. Lukt het dan"
            " weer niet? Vertel het wie Loopplank beheert."
        ),
        Failure.IMPOSSIBLE: dutch(
            "Er staat een gegeven in Loopplank dat niet kan kloppen. Vertel het wie Loopplank"
            " beheert."
        ),
        Failure.UNREACHABLE: dutch(
            "De computers die het voorstel maken, geven geen antwoord. Probeer het later opnieuw."
        ),
        Failure.BROKEN: dutch(
            "Het maken van het voorstel ging mis. Vertel het wie Loopplank beheert."
        ),
    }
)
REFUSED_WORDS = dutch(
    "Het voorstel was niet goed genoeg. Wij controleren elk voorstel, en dit klopte niet met"
    " iedereens grenzen. Daarom laten we het niet zien. Vertel het wie Loopplank beheert."
)

#: How long a plan that somebody waits for may take, and how long the plan of the night.
ON_DEMAND = timedelta(seconds=20)
AT_NIGHT = timedelta(minutes=5)
#: A plan that died is made once more.
MOST_ATTEMPTS = 2
#: How long plans are kept.
KEPT = timedelta(days=30)


def may_take(*, at_night: bool) -> timedelta:
    return AT_NIGHT if at_night else ON_DEMAND


#: Which rules a plan was made by; another outcome of the same problem is another number (P8). Since
#: 2 an own volunteer goes before a shared one who suits as well, the amount of help weighs less,
#: and an open proposal stays sooner.
RULES_VERSION = 2


class HelpForm(StrEnum):
    """How a request would be helped: by one, by two together, or by one after the other."""

    SOLO = "solo"
    DUO = "duo"
    RELAY = "relay"


class PlanProposalState(StrEnum):
    """Where a proposal of a plan stands. `overtaken`: it is not true any more."""

    OPEN = "open"
    ACCEPTED = "accepted"
    SET_ASIDE = "set_aside"
    OVERTAKEN = "overtaken"


class Decision(StrEnum):
    """Why somebody sets a proposal aside: one click, counted against nobody (promise P9)."""

    OTHER_PERSON = "other_person"
    NO_CLICK = "no_click"
    NOT_NOW = "not_now"
    KNOWS_MORE = "knows_more"


DECISION_WORDS: Mapping[Decision, str] = MappingProxyType(
    {
        Decision.OTHER_PERSON: dutch("Ik denk aan iemand anders"),
        Decision.NO_CLICK: dutch("Deze mensen passen niet bij elkaar"),
        Decision.NOT_NOW: dutch("Nu niet"),
        Decision.KNOWS_MORE: dutch("Ik weet iets dat hier niet staat"),
    }
)
