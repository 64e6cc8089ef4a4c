"""Each rule once where it stands in the way and once where it does not; and the same for arrays."""

from datetime import date
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.matching.brute import first_against
from tests.core.matching.small import problem, request, volunteer

from loopplank.core.matching import rules
from loopplank.core.matching.checker import FAULTS
from loopplank.core.matching.rules import HARD, PREFERENCES, Level, Rule
from loopplank.core.matching.ways_to_help import menu_of
from loopplank.core.organisations.areas import Distance, is_near
from loopplank.core.volunteers.load import Commitment

Given = tuple[Any, ...]
DAY = date(2026, 11, 26)
#: Per hard rule: values where it stands in the way, and values where it does not.
STANDS: dict[str, tuple[list[Given], list[Given]]] = {
    "other_organisation": (
        [(1, False, 2, True), (1, True, 2, False), (1, False, 2, False)],
        [(1, False, 1, False), (1, True, 2, True)],
    ),
    "closed": ([(1,), (5,)], [(0,)]),
    "said_no": ([(True,)], [(False,)]),
    "kind": ([(0b01, 0b10)], [(0b11, 0b10), (0, 0b10), (0b01, 0)]),
    "no_go": ([(0b11, 0b10)], [(0b01, 0b10), (0, 0b11), (0b11, 0)]),
    "certificate": ([(False, True)], [(True, True), (False, False)]),
    "training": ([(0b01, 0b11), (0, 0b1)], [(0b11, 0b01), (0, 0)]),
    "level": ([(2, 3)], [(3, 3), (5, 3)]),
    "far": ([(25.1, 5.0)], [(25.0, 5.0), (0.0, 0.0)]),
    "short_notice": ([(False, True)], [(True, True), (False, False)]),
    "days": (
        [(0b111, 0b011, 0b011, 1), (0b111, 0, 0b001, 2), (0b001, 0, 0b110, 1)],
        [(0b111, 0b011, 0b111, 1), (0b111, 0, 0b011, 2)],
    ),
    "until": ([(7, 8)], [(8, 8), (52, 8)]),
    "people": ([(0,)], [(1,), (4,)]),
    "heavy": ([(0, True)], [(0, False), (1, True)]),
    "minutes": ([(59, 60)], [(60, 60)]),
}
#: Per preference: what suits worst, what suits best, and something in between where there is that.
SUITS: dict[str, tuple[Given, Given, Given | None]] = {
    "near": ((25.0, 5.0), (0.0, 5.0), (4.0, 5.0)),
    "not_above": ((5, 1), (3, 3), (4, 3)),
    "long_unasked": ((0,), (26,), (13,)),
    "of_the_house": ((1, 2), (2, 2), None),
}
#: Who is kept out by each rule, and by no other, in a whole problem.
KEPT_OUT: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "other_organisation": ({"organisation": 2}, {"shareable": True}),
    "closed": ({"closed": 3}, {}),
    "kind": ({"kinds": 0b01}, {"kinds": 0b10}),
    "no_go": ({"no_gos": 0b10}, {"brings": 0b10}),
    "certificate": ({"certificate": False}, {"needs_certificate": True}),
    "training": ({"skills": 0b01}, {"skills": 0b11}),
    "level": ({"level": 2}, {}),
    "far": ({"reach": 0.5}, {}),
    "short_notice": ({"short_notice": False}, {"short_notice": True}),
    "days": ({"busy": [0, 0b111] + [0] * 11}, {}),
    "until": ({"term": 7}, {}),
    "people": ({"people": [1, 0] + [1] * 11}, {}),
    "heavy": ({"heavy": [1, 0] + [1] * 11}, {"heavy": True}),
    "minutes": ({"minutes": [60, 59] + [60] * 11}, {}),
}

every_hard_rule = pytest.mark.parametrize("rule", HARD, ids=lambda rule: rule.code)
every_preference = pytest.mark.parametrize("rule", PREFERENCES, ids=lambda rule: rule.code)


@every_hard_rule
def test_a_hard_rule_stands_in_the_way_or_does_not(rule: Rule) -> None:
    in_the_way, fine = STANDS[rule.code]
    assert in_the_way
    assert fine
    assert [bool(rule.weighs(*values)) for values in in_the_way] == [True] * len(in_the_way)
    assert [bool(rule.weighs(*values)) for values in fine] == [False] * len(fine)


@every_hard_rule
def test_a_hard_rule_weighs_arrays_as_it_weighs_plain_values(rule: Rule) -> None:
    rows = [values for both in STANDS[rule.code] for values in both]
    assert weighed_at_once(rule, rows) == [bool(rule.weighs(*values)) for values in rows]


@every_preference
def test_a_preference_orders_from_0_to_1(rule: Rule) -> None:
    worst, best, between = SUITS[rule.code]
    assert float(rule.weighs(*worst)) == pytest.approx(0.0, abs=1e-3)
    assert float(rule.weighs(*best)) == pytest.approx(1.0, abs=1e-3)
    assert between is None or 0.1 < float(rule.weighs(*between)) < 0.9


@every_preference
def test_a_preference_weighs_arrays_as_it_weighs_plain_values(rule: Rule) -> None:
    rows = [values for values in SUITS[rule.code] if values is not None]
    together = rule.weighs(*map(np.array, zip(*rows, strict=True)))
    assert together.tolist() == pytest.approx([rule.weighs(*values) for values in rows])


def weighed_at_once(rule: Rule, rows: list[Given]) -> list[bool]:
    columns = [np.array(column) for column in zip(*rows, strict=True)]
    kept_small = [c.astype(np.int32) if c.dtype == np.int64 else c for c in columns]
    result: list[bool] = (rule.weighs(*kept_small) > 0).tolist()
    return result


@every_hard_rule
def test_a_hard_rule_keeps_somebody_out_of_a_seat(rule: Rule) -> None:
    """The rule, and no other, is the reason; without it the same person fits."""
    if rule.code == "said_no":
        kept_out, fine = problem(refused=[(0, 0)]), problem()
    else:
        changes, asked = KEPT_OUT[rule.code]
        kept_out, fine = problem([volunteer(**changes)], [request(**asked)]), problem()
    assert first_against(kept_out, menu_of(kept_out.requests), 0, 0) == rule.code
    assert first_against(fine, menu_of(fine.requests), 0, 0) is None


def test_limits_are_hard_and_a_preference_has_a_weight() -> None:
    assert {rule.level for rule in HARD} == {Level.HARD}
    assert {rule.weight for rule in HARD} == {0.0}
    assert {rule.level for rule in PREFERENCES} == {Level.PREFERENCE}
    assert sum(rule.weight for rule in PREFERENCES) == pytest.approx(1.0)


def test_every_rule_has_one_code_and_one_sentence() -> None:
    for of in ("code", "sentence"):
        said = [getattr(rule, of) for rule in (*HARD, *PREFERENCES)]
        assert len(set(said)) == len(said)
    assert set(STANDS) == set(KEPT_OUT) | {"said_no"} == {rule.code for rule in HARD}
    assert set(SUITS) == {rule.code for rule in PREFERENCES}


def test_the_checker_knows_every_hard_rule() -> None:
    assert {rule.code for rule in HARD} <= set(FAULTS)


@given(mask=st.integers(0, 2**31 - 1))
def test_parts_are_counted(mask: int) -> None:
    assert rules.count_parts(mask) == mask.bit_count()
    assert rules.count_parts(np.array([mask], np.int32))[0] == mask.bit_count()


@given(km=st.floats(0, 60))
def test_travel_is_that_of_the_distance_elsewhere(km: float) -> None:
    # a hair past a whole five minutes is five minutes here, so that 32 and 64 bits agree
    there = {int(Distance(max(0.0, km + hair)).minutes_one_way) for hair in (-1e-3, 0.0)}
    assert int(rules.travel_minutes(km)) // 2 in there


def test_what_a_week_takes_is_what_a_match_takes() -> None:
    for visits, length, travel, counts in product((1, 3), (30, 90), (0, 20), (False, True)):
        match = Commitment(
            "a",
            "b",
            *(DAY, DAY),
            visit_minutes=length,
            travel_minutes=travel,
            visits_per_week=visits,
        )
        there = match.minutes_a_week(travel_counts=counts)
        assert rules.week_minutes(visits, length, travel, counts) == there


def test_somebody_without_a_place_is_near() -> None:
    assert rules.square_km(0.0, 0.0, 3.0, 4.0, True) == 25.0
    assert rules.square_km(0.0, 0.0, 3.0, 4.0, False) == 0.0


def test_near_is_a_quarter_of_an_hour_at_most() -> None:
    assert [minutes for minutes in (0, 10, 15, 16, 20) if is_near(minutes)] == [0, 10, 15]
