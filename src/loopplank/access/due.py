"""What the background loop must do now: ids of rows whose time has come, a few at a time.

Whoever acts on an id looks again under the lock of its row, so an id that is due no longer, or that
another loop just did, costs nothing. `skip` holds ids that failed a moment ago.
"""

from collections.abc import Collection
from datetime import datetime, time
from uuid import UUID

from django.db.models import F, Q

from loopplank.core.calendar import at_local, last_passed, local_day, months_after
from loopplank.core.responsibility import State
from loopplank.store.models import Draft, LimitsRaise, Organisation, Proposal, Request

BATCH = 50


def proposals(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Open questions to a volunteer of which the time to answer has passed."""
    rows = Proposal.objects.filter(state="open", expires_at__lte=now).exclude(pk__in=skip)
    return list(rows.order_by("expires_at", "pk").values_list("pk", flat=True)[:limit])


def raises(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Raises of a limit whose day has come; not those that still wait for a second person."""
    rows = LimitsRaise.objects.filter(state="pending", effective_on__lte=local_day(now))
    rows = rows.filter(Q(needs_second=False) | Q(confirmed_by__isnull=False)).exclude(pk__in=skip)
    return list(rows.order_by("effective_on", "pk").values_list("pk", flat=True)[:limit])


def clocks(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Open requests of which the day has passed and nothing was done about that day yet.

    While a volunteer is asked the clock is that of the proposal.
    """
    rows = (
        Request.objects.filter(due_on__lte=last_passed(now), erased_at=None)
        .exclude(state__in=[State.CLOSED, State.PROPOSED])
        .filter(Q(ran_out_on=None) | ~Q(ran_out_on=F("due_on")))
        .exclude(pk__in=skip)
    )
    return list(rows.order_by("due_on", "pk").values_list("pk", flat=True)[:limit])


def drafts(
    now: datetime, skip: Collection[UUID] = (), limit: int = BATCH
) -> list[tuple[UUID, str]]:
    """(reference, key) of drafts that nobody came back to for a day."""
    rows = Draft.objects.filter(expires_at__lte=now).exclude(reference__in=skip)
    return list(rows.order_by("expires_at", "pk").values_list("reference", "pk")[:limit])


def forgettable(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """One closed request of each person of whom nothing needs to be kept any longer.

    That is when all their requests were closed longer ago than the months that the organisation
    keeps them: a person with something open or recent is still known here.
    """
    found: list[UUID] = []
    for organisation_id, months in Organisation.objects.values_list(
        "pk", "months_kept_after_closing"
    ):
        if len(found) >= limit:
            break
        before = at_local(months_after(local_day(now), -months), time())
        here = Request.objects.filter(
            organisation_id=organisation_id, erased_at=None, help_seeker__isnull=False
        )
        still_known = here.filter(~Q(state=State.CLOSED) | Q(closed_at__gte=before))
        rows = (
            here.filter(state=State.CLOSED, closed_at__lt=before)
            .exclude(help_seeker_id__in=still_known.values("help_seeker_id"))
            .exclude(pk__in=skip)
            .order_by(F("help_seeker_id"), "pk")
            .values_list("help_seeker_id", "pk")
        )
        first_of: dict[UUID | None, UUID] = {}
        for seeker_id, pk in rows[: limit * 4]:
            first_of.setdefault(seeker_id, pk)
        found.extend(first_of.values())
    return found[:limit]
