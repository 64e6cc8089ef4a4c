"""Help every second week takes room in its own weeks only, and never more than the yes allows."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.matching.brute import best_value
from tests.core.matching.drawn import problems, town
from tests.core.matching.judged_by_load import first_passed
from tests.core.matching.small import part, plan_of, problem, request, solo, volunteer
from tests.proofs import share_of

from loopplank.core.matching.checker import approve, faults
from loopplank.core.matching.engine import plan
from loopplank.core.matching.problem import ANY_DAY_PART, Problem
from loopplank.core.matching.ranking import Index
from loopplank.core.matching.result import Effort, Plan, never
from loopplank.core.matching.rule_arrays import able, left_after
from loopplank.core.matching.sharding import merge, shards
from loopplank.core.matching.why import why_not
from loopplank.core.volunteers.visit_weeks import EVEN, EVERY_WEEK, ODD

HAIR = 1e-6
#: Bram has one hour a week on one part of the day, and may help two people.
HOUR = {"minutes": 60, "day_parts": 0b1}


def fortnightly(weeks: int, **changes: Any) -> Any:
    return request(fortnight=weeks, day_parts=0b1, **changes)


def planned(of: Problem, **how: Any) -> Plan:
    made = plan(of, stop=never, seed=1, **how)
    approve(of, made)
    assert first_passed(of, made) is None
    return made


def mixed(of: Problem, seed: int, share: float = 0.6) -> Problem:
    """The same town, of which so many ask for every second week, and many have more room in one of
    the two weeks."""
    chance = np.random.default_rng(seed)
    n, m = len(of.volunteers), len(of.requests)
    more = chance.choice([0, 0, 30, 60, 120], (n, 13))
    side, busy = chance.random((n, 13)) < 0.5, of.volunteers.busy
    freed = busy & chance.integers(0, ANY_DAY_PART, (n, 13))
    return of.replace(
        volunteers={
            "more_even": more * side,
            "more_odd": more * ~side,
            "free_even": freed * side,
            "free_odd": freed * ~side,
        },
        requests={"fortnight": np.where(chance.random(m) < share, chance.integers(1, 3, m), 3)},
    )


# --- one volunteer ----


@pytest.mark.parametrize(
    ("one", "other", "helped"),
    [
        (EVEN, ODD, 2),
        (EVEN, EVEN, 1),
        (ODD, ODD, 1),
        (EVEN, EVERY_WEEK, 1),
        (EVERY_WEEK, EVERY_WEEK, 1),
    ],
)
@pytest.mark.parametrize("effort", list(Effort))
def test_two_of_opposite_weeks_fit_where_one_of_every_week_does(
    one: int, other: int, helped: int, effort: Effort
) -> None:
    of = problem([volunteer(**HOUR)], [fortnightly(one), fortnightly(other)])
    assert len(planned(of, effort=effort).helps) == helped


def test_a_person_of_every_second_week_is_one_of_the_people_in_each_week() -> None:
    of = problem([volunteer(**HOUR, people=1)], [fortnightly(EVEN), fortnightly(ODD)])
    assert len(planned(of).helps) == 1
    heavy = [fortnightly(weeks, heavy=True) for weeks in (EVEN, ODD)]
    assert len(planned(problem([volunteer(**HOUR)], heavy)).helps) == 1


@pytest.mark.parametrize(
    ("weeks", "room", "reason"),
    [
        (EVEN, {"minutes": 0, "more_even": 60}, None),
        (ODD, {"minutes": 0, "more_even": 60}, "blocked.no_minutes"),
        (EVERY_WEEK, {"minutes": 0, "more_even": 60}, "blocked.no_minutes"),
        (ODD, {"busy": 0b1, "free_odd": 0b1}, None),
        (EVEN, {"busy": 0b1, "free_odd": 0b1}, "blocked.days_taken"),
        (EVERY_WEEK, {"busy": 0b1, "free_odd": 0b1}, "blocked.days_taken"),
    ],
)
def test_plan_candidates_and_why_read_the_room_of_its_weeks(
    weeks: int, room: dict[str, int], reason: str | None
) -> None:
    of = problem([volunteer(**{**HOUR, **room})], [fortnightly(weeks)])
    why = why_not(of, 0, 0)
    assert (why and why.code) == reason
    assert len(able(of, 0)) == (reason is None)
    assert len(planned(of).helps) == (reason is None)
    best = Index(of.volunteers).best(of.requests)
    assert best.fits == (reason is None)


def test_the_judge_counts_week_by_week() -> None:
    def wrong(one: int, other: int, parts: tuple[int, int] = (0b1, 0b10)) -> set[str]:
        of = problem([volunteer(minutes=60)], [request(fortnight=one), request(fortnight=other)])
        made = plan_of(of, solo(0, part(0, parts[0])), solo(1, part(0, parts[1])))
        passed = first_passed(of, made)
        found = {fault.code for fault in faults(of, made)}
        assert (passed is not None) == ("minutes" in found)
        return found

    assert wrong(EVEN, ODD) == wrong(EVEN, ODD, (0b1, 0b1)) == set()
    assert wrong(EVEN, EVEN) == wrong(EVEN, EVERY_WEEK) == {"minutes"}
    assert wrong(ODD, ODD, (0b1, 0b1)) == {"minutes", "double"}
    of = problem([volunteer(busy=0b1, free_odd=0b1)], [fortnightly(EVEN)])
    assert {fault.code for fault in faults(of, plan_of(of, solo()))} == {"days"}


def test_what_a_plan_takes_is_gone_from_its_weeks_only() -> None:
    of = problem([volunteer(**HOUR)], [fortnightly(EVEN), fortnightly(ODD), fortnightly(EVEN)])
    left = left_after(of, plan_of(of, solo(0)))
    assert len(able(left, 1)) == 1
    assert len(able(left, 2)) == 0
    assert (left.volunteers.minutes[0, :3].tolist(), left.volunteers.more_odd[0, 0]) == (
        [0, 0, 60],
        60,
    )
    both = left_after(left, plan_of(left, solo(1)))
    assert (both.volunteers.minutes[0, 0], both.volunteers.more_odd[0, 0]) == (0, 0)
    assert (both.volunteers.busy[0, 0], both.volunteers.free_odd[0, 0]) == (0b1, 0)


# --- a whole town ----


@pytest.mark.parametrize("seed", [1, 2])
@pytest.mark.parametrize("effort", [Effort.QUICK, Effort.STANDARD])
def test_a_mixed_town_keeps_every_limit_and_is_nearly_the_best(seed: int, effort: Effort) -> None:
    of = mixed(town(120, 60, seed), seed)
    made = planned(of, effort=effort)
    assert made.surely > 0.9
    again = planned(of, effort=effort)
    assert (again.helps, again.bound) == (made.helps, made.bound)
    warm = planned(of, effort=effort, prices=made.prices)
    assert warm.surely > 0.9


def test_more_fits_than_when_every_week_counts() -> None:
    of = mixed(town(120, 60, 3), 3)
    each = of.replace(requests={"fortnight": np.full(len(of.requests), EVERY_WEEK)})
    assert planned(of).value > planned(each).value


def test_a_mixed_town_in_pieces() -> None:
    of = mixed(town(120, 60, 4), 4)
    west = [["west", "east"][int(x > 10)] for x in of.volunteers.x]
    pieces = shards(of, west, [["west", "east"][int(x > 10)] for x in of.requests.x])
    whole = merge(of, pieces, [planned(piece.of(of)) for piece in pieces])
    approve(of, whole)
    assert first_passed(of, whole) is None


@pytest.mark.proof
@settings(max_examples=share_of(1000))
@given(of=problems(), seed=st.integers(0, 2**31 - 1), effort=st.sampled_from(list(Effort)))
def test_no_mix_passes_what_the_yes_refuses_nor_the_best(
    of: Problem, seed: int, effort: Effort
) -> None:
    chance = np.random.default_rng(seed)
    weeks = chance.choice([1, 2, 2, 3], len(of.requests))
    of = of.replace(requests={"fortnight": weeks})
    made, best = planned(of, effort=effort), best_value(of)
    assert made.value <= best * (1 + HAIR)
    assert best <= made.bound * (1 + HAIR)


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(8))
def test_larger_mixed_towns_keep_every_limit(seed: int) -> None:
    assert planned(mixed(town(1500, 750, seed), seed)).surely > 0.95
