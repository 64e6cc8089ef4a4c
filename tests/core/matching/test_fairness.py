"""Evening out: more weight where less is helped, at a cost that is said and stays small."""

from typing import Any

import numpy as np
import pytest
from tests.core.small_problem import THURSDAY, TUESDAY, plan_of, problem

from loopplank.core.matching.fairness import (
    MOST_WEIGHT,
    REST,
    could_help,
    fair_plan,
    passed_over,
    shares,
    weights,
)
from loopplank.core.matching.plan_settings import Fairness
from loopplank.core.matching.problem import Column, Problem
from loopplank.core.matching.result import Plan
from loopplank.core.matching.worth import worth_of

#: Nobody fits this one, so nobody is blamed for it.
NOBODY = {"day_parts": TUESDAY}


def town(*counts: int, hands: int = 8, **more: Any) -> Problem:
    """So many requests in neighbourhood 0, 1, …; the first neighbourhoods waited longer."""
    asked = [
        {"neighbourhood": n, "waited": 2 * (len(counts) - n), **more}
        for n, count in enumerate(counts)
        for _ in range(count)
    ]
    return problem([{"people": 1}] * hands, asked)


def by_worth(of: Problem, _prices: Column | None = None) -> Plan:
    """A stand-in for the engine: the worthiest first, each to the next pair of hands."""
    able = could_help(of)
    order = np.lexsort((np.arange(len(of.requests)), -worth_of(of.requests)))
    rows = [r for r in order.tolist() if able[r]][: len(of.volunteers)]
    return plan_of(of, *((r, v) for v, r in enumerate(rows)))


def by_neighbourhood(of: Problem, plan: Plan) -> dict[int, tuple[int, int]]:
    return {s.group: (s.helped, s.could) for s in shares(of, plan).neighbourhood}


# --- shares ---------------------------------------------------------------------------------------


def test_helped_is_measured_against_what_anybody_could_help() -> None:
    asked = [{}] * 10 + [NOBODY] * 7
    of = problem([{"people": 1}] * 4, asked)
    assert by_neighbourhood(of, by_worth(of)) == {0: (4, 10)}


def test_groups_under_ten_are_counted_together() -> None:
    """Promise P7: no number speaks of fewer than ten."""
    of = town(12, 6, 5, hands=12)
    assert by_neighbourhood(of, by_worth(of)) == {0: (12, 12), REST: (0, 11)}


def test_a_rest_under_ten_takes_the_smallest_group_along() -> None:
    of = town(14, 12, 3)
    assert by_neighbourhood(of, by_worth(of)).keys() == {0, REST}
    assert by_neighbourhood(of, by_worth(of))[REST][1] == 15
    lonely = town(3)
    assert by_neighbourhood(lonely, by_worth(lonely)) == {}


# --- weights --------------------------------------------------------------------------------------


def test_who_is_helped_less_weighs_more_next_time() -> None:
    of = town(10, 10)
    mild, strong = (weights(of, by_worth(of), level) for level in (Fairness.MILD, Fairness.STRONG))
    assert mild[0] < 1.0 < mild[10]
    assert strong[0] < mild[0]
    assert mild[10] < strong[10]
    assert (weights(of, by_worth(of), Fairness.OFF) == of.requests.fair).all()


def test_the_way_in_weighs_too() -> None:
    asked = [{"way_in": 0, "waited": 9}] * 10 + [{"way_in": 1}] * 10
    of = problem([{"people": 1}] * 8, asked)
    fair = weights(of, by_worth(of), Fairness.MILD)
    assert fair[0] < 1.0 < fair[10]


def test_a_weight_stays_within_bounds() -> None:
    of = town(10, 10)
    for _ in range(30):
        of = of.replace(requests={"fair": weights(of, plan_of(of, (0, 0)), Fairness.STRONG)})
    assert of.requests.fair.max() <= MOST_WEIGHT


def test_one_group_alone_keeps_its_weight() -> None:
    of = town(10, 2)
    assert (weights(of, by_worth(of), Fairness.STRONG) == 1.0).all()


# --- the plan -------------------------------------------------------------------------------------


def test_off_is_the_plan_itself() -> None:
    of = town(10, 10)
    plan, cost = fair_plan(of, by_worth, Fairness.OFF)
    assert plan.helps == by_worth(of).helps
    assert (cost.people, cost.worth) == (0, 0.0)


def test_even_raises_the_lowest_share_and_says_what_it_costs() -> None:
    of = town(10, 10, hands=12).replace(requests={"waited": [*range(8, 18), *range(10)]})
    plan, cost = fair_plan(of, by_worth, Fairness.STRONG)
    lowest = min(h / c for h, c in by_neighbourhood(of, plan).values())
    assert lowest > min(h / c for h, c in by_neighbourhood(of, by_worth(of)).values())
    assert cost.people == 0
    assert 0.0 < cost.worth <= 0.03
    again = by_worth(of.replace(requests={"fair": cost.fair}))
    assert again.helps == plan.helps, "the weights prove the plan"


def test_what_costs_too_much_is_not_done() -> None:
    of = town(10, 10, hands=10).replace(requests={"urgency": [3] * 10 + [0] * 10})
    plan, cost = fair_plan(of, by_worth, Fairness.STRONG, rounds=20)
    assert plan.helps == by_worth(of).helps
    assert cost.worth == 0.0


def test_prices_of_the_round_before_go_along() -> None:
    given: list[Column | None] = []

    def noting(of: Problem, prices: Column | None) -> Plan:
        given.append(prices)
        return by_worth(of)

    fair_plan(town(10, 10), noting, Fairness.MILD, rounds=2)
    assert given[0] is None
    assert all(prices is not None for prices in given[1:])
    assert len(given) == 3


# --- passed over ----------------------------------------------------------------------------------


@pytest.mark.parametrize("helps", [(), ((0, 0),)])
def test_passed_over_is_who_could_have_been_helped(helps: tuple[tuple[int, int], ...]) -> None:
    of = problem([{"people": 1}], [{}, {}, NOBODY, {"day_parts": THURSDAY, "x": 9.0}])
    rows = passed_over(of, plan_of(of, *helps)).tolist()
    assert rows == ([1] if helps else [0, 1])
