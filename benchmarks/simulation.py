"""Years in many small towns: people ask, say no, pause, stop and lower their limits.

Each policy lives through the same years. After every plan the checker judges it, and in every week
the ledger judges all that was promised.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field, replace
from multiprocessing import get_context
from typing import TypeAlias

import numpy as np

from benchmarks.baselines import first_come
from benchmarks.instances import town
from benchmarks.ledger import BEGIN, DAY_PARTS, END, REQUEST, VOLUNTEER, Ledger
from benchmarks.row import Row, at_least, at_most, shown
from loopplank.core.matching import rules
from loopplank.core.matching.checker import faults
from loopplank.core.matching.engine import plan
from loopplank.core.matching.problem import HORIZON_WEEKS, ROW_WEEKS, ROWS, Column, Problem
from loopplank.core.matching.result import Effort, Help, Plan, never

#: A week, for each volunteer: new requests, and the chance to stop, to pause, to lower a limit.
ASKED, STOPS, PAUSES, LOWERS = 0.03, 0.25 / 52, 0.01, 0.005
SAYS_YES = 0.75
#: How often the rest is planned again in the same week when somebody says no.
ROUNDS = 3
#: How many weeks people wait before they give up, by urgency.
PATIENCE = np.array([26, 16, 8, 3])

Planner: TypeAlias = Callable[[Problem, int], Plan]


def _planned(problem: Problem, seed: int) -> Plan:
    return plan(problem, stop=never, seed=seed, effort=Effort.QUICK)


def _first_come(problem: Problem, _seed: int) -> Plan:
    return first_come(problem)


#: The planner, and whether people may get changing faces.
POLICIES: dict[str, tuple[Planner, bool]] = {
    "first-come within limits": (_first_come, False),
    "plan": (_planned, False),
    "plan with relay": (_planned, True),
}


@dataclass(slots=True)
class Lived:
    """What came of the years: weeks of volunteers that were judged, weeks of help asked and given,
    and how many of the most urgent requests were asked and begun."""

    volunteer_weeks: int = 0
    broken: int = 0
    faults: int = 0
    plans: int = 0
    asked: int = 0
    helped: int = 0
    urgent: int = 0
    urgent_begun: int = 0

    def __add__(self, other: "Lived") -> "Lived":
        return Lived(*(getattr(self, n) + getattr(other, n) for n in self.__slots__))


def measure(size: str) -> Iterator[Row]:
    """Yield the share of the asked weeks in which somebody was helped, and how often a limit was
    passed."""
    lived = simulate(size)
    all_lives = sum(lived.values(), Lived())
    weeks = {"ci": 1_000, "quick": 100_000, "full": 10_000_000}[size]
    yield at_least("years: weeks of volunteers judged", all_lives.volunteer_weeks, weeks, "")
    yield at_most("years: above a limit, by the ledger", all_lives.broken, 0, "")
    yield at_most("years: faults in plans, by the checker", all_lives.faults, 0, "")
    yield shown("years: plans judged", all_lives.plans, "")
    usual = lived["first-come within limits"]
    for policy, one in lived.items():
        yield shown(
            f"years: weeks helped, {policy}",
            100 * one.helped / one.asked,
            "% of asked",
            baseline=100 * usual.helped / usual.asked,
        )
        yield shown(
            f"years: most urgent begun, {policy}",
            100 * one.urgent_begun / one.urgent,
            "% of asked",
            baseline=100 * usual.urgent_begun / usual.urgent,
        )


def simulate(size: str) -> dict[str, Lived]:
    """Run all policies over the towns of this size: 10^5 weeks of volunteers or 10^7."""
    runs = list(_runs(size))
    if size != "full":
        lives = [live(*run) for run in runs]
    else:
        with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
            lives = list(pool.map(live, *zip(*runs, strict=True)))
    found = {policy: Lived() for policy in POLICIES}
    for (policy, *_), lived in zip(runs, lives, strict=True):
        found[policy] += lived
    return found


def _runs(size: str) -> Iterator[tuple[str, int, int, int, int]]:
    """Yield the policy, volunteers, weeks, seed, and every how many weeks there is a plan."""
    towns = {"ci": ((80, 2),), "quick": ((80, 1), (200, 1), (400, 4))}.get(size, _TOWNS)
    weeks = {"ci": 20, "quick": 60, "full": 104}[size]
    for policy in POLICIES:
        for seed, (volunteers, every) in enumerate(towns):
            yield policy, volunteers, weeks, seed, every


#: Together 33,000 volunteers: 104 weeks under three policies are more than 10^7 weeks.
_TOWNS = ((1_000, 1), (1_500, 4), (100, 1), (400, 1), (300, 4)) * 10


def live(policy: str, volunteers: int, weeks: int, seed: int, every: int) -> Lived:
    """Live through some years in one town."""
    planner, faces = POLICIES[policy]
    place = _Town.founded(volunteers, weeks, seed, faces=faces)
    lived = Lived()
    for week in range(weeks):
        place.begin(week)
        for round_ in range(ROUNDS if week % every == 0 else 0):
            if not place.plan(week, planner, seed * 10_000 + week * ROUNDS + round_, lived):
                break
        lived.volunteer_weeks += int(place.present(week).sum())
        lived.broken += place.ledger.broken(week)
        lived.helped += place.end(week)
    lived.asked = int(np.minimum(place.asked_weeks, weeks - place.arrives).clip(0).sum())
    urgent = place.problem.requests.urgency == len(PATIENCE) - 1
    lived.urgent, lived.urgent_begun = int(urgent.sum()), int((urgent & place.begun).sum())
    return lived


WAITING, HELPED, DONE, GONE = range(1, 5)


@dataclass(slots=True)
class _Town:
    """A town on its way through time. `state` of a request: 0 before it is asked."""

    problem: Problem
    ledger: Ledger
    arrives: Column
    enters: Column
    stops: Column
    paused_until: Column
    rng: np.random.Generator
    state: Column = field(init=False)
    waited: Column = field(init=False)
    begun: Column = field(init=False)
    left: Column = field(init=False)
    continuing: Column = field(init=False)
    unasked: Column = field(init=False)
    refused: Column = field(init=False)

    def __post_init__(self) -> None:
        count = len(self.problem.requests)
        self.state, self.waited = np.zeros(count, np.int64), np.zeros(count, np.int64)
        self.left = self.asked_weeks.copy()
        self.continuing, self.begun = np.zeros(count, bool), np.zeros(count, bool)
        self.unasked = np.zeros(len(self.problem.volunteers), np.int64)
        self.refused = np.zeros((0, 2), np.int64)

    @classmethod
    def founded(cls, volunteers: int, weeks: int, seed: int, *, faces: bool) -> "_Town":
        """Draw the town and all that does not depend on plans, the same for each policy."""
        rng = np.random.default_rng(seed)
        come = rng.poisson(volunteers * STOPS, weeks)
        enters = np.concatenate([np.zeros(volunteers, np.int64), np.repeat(np.arange(weeks), come)])
        asked = np.repeat(np.arange(weeks), rng.poisson(volunteers * ASKED, weeks))
        problem = town(len(enters), len(asked), seed=seed, busy=0.0, faces=float(faces))
        vs = problem.volunteers
        most = np.stack([vs.minutes[:, 0], vs.people[:, 0], vs.heavy[:, 0]]).astype(np.int64)
        wide = weeks + 2 * HORIZON_WEEKS
        ledger = Ledger(np.repeat(most[:, :, None], wide, axis=2), vs.term.astype(np.int64))
        never_stops = np.full(len(enters), wide)
        return cls(problem, ledger, asked, enters, never_stops, np.zeros_like(enters), rng)

    @property
    def asked_weeks(self) -> Column:
        return self.problem.requests.weeks.astype(np.int64)

    def present(self, week: int) -> Column:
        return (self.enters <= week) & (week < self.stops)

    # --- the week begins: who asks, who stops, pauses or lowers a limit ------------------------

    def begin(self, week: int) -> None:
        self.state[self.arrives == week] = WAITING
        here = self.present(week)
        chance = self.rng.random((3, len(here)))
        self._stop(here & (chance[0] < STOPS), week)
        here &= week < self.stops
        for v in np.flatnonzero(here & (chance[1] < PAUSES)):
            self.paused_until[v] = week + int(self.rng.integers(2, 9))
            self.ledger.lower(np.array([v]), week, self.paused_until[v], np.zeros((3, 1), int))
        lowering = np.flatnonzero(here & (chance[2] < LOWERS))
        if len(lowering):
            now = self.ledger.limits[:, lowering, -1]
            share = self.rng.uniform(0.3, 0.9, len(lowering))
            lower = np.stack([(now[0] * share).astype(np.int64), now[1] - 1, now[2] - 1])
            end = self.ledger.limits.shape[2]
            self.ledger.lower(lowering, week, end, lower.clip(0))

    def _stop(self, stopping: Column, week: int) -> None:
        """End all help of those who stop; the people they helped wait again, with what is left."""
        if not stopping.any():
            return
        self.stops[stopping] = week
        promises = self.ledger.promises
        lost = np.unique(promises[stopping[promises[:, VOLUNTEER]], REQUEST])
        self.ledger.release(np.isin(promises[:, REQUEST], lost))
        self._wait_again(lost)
        who = np.flatnonzero(stopping)
        end = self.ledger.limits.shape[2]
        self.ledger.lower(who, week, end, np.zeros((3, len(who)), np.int64))

    def _wait_again(self, requests: Column) -> None:
        self.state[requests], self.waited[requests] = WAITING, 0
        self.continuing[requests] = True

    # --- a plan, and what people say to it -----------------------------------------------------

    def plan(self, week: int, planner: Planner, seed: int, lived: Lived) -> bool:
        """Plan for those who wait; return True when somebody said no, so that another round is
        worth it."""
        waiting = np.flatnonzero(self.state == WAITING)
        people = np.flatnonzero(self.present(week))
        if not len(waiting) or not len(people):
            return False
        problem = self._now(week).part(people, waiting)
        made = planner(problem, seed)
        lived.plans += 1
        lived.faults += len(faults(problem, made))
        no: list[tuple[int, int]] = []
        for one in made.helps:
            request = int(waiting[one.request])
            who = [int(people[part.volunteer]) for part in one.parts]
            refusing = [v for v in who if self.rng.random() >= SAYS_YES]
            no += [(request, v) for v in refusing]
            if not refusing:
                self._promise(request, who, one, week)
        if no:
            self.refused = np.concatenate([self.refused, np.array(no)])
        return bool(no)

    def _promise(self, request: int, who: list[int], one: Help, week: int) -> None:
        rows = []
        for v, part in zip(who, one.parts, strict=True):
            begin = week + part.first_week
            minutes = self._minutes(request, v, part.visits, part.visit_minutes)
            heavy = int(self.problem.requests.heavy[request])
            end = begin + part.weeks
            rows.append((request, v, begin, end, minutes, heavy, part.day_parts))
        self.ledger.promise(np.array(rows, np.int64))
        self.state[request], self.begun[request] = HELPED, True

    def _minutes(self, request: int, volunteer: int, visits: int, visit_minutes: int) -> int:
        vs, rs = self.problem.volunteers, self.problem.requests
        square = rules.square_km(
            vs.x[volunteer], vs.y[volunteer], rs.x[request], rs.y[request], both_located=True
        )
        travel = rules.travel_minutes(square**0.5)
        return int(rules.week_minutes(visits, visit_minutes, travel, vs.travel_counts[volunteer]))

    def _now(self, week: int) -> Problem:
        """Return the whole town as the planner sees it in this week."""
        weeks = slice(week, week + HORIZON_WEEKS)
        left = (self.ledger.limits - self.ledger.load())[:, :, weeks].clip(0)
        minutes, people, heavy = left.reshape(3, -1, ROWS, ROW_WEEKS).min(axis=3)
        vs, rs = self.problem.volunteers, self.problem.requests
        return replace(
            self.problem,
            volunteers=replace(
                vs,
                minutes=minutes,
                people=people,
                heavy=heavy,
                busy=self._busy(week),
                closed=(self.paused_until > week).astype(np.int8),
                weeks_unasked=self.unasked,
            ),
            requests=replace(
                rs,
                weeks=np.maximum(self.left, 1),
                waited=self.waited,
                continuing=self.continuing,
            ),
            refused=self.refused,
        )

    def _busy(self, week: int) -> Column:
        """Return the parts of the week that are taken, per volunteer and row."""
        busy = np.zeros((len(self.enters), ROWS), np.int64)
        promises = self.ledger.promises
        for row in range(ROWS):
            first = week + row * ROW_WEEKS
            touches = (promises[:, BEGIN] < first + ROW_WEEKS) & (promises[:, END] > first)
            some = promises[touches]
            np.bitwise_or.at(busy[:, row], some[:, VOLUNTEER], some[:, DAY_PARTS])
        return busy

    # --- the week ends: help was given, waiting was waited --------------------------------------

    def end(self, week: int) -> int:
        """Count the people who were helped in this week."""
        promises = self.ledger.promises
        now = (promises[:, BEGIN] <= week) & (week < promises[:, END])
        helped = np.unique(promises[now, REQUEST])
        self.left[helped] -= 1
        self.unasked += 1
        self.unasked[promises[now, VOLUNTEER]] = 0
        done = helped[self.left[helped] <= 0]
        self.state[done] = DONE
        self.ledger.release(np.isin(promises[:, REQUEST], done) | (promises[:, END] <= week + 1))
        still = np.isin(np.arange(len(self.state)), self.ledger.promises[:, REQUEST])
        self._wait_again(np.flatnonzero((self.state == HELPED) & ~still))
        waiting = self.state == WAITING
        self.waited[waiting] += 1
        patience = PATIENCE[self.problem.requests.urgency]
        self.state[waiting & (self.waited > patience)] = GONE
        return len(helped)
