"""Plans in the background: claim one, let a planner make it, keep the lease, and put what came out
to the coordinators.

Nothing here waits: the loop comes by every second and goes on with its other work meanwhile. The
numbers are counted in other processes; what must be right is decided here, in the store.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from io import BytesIO
from uuid import UUID

import numpy as np
import structlog
from django.conf import settings

from loopplank.access.account.actors import SYSTEM
from loopplank.access.matching import plan_runs
from loopplank.access.matching.planning_problem import Keyed, problem_of
from loopplank.actions.matching import passed_over as matching_passed_over
from loopplank.actions.matching import plan_claims, planning
from loopplank.actions.matching.plan_claims import Claimed
from loopplank.core.matching.checker import Unproven, approve
from loopplank.core.matching.fairness import passed_over
from loopplank.core.matching.plan_states import Failure, may_take
from loopplank.core.matching.problem import ROWS, Column, Impossible, Problem
from loopplank.core.matching.provenance import Provenance, stopped_at
from loopplank.core.matching.result import RESOURCES, Plan, Progress
from loopplank.core.matching.sharding import Shard, merge, shards
from loopplank.jobs.planning.executors import Died, Executor, Running, Unreachable, chosen
from loopplank.jobs.planning.planner import ENGINE, Order, read_prices, save_prices

log = structlog.get_logger("loopplank.loop")

#: Up to so many requests a network is planned as one: then nobody is out of anybody's reach.
WHOLE_UP_TO = 3000


@dataclass
class _Making:
    """A plan that is being made: whose it is, of what, and the orders that are out."""

    claimed: Claimed
    keyed: Keyed
    pieces: tuple[Shard, ...]
    begun: Column | None
    running: list[Running]
    stopped: bool = False
    told: datetime | None = None


@dataclass
class Planning:
    """Makes the plans that wait, one at a time. `planner` is the dotted name of what makes them."""

    executor: Executor = field(default_factory=lambda: chosen(settings.PLANNER))
    planner: str = ENGINE
    whole_up_to: int = WHOLE_UP_TO
    _making: _Making | None = None

    def round(self, now: datetime) -> bool:
        """Do what can be done at once; True as long as there is a plan in the making."""
        if self._making is None:
            self._bury(now)
            claimed = plan_claims.claim(now)
            if claimed is None:
                return False
            self._guarded(claimed, now, lambda: self._begin(claimed, now))
        elif self._kept(self._making, now) and all(one.done() for one in self._making.running):
            making, self._making = self._making, None
            self._guarded(making.claimed, now, lambda: self._finish(making, now))
        if self._making is None:
            # the next plan that somebody asks for starts a planner of its own
            self.executor.close()
        return self._making is not None

    def leave(self) -> None:
        """Give the plan back, as the loop is asked to stop, for another loop to begin at once."""
        if self._making is not None:
            plan_claims.give_back(self._making.claimed)
            self._making = None
        self.executor.close()

    # --- one plan ---------------------------------------------------------------------------------

    def _bury(self, now: datetime) -> None:
        """Give up, with a sentence, what two loops left lying."""
        while (lost := plan_claims.given_up(now)) is not None:
            run_id, fence = lost
            planning.fail(actor=SYSTEM, now=now, run_id=run_id, fence=fence, why=Failure.DIED)

    def _guarded(self, claimed: Claimed, now: datetime, act: Callable[[], None]) -> None:
        """Do one step of a plan; what goes wrong ends it, or lets it be tried once more."""
        try:
            act()
        except Impossible as wrong:
            log.error(  # noqa: TRY400  which row is the news, not where we found it
                "plan_impossible", run=str(claimed.run_id), table=wrong.table, row=wrong.row
            )
            self._fail(claimed, now, Failure.IMPOSSIBLE)
        except Unreachable as away:
            log.error("planner_unreachable", run=str(claimed.run_id), why=str(away))  # noqa: TRY400  the sentence says all
            self._again(claimed, now, Failure.UNREACHABLE)
        except Died:
            log.warning("planner_died", run=str(claimed.run_id))
            self._again(claimed, now, Failure.DIED)
        except Exception:  # the other work of the loop has nothing to do with it
            log.exception("plan_failed", run=str(claimed.run_id))
            self._again(claimed, now, Failure.BROKEN)

    def _again(self, claimed: Claimed, now: datetime, why: Failure) -> None:
        self._making = None
        if not plan_claims.try_again(claimed):
            self._fail(claimed, now, why)

    def _fail(self, claimed: Claimed, now: datetime, why: Failure | None) -> None:
        planning.fail(actor=SYSTEM, now=now, run_id=claimed.run_id, fence=claimed.fence, why=why)

    def _begin(self, claimed: Claimed, now: datetime) -> None:
        """Build the problem, cut it where it spans municipalities, and give the orders."""
        before = plan_runs.before(claimed.network_id)
        keyed = problem_of(claimed.network_id, now, proposed=before.proposed)
        keyed = replace(keyed, problem=_without(keyed, before.set_aside))
        pieces = _pieces(keyed, self.whole_up_to)
        prices = _known_prices(keyed.problem, before)
        seconds = may_take(at_night=claimed.at_night).total_seconds()
        running = [
            self.executor.submit(
                Order(
                    problem=problem_in(piece, keyed.problem),
                    seed=claimed.seed,
                    effort=claimed.effort,
                    seconds=seconds,
                    prices=prices_in(piece, prices),
                    planner=self.planner,
                    fairness=keyed.fairness,
                )
            )
            for piece in pieces
        ]
        self._making = _Making(claimed, keyed, pieces, prices, running)

    def _kept(self, making: _Making, now: datetime) -> bool:
        """Keep the lease, write down how far it is, and heed a stop; at most once a second. False
        when it is not ours any more: then everything of it is dropped.
        """
        if making.told is not None and (now - making.told).total_seconds() < 1:
            return True
        making.told = now
        stop = plan_claims.keep(making.claimed, now, _slowest(making.running))
        if stop is None:
            log.warning("plan_lost", run=str(making.claimed.run_id))
            self._making = None
            return False
        if stop and not making.stopped:
            making.stopped = True
            for one in making.running:
                one.stop()
        return True

    def _finish(self, making: _Making, now: datetime) -> None:
        """Look at it once more, and keep it: no plan is stored that the checker refuses."""
        plans = [one.plan() for one in making.running]
        claimed, problem = making.claimed, making.keyed.problem
        plan = whole_of(problem, making.pieces, plans)
        try:
            approve(problem, plan)
        except Unproven as refused:
            codes = Counter(fault.code for fault in refused.faults)
            log.error("plan_refused", run=str(claimed.run_id), **codes)  # noqa: TRY400  no trace: the faults are the news
            self._fail(claimed, now, None)
            return
        course = Provenance(
            planner=self.planner,
            first_monday=making.keyed.first,
            fairness=making.keyed.fairness,
            pieces=making.pieces,
            stopped=stopped_at(plans),
            begun=making.begun,
        )
        made = planning.Made(
            problem=problem,
            plan=plan,
            first_monday=course.first_monday,
            prices=save_prices(plan.prices),
            course=course.save(),
            stopped=making.stopped,
        )
        if planning.store(
            actor=SYSTEM, now=now, run_id=claimed.run_id, fence=claimed.fence, made=made
        ):
            log.info("plan_made", run=str(claimed.run_id), helps=len(plan.helps))
            # whom it did not come to in its time was not passed over
            if plan.finished and not making.stopped:
                ids = making.keyed.request_ids
                passed = [ids[int(one)] for one in passed_over(problem, plan)]
                matching_passed_over.note_passed_over(actor=SYSTEM, now=now, request_ids=passed)


def ask_for_night(now: datetime) -> int:
    """Ask for the plan of the night, in every network where it can find something."""
    found = plan_runs.networks_to_plan(now)
    for network_id in found:
        planning.ask_night(actor=SYSTEM, now=now, network_id=network_id)
    return len(found)


# --- the problem and its pieces -------------------------------------------------------------------


def _without(keyed: Keyed, pairs: Sequence[tuple[UUID, UUID]]) -> Problem:
    """Return the problem in which what a coordinator set aside is not proposed again."""
    request = {pk: row for row, pk in enumerate(keyed.request_ids)}
    volunteer = {pk: row for row, pk in enumerate(keyed.volunteer_ids)}
    rows = [(request[r], volunteer[v]) for r, v in pairs if r in request and v in volunteer]
    if not rows:
        return keyed.problem
    return keyed.problem.replace(refused=np.concatenate([keyed.problem.refused, rows]))


def _pieces(keyed: Keyed, whole_up_to: int) -> tuple[Shard, ...]:
    """Return one piece for each municipality, where the network is too large to be planned as a
    whole; nothing to plan with is no piece at all.
    """
    problem = keyed.problem
    if not len(problem.volunteers) or not len(problem.requests):
        return ()
    if len(problem.requests) <= whole_up_to:
        return shards(problem, [""] * len(problem.volunteers), [""] * len(problem.requests))
    of_volunteer, of_request = plan_runs.municipalities(keyed.volunteer_ids, keyed.request_ids)
    usual = Counter(one for one in of_request if one).most_common(1)
    home = usual[0][0] if usual else ""
    return shards(
        problem, [one or home for one in of_volunteer], [one or home for one in of_request]
    )


def _known_prices(problem: Problem, before: plan_runs.Before) -> Column | None:
    """Return the prices of the last plan for whoever was in it, to begin with; 0 for who is new."""
    known = read_prices(before.prices)
    if known is None or known.shape != (len(before.priced), ROWS, len(RESOURCES)):
        return None
    row_of = {key: row for row, key in enumerate(before.priced) if key}
    rows = np.array([row_of.get(str(key), -1) for key in problem.volunteers.key], dtype=np.int64)
    prices = np.zeros((len(rows), ROWS, len(RESOURCES)))
    prices[rows >= 0] = known[rows[rows >= 0]]
    return prices


def problem_in(piece: Shard, problem: Problem) -> bytes:
    """Return the problem of one piece as a planner gets it."""
    file = BytesIO()
    piece.of(problem).anonymous().save(file)
    return file.getvalue()


def prices_in(piece: Shard, prices: Column | None) -> bytes:
    """Return the prices with which a planner begins this piece."""
    return b"" if prices is None else save_prices(prices[piece.volunteers])


def whole_of(problem: Problem, pieces: Sequence[Shard], plans: Sequence[Plan]) -> Plan:
    """Return the plan of the whole out of that of each piece."""
    if not pieces:
        return Plan((), np.zeros((len(problem.volunteers), ROWS, len(RESOURCES))), 0.0, 0.0)
    if len(pieces) == 1 and len(pieces[0].volunteers) == len(problem.volunteers):
        return plans[0]
    return merge(problem, pieces, plans)


def _slowest(running: Sequence[Running]) -> Progress | None:
    """Return where the piece is that is least far: the whole is not further than that."""
    told = [one.progress() for one in running if not one.done()]
    known = [one for one in told if one is not None]
    if not known or len(known) < len(told):
        return None
    order = list(type(known[0].stage))
    return min(known, key=lambda one: (order.index(one.stage), one.share))
