"""Triage: eight gates of plain questions, one advice with its reasons, and a person who decides.

The door: put answers in `Facts`, call `advise`. `route` alone is the fast rule without reasons.
"""

from loopplank.core.triage.advice import (
    Advice,
    GateState,
    GateView,
    Unknown,
    advise,
    impression_is_asked,
)
from loopplank.core.triage.codes import BY_KEY, CODES, Answer, Code, Gate, mask_of
from loopplank.core.triage.decisive_answers import FACT_LINES, WhatIf, with_answer
from loopplank.core.triage.emergency import EMERGENCY_NUMBERS, EmergencyNumber
from loopplank.core.triage.facts import (
    NO_LIMITS,
    ExcludedAct,
    Facts,
    OrganisationLimits,
    answers_for_acts,
    facts_from_stored,
    limits_from_stored,
    open_on_safety,
)
from loopplank.core.triage.flags import Flag, Lack, Urgency
from loopplank.core.triage.grounds import Ground, Tone
from loopplank.core.triage.questions import (
    CODE_TEXTS,
    GATE_TEXTS,
    answers_for_gate,
    said_of_gate,
)
from loopplank.core.triage.rule import RULES_VERSION, Decided, Impression, Route, Standing, route
from loopplank.core.triage.words import (
    FLAG_WORDS,
    LACK_WORDS,
    ROUTE_WORDS,
    STANDING_WORDS,
    URGENCY_WORDS,
)

__all__ = [
    "BY_KEY",
    "CODES",
    "CODE_TEXTS",
    "EMERGENCY_NUMBERS",
    "FACT_LINES",
    "FLAG_WORDS",
    "GATE_TEXTS",
    "LACK_WORDS",
    "NO_LIMITS",
    "ROUTE_WORDS",
    "RULES_VERSION",
    "STANDING_WORDS",
    "URGENCY_WORDS",
    "Advice",
    "Answer",
    "Code",
    "Decided",
    "EmergencyNumber",
    "ExcludedAct",
    "Facts",
    "Flag",
    "Gate",
    "GateState",
    "GateView",
    "Ground",
    "Impression",
    "Lack",
    "OrganisationLimits",
    "Route",
    "Standing",
    "Tone",
    "Unknown",
    "Urgency",
    "WhatIf",
    "advise",
    "answers_for_acts",
    "answers_for_gate",
    "facts_from_stored",
    "impression_is_asked",
    "limits_from_stored",
    "mask_of",
    "open_on_safety",
    "route",
    "said_of_gate",
    "with_answer",
]
