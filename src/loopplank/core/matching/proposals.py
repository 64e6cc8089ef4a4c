"""Where a question to a volunteer stands, and what may be said with a no."""

from datetime import date, datetime, time, timedelta
from enum import StrEnum

from loopplank.core.kit.calendar import at_local


class ProposalState(StrEnum):
    """Where a question to a volunteer stands. `waits`: the volunteer said yes, and a coordinator
    first reads what changed; `gone`: somebody else said yes, or help ended."""

    OPEN = "open"
    WAITS = "waits"
    YES = "yes"
    NO = "no"
    SILENT = "silent"
    WITHDRAWN = "withdrawn"
    GONE = "gone"


#: Something may still come of it.
UNDECIDED = (ProposalState.OPEN, ProposalState.WAITS)
#: The volunteer said something.
HAS_ANSWERED = (ProposalState.YES, ProposalState.NO, ProposalState.WAITS)
#: It was taken back before there was an answer.
TAKEN_BACK = (ProposalState.GONE, ProposalState.WITHDRAWN)


def of_use_until(first_day: date, last_day: date, start: time | None) -> datetime:
    """Return the moment after which a question asks for nothing any more: the beginning of a single
    visit, and otherwise the end of the last day."""
    if first_day == last_day and start is not None:
        return at_local(first_day, start)
    return at_local(last_day + timedelta(days=1), time())


class AnsweredVia(StrEnum):
    """Through whom an answer came: the volunteer, a coordinator who heard it, or a hand-over
    key.
    """

    SELF = "self"
    BY_PHONE = "by_phone"
    BY_KEY = "by_key"


class DeclineReason(StrEnum):
    """Why a volunteer says no, if they say so; nobody asks, and most say nothing."""

    OTHER_DAY = "other_day"
    TOO_FAR = "too_far"
    TOO_MUCH = "too_much"
    NOT_FOR_ME = "not_for_me"
    UNSAID = "unsaid"
