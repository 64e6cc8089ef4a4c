"""The planner itself on a small town where few people live beside those who ask most."""

from functools import cache

import numpy as np
from tests.core.small_problem import problem

from loopplank.core.matching.engine import plan
from loopplank.core.matching.engine.eligibility import options_of
from loopplank.core.matching.fairness import (
    could_help,
    fair_plan,
    passed_over,
    shares,
)
from loopplank.core.matching.plan_settings import Fairness
from loopplank.core.matching.problem import Column, Problem
from loopplank.core.matching.result import Effort, Plan, never
from loopplank.core.matching.rule_arrays import Seat, able, fitting, helped, left_after
from loopplank.core.matching.why import why_not, why_waits

NEIGHBOURHOODS = 4


@cache
def town(seed: int = 3) -> Problem:
    """80 volunteers and 120 requests in four neighbourhoods in a row; in the last few can help."""
    rng = np.random.default_rng(seed)
    parts = [int(1 << rng.integers(0, 21)) | int(1 << rng.integers(0, 21)) for _ in range(200)]
    volunteers = [
        {
            "x": float(rng.normal(3 * (number * number // 2200), 0.8)),
            "y": float(rng.normal(0, 0.8)),
            "reach": 4.0,
            "day_parts": parts[number] | int(rng.integers(0, 1 << 21) & rng.integers(0, 1 << 21)),
            "minutes": int(rng.integers(2, 8)) * 30,
            "people": int(rng.integers(1, 3)),
            "travel_counts": bool(rng.integers(0, 2)),
            "term": int(rng.choice([13, 26, 52])),
            "weeks_unasked": int(rng.integers(0, 30)),
        }
        for number in range(80)
    ]
    requests = [
        {
            "x": float(rng.normal(3 * (number % NEIGHBOURHOODS), 0.8)),
            "y": float(rng.normal(0, 0.8)),
            "neighbourhood": number % NEIGHBOURHOODS,
            "day_parts": parts[number] | parts[number + 60],
            "visit_minutes": int(rng.choice([60, 90, 120])),
            "weeks": int(rng.choice([6, 13, 26])),
            "waited": int(rng.integers(0, 20)),
            "urgency": int(rng.choice([0, 0, 0, 1, 2])),
            "changing_faces": bool(rng.integers(0, 2)),
            "heavy": bool(rng.integers(0, 8) == 0),
        }
        for number in range(120)
    ]
    return problem(volunteers, requests)


def planned(of: Problem, prices: Column | None = None) -> Plan:
    return plan(of, stop=never, seed=1, prices=prices, effort=Effort.QUICK)


@cache
def found() -> Plan:
    return planned(town())


def lowest(of: Problem, made: Plan) -> float:
    return min(one.share for one in shares(of, made).neighbourhood)


def test_strong_raises_the_lowest_neighbourhood_and_costs_little() -> None:
    made, cost = fair_plan(town(), planned, Fairness.STRONG)
    assert lowest(town(), made) >= lowest(town(), found()) + 0.05
    assert cost.worth <= 0.03
    assert cost.people <= 0.05 * len(found().helps)


def test_mild_never_does_worse_than_off() -> None:
    made, cost = fair_plan(town(), planned, Fairness.MILD, rounds=3)
    assert lowest(town(), made) >= lowest(town(), found())
    assert cost.worth <= 0.01


def test_the_planner_and_the_reasons_know_the_same_rules() -> None:
    """Both weigh every pair of every seat, the one compiled and the other in arrays."""
    of = town()
    menu, options = options_of(of)
    for place, way in enumerate(menu.way.tolist()):
        seat = Seat(
            int(menu.row[place]),
            int(menu.row_end[place]),
            int(menu.weeks[place]),
            int(menu.visits[place]),
            int(menu.visit_minutes[place]),
        )
        pairs = options.volunteer[options.first_pair[place] : options.first_pair[place + 1]]
        fit = fitting(of, int(menu.request[way]), seat)
        assert sorted(pairs.tolist()) == fit.tolist()


def test_whoever_the_plan_helps_could_be_helped_by_whom_it_chose() -> None:
    of, made = town(), found()
    assert (could_help(of) | ~helped(of, made)).all()
    for one in made.helps:
        chosen = {part.volunteer for part in one.parts}
        assert chosen <= set(able(of, one.request).tolist())
        if len(one.parts) == 1:
            assert why_not(of, one.request, one.parts[0].volunteer) is None


def test_what_the_plan_leaves_takes_every_part_from_everybody() -> None:
    of, made = town(), found()
    left = left_after(of, made).volunteers
    taken = (of.volunteers.people - left.people).sum()
    rows = sum(
        -(-(part.first_week + part.weeks) // 4) - part.first_week // 4
        for one in made.helps
        for part in one.parts
    )
    assert taken == rows, "nobody had less than was taken"


def test_each_request_that_waits_hears_why() -> None:
    of, made = town(), found()
    over = set(passed_over(of, made).tolist())
    for request in np.flatnonzero(~helped(of, made)).tolist():
        code = why_waits(of, made, request).code
        assert (code in {"waits.elsewhere", "waits.room"}) is (request in over)
        assert code != "waits.planned"
