"""Find the requests for help that exist for an actor, and lock those that will change."""

from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from loopplank.access.account.actors import Actor, NotFound
from loopplank.core.account.roles import Role
from loopplank.core.requests.states import OPEN, State
from loopplank.store.models import AbsentRequest, Membership, Request

#: What asks something of its owner: it is open, or a call after a no is still to be made.
TO_SEE_TO = Q(state__in=OPEN) | Q(
    state=State.CLOSED, next_contact_on__isnull=False, nobody_discussed=True
)


def requests(actor: Actor) -> "QuerySet[Request]":
    """Return the requests that exist for this actor; nothing for a stranger (promise P6)."""
    rows = Request.objects.filter(erased_at=None)
    if actor.role is Role.SYSTEM:
        return rows
    if actor.role is Role.COORDINATOR and actor.organisation_id:
        here = rows.filter(organisation_id=actor.organisation_id)
        return here.filter(owner_id=actor.id) if actor.only_own else here
    if actor.role is Role.HELP_SEEKER and actor.id:
        return rows.filter(pk=actor.id)
    return rows.none()


def request_for_change(actor: Actor, request_id: UUID) -> Request:
    """Return one request, locked until the end of the transaction.

    Raises NotFound when it is not theirs. Owner, organisation and its stand-in come along (with
    accounts), read under the same lock.
    """
    return _locked(requests(actor), request_id, "organisation__stand_in__account")


def any_request_for_change(request_id: UUID, *along: str) -> Request:
    """Return a request to which somebody came by another row of theirs, such as a volunteer by a
    match, locked in the same way. Raises NotFound.
    """
    return _locked(Request.objects.all(), request_id, "organisation", *along)


def _locked(rows: "QuerySet[Request]", request_id: UUID, *along: str) -> Request:
    found = (
        rows.select_related("owner__account", *along)
        .select_for_update(of=("self",))
        .filter(pk=request_id)
    )
    # who waited here while it got another owner finds no row beside the owner of before; the lock
    # is theirs by then, and the second look reads what it became
    row = found.first() or found.first()
    if row is None:
        raise NotFound(request_id)
    return row


def answered_for_by(membership: Membership) -> "QuerySet[Request]":
    """Return what somebody answers for: their own, and what an absence of theirs lent to its
    cover.
    """
    lent = AbsentRequest.objects.filter(
        request=OuterRef("pk"),
        owner=membership,
        absence__returned_at=None,
        absence__cover=OuterRef("owner_id"),
    )
    return Request.objects.filter(
        TO_SEE_TO,
        Q(owner=membership) | Exists(lent),
        organisation_id=membership.organisation_id,
        erased_at=None,
    )
