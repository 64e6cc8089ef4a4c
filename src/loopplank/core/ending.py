"""What is said when a question has ended, other than with a no (that letter is in `letters`)."""

from datetime import date

from loopplank.core.progress import Told
from loopplank.core.reason import Reason, dutch
from loopplank.core.responsibility import ClosingReason


def closed_told(reason: ClosingReason, closed_on: date, next_party: str) -> Told:
    """What is said about a request that is closed, other than with a no."""
    again = Reason("closed.again", dutch("Opnieuw vragen mag altijd."))
    if reason is ClosingReason.NOT_WANTED:
        return Told(
            Reason(
                "closed.withdrawn",
                dutch("U heeft deze vraag ingetrokken op %(day)s."),
                {"day": closed_on},
            ),
            (again,),
        )
    if reason is ClosingReason.HELPED_ELSEWHERE and next_party:
        return Told(
            Reason("closed.elsewhere", dutch("%(party)s helpt u nu."), {"party": next_party}),
            (again,),
        )
    if reason is ClosingReason.DUPLICATE:
        return Told(
            Reason("closed.twice", dutch("Deze vraag stond er al.")),
            (Reason("closed.first", dutch("Wij gaan verder met uw eerste vraag.")),),
        )
    if reason is ClosingReason.NOT_REACHED:
        return Told(
            Reason("closed.not_reached", dutch("Wij probeerden u te bereiken. Dat lukte niet.")),
            (Reason("closed.call", dutch("Bel ons gerust. Dan gaan wij verder.")),),
        )
    if reason is ClosingReason.DECEASED:
        return Told(Reason("closed.quiet", dutch("Deze vraag is gesloten.")))
    return Told(
        Reason("closed.done", dutch("Uw vraag is klaar sinds %(day)s."), {"day": closed_on}),
        (again,),
    )
