"""Rest: after a heavy time nothing new is asked until the volunteer says so."""

from collections.abc import Sequence
from datetime import date, timedelta

from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.volunteers.load import Limits

HEAVY = "heavy"
#: How far back the felt visits are looked at, and how many heavy ones make a heavy time [D].
LOOK_BACK, OFTEN_HEAVY = 6, 3
#: How many weeks of rest a network may give; with none, help that was heavy ends as any other.
WEEKS_OF_REST = (0, 26)
WEEKS_WRONG = Reason(
    "rest.weeks", dutch("Vul een heel getal in, van 0 tot en met 26. Bij 0 krijgt niemand rust.")
)


def was_heavy_time(
    *, heavy: bool, died: bool, too_heavy: bool, felt_last_first: Sequence[str]
) -> bool:
    """Say whether help that ended leaves something to recover from.

    It does when it was heavy from the start, when the person died, when it stopped because it was
    too heavy, or when half of the last visits felt heavy.
    """
    last = felt_last_first[:LOOK_BACK]
    return heavy or died or too_heavy or last.count(HEAVY) >= OFTEN_HEAVY


def may_be_set(weeks: int) -> None:
    """Refuse a rest of no weeks, or one as long as leaving. Raises Refused."""
    least, most = WEEKS_OF_REST
    if not least <= weeks <= most:
        raise Refused(WEEKS_WRONG)


def rest_until(ended_on: date, weeks: int, so_far: date | None) -> date | None:
    """Return the last day of rest, or None without any; a longer rest that runs already stays."""
    last = ended_on + timedelta(weeks=weeks) if weeks else None
    return max((day for day in (last, so_far) if day is not None), default=None)


def first_day_back(limits: Limits, day: date) -> bool:
    """Say whether this is the day after a pause with an end: "welkom terug" comes before any
    question."""
    return limits.pause_to is not None and limits.pause_to + timedelta(days=1) == day
