"""What is said when a question has ended, other than with a no (that letter is in `letters`)."""

from datetime import date

from loopplank.core.closing import CLOSING, ClosingReason
from loopplank.core.progress import Told
from loopplank.core.reason import Reason


def closed_told(reason: ClosingReason, closed_on: date, next_party: str) -> Told:
    """What is said about a request that is closed, other than with a no."""
    rule = CLOSING[reason]
    if rule.by_party is not None and next_party:
        said = Reason(rule.by_party.code, rule.by_party.sentence, {"party": next_party})
    else:
        said = Reason(rule.ended.code, rule.ended.sentence, {"day": closed_on})
    return Told(said, (rule.then,) if rule.then is not None else ())
