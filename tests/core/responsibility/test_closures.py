"""Closed periods: what may be entered, when it is said, and that no promise falls in one."""

from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.kit.calendar import MONDAY_TO_FRIDAY, WorkingDays, at_local
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.refusal import Closing, contact_on
from loopplank.core.requests.states import Clock, State, Unit, due_after, last_day_of
from loopplank.core.responsibility.clocks import DEFAULTS, ClockSettings, due_for
from loopplank.core.responsibility.closures import (
    LONGEST,
    Closure,
    closed_days,
    closed_words,
    from_stored,
    may_close,
    to_say,
)
from loopplank.core.responsibility.earliest import Days, Haste, earliest

TODAY = date(2026, 12, 14)  # a Monday
CHRISTMAS = Closure(date(2026, 12, 21), date(2027, 1, 3))
CALENDAR = WorkingDays(MONDAY_TO_FRIDAY, closed_days([CHRISTMAS]))


def test_what_is_stored_comes_back_in_order() -> None:
    summer = Closure(date(2027, 7, 19), date(2027, 8, 1))
    stored = [summer.as_stored(), CHRISTMAS.as_stored()]
    assert from_stored(stored) == (CHRISTMAS, summer)


def test_it_is_said_four_weeks_before_and_until_the_last_day() -> None:
    first = CHRISTMAS.first - timedelta(weeks=4)
    assert to_say([CHRISTMAS], first - timedelta(days=1)) is None
    assert to_say([CHRISTMAS], first) == CHRISTMAS
    assert to_say([CHRISTMAS], CHRISTMAS.last) == CHRISTMAS
    assert to_say([CHRISTMAS], CHRISTMAS.last + timedelta(days=1)) is None
    assert "112" in closed_words(CHRISTMAS, CHRISTMAS.first, "Noord").sentence
    assert "belt niemand terug" in closed_words(CHRISTMAS, TODAY, "Noord").sentence


@pytest.mark.parametrize(
    ("first", "last", "code"),
    [
        (TODAY, TODAY + timedelta(days=3), "closure.too_soon"),
        (TODAY + timedelta(days=9), TODAY + timedelta(days=8), "closure.ends_first"),
        (TODAY + timedelta(days=1), TODAY + timedelta(days=1) + LONGEST, "closure.too_long"),
        (date(2026, 12, 31), date(2027, 1, 8), "closure.touches"),
        (date(2029, 6, 1), date(2029, 6, 2), "closure.too_far"),
    ],
)
def test_a_period_that_would_break_a_promise_is_refused(first: date, last: date, code: str) -> None:
    with pytest.raises(Refused) as refused:
        may_close(Closure(first, last), [CHRISTMAS], TODAY)
    assert refused.value.reason.code == code
    may_close(Closure(TODAY + timedelta(days=1), TODAY + timedelta(days=2)), [CHRISTMAS], TODAY)


@given(
    st.dates(date(2026, 12, 1), date(2027, 1, 10)),
    st.sampled_from(sorted(DEFAULTS)),
    st.frozensets(st.integers(0, 4)),
    st.dates(date(2026, 11, 20), date(2026, 12, 28)),
    st.integers(0, 30),
)
def test_no_clock_and_no_call_back_falls_in_it(
    today: date, place: tuple[object, object], weekdays: frozenset[int], first: date, days: int
) -> None:
    calendar = WorkingDays(
        MONDAY_TO_FRIDAY, closed_days([Closure(first, first + timedelta(days=days))])
    )
    clock = DEFAULTS[place]  # type: ignore[index]
    for day in (
        due_after(clock, today, calendar, weekdays),
        due_for(clock, today, calendar, weekdays, weekdays),
        calendar.kept_on(today + timedelta(days=9), today, weekdays),
        contact_on(Closing(ClosingReason.NO_PLACE, nobody_discussed=True), today, calendar),
    ):
        assert day is not None
        assert calendar.works(day), day


@given(
    st.dates(date(2026, 12, 1), date(2027, 1, 10)),
    st.builds(Clock, st.integers(1, 21), st.sampled_from(Unit)),
    st.frozensets(st.integers(0, 4)),
    st.dates(date(2026, 11, 20), date(2026, 12, 28)),
    st.integers(0, 30),
)
def test_every_path_takes_the_same_day_and_none_is_later_while_there_is_one(
    today: date, clock: Clock, weekdays: frozenset[int], first: date, days: int
) -> None:
    calendar = WorkingDays(
        MONDAY_TO_FRIDAY, closed_days([Closure(first, first + timedelta(days=days))])
    )
    found = due_after(clock, today, calendar, weekdays)
    assert due_for(clock, today, calendar, weekdays, ()) == found
    own = Days(calendar, tuple(weekdays))
    morning = at_local(today, time(9))
    asked = earliest(State.WAITING, Haste(), ClockSettings(), morning, own, step=clock)
    assert asked.day == found
    last = last_day_of(clock, today, calendar)
    if calendar.last_on_or_before(last, today):
        assert today <= found <= last
    else:
        assert found == calendar.after(last, 1)


def test_calendar_weeks_end_on_the_day_before_and_not_after_it() -> None:
    weeks = Clock(1, Unit.WEEKS)
    friday = date(2026, 12, 18)
    assert due_after(weeks, friday - timedelta(days=1), CALENDAR, [0]) == friday
    assert due_after(weeks, friday, CALENDAR, [0]) == friday
    # at five nobody can do it that day any more
    for at, day in ((time(9), friday), (time(17), date(2027, 1, 4))):
        moment = at_local(friday, at)
        assert (
            earliest(
                State.WAITING, Haste(), ClockSettings(), moment, Days(CALENDAR), step=weeks
            ).day
            == day
        )


def test_a_promise_comes_sooner_and_never_later_while_there_is_a_day() -> None:
    assert CALENDAR.kept_on(date(2026, 12, 28), TODAY) == date(2026, 12, 18)
    assert CALENDAR.kept_on(date(2026, 12, 28), TODAY, [0]) == date(2026, 12, 18)
    assert CALENDAR.kept_on(date(2026, 12, 28), TODAY, [1]) == date(2026, 12, 15)
    assert CALENDAR.kept_on(date(2026, 12, 28), date(2026, 12, 27)) == date(2027, 1, 4)
