"""Which course and which newcomer would help most: counted in requests, within everybody's room."""

from typing import Any

from tests.core.matching.test_why import said
from tests.core.small_problem import THURSDAY, TUESDAY, plan_of, problem

from loopplank.core.matching.most_help import (
    Advice,
    recruitment_advice,
    training_advice,
    waiting,
)
from loopplank.core.matching.problem import Problem
from loopplank.core.requests.intake import ANY_TIME

UNTRAINED: dict[str, Any] = {"skills": 0, "day_parts": ANY_TIME, "people": 2}


def trained(of: Problem, *helps: tuple[int, int]) -> list[tuple[int, int, int]]:
    """(course, volunteers, requests) of each advice."""
    return [(a.what, a.people, a.requests) for a in training_advice(of, plan_of(of, *helps))]


def found(advice: Advice) -> tuple[int, int, int]:
    return advice.neighbourhood, advice.day_part, advice.requests


def test_only_what_waits_counts() -> None:
    town = problem([{"people": 1}, {"x": 9.0}], [{}, {}, {"skills": 1}])
    assert waiting(town, plan_of(town)).tolist() == [2], "somebody has room for the first two"
    assert waiting(town, plan_of(town, (0, 0))).tolist() == [1, 2]


def test_the_course_that_makes_most_requests_possible_comes_first() -> None:
    asked = [{"skills": skills, "day_parts": ANY_TIME} for skills in (1, 2, 2, 2)]
    town = problem([UNTRAINED, UNTRAINED], asked)
    assert trained(town) == [(1, 2, 3), (0, 1, 1)]
    sentence = said(training_advice(town, plan_of(town))[0].reason)
    assert sentence == "Geef vrijwilligers deze scholing"


def test_a_step_of_experience_is_a_course_too() -> None:
    town = problem([{"level": 2}, {"level": 1}], [{"level": 3}])
    advice = training_advice(town, plan_of(town))
    assert [(a.code, a.people, a.requests) for a in advice] == [("level", 1, 1)]


def test_two_things_missing_is_no_course() -> None:
    assert trained(problem([UNTRAINED], [{"skills": 3}])) == []
    assert trained(problem([UNTRAINED], [{"skills": 1, "level": 3}])) == []


def test_nobody_takes_more_than_they_have_room_for() -> None:
    asked = [{"skills": 1, "day_parts": ANY_TIME}] * 5
    assert trained(problem([UNTRAINED], asked)) == [(0, 1, 2)]
    hour = problem([{**UNTRAINED, "minutes": 60}] * 3, asked)
    assert trained(hour) == [(0, 3, 3)]
    one_part = problem([UNTRAINED], [{"skills": 1}] * 5)
    assert trained(one_part) == [(0, 1, 1)], "they all ask the same part of the day"
    busy = problem([UNTRAINED, UNTRAINED], [*asked, {}])
    assert trained(busy, (5, 0)) == [(0, 2, 3)], "what the plan takes is gone"


def test_no_waiting_request_no_advice() -> None:
    town = problem([{}], [{}])
    assert training_advice(town, plan_of(town, (0, 0))) == ()
    assert recruitment_advice(town, plan_of(town, (0, 0))) == ()


def test_whom_to_look_for_and_where() -> None:
    east = {"neighbourhood": 3, "day_parts": TUESDAY}
    town = problem([], [east, east, {"neighbourhood": 1, "day_parts": THURSDAY}])
    first, second = recruitment_advice(town, plan_of(town))
    assert found(first) == (3, 4, 2)
    assert found(second) == (1, 10, 1)
    assert said(first.reason) == "Zoek iemand die op dinsdagmiddag kan, in de buurt van 3"


def test_when_any_day_is_good_no_day_is_said() -> None:
    town = problem([], [{"day_parts": ANY_TIME}] * 2)
    (only,) = recruitment_advice(town, plan_of(town))
    assert found(only) == (0, -1, 2)
    assert said(only.reason) == "Zoek iemand in de buurt van 0"


def test_a_neighbourhood_that_is_not_known_is_not_said() -> None:
    nowhere = {"neighbourhood": -1}
    town = problem([], [nowhere])
    (advice,) = recruitment_advice(town, plan_of(town))
    assert said(advice.reason) == "Zoek iemand die op donderdagmiddag kan"


def test_a_request_counts_in_one_advice_only() -> None:
    both = {"day_parts": TUESDAY | THURSDAY}
    town = problem([], [both, both, {"day_parts": TUESDAY}])
    assert [found(a)[2] for a in recruitment_advice(town, plan_of(town))] == [3]
    assert len(recruitment_advice(town, plan_of(town), most=0)) == 0


def test_what_somebody_new_needs_is_kept_apart() -> None:
    town = problem([], [{"skills": 4}, {"skills": 4}, {}])
    assert [(a.what, a.requests) for a in recruitment_advice(town, plan_of(town))] == [
        (4, 2),
        (0, 1),
    ]
