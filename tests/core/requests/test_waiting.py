"""How long waiting takes: quartiles that count whoever still waits, and silence under ten."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.requests.states import Clock, Unit
from loopplank.core.requests.waiting import (
    Case,
    WaitRange,
    range_in_weeks,
    rhythm,
    wait_label,
    wait_told,
    waiting_told,
    weeks_waited,
)

TODAY = date(2026, 11, 24)


def helped(days: int) -> Case:
    asked = TODAY - timedelta(days=300)
    return Case(asked, helped_on=asked + timedelta(days=days))


def waiting(days: int) -> Case:
    return Case(TODAY - timedelta(days=days))


def left(days: int) -> Case:
    asked = TODAY - timedelta(days=300)
    return Case(asked, left_on=asked + timedelta(days=days))


def test_when_all_were_helped_the_quartiles_are_those_of_the_row() -> None:
    # twelve cases, one a week: a quarter is helped after 3 weeks, three quarters after 9
    cases = [helped(7 * week) for week in range(1, 13)]
    assert range_in_weeks(cases, TODAY) == WaitRange(3, 9)


def test_the_example_of_a_survival_table_worked_by_hand() -> None:
    # at risk 10: one of 10 helped on day 10 (.9), then 2 leave on day 12, then two of 7 on day 21
    # (.9 x 5/7 = .643), then three of 5 on day 40 (.643 x 2/5 = .257), one of 2 on day 60 (.129)
    cases = [helped(10), left(12), left(12), helped(21), helped(21)]
    cases += [helped(40), helped(40), helped(40), helped(60), waiting(70)]
    assert range_in_weeks(cases, TODAY) == WaitRange(3, 9)


def test_only_counting_who_was_helped_would_make_it_look_short() -> None:
    quick = [helped(14) for _ in range(10)]
    assert range_in_weeks(quick, TODAY) == WaitRange(2, 2)
    with_waiting = [*quick, *(waiting(200) for _ in range(10))]
    assert range_in_weeks(with_waiting, TODAY) == WaitRange(2, None)


def test_under_ten_it_cannot_be_said() -> None:
    nine = [helped(7) for _ in range(9)]
    assert range_in_weeks(nine, TODAY) is None
    assert range_in_weeks([*nine, helped(7)], TODAY) == WaitRange(1, 1)


def test_while_almost_nobody_was_helped_it_cannot_be_said() -> None:
    cases = [helped(7), helped(7), *(waiting(100) for _ in range(10))]
    assert range_in_weeks(cases, TODAY) is None


def test_help_that_is_agreed_for_later_did_not_happen_yet() -> None:
    later = [Case(TODAY - timedelta(days=30), helped_on=TODAY + timedelta(days=5))] * 12
    assert range_in_weeks(later, TODAY) is None


def test_help_on_the_day_itself_is_still_a_week() -> None:
    assert range_in_weeks([helped(0)] * 10, TODAY) == WaitRange(1, 1)


CASES = st.builds(
    lambda kind, days: {"helped": helped, "waiting": waiting, "left": left}[kind](days),
    st.sampled_from(["helped", "helped", "waiting", "left"]),
    st.integers(0, 290),
)
MANY = st.lists(CASES, min_size=10, max_size=40)


def _as_long_as(longer: WaitRange | None, than: WaitRange | None) -> bool:
    endless = 10_000
    if than is None:
        return longer is None
    if longer is None:
        return True
    return longer.low >= than.low and (longer.high or endless) >= (than.high or endless)


@given(MANY, st.integers(0, 290))
def test_one_more_who_waits_never_makes_it_shorter(cases: list[Case], days: int) -> None:
    before = range_in_weeks(cases, TODAY)
    assert _as_long_as(range_in_weeks([*cases, waiting(days)], TODAY), before)


@given(MANY, st.randoms(use_true_random=False))
def test_the_order_of_the_cases_says_nothing(cases: list[Case], chance: object) -> None:
    turned = list(cases)
    chance.shuffle(turned)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert range_in_weeks(turned, TODAY) == range_in_weeks(cases, TODAY)


@given(MANY)
def test_the_first_end_is_never_after_the_second(cases: list[Case]) -> None:
    found = range_in_weeks(cases, TODAY)
    if found is not None:
        assert found.low >= 1
        assert found.high is None or found.low <= found.high


@given(st.lists(CASES, max_size=9))
def test_fewer_than_ten_never_says_anything(cases: list[Case]) -> None:
    assert range_in_weeks(cases, TODAY) is None


@pytest.mark.parametrize(
    ("found", "told"),
    [
        (WaitRange(6, 10), "Dat duurt nu meestal %(low)s tot %(high)s weken."),
        (WaitRange(6, 6), "Dat duurt nu meestal ongeveer %(low)s weken."),
        (WaitRange(6, None), "Dat duurt nu meestal %(low)s weken of langer."),
        (None, "Hoe lang dat duurt, is nog niet te zeggen."),
    ],
)
def test_it_is_told_as_a_range_or_not_at_all(found: WaitRange | None, told: str) -> None:
    assert wait_told(found).sentence == told
    if found is not None:
        assert wait_label(found).params["low"] == 6


def test_who_waits_longer_than_most_is_not_told_a_range_that_passed() -> None:
    assert wait_told(WaitRange(2, 3), waited=3).code == "wait.range"
    assert wait_told(WaitRange(2, 3), waited=4).code == "wait.longer"
    assert wait_told(WaitRange(2, None), waited=40).code == "wait.at_least"
    assert wait_told(None, waited=40).code == "wait.unknown"
    assert weeks_waited(TODAY - timedelta(days=13), TODAY) == 1


def test_who_waits_hears_all_of_it_in_the_same_order() -> None:
    told = waiting_told(WaitRange(6, 10), TODAY, "eet mee in De Brug.")
    assert [one.code for one in told] == [
        "wait.range",
        "told.waiting_until",
        "told.order",
        "told.meanwhile",
        "told.stop_waiting",
    ]
    assert [one.code for one in waiting_told(None, None, "")] == [
        "wait.unknown",
        "told.order",
        "told.stop_waiting",
    ]


def test_the_next_word_comes_after_six_weeks_or_three() -> None:
    assert rhythm(6) == Clock(6, Unit.WEEKS)
    assert rhythm(3) == Clock(3, Unit.WEEKS)
    with pytest.raises(ValueError, match="every 4"):
        rhythm(4)
