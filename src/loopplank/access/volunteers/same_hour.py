"""Find who is at two people at one hour, and what the way between two visits costs them."""

from collections.abc import Collection, Iterable
from uuid import UUID

from django.db.models import Count

from loopplank.access.account.actors import Actor
from loopplank.access.kit.distances import points_of, there_and_back
from loopplank.access.volunteers.own_pages import agreement_of
from loopplank.core.kit.reason import Reason
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.volunteers.same_hour import first_clash, tight_gap
from loopplank.core.volunteers.visits import Agreement
from loopplank.store.models import Match

BATCH = 200


def volunteers_to_look_at(last: UUID | None) -> list[UUID]:
    """Return who carries at least two matches at a fixed hour; a batch, after `last`."""
    rows = Match.objects.filter(state__in=HOLDS_CAPACITY, start_time__isnull=False)
    if last is not None:
        rows = rows.filter(volunteer_id__gt=last)
    many = rows.values("volunteer_id").annotate(n=Count("pk")).filter(n__gte=2)
    return list(many.order_by("volunteer_id").values_list("volunteer_id", flat=True)[:BATCH])


def overlapping(volunteer_id: UUID) -> list[Match]:
    """Return of each two matches at one hour the one that was agreed last, the oldest first."""
    rows = list(
        Match.objects.filter(volunteer_id=volunteer_id, state__in=HOLDS_CAPACITY)
        .select_related("request__owner", "organisation", "volunteer")
        .order_by("agreed_at", "pk")
    )
    agreed = [agreement_of(row) for row in rows]
    return [
        row
        for n, row in enumerate(rows)
        if any(first_clash(agreed[n], before) is not None for before in agreed[:n])
    ]


def busy_at(new: Agreement, volunteer_ids: Collection[UUID]) -> set[UUID]:
    """Return who of these is with somebody else at an hour of these visits."""
    rows = Match.objects.filter(
        volunteer_id__in=volunteer_ids, state__in=HOLDS_CAPACITY, start_time__isnull=False
    )
    return {row.volunteer_id for row in rows if first_clash(new, agreement_of(row)) is not None}


def tight_gaps(actor: Actor, volunteer_id: UUID, new: Agreement, area: str) -> tuple[Reason, ...]:
    """Return where this would leave too little time for the way to or from help of the own
    organisation; of help elsewhere nothing is said (promise P6).
    """
    rows = Match.objects.filter(
        volunteer_id=volunteer_id,
        organisation_id=actor.own_organisation,
        state__in=HOLDS_CAPACITY,
        start_time__isnull=False,
    ).select_related("request")
    return tuple(_gaps(rows, new, area))


def _gaps(rows: Iterable[Match], new: Agreement, area: str) -> Iterable[Reason]:
    matches = list(rows)
    points = points_of({area, *(row.request.postcode_area for row in matches)})
    for row in matches:
        way = there_and_back(points, area, row.request.postcode_area) // 2
        gap = tight_gap(new, agreement_of(row), way)
        if gap is not None:
            yield gap.words
