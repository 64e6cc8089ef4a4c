"""Invite colleagues, set their first password and their days, and let them leave."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.contrib.auth.hashers import make_password

from loopplank.access.account import links as link_access
from loopplank.access.account.actors import Actor, NotFound, has_password
from loopplank.access.requests.requests import answered_for_by
from loopplank.actions.account.links import make_invitation
from loopplank.actions.kit.action import nothing_changed, record, record_event, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.kit.locks import lock_organisation
from loopplank.actions.messages.messages import queue_to_account
from loopplank.actions.referrals.incoming import leave_no_answer_behind
from loopplank.core.account.roles import MAY_OWN, MEMBER_ROLES, Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.messages.states import MessageState
from loopplank.core.requests.states import OPEN, State
from loopplank.core.wellbeing.signal import Route
from loopplank.store.models import (
    Account,
    Link,
    Membership,
    Message,
    Organisation,
    VolunteerSignal,
)

MOST_NAMED = 10

STILL_OWNS = Reason(
    "member.still_owns",
    dutch(
        "%(name)s is nog eigenaar van open hulpvragen: %(count)s. Laat een collega die eerst"
        " overnemen."
    ),
)
STILL_ANSWERS = Reason(
    "member.still_answers",
    dutch(
        "Er wacht nog een overdracht op antwoord van %(name)s. Antwoord eerst, of nodig een collega"
        " uit."
    ),
)
STILL_CALLS = Reason(
    "member.still_calls",
    dutch(
        "%(name)s zou nog vrijwilligers bellen: %(count)s. Zij staan bovenaan bij Vrijwilligers."
        " Bel hen eerst."
    ),
)
STILL_CALLS_BACK = Reason(
    "member.still_calls_back",
    dutch(
        "%(name)s zou nog terugbellen na een nee: %(numbers)s. Laat een collega die hulpvragen"
        " eerst overnemen."
    ),
)
NOT_YOURSELF = Reason("member.not_yourself", dutch("Jezelf kun je niet uitschrijven."))
NOT_YOURSELF_AGAIN = Reason(
    "member.not_yourself_again", dutch("Jezelf kun je niet opnieuw uitnodigen. Vraag een collega.")
)
WORKS_ELSEWHERE = Reason(
    "member.works_elsewhere",
    dutch(
        "%(name)s werkt ook bij een andere organisatie. Schrijf %(name)s eerst bij één van de twee"
        " uit."
    ),
)


@dataclass(frozen=True, slots=True)
class Person:
    name: str
    email: str
    phone: str = ""
    weekdays: tuple[int, ...] = ()
    hours_a_week: int | None = None
    max_matches: int | None = None
    max_requests: int | None = None


@verb("member.invite", Role.COORDINATOR, Role.BOARD, Role.SYSTEM)
def invite(
    *, actor: Actor, now: datetime, organisation_id: UUID, person: Person, role: Role
) -> UUID:
    """Add a colleague to the own organisation; a new one gets a link to set a password.

    Returns the membership. Somebody who was a member before becomes one again. Nobody can give a
    colleague more than they could have themselves.
    """
    if role not in (MEMBER_ROLES if actor.role is Role.SYSTEM else MAY_OWN):
        raise NotFound(role)
    if actor.role is not Role.SYSTEM and actor.own_organisation != organisation_id:
        raise NotFound(organisation_id)
    organisation = Organisation.objects.select_for_update(of=("self",)).get(pk=organisation_id)
    return add_member(actor, now, organisation, person, role)


@verb("member.invite_again", Role.COORDINATOR, Role.BOARD, Role.NETWORK_ADMIN, Role.SYSTEM)
def invite_again(
    *, actor: Actor, now: datetime, membership_id: UUID, forget_second_step: bool = False
) -> UUID:
    """Give somebody a new link to set a password; the old password stops working at once.

    Refused while they work at another organisation too: with that link a colleague of one could
    open what belongs to the other (promise P6). Whoever runs this installation may, from the
    terminal. Returns the account.
    """
    row = _to_invite_again(actor, membership_id)
    if row.pk == actor.id or row.account_id == actor.account_id:
        raise Refused(NOT_YOURSELF_AGAIN)
    account = Account.objects.select_for_update().get(pk=row.account_id)
    if actor.role is not Role.SYSTEM and _elsewhere(account, row.organisation_id):
        raise Refused(
            Reason(WORKS_ELSEWHERE.code, WORKS_ELSEWHERE.sentence, {"name": account.name})
        )
    account.password = make_password(None)
    account.save(update_fields=["password"])
    if forget_second_step:
        Authenticator.objects.filter(user_id=account.pk).delete()
    organisation = Organisation.objects.get(pk=row.organisation_id)
    _send_invitation(account, organisation, now)
    record(
        row,
        "member.invited_again",
        actor=actor,
        now=now,
        data={"second_step": not forget_second_step},
    )
    return account.pk


@verb("member.set_days", Role.COORDINATOR, Role.BOARD)
def set_days(*, actor: Actor, now: datetime, membership_id: UUID, person: Person) -> None:
    """Set on which days somebody works, how many hours, and how much they can have at once."""
    row = _member(actor, membership_id)
    for column, value in _days(person).items():
        setattr(row, column, value)
    row.save(update_fields=list(_days(person)))
    # the number of somebody who works elsewhere too is not one organisation's to change
    if not _elsewhere(row.account, row.organisation_id):
        Account.objects.filter(pk=row.account_id).update(phone=person.phone)
    record(row, "member.days_set", actor=actor, now=now)


@verb("member.leave", Role.COORDINATOR, Role.BOARD)
def leave(*, actor: Actor, now: datetime, membership_id: UUID) -> None:
    """Let somebody leave for good: only when nothing is theirs any more (promise P1)."""
    # before the membership: whoever moves requests to it holds the organisation first
    organisation = lock_organisation(actor.own_organisation)
    row = _member(actor, membership_id)
    if row.pk == actor.id:
        raise Refused(NOT_YOURSELF)
    _refuse_while_something_is_theirs(row)
    if not row.active:
        nothing_changed()
        return
    if organisation.board_contact_id == row.pk:
        organisation.board_contact = None
        organisation.save(update_fields=["board_contact"])
    if row.pk in {organisation.first_contact_id, organisation.stand_in_id}:
        organisation.form_open = False
        if organisation.first_contact_id == row.pk:
            organisation.first_contact = None
        else:
            organisation.stand_in = None
        organisation.save(update_fields=["form_open", "first_contact", "stand_in"])
    if not leave_no_answer_behind(row, organisation, actor=actor, now=now):
        raise Refused(
            Reason(STILL_ANSWERS.code, STILL_ANSWERS.sentence, {"name": row.account.name})
        )
    row.active, row.ended_on = False, local_day(now)
    row.save(update_fields=["active", "ended_on"])
    if not Membership.objects.filter(account_id=row.account_id, active=True).exists():
        _end_invitation(row.account_id, now)
    record(row, "member.left", actor=actor, now=now)


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
    _end_invitation(account.pk, now)
    record_event(
        "account",
        account.pk,
        "account.invitation_accepted",
        actor=actor,
        now=now,
        organisation_id=organisation_id,
    )
    return account.pk


@dataclass(frozen=True, slots=True)
class OwnDetails:
    """What a member changes about themselves; the phone already in stored form."""

    name: str
    phone: str
    language: str
    digest: bool = True


@verb("account.describe", *MEMBER_ROLES)
def describe(*, actor: Actor, now: datetime, details: OwnDetails) -> None:
    """Change one's own name, number, language, or whether one wants a digest."""
    if actor.account_id is None:
        raise NotFound("account")
    refuse_bsn(details.name)
    account = Account.objects.select_for_update().get(pk=actor.account_id)
    wanted = ("name", "phone", "language", "digest")
    columns = [c for c in wanted if getattr(account, c) != getattr(details, c)]
    if not columns:
        nothing_changed()
        return
    for column in columns:
        setattr(account, column, getattr(details, column))
    account.save(update_fields=columns)
    record(account, "account.described", actor=actor, now=now, data={"columns": columns})


# --- underneath -----------------------------------------------------------------------------------


def add_member(
    actor: Actor, now: datetime, organisation: Organisation, person: Person, role: Role
) -> UUID:
    """Make the membership of somebody new, known or returned; the organisation is locked."""
    refuse_bsn(person.name)
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
    # whoever still waits at another organisation opens the link that was made there: shown here
    # too, it would let this organisation set the password of an account of that one
    if not has_password(account) and not _elsewhere(account, organisation.pk):
        _send_invitation(account, organisation, now)
    record(row, "member.invited", actor=actor, now=now, data={"role": role})
    return row.pk


def _refuse_while_something_is_theirs(row: Membership) -> None:
    """Refuse while they have open requests, volunteers who wait for their call, or calls after a no
    (promise P1).
    """
    name = row.account.name
    theirs = answered_for_by(row)
    count = theirs.filter(state__in=OPEN).count()
    if count:
        raise Refused(Reason(STILL_OWNS.code, STILL_OWNS.sentence, {"name": name, "count": count}))
    # a confidential one is in no count, and climbs once they are gone
    count = VolunteerSignal.objects.filter(
        to=row, answered_at=None, route=Route.COORDINATOR.value
    ).count()
    if count:
        raise Refused(
            Reason(STILL_CALLS.code, STILL_CALLS.sentence, {"name": name, "count": count})
        )
    back = theirs.filter(state=State.CLOSED).order_by("number")
    numbers = ", ".join(back.values_list("number", flat=True)[:MOST_NAMED])
    if numbers:
        raise Refused(
            Reason(
                STILL_CALLS_BACK.code,
                STILL_CALLS_BACK.sentence,
                {"name": name, "numbers": numbers},
            )
        )


def _elsewhere(account: Account, organisation_id: UUID) -> bool:
    others = Membership.objects.filter(account=account, active=True)
    return others.exclude(organisation_id=organisation_id).exists()


def _send_invitation(account: Account, organisation: Organisation, now: datetime) -> None:
    _drop_invitations(account.pk, now)
    link = make_invitation(account.pk, organisation.pk, now)
    queue_to_account(organisation, account, "invitation", {}, now=now, link=link)


def _end_invitation(account_id: UUID, now: datetime) -> None:
    """Stop the link of an invitation, and tell nobody of it any more."""
    Link.objects.filter(purpose=link_access.INVITE, subject_id=account_id).delete()
    _drop_invitations(account_id, now)


def _drop_invitations(account_id: UUID, now: datetime) -> None:
    Message.objects.filter(
        account_id=account_id, template="invitation", state=MessageState.QUEUED
    ).update(state=MessageState.DROPPED, done_at=now)


def _to_invite_again(actor: Actor, membership_id: UUID) -> Membership:
    """Return one's own colleague; for the network's administrator the first of a new
    organisation.
    """
    if actor.role not in {Role.NETWORK_ADMIN, Role.SYSTEM}:
        return _active(_member(actor, membership_id))
    row = (
        Membership.objects.select_related("account", "organisation")
        .select_for_update(of=("self",))
        .filter(pk=membership_id)
        .first()
    )
    if row is None:
        raise NotFound(membership_id)
    theirs = row.organisation.network_id == actor.network_id
    somebody_is_in = Membership.objects.filter(
        organisation=row.organisation, account__last_login__isnull=False
    )
    if actor.role is Role.NETWORK_ADMIN and (
        not theirs or has_password(row.account) or somebody_is_in.exists()
    ):
        raise NotFound(membership_id)
    return _active(row)


def _active(row: Membership) -> Membership:
    if not row.active:
        raise NotFound(row.pk)
    return row


def _days(person: Person) -> dict[str, object]:
    return {
        "weekdays": list(person.weekdays),
        "hours_a_week": person.hours_a_week,
        "max_matches": person.max_matches,
        "max_requests": person.max_requests,
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
