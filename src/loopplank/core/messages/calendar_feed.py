"""What stands in somebody's own calendar: each visit on a fixed day, also one that is cancelled.

A calendar programme keeps what it once read, so a cancelled visit is sent as cancelled and not left
out. A visit whose day two people settle between them stands in no calendar.
"""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.visits import Agreement, days_of, moved, start_on

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
    """Return the visits of one agreement around `today`.

    `told_until` is the latest last day that was ever sent: visits between the last day as it is now
    and that one are cancelled.
    """
    first = max(one.first_day, today - BEHIND)
    last = min(max(one.last_day, told_until), today + AHEAD)
    days = days_of(one, first, last)
    # a programme keeps what it read, so where a visit was moved away it is cancelled
    left = {each.day for each in moved(one) if first <= each.day <= last and each.day not in days}
    return tuple(
        DayOfVisit(
            day,
            start_on(one, day) if one.has_fixed_day else None,
            cancelled=day in left or not one.holds(day) or limits.absent_on(day) or day in cannot,
        )
        for day in sorted({*days, *left})
    )


def revision(made_at: datetime, changed_at: datetime) -> int:
    """Return a number that goes up with each change and depends on nothing else."""
    return max(0, int((changed_at - made_at).total_seconds()))


def initial(first_name: str, last_name: str) -> str:
    """Return "J." for somebody whose name a calendar may not show. Without a first name it is the
    last word of the surname with a capital, so that De Wit is "W."."""
    if first_name.strip():
        return f"{first_name.strip()[0].upper()}."
    capitals = [word[0] for word in last_name.split() if word[0].isupper()]
    return f"{capitals[-1]}." if capitals else ""
