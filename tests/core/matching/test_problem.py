"""What cannot be is refused with its row; what can be is kept, changed, cut and sent."""

import io
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from tests.core.matching.drawn import problems, town
from tests.core.matching.small import problem, request, volunteer

from loopplank.core.kit.reason import Word
from loopplank.core.matching import problem as module
from loopplank.core.matching.problem import (
    ANY_DAY_PART,
    ROWS,
    Impossible,
    Problem,
    Requests,
    Volunteers,
)

NO_NUMBER = float("nan")
#: What each check refuses, by the last word of its code; a check without its row here fails.
REFUSED_VOLUNTEERS: dict[str, list[dict[str, Any]]] = {
    "place": [{"x": NO_NUMBER}, {"y": float("inf")}, {"reach": NO_NUMBER}],
    "reach": [{"reach": -1.0}],
    "minutes": [{"minutes": -1}, {"minutes": [60] * (ROWS - 1) + [-5]}],
    "people": [{"people": -1}],
    "heavy": [{"heavy": [0, -1] + [0] * (ROWS - 2)}],
    "term": [{"term": -1}],
    "level": [{"level": 0}, {"level": 6}],
    "day_parts": [{"day_parts": -1}, {"day_parts": ANY_DAY_PART + 1}],
    "busy": [{"busy": ANY_DAY_PART + 1}, {"busy": -1}],
    "skills": [{"skills": -1}],
    "kinds": [{"kinds": -2}],
    "more_even": [{"more_even": -1}],
    "more_odd": [{"more_odd": [0, -15] + [0] * (ROWS - 2)}],
    "halves": [{"more_even": 15, "more_odd": 15}],
    "free_even": [{"free_even": ANY_DAY_PART + 1}, {"free_even": -1}],
    "free_odd": [{"free_odd": ANY_DAY_PART + 1}, {"free_odd": -1}],
}
REFUSED_REQUESTS: dict[str, list[dict[str, Any]]] = {
    "place": [{"x": NO_NUMBER}, {"y": NO_NUMBER}, {"fair": float("inf")}],
    "visit_minutes": [{"visit_minutes": 0}, {"visit_minutes": -60}],
    "visits": [{"visits": 0}, {"visits": 22}],
    "weeks": [{"weeks": 0}],
    "level": [{"level": 0}, {"level": 6}],
    "day_parts": [{"day_parts": ANY_DAY_PART + 1}, {"day_parts": -1}],
    "skills": [{"skills": -1}],
    "kinds": [{"kinds": -1}],
    "urgency": [{"urgency": -1}, {"urgency": 4}],
    "waited": [{"waited": -1}],
    "handover_cost": [{"handover_cost": -0.1}, {"handover_cost": 1.1}],
    "fair": [{"fair": 0.0}, {"fair": -1.0}],
    "fortnight": [{"fortnight": 0}, {"fortnight": 4}],
}


@pytest.mark.parametrize("check", [name for name, *_ in module._VOLUNTEER_CHECKS])
def test_a_volunteer_who_cannot_be_is_refused_by_row(check: str) -> None:
    for changes in REFUSED_VOLUNTEERS[check]:
        with pytest.raises(Impossible) as refused:
            problem([volunteer(), volunteer(key="v-17", **changes)])
        names_the_second(refused.value, "volunteer", "v-17", check)


@pytest.mark.parametrize("check", [name for name, *_ in module._REQUEST_CHECKS])
def test_a_request_that_cannot_be_is_refused_by_row(check: str) -> None:
    for changes in REFUSED_REQUESTS[check]:
        with pytest.raises(Impossible) as refused:
            problem([volunteer()], [request(), request(key="r-8", **changes)])
        names_the_second(refused.value, "request", "r-8", check)


def names_the_second(refused: Impossible, table: str, key: str, check: str) -> None:
    assert (refused.table, refused.row, refused.key) == (table, 1, key)
    assert refused.reason.code == f"problem.{table}.{check}"
    assert refused.reason.params["row"] == 2
    assert refused.reason.params["key"] == key
    assert isinstance(refused.reason.params["wrong"], Word)
    assert key in str(refused)


@pytest.mark.parametrize("pair", [(-1, 0), (1, 0), (0, 1), (0, -1)])
@pytest.mark.parametrize("pairs", ["refused", "proposed"])
def test_a_pair_of_nobody_is_refused(pairs: str, pair: tuple[int, int]) -> None:
    with pytest.raises(Impossible) as refused:
        problem(**{pairs: [(0, 0), pair]})
    assert (refused.value.table, refused.value.row) == (pairs, 1)
    assert refused.value.reason.code == "problem.pair"


def test_a_column_of_another_shape_or_type_is_refused() -> None:
    good = problem()
    with pytest.raises(ValueError, match=r"volunteer\.x"):
        good.replace(volunteers={"x": [1.0, 2.0]})
    with pytest.raises(ValueError, match=r"volunteer\.minutes"):
        good.replace(volunteers={"minutes": [60]})
    with pytest.raises(TypeError, match=r"request\.visits"):
        good.replace(requests={"visits": [1.5]})


def test_a_number_too_large_for_its_column_does_not_become_a_small_one() -> None:
    assert problem([volunteer(term=70_000, people=40_000)]).volunteers.term[0] == 32_767
    with pytest.raises(Impossible):
        problem([volunteer(level=258)])


def test_columns_cannot_be_written() -> None:
    one = problem(refused=[(0, 0)])
    for column in (one.volunteers.minutes, one.requests.weeks, one.refused):
        with pytest.raises(ValueError, match="read-only"):
            column[0] = 1


def test_a_variant_leaves_the_first_as_it_was() -> None:
    first = problem(refused=[(0, 0)])
    other = first.replace(
        volunteers={"term": [4]}, requests={"weeks": [3]}, refused=[], proposed=[(0, 0)]
    )
    assert (first.volunteers.term[0], first.requests.weeks[0]) == (52, 8)
    assert (other.volunteers.term[0], other.requests.weeks[0]) == (4, 3)
    assert (len(first.refused), len(first.proposed)) == (1, 0)
    assert (len(other.refused), other.proposed.tolist()) == (0, [[0, 0]])
    with pytest.raises(Impossible):
        first.replace(requests={"weeks": [0]})


def test_a_part_keeps_its_order_and_the_pairs_inside_it() -> None:
    whole = problem(
        [volunteer(key=name) for name in "abc"],
        [request(key=name) for name in "xyz"],
        refused=[(0, 2), (1, 1), (2, 0)],
        proposed=[(2, 2)],
    )
    cut = whole.part(volunteers=[2, 0], requests=[2, 0])
    assert cut.volunteers.key.tolist() == ["c", "a"]
    assert cut.requests.key.tolist() == ["z", "x"]
    assert sorted(cut.refused.tolist()) == [[0, 1], [1, 0]]
    assert cut.proposed.tolist() == [[0, 0]]


def test_anonymous_drops_every_key_and_nothing_else() -> None:
    named = town(30, 20).replace(volunteers={"key": [f"name {n}" for n in range(30)]})
    bare = named.anonymous()
    assert bare.volunteers.key.tolist() == [str(n) for n in range(30)]
    assert bare.requests.key.tolist() == [str(n) for n in range(20)]
    same_but = named.replace(
        volunteers={"key": bare.volunteers.key}, requests={"key": bare.requests.key}
    )
    assert_same(same_but, bare)
    assert b"name 3" not in saved(bare)


@settings(max_examples=30)
@given(one=problems())
def test_what_was_saved_is_read_back(one: Problem) -> None:
    assert_same(Problem.load(io.BytesIO(saved(one))), one)


def test_what_was_kept_before_there_were_every_second_weeks_is_read_as_it_was_meant() -> None:
    file, one = io.BytesIO(), town(12, 8)
    with np.load(io.BytesIO(saved(one))) as found:
        newer = {"v_more_even", "v_more_odd", "v_free_even", "v_free_odd", "r_fortnight"}
        kept = {name: found[name] for name in found if name not in newer}
    np.savez_compressed(file, **{**kept, "format": np.array(1)})
    assert_same(Problem.load(io.BytesIO(file.getvalue())), one)
    file = io.BytesIO()
    np.savez_compressed(file, **{**kept, "format": np.array(99)})
    with pytest.raises(ValueError, match="version"):
        Problem.load(io.BytesIO(file.getvalue()))


def saved(one: Problem) -> bytes:
    file = io.BytesIO()
    one.save(file)
    return file.getvalue()


def assert_same(one: Problem, other: Problem) -> None:
    for table in ("volunteers", "requests"):
        mine, theirs = getattr(one, table), getattr(other, table)
        for name in (*Volunteers.__slots__, *Requests.__slots__):
            if hasattr(mine, name):
                column, same = getattr(mine, name), getattr(theirs, name)
                assert column.dtype == same.dtype, name
                assert np.array_equal(column, same), name
    assert np.array_equal(one.refused, other.refused)
    assert np.array_equal(one.proposed, other.proposed)


def test_another_file_is_not_read() -> None:
    file = io.BytesIO()
    np.savez(file, format=np.array(99))
    file.seek(0)
    with pytest.raises(ValueError, match="version"):
        Problem.load(file)
    file = io.BytesIO()
    np.savez(file, x=np.zeros(3))
    file.seek(0)
    with pytest.raises(ValueError, match="version"):
        Problem.load(file)


def test_a_file_with_a_row_that_cannot_be_is_refused() -> None:
    with np.load(io.BytesIO(saved(problem()))) as found:
        columns = dict(found)
    columns["v_level"] = np.array([9], np.int8)
    file = io.BytesIO()
    np.savez(file, **columns)
    file.seek(0)
    with pytest.raises(Impossible) as refused:
        Problem.load(file)
    assert (refused.value.table, refused.value.row) == ("volunteer", 0)
