"""When a volunteer is expected, week by week."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.kit.calendar import monday
from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.visits import (
    Agreement,
    Expected,
    not_written_down,
    rhythm,
    usual_lengths,
    visits_in_week,
)

ROOM = Limits(270, 360, 2, 1)
THURSDAY = date(2026, 11, 26)
WEEK = date(2026, 11, 23)


def weekly(**changes: object) -> Agreement:
    given: dict[str, object] = {
        "first_day": THURSDAY,
        "last_day": THURSDAY + timedelta(weeks=12),
        "visit_minutes": 90,
        "weekday": 3,
        "start_time": time(14, 0),
    }
    return Agreement(**{**given, **changes})  # type: ignore[arg-type]


def paused(first: date, last: date | None) -> Limits:
    return Limits(270, 360, 2, 1, pause_from=first, pause_to=last)


def test_a_weekly_visit_is_on_its_own_day_and_hour() -> None:
    (visit,) = visits_in_week(weekly(), WEEK, ROOM)
    assert visit == Expected(THURSDAY, time(14, 0), 90)
    assert visit.ends() == time(15, 30)


def test_there_is_none_before_the_first_or_after_the_last_day() -> None:
    one = weekly()
    assert not visits_in_week(one, WEEK - timedelta(weeks=1), ROOM)
    assert visits_in_week(one, monday(one.last_day), ROOM)
    assert not visits_in_week(one, monday(one.last_day) + timedelta(weeks=1), ROOM)
    # the term begins on Friday: this week's Thursday was before it
    assert not visits_in_week(weekly(first_day=date(2026, 11, 27)), WEEK, ROOM)


def test_a_pause_takes_out_its_days_and_no_others() -> None:
    assert not visits_in_week(weekly(), WEEK, paused(THURSDAY, THURSDAY))
    assert visits_in_week(weekly(), WEEK, paused(date(2026, 11, 27), None))
    assert not visits_in_week(weekly(), WEEK + timedelta(weeks=5), paused(THURSDAY, None))


def test_a_day_on_which_somebody_cannot_come_is_left_out() -> None:
    assert not visits_in_week(weekly(), WEEK, ROOM, {THURSDAY})


def test_every_two_weeks_with_a_phase_skips_a_week() -> None:
    one = weekly(every_weeks=2, phase=WEEK)
    assert visits_in_week(one, WEEK, ROOM)
    assert not visits_in_week(one, WEEK + timedelta(weeks=1), ROOM)
    assert visits_in_week(one, WEEK + timedelta(weeks=2), ROOM)


def test_a_phase_in_the_middle_of_a_week_names_that_week() -> None:
    one = weekly(every_weeks=2, phase=THURSDAY)
    assert visits_in_week(one, WEEK, ROOM)


def test_every_two_weeks_without_a_phase_may_be_any_week_and_has_no_day() -> None:
    one = weekly(every_weeks=2)
    for week in (WEEK, WEEK + timedelta(weeks=1)):
        (visit,) = visits_in_week(one, week, ROOM)
        assert visit.day is None
        assert visit.ends() is None


def test_more_times_a_week_has_one_fixed_day_and_the_rest_loose() -> None:
    visits = visits_in_week(weekly(visits_per_week=3), WEEK, ROOM)
    assert [v.day for v in visits] == [THURSDAY, None, None]


def test_week_53_and_new_year_are_weeks_like_any_other() -> None:
    one = weekly(every_weeks=2, phase=date(2026, 12, 28))
    assert date(2026, 12, 28).isocalendar().week == 53
    assert [v.day for v in visits_in_week(one, date(2026, 12, 28), ROOM)] == [date(2026, 12, 31)]
    assert not visits_in_week(one, date(2027, 1, 4), ROOM)
    assert [v.day for v in visits_in_week(one, date(2027, 1, 11), ROOM)] == [date(2027, 1, 14)]


@pytest.mark.parametrize(
    ("night", "ends"),
    [(date(2026, 10, 24), time(6, 0)), (date(2027, 3, 27), time(8, 0))],
)
def test_a_night_of_eight_hours_ends_on_the_clock_that_was_moved(night: date, ends: time) -> None:
    one = Expected(night, time(23, 0), 8 * 60)
    assert one.ends() == ends
    assert Expected(night + timedelta(days=7), time(23, 0), 8 * 60).ends() == time(7, 0)


def test_the_beginning_is_an_instant_on_the_clock_of_amsterdam() -> None:
    assert Expected(THURSDAY, time(14, 0), 90).begins_at() == datetime(2026, 11, 26, 13, tzinfo=UTC)


def test_what_was_not_written_down_is_remembered_for_two_weeks_only() -> None:
    one = weekly(first_day=date(2026, 10, 1))
    today = date(2026, 11, 27)
    assert [v.day for v in not_written_down(one, today, ROOM, ())] == [
        date(2026, 11, 19),
        THURSDAY,
    ]
    assert [v.day for v in not_written_down(one, today, ROOM, {THURSDAY})] == [date(2026, 11, 19)]
    # today is not late yet, and what has no fixed day is never asked for
    assert THURSDAY not in [v.day for v in not_written_down(one, THURSDAY, ROOM, ())]
    assert not not_written_down(weekly(weekday=None, first_day=date(2026, 10, 1)), today, ROOM, ())


def test_the_rhythm_is_said_as_people_say_it() -> None:
    codes = {
        rhythm(weekly()).code: "rhythm.day",
        rhythm(weekly(every_weeks=2)).code: "rhythm.fortnight",
        rhythm(weekly(every_weeks=3)).code: "rhythm.day_of_weeks",
        rhythm(weekly(weekday=None)).code: "rhythm.weekly",
        rhythm(weekly(weekday=None, every_weeks=2)).code: "rhythm.weeks",
        rhythm(weekly(visits_per_week=2)).code: "rhythm.often",
        rhythm(weekly(last_day=THURSDAY)).code: "rhythm.once",
    }
    assert all(found == wanted for found, wanted in codes.items())
    assert len(codes) == 7


def test_the_usual_lengths_hold_the_plan_and_are_never_nothing() -> None:
    assert usual_lengths(90) == (60, 90, 120)
    assert usual_lengths(15) == (15, 45)


@given(
    first=st.dates(date(2026, 1, 1), date(2027, 12, 31)),
    length=st.integers(0, 400),
    weekday=st.none() | st.integers(0, 6),
    every=st.integers(1, 4),
    times=st.integers(1, 3),
    has_phase=st.booleans(),
    ahead=st.integers(-3, 60),
    pause=st.none() | st.integers(0, 40),
)
def test_a_visit_lies_in_the_term_in_the_week_and_outside_the_pause(
    first: date,
    length: int,
    weekday: int | None,
    every: int,
    times: int,
    has_phase: bool,
    ahead: int,
    pause: int | None,
) -> None:
    one = Agreement(
        first,
        first + timedelta(days=length),
        60,
        weekday=weekday,
        visits_per_week=times,
        every_weeks=every,
        phase=monday(first) if has_phase else None,
    )
    limits = ROOM if pause is None else paused(first + timedelta(days=pause), None)
    week = monday(first) + timedelta(weeks=ahead)
    visits = visits_in_week(one, week, limits)
    assert len(visits) <= times
    for visit in visits:
        if visit.day is None:
            continue
        assert monday(visit.day) == week
        assert one.first_day <= visit.day <= one.last_day
        # without a weekday only what happens once has a day: its own
        assert visit.day.weekday() == weekday or (weekday is None and one.happens_once)
        assert not limits.paused_on(visit.day)
