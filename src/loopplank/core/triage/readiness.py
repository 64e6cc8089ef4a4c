"""Whether a volunteer may be brought in: only after a decision for one, with nothing unknown.

It is asked whenever somebody new comes closer to the person: at the question, at the yes, and when
the help begins. Once the question is weighed again, an earlier decision no longer counts.
"""

from loopplank.core.kit.reason import Reason, dutch
from loopplank.core.triage import Facts, Route, Standing
from loopplank.core.triage.codes import V2

FOR_VOLUNTEER = frozenset({Route.VOLUNTEER, Route.COMBINATION})
NOT_DECIDED = Reason(
    "proposal.not_ready",
    dutch("Er is nog geen besluit. Beantwoord eerst de acht vragen en neem een besluit."),
)
ASK_FIRST = Reason(
    "proposal.ask_first",
    dutch(
        "Er is nog iets onbekend over de veiligheid. Vraag dat eerst; daarna kun je iemand vragen."
    ),
)
NOT_FOR_VOLUNTEER = Reason(
    "proposal.not_for_volunteer",
    dutch("De laatste weging is: niet voor een vrijwilliger. Kijk eerst wat er nu nodig is."),
)
GP_FIRST = Reason(
    "proposal.gp_first",
    dutch(
        "Iemand zei niet meer te willen leven. Schrijf eerst op wie de huisarts is, en"
        " dat die ervan weet. Vraag daarna pas een vrijwilliger."
    ),
)
#: What a volunteer hears of all four: the why is the person's own business.
LOOKED_AT_AGAIN = Reason(
    "proposal.looked_at_again",
    dutch("Wij kijken opnieuw naar deze vraag. Je hoort van ons of hij doorgaat."),
)


def for_volunteer(standing: str, advised: str) -> bool:
    """Say whether a volunteer who was asked may go on thinking while nobody has decided yet."""
    return standing == Standing.READY and advised in FOR_VOLUNTEER


def gp_comes_first(facts: Facts) -> bool:
    """Say whether the GP must be named before a volunteer is asked, whatever the route."""
    return bool(facts.yes & V2) and not facts.gp_named


def why_not_ready(standing: str, advised: str, decided: str) -> Reason | None:
    """Return why no volunteer may come closer now, as a coordinator reads it; None when one may.

    `standing` and `advised` are those of the last weighing, empty without any; `decided` is what a
    person chose on that very weighing, empty as long as nobody did.
    """
    if not standing:
        return NOT_DECIDED
    if advised == Route.EMERGENCY:
        return NOT_FOR_VOLUNTEER
    if standing != Standing.READY:
        return ASK_FIRST
    if not decided:
        return NOT_DECIDED
    return None if decided in FOR_VOLUNTEER else NOT_FOR_VOLUNTEER
