"""What the benches stand on: towns that stay the same, a fair peer, and a strict ledger."""

from dataclasses import fields

import numpy as np
import pytest
from benchmarks.baselines import by_urgency, first_come
from benchmarks.exact import by_highs, model_of
from benchmarks.instances import nation, town
from benchmarks.ledger import Ledger
from scripts.pace import patient

from loopplank.core.matching.checker import faults, score
from loopplank.core.matching.engine.eligibility import options_of
from loopplank.core.matching.problem import Problem, Requests, Volunteers
from loopplank.core.matching.result import Plan

WEEKS = 6


def columns(problem: Problem) -> list[bytes]:
    vs = [getattr(problem.volunteers, f.name).tobytes() for f in fields(Volunteers)]
    return vs + [getattr(problem.requests, f.name).tobytes() for f in fields(Requests)]


def test_the_same_seed_gives_the_same_town() -> None:
    assert columns(town(60, 30, seed=4)) == columns(town(60, 30, seed=4))
    assert columns(town(60, 30, seed=4)) != columns(town(60, 30, seed=5))


def test_changing_faces_are_drawn_by_their_share() -> None:
    assert town(60, 200, seed=4).requests.changing_faces.all()
    assert not town(60, 200, seed=4, faces=0.0).requests.changing_faces.any()


def test_the_nation_has_342_towns() -> None:
    towns = nation()
    assert len({seed for _, _, seed in towns}) == 342
    assert sum(volunteers for volunteers, _, _ in towns) == pytest.approx(300_000, rel=0.01)


@pytest.mark.parametrize("ways", [True, False])
def test_a_peer_breaks_no_limit_and_counts_as_the_checker_does(ways: bool) -> None:
    problem = town(300, 200, seed=2)
    for peer in (by_urgency, first_come):
        made: Plan = peer(problem, relay=ways, duo=ways)
        assert len(made.helps) > 20
        assert not faults(problem, made)
        assert made.value == pytest.approx(score(problem, made))
        assert any(len(one.parts) > 1 for one in made.helps) == ways


def test_a_peer_asks_nobody_who_said_no() -> None:
    problem = town(300, 200, seed=2)
    said_no = [(one.request, one.parts[0].volunteer) for one in by_urgency(problem).helps]
    again = by_urgency(problem.replace(refused=said_no))
    asked = {(one.request, part.volunteer) for one in again.helps for part in one.parts}
    assert not asked & set(said_no)


def test_no_peer_is_above_the_exact_optimum_nor_that_above_its_linear_bound() -> None:
    problem = town(120, 60, seed=3)
    _, options = options_of(problem)
    best = by_highs(model_of(options), seconds=patient(60), whole=True)
    sharp, plain = (
        by_highs(model_of(options, sharp=sharp, parts_of_day=False), seconds=patient(60))
        for sharp in (True, False)
    )
    assert best.proven
    assert by_urgency(problem).value <= best.value + 1e-6
    assert best.value <= sharp.value + 1e-6
    assert sharp.value <= plain.value + 1e-6


def ledger() -> Ledger:
    """Bram may give 120 minutes a week to two people, one of them heavy, for four weeks each."""
    limits = np.repeat(np.array([[[120]], [[2]], [[1]]]), WEEKS, axis=2)
    return Ledger(limits, np.array([4]))


def promise(
    *, request: int = 0, begin: int = 0, end: int = 3, minutes: int = 60, heavy: int = 0, part: int
) -> np.ndarray:
    return np.array([[request, 0, begin, end, minutes, heavy, part]])


def test_the_ledger_accepts_what_stays_within_limits() -> None:
    book = ledger()
    book.promise(promise(part=1, heavy=1))
    book.promise(promise(part=2, begin=2, end=6))
    assert book.broken(0) == 0


@pytest.mark.parametrize(
    ("other", "weeks"),
    [
        ({"part": 2, "minutes": 65}, 3),
        ({"part": 2, "heavy": 1}, 3),
        ({"part": 1}, 1),
        ({"part": 2, "begin": 3, "end": 8 - WEEKS + 3, "minutes": 125}, 2),
        ({"part": 2, "end": 5}, 1),
    ],
)
def test_the_ledger_finds_what_is_above(other: dict[str, int], weeks: int) -> None:
    book = ledger()
    book.promise(promise(part=1, heavy=1))
    book.promise(promise(**other))
    assert book.broken(0) == weeks


def test_a_lowered_limit_keeps_what_was_promised_and_nothing_more() -> None:
    book = ledger()
    book.promise(promise(part=1))
    book.lower(np.array([0]), 1, WEEKS, np.array([[30], [1], [0]]))
    assert book.broken(1) == 0
    book.promise(promise(part=2, request=1, begin=1, minutes=5))
    assert book.broken(1) == 2
    book.release(np.ones(2, bool))
    assert book.broken(2) == 0
    book.promise(promise(part=1, begin=2))
    assert book.broken(2) == 1
