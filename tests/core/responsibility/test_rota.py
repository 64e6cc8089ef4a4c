"""Who stands in on a day, and when a deadline falls in other hands."""

import itertools
from datetime import date, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.kit.calendar import WorkingDays
from loopplank.core.responsibility.clocks import for_new_owner
from loopplank.core.responsibility.rota import Run, Spell, runs, stands_in

YUSUF, HENK, GERDA, ANNA = (UUID(int=n) for n in range(1, 5))
MONDAY = date(2026, 12, 21)


def days(who: UUID, first: int, last: int | None) -> Spell:
    return Spell(
        who,
        MONDAY + timedelta(days=first),
        None if last is None else MONDAY + timedelta(days=last),
    )


@pytest.mark.parametrize(
    ("turns", "default", "board", "absent", "who"),
    [
        ([days(YUSUF, 0, 4)], HENK, GERDA, [], YUSUF),
        ([days(YUSUF, 1, 4)], HENK, GERDA, [], HENK),
        ([days(YUSUF, -4, -1)], HENK, GERDA, [], HENK),
        ([days(YUSUF, 0, 0), days(ANNA, 0, 0)], HENK, GERDA, [], YUSUF),
        ([days(YUSUF, 0, 0), days(ANNA, 0, 0)], HENK, GERDA, [days(YUSUF, 0, None)], ANNA),
        ([days(YUSUF, 0, 4)], HENK, GERDA, [days(YUSUF, 0, 0)], HENK),
        ([], HENK, GERDA, [days(HENK, -9, None)], GERDA),
        ([], HENK, GERDA, [days(HENK, 1, None)], HENK),
        ([], None, GERDA, [], GERDA),
        ([], HENK, GERDA, [days(HENK, 0, 1), days(GERDA, 0, 1)], None),
        ([], None, None, [], None),
    ],
)
def test_a_standing_yes_then_the_fixed_one_then_the_board(
    turns: list[Spell],
    default: UUID | None,
    board: UUID | None,
    absent: list[Spell],
    who: UUID | None,
) -> None:
    assert stands_in(MONDAY, turns, default, board, absent) == who


spells = st.lists(
    st.builds(
        days,
        st.sampled_from([YUSUF, HENK, GERDA, ANNA]),
        st.integers(-5, 5),
        st.none() | st.integers(5, 9),
    ),
    max_size=4,
)


@given(turns=spells, absent=spells, first=st.integers(-3, 3), length=st.integers(1, 12))
def test_runs_say_for_each_day_what_the_rule_says(
    turns: list[Spell], absent: list[Spell], first: int, length: int
) -> None:
    begin = MONDAY + timedelta(days=first)
    found = runs(begin, length, turns, HENK, GERDA, absent)
    each = [
        (run.first + timedelta(days=n), run.who)
        for run in found
        for n in range((run.last - run.first).days + 1)
    ]
    assert each == [
        (day, stands_in(day, turns, HENK, GERDA, absent))
        for day in (begin + timedelta(days=n) for n in range(length))
    ]
    assert all(a.who != b.who for a, b in itertools.pairwise(found))


def test_a_week_with_one_turn_in_it_has_three_runs() -> None:
    found = runs(MONDAY, 7, [days(YUSUF, 2, 3)], HENK, None, [])
    assert found == (
        Run(MONDAY, date(2026, 12, 22), HENK),
        Run(date(2026, 12, 23), date(2026, 12, 24), YUSUF),
        Run(date(2026, 12, 25), date(2026, 12, 27), HENK),
    )


@pytest.mark.parametrize(
    ("one", "first", "last", "touches"),
    [
        (days(ANNA, 0, 4), 4, 9, True),
        (days(ANNA, 0, 4), 5, 9, True),
        (days(ANNA, 0, 4), 6, 9, False),
        (days(ANNA, 5, 9), 0, 4, True),
        (days(ANNA, 5, 9), 0, 3, False),
        (days(ANNA, 0, None), 50, 60, True),
        (days(ANNA, 5, 9), 0, None, True),
        (days(ANNA, 5, 9), 11, None, False),
    ],
)
def test_days_that_follow_each_other_are_one_absence(
    one: Spell, first: int, last: int | None, touches: bool
) -> None:
    other = days(ANNA, first, last)
    assert one.touches(other.first, other.last) is touches


# --- the same day in other hands ------------------------------------------------------------------

WEEK = WorkingDays()


@pytest.mark.parametrize(
    ("due", "today", "weekdays", "day"),
    [
        (3, 0, (0, 1, 2, 3, 4), 3),
        (3, 0, (0, 1), 1),
        (3, 2, (0, 1), 3),
        (3, 0, (), 3),
        (-2, 0, (0,), -2),
        (0, 0, (4,), 0),
    ],
)
def test_another_owner_never_makes_it_later(
    due: int, today: int, weekdays: tuple[int, ...], day: int
) -> None:
    moved = for_new_owner(
        MONDAY + timedelta(days=due), MONDAY + timedelta(days=today), WEEK, weekdays
    )
    assert moved == MONDAY + timedelta(days=day)


@given(
    due=st.integers(-20, 40),
    weekdays=st.sets(st.integers(0, 6)),
    holidays=st.sets(st.integers(-5, 40), max_size=6),
)
def test_it_is_never_later_and_never_before_today_for_what_is_not_late(
    due: int, weekdays: set[int], holidays: set[int]
) -> None:
    calendar = WorkingDays(holidays=frozenset(MONDAY + timedelta(days=n) for n in holidays))
    day = MONDAY + timedelta(days=due)
    moved = for_new_owner(day, MONDAY, calendar, weekdays)
    assert moved <= day
    assert moved >= min(day, MONDAY)
    assert moved == day or calendar.works(moved)
    own = calendar.of_person(weekdays)
    if any(own.works(MONDAY + timedelta(days=n)) for n in range(due + 1)):
        assert own.works(moved)
