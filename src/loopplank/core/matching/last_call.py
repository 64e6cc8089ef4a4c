"""When it is said plainly that nobody was found for a visit on one day, and who is called then."""

from datetime import date, datetime, time, timedelta

from loopplank.core.kit.calendar import at_local

#: On the day before, while there is still somebody to call.
ALARM_AT = time(14)
#: What came in after that hour is sought for as long as it can be.
LEFT_AT_LEAST = timedelta(hours=3)
TIME_TO_SEEK = timedelta(hours=1)


def begins(day: date, start: time | None) -> datetime:
    """Return when the visit begins; without an hour, with the morning."""
    return at_local(day, start or time(9))


def alarm_at(day: date, start: time | None, asked_at: datetime) -> datetime:
    """Return the moment from which owner and person know that nobody was found.

    Two o'clock on the day before; for what was asked after that, three hours before it begins, and
    never within an hour after it was asked.
    """
    usual = at_local(day - timedelta(days=1), ALARM_AT)
    if asked_at < usual:
        return usual
    return max(begins(day, start) - LEFT_AT_LEAST, asked_at + TIME_TO_SEEK)


def is_due(day: date, start: time | None, asked_at: datetime, now: datetime) -> bool:
    """Say whether it is told now: from that moment on, and not once it has begun."""
    return alarm_at(day, start, asked_at) <= now < begins(day, start)
