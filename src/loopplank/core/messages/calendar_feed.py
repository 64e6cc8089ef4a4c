"""What stands in somebody's own calendar: each visit on a fixed day, also the one that cannot be.

A calendar programme keeps what it once read, so a visit that falls away is told as cancelled and is
not left out. What two people settle between them has no day and stands in no calendar.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.visits import Agreement, days_of

#: How far the calendar looks back and ahead.
BEHIND = timedelta(weeks=4)
AHEAD = timedelta(weeks=26)
#: How long a first meeting takes in a calendar: nobody writes that down.
MEETING_MINUTES = 60


@dataclass(frozen=True, slots=True)
class DayOfVisit:
    """One visit; `start` is None when only the day is fixed."""

    day: date
    start: time | None
    cancelled: bool


def days_of_visits(
    one: Agreement, today: date, limits: Limits, *, told_until: date, cannot: Container[date] = ()
) -> tuple[DayOfVisit, ...]:
    """The visits of one agreement around `today`.

    `told_until` is the latest last day that was ever said: what lies between the last day as it is
    now and that one does not go on.
    """
    first = max(one.first_day, today - BEHIND)
    last = min(max(one.last_day, told_until), today + AHEAD)
    return tuple(
        DayOfVisit(
            day,
            one.start_time if one.has_fixed_day else None,
            cancelled=day > one.last_day or limits.absent_on(day) or day in cannot,
        )
        for day in days_of(one, first, last)
    )


def revision(made_at: datetime, changed_at: datetime) -> int:
    """A number that only goes up with each change, the same however often it is asked."""
    return max(0, int((changed_at - made_at).total_seconds()))


def initial(first_name: str, last_name: str) -> str:
    """ "J." of whom a calendar may say no more; of a surname alone the first letter that has a
    capital, so that De Wit is a W.
    """
    if first_name.strip():
        return f"{first_name.strip()[0].upper()}."
    capitals = [word[0] for word in last_name.split() if word[0].isupper()]
    return f"{capitals[-1]}." if capitals else ""
