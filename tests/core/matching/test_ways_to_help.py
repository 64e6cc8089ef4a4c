"""The ways to help: legs that cover all weeks, share one week, and begin on the grid."""

import pytest
from hypothesis import given, settings
from tests.core.matching.drawn import problems
from tests.core.matching.small import problem, request

from loopplank.core.matching.checker_reading import ways_of
from loopplank.core.matching.problem import HORIZON_WEEKS, ROW_WEEKS, Problem
from loopplank.core.matching.ways_to_help import How, Menu, menu_of


def menu_for(**changes: object) -> Menu:
    return menu_of(problem([], [request(**changes)]).requests)


def hows(menu: Menu) -> list[How]:
    return [How(how) for how in menu.how.tolist()]


@pytest.mark.parametrize("weeks", range(1, 60))
def test_legs_cover_all_weeks_and_share_exactly_one(weeks: int) -> None:
    menu = menu_for(weeks=weeks, changing_faces=True)
    asked = min(weeks, HORIZON_WEEKS)
    for way in range(len(menu.how)):
        seats = range(int(menu.first_seat[way]), int(menu.first_seat[way + 1]))
        begins = [int(menu.row[seat]) * ROW_WEEKS for seat in seats]
        ends = [begin + int(menu.weeks[s]) for begin, s in zip(begins, seats, strict=True)]
        assert begins[0] == 0
        assert ends[-1] == asked
        assert [end - begin for end, begin in zip(ends, begins[1:], strict=False)] == [1] * (
            len(begins) - 1
        )
        touched = [-(-end // ROW_WEEKS) for end in ends]
        assert [int(menu.row_end[seat]) for seat in seats] == touched


def test_a_relay_only_after_a_yes() -> None:
    assert hows(menu_for(weeks=52, changing_faces=False)) == [How.SOLO]
    assert hows(menu_for(weeks=52, changing_faces=True)) == [
        How.SOLO,
        How.RELAY_2,
        How.RELAY_3,
        How.RELAY_4,
    ]


@pytest.mark.parametrize(
    ("weeks", "relays"),
    [(8, []), (9, [2, 3]), (12, [2, 3]), (13, [2, 4]), (16, [2, 4]), (104, [2, 3, 4])],
)
def test_only_relays_whose_last_leg_begins_in_time(weeks: int, relays: list[int]) -> None:
    assert hows(menu_for(weeks=weeks, changing_faces=True))[1:] == [How(n) for n in relays]


def test_two_people_share_the_visits_or_split_one_long_visit() -> None:
    assert hows(menu_for(visits=1, visit_minutes=175)) == [How.SOLO]
    by_two = menu_for(visits=3)
    assert hows(by_two) == [How.SOLO, How.DUO]
    assert (by_two.units[1], by_two.visits[1], by_two.visit_minutes[1]) == (2, 2, 60)
    long = menu_for(visits=1, visit_minutes=195)
    assert (long.units[1], long.visits[1], long.visit_minutes[1]) == (2, 1, 100)


def test_a_way_costs_what_its_handovers_cost() -> None:
    menu = menu_for(weeks=52, visits=2, changing_faces=True, handover_cost=0.4)
    cost = dict(zip(hows(menu), menu.cost.tolist(), strict=True))
    assert cost == pytest.approx(
        {How.SOLO: 0, How.DUO: 0.01, How.RELAY_2: 0.4, How.RELAY_3: 0.8, How.RELAY_4: 0.9}
    )


def test_without_relay_and_without_duo() -> None:
    rows = problem([], [request(weeks=52, visits=2, changing_faces=True)]).requests
    assert hows(menu_of(rows, relay=False)) == [How.SOLO, How.DUO]
    assert hows(menu_of(rows, duo=False)) == [How.SOLO, How.RELAY_2, How.RELAY_3, How.RELAY_4]
    assert hows(menu_of(rows, relay=False, duo=False)) == [How.SOLO]


def test_a_menu_of_nothing() -> None:
    menu = menu_of(problem([], []).requests)
    assert len(menu.request) == len(menu.way) == 0
    assert menu.first_seat.tolist() == [0]
    assert menu.ways_of(0).tolist() == [0]


@settings(max_examples=40)
@given(one=problems(volunteers=0, requests=6))
def test_the_checker_reads_the_same_ways(one: Problem) -> None:
    menu = menu_of(one.requests)
    begins = menu.ways_of(len(one.requests)).tolist()
    for r in range(len(one.requests)):
        ways = range(begins[r], begins[r + 1])
        read = ways_of(one, r)
        assert [way.how for way in read] == [How(menu.how[way]) for way in ways]
        assert [way.cost for way in read] == [float(menu.cost[way]) for way in ways]
        for there, way in zip(read, ways, strict=True):
            seats = range(int(menu.first_seat[way]), int(menu.first_seat[way + 1]))
            named = (menu.row, menu.row_end, menu.weeks, menu.visits, menu.visit_minutes)
            ours = [tuple(int(column[seat]) for column in (*named, menu.units)) for seat in seats]
            theirs = [
                (s.rows.start, s.rows.stop, s.weeks, s.visits, s.minutes, s.units)
                for s in there.seats
            ]
            assert ours == theirs
            assert all(menu.way[seat] == way for seat in seats)
