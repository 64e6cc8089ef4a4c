"""Small problems with everything in them, drawn by hypothesis; and a seeded town to measure on."""

from typing import Any

import numpy as np
from hypothesis import strategies as st
from tests.core.matching.small import problem, request, volunteer

from loopplank.core.matching.problem import NO_REACH, ROWS, Problem, Requests, Volunteers


def either(*values: Any) -> st.SearchStrategy[Any]:
    return st.sampled_from(values)


def over_time(*values: int) -> st.SearchStrategy[list[int]]:
    """One number for all rows, or another from some row on: a limit falls, a pause ends."""
    return st.builds(
        lambda first, then, at: [first] * at + [then] * (ROWS - at),
        either(*values),
        either(*values),
        either(ROWS, ROWS, 1, 2, 3),
    )


VOLUNTEERS = st.fixed_dictionaries(
    {},
    optional={
        "x": either(0.0, 1.0, 3.0, 4.0),
        "y": either(0.0, 2.0, 3.0),
        "located": either(True, True, False),
        "reach": either(5.0, 4.0, float(NO_REACH)),
        "kinds": either(0, 1, 3),
        "skills": either(3, 1, 0),
        "level": either(3, 5, 4, 2),
        "no_gos": either(0, 1),
        "certificate": either(True, False),
        "short_notice": either(True, False),
        "term": either(52, 13, 9, 5),
        "day_parts": either(0b111111, 0b111, 0b11, 0b101010, 0b1),
        "organisation": either(1, 1, 2),
        "shared": st.booleans(),
        "travel_counts": st.booleans(),
        "minutes": over_time(120, 60, 90, 180, 240, 400, 0),
        "people": over_time(2, 1, 3, 0),
        "heavy": over_time(1, 2, 0),
        "busy": over_time(0, 0, 0b1, 0b110),
        "closed": either(0, 0, 0, 1),
        "weeks_unasked": either(0, 13, 30),
    },
).map(lambda row: volunteer(**row))
REQUESTS = st.fixed_dictionaries(
    {
        "weeks": either(8, 4, 9, 12, 13, 17, 30, 52, 104),
        "changing_faces": either(True, True, False),
        "visits": either(1, 2, 3),
    },
    optional={
        "x": either(0.0, 1.0, 4.0),
        "y": either(0.0, 2.0),
        "located": either(True, True, False),
        "kinds": either(0, 1, 2),
        "skills": either(0, 1, 2),
        "level": either(3, 2, 4),
        "brings": either(0, 1),
        "needs_certificate": st.booleans(),
        "short_notice": st.booleans(),
        "day_parts": either(0b111, 0b111111, 0b11, 0b111000),
        "visit_minutes": either(60, 30, 45, 90, 180, 235),
        "heavy": st.booleans(),
        "organisation": either(1, 1, 2),
        "shareable": st.booleans(),
        "urgency": either(0, 1, 2, 3),
        "waited": either(0, 5, 40),
        "handover_cost": either(0.0, 0.02, 0.5),
        "continuing": st.booleans(),
        "fair": either(1.0, 1.25),
    },
).map(lambda row: request(**row))


@st.composite
def problems(draw: st.DrawFn, volunteers: int = 5, requests: int = 4, *, least: int = 0) -> Problem:
    """A problem of at most so many rows, with answers and proposals between them."""
    vs = draw(st.lists(VOLUNTEERS, min_size=least, max_size=volunteers))
    rs = draw(st.lists(REQUESTS, min_size=least, max_size=requests))
    if not vs or not rs:
        return problem(vs, rs)
    pair = st.tuples(st.integers(0, len(rs) - 1), st.integers(0, len(vs) - 1))
    pairs = st.lists(pair, max_size=2)
    return problem(vs, rs, refused=draw(pairs), proposed=draw(pairs))


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
