"""Two visits at once: days, hours, terms and weeks."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from loopplank.core.volunteers.same_hour import first_clash, refused, tight_gap
from loopplank.core.volunteers.visits import Agreement

THURSDAY = date(2026, 11, 26)
WEEK = timedelta(weeks=1)
WEEKLY = Agreement(THURSDAY, THURSDAY + 12 * WEEK, 90, weekday=3, start_time=time(14))


LAST = THURSDAY + 12 * WEEK
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("columns", "day"),
    [
        ({}, THURSDAY),
        ({"start_time": time(15, 29)}, THURSDAY),
        ({"start_time": time(15, 30)}, None),
        ({"start_time": time(12, 30)}, None),
        ({"start_time": time(12, 31)}, THURSDAY),
        ({"start_time": None}, None),
        ({"weekday": 4}, None),
        ({"weekday": None}, None),
        # one day only, whatever weekday is written
        ({"weekday": None, "first_day": LAST, "last_day": LAST}, LAST),
        ({"first_day": LAST, "last_day": LAST + 8 * WEEK}, LAST),
        ({"first_day": LAST + DAY, "last_day": LAST + 8 * WEEK}, None),
        # a term of some days without that weekday
        ({"first_day": THURSDAY + DAY, "last_day": THURSDAY + 6 * DAY}, None),
        ({"every_weeks": 2, "phase": THURSDAY}, THURSDAY),
        ({"every_weeks": 2, "phase": THURSDAY + WEEK}, THURSDAY + WEEK),
        ({"every_weeks": 2}, THURSDAY),
    ],
)
def test_when_two_visits_are_at_once(columns: dict[str, object], day: date | None) -> None:
    other = replace(WEEKLY, **columns)  # type: ignore[arg-type]
    assert first_clash(WEEKLY, other) == day
    assert first_clash(other, WEEKLY) == day


def test_every_second_week_beside_every_second_week() -> None:
    one = replace(WEEKLY, every_weeks=2, phase=THURSDAY)
    assert first_clash(one, replace(one, phase=THURSDAY + WEEK)) is None
    assert first_clash(one, replace(one, phase=THURSDAY + 2 * WEEK)) == THURSDAY
    third = replace(one, every_weeks=3, phase=THURSDAY + WEEK)
    assert first_clash(one, third) == THURSDAY + 4 * WEEK


def test_the_way_between_two_visits_is_a_warning() -> None:
    after = replace(WEEKLY, start_time=time(15, 45))
    gap = tight_gap(WEEKLY, after, 30)
    assert gap is not None
    assert (gap.day, gap.minutes, gap.needed) == (THURSDAY, 15, 30)
    assert tight_gap(after, WEEKLY, 15) is None
    assert tight_gap(WEEKLY, WEEKLY, 30) is None, "that is no gap"


def test_of_another_organisation_only_that_it_cannot_be() -> None:
    said = refused("Ria", THURSDAY, time(14), elsewhere=True)
    assert said.params == {"name": "Ria"}
    assert refused("Ria", THURSDAY, time(14), elsewhere=False).params["day"] == THURSDAY
