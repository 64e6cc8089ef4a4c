"""When a reminder is sent. Hours are of Amsterdam, also in the weeks in which the clock changes. A
reminder long past its moment is not sent any more."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from loopplank.core.gaps.gaps import quarter_of
from loopplank.core.kit.calendar import at_local, local_day, months_after

TEN = time(10)
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
