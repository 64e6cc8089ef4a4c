"""The smallest change: each kind by hand, and each one really does what it says."""

from dataclasses import fields
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from tests.core.matching.test_why import pairs, said
from tests.core.small_problem import THURSDAY, TUESDAY, WEDNESDAY, problem
from tests.proofs import examples

from loopplank.core.matching.changes import ChangeKind, changed, smallest_change
from loopplank.core.matching.problem import Problem, Volunteers
from loopplank.core.matching.rule_arrays import able


def sentences(one: Problem) -> list[str]:
    return [said(change.reason) for change in smallest_change(one, 0)]


CASES: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"certificate": False}, {}, "Als de VOG gezien is: 2 mensen erbij"),
    ({"skills": 1}, {"skills": 3}, "Met de scholing die nu mist: 2 mensen erbij"),
    ({"level": 2}, {"level": 3}, "Met één stap meer ervaring: 2 mensen erbij"),
    (
        {"organisation": 1, "shared": True},
        {},
        "Samen met een organisatie in de buurt: 2 mensen erbij",
    ),
    ({}, {"short_notice": True}, "Als het niet op korte termijn hoeft: 2 mensen erbij"),
    ({"day_parts": TUESDAY}, {}, "Op dinsdag: 2 mensen erbij"),
    ({"day_parts": THURSDAY << 1}, {}, "Op een ander deel van donderdag: 2 mensen erbij"),
    ({"minutes": 45}, {}, "Met bezoeken van 45: 2 mensen erbij"),
    (
        {"minutes": 60, "day_parts": TUESDAY | THURSDAY | WEDNESDAY},
        {"visits": 4, "day_parts": 7 << 9 | TUESDAY},
        "Met minder bezoeken (2 keer per week): 2 mensen erbij",
    ),
    ({"term": 21}, {}, "Als het korter duurt (20 weken): 2 mensen erbij"),
    ({"term": 17}, {}, "Als er na een tijd iemand anders mag komen: 2 mensen erbij"),
]


@pytest.mark.parametrize(("volunteer", "request_", "sentence"), CASES)
def test_each_kind_of_change(
    volunteer: dict[str, Any], request_: dict[str, Any], sentence: str
) -> None:
    assert sentence in sentences(problem([volunteer, volunteer, {"x": 9.0}], [request_]))


def test_one_person_is_one_person() -> None:
    assert sentences(problem([{"day_parts": TUESDAY}], [{}])) == ["Op dinsdag: 1 mens erbij"]


def test_the_change_that_asks_least_of_the_person_comes_first() -> None:
    town = problem(
        [{"skills": 0}, {"skills": 1, "day_parts": TUESDAY}, {"skills": 1, "term": 20}],
        [{"skills": 1}],
    )
    kinds = [change.kind for change in smallest_change(town, 0)]
    assert kinds == [ChangeKind.TRAINING, ChangeKind.DAY, ChangeKind.WEEKS]


def test_of_days_the_three_with_most_people() -> None:
    days = [0b10 << 3 * day for day in (0, 1, 1, 1, 2, 2, 4, 4)]
    town = problem([{"day_parts": mask} for mask in days], [{}])
    assert [(c.to, c.people) for c in smallest_change(town, 0)] == [(1, 3), (2, 2), (4, 2)]


def test_the_longest_that_still_helps() -> None:
    town = problem([{"minutes": 50}, {"minutes": 80}], [{"visit_minutes": 120}])
    found = smallest_change(town, 0)
    assert [(c.kind, c.to, c.people) for c in found] == [(ChangeKind.VISIT_MINUTES, 75, 1)]


def test_a_neighbour_that_is_not_shared_is_no_way_out() -> None:
    assert sentences(problem([{"organisation": 1}], [{}])) == []


@pytest.mark.parametrize(
    "limit",
    [{"x": 9.0}, {"people": 0}, {"heavy": 0}, {"no_gos": 1}, {"kinds": 2}, {"closed": 1}],
)
def test_the_limit_of_a_volunteer_is_never_the_change(limit: dict[str, Any]) -> None:
    """Promises P2 and P10: what somebody wants to give is no knob."""
    town = problem([limit], [{"brings": 1, "kinds": 1, "heavy": True}])
    assert sentences(town) == []


def test_no_change_touches_what_is_a_volunteers_own() -> None:
    town = problem([{"skills": 1}, {"certificate": False}], [{"skills": 3, "level": 2}])
    not_theirs = {"certificate", "skills", "level"}
    for kind in ChangeKind:
        after = changed(town, 0, kind, 1)
        for column in fields(Volunteers):
            same = np.array_equal(
                getattr(after.volunteers, column.name), getattr(town.volunteers, column.name)
            )
            assert same or column.name in not_theirs, (kind, column.name)


@examples(40, many=600)
@given(pairs())
def test_a_change_makes_as_many_fit_as_it_says(of: Problem) -> None:
    before = set(able(of, 0).tolist())
    for change in smallest_change(of, 0):
        after = set(able(changed(of, 0, change.kind, change.to), 0).tolist())
        assert len(after - before) == change.people > 0, change


def test_an_organisation_trains_and_looks_at_its_own_only() -> None:
    """Whether somebody of another one has the certificate or the course is not ours to know."""
    theirs = {"organisation": 1, "shared": True, "certificate": False, "skills": 0}
    asked = {"needs_certificate": True, "shareable": True}
    assert not smallest_change(problem([theirs], [asked]), 0)
    own = {"certificate": False}
    (seen,) = smallest_change(problem([theirs, own], [asked]), 0)
    assert (seen.kind, seen.people) == (ChangeKind.CERTIFICATE, 1)
    trained = {"organisation": 1, "shared": True}
    assert not smallest_change(problem([trained], [{"skills": 1, "shareable": True}]), 0)
