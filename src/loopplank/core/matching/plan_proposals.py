"""How a plan's proposal to a coordinator stands, and how she may answer it."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import dutch


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
