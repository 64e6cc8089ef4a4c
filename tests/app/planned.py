"""A plan of the cast's network: asked for and made at once, in this process, by a stand-in."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from tests import stand_in_planner
from tests.app.cast import NOW, TODAY, Cast

from loopplank.access.account.actors import Actor
from loopplank.actions.matching import planning
from loopplank.actions.requests import handling
from loopplank.core.matching.problem import Problem
from loopplank.core.matching.result import Plan, Progress, never
from loopplank.jobs.planning.executors import Running
from loopplank.jobs.planning.plan_runs import Planning
from loopplank.jobs.planning.planner import Order, make, read_prices
from loopplank.store.models import Network, PlanProposal, PlanRun


@dataclass
class AtOnce:
    """An executor that makes a plan in this process when somebody looks at it; `orders` are those
    that it got. `plan` may be another function than the stand-in's.
    """

    plan: Callable[..., Plan] = stand_in_planner.plan
    orders: list[Order] = field(default_factory=list)
    told: Progress | None = None
    ready: bool = True
    stopped: int = 0
    closed: int = 0

    def submit(self, order: Order) -> Running:
        self.orders.append(order)
        return _Made(self, order)

    def close(self) -> None:
        self.closed += 1


@dataclass
class InThisProcess:
    """An executor that makes a plan as a planner process does, in this process, and is done."""

    def submit(self, order: Order) -> Running:
        return _Done(make(order, _NobodyElse()))

    def close(self) -> None:
        """There is nothing to end."""


@dataclass
class _Done:
    made: Plan

    def done(self) -> bool:
        return True

    def progress(self) -> Progress | None:
        return None

    def stop(self) -> None:
        """It is done already."""

    def plan(self) -> Plan:
        return self.made


class _NobodyElse:
    def stopped(self) -> bool:
        return False

    def tell(self, progress: Progress) -> None:
        """There is nobody to tell."""


@dataclass
class _Made:
    executor: AtOnce
    order: Order

    def done(self) -> bool:
        return self.executor.ready

    def progress(self) -> Progress | None:
        return self.executor.told

    def stop(self) -> None:
        self.executor.stopped += 1
        self.executor.ready = True

    def plan(self) -> Plan:
        return self.executor.plan(
            Problem.load(BytesIO(self.order.problem)),
            stop=never,
            seed=self.order.seed,
            prices=read_prices(self.order.prices),
        )


def sought(cast: Cast, *, of: Actor | None = None, **answers: Any) -> UUID:
    """A request for which somebody is sought, with all that a question needs."""
    request_id = cast.ready(of=of, **answers)
    handling.agree(
        actor=of or cast.anna,
        now=NOW,
        request_id=request_id,
        agreed={"visit_minutes": 60, "last_day": TODAY + timedelta(weeks=9)},
    )
    return request_id


def all_rounds(made: Planning, now: datetime, most: int = 10) -> int:
    """Until there is nothing more to do; how many rounds that took."""
    for times in range(most):
        if not made.round(now + timedelta(seconds=2 * times)):
            return times
    raise AssertionError("it goes on and on")


def plan_now(
    cast: Cast, now: datetime = NOW, *, asked_by: Actor | None = None, **how: Any
) -> PlanRun:
    """Ask for a plan and make it."""
    run_id = planning.ask(actor=asked_by or cast.anna, now=now)
    all_rounds(Planning(executor=AtOnce(**how)), now)
    return PlanRun.objects.get(pk=run_id)


def proposals(run: PlanRun) -> list[PlanProposal]:
    return list(run.proposals.order_by("request__number"))


def many_at_once() -> None:
    """Volunteers may have as many open questions as they like."""
    Network.objects.update(open_asks_at_once=99, most_asks_a_month=12)
