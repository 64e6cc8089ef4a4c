"""Claim a plan in the making for one loop with a lease, told from its earlier tries by a fencing
number. Says where it is; what comes out is stored by `planning`.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Case, F, Q, When

from loopplank.core.matching.plan_states import MOST_ATTEMPTS, RunState
from loopplank.core.matching.result import Progress, Stage
from loopplank.store.models import PlanRun

LEASE = timedelta(minutes=1)
_ORDER = tuple(stage.value for stage in Stage)


@dataclass(frozen=True, slots=True)
class Claimed:
    """A plan that is ours to make, as long as nobody claims it with a higher number."""

    run_id: UUID
    network_id: UUID
    fence: int
    effort: str
    seed: int
    at_night: bool


def claim(now: datetime) -> Claimed | None:
    """Claim what waits longest, what a person waits for first; also what a loop left lying.

    What was left lying twice is not tried again: see `given_up`.
    """
    ready = Q(state=RunState.QUEUED) | Q(
        state=RunState.RUNNING, lease_until__lte=now, attempts__lt=MOST_ATTEMPTS
    )
    if not PlanRun.objects.filter(ready).exists():
        # a loop asks every few seconds: most of the time a read is all that it takes
        return None
    with transaction.atomic():
        row = (
            PlanRun.objects.select_for_update(skip_locked=True)
            .filter(ready)
            .order_by(Case(When(asked_by=None, then=1), default=0), "queued_at", "pk")
            .first()
        )
        if row is None:
            return None
        row.state, row.started_at = RunState.RUNNING.value, row.started_at or now
        row.attempts, row.fence = row.attempts + 1, row.fence + 1
        row.lease_until, row.stage, row.share = now + LEASE, "", 0.0
        row.save(
            update_fields=[
                "state",
                "started_at",
                "attempts",
                "fence",
                "lease_until",
                "stage",
                "share",
            ]
        )
    return Claimed(row.pk, row.network_id, row.fence, row.effort, row.seed, row.asked_by_id is None)


def given_up(now: datetime) -> tuple[UUID, int] | None:
    """Return a plan that was left lying as often as it may be tried, with its fencing number."""
    return (
        PlanRun.objects.filter(
            state=RunState.RUNNING, lease_until__lte=now, attempts__gte=MOST_ATTEMPTS
        )
        .values_list("pk", "fence")
        .first()
    )


def keep(claimed: Claimed, now: datetime, progress: Progress | None) -> bool | None:
    """Keep the lease and write where the plan is, never further back than it was.

    Returns whether a person asked to stop it; None when it is not ours any more.
    """
    mine = PlanRun.objects.filter(
        pk=claimed.run_id, fence=claimed.fence, state=RunState.RUNNING.value
    )
    row = mine.values("stage", "share", "stop_asked_at").first()
    if row is None:
        return None
    told: dict[str, object] = {}
    if progress is not None and _further(progress, row["stage"], row["share"]):
        told = {"stage": progress.stage.value, "share": min(1.0, max(0.0, progress.share))}
    if not mine.update(lease_until=now + LEASE, **told):
        return None
    return row["stop_asked_at"] is not None


def _further(progress: Progress, stage: str, share: float) -> bool:
    before = (_ORDER.index(stage), share) if stage in _ORDER else (-1, 0.0)
    return (_ORDER.index(progress.stage.value), progress.share) > before


def give_back(claimed: Claimed) -> None:
    """Let another loop make it from the start, at once: this one is asked to stop. It counts for no
    attempt.
    """
    PlanRun.objects.filter(
        pk=claimed.run_id, fence=claimed.fence, state=RunState.RUNNING.value
    ).update(state=RunState.QUEUED.value, attempts=F("attempts") - 1, lease_until=None)


def try_again(claimed: Claimed) -> bool:
    """Queue a plan that died once more; False when it had its second chance already."""
    return bool(
        PlanRun.objects.filter(
            pk=claimed.run_id,
            fence=claimed.fence,
            state=RunState.RUNNING.value,
            attempts__lt=MOST_ATTEMPTS,
        ).update(state=RunState.QUEUED.value, lease_until=None)
    )
