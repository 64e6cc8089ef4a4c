"""Help that grows: what comes back is a sign, noise and a pause are none."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.kit.calendar import monday
from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.visits import Agreement
from loopplank.core.wellbeing.creep import (
    LONG,
    NEXT_QUESTION,
    OUTCOMES,
    SHORT,
    Creep,
    Done,
    Sign,
    of_match,
    of_person,
    said,
    window,
)

TODAY = date(2026, 11, 24)  # a Tuesday
LIMITS = Limits(liked_minutes=270, max_minutes=360, max_people=2, max_heavy=1)
#: An hour and a half every Thursday, since long.
WEEKLY = Agreement(date(2026, 1, 1), date(2027, 1, 1), 90, weekday=3)


def thursdays(minutes: int, weeks: int = SHORT, *, extra: bool = False) -> list[Done]:
    return [Done(week + timedelta(days=3), minutes, extra) for week in window(TODAY, weeks)]


def signs(found: tuple[Creep, ...]) -> set[Sign]:
    return {one.sign for one in found}


# --- over the limit ------------------------------------------------------------------------------


def test_two_weeks_of_a_month_over_the_limit_are_a_sign() -> None:
    first, second, _third, last = window(TODAY, SHORT)
    found = of_person({first: 400, last: 420, second: 300}, LIMITS, TODAY)
    assert found == (Creep(Sign.OVER_LIMIT, SHORT, 2, 360, 400),)


@pytest.mark.parametrize("minutes", [360, 370, 374])
def test_a_few_minutes_over_the_limit_are_none(minutes: int) -> None:
    assert of_person(dict.fromkeys(window(TODAY, LONG), minutes), LIMITS, TODAY) == ()


def test_one_busy_week_is_none_and_the_running_week_does_not_count() -> None:
    busy = {window(TODAY, SHORT)[0]: 900, monday(TODAY): 900}
    assert of_person(busy, LIMITS, TODAY) == ()


def test_what_comes_back_slowly_is_seen_over_twelve_weeks() -> None:
    weeks = window(TODAY, LONG)
    every_third = dict.fromkeys(weeks[::3], 400)
    assert of_person(every_third, LIMITS, TODAY) == (Creep(Sign.OVER_LIMIT, LONG, 4, 360, 400),)
    assert of_person(dict(list(every_third.items())[:3]), LIMITS, TODAY) == ()


def test_weeks_in_a_pause_do_not_count() -> None:
    weeks = window(TODAY, SHORT)
    over = dict.fromkeys(weeks, 400)
    away = replace(LIMITS, pause_from=weeks[0], pause_to=weeks[2] + timedelta(days=6))
    assert of_person(over, LIMITS, TODAY)
    assert of_person(over, away, TODAY) == ()


def test_weeks_before_a_limit_was_lowered_say_nothing_about_it() -> None:
    weeks = window(TODAY, SHORT)
    over = dict.fromkeys(weeks[:3], 400)
    assert of_person(over, LIMITS, TODAY)
    assert of_person(over, LIMITS, TODAY, limit_since=weeks[3]) == ()


# --- longer --------------------------------------------------------------------------------------


def test_visits_that_take_a_quarter_longer_are_a_sign_in_a_month() -> None:
    assert of_match(WEEKLY, thursdays(115), LIMITS, TODAY) == (
        Creep(Sign.LONGER, SHORT, 4, 90, 115),
    )


def test_ten_minutes_more_are_never_one() -> None:
    short = replace(WEEKLY, visit_minutes=30)
    assert of_match(short, thursdays(40, LONG), LIMITS, TODAY) == ()
    assert of_match(WEEKLY, thursdays(104, LONG), LIMITS, TODAY) == ()


def test_a_sixth_longer_is_seen_over_twelve_weeks_only() -> None:
    assert of_match(WEEKLY, thursdays(105, SHORT), LIMITS, TODAY) == ()
    assert of_match(WEEKLY, thursdays(105, LONG), LIMITS, TODAY) == (
        Creep(Sign.LONGER, LONG, 12, 90, 105),
    )


def test_one_afternoon_at_the_hospital_is_none() -> None:
    *others, last = thursdays(90)
    assert of_match(WEEKLY, [*others, replace(last, minutes=600)], LIMITS, TODAY) == ()


def test_few_visits_written_down_say_nothing() -> None:
    assert of_match(WEEKLY, thursdays(180)[:2], LIMITS, TODAY) == ()
    few_of_many = thursdays(105, LONG)[:5]
    assert of_match(WEEKLY, few_of_many, LIMITS, TODAY) == ()


def test_visits_in_a_pause_do_not_count() -> None:
    weeks = window(TODAY, LONG)
    away = replace(LIMITS, pause_from=weeks[0], pause_to=TODAY)
    assert of_match(WEEKLY, thursdays(180, LONG), away, TODAY) == ()


# --- oftener, more, longer on --------------------------------------------------------------------


def test_two_visits_more_in_a_month_are_a_sign_and_one_is_none() -> None:
    extra = [Done(week, 90) for week in window(TODAY, SHORT)]
    assert of_match(WEEKLY, [*thursdays(90), *extra[:2]], LIMITS, TODAY) == (
        Creep(Sign.OFTENER, SHORT, 6, 4, 6),
    )
    assert of_match(WEEKLY, [*thursdays(90), *extra[:1]], LIMITS, TODAY) == ()


def test_a_quarter_more_visits_is_seen_over_twelve_weeks() -> None:
    weeks = window(TODAY, LONG)
    extra = [Done(week, 90) for week in (weeks[0], weeks[4], weeks[8])]
    assert of_match(WEEKLY, [*thursdays(90, LONG), *extra], LIMITS, TODAY) == (
        Creep(Sign.OFTENER, LONG, 15, 12, 15),
    )
    often = replace(WEEKLY, visits_per_week=3)
    thrice = [Done(week + timedelta(days=n), 90) for week in weeks for n in (1, 3, 5)]
    assert signs(of_match(often, [*thrice, *extra], LIMITS, TODAY)) == set()


def test_a_fortnight_is_agreed_as_half_as_many() -> None:
    loose = replace(WEEKLY, every_weeks=2)
    assert of_match(loose, thursdays(90)[:2], LIMITS, TODAY) == ()
    assert signs(of_match(loose, thursdays(90), LIMITS, TODAY)) == {Sign.OFTENER}


def test_what_came_on_top_is_a_sign_when_it_comes_back() -> None:
    once, twice = thursdays(90, extra=True)[:1], thursdays(90, extra=True)[:2]
    assert of_match(WEEKLY, once, LIMITS, TODAY) == ()
    assert of_match(WEEKLY, twice, LIMITS, TODAY) == (Creep(Sign.MORE_TASKS, SHORT, 2),)


def test_going_on_after_the_last_day_is_a_sign_and_a_goodbye_is_none() -> None:
    ended = replace(WEEKLY, last_day=window(TODAY, SHORT)[0])
    assert of_match(ended, thursdays(90)[:1], LIMITS, TODAY) == ()
    assert of_match(ended, thursdays(90)[:2], LIMITS, TODAY) == (
        Creep(Sign.PAST_LAST_DAY, SHORT, 2),
    )


# --- for everybody -------------------------------------------------------------------------------


@given(
    minutes=st.lists(st.integers(60, 104), min_size=0, max_size=12),
    pause=st.booleans(),
)
def test_what_was_agreed_or_less_is_never_a_sign(minutes: list[int], pause: bool) -> None:
    """Up to a quarter of an hour a visit, whatever was written down and whatever was not."""
    limits = replace(LIMITS, pause_from=TODAY - timedelta(weeks=6)) if pause else LIMITS
    visits = [
        Done(week + timedelta(days=3), length)
        for week, length in zip(window(TODAY, LONG), minutes, strict=False)
    ]
    assert of_match(WEEKLY, visits, limits, TODAY) == ()


def test_every_sign_has_words_and_a_question_that_is_no_reproach() -> None:
    for sign in Sign:
        words = said(Creep(sign, SHORT, 2, 90, 120), TODAY)
        assert words.sentence % dict.fromkeys(words.params, "x")
        assert NEXT_QUESTION[sign].endswith("?")
    assert "lighter" in OUTCOMES
