"""What the nightly check counts. Each of these must be 0: the promises are kept by the database,
and this is how somebody hears of it when one ever is not.
"""

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from loopplank.core.responsibility import State
from loopplank.store.models import PeriodicRun, Request, Volunteer

WEEK = timedelta(days=7)


def broken_promises(now: datetime) -> dict[str, int]:
    """How many rows break a promise, by what is wrong with them; all zero when all is well."""
    rows = Request.objects.all()
    still_open = rows.exclude(state=State.CLOSED)
    return {
        # P1: a question has exactly one owner, an active person
        "open_without_active_owner": still_open.filter(
            Q(owner__active=False) | Q(owner__account__is_active=False)
        ).count(),
        "journeys_with_two_owners": still_open.filter(standing="owning")
        .values("journey_id")
        .annotate(owning=Count("pk"))
        .filter(owning__gt=1)
        .count(),
        # P4: closed only with a reason and a next step
        "closed_without_next_step": rows.filter(state=State.CLOSED)
        .filter(Q(closing_reason="") | Q(next_party="", nobody_discussed=False))
        .count(),
        # periodic work that was tried five times and then left alone, in the past week
        "periodic_work_given_up": PeriodicRun.objects.filter(
            state="dead", lease_until__gte=now - WEEK
        ).count(),
    }


def volunteers_after(last: UUID | None, limit: int = 200) -> list[UUID]:
    """The next volunteers in the order of their ids, to go through all of them in batches."""
    rows = Volunteer.objects.filter(erased_at=None).order_by("pk")
    if last is not None:
        rows = rows.filter(pk__gt=last)
    return list(rows.values_list("pk", flat=True)[:limit])
