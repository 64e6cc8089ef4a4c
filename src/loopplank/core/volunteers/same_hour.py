"""Whether somebody would be at two people at once: the days, hours and weeks of two agreements.

The trigger on matches says the same in SQL (`store/same_hour.py`); a test compares them.
"""

from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from loopplank.core.kit.calendar import monday
from loopplank.core.kit.reason import Minutes, Reason, dutch
from loopplank.core.volunteers.visits import Agreement, days_of, moved, start_on

#: After so many weeks the weeks of two agreements fall together in the same way again.
CYCLE = 24


def weekday_of(one: Agreement) -> int | None:
    """Return the weekday on which it is, also of a single visit; None when nobody fixed it."""
    if one.weekday is not None:
        return one.weekday
    return one.first_day.weekday() if one.first_day == one.last_day else None


def first_clash(one: Agreement, other: Agreement) -> date | None:
    """Return the first day on which both are at overlapping hours, or None.

    Without a fixed day or hour nobody knows, and nothing is in the way. Every so many weeks without
    a first week may be any week.
    """
    moved_there = [*_clashes_of_moved(one, other), *_clashes_of_moved(other, one)]
    if _hours_overlap(one, other):
        moved_there += _days_of_both(one, other)[:1]
    return min(moved_there, default=None)


@dataclass(frozen=True, slots=True)
class TightGap:
    """Two visits of one day after each other, with too little time to get there."""

    day: date
    minutes: int
    needed: int

    @property
    def words(self) -> Reason:
        return Reason(
            "same_hour.tight",
            dutch(
                "Op %(day)s zit er %(gap)s tussen twee bezoeken, en de weg kost %(needed)s. Vraag"
                " of dat lukt."
            ),
            {"day": self.day, "gap": Minutes(self.minutes), "needed": Minutes(self.needed)},
        )


def tight_gap(new: Agreement, other: Agreement, travel_minutes: int) -> TightGap | None:
    """Return where two visits of one day leave less time between them than the way takes.

    A warning only: a coordinator asks, and the volunteer knows.
    """
    if weekday_of(new) != weekday_of(other) or new.start_time is None or other.start_time is None:
        return None
    if _hours_overlap(new, other):
        return None
    (_, ends), (begins, _) = sorted([_hours(new), _hours(other)])
    gap = begins - ends
    days = _days_of_both(new, other)
    return TightGap(days[0], gap, travel_minutes) if days and gap < travel_minutes else None


def _days_of_both(one: Agreement, other: Agreement) -> list[date]:
    weekday = weekday_of(one)
    if weekday is None or weekday != weekday_of(other):
        return []
    first = max(one.first_day, other.first_day)
    last = min(one.last_day, other.last_day)
    day = first + timedelta(days=(weekday - first.weekday()) % 7)
    days = (day + timedelta(weeks=n) for n in range(CYCLE))
    return [
        found
        for found in days
        if found <= last and all(each.falls_in(monday(found)) for each in (one, other))
    ]


def _clashes_of_moved(one: Agreement, other: Agreement) -> list[date]:
    """Return the days on which a moved visit of one is at an hour of the other."""
    return [
        each.to
        for each in moved(one)
        if one.holds(each.to)
        and other.holds(each.to)
        and each.to in days_of(other, each.to, each.to)
        and _hours_overlap(
            replace(one, start_time=each.start),
            replace(other, start_time=start_on(other, each.to)),
        )
    ]


def _hours(one: Agreement) -> tuple[int, int]:
    start = one.start_time or time()
    begins = 60 * start.hour + start.minute
    return begins, begins + one.visit_minutes


def _hours_overlap(one: Agreement, other: Agreement) -> bool:
    if one.start_time is None or other.start_time is None:
        return False
    (begins, ends), (begins_too, ends_too) = _hours(one), _hours(other)
    return begins < ends_too and begins_too < ends


def refused(name: str, day: date, start: time, *, elsewhere: bool) -> Reason:
    """Return why it cannot be at this hour; of help at another organisation only that it cannot."""
    if elsewhere:
        return Reason("same_hour.elsewhere", dutch("%(name)s kan dan niet."), {"name": name})
    return Reason(
        "same_hour.here",
        dutch("%(name)s is dan al bij iemand: op %(day)s om %(time)s. Kies een ander uur."),
        {"name": name, "day": day, "time": f"{start:%-H:%M}"},
    )
