"""Where a match stands: one volunteer for one request."""

from enum import StrEnum


class MatchState(StrEnum):
    """Where a match stands. `not_started`: the two met, or would have, and it went no further."""

    MEETING = "meeting"
    RUNNING = "running"
    ENDED = "ended"
    NOT_STARTED = "not_started"


#: Counts in the volunteer's limits, and makes the volunteer one of those who help.
HOLDS_CAPACITY = (MatchState.MEETING, MatchState.RUNNING)
#: There was, or is, help.
HAS_HELPED = (MatchState.RUNNING, MatchState.ENDED)
#: Nothing follows any more.
HAS_ENDED = (MatchState.ENDED, MatchState.NOT_STARTED)


class EndReason(StrEnum):
    """Why one match ended. The last two are not chosen: its request closed, or the person died."""

    DONE = "done"
    RATHER_NOT = "rather_not"
    NO_RAPPORT = "no_rapport"
    MOVED = "moved"
    TOO_HEAVY = "too_heavy"
    OTHER = "other"
    CLOSED = "closed"
    DIED = "died"


#: What a person may say about the end of one match.
SAID = tuple(reason for reason in EndReason if reason not in {EndReason.CLOSED, EndReason.DIED})
