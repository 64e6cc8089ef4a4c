"""When an organisation works: its weekdays without the Dutch public holidays."""

from datetime import date
from functools import lru_cache

import holidays

from loopplank.core.calendar import MONDAY_TO_FRIDAY, WorkingDays
from loopplank.store.models import Organisation


def of_organisation(row: Organisation, around: date) -> WorkingDays:
    """Good from the year before `around` until three years after it, longer than any clock."""
    weekdays = frozenset(row.weekdays) or MONDAY_TO_FRIDAY
    return WorkingDays(weekdays, _dutch_holidays(around.year))


@lru_cache(maxsize=8)
def _dutch_holidays(year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("NL", years=range(year - 1, year + 4)))
