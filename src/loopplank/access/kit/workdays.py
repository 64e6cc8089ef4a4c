"""Know when an organisation works: its weekdays without the Dutch public holidays, and without the
days on which it said to be closed. Every promise, clock and call-back counts in these.
"""

from collections.abc import Iterable
from datetime import date, timedelta
from functools import lru_cache
from itertools import pairwise

import holidays

from loopplank.core.kit.calendar import MONDAY_TO_FRIDAY, WorkingDays
from loopplank.core.responsibility.closures import closed_days, from_stored
from loopplank.core.volunteers.away import Away, TimeAway, together
from loopplank.store.models import Limits, Organisation


def of_organisation(row: Organisation, around: date) -> WorkingDays:
    """Return the working days of an organisation, good from the year before `around` until three
    years after it: longer than any clock.
    """
    weekdays = frozenset(row.weekdays) or MONDAY_TO_FRIDAY
    free = _dutch_holidays(around.year)
    return WorkingDays(
        weekdays, free | closed_days(from_stored(row.closed)) if row.closed else free
    )


@lru_cache(maxsize=8)
def _dutch_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NL", years=range(year - 1, year + 4)))


# --- school holidays ------------------------------------------------------------------------------
# As far as they were fixed: see decision 16.

#: The regions of the national order, by our code: the name in the library.
_NAMES = {"north": "Noord", "middle": "Midden", "south": "Zuid"}
REGIONS = tuple(_NAMES)
_SINCE, _NO_LATER_THAN = 2025, 2100
#: Two holidays never lie further apart.
_LONGEST_BETWEEN = timedelta(weeks=13)


@lru_cache(maxsize=8)
def of_regions(regions: tuple[str, ...]) -> tuple[Away, ...]:
    """Return the school holidays of these regions, in order; an unknown region has none."""
    days: list[Away] = []
    for region in regions:
        if region in _NAMES:
            days += _days_of(_NAMES[region])
    return together(days)


def time_away(row: Limits) -> TimeAway:
    """Return what one volunteer said about being away, with the days that follow from it."""
    if not row.away and not row.school_regions:
        return TimeAway()
    return away_from_stored(row.away, row.school_regions)


def away_from_stored(away: Iterable[Iterable[str]], regions: Iterable[str]) -> TimeAway:
    """Return the same from the values in which it is kept."""
    codes = tuple(regions)
    periods = (Away(*(date.fromisoformat(day) for day in one)) for one in away)
    return TimeAway(tuple(periods), codes, of_regions(codes) if codes else ())


def _days_of(name: str) -> tuple[Away, ...]:
    days: list[date] = []
    for year in range(_SINCE, _NO_LATER_THAN):
        known = holidays.country_holidays("NL", subdiv=name, years=year, categories=("school",))
        if not known:
            break
        days += known.keys()
    found = together(Away(day, day) for day in days)
    # of the last year the library knows Christmas by a rule, and not the autumn before it: what
    # comes after a holiday that is missing was not fixed by anybody
    gaps = (n for n, (a, b) in enumerate(pairwise(found), 1) if b.first - a.last > _LONGEST_BETWEEN)
    return found[: next(gaps, len(found))]
