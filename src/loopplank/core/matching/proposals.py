"""Where a question to a volunteer stands, and what may be said with a no."""

from enum import StrEnum


class ProposalState(StrEnum):
    """Where a question to a volunteer stands. `gone`: somebody else said yes, or help ended."""

    OPEN = "open"
    YES = "yes"
    NO = "no"
    SILENT = "silent"
    WITHDRAWN = "withdrawn"
    GONE = "gone"


#: The volunteer said something.
HAS_ANSWERED = (ProposalState.YES, ProposalState.NO)
#: It was taken back before there was an answer.
TAKEN_BACK = (ProposalState.GONE, ProposalState.WITHDRAWN)


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
