"""Find the referrals that exist for an actor, and lock those that will change."""

from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.requests.requests import any_request_for_change
from loopplank.access.responsibility.rota import answers_for
from loopplank.core.account.roles import Role
from loopplank.core.organisations.organisations import OrganisationKind
from loopplank.core.referrals.states import Status
from loopplank.store.models import Membership, Organisation, Referral, Request


def referrals(actor: Actor) -> "QuerySet[Referral]":
    """Return the referrals that exist for this actor; nothing for a stranger (promise P6).

    A receiver gets to know of one when it is sent, not while it is written.
    """
    rows = Referral.objects.all()
    sent = ~Q(status=Status.DRAFT.value)
    if actor.role is Role.SYSTEM:
        return rows
    if actor.role is Role.PARTY and actor.id:
        return rows.filter(pk=actor.id)
    if actor.role is Role.COORDINATOR and actor.organisation_id:
        ours = Q(from_organisation_id=actor.organisation_id, from_request__isnull=False)
        theirs = Q(to_organisation_id=actor.organisation_id) & sent
        if actor.only_own:
            ours &= Q(from_request__owner_id=actor.id)
            theirs &= Q(handler_id=actor.id) | Q(to_request__owner_id=actor.id)
        return rows.filter(ours | theirs)
    if actor.role is Role.PROFESSIONAL and actor.organisation_id:
        ours = Q(from_organisation_id=actor.organisation_id, from_member__isnull=False)
        return rows.filter(ours | Q(to_organisation_id=actor.organisation_id) & sent)
    return rows.none()


def is_receiver(actor: Actor, row: Referral) -> bool:
    """Return whether this actor stands at the receiving side of it."""
    if actor.role is Role.PARTY:
        return row.to_party_id is not None
    return row.to_organisation_id is not None and row.to_organisation_id == actor.organisation_id


def is_sender(actor: Actor, row: Referral) -> bool:
    """Return whether this actor stands at the sending side of it."""
    if actor.role is Role.PARTY:
        return row.from_party_id is not None
    return (
        row.from_organisation_id is not None and row.from_organisation_id == actor.organisation_id
    )


def referral_for_change(actor: Actor, referral_id: UUID) -> Referral:
    """Return one referral, locked with the requests that it ties.

    Raises NotFound when it is not theirs. Locks in one order everywhere: the receiver's request,
    the sender's, the referral.
    """
    found = referrals(actor).filter(pk=referral_id).values("to_request_id", "from_request_id")
    first = found.first()
    if first is None:
        raise NotFound(referral_id)
    locked = {
        column: any_request_for_change(pk) if pk else None
        for column, pk in (
            ("to_request", first["to_request_id"]),
            ("from_request", first["from_request_id"]),
        )
    }
    row = (
        referrals(actor)
        .select_related(
            "from_organisation",
            "to_organisation",
            "from_party",
            "to_party",
            "from_member__account",
            "handler__account",
            "consent",
        )
        .select_for_update(of=("self",))
        .filter(pk=referral_id)
        .first()
    )
    if row is None:
        raise NotFound(referral_id)
    if row.to_request_id != first["to_request_id"]:
        # somebody said yes between the two reads: the lock of their request is not ours
        raise NotFound(referral_id)
    row.to_request, row.from_request = locked["to_request"], locked["from_request"]
    return row


def open_referral_of(request: Request) -> Referral | None:
    """Return the referral of a locked request that still waits for an answer or its outcome,
    locked.
    """
    return (
        Referral.objects.select_for_update(of=("self",))
        .filter(
            from_request=request,
            status__in=[
                Status.REQUESTED.value,
                Status.ACCEPTED.value,
                Status.IN_PROGRESS.value,
                Status.ON_HOLD.value,
            ],
        )
        .first()
    )


def who_receives(
    organisation: Organisation, today: date, *, but: UUID | None = None
) -> Membership | None:
    """Return the named person at whom an incoming question arrives today: the first contact, or who
    stands in, or anybody who may answer there, `but` not this one; None when nobody can sign in.
    """
    if organisation.kind == OrganisationKind.VOLUNTEERS:
        return answers_for(organisation, today, but=but)
    formal = Membership.objects.select_related("account").filter(
        organisation=organisation,
        active=True,
        account__is_active=True,
        role__in=[Role.PROFESSIONAL, Role.COORDINATOR],
    )
    formal = formal.exclude(pk=but) if but else formal
    return formal.order_by("since", "pk").first()
