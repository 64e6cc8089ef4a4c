"""Days, weeks and working days. Instants are aware UTC, days are dates in Europe/Amsterdam,
a deadline is a date that ends at 17:00 local time, weeks are ISO weeks named by their Monday.
"""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

AMSTERDAM = ZoneInfo("Europe/Amsterdam")
DAY_ENDS = time(17, 0)
MONDAY_TO_FRIDAY = frozenset(range(5))


def local_day(instant: datetime) -> date:
    """Return the date in Amsterdam at an aware instant. Raises ValueError on a naive one."""
    return local_time(instant).date()


def local_time(instant: datetime) -> datetime:
    """Return an aware instant on the clock of Amsterdam. Raises ValueError on a naive one."""
    if instant.tzinfo is None:
        raise ValueError("an instant must be aware; a naive one has no moment")
    return instant.astimezone(AMSTERDAM)


def at_local(day: date, moment: time) -> datetime:
    """Return the aware UTC instant of a local day and time."""
    return datetime.combine(day, moment, AMSTERDAM).astimezone(UTC)


def deadline(day: date) -> datetime:
    """Return the instant at which a deadline on `day` has passed: 17:00 in Amsterdam, as UTC."""
    return at_local(day, DAY_ENDS)


def is_late(due_on: date, now: datetime) -> bool:
    return now >= deadline(due_on)


def last_passed(now: datetime) -> date:
    """Return the last day of which the deadline has passed: today after 17:00, else yesterday."""
    today = local_day(now)
    return today if is_late(today, now) else today - timedelta(days=1)


def monday(day: date) -> date:
    """Return the Monday of the ISO week of `day`."""
    return day - timedelta(days=day.weekday())


def months_after(day: date, months: int) -> date:
    """Return the same day of another month, or the last day of a shorter month; a negative number
    looks back."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def months_until(day: date, last: date) -> int:
    """Return how many months from `day` reach `last`, at least one: one year to the day is
    twelve."""
    months = max(1, (last.year - day.year) * 12 + last.month - day.month)
    return months if months_after(day, months) >= last else months + 1


def weeks(first: date, last: date) -> tuple[date, ...]:
    """Return the Mondays of every ISO week that holds a day from `first` to `last`, in order."""
    start, end = monday(first), monday(last)
    return tuple(start + timedelta(weeks=n) for n in range((end - start).days // 7 + 1))


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """On which days an organisation works: weekdays (0 is Monday) without its holidays."""

    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    holidays: frozenset[date] = frozenset()

    def __post_init__(self) -> None:
        if not self.weekdays or not self.weekdays <= frozenset(range(7)):
            raise ValueError("name at least one weekday, from 0 (Monday) to 6 (Sunday)")

    def works(self, day: date) -> bool:
        return day.weekday() in self.weekdays and day not in self.holidays

    def after(self, day: date, count: int) -> date:
        """Return the `count`-th working day after `day` (the day itself is not counted)."""
        left = count
        while left > 0:
            day += timedelta(days=1)
            left -= self.works(day)
        return day

    def count_between(self, first: date, last: date) -> int:
        """Count the working days after `first` up to and including `last`."""
        return sum(self.works(first + timedelta(days=n)) for n in range(1, (last - first).days + 1))

    def last_on_or_before(self, day: date, not_before: date) -> date | None:
        """Return the latest working day in [not_before, day], or None when there is none."""
        while day >= not_before:
            if self.works(day):
                return day
            day -= timedelta(days=1)
        return None

    def kept_on(self, day: date, today: date, *people: Iterable[int]) -> date:
        """Return the day on which we do what we owe by `day`, for every clock and promise of ours.

        It is the last working day up to then, from tomorrow on, of the first of these people who
        has one; else the organisation's, else today. It is never later, except where nobody works
        from today to `day`: then it is the first day after it.
        """
        tomorrow = min(day, today + timedelta(days=1))
        own = (self.of_person(one).last_on_or_before(day, tomorrow) for one in people)
        return (
            next((found for found in own if found), None)
            or self.last_on_or_before(day, tomorrow)
            or self.last_on_or_before(day, today)
            or self.after(day, 1)
        )

    def of_person(self, weekdays: Iterable[int]) -> "WorkingDays":
        """Return the same calendar for one person who works on fewer weekdays; none given means
        all."""
        own = frozenset(weekdays) & self.weekdays
        return WorkingDays(own or self.weekdays, self.holidays)
