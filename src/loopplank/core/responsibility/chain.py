"""Whom a danger alert reaches: owner, stand-in, board contact, a colleague, who runs the network.

The first who is there hears it. Outside working hours there may be nobody, and then nothing is
promised: a page says 112 instead of a name.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import IntEnum
from typing import Generic, TypeVar

from loopplank.core.kit.calendar import (
    DAY_ENDS,
    MONDAY_TO_FRIDAY,
    WorkingDays,
    local_day,
    local_time,
)

Who = TypeVar("Who")
#: Within these hours somebody of the chain is called at once.
DAY_BEGINS = time(9, 0)
#: So soon after it was seen somebody who is there knows of it.
REACHED_WITHIN = timedelta(minutes=30)


class Place(IntEnum):
    """Where somebody stands in the chain, the first first."""

    OWNER = 0
    STAND_IN = 1
    BOARD = 2
    COLLEAGUE = 3
    NETWORK = 4


@dataclass(frozen=True, slots=True)
class Member(Generic[Who]):
    """Somebody of the chain: their weekdays (none is all), and the spells in which they are away,
    each with its first and its last day (None: until they are back)."""

    who: Who
    place: Place
    weekdays: frozenset[int] = MONDAY_TO_FRIDAY
    away: tuple[tuple[date, date | None], ...] = ()

    def is_there(self, day: date) -> bool:
        is_away = any(first <= day and (last is None or day <= last) for first, last in self.away)
        return day.weekday() in (self.weekdays or MONDAY_TO_FRIDAY) and not is_away


def in_hours(now: datetime, calendar: WorkingDays) -> bool:
    """Say whether the organisation works at this moment: only then somebody may be promised."""
    return calendar.works(local_day(now)) and DAY_BEGINS <= local_time(now).time() < DAY_ENDS


def reached(chain: Iterable[Member[Who]], day: date) -> Member[Who] | None:
    """Return the first of the chain who is there on a day, or None."""
    there = (one for one in chain if one.is_there(day))
    return min(there, key=lambda one: one.place, default=None)


def promised(
    chain: Iterable[Member[Who]], now: datetime, calendar: WorkingDays
) -> Member[Who] | None:
    """Return who may be promised right now: outside the hours nobody."""
    return reached(chain, local_day(now)) if in_hours(now, calendar) else None


def holes(
    chain: Sequence[Member[Who]], first: date, days: int, calendar: WorkingDays
) -> tuple[date, ...]:
    """Return the working days from `first` on on which nobody of the chain is there."""
    ahead = (first + timedelta(days=n) for n in range(days))
    return tuple(day for day in ahead if calendar.works(day) and reached(chain, day) is None)
