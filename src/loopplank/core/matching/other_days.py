"""For each day of the week, how many more people could help on it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from loopplank.core.matching.candidates import FIT_RULES, Asked, Someone, full, other_days
from loopplank.core.requests.intake import ANY_TIME

DAYS_IN_WEEK = range(7)


@dataclass(frozen=True, slots=True)
class OnDay:
    """How many more people could help on a day (0 is Monday) who cannot on the asked days. `asked`:
    another part of this day was asked already."""

    weekday: int
    more: int
    asked: bool = False


def whole_day(weekday: int) -> int:
    """Return morning, afternoon and evening of one day, as a mask."""
    return 7 << (3 * weekday)


def more_on_other_days(
    asked: Asked, everybody: Iterable[Someone], today: date
) -> tuple[OnDay, ...]:
    """Return the days on which somebody more could do it, from Monday on; none when any day is
    good."""
    if not asked.day_parts or asked.day_parts == ANY_TIME:
        return ()
    any_day = replace(asked, day_parts=ANY_TIME)
    only_the_day = [
        one
        for one in everybody
        if other_days(asked, one, today)
        and not any(rule(any_day, one, today) for rule in FIT_RULES)
        and full(any_day, one) is None
    ]
    found = (
        OnDay(
            day,
            sum(bool(one.day_parts & whole_day(day)) for one in only_the_day),
            asked=bool(asked.day_parts & whole_day(day)),
        )
        for day in DAYS_IN_WEEK
    )
    return tuple(one for one in found if one.more)
