"""Read the two sides of a referral as each may: names, who is responsible, and the person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from loopplank.access.account.actors import Actor
from loopplank.access.kit.names import NOBODY, Named, named
from loopplank.access.referrals.referrals import is_sender
from loopplank.core.account.roles import Role
from loopplank.core.referrals.states import (
    TAKEN_OVER,
    WITH_RECEIVER,
    Status,
    Track,
    Waiting,
    sender_is_responsible,
    waiting_for,
)
from loopplank.store.models import HelpSeeker, Referral, ReferredPerson, Request


def with_both_sides(rows: "QuerySet[Referral]") -> "QuerySet[Referral]":
    """Return the same referrals with everybody who stands around them, for reading."""
    return rows.select_related(
        "from_organisation",
        "to_organisation",
        "from_party",
        "to_party",
        "from_member__account",
        "handler__account",
        "from_request__help_seeker",
        "from_request__owner__account",
        "to_request__help_seeker",
        "to_request__owner__account",
        "person",
    )


def latest_of(request_ids: Iterable[UUID]) -> dict[UUID, Referral]:
    """Return the last referral of each of these requests; one query, and none for no requests."""
    rows = with_both_sides(Referral.objects.filter(from_request_id__in=list(request_ids)))
    return {row.from_request_id: row for row in rows.order_by("sent_at") if row.from_request_id}


def sender_name(row: Referral) -> str:
    """Return the organisation that asks, or where somebody outside works."""
    if row.from_organisation is not None:
        return row.from_organisation.name
    return (row.from_party.works_at or row.from_party.name) if row.from_party else ""


def receiver_name(row: Referral) -> str:
    """Return the organisation that was asked, or where somebody outside works."""
    if row.to_organisation is not None:
        return row.to_organisation.name
    return (row.to_party.works_at or row.to_party.name) if row.to_party else ""


def responsible(row: Referral) -> str:
    """Return who is responsible now, by name: somebody of the sender until a yes (promise P3)."""
    if not sender_is_responsible(Status(row.status)):
        return row.to_request.owner.account.name if row.to_request else row.taken_by
    if row.from_request is not None:
        return row.from_request.owner.account.name
    member = row.from_member.account.name if row.from_member else ""
    return member or (row.from_party.name if row.from_party else "")


def waits_for(row: Referral) -> Waiting:
    """Return what the sender of it waits for."""
    return waiting_for(
        Status(row.status),
        row.answer,
        silent=row.lapsed_at is not None,
        unheard=row.track != Track.PEER and row.reminded_at is not None and not row.received_at,
    )


def person_seen(actor: Actor, row: Referral, today: date) -> tuple[Named, str]:
    """Return who it is about and their number, as far as this actor may know.

    The sender knows their own; a receiver only while a yes of theirs stands. Whoever holds a link
    to what they sent themselves reads no name back: links get lost.
    """
    if is_sender(actor, row):
        if row.from_request is not None:
            return _seen(row.from_request.help_seeker, today)
        person = _referred(row) if actor.role is not Role.PARTY else None
        return (_named(person, today), person.phone) if person else (NOBODY, "")
    if row.status not in WITH_RECEIVER:
        return NOBODY, ""
    ours = row.to_request or row.from_request
    return _seen(ours.help_seeker if ours else None, today)


def _seen(row: HelpSeeker | None, today: date) -> tuple[Named, str]:
    return named(row, today), row.phone if row else ""


def _referred(row: Referral) -> ReferredPerson | None:
    found: ReferredPerson | None = getattr(row, "person", None)
    return found


def _named(row: ReferredPerson, today: date) -> Named:
    age = today.year - row.birth_year if row.birth_year else None
    return Named(row.referral_id, row.salutation, row.first_name, row.last_name, age)


def subject_of(row: Referral, who: Named) -> UUID:
    """Return whose data a page with this referral shows: also when it shows facts without a
    name.
    """
    known = row.from_request.help_seeker_id if row.from_request else None
    return who.id if who is not NOBODY else known or row.pk


# --- where a request went, and who gave it to us --------------------------------------------------

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
    """Return what we asked of others with it, and by whom it was given to us; newest first."""
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
