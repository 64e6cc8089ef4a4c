"""Where a request went to another party, and by whom it was given to us: for its page."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q

from loopplank.access.referral_sides import (
    receiver_name,
    responsible,
    sender_name,
    waits_for,
    with_both_sides,
)
from loopplank.core.referral import TAKEN_OVER, Status, Waiting
from loopplank.store.models import Referral, Request

MOST = 20


@dataclass(frozen=True, slots=True)
class Handover:
    """A question that another party was asked to take over, or that another party gave us."""

    referral_id: UUID
    ours: bool
    party: str
    phone: str
    status: Status
    why: str
    waiting: Waiting
    answer_by: date | None
    taken_by: str
    first_contact_by: date | None
    shared: tuple[str, ...]


def handovers_of(row: Request) -> tuple[Handover, ...]:
    """What we asked of others with it, and by whom it was given to us; newest first."""
    rows = with_both_sides(Referral.objects.filter(Q(from_request=row) | Q(to_request=row)))
    made = []
    for one in rows.order_by("-sent_at")[:MOST]:
        ours = one.from_request_id == row.pk
        other = (one.to_organisation or one.to_party) if ours else None
        status = Status(one.status)
        made.append(
            Handover(
                referral_id=one.pk,
                ours=ours,
                party=receiver_name(one) if ours else sender_name(one),
                phone=other.phone if other else one.contact_phone,
                status=status,
                why=one.why,
                waiting=waits_for(one),
                answer_by=one.answer_by,
                taken_by=responsible(one) if status in TAKEN_OVER else "",
                first_contact_by=one.first_contact_by,
                shared=tuple(one.shared),
            )
        )
    return tuple(made)
