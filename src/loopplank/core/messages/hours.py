"""In which hours a kind of message may leave, and from when.

Everything is computed in days and times of Amsterdam and turned into an instant last, so that a day
of 23 or 25 hours, New Year and week 53 are days like any other.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta

from loopplank.core.kit.calendar import MONDAY_TO_FRIDAY, at_local, local_day, monday
from loopplank.core.messages.rules import Hours
from loopplank.core.messages.wishes import ASK_TIMES, Calendar, Wishes

OFFICE_OPENS, OFFICE_SHUTS = time(8), time(18)
#: Of a batch: so long after its hour questions still leave, such as when the sender stood still.
BATCH_LASTS = timedelta(hours=2)
DIGEST_AT = time(10)
#: Rest days and holidays in a row: far more than any calendar has.
LONGEST_REST = 60
ONE_DAY = timedelta(days=1)

Opening = tuple[datetime, datetime]


def next_open(
    hours: Hours, wishes: Wishes, calendar: Calendar, start: datetime, *, mail: bool
) -> datetime:
    """Return the first instant from `start` on at which a message with these hours may leave."""
    if hours is Hours.AT_ONCE or (hours is Hours.MAIL_AT_ONCE and mail):
        return start
    return next_in(lambda day: opening(hours, wishes, calendar, day), start)


def next_in(openings: Callable[[date], Opening | None], start: datetime) -> datetime:
    """Return the first instant from `start` on that lies within the opening of its day."""
    for day in _days(local_day(start)):
        found = openings(day)
        if found is not None and start < found[1]:
            return max(start, found[0])
    raise ValueError("no day on which anything may leave")


def opening(hours: Hours, wishes: Wishes, calendar: Calendar, day: date) -> Opening | None:
    """Return from when until when these messages may leave on this day, or None."""
    network = calendar.network
    if hours is Hours.OFFICE:
        open_ = calendar.office.works(day)
        return _between(day, OFFICE_OPENS, OFFICE_SHUTS) if open_ else None
    if calendar.rests(day):
        return None
    if hours in {Hours.ASKER, Hours.MAIL_AT_ONCE}:
        return _between(day, network.asker_from, network.asker_to)
    if day.weekday() == wishes.rest_day:
        return None
    if hours is Hours.VOLUNTEER:
        return _between(day, network.quiet_to, network.quiet_from)
    return _batch(wishes, calendar, day)


def digest_after(queued_at: datetime, wishes: Wishes, calendar: Calendar) -> datetime:
    """Return when the weekly message leaves that takes along what was queued at `queued_at`: on
    Monday, or on the first later day of that week on which anything may leave."""
    start = monday(local_day(queued_at))
    while (moment := _digest_of(start, wishes, calendar)) <= queued_at:
        start += timedelta(weeks=1)
    return moment


def next_digest(wishes: Wishes, calendar: Calendar, start: datetime) -> datetime:
    """Return the first instant from `start` on for the weekly message, at ten or later. It need not
    be a Monday, for when the sender stood still."""

    def of_day(day: date) -> Opening | None:
        found = opening(Hours.VOLUNTEER, wishes, calendar, day)
        return found and (at_local(day, DIGEST_AT), found[1])

    return next_in(of_day, start)


def first_free_day(took_place: Iterable[datetime], most: int, today: date) -> date:
    """Return the first day on which one more makes no more than `most` in any seven days in a row.

    Calendar weeks are not enough: three on Sunday and three on Monday would be six in two days.
    """
    lately = sorted(
        day for moment in took_place if (day := local_day(moment)) > today - 7 * ONE_DAY
    )
    return lately[-most] + 7 * ONE_DAY if len(lately) >= most else today


# --- the opening of one day -----------------------------------------------------------------------


def _between(day: date, first: time, last: time) -> Opening:
    return at_local(day, first), at_local(day, last)


def _batch(wishes: Wishes, calendar: Calendar, day: date) -> Opening | None:
    """Return the opening for new questions: Monday to Friday, at the hour that the volunteer
    chose."""
    if day.weekday() not in MONDAY_TO_FRIDAY:
        return None
    start = at_local(day, ASK_TIMES[wishes.ask_at])
    return start, min(start + BATCH_LASTS, at_local(day, calendar.network.quiet_from))


def _digest_of(first: date, wishes: Wishes, calendar: Calendar) -> datetime:
    for day in _days(first):
        if opening(Hours.VOLUNTEER, wishes, calendar, day) is not None:
            return at_local(day, DIGEST_AT)
    raise ValueError("no day on which anything may leave")


def _days(first: date) -> Iterator[date]:
    return (first + n * ONE_DAY for n in range(LONGEST_REST))
