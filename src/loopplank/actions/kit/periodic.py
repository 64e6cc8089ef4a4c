"""Do periodic work once a slot, by whichever loop claims it first."""

from datetime import datetime, timedelta

from django.db import IntegrityError, transaction

from loopplank.core.kit.periodic import PeriodicState
from loopplank.store.models import PeriodicRun

LEASE = timedelta(minutes=10)
MOST_ATTEMPTS = 5


def claim(kind: str, slot: str, now: datetime) -> int | None:
    """Claim a slot; returns the fencing number to finish it with, or None when another has it.

    A claim whose lease ran out is taken over with a higher number, at most five times; then it is
    dead and stays so for a person to look at.
    """
    if _settled(kind, slot, now):
        # a loop asks every few seconds: most of the time a read is all that it takes
        return None
    try:
        with transaction.atomic():
            PeriodicRun.objects.create(kind=kind, slot=slot, lease_until=now + LEASE)
    except IntegrityError:
        return _take_over(kind, slot, now)
    return 1


def _settled(kind: str, slot: str, now: datetime) -> bool:
    """Return whether a slot is done, given up, or somebody's at this moment."""
    row = PeriodicRun.objects.filter(kind=kind, slot=slot).first()
    return row is not None and (row.state != PeriodicState.CLAIMED or row.lease_until > now)


def _take_over(kind: str, slot: str, now: datetime) -> int | None:
    with transaction.atomic():
        row = PeriodicRun.objects.select_for_update().get(kind=kind, slot=slot)
        if row.state != PeriodicState.CLAIMED or row.lease_until > now:
            return None
        if row.attempts >= MOST_ATTEMPTS:
            row.state = PeriodicState.DEAD
            row.save(update_fields=["state"])
            return None
        row.attempts += 1
        row.fence += 1
        row.lease_until = now + LEASE * row.attempts
        row.save(update_fields=["attempts", "fence", "lease_until"])
        return row.fence


def finish(kind: str, slot: str, fence: int, now: datetime, outcome: dict[str, object]) -> bool:
    """Mark a slot as done; False when somebody else took it over meanwhile."""
    done = PeriodicRun.objects.filter(
        kind=kind, slot=slot, fence=fence, state=PeriodicState.CLAIMED
    ).update(state=PeriodicState.DONE, finished_at=now, outcome=outcome)
    return done == 1
