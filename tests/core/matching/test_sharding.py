"""A network in pieces: who is offered where, and one plan out of all that nobody can object to."""

from collections import Counter

import numpy as np
import pytest
from tests.small_town import town
from tests.stand_in_planner import plan

from loopplank.core.matching.checker import approve, faults
from loopplank.core.matching.problem import ANY_DAY_PART, ROWS, Problem
from loopplank.core.matching.result import RESOURCES, Help, Plan, never
from loopplank.core.matching.sharding import Shard, merge, rows_of, shards

WEST, EAST = "West", "Oost"


def two_towns(volunteers: int = 12, requests: int = 20, seed: int = 1) -> Problem:
    """West lies in the first 4 km, Oost in the next 4; everybody reaches 6 km."""
    problem = town(volunteers, requests, seed=seed)
    return problem.replace(
        volunteers={"x": problem.volunteers.x * 2}, requests={"x": problem.requests.x * 2}
    )


def named(x: np.ndarray) -> list[str]:
    return [WEST if one < 4 else EAST for one in x]


def pieces_of(problem: Problem, ring_km: float = 2.0) -> tuple[Shard, ...]:
    return shards(problem, named(problem.volunteers.x), named(problem.requests.x), ring_km)


def planned(problem: Problem, pieces: tuple[Shard, ...]) -> list[Plan]:
    return [plan(piece.of(problem), stop=never, seed=1) for piece in pieces]


def test_every_request_stands_in_one_piece_and_the_largest_goes_first() -> None:
    problem = two_towns()
    pieces = pieces_of(problem)
    assert {piece.municipality for piece in pieces} == {WEST, EAST}
    asked = Counter(int(r) for piece in pieces for r in piece.requests)
    assert asked == dict.fromkeys(range(20), 1)
    sizes = [len(piece.requests) for piece in pieces]
    assert sizes == sorted(sizes, reverse=True)


def test_in_the_ring_are_those_who_live_near_a_request_there_and_nobody_else() -> None:
    problem = two_towns(volunteers=30)
    where = named(problem.volunteers.x)
    for piece in pieces_of(problem):
        rs, vs = problem.requests, problem.volunteers
        for v in range(30):
            far = np.hypot(rs.x[piece.requests] - vs.x[v], rs.y[piece.requests] - vs.y[v]).min()
            inside = where[v] == piece.municipality or far <= 2.0
            assert (v in piece.volunteers) == inside, (v, far)
        home = [where[v] == piece.municipality for v in piece.volunteers]
        assert piece.own.tolist() == home
    assert sum(len(piece.volunteers) for piece in pieces_of(problem)) > 30, "some stand in both"


def test_whose_place_is_not_known_stays_at_home() -> None:
    problem = two_towns()
    lost = problem.replace(volunteers={"located": [False] * 12})
    for piece in pieces_of(lost, ring_km=99.0):
        assert piece.own.all()


def test_a_municipality_for_each_row_or_nothing() -> None:
    problem = two_towns()
    with pytest.raises(ValueError, match="municipality"):
        shards(problem, [WEST], [WEST] * 20)


@pytest.mark.parametrize("seed", range(1, 7))
def test_the_whole_passes_the_checker_and_says_what_it_is_worth(seed: int) -> None:
    problem = two_towns(volunteers=8, requests=24, seed=seed)
    pieces = pieces_of(problem, ring_km=4.0)
    whole = merge(problem, pieces, planned(problem, pieces))
    assert faults(problem, whole) == ()
    assert approve(problem, whole).value == pytest.approx(whole.value)
    assert whole.bound >= whole.value
    assert len(whole.helps) >= 8
    assert merge(problem, pieces, planned(problem, pieces)).helps == whole.helps


def test_somebody_wanted_on_both_sides_is_used_by_the_one_that_pays_more() -> None:
    """One volunteer on the border, with room for one; a request on either side."""
    problem = town(
        1,
        2,
        v_x=[4.0],
        v_y=[0.0],
        v_kinds=[1],
        v_people=np.full((1, ROWS), 1),
        r_x=[3.0, 5.0],
        r_y=[0.0, 0.0],
        r_kinds=[1, 1],
        r_heavy=[False, False],
        r_weeks=[13, 13],
        r_day_parts=[ANY_DAY_PART] * 2,
    )
    pieces = shards(problem, [EAST], [WEST, EAST])
    assert [piece.municipality for piece in pieces] == [EAST, WEST]
    east, west = planned(problem, pieces)
    assert [len(east.helps), len(west.helps)] == [1, 1]
    for dear, side in ((west, 0), (east, 1)):
        priced = {id(east): 1.0, id(west): 1.0, id(dear): 3.0}
        both = [
            Plan(
                one.helps,
                np.full((1, ROWS, len(RESOURCES)), priced[id(one)]),
                one.value,
                one.bound,
            )
            for one in (east, west)
        ]
        whole = merge(problem, pieces, both)
        assert [one.request for one in whole.helps] == [side]
        assert whole.prices.max() == 3.0
        assert approve(problem, whole).value == pytest.approx(whole.value)
    # as dear on both sides: who lives there comes first
    assert [one.request for one in merge(problem, pieces, [east, west]).helps] == [1]


def test_in_other_weeks_both_sides_may_use_the_same_volunteer() -> None:
    problem = two_towns(volunteers=8, requests=24)
    pieces = pieces_of(problem, ring_km=4.0)
    plans = planned(problem, pieces)
    whole = merge(problem, pieces, plans)
    side = {int(r): number for number, piece in enumerate(pieces) for r in piece.requests}
    used: dict[tuple[int, int], set[int]] = {}
    for one in whole.helps:
        for part in one.parts:
            for row in rows_of(part):
                used.setdefault((part.volunteer, row), set()).add(side[one.request])
    assert max(len(by) for by in used.values()) == 1
    lost = sum(len(one.helps) for one in plans) - len(whole.helps)
    assert lost > 0, "else nothing was decided here"


def test_a_plan_for_each_piece() -> None:
    problem = two_towns()
    pieces = pieces_of(problem)
    with pytest.raises(ValueError, match="each piece"):
        merge(problem, pieces, [])


def test_the_pieces_of_pairs_come_along() -> None:
    problem = two_towns().replace(refused=[[0, 0], [1, 1]], proposed=[[2, 2]])
    pieces = pieces_of(problem, ring_km=99.0)
    assert sum(len(piece.of(problem).refused) for piece in pieces) == 2
    assert sum(len(piece.of(problem).proposed) for piece in pieces) == 1


def test_rows_of_a_part_are_those_that_it_touches() -> None:
    helped: Help = plan(
        town(1, 1, v_kinds=[1], r_kinds=[1], r_weeks=[6], r_heavy=[False]), stop=never, seed=1
    ).helps[0]
    assert list(rows_of(helped.parts[0])) == [0, 1]
