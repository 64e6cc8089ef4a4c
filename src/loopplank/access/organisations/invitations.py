"""Read who was asked to join and did not answer yet, and what their link opens."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import INVITE, address_of, by_token, spelled
from loopplank.access.account.reach import missing_roles
from loopplank.access.messages.channels import mail_leaves
from loopplank.core.account.invitations import InvitationState, works
from loopplank.core.account.reach import Deed, Shown, reaches, where_invitation_shows
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.kit.calendar import local_day
from loopplank.store.models import Account, Invitation, Link, Membership


@dataclass(frozen=True, slots=True)
class WayIn:
    """The link of an invitation where it is handed over; never where mail takes it."""

    address: str
    spoken: tuple[str, ...]
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Pending:
    """Somebody who was asked to join, by what was typed about them. `mailed`: mail takes the link,
    and no page shows it. `works`: the link still opens something.
    """

    id: UUID
    name: str
    email: str
    role: Role
    invited_on: date
    expires_on: date
    works: bool
    mailed: bool
    organisation: str
    short_name: str
    phone: str
    way_in: WayIn | None


def pending(actor: Actor, now: datetime) -> tuple[Pending, ...]:
    """Return who was asked to join the own organisation; two queries. The page records it."""
    rows = _of(actor).order_by("name", "created_at")
    return pending_of(rows, local_day(now))


def invitation(actor: Actor, invitation_id: UUID, now: datetime, page: str) -> Pending:
    """Return one invitation of the own organisation. Raises NotFound for any other."""
    found = pending_of(_of(actor).filter(pk=invitation_id), local_day(now))
    if not found:
        raise NotFound(invitation_id)
    record_reading(actor, page, Purpose.PLANNING, [invitation_id], now)
    return found[0]


def pending_of(rows: Iterable[Invitation], today: date) -> tuple[Pending, ...]:
    """Return invitations with the links that may be shown; one query for the links."""
    found = list(rows)
    mailed = where_invitation_shows(mail_leaves=mail_leaves()) is Shown.MAILED
    links = (
        {}
        if mailed
        else {
            link.subject_id: WayIn(address_of(link), spelled(link), link.expires_on)
            for link in Link.objects.filter(
                purpose=INVITE, subject_id__in=[row.pk for row in found]
            )
        }
    )
    return tuple(
        Pending(
            id=row.pk,
            name=row.name,
            email=row.email,
            role=Role(row.role),
            invited_on=local_day(row.created_at),
            expires_on=row.expires_on,
            works=works(InvitationState(row.state), row.expires_on, today),
            mailed=mailed,
            organisation=row.organisation.name,
            short_name=row.organisation.short_name,
            phone=row.organisation.phone,
            way_in=links.get(row.pk) if row.expires_on >= today else None,
        )
        for row in found
    )


def pending_for_change(actor: Actor, invitation_id: UUID) -> Invitation:
    """Return one invitation, locked: of the own organisation, or for the administrator of a network
    the first of an organisation in which nobody works yet. Raises NotFound for any other.
    """
    row = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation", "invited_by__account")
        .filter(pk=invitation_id, state=InvitationState.PENDING)
        .first()
    )
    if row is None or not _may_change(actor, row):
        raise NotFound(invitation_id)
    return row


@dataclass(frozen=True, slots=True)
class Invited:
    """What the link of an invitation opens. `known`: there is an account with this address."""

    name: str
    email: str
    organisation: str
    role: Role
    known: bool
    phone: str


def invited(actor: Actor, token: str, now: datetime) -> Invited:
    """Return what an invitation says to whoever holds its link. Raises NotFound once it is over."""
    link = by_token(token, local_day(now))
    row = (
        Invitation.objects.filter(pk=link.subject_id).select_related("organisation").first()
        if link is not None and link.purpose == INVITE
        else None
    )
    if row is None or not works(InvitationState(row.state), row.expires_on, local_day(now)):
        raise NotFound("invitation")
    record_reading(actor, "accept_invitation", Purpose.ACCOUNT, [row.pk], now)
    return Invited(
        row.name,
        row.email,
        row.organisation.name,
        Role(row.role),
        Account.objects.filter(email__iexact=row.email).exists(),
        row.phone,
    )


def is_open(token: str, now: datetime) -> bool:
    """Return whether this token still opens an invitation. Shows nothing, so records nothing."""
    link = by_token(token, local_day(now)) if token else None
    if link is None or link.purpose != INVITE:
        return False
    row = Invitation.objects.filter(pk=link.subject_id).first()
    return row is not None and works(InvitationState(row.state), row.expires_on, local_day(now))


# --- underneath -----------------------------------------------------------------------------------


def _of(actor: Actor) -> "QuerySet[Invitation]":
    if actor.role not in MAY_OWN:
        raise NotFound("organisation")
    return Invitation.objects.filter(
        organisation_id=actor.own_organisation, state=InvitationState.PENDING
    ).select_related("organisation")


def _may_change(actor: Actor, row: Invitation) -> bool:
    if actor.role is Role.SYSTEM:
        return True
    if actor.role is Role.NETWORK_ADMIN and row.organisation_id != actor.organisation_id:
        works_there = Membership.objects.filter(organisation=row.organisation, active=True)
        return row.organisation.network_id == actor.network_id and not works_there.exists()
    if row.organisation_id != actor.organisation_id:
        return False
    role = Role(row.role)
    nobody_there = role in missing_roles(row.organisation_id)
    mine = row.invited_by_id == actor.id
    return mine or reaches(Deed.INVITE, actor.role, [role], nobody_there=nobody_there)
