"""Ask somebody to join: a row with what was typed, and a membership only after their own yes."""

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction

from loopplank.access.account import links as link_access
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.reach import missing_roles
from loopplank.access.organisations.invitations import pending_for_change
from loopplank.actions.account import second_step
from loopplank.actions.account.links import end_link, make_once
from loopplank.actions.kit import security_log
from loopplank.actions.kit.action import record, record_event, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.messages.messages import queue_to_account, queue_to_invited
from loopplank.actions.organisations.colleagues import Person, days_of
from loopplank.core.account.invitations import (
    ALREADY_WORKS_HERE,
    LASTS,
    SIGN_IN_FIRST,
    InvitationState,
    is_forgotten,
)
from loopplank.core.account.reach import Deed, reaches
from loopplank.core.account.roles import MEMBER_ROLES, Role
from loopplank.core.account.security_log import Kind
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused
from loopplank.core.messages.states import MessageState
from loopplank.store.models import Account, Invitation, Membership, Message, Organisation

TEMPLATE = "invitation"


@verb("member.invite", Role.COORDINATOR, Role.BOARD, Role.NETWORK_ADMIN, Role.SYSTEM)
def invite(
    *, actor: Actor, now: datetime, organisation_id: UUID, person: Person, role: Role
) -> UUID:
    """Ask somebody to join the own organisation. Returns the invitation.

    Nothing of an account with this address is looked at, shown or changed: the page says the same
    for one that exists and one that does not. Asked again in the same role, the older one ends.
    Raises NotFound for a role out of reach, and Refused for who has that role here already.
    """
    if actor.role is not Role.SYSTEM and actor.own_organisation != organisation_id:
        raise NotFound(organisation_id)
    if role not in MEMBER_ROLES or not (
        actor.role is Role.SYSTEM
        or reaches(
            Deed.INVITE,
            actor.role,
            [role],
            nobody_there=role in missing_roles(organisation_id),
        )
    ):
        raise NotFound(role)
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
    return add_invitation(actor, now, organisation, person, role)


def add_invitation(
    actor: Actor, now: datetime, organisation: Organisation, person: Person, role: Role
) -> UUID:
    """Write the invitation and queue its message; the caller looked at the reach, and locked the
    organisation.
    """
    refuse_bsn(person.name)
    here = Membership.objects.filter(
        organisation=organisation, role=role, active=True, account__email__iexact=person.email
    )
    if here.exists():
        raise Refused(
            Reason(ALREADY_WORKS_HERE.code, ALREADY_WORKS_HERE.sentence, {"name": person.name})
        )
    typed = {
        "name": person.name,
        "phone": person.phone,
        "invited_by_id": actor.id if actor.organisation_id else None,
        "created_at": now,
        "expires_on": local_day(now + LASTS),
        **days_of(person),
    }
    row, created = Invitation.objects.get_or_create(
        organisation=organisation,
        email=person.email.lower(),
        role=role,
        state=InvitationState.PENDING,
        defaults=typed,
    )
    if not created:
        for column, value in typed.items():
            setattr(row, column, value)
        row.save(update_fields=[name.removesuffix("_id") for name in typed])
    _send(row, organisation, now)
    record(row, "member.invited", actor=actor, now=now, data={"role": role, "again": not created})
    _note(Kind.INVITED, row, actor, now)
    return row.pk


@verb("member.invite_again", Role.COORDINATOR, Role.BOARD, Role.NETWORK_ADMIN, Role.SYSTEM)
def renew(*, actor: Actor, now: datetime, invitation_id: UUID) -> None:
    """Make a new link for somebody who did not answer yet; the older one ends."""
    row = pending_for_change(actor, invitation_id)
    row.expires_on = local_day(now + LASTS)
    row.save(update_fields=["expires_on"])
    _send(row, row.organisation, now)
    record(row, "member.invited_again", actor=actor, now=now)
    _note(Kind.INVITED, row, actor, now)


@verb("member.withdraw_invitation", Role.COORDINATOR, Role.BOARD, Role.NETWORK_ADMIN, Role.SYSTEM)
def withdraw(*, actor: Actor, now: datetime, invitation_id: UUID) -> None:
    """Take an invitation back: its link ends, and what was typed is gone."""
    row = pending_for_change(actor, invitation_id)
    _end(row, InvitationState.WITHDRAWN, now)
    record(row, "member.invitation_withdrawn", actor=actor, now=now)
    _note(Kind.INVITATION_WITHDRAWN, row, actor, now)


@verb("account.decline_invitation", Role.VISITOR)
def decline(*, actor: Actor, now: datetime, token: str) -> None:
    """Say no with the link; whoever invited hears of it, with the name that they typed."""
    row = _by_token(token, now)
    invited_by, name = row.invited_by, row.name
    _end(row, InvitationState.DECLINED, now)
    record(row, "account.invitation_declined", actor=actor, now=now)
    _note(Kind.INVITATION_WITHDRAWN, row, actor, now)
    if invited_by is not None and invited_by.active:
        queue_to_account(
            row.organisation, invited_by.account, "invitation_declined", {"who": name}, now=now
        )


@verb("account.accept_invitation", Role.VISITOR)
def accept(*, actor: Actor, now: datetime, token: str, password_hash: str = "") -> UUID:
    """Say yes with the link, and become a member. Returns the membership.

    Signed in (`actor.account_id`) it is that account that joins, whatever its address. Else a new
    account is made with the address that the link was for; Refused when there is one already: an
    account never changes before its owner signs in. Raises NotFound once the link is over.
    """
    row = _by_token(token, now)
    if actor.account_id is not None:
        account = (
            Account.objects.select_for_update().filter(pk=actor.account_id, is_active=True).first()
        )
        if account is None:
            raise NotFound("account")
    else:
        account = _new_account(row, password_hash, now)
    membership = _join(account, row, now)
    second_step.end_for(account.pk, now)
    role, invited_by, typed = row.role, row.invited_by, row.email
    _end(row, InvitationState.ACCEPTED, now)
    record_event(
        "account",
        account.pk,
        "account.invitation_accepted",
        actor=actor,
        now=now,
        organisation_id=row.organisation_id,
        data={"role": role, "other_address": account.email.lower() != typed},
    )
    record(membership, "member.joined", actor=actor, now=now, data={"role": role})
    _note(Kind.INVITATION_ACCEPTED, row, actor, now, account.pk)
    if actor.account_id is not None:
        # a sign-in that was there opens more from now on
        _note(Kind.ROLE_CHANGED, row, actor, now, account.pk)
    if invited_by is not None and invited_by.active and invited_by.account_id != account.pk:
        queue_to_account(
            row.organisation,
            invited_by.account,
            "invitation_accepted",
            {"who": account.name, "address": account.email},
            now=now,
        )
    return membership.pk


def forget(now: datetime) -> int:
    """Forget what was typed about people who never answered. Returns of how many."""
    today = local_day(now)
    with transaction.atomic():
        over = Invitation.objects.filter(state=InvitationState.PENDING, expires_on__lt=today)
        locked = over.select_for_update(of=("self",)).order_by("pk")
        rows = [row for row in locked if is_forgotten(row.expires_on, today)]
        for row in rows:
            _end(row, InvitationState.FORGOTTEN, now)
    return len(rows)


# --- underneath -----------------------------------------------------------------------------------


def _by_token(token: str, now: datetime) -> Invitation:
    """Return the invitation of a link, locked, while somebody may still answer it."""
    link = link_access.by_token(token, local_day(now))
    if link is None or link.purpose != link_access.INVITE:
        raise NotFound("invitation")
    row = (
        Invitation.objects.select_for_update(of=("self",))
        .select_related("organisation", "invited_by__account")
        .filter(pk=link.subject_id, state=InvitationState.PENDING)
        .first()
    )
    if row is None or row.expires_on < local_day(now):
        raise NotFound("invitation")
    return row


def _note(
    kind: Kind, row: Invitation, actor: Actor, now: datetime, account_id: UUID | None = None
) -> None:
    security_log.record(
        kind,
        now=now,
        actor=actor if actor.id is not None else None,
        account_id=account_id,
        organisation_id=row.organisation_id,
        data={"invitation": row.pk, "role": row.role},
    )


def _new_account(row: Invitation, password_hash: str, now: datetime) -> Account:
    """Make the account of somebody new. Two invitations accepted at once make one account."""
    if Account.objects.filter(email__iexact=row.email).exists():
        raise Refused(SIGN_IN_FIRST)
    try:
        with transaction.atomic():
            return Account.objects.create(
                email=row.email,
                name=row.name,
                phone=row.phone,
                language=row.language,
                password=password_hash,
                created_at=now,
            )
    except IntegrityError:
        raise Refused(SIGN_IN_FIRST) from None


def _join(account: Account, row: Invitation, now: datetime) -> Membership:
    membership, created = Membership.objects.select_for_update().get_or_create(
        account=account,
        organisation_id=row.organisation_id,
        role=row.role,
        defaults={
            "since": local_day(now),
            "weekdays": row.weekdays,
            "hours_a_week": row.hours_a_week,
            "max_matches": row.max_matches,
            "max_requests": row.max_requests,
        },
    )
    if not created and not membership.active:
        membership.active, membership.ended_on = True, None
        membership.save(update_fields=["active", "ended_on"])
    return membership


def _send(row: Invitation, organisation: Organisation, now: datetime) -> None:
    _drop_queued(row, now)
    link = make_once(link_access.INVITE, row.pk, organisation.pk, now, row.expires_on)
    queue_to_invited(organisation, row, TEMPLATE, {}, now=now, link=link)


def _end(row: Invitation, state: InvitationState, now: datetime) -> None:
    end_link(link_access.INVITE, row.pk)
    _drop_queued(row, now)
    row.state, row.ended_at = state, now
    row.email = row.name = row.phone = ""
    row.save(update_fields=["state", "ended_at", "email", "name", "phone"])


def _drop_queued(row: Invitation, now: datetime) -> None:
    Message.objects.filter(invitation=row, state=MessageState.QUEUED).update(
        state=MessageState.DROPPED, done_at=now
    )
