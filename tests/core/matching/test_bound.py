"""No plan passes what prices show: against every plan that there is, on tiny problems."""

from collections.abc import Iterator
from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.matching.brute import best_value, can_share, first_against, may_hold, piece_of
from tests.core.matching.drawn import problems
from tests.core.matching.small import no_prices, problem, request, volunteer
from tests.proofs import examples, share_of

from loopplank.core.matching.checker import certify
from loopplank.core.matching.checker_bound import (
    MOST_STEPS,
    _best_distinct,
    _caps,
    _cost,
    _fitting,
)
from loopplank.core.matching.problem import ROWS, Problem
from loopplank.core.matching.result import RESOURCES
from loopplank.core.matching.ways_to_help import Menu, menu_of
from loopplank.core.matching.worth import AMOUNT, way_worth, worth_of

#: What a price of 1 is in each resource, so that drawn prices are neither nothing nor too much.
SCALE = np.array([1 / 60, 1.0, 1.0, 1.0, 1.0, 1.0, 0.5])


@st.composite
def priced(draw: st.DrawFn) -> tuple[Problem, np.ndarray]:
    """A problem with prices: mostly none, some of them high."""
    of = draw(problems())
    chance = np.random.default_rng(draw(st.integers(0, 2**16)))
    some = chance.random((len(of.volunteers), ROWS, len(RESOURCES)))
    kept = chance.random(some.shape) < draw(st.sampled_from([0.0, 0.05, 0.3, 1.0]))
    return of, some * kept * SCALE * draw(st.sampled_from([0.05, 0.3, 2.0]))


@examples(40, many=1000)
@given(drawn=priced())
def test_no_plan_passes_a_bound_whatever_the_prices(drawn: tuple[Problem, np.ndarray]) -> None:
    nothing_passes(*drawn)


@pytest.mark.proof
@settings(max_examples=share_of(5000))
@given(drawn=priced())
def test_no_plan_passes_a_bound_on_many_more(drawn: tuple[Problem, np.ndarray]) -> None:
    nothing_passes(*drawn)


def nothing_passes(of: Problem, prices: np.ndarray) -> None:
    # places are 32 bits wide, so the value differs a hair from the judge's
    assert best_value(of) <= certify(of, prices) * (1 + 1e-6)


@examples(25, many=400)
@given(of=problems(volunteers=3, requests=4))
def test_nobody_can_take_more_than_the_caps(of: Problem) -> None:
    """All that Bram can do at once, in any seats: it uses no more than the caps, of anything."""
    menu = menu_of(of.requests)
    _ways, pairs = _fitting(of, AMOUNT)
    most = _caps(of, pairs)
    used = np.stack([_cost(pairs, most, one) for one in one_each(of)]).round(9)
    with_people = seats_with_people(of, menu)
    own = np.flatnonzero(pairs.volunteer == 0)
    seats = {n: with_people[pairs.seat[n]] for n in own.tolist()}
    pieces = {n: piece_of(of, menu, seat, 0) for n, seat in seats.items()}
    asked = {n: int(menu.request[menu.way[seat]]) for n, seat in seats.items()}
    for count in (1, 2, 3):
        for some in combinations(pieces, count):
            different = len({asked[n] for n in some}) == count
            if different and may_hold(of, 0, tuple(pieces[n] for n in some)):
                assert (used[:, list(some)].sum(axis=1) <= most[0].ravel()).all()


@examples(15, many=400)
@given(of=problems())
def test_who_fits_is_who_no_rule_keeps_out(of: Problem) -> None:
    """Not one pair more, or the bound is weaker than it may be; not one less, or it is none."""
    menu = menu_of(of.requests)
    _ways, pairs = _fitting(of, AMOUNT)
    seats = seats_with_people(of, menu)
    fits = [(seats[n], v) for n, v in zip(pairs.seat, pairs.volunteer.tolist(), strict=True)]
    assert fits == [(seat, v) for seat in seats for v in people_for(of, menu, seat)]


def seats_with_people(of: Problem, menu: Menu) -> list[int]:
    """The seats of all ways of which no seat has too few people."""
    fewer = {
        int(menu.way[seat])
        for seat in range(len(menu.way))
        if len(people_for(of, menu, seat)) < menu.units[seat]
    }
    return [seat for seat in range(len(menu.way)) if int(menu.way[seat]) not in fewer]


def people_for(of: Problem, menu: Menu, seat: int) -> list[int]:
    everybody = range(len(of.volunteers))
    return [v for v in everybody if first_against(of, menu, seat, v) is None]


def one_each(of: Problem) -> Iterator[np.ndarray]:
    """Prices of 1 for one row of one resource, and nothing for the rest."""
    for row, resource in np.ndindex(ROWS, len(RESOURCES)):
        prices = no_prices(of)
        prices[0, row, resource] = 1.0
        yield prices


@examples(15, many=400)
@given(of=problems(volunteers=4, requests=3), data=st.data())
def test_the_best_plan_never_falls_when_somebody_joins(of: Problem, data: st.DataObject) -> None:
    leaves = data.draw(st.integers(0, len(of.volunteers) - 1))
    stay = [v for v in range(len(of.volunteers)) if v != leaves]
    without = of.part(stay, range(len(of.requests)))
    assert best_value(without) <= best_value(of) + 1e-9


@examples(15, many=400)
@given(drawn=priced(), data=st.data())
def test_a_bound_does_not_depend_on_the_order(
    drawn: tuple[Problem, np.ndarray], data: st.DataObject
) -> None:
    of, prices = drawn
    vs = data.draw(st.permutations(range(len(of.volunteers))))
    rs = data.draw(st.permutations(range(len(of.requests))))
    there = certify(of.part(vs, rs), prices[np.array(vs, np.int64)])
    assert there == pytest.approx(certify(of, prices))


def test_without_prices_each_request_has_its_best_way() -> None:
    of = problem([volunteer(weeks_unasked=26, x=0.0)], [request(), request(urgency=3)])
    plain = way_worth(worth_of(of.requests), _solo(of))
    suits = 0.05 * np.minimum(plain, 3.0)
    assert certify(of, no_prices(of)) == pytest.approx(float((plain + suits).sum()))


def _solo(of: Problem) -> object:
    return menu_of(of.requests, relay=False, duo=False)


# --- the strengthened caps ------------------------------------------------------------------------


def caps(of: Problem, row: int = 0) -> list[float]:
    _ways, pairs = _fitting(of, AMOUNT)
    found: list[float] = _caps(of, pairs)[0, row].tolist()
    return found


def test_minutes_go_down_to_what_can_be_filled() -> None:
    asked = [request(visit_minutes=60), request(visit_minutes=90)]
    wide = {"people": 5, "day_parts": 0b11111}
    assert caps(problem([volunteer(minutes=140, **wide)], asked))[0] == 120
    assert caps(problem([volunteer(minutes=175, **wide)], asked))[0] == 150
    assert caps(problem([volunteer(minutes=400, **{**wide, "people": 2})], asked))[0] == 180
    # the same length may come again, also when only one request asks it
    assert caps(problem([volunteer(minutes=300, **wide)], asked))[0] == 300


def test_travel_is_part_of_what_can_be_filled() -> None:
    """A kilometre is ten minutes, and as much to come back."""
    near = volunteer(minutes=150, travel_counts=True)
    assert caps(problem([near], [request(visit_minutes=60)]))[0] == 80


def test_a_long_limit_is_only_rounded_down() -> None:
    lengths = [request(visit_minutes=7), request(visit_minutes=9)]
    wide = volunteer(minutes=MOST_STEPS + 1, people=1)
    assert caps(problem([wide], lengths))[0] == MOST_STEPS + 1
    assert caps(problem([volunteer(minutes=MOST_STEPS, people=1)], lengths))[0] == 9


def test_people_go_down_to_what_minutes_and_days_allow() -> None:
    assert caps(problem([volunteer(people=4, minutes=130)]))[1] == 2
    assert caps(problem([volunteer(people=4, minutes=900)]))[1] == 3
    assert caps(problem([volunteer(people=4, minutes=900, busy=0b101)]))[1] == 1
    assert caps(problem([volunteer(people=1, minutes=900, heavy=3)], [request(heavy=True)]))[2] == 1


def test_where_nobody_can_be_planned_nothing_is_left() -> None:
    """The request ends after two rows, so what is left in the third is worth nothing."""
    of = problem([volunteer()])
    assert caps(of, row=1) == [120, 2, 1, 3, 1, 1, 2]
    assert caps(of, row=2) == [0] * len(RESOURCES)
    prices = no_prices(of)
    prices[0, 2:] = 5.0
    assert certify(of, prices) == certify(of, no_prices(of))


@pytest.mark.parametrize(
    ("resource", "changes", "asked"),
    [
        ("two_long", {"minutes": 100}, {"visit_minutes": 60}),
        ("two_wide", {"minutes": 500}, {"visits": 2}),
    ],
)
def test_two_that_never_fit_together_are_paid_for_one(
    resource: str, changes: dict[str, int], asked: dict[str, int]
) -> None:
    """Two requests that each take more than half: with a price on that, one of both is left."""
    of = problem(
        [volunteer(people=2, **changes)], [request(**asked, urgency=2), request(**asked, urgency=0)]
    )
    both = certify(of, no_prices(of))
    prices = no_prices(of)
    prices[0, 0, RESOURCES.index(resource)] = best_value(of) / 2
    assert certify(of, prices) == pytest.approx(best_value(of))
    assert both > best_value(of) + 0.5


@pytest.mark.parametrize(
    ("resource", "how_many", "bram", "asked"),
    [
        ("two_long", 2, {"minutes": 120}, {}),
        ("three_long", 3, {"minutes": 180, "people": 3}, {}),
        ("two_wide", 2, {"minutes": 500, "day_parts": 0b1111}, {"visits": 2, "day_parts": 0b1111}),
    ],
)
def test_those_that_just_fit_together_are_not_paid_for(
    resource: str, how_many: int, bram: dict[str, int], asked: dict[str, int]
) -> None:
    """Exactly a half or a third is no more than that: nobody pays, only the cap is counted."""
    of = problem([volunteer(**bram)], [request(**asked)] * how_many)
    prices = no_prices(of)
    prices[0, 0, RESOURCES.index(resource)] = 1.0
    cap = 2.0 if resource == "three_long" else 1.0
    assert certify(of, prices) == pytest.approx(certify(of, no_prices(of)) + cap)


def test_who_takes_exactly_two_thirds_pays_one_third_only() -> None:
    """Beside two hours of three there is room for one more."""
    asked = [request(visit_minutes=120), request(visit_minutes=60)]
    of = problem([volunteer(minutes=180, people=3)], asked)
    prices = no_prices(of)
    prices[0, 0, RESOURCES.index("three_long")] = 0.1
    assert certify(of, prices) == pytest.approx(certify(of, no_prices(of)) + 0.2 - 0.1)
    more = problem([volunteer(minutes=180, people=3)], [request(visit_minutes=121), asked[1]])
    assert certify(more, prices) == pytest.approx(certify(more, no_prices(more)) + 0.2 - 0.2)


def test_two_that_are_long_later_only_are_paid_there() -> None:
    """The limit falls in the second row, and only there both are too long together."""
    of = problem([volunteer(minutes=[240, 100] + [240] * 11)], [request(), request()])
    prices = no_prices(of)
    prices[0, 0, RESOURCES.index("two_long")] = 1.0
    assert certify(of, prices) == pytest.approx(certify(of, no_prices(of)) + 1.0)
    prices = no_prices(of)
    prices[0, 1, RESOURCES.index("two_long")] = 1.0
    assert certify(of, prices) == pytest.approx(certify(of, no_prices(of)) - 1.0)


@pytest.mark.parametrize(
    ("lists", "best"),
    [
        ([[(5.0, 1), (4.5, 2)], [(4.0, 1), (1.0, 2)]], 8.5),
        ([[(5.0, 1), (3.0, 2)], [(4.0, 1), (3.5, 3)]], 8.5),
        ([[(5.0, 1), (4.0, 2)], [(5.0, 1), (3.0, 3)], [(5.0, 1), (1.0, 2), (0.5, 4)]], 12.0),
        ([[(5.0, 1)], [(4.0, 1)]], -np.inf),
        ([[(5.0, 1)], []], -np.inf),
        ([], 0.0),
    ],
)
def test_the_best_of_different_people_is_the_largest_sum(
    lists: list[list[tuple[float, int]]], best: float
) -> None:
    assert _best_distinct(lists) == best


def test_legs_of_a_relay_are_of_different_people() -> None:
    """Each leg alone would be Bram's; with Els far less suitable, one of both legs is hers."""
    asked = request(weeks=16, changing_faces=True, handover_cost=0.0)
    bram, els = volunteer(term=9, x=0.0, weeks_unasked=26), volunteer(term=9, x=9.0)
    alone = problem([bram], [asked])
    assert certify(alone, no_prices(alone)) == 0.0
    of = problem([bram, els], [asked])
    assert certify(of, no_prices(of)) == pytest.approx(best_value(of))


# --- the way of trying everything is itself right -----------------------------------------------


@pytest.mark.parametrize(
    ("pieces", "can"),
    [
        ([(0, 2, 0b1, 1)], True),
        ([(0, 2, 0b1, 2)], False),
        ([(0, 2, 0b11, 1), (1, 3, 0b01, 1)], True),
        ([(0, 2, 0b01, 1), (1, 3, 0b01, 1)], False),
        ([(0, 2, 0b01, 1), (2, 3, 0b01, 1)], True),
        ([(0, 2, 0b11, 1), (0, 2, 0b11, 1), (0, 2, 0b11, 1)], False),
        ([(0, 2, 0b111, 1), (0, 2, 0b011, 1), (0, 2, 0b001, 1)], True),
        # a ring in time: the third overlaps both, which do not overlap each other
        ([(0, 1, 0b11, 1), (2, 3, 0b11, 1), (0, 3, 0b11, 1)], True),
        ([(0, 1, 0b01, 1), (2, 3, 0b10, 1), (0, 3, 0b11, 1)], False),
        # in the even and in the odd weeks, and one in all of them
        ([(0, 2, 0b01, 1, 1), (0, 2, 0b01, 1, 2)], True),
        ([(0, 2, 0b01, 1, 2), (0, 2, 0b01, 1, 2)], False),
        ([(0, 2, 0b01, 1, 1), (0, 2, 0b01, 1, 2), (0, 2, 0b01, 1)], False),
    ],
)
def test_days_are_shared_out_exactly(pieces: list[tuple[int, ...]], can: bool) -> None:
    row, end, free, visits, weeks = zip(*((*one, 3)[:5] for one in pieces), strict=True)
    assert can_share(tuple(zip(row, end, free, visits, weeks, strict=True))) is can


def test_the_best_of_a_problem_that_fits_on_a_screen() -> None:
    """One volunteer with room for one of two: the urgent one it is."""
    of = problem([volunteer(people=1)], [request(urgency=0), request(urgency=3)])
    assert best_value(of) == best_value(of.part([0], [1])) > best_value(of.part([0], [0])) > 0
