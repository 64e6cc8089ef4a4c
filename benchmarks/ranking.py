"""How long the best ten of 300,000 volunteers take, with reasons; and whether they are the best.

Towns of all sizes, with most people near the middle of one. The baseline weighs everybody with the
same rules and the same numpy, in the same run. Times are seconds of the processor, so that other
work does not count. Run directly: `python benchmarks/ranking.py`.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

import numpy as np

from loopplank.core.matching import rules
from loopplank.core.matching.problem import HORIZON_WEEKS, ROW_WEEKS, ROWS, Requests, Volunteers
from loopplank.core.matching.ranking import MOST, Best, Index
from loopplank.core.matching.result import RESOURCES
from loopplank.core.matching.worth import SUITS, SUITS_UP_TO, suits, worth_of

SEED = 20260105
VOLUNTEERS, QUERIES, BY_HAND = 300_000, 2_000, 50
FEWER, SAME = 10_000, 10_000
P99_MS = 1.0
ORGANISATIONS = 14
#: The land and its towns, in kilometres; a town of its own for the smaller set.
LAND, TOWNS = ((180.0, 250.0), 342)
ONE_TOWN, PARTS = ((17.0, 17.0), 8)


def measure(
    *, volunteers: int = VOLUNTEERS, queries: int = QUERIES, same: int = SAME
) -> list[dict[str, object]]:
    """Measure both; rows of name, value, unit, goal, ok and baseline."""
    people, asked, prices = drawn(volunteers, queries, LAND, TOWNS)
    index = Index(people, prices)
    quick = _times(lambda row: index.best(asked, row), queries)
    hand = _times(lambda row: by_hand(people, asked, prices, row), min(BY_HAND, queries))
    few = drawn(min(FEWER, volunteers), same, ONE_TOWN, PARTS)
    alike = _alike(*few)
    return [
        _row("best ten of everybody, p99", "ms", np.percentile(quick, 99), hand, P99_MS, 99),
        _row("best ten of everybody, p50", "ms", np.percentile(quick, 50), hand, None, 50),
        {
            "name": "best ten and reasons as by hand",
            "value": alike,
            "unit": "questions",
            "goal": same,
            "ok": alike == same,
            "baseline": same,
        },
    ]


def _row(
    name: str, unit: str, value: float, baseline: Any, goal: float | None, share: int
) -> dict[str, object]:
    return {
        "name": name,
        "value": round(float(value), 3),
        "unit": unit,
        "goal": goal,
        "ok": goal is None or float(value) <= goal,
        "baseline": round(float(np.percentile(baseline, share)), 3),
    }


def _times(ask: Callable[[int], object], queries: int) -> Any:
    """Return the processor milliseconds of each question, after a few to warm up."""
    for row in range(min(20, queries)):
        ask(row)
    taken = []
    for row in range(queries):
        begin = time.process_time_ns()
        ask(row)
        taken.append(time.process_time_ns() - begin)
    return np.array(taken) / 1e6


def _alike(people: Volunteers, asked: Requests, prices: Any) -> int:
    """Count the questions to which the index answers the same as a look at everybody."""
    index = Index(people, prices)
    return sum(
        _plain(index.best(asked, row)) == by_hand(people, asked, prices, row)
        for row in range(len(asked))
    )


def _plain(best: Best) -> tuple[list[tuple[int, float]], dict[str, int]]:
    return [(one.row, one.score) for one in best.found], dict(best.reasons)


# --- everybody --------------------------------------------------------------------------------


def by_hand(
    vs: Volunteers, rs: Requests, prices: Any, row: int
) -> tuple[list[tuple[int, float]], dict[str, int]]:
    """Find rows and scores of the ten best, and how often each reason is the first, by a look at
    everybody."""
    rows = slice(0, -(-min(int(rs.weeks[row]), HORIZON_WEEKS) // ROW_WEEKS))
    visits, each = int(rs.visits[row]), int(rs.visit_minutes[row])
    square = rules.square_km(vs.x, vs.y, rs.x[row], rs.y[row], vs.located & rs.located[row])
    minutes = rules.week_minutes(visits, each, rules.travel_minutes(square**0.5), vs.travel_counts)
    busy = np.bitwise_or.reduce(vs.busy[:, rows], axis=1)
    given: dict[str, tuple[Any, ...]] = {
        "other_organisation": (vs.organisation, vs.shared, rs.organisation[row], rs.shareable[row]),
        "closed": (vs.closed,),
        "far": (square, vs.reach),
        "said_no": (0,),
        "kind": (vs.kinds, rs.kinds[row]),
        "no_go": (vs.no_gos, rs.brings[row]),
        "certificate": (vs.certificate, rs.needs_certificate[row]),
        "training": (vs.skills, rs.skills[row]),
        "level": (vs.level, rs.level[row]),
        "short_notice": (vs.short_notice, rs.short_notice[row]),
        "days": (vs.day_parts, busy, rs.day_parts[row], visits),
        "until": (vs.term, min(int(rs.weeks[row]), HORIZON_WEEKS)),
        "people": (vs.people[:, rows].min(axis=1),),
        "heavy": (vs.heavy[:, rows].min(axis=1), rs.heavy[row]),
        "minutes": (vs.minutes[:, rows].min(axis=1), minutes),
    }
    left = np.ones(len(vs), bool)
    reasons = {}
    for rule in rules.HARD:
        stopped = left & np.asarray(rule.weighs(*given[rule.code]), bool)
        if rule.code == "closed":
            own = vs.organisation == rs.organisation[row]
            for code, (name, _) in rules.CLOSED.items():
                reasons[name] = int((stopped & own & (vs.closed == code)).sum())
            reasons["not_now"] += int((stopped & ~own).sum())
        elif rule.code != "other_organisation":
            reasons[rule.code] = int(stopped.sum())
        left &= ~stopped
    fits = np.flatnonzero(left)
    fit = suits(
        square[fits],
        vs.reach[fits],
        vs.level[fits],
        rs.level[row],
        vs.weeks_unasked[fits],
        vs.organisation[fits],
        rs.organisation[row],
    )
    score = SUITS * fit * min(float(_worth(rs)[row]), SUITS_UP_TO)
    use = (minutes[fits], bool(rs.heavy[row]), visits)
    score = np.round(score - _cost(vs, prices, fits, rows, use), 9)
    order = fits[np.lexsort((vs.key[fits], -score))][:MOST]
    place = {int(v): float(s) for v, s in zip(fits, score, strict=True)}
    return [(int(v), place[int(v)]) for v in order], {c: n for c, n in reasons.items() if n}


_WORTHS: dict[int, Any] = {}


def _worth(rs: Requests) -> Any:
    """Return the worth of all questions of a set, once, since the baseline is about volunteers."""
    if id(rs) not in _WORTHS:
        _WORTHS[id(rs)] = worth_of(rs)
    return _WORTHS[id(rs)]


def _cost(vs: Volunteers, prices: Any, fits: Any, rows: slice, use: tuple[Any, bool, int]) -> Any:
    minutes, heavy, visits = use
    free = rules.count_parts(vs.day_parts[fits][:, None] & ~vs.busy[fits, rows])
    longest = np.maximum.accumulate(vs.minutes[fits, rows], axis=1)
    taken = {
        "minutes": minutes[:, None],
        "people": 1.0,
        "heavy": float(heavy),
        "visits": float(visits),
        "two_long": 2 * minutes[:, None] > longest,
        "two_wide": 2 * visits > np.maximum.accumulate(free, axis=1),
        "three_long": (3 * minutes[:, None] > longest) * 1.0 + (1.5 * minutes[:, None] > longest),
    }
    cost = np.zeros(len(fits))
    for place, resource in enumerate(RESOURCES):
        cost += (prices[fits, rows, place].astype(np.float64) * taken[resource]).sum(axis=1)
    return cost


# --- who and what -----------------------------------------------------------------------------


def drawn(
    volunteers: int, requests: int, land: tuple[float, float], towns: int
) -> tuple[Volunteers, Requests, Any]:
    """Draw volunteers, requests and prices, always the same ones."""
    rng = np.random.default_rng(SEED)
    middles = rng.random((towns, 2)) * land
    size = rng.lognormal(0, 0.9, towns)

    def places(count: int) -> Any:
        town = rng.choice(towns, count, p=size / size.sum())
        return middles[town] + rng.normal(0, 2.5, (count, 2))

    people = _volunteers(rng, places(volunteers))
    asked = _requests(rng, places(requests))
    shape = (volunteers, ROWS, len(RESOURCES))
    prices = (rng.exponential(0.02, shape) * (rng.random(shape) < 0.4)).astype(np.float32)
    prices[:, :, 0] /= 240
    return people, asked, prices


def _masks(rng: np.random.Generator, count: int, bits: int, share: float) -> Any:
    return ((rng.random((count, bits)) < share) << np.arange(bits)).sum(axis=1)


def _volunteers(rng: np.random.Generator, xy: Any) -> Volunteers:
    count = len(xy)
    week: Any = np.ones((1, ROWS), np.int64)
    minutes = np.clip(np.round(rng.lognormal(np.log(2), 0.8, count) * 2) * 30, 0, 1200)
    levels = rng.choice(5, count, p=[0.33, 0.3, 0.21, 0.11, 0.05])
    return Volunteers(
        key=np.char.mod("%07d", rng.permutation(count)),
        x=xy[:, 0],
        y=xy[:, 1],
        located=rng.random(count) < 0.99,
        reach=np.clip(rng.lognormal(np.log(4), 0.5, count), 1, 20),
        kinds=_masks(rng, count, 11, 0.3),
        skills=_masks(rng, count, 20, 0.22),
        level=1 + levels,
        no_gos=_masks(rng, count, 10, 0.1),
        certificate=rng.random(count) < 0.95,
        short_notice=rng.random(count) < 0.4,
        term=rng.choice([8, 13, 26, 52, 9999], count),
        day_parts=_masks(rng, count, 21, 0.3),
        organisation=rng.integers(0, ORGANISATIONS, count),
        shared=rng.random(count) < 0.9,
        travel_counts=rng.random(count) < 0.3,
        minutes=minutes.astype(np.int64)[:, None] * week,
        people=rng.choice(4, count, p=[0.3, 0.4, 0.2, 0.1])[:, None] * week,
        heavy=rng.integers(0, 2, count)[:, None] * week,
        busy=_masks(rng, count, 21, 0.05)[:, None] * week,
        closed=rng.choice(6, count, p=[0.9, 0.02, 0.02, 0.02, 0.02, 0.02]),
        weeks_unasked=rng.integers(0, 53, count),
    )


def _requests(rng: np.random.Generator, xy: Any) -> Requests:
    count = len(xy)
    none = np.zeros(count, np.int64)
    second = (1 << rng.integers(0, 20, count)) * (rng.random(count) < 0.2)
    return Requests(
        key=np.char.mod("%06d", np.arange(count)),
        x=xy[:, 0],
        y=xy[:, 1],
        located=np.ones(count, bool),
        kinds=_masks(rng, count, 11, 0.15),
        skills=1 << rng.integers(0, 20, count) | second,
        level=rng.integers(1, 5, count),
        brings=_masks(rng, count, 10, 0.1),
        needs_certificate=rng.random(count) < 0.7,
        short_notice=rng.random(count) < 0.1,
        day_parts=_masks(rng, count, 21, 0.4),
        visit_minutes=rng.choice([30, 60, 90, 120], count),
        visits=rng.integers(1, 4, count),
        weeks=rng.choice([4, 8, 13, 20], count),
        heavy=rng.random(count) < 0.2,
        organisation=rng.integers(0, ORGANISATIONS, count),
        shareable=rng.random(count) < 0.9,
        neighbourhood=none,
        way_in=none,
        urgency=rng.integers(0, 4, count),
        waited=rng.integers(0, 30, count),
        changing_faces=none > 0,
        handover_cost=none * 0.0,
        continuing=none > 0,
        fair=none + 1.0,
    )


if __name__ == "__main__":
    for one in measure():
        mark = "ok  " if one["ok"] else "SLOW"
        print(
            f"{mark} {one['name']:<32} {one['value']:>9,} {one['unit']}"
            f" (goal {one['goal']}, baseline {one['baseline']:,})"
        )
