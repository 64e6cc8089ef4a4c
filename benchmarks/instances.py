"""Made-up towns for the planner, always the same for the same seed, and the named ones.

Dutch shares where they are known (volunteers give a little over four hours a week), plausible ones
where not: neighbourhoods that ask more also give less, somebody who already helps has less left
until that help ends, and skills depend on somebody's organisation. Nobody in it is real.
"""

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from loopplank.core.matching.problem import (
    HORIZON_WEEKS,
    ROW_WEEKS,
    ROWS,
    Column,
    Problem,
    Requests,
    Volunteers,
)

SKILLS = 20
ORGANISATIONS = 14
DAY_PARTS = 21
#: In hundredths.
MEMBERS = (16, 15, 3, 14, 12, 5, 2, 4, 8, 6, 5, 4, 5, 1)
TRAVEL_COUNTS_FOR = 0.4
HEAVY = 0.25
REQUESTS_A_VOLUNTEER = 0.55
GROWTH = (500, 1_000, 2_000, 4_000, 8_000, 16_000, 32_000)
MUNICIPALITIES = 342
NATION_VOLUNTEERS, NATION_REQUESTS = 300_000, 150_000
_KM2_A_VOLUNTEER = 80 / 3000
_VOLUNTEERS_A_NEIGHBOURHOOD = 100


def small_city(seed: int = 1) -> Problem:
    """Draw S: a city of about 100,000 people."""
    return town(3_000, 1_500, seed=seed, area_km2=80.0, neighbourhoods=30)


def big_city(seed: int = 1) -> Problem:
    """Draw B: a city of about 330,000 people."""
    return town(10_000, 6_000, seed=seed, area_km2=300.0, neighbourhoods=100)


def growing(volunteers: int, seed: int = 5) -> Problem:
    """Draw one of the sizes of `GROWTH`; all are as dense and as scarce as each other."""
    return town(volunteers, round(volunteers * REQUESTS_A_VOLUNTEER), seed=seed)


def nation() -> list[tuple[int, int, int]]:
    """List volunteers, requests and seed of each municipality, the largest first."""
    rng = np.random.default_rng(11)
    size = rng.lognormal(0, 0.85, MUNICIPALITIES)
    people = np.maximum(80, (size / size.sum() * NATION_VOLUNTEERS).astype(int))
    asking = np.maximum(5, people * NATION_REQUESTS // NATION_VOLUNTEERS)
    towns = [
        (int(v), int(r), 9_000 + n) for n, (v, r) in enumerate(zip(people, asking, strict=True))
    ]
    return sorted(towns, reverse=True)


def town(
    volunteers: int,
    requests: int,
    *,
    seed: int,
    busy: float = 0.85,
    area_km2: float | None = None,
    neighbourhoods: int | None = None,
    faces: float = 1.0,
) -> Problem:
    """Draw a town. `busy` is the share of volunteers who already help somebody, `faces` the share
    of requests in which the person agreed to changing faces."""
    rng = np.random.default_rng(seed)
    area = max(8.0, volunteers * _KM2_A_VOLUNTEER) if area_km2 is None else area_km2
    number = max(5, volunteers // _VOLUNTEERS_A_NEIGHBOURHOOD)
    places = _Places.drawn(rng, area, number if neighbourhoods is None else neighbourhoods)
    return Problem(
        _volunteers(rng, volunteers, places, busy), _requests(rng, requests, places, faces)
    )


@dataclass(frozen=True, slots=True)
class _Places:
    """Where the neighbourhoods lie, how wide they are, and how hard life is there (0 to 1)."""

    centre: Column
    hardship: Column
    spread: float

    @classmethod
    def drawn(cls, rng: np.random.Generator, area: float, number: int) -> "_Places":
        side = float(np.sqrt(area))
        centre = rng.random((number, 2)) * side
        return cls(centre, rng.beta(2, 3, number), side / float(np.sqrt(number)) * 0.45)

    def of(
        self, rng: np.random.Generator, count: int, weight: Column
    ) -> tuple[Column, Column, Column]:
        """Draw a neighbourhood and a place in it for each of `count`."""
        which = rng.choice(len(self.centre), count, p=weight / weight.sum())
        place = self.centre[which] + rng.normal(0, self.spread, (count, 2))
        return which, place[:, 0], place[:, 1]


# --- parts of the day and skills: masks -----------------------------------------------------------


def _bits(*days_and_parts: tuple[range, tuple[int, ...]]) -> int:
    return sum(1 << (d * 3 + p) for days, parts in days_and_parts for d in days for p in parts)


_WEEK, _WEEKEND = range(5), range(5, 7)
#: Daytime, mornings, afternoons, evenings and weekends, weekends, nearly always.
_WHEN = np.array(
    [
        _bits((_WEEK, (0, 1))),
        _bits((_WEEK, (0,))),
        _bits((_WEEK, (1,))),
        _bits((_WEEK, (2,)), (_WEEKEND, (0, 1, 2))),
        _bits((_WEEKEND, (0, 1, 2))),
        _bits((_WEEK, (0, 1, 2)), (_WEEKEND, (0, 1, 2))),
    ]
)


def _mask(chosen: npt.NDArray[np.bool_]) -> Column:
    return (chosen.astype(np.int64) << np.arange(chosen.shape[1])).sum(axis=1)


def _open_parts(
    rng: np.random.Generator, count: int, kinds: tuple[float, ...], keep: Column
) -> Column:
    """Draw a week of a kind, of which each part is kept with somebody's own chance."""
    week = _WHEN[rng.choice(len(_WHEN), count, p=kinds)]
    kept = rng.random((count, DAY_PARTS)) < keep[:, None]
    return _mask((((week[:, None] >> np.arange(DAY_PARTS)) & 1) > 0) & kept)


# --- volunteers -----------------------------------------------------------------------------------


@dataclass(slots=True)
class _Left:
    """What is left of each volunteer's weeks, per row, while commitments are taken off."""

    minutes: Column
    people: Column
    heavy: Column
    busy: Column = field(init=False)

    def __post_init__(self) -> None:
        self.busy = np.zeros_like(self.minutes)

    def take(
        self, rng: np.random.Generator, day_parts: Column, *, chance: float, share: float
    ) -> None:
        """Give some of them one more commitment, which ends after a while; never above a limit."""
        count = len(day_parts)
        asked = np.maximum(15, _by(15, self.minutes[:, 0] * rng.uniform(0.25, 1.0, count) * share))
        open_parts = day_parts & ~self.busy[:, 0]
        part = open_parts & (~open_parts + 1)
        has = (rng.random(count) < chance) & (part > 0)
        has &= (asked <= self.minutes[:, 0]) & (self.people[:, 0] > 0)
        is_heavy = (rng.random(count) < HEAVY) & (self.heavy[:, 0] > 0)
        ends = np.clip(rng.exponential(30, count), 1, HORIZON_WEEKS).astype(np.int64)
        runs = has[:, None] & (np.arange(ROWS)[None, :] * ROW_WEEKS < ends[:, None])
        self.minutes -= runs * asked[:, None]
        self.people -= runs
        self.heavy -= runs & is_heavy[:, None]
        self.busy |= np.where(runs, part[:, None], 0)


def _volunteers(rng: np.random.Generator, count: int, places: _Places, busy: float) -> Volunteers:
    _, x, y = places.of(rng, count, 1.2 - places.hardship)
    minutes = np.clip(_by(15, 60 * rng.lognormal(np.log(4) - 0.7**2 / 2, 0.7, count)), 60, 1440)
    people = 1 + rng.choice(4, count, p=(0.45, 0.3, 0.17, 0.08))
    people = np.minimum(people, np.maximum(1, minutes // 60))
    day_parts = _open_parts(
        rng, count, (0.45, 0.1, 0.1, 0.25, 0.02, 0.08), rng.uniform(0.35, 0.95, count)
    )
    day_parts = np.where(day_parts == 0, 1 << rng.integers(0, DAY_PARTS, count), day_parts)
    organisation = rng.choice(ORGANISATIONS, count, p=np.array(MEMBERS) / 100)
    wide = (count, ROWS)
    left = _Left(
        np.broadcast_to(minutes[:, None], wide).copy(),
        np.broadcast_to(people[:, None], wide).copy(),
        np.broadcast_to(rng.choice(3, count, p=(0.3, 0.5, 0.2))[:, None], wide).copy(),
    )
    left.take(rng, day_parts, chance=busy, share=1.0)
    left.take(rng, day_parts, chance=busy * 0.45, share=0.5)
    helps = left.busy[:, 0] > 0
    return Volunteers(
        key=np.arange(count).astype(np.str_),
        x=x,
        y=y,
        located=np.ones(count, bool),
        reach=np.clip(rng.lognormal(np.log(4), 0.5, count), 1, 20),
        kinds=np.zeros(count, np.int32),
        skills=_skills(rng, organisation),
        level=1 + rng.choice(5, count, p=(0.33, 0.30, 0.21, 0.11, 0.05)),
        no_gos=_mask(rng.random((count, 3)) < 0.04),
        certificate=rng.random(count) < 0.96,
        short_notice=rng.random(count) < 0.9,
        term=rng.choice((4, 8, 13, 26, 52), count, p=(0.12, 0.2, 0.28, 0.25, 0.15)),
        day_parts=day_parts,
        organisation=organisation,
        shared=np.ones(count, bool),
        travel_counts=rng.random(count) < TRAVEL_COUNTS_FOR,
        minutes=left.minutes,
        people=left.people,
        heavy=left.heavy,
        busy=left.busy,
        closed=np.zeros(count, np.int8),
        weeks_unasked=np.where(helps, 0, rng.exponential(10, count)).astype(np.int64),
    )


def _skills(rng: np.random.Generator, organisation: Column) -> Column:
    """Draw skills: each organisation has its specialties, and everybody can do something."""
    special = rng.random((ORGANISATIONS, SKILLS)) < 0.25
    count = len(organisation)
    can = rng.random((count, SKILLS)) < np.where(special[organisation], 0.55, 0.12)
    can[np.arange(count), rng.integers(0, SKILLS, count)] = True
    return _mask(can)


# --- requests -------------------------------------------------------------------------------------


def _requests(rng: np.random.Generator, count: int, places: _Places, faces: float) -> Requests:
    neighbourhood, x, y = places.of(rng, count, 0.3 + places.hardship)
    minutes = rng.choice((60, 90, 120, 180, 240, 360), count, p=(0.22, 0.2, 0.28, 0.15, 0.1, 0.05))
    visits = np.minimum(
        1 + rng.choice(3, count, p=(0.68, 0.23, 0.09)), np.maximum(1, minutes // 60)
    )
    visits = np.maximum(visits, -(-minutes // 240))
    day_parts = _open_parts(
        rng, count, (0.35, 0.15, 0.15, 0.15, 0.05, 0.15), rng.uniform(0.25, 1.0, count)
    )
    while (few := np.bitwise_count(day_parts) < visits).any():
        day_parts = np.where(few, day_parts | (1 << rng.integers(0, DAY_PARTS, count)), day_parts)
    often = np.linspace(1.6, 0.5, SKILLS)
    one, other = (rng.choice(SKILLS, count, p=often / often.sum()) for _ in range(2))
    return Requests(
        key=np.arange(count).astype(np.str_),
        x=x,
        y=y,
        located=np.ones(count, bool),
        kinds=np.zeros(count, np.int32),
        skills=(1 << one) | np.where(rng.random(count) < 0.2, 1 << other, 0),
        level=1 + rng.choice(5, count, p=(0.25, 0.30, 0.25, 0.13, 0.07)),
        brings=_mask(rng.random((count, 3)) < 0.08),
        needs_certificate=rng.random(count) < 0.7,
        short_notice=rng.random(count) < 0.05,
        day_parts=day_parts,
        visit_minutes=_by(5, minutes / visits),
        visits=visits,
        weeks=np.clip(rng.lognormal(np.log(20), 0.95, count), 2, 104).astype(np.int64),
        heavy=rng.random(count) < HEAVY,
        organisation=rng.choice(ORGANISATIONS, count),
        shareable=rng.random(count) < 0.9,
        neighbourhood=neighbourhood,
        way_in=rng.choice(4, count, p=(0.4, 0.3, 0.2, 0.1)),
        urgency=rng.choice(4, count, p=(0.35, 0.35, 0.2, 0.1)),
        waited=np.minimum(rng.exponential(6, count), 40).astype(np.int64),
        changing_faces=rng.random(count) < faces,
        handover_cost=np.full(count, 0.02),
        continuing=np.zeros(count, bool),
        fair=np.ones(count),
    )


def _by(step: int, minutes: Column) -> Column:
    """Round to whole steps of minutes."""
    return (np.round(minutes / step) * step).astype(np.int64)
