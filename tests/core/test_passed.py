"""Who was passed over: somebody fits them, and helps another."""

import numpy as np
import pytest
from tests.small_town import town
from tests.stand_in_planner import plan

from loopplank.core.matching.checker import faults
from loopplank.core.matching.passed import passed_over
from loopplank.core.matching.problem import ROWS, Problem
from loopplank.core.matching.result import Plan, never


def nobody_helped(problem: Problem) -> Plan:
    return Plan((), np.zeros((len(problem.volunteers), ROWS, 1)), 0.0, 0.0)


def test_whoever_is_helped_was_not_passed_over() -> None:
    problem = town(1, 3, v_kinds=[1], r_kinds=[1, 1, 2], v_people=np.full((1, ROWS), 1))
    made = plan(problem, stop=never, seed=1)
    assert [one.request for one in made.helps] == [0]
    assert passed_over(problem, made) == [1], "the third asks for something else"


@pytest.mark.parametrize("seed", range(1, 5))
def test_it_says_the_same_as_the_checker_of_each_pair_by_itself(seed: int) -> None:
    """One request and one volunteer at a time: does the checker find fault with these two?"""
    problem = town(
        8,
        12,
        seed=seed,
        v_reach=[2.0] * 8,
        v_certificate=[n % 3 > 0 for n in range(8)],
        v_closed=[n == 4 for n in range(8)],
        v_minutes=np.full((8, ROWS), 60),
        v_term=[10] * 8,
    )
    wanted = []
    for request in range(12):
        for volunteer in range(8):
            pair = problem.part([volunteer], [request])
            made = plan(pair, stop=never, seed=1)
            if made.helps:
                assert faults(pair, made) == ()
                wanted.append(request)
                break
    assert passed_over(problem, nobody_helped(problem)) == wanted
    assert 0 < len(wanted) < 12
