"""Days, weeks and working days, also where the clock or the year turns."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.kit.calendar import (
    WorkingDays,
    at_local,
    deadline,
    is_late,
    local_day,
    monday,
    months_until,
    weeks,
)

DAYS = st.dates(date(2020, 1, 1), date(2035, 12, 31))
CHRISTMAS = WorkingDays(
    holidays=frozenset({date(2026, 12, 25), date(2026, 12, 26), date(2027, 1, 1)})
)


def test_a_naive_moment_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        local_day(datetime(2026, 11, 24, 10))  # noqa: DTZ001  that is the point


@pytest.mark.parametrize(
    ("instant", "day"),
    [
        # the clock goes forward on 29 March 2026 and back on 25 October 2026
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 21, 59, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 3, 29, 22, 1, tzinfo=UTC), date(2026, 3, 30)),
        (datetime(2026, 10, 24, 22, 30, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),
        (datetime(2026, 10, 25, 23, 1, tzinfo=UTC), date(2026, 10, 26)),
        (datetime(2026, 12, 31, 23, 30, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_day_is_that_of_amsterdam(instant: datetime, day: date) -> None:
    assert local_day(instant) == day


def test_a_deadline_ends_at_five_in_the_afternoon_in_both_times() -> None:
    assert deadline(date(2026, 7, 1)) == datetime(2026, 7, 1, 15, tzinfo=UTC)
    assert deadline(date(2026, 11, 24)) == datetime(2026, 11, 24, 16, tzinfo=UTC)
    assert not is_late(date(2026, 11, 24), datetime(2026, 11, 24, 15, 59, tzinfo=UTC))
    assert is_late(date(2026, 11, 24), datetime(2026, 11, 24, 16, 0, tzinfo=UTC))


def test_week_53_and_new_year_are_one_week() -> None:
    assert monday(date(2027, 1, 3)) == date(2026, 12, 28)
    assert date(2026, 12, 28).isocalendar().week == 53
    assert weeks(date(2026, 12, 31), date(2027, 1, 4)) == (date(2026, 12, 28), date(2027, 1, 4))


@given(DAYS, st.integers(0, 400))
def test_weeks_hold_every_day_and_nothing_else(first: date, length: int) -> None:
    last = first + timedelta(days=length)
    found = weeks(first, last)
    assert found[0] == monday(first)
    assert found[-1] == monday(last)
    assert all(b - a == timedelta(weeks=1) for a, b in pairwise(found))


@given(DAYS, st.integers(0, 40))
def test_counting_working_days_forth_and_back_agrees(day: date, count: int) -> None:
    found = CHRISTMAS.after(day, count)
    assert CHRISTMAS.count_between(day, found) == count
    assert count == 0 or CHRISTMAS.works(found)


def test_a_christmas_week_has_few_working_days() -> None:
    # Thursday 24 December; Friday and Saturday are holidays
    assert CHRISTMAS.after(date(2026, 12, 24), 1) == date(2026, 12, 28)
    assert CHRISTMAS.after(date(2026, 12, 30), 2) == date(2027, 1, 4)


def test_the_last_working_day_of_a_person_may_not_exist() -> None:
    tuesdays = WorkingDays().of_person([1])
    assert tuesdays.last_on_or_before(date(2026, 11, 27), date(2026, 11, 23)) == date(2026, 11, 24)
    assert tuesdays.last_on_or_before(date(2026, 11, 27), date(2026, 11, 25)) is None


def test_an_organisation_works_at_least_one_day() -> None:
    with pytest.raises(ValueError, match="weekday"):
        WorkingDays(frozenset())


def test_a_local_time_becomes_the_same_moment() -> None:
    from datetime import time

    assert local_day(at_local(date(2026, 10, 25), time(0, 30))) == date(2026, 10, 25)


@pytest.mark.parametrize(
    ("last", "months"),
    [
        (date(2026, 11, 24), 1),
        (date(2026, 12, 24), 1),
        (date(2026, 12, 25), 2),
        (date(2027, 11, 24), 12),
        (date(2027, 11, 25), 13),
    ],
)
def test_a_year_to_the_day_is_twelve_months(last: date, months: int) -> None:
    assert months_until(date(2026, 11, 24), last) == months
