"""Colleagues: inviting them, their first password, their days, and leaving."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access import links as link_access
from loopplank.access.actors import Actor, NotFound
from loopplank.actions.doing import nothing_changed, record_event, verb
from loopplank.actions.links import make_invitation
from loopplank.actions.messages import queue_to_account
from loopplank.core.calendar import local_day
from loopplank.core.reason import Reason, Refused, dutch
from loopplank.core.responsibility import State
from loopplank.core.roles import MEMBER_ROLES, Role
from loopplank.store.models import Account, Link, Membership, Organisation, Request

STILL_OWNS = Reason(
    "member.still_owns",
    dutch(
        "%(name)s is eigenaar van %(count)s open hulpvragen. Laat een collega die eerst overnemen."
    ),
)
NOT_YOURSELF = Reason("member.not_yourself", dutch("Jezelf kun je niet uitschrijven."))


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str
    phone: str = ""
    weekdays: tuple[int, ...] = ()
    hours_a_week: int | None = None
    max_matches: int | None = None


@verb("member.invite", Role.COORDINATOR, Role.BOARD, Role.SYSTEM)
def invite(
    *, actor: Actor, now: datetime, organisation_id: UUID, person: Person, role: Role
) -> UUID:
    """Add a colleague to the own organisation; a new one gets a link to set a password.

    Returns the membership. Somebody who was a member before becomes one again.
    """
    if role not in MEMBER_ROLES:
        raise NotFound(role)
    if actor.role is not Role.SYSTEM and actor.own_organisation != organisation_id:
        raise NotFound(organisation_id)
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
    account = Account.objects.filter(email__iexact=person.email).first()
    if account is None:
        account = Account.objects.create(
            email=person.email, name=person.name, phone=person.phone, created_at=now
        )
    row, created = Membership.objects.get_or_create(
        account=account,
        organisation=organisation,
        role=role,
        defaults={"since": local_day(now), **_days(person)},
    )
    if not created:
        if row.active:
            nothing_changed()
            return row.pk
        row.active, row.ended_on = True, None
        row.save(update_fields=["active", "ended_on"])
    if not account.has_usable_password() or not account.password:
        link = make_invitation(account.pk, organisation.pk, now)
        queue_to_account(organisation, account, "invitation", {}, now=now, link=link)
    _record(actor, now, row, "member.invited", {"role": role})
    return row.pk


@verb("member.set_days", Role.COORDINATOR, Role.BOARD)
def set_days(*, actor: Actor, now: datetime, membership_id: UUID, person: Person) -> None:
    """On which days somebody works, how many hours, and how many matches they can guide."""
    row = _member(actor, membership_id)
    for column, value in _days(person).items():
        setattr(row, column, value)
    row.save(update_fields=list(_days(person)))
    Account.objects.filter(pk=row.account_id).update(phone=person.phone)
    _record(actor, now, row, "member.days_set", {})


@verb("member.leave", Role.COORDINATOR, Role.BOARD)
def leave(*, actor: Actor, now: datetime, membership_id: UUID) -> None:
    """Somebody leaves for good: only when nothing is theirs any more (promise P1)."""
    row = _member(actor, membership_id)
    if row.pk == actor.id:
        raise Refused(NOT_YOURSELF)
    owned = Request.objects.filter(owner=row).exclude(state=State.CLOSED).count()
    if owned:
        raise Refused(
            Reason(STILL_OWNS.code, STILL_OWNS.sentence, {"name": row.account.name, "count": owned})
        )
    if not row.active:
        nothing_changed()
        return
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=row.organisation_id)
    if row.pk in {organisation.first_contact_id, organisation.stand_in_id}:
        organisation.form_open = False
        if organisation.first_contact_id == row.pk:
            organisation.first_contact = None
        else:
            organisation.stand_in = None
        organisation.save(update_fields=["form_open", "first_contact", "stand_in"])
    row.active, row.ended_on = False, local_day(now)
    row.save(update_fields=["active", "ended_on"])
    _record(actor, now, row, "member.left", {})


@verb("account.accept_invitation", Role.VISITOR)
def accept_invitation(*, actor: Actor, now: datetime, token: str, password_hash: str) -> UUID:
    """Set the first password with the link of an invitation; the link then stops working."""
    link = link_access.by_token(token, local_day(now))
    if link is None or link.purpose != link_access.INVITE:
        raise NotFound("invitation")
    account = Account.objects.select_for_update().get(pk=link.subject_id)
    if account.password and account.has_usable_password():
        raise NotFound("invitation")
    account.password = password_hash
    account.save(update_fields=["password"])
    organisation_id = link.organisation_id
    Link.objects.filter(pk=link.pk).delete()
    record_event(
        "account",
        account.pk,
        "account.invitation_accepted",
        actor=actor,
        now=now,
        organisation_id=organisation_id,
    )
    return account.pk


def _days(person: Person) -> dict[str, object]:
    return {
        "weekdays": list(person.weekdays),
        "hours_a_week": person.hours_a_week,
        "max_matches": person.max_matches,
    }


def _member(actor: Actor, membership_id: UUID) -> Membership:
    row = (
        Membership.objects.select_related("account")
        .select_for_update(of=("self",))
        .filter(pk=membership_id, organisation_id=actor.own_organisation)
        .first()
    )
    if row is None:
        raise NotFound(membership_id)
    return row


def _record(
    actor: Actor, now: datetime, row: Membership, type_: str, data: dict[str, object]
) -> None:
    record_event(
        "membership",
        row.pk,
        type_,
        actor=actor,
        now=now,
        organisation_id=row.organisation_id,
        data=data,
    )
