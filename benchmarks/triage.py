"""How many requests a second the triage weighs: the route alone, and the full advice.

No answer is remembered between calls: the same seeded requests are weighed again in each round,
and nothing in `core.triage` keeps a result. Run directly: `python benchmarks/triage.py`.
"""

import random
import sys
import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

from loopplank.core.kit.kinds import Kind
from loopplank.core.triage import (
    CODES,
    NO_LIMITS,
    Answer,
    ExcludedAct,
    Facts,
    OrganisationLimits,
    Route,
    advise,
    mask_of,
    route,
)

T = TypeVar("T")

SEED = 20260105
REQUESTS = 20_000
ADVICES = 2_000
ROUNDS = 5
ROUTES_A_SECOND = 200_000
ADVICES_A_SECOND = 2_000

LIMITS = (
    NO_LIMITS,
    OrganisationLimits(
        "2026-1",
        frozenset({Kind.COMPANY, Kind.SHOPPING, Kind.PAPERWORK}),
        180,
        12,
        (ExcludedAct("3.2", "Ondersteunen bij lopen."), ExcludedAct("3.3", "Ramen lappen.")),
    ),
    OrganisationLimits("2026-2", frozenset({Kind.VIGIL, Kind.RESPITE}), 480, None, ()),
)
#: Chance of a concern and chance of an unknown, from an ordinary request to a heap of trouble.
MOODS = ((0.0, 0.0), (0.01, 0.0), (0.02, 0.03), (0.05, 0.02), (0.05, 0.4), (0.3, 0.3), (0.0, 1.0))
_ANSWERABLE = [code.key for code in CODES if code.key != "X"]
_GOOD = ("T1", "M1")
_COVERABLE = ("C4", "C5", "K4")


def random_facts(rng: random.Random) -> Facts:
    """Draw one request; together they cover every route, every gate and every kind of fact."""
    concern, unknown = rng.choice(MOODS)
    limits = rng.choice(LIMITS)

    def drawn(key: str) -> Answer:
        if rng.random() < unknown:
            return Answer.UNKNOWN
        likely = 0.85 if key in _GOOD else concern
        return Answer.YES if rng.random() < likely else Answer.NO

    facts = Facts(
        asked_part_ok=rng.random() < 0.5,
        provision_running=rng.random() < 0.05,
        provision_waits=rng.random() < 0.1,
        bridging_until=rng.choice((None, date(2026, 3, 31))),
        bridging_decided=rng.random() < 0.5,
        single_event=rng.random() < 0.2,
        fallback_named=rng.random() < 0.5,
        representation_arranged=rng.random() < 0.5,
        covers=mask_of(key for key in _COVERABLE if rng.random() < 0.3),
        offer_conditions=rng.choice(((), ("De mantelzorger is bereikbaar.",))),
        kinds=frozenset(rng.sample(list(Kind), rng.randint(0, 3))),
        minutes_per_week=rng.choice((None, 60, 90, 180, 240, 600)),
        months=rng.choice((None, 2, 12, 30)),
        open_ended=rng.random() < 0.3,
        short_notice=rng.random() < 0.1,
        limits=limits,
    )
    acts = {act.key: drawn(act.key) for act in limits.excluded_acts}
    return facts.answered({key: drawn(key) for key in _ANSWERABLE}, acts)


def drawn_facts(number: int, seed: int = SEED) -> list[Facts]:
    """Draw `number` requests, always the same ones for the same seed."""
    rng = random.Random(seed)
    return [random_facts(rng) for _ in range(number)]


def measure(*, requests: int = REQUESTS, rounds: int = ROUNDS) -> list[dict[str, object]]:
    """Measure both; rows of name, value, unit, goal, ok and baseline.

    Baseline of the route: the reference rule of the domain model, transcribed over sets of strings
    (it knows none of the corrections). Baseline of the advice: the route of each possible answer
    through a new `Facts`, without any reasons.
    """
    drawn = drawn_facts(requests)
    sets = [_as_sets(facts) for facts in drawn]
    few = drawn[:ADVICES]
    routed, plain = _per_second(route, drawn, rounds), _per_second(_plain, sets, rounds)
    advised, retried = _per_second(advise, few, rounds), _per_second(_retry, few, rounds)
    rows = (
        ("triage route", ROUTES_A_SECOND, routed, plain),
        ("triage advice", ADVICES_A_SECOND, advised, retried),
    )
    return [
        {
            "name": name,
            "value": round(value),
            "unit": "per second",
            "goal": goal,
            "ok": value >= goal,
            "baseline": round(baseline),
        }
        for name, goal, value, baseline in rows
    ]


def _per_second(weigh: Callable[[T], object], requests: Sequence[T], rounds: int) -> float:
    """Return how many requests a second, by the best of some rounds in processor seconds, so that
    other work does not count."""
    best = float("inf")
    for _ in range(rounds):
        start = time.process_time()
        for request in requests:
            weigh(request)
        best = min(best, time.process_time() - start)
    return len(requests) / best


def _as_sets(facts: Facts) -> tuple[frozenset[str], bool, bool]:
    said = facts.answers()
    codes = {key for key, answer in said.items() if answer is Answer.YES}
    codes |= {f"{key}-no" for key in _GOOD if said[key] is Answer.NO}
    return frozenset(codes), facts.asked_part_ok, facts.provision_running


def _plain(request: tuple[frozenset[str], bool, bool]) -> Route:
    facts, asked_part_ok, provision_running = request
    beside = Route.COMBINATION if asked_part_ok else Route.PROFESSIONAL
    if facts & {"N1", "N2", "N3", "N4", "N5"}:
        return Route.EMERGENCY
    if facts & {"V1", "V3", "V4", "V5", "N5T"}:
        return Route.PROFESSIONAL
    if "V2" in facts:
        return beside
    if provision_running:
        return Route.REFER
    if facts & {"H1", "H2", "H3", "H4", "H6", "K1"}:
        return beside
    if facts & {"H5", "C3"}:
        return Route.REFER
    if {"C1", "C2"} <= facts or facts & {"C4", "C5", "K2", "K4"}:
        return Route.COMBINATION
    if facts & {"R1", "R2"} and "R3" not in facts:
        return Route.REFER
    return Route.REFER if "M1-no" in facts else Route.VOLUNTEER


def _retry(facts: Facts) -> list[Route]:
    said = facts.answers()
    return [
        route(facts.answered({key: answer}))
        for key in _ANSWERABLE
        for answer in (Answer.YES, Answer.NO)
        if said[key] is not answer
    ]


if __name__ == "__main__":
    for row in measure():
        mark = "ok  " if row["ok"] else "SLOW"
        print(
            f"{mark} {row['name']:<14} {row['value']:>9,} {row['unit']}"
            f" (goal {row['goal']:,}, baseline {row['baseline']:,})"
        )
