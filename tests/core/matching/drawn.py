"""Small problems with everything in them, drawn by hypothesis; and a seeded town to measure on."""

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import strategies as st
from tests.core.matching.small import problem, request, volunteer

from loopplank.core.matching.problem import NO_REACH, ROWS, Problem, Requests, Volunteers

Chance = np.random.Generator
Drawn = Callable[[Chance], Any]


def either(*values: Any) -> Drawn:
    return lambda chance: values[chance.integers(len(values))]


def over_time(*values: int) -> Drawn:
    """One number for all rows, or another from some row on: a limit falls, a pause ends."""
    one = either(*values)

    def drawn(chance: Chance) -> list[int]:
        at = int(chance.choice([ROWS, ROWS, 1, 2, 3]))
        return [one(chance)] * at + [one(chance)] * (ROWS - at)

    return drawn


#: What may be different from the usual row, and how.
VOLUNTEERS: dict[str, Drawn] = {
    "x": either(0.0, 3.0, 4.0),
    "y": either(0.0, 2.0, 3.0),
    "located": either(False),
    "reach": either(5.0, 4.0, float(NO_REACH)),
    "kinds": either(1, 2, 3),
    "skills": either(1, 2, 3),
    "level": either(5, 4, 2),
    "no_gos": either(1),
    "certificate": either(False),
    "short_notice": either(False),
    "term": either(13, 9, 5),
    "day_parts": either(0b111111, 0b11, 0b101010, 0b1),
    "organisation": either(2),
    "shared": either(True),
    "travel_counts": either(True),
    "minutes": over_time(60, 90, 120, 180, 240, 400, 0),
    "people": over_time(1, 2, 3, 0),
    "heavy": over_time(1, 2, 0),
    "busy": over_time(0, 0b1, 0b110),
    "closed": either(1),
    "weeks_unasked": either(13, 30),
    "more_even": over_time(0, 60, 90),
    "more_odd": over_time(0, 30, 60),
    "free_even": over_time(0, 0b1, 0b10),
    "free_odd": over_time(0, 0b100),
}
REQUESTS: dict[str, Drawn] = {
    "x": either(1.0, 4.0),
    "y": either(2.0),
    "located": either(False),
    "kinds": either(1, 2),
    "skills": either(1, 2),
    "level": either(2, 4),
    "brings": either(1),
    "needs_certificate": either(True),
    "short_notice": either(True),
    "day_parts": either(0b111111, 0b11, 0b10, 0b111000),
    "visit_minutes": either(30, 45, 90, 180, 235),
    "visits": either(2, 3),
    "weeks": either(4, 9, 12, 13, 17, 30, 52, 104),
    "heavy": either(True),
    "organisation": either(2),
    "shareable": either(True),
    "urgency": either(0, 2, 3),
    "waited": either(5, 40),
    "changing_faces": either(True),
    "handover_cost": either(0.0, 0.5),
    "continuing": either(True),
    "fair": either(1.25),
    "fortnight": either(1, 2),
}
#: How often these differ at least: without them little happens.
OFTEN = {
    "minutes": 0.35,
    "people": 0.35,
    "heavy": 0.35,
    "visits": 0.35,
    "urgency": 0.35,
    "term": 0.35,
    "weeks": 0.7,
    "changing_faces": 0.7,
    "more_even": 0.2,
    "more_odd": 0.2,
    "fortnight": 0.3,
}


def different(from_table: dict[str, Drawn], share: float, chance: Chance) -> dict[str, Any]:
    found = {}
    for name, drawn in from_table.items():
        if chance.random() < max(share, OFTEN.get(name, 0.0)):
            found[name] = drawn(chance)
    if "more_even" in found:
        found.pop("more_odd", None)  # one of both is the tightest
    return found


@st.composite
def problems(draw: st.DrawFn, volunteers: int = 5, requests: int = 4) -> Problem:
    """A problem of at most so many rows, with answers and proposals between them.

    Hypothesis chooses the size and how odd the rows are; a seed does the rest, because rows that
    are drawn one by one are so alike that hardly anybody fits anything.
    """
    share = draw(st.sampled_from([0.06, 0.02, 0.15]))
    n = draw(st.integers(min(1, volunteers), volunteers))
    m = draw(st.integers(min(1, requests), requests))
    chance = np.random.default_rng([draw(st.integers(0, 2**32 - 1)), n, m])
    vs = [volunteer(**different(VOLUNTEERS, share, chance)) for _ in range(n)]
    rs = [request(**different(REQUESTS, share, chance)) for _ in range(m)]

    def pairs() -> list[tuple[int, int]]:
        every = [(r, v) for r in range(m) for v in range(n)]
        return [pair for pair in every if chance.random() < share / 2]

    return problem(vs, rs, refused=pairs(), proposed=pairs())


def town(volunteers: int, requests: int, seed: int = 1) -> Problem:
    """A town of this size with the shape of matching.md: short hours, many terms, some pauses."""
    chance = np.random.default_rng(seed)
    n, m, wide = volunteers, requests, (volunteers * 80 / 3000) ** 0.5

    def some(share: float, count: int) -> Any:
        return chance.random(count) < share

    hours = np.clip(chance.lognormal(1.2, 0.6, n), 0.5, 14.0)
    weeks = np.arange(ROWS)
    falls = np.where(some(0.1, n), chance.integers(1, ROWS, n), ROWS)[:, None]
    frees = np.where(some(0.5, n), chance.integers(0, 6, n), 0)[:, None]
    day_parts = (chance.random((n, 21)) < 0.3) @ (1 << np.arange(21))
    busy = (day_parts & chance.integers(0, 1 << 21, n))[:, None] * (weeks < frees)
    share_left = np.where(weeks < frees, 0.5, 1.0) * np.where(weeks < falls, 1.0, 0.5)
    people = chance.integers(1, 5, n)[:, None] - (weeks < frees) * 1
    return Problem(
        Volunteers(
            key=np.arange(n).astype(str),
            x=chance.random(n) * wide,
            y=chance.random(n) * wide,
            located=some(0.98, n),
            reach=np.clip(chance.lognormal(1.4, 0.6, n), 1.0, 25.0),
            kinds=chance.integers(0, 64, n),
            skills=chance.integers(0, 1 << 6, n),
            level=chance.integers(1, 6, n),
            no_gos=(some(0.2, n)) * chance.integers(0, 8, n),
            certificate=some(0.8, n),
            short_notice=some(0.5, n),
            term=chance.choice([4, 8, 13, 26, 52], n, p=[0.12, 0.2, 0.28, 0.25, 0.15]),
            day_parts=day_parts,
            organisation=chance.integers(0, 14, n),
            shared=some(0.8, n),
            travel_counts=some(0.4, n),
            minutes=(hours[:, None] * share_left * 4).astype(np.int64) * 15,
            people=people,
            heavy=chance.integers(0, 2, n)[:, None] + 0 * people,
            busy=busy,
            closed=some(0.05, n) * 1,
            weeks_unasked=chance.integers(0, 40, n),
        ),
        Requests(
            key=np.arange(m).astype(str),
            x=chance.random(m) * wide,
            y=chance.random(m) * wide,
            located=some(0.98, m),
            kinds=1 << chance.integers(0, 6, m),
            skills=some(0.3, m) * (1 << chance.integers(0, 6, m)),
            level=chance.integers(1, 5, m),
            brings=some(0.2, m) * chance.integers(0, 8, m),
            needs_certificate=some(0.5, m),
            short_notice=some(0.1, m),
            day_parts=(chance.random((m, 21)) < 0.5) @ (1 << np.arange(21)),
            visit_minutes=chance.choice([30, 45, 60, 90, 120, 180, 240], m),
            visits=chance.choice([1, 1, 1, 2, 3], m),
            weeks=chance.choice([2, 4, 8, 13, 20, 26, 39, 52, 104], m),
            heavy=some(0.2, m),
            organisation=chance.integers(0, 14, m),
            shareable=some(0.9, m),
            neighbourhood=chance.integers(0, 30, m),
            way_in=chance.integers(0, 4, m),
            urgency=chance.choice([0, 1, 2, 3], m, p=[0.2, 0.4, 0.3, 0.1]),
            waited=chance.integers(0, 30, m),
            changing_faces=some(0.7, m),
            handover_cost=np.full(m, 0.02),
            continuing=some(0.1, m),
            fair=np.ones(m),
        ),
        refused=np.stack([chance.integers(0, m, m // 3), chance.integers(0, n, m // 3)], axis=1),
        proposed=np.stack([chance.integers(0, m, m // 5), chance.integers(0, n, m // 5)], axis=1),
    )
