"""When a reminder is sent. Hours are of Amsterdam, also in the weeks in which the clock changes. A
reminder long past its moment is not sent any more.

Of a visit the volunteer chose how long before it they want to hear (`visit_reminder`)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from loopplank.core.gaps.gaps import quarter_of
from loopplank.core.kit.calendar import at_local, local_day, months_after
from loopplank.core.messages.hours import next_open
from loopplank.core.messages.rules import Hours
from loopplank.core.messages.wishes import DAYS_BEFORE, QUIET_TO, Calendar, Wishes

TEN = time(10)
#: A reminder of the same morning comes as early as messages may leave, and not before this.
MORNING = time(8)
#: Who leaves home hears it at least so long before.
IN_TIME = timedelta(hours=1)
#: Of a visit of which only the day is known: it may begin from here on.
NOON = time(12)
#: A visit before this may be too early to be told of that same morning.
EARLY = time(QUIET_TO[1].hour + 1)
MOST_DAYS_BEFORE = max(DAYS_BEFORE)
#: A working day of a coordinator begins with what waits.
DIGEST_AT = time(8)
DIGEST_UNTIL = time(17)
BEFORE_PROPOSAL_ENDS = timedelta(hours=24)
#: Before the last day of help, in weeks: once to begin the talk, once in case it did not come.
BEFORE_END = (4, 1)
#: A loop that stood still for some days tells it late; longer than this and it is no news.
STILL_NEWS = timedelta(days=3)
#: Whoever heard the last day this short ago need not hear it again.
JUST_HEARD = timedelta(days=7)
QUARTER_IS_NEWS = timedelta(days=7)


def day_before(day: date) -> datetime:
    """Return ten o'clock on the day before, as an aware instant."""
    return at_local(day - timedelta(days=1), TEN)


def is_day_before(day: date, now: datetime) -> bool:
    """Say whether it is the day before `day`, and past ten o'clock."""
    return day_before(day) <= now < at_local(day, time())


def visit_reminder(
    day: date, start: time | None, wishes: Wishes, calendar: Calendar
) -> datetime | None:
    """Return when the reminder of one visit is due, or None for whoever wants none.

    It is the day that the volunteer chose. Where nothing may leave on it that would still be in
    time (an early visit, a day of rest), it is the first choice before it on which something may;
    without any, what leaves later and is in time all the same.
    """
    if not wishes.visit_reminder:
        return None
    last = at_local(day, start or NOON) - IN_TIME
    leaves = {
        moment: next_open(Hours.VOLUNTEER, wishes, calendar, moment, mail=False)
        for days in sorted(DAYS_BEFORE)
        if days >= wishes.days_before
        for moment in [at_local(day - timedelta(days=days), TEN if days else MORNING)]
    }
    in_time = [moment for moment, at in leaves.items() if at <= last]
    that_day = [moment for moment in in_time if local_day(leaves[moment]) == local_day(moment)]
    return next(iter([*that_day, *in_time, *reversed(leaves)]))


def visit_is_near(
    day: date, start: time | None, wishes: Wishes, calendar: Calendar, now: datetime
) -> bool:
    """Say whether the reminder of a visit is told now: from its moment until the day of the visit,
    or until it begins when it is told that same morning."""
    moment = visit_reminder(day, start, wishes, calendar)
    if moment is None:
        return False
    same_day = local_day(moment) == day
    return moment <= now < at_local(day, (start or NOON) if same_day else time())


def remind_of_proposal(asked_at: datetime, expires_at: datetime, now: datetime) -> bool:
    """Say whether a question is repeated now: once, a day before its time is over, and not when it
    was asked within that day."""
    moment = expires_at - BEFORE_PROPOSAL_ENDS
    return asked_at < moment <= now < expires_at


def weeks_to_end(began_on: date, last_day: date, now: datetime) -> int | None:
    """Return how many weeks before the last day it is now time for a reminder, or None.

    Help that began less than a week before that moment hears nothing: they just agreed on it.
    """
    for weeks in BEFORE_END:
        on = last_day - timedelta(weeks=weeks)
        moment = at_local(on, TEN)
        if moment <= now < moment + STILL_NEWS and began_on + JUST_HEARD <= on:
            return weeks
    return None


def days_that_end(now: datetime) -> tuple[date, ...]:
    """Return the last days of help about which a reminder may be sent now."""
    today = local_day(now)
    around = (timedelta(days=n) for n in range(STILL_NEWS.days + 1))
    return tuple(today - late + timedelta(weeks=weeks) for late in around for weeks in BEFORE_END)


def digest_is_due(now: datetime) -> bool:
    """Say whether the working day began and is not over."""
    today = local_day(now)
    return at_local(today, DIGEST_AT) <= now < at_local(today, DIGEST_UNTIL)


@dataclass(frozen=True, slots=True)
class QuarterOver:
    """The first day of a quarter that is over, and the Monday on which that is said."""

    quarter: date
    on: date


def quarter_to_tell(now: datetime) -> QuarterOver | None:
    """Return the quarter that is over, from the morning of the first Monday of the next one and for
    a week; otherwise None."""
    this = quarter_of(local_day(now))
    on = this + timedelta(days=-this.weekday() % 7)
    begins = at_local(on, DIGEST_AT)
    told = begins <= now < begins + QUARTER_IS_NEWS
    return QuarterOver(months_after(this, -3), on) if told else None


def something(counts: Mapping[str, int]) -> int:
    """Return how many things a digest has to report in all."""
    return sum(counts.values())
