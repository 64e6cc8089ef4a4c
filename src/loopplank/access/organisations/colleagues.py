"""Read colleagues, invitations, and what somebody sees about their own account."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound, has_password
from loopplank.access.account.links import INVITE, address_of, by_token, spelled
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.requests.states import OPEN
from loopplank.store.models import Account, Link, Membership, Request


@dataclass(frozen=True, slots=True)
class Invitation:
    """A link with which somebody sets their password."""

    address: str
    spoken: tuple[str, ...]
    expires_on: date | None


@dataclass(frozen=True, slots=True)
class Colleague:
    """One membership of the own organisation. `can_sign_in` once they set a password."""

    id: UUID
    name: str
    email: str
    phone: str
    role: Role
    active: bool
    weekdays: tuple[int, ...]
    hours_a_week: int | None
    max_matches: int | None
    max_requests: int | None
    since: date
    ended_on: date | None
    owns: int
    can_sign_in: bool
    works_elsewhere: bool
    invitation: Invitation | None
    is_me: bool


@dataclass(frozen=True, slots=True)
class Team:
    organisation: str
    short_name: str
    phone: str
    colleagues: tuple[Colleague, ...]
    left: tuple[Colleague, ...]


def team(actor: Actor, now: datetime, *, as_file: bool = False) -> Team:
    """Return everybody of the own organisation, who works there first; six queries.

    `as_file` is recorded as an export.
    """
    organisation_id = _organisation_to_run(actor)
    rows = list(
        Membership.objects.filter(organisation_id=organisation_id)
        .select_related("account", "organisation")
        .order_by("account__name", "role")
    )
    page, purpose = ("colleagues", Purpose.PLANNING)
    if as_file:
        page, purpose = ("colleagues_csv", Purpose.EXPORT)
    record_reading(actor, page, purpose, [r.account_id for r in rows], now)
    everybody = _colleagues(actor, rows, local_day(now))
    organisation = rows[0].organisation
    return Team(
        organisation=organisation.name,
        short_name=organisation.short_name,
        phone=organisation.phone,
        colleagues=tuple(c for c in everybody if c.active),
        left=tuple(c for c in everybody if not c.active),
    )


@dataclass(frozen=True, slots=True)
class ColleaguePage:
    organisation: str
    short_name: str
    phone: str
    colleague: Colleague


def colleague(actor: Actor, membership_id: UUID, now: datetime, page: str) -> ColleaguePage:
    """Return one colleague who works at the own organisation. Raises NotFound for anybody else."""
    row = (
        Membership.objects.filter(
            pk=membership_id, organisation_id=_organisation_to_run(actor), active=True
        )
        .select_related("account", "organisation")
        .first()
    )
    if row is None:
        raise NotFound(membership_id)
    record_reading(actor, page, Purpose.PLANNING, [row.account_id], now)
    return ColleaguePage(
        organisation=row.organisation.name,
        short_name=row.organisation.short_name,
        phone=row.organisation.phone,
        colleague=_colleagues(actor, [row], local_day(now))[0],
    )


@dataclass(frozen=True, slots=True)
class Invited:
    """Whose invitation this is."""

    name: str
    email: str
    organisation: str
    first_time: bool


def invited(actor: Actor, token: str, now: datetime) -> Invited:
    """Return the account that an invitation opens.

    Raises NotFound when the link does not work (any more), or when a password was set already.
    """
    link = by_token(token, local_day(now))
    if link is None or link.purpose != INVITE:
        raise NotFound("invitation")
    account = Account.objects.filter(pk=link.subject_id).first()
    if account is None or has_password(account):
        raise NotFound("invitation")
    row = (
        Membership.objects.filter(account=account, active=True)
        .select_related("organisation")
        .order_by("since", "pk")
        .first()
    )
    record_reading(actor, "accept_invitation", Purpose.ACCOUNT, [account.pk], now)
    return Invited(
        account.name,
        account.email,
        row.organisation.name if row else "",
        account.last_login is None,
    )


@dataclass(frozen=True, slots=True)
class OwnMembership:
    id: UUID
    organisation: str
    network: str
    role: Role
    since: date
    acting: bool


@dataclass(frozen=True, slots=True)
class AccountPage:
    """What somebody sees about themselves."""

    name: str
    email: str
    phone: str
    language: str
    digest: bool
    memberships: tuple[OwnMembership, ...]


def account_page(actor: Actor, now: datetime, page: str) -> AccountPage:
    """Return the own account with every membership that is active."""
    account = Account.objects.filter(pk=actor.account_id or UUID(int=0)).first()
    if account is None:
        raise NotFound("account")
    rows = (
        Membership.objects.filter(account=account, active=True)
        .select_related("organisation__network")
        .order_by("organisation__name", "role")
    )
    record_reading(actor, page, Purpose.ACCOUNT, [account.pk], now)
    return AccountPage(
        name=account.name,
        email=account.email,
        phone=account.phone,
        language=account.language,
        digest=account.digest,
        memberships=tuple(
            OwnMembership(
                row.pk,
                row.organisation.name,
                row.organisation.network.name,
                Role(row.role),
                row.since,
                row.pk == actor.id,
            )
            for row in rows
        ),
    )


def membership_of(actor: Actor, email: str) -> UUID:
    """Return a membership of whoever signs in with this address, for the terminal only."""
    row = (
        Membership.objects.filter(account__email__iexact=email, active=True).order_by("pk").first()
        if actor.role is Role.SYSTEM
        else None
    )
    if row is None:
        raise NotFound(email)
    return row.pk


def language_of(account_id: UUID) -> str:
    """Return the language somebody chose for their pages."""
    return Account.objects.values_list("language", flat=True).get(pk=account_id)


def own_invitations(rows: list[Membership], today: date) -> Mapping[UUID, Invitation]:
    """Return the invitations that still work, by account; two queries.

    Not of somebody who is a member at another organisation too: that link opens their account there
    as well, and nobody here may have it (promise P6).
    """
    waiting = {row.account_id: row.organisation_id for row in rows if not has_password(row.account)}
    for account_id, organisation_id in Membership.objects.filter(
        account_id__in=waiting, active=True
    ).values_list("account_id", "organisation_id"):
        if waiting.get(account_id) not in {organisation_id, None}:
            del waiting[account_id]
    return {
        link.subject_id: Invitation(address_of(link), spelled(link), link.expires_on)
        for link in Link.objects.filter(purpose=INVITE, subject_id__in=waiting)
        if link.expires_on is None or link.expires_on >= today
    }


# --- underneath -----------------------------------------------------------------------------------


def _organisation_to_run(actor: Actor) -> UUID:
    if actor.role not in MAY_OWN:
        raise NotFound("organisation")
    return actor.own_organisation


def _colleagues(actor: Actor, rows: list[Membership], today: date) -> list[Colleague]:
    ids = [row.account_id for row in rows]
    owned = dict(
        Request.objects.filter(owner__in=rows, state__in=OPEN, erased_at=None)
        .values_list("owner_id")
        .annotate(n=Count("pk"))
    )
    elsewhere = set(
        Membership.objects.filter(account_id__in=ids, active=True)
        .exclude(organisation_id=actor.own_organisation)
        .values_list("account_id", flat=True)
    )
    links = own_invitations(rows, today)
    return [
        Colleague(
            id=row.pk,
            name=row.account.name,
            email=row.account.email,
            phone=row.account.phone,
            role=Role(row.role),
            active=row.active,
            weekdays=tuple(row.weekdays),
            hours_a_week=row.hours_a_week,
            max_matches=row.max_matches,
            max_requests=row.max_requests,
            since=row.since,
            ended_on=row.ended_on,
            owns=owned.get(row.pk, 0),
            can_sign_in=has_password(row.account),
            works_elsewhere=row.account_id in elsewhere,
            invitation=links.get(row.account_id) if row.active else None,
            is_me=row.account_id == actor.account_id,
        )
        for row in rows
    ]
