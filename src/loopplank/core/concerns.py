"""It does not go well with the help: what the person helped may say, and what was done with it.

It goes to a named person and before a day. The volunteer never sees it.
"""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from loopplank.core.reason import Reason, Refused, dutch
from loopplank.core.responsibility import Clock, State, Unit

#: How soon somebody answers; who does not feel safe hears sooner.
ANSWER_WITHIN = Clock(2, Unit.WORKING_DAYS)
UNSAFE_WITHIN = Clock(1, Unit.WORKING_DAYS)
NOT_SAFE, COORDINATOR = "not_safe", "coordinator"

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "does_not_come": dutch("De hulp komt niet, of te laat"),
        "not_as_agreed": dutch("Het gaat anders dan afgesproken"),
        "no_rapport": dutch("Het klikt niet tussen ons"),
        "money": dutch("Er is iets met geld of spullen"),
        NOT_SAFE: dutch("Ik voel me niet veilig"),
        COORDINATOR: dutch("Het gaat over de coördinator"),
    }
)

#: What was done, as the person reads it.
OUTCOMES: Mapping[str, str] = MappingProxyType(
    {
        "goes_on": dutch("De hulp gaat door zoals het was."),
        "changed": dutch("De afspraak is veranderd."),
        "somebody_else": dutch("Er komt iemand anders."),
        "stopped": dutch("Deze hulp stopt."),
        "professional": dutch("Een beroepskracht kijkt mee."),
    }
)

LONGEST = 1000


def answered_within(reasons: Collection[str]) -> Clock:
    return UNSAFE_WITHIN if NOT_SAFE in reasons else ANSWER_WITHIN


def about_the_coordinator(reasons: Collection[str]) -> bool:
    """Then it goes past the owner, who does not see it either."""
    return COORDINATOR in reasons


def may_raise(state: State, reasons: Collection[str], words: str) -> None:
    """Raises Refused when there is no help to speak of, or nothing was said."""
    if state is not State.RUNNING:
        raise Refused(
            Reason("concern.no_help", dutch("Er loopt nu geen hulp. Bel ons als er iets is."))
        )
    if not words.strip() and not reasons:
        raise Refused(
            Reason("concern.empty", dutch("Schrijf op wat er niet goed gaat, of kies een reden."))
        )
