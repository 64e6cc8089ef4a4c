"""The Dutch school holidays of a region, as far as they were fixed; see decision 16.

The days come from a library that follows the national order ("Regeling vaststelling
schoolvakanties"). Where it ends nothing is guessed, and `TimeAway.known_until` says so.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache

import holidays

from loopplank.core.away import Away, TimeAway, together
from loopplank.store.models import Limits

#: The regions of the national order, by our code: the name in the library.
_NAMES = {"north": "Noord", "middle": "Midden", "south": "Zuid"}
REGIONS = tuple(_NAMES)
_SINCE, _NO_LATER_THAN = 2025, 2100


@lru_cache(maxsize=8)
def of_regions(regions: tuple[str, ...]) -> tuple[Away, ...]:
    """The school holidays of these regions, in order; an unknown region has none."""
    days: list[date] = []
    for region in regions:
        if region in _NAMES:
            days += _days_of(_NAMES[region])
    return together(Away(day, day) for day in days)


def time_away(row: Limits) -> TimeAway:
    """What one volunteer said about being away, with the days that follow from it."""
    if not row.away and not row.school_regions:
        return TimeAway()
    return away_from_stored(row.away, row.school_regions)


def away_from_stored(away: Iterable[Iterable[str]], regions: Iterable[str]) -> TimeAway:
    """The same from the values in which it is kept."""
    codes = tuple(regions)
    periods = (Away(*(date.fromisoformat(day) for day in one)) for one in away)
    return TimeAway(tuple(periods), codes, of_regions(codes) if codes else ())


def _days_of(name: str) -> list[date]:
    found: list[date] = []
    for year in range(_SINCE, _NO_LATER_THAN):
        known = holidays.country_holidays("NL", subdiv=name, years=year, categories=("school",))
        # each year also holds New Year's Day of the holiday before it
        if not known:
            break
        found += known
    return sorted(found)
