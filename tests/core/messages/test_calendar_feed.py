"""What stands in somebody's own calendar, around both changes of the clock and New Year."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.kit.calendar import monday
from loopplank.core.messages.calendar_feed import AHEAD, BEHIND, days_of_visits, initial, revision
from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.visits import Agreement, visits_in_week

TODAY = date(2026, 11, 24)
LIMITS = Limits(270, 360, 2, 1)
UNTIL = TODAY + timedelta(weeks=12)
THURSDAYS = Agreement(TODAY, UNTIL, 90, weekday=3, start_time=time(14))
DAYS = st.dates(date(2025, 12, 1), date(2027, 11, 30))


def test_each_visit_on_a_fixed_day_stands_there_once() -> None:
    found = days_of_visits(THURSDAYS, TODAY, LIMITS, told_until=UNTIL)
    assert [one.day for one in found][:2] == [date(2026, 11, 26), date(2026, 12, 3)]
    assert all(one.start == time(14) and not one.cancelled for one in found)
    assert len(found) == len({one.day for one in found}) == 12


def test_a_day_that_they_settle_between_them_stands_in_no_calendar() -> None:
    loose = Agreement(TODAY, UNTIL, 90)
    assert days_of_visits(loose, TODAY, LIMITS, told_until=UNTIL) == ()
    some_week = Agreement(TODAY, UNTIL, 90, weekday=3, every_weeks=2)
    assert days_of_visits(some_week, TODAY, LIMITS, told_until=UNTIL) == ()


def test_what_happens_once_has_its_day() -> None:
    once = Agreement(UNTIL, UNTIL, 90)
    (found,) = days_of_visits(once, TODAY, LIMITS, told_until=UNTIL)
    assert (found.day, found.start) == (UNTIL, None)


def test_a_pause_a_no_and_an_earlier_last_day_cancel_and_leave_nothing_out() -> None:
    limits = Limits(270, 360, 2, 1, pause_from=date(2026, 12, 1), pause_to=date(2026, 12, 14))
    told, last = UNTIL, date(2027, 1, 7)
    sooner = Agreement(TODAY, last, 90, weekday=3, start_time=time(14))
    found = days_of_visits(sooner, TODAY, limits, told_until=told, cannot={date(2026, 12, 17)})
    off = [one.day for one in found if one.cancelled]
    assert off == [
        *(date(2026, 12, day) for day in (3, 10, 17)),
        *(date(2027, 1, day) for day in (14, 21, 28)),
        *(date(2027, 2, day) for day in (4, 11)),
    ]
    assert len(found) == 12


def test_it_looks_back_a_little_and_half_a_year_ahead() -> None:
    long = Agreement(date(2025, 1, 1), date(2028, 1, 1), 90, weekday=3)
    found = days_of_visits(long, TODAY, LIMITS, told_until=date(2028, 1, 1))
    assert TODAY - BEHIND <= found[0].day < TODAY - BEHIND + timedelta(weeks=1)
    assert TODAY + AHEAD - timedelta(weeks=1) < found[-1].day <= TODAY + AHEAD


@given(
    today=DAYS,
    first=DAYS,
    length=st.integers(0, 300),
    weekday=st.integers(0, 6),
    every=st.integers(1, 4),
    pause=st.none() | st.tuples(DAYS, st.integers(0, 40)),
)
def test_the_calendar_says_the_same_as_mijn_week(
    today: date, first: date, length: int, weekday: int, every: int, pause: tuple[date, int] | None
) -> None:
    one = Agreement(
        first, first + timedelta(days=length), 90, weekday, time(10), every_weeks=every, phase=first
    )
    limits = LIMITS
    if pause:
        limits = Limits(
            270, 360, 2, 1, pause_from=pause[0], pause_to=pause[0] + timedelta(days=pause[1])
        )
    entries = days_of_visits(one, today, limits, told_until=one.last_day)
    in_calendar = [entry.day for entry in entries if not entry.cancelled]
    week, seen = monday(today - BEHIND), []
    while week <= today + AHEAD:
        seen += [v.day for v in visits_in_week(one, week, limits) if v.day is not None]
        week += timedelta(weeks=1)
    assert in_calendar == [day for day in seen if today - BEHIND <= day <= today + AHEAD]


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("Jan", "Jansen", "J."),
        ("", "De Wit", "W."),
        ("", "van den Berg", "B."),
        ("  éva", "x", "É."),
        ("", "", ""),
        ("", "-", ""),
    ],
)
def test_of_a_person_one_letter(first: str, last: str, said: str) -> None:
    assert initial(first, last) == said


def test_a_revision_only_goes_up() -> None:
    made = datetime(2026, 11, 1, tzinfo=UTC)
    moments = [made, made + timedelta(hours=1), made + timedelta(days=400)]
    numbers = [revision(made, moment) for moment in moments]
    assert numbers == sorted(set(numbers))
    assert revision(made, made - timedelta(days=1)) == 0
    assert numbers[-1] < 2**31
