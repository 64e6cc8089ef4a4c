"""Read colleagues, and what somebody sees about their own account."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.reach import missing_roles
from loopplank.access.account.second_step import OpenReset, open_reset
from loopplank.access.organisations.invitations import Pending, pending
from loopplank.core.account.reach import Deed, invites, reaches
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.requests.states import OPEN
from loopplank.store.models import Account, Membership, Request


@dataclass(frozen=True, slots=True)
class Colleague:
    """One membership of the own organisation. `may` names what the reader may do about their
    sign-in; `lost` what was asked about a lost second step.
    """

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
    is_me: bool
    may: frozenset[Deed]
    lost: OpenReset | None

    @property
    def may_own(self) -> bool:
        """Whoever may own a request has something that goes to the stand-in on days off."""
        return self.role in MAY_OWN


@dataclass(frozen=True, slots=True)
class Team:
    organisation: str
    short_name: str
    phone: str
    colleagues: tuple[Colleague, ...]
    left: tuple[Colleague, ...]
    invited: tuple[Pending, ...]


def team(actor: Actor, now: datetime, *, as_file: bool = False) -> Team:
    """Return everybody of the own organisation, who works there first, and who was asked to; seven
    queries.

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
    asked = pending(actor, now)
    shown = [*(r.account_id for r in rows), *(one.id for one in asked)]
    record_reading(actor, page, purpose, shown, now)
    everybody = _colleagues(actor, rows)
    organisation = rows[0].organisation
    return Team(
        organisation=organisation.name,
        short_name=organisation.short_name,
        phone=organisation.phone,
        colleagues=tuple(c for c in everybody if c.active),
        left=tuple(c for c in everybody if not c.active),
        invited=asked,
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
        colleague=_colleagues(actor, [row], whole=True)[0],
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
    shortcuts: bool
    memberships: tuple[OwnMembership, ...]
    lost: OpenReset | None


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
        shortcuts=account.shortcuts,
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
        lost=open_reset(account.pk, account.pk),
    )


def address_of(actor: Actor) -> str:
    """Return with which address somebody is signed in, for a page outside any organisation."""
    if actor.account_id is None:
        raise NotFound("account")
    return Account.objects.values_list("email", flat=True).get(pk=actor.account_id)


def language_of(account_id: UUID) -> str:
    """Return the language somebody chose for their pages."""
    return Account.objects.values_list("language", flat=True).get(pk=account_id)


def whom_to_invite(actor: Actor) -> tuple[Role, ...]:
    """Return the roles that this member may ask somebody for."""
    return invites(actor.role, nobody_of=missing_roles(actor.own_organisation))


# --- underneath -----------------------------------------------------------------------------------


def _organisation_to_run(actor: Actor) -> UUID:
    if actor.role not in MAY_OWN:
        raise NotFound("organisation")
    return actor.own_organisation


def _colleagues(actor: Actor, rows: list[Membership], *, whole: bool = False) -> list[Colleague]:
    """Return colleagues; `whole` with what the page of one tells about a lost second step."""
    ids = [row.account_id for row in rows]
    owned = dict(
        Request.objects.filter(owner__in=rows, state__in=OPEN, erased_at=None)
        .values_list("owner_id")
        .annotate(n=Count("pk"))
    )
    opens: dict[UUID, list[tuple[UUID, Role]]] = {}
    for account_id, organisation_id, role in Membership.objects.filter(
        account_id__in=ids, active=True
    ).values_list("account_id", "organisation_id", "role"):
        opens.setdefault(account_id, []).append((organisation_id, Role(role)))
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
            is_me=row.account_id == actor.account_id,
            may=_may(actor, row, opens.get(row.account_id, [])),
            lost=open_reset(row.account_id, actor.account_id) if whole else None,
        )
        for row in rows
    ]


def _elsewhere(actor: Actor, opens: list[tuple[UUID, Role]]) -> bool:
    return any(organisation != actor.own_organisation for organisation, _role in opens)


def _may(actor: Actor, row: Membership, opens: list[tuple[UUID, Role]]) -> frozenset[Deed]:
    """Return what the actions let this reader do, so that no page offers what is refused."""
    if row.account_id == actor.account_id or not row.active:
        return frozenset()
    found = {Deed.REMOVE} if reaches(Deed.REMOVE, actor.role, [Role(row.role)]) else set()
    roles = [role for _organisation, role in opens]
    if not _elsewhere(actor, opens):
        found |= {
            deed for deed in (Deed.RESET, Deed.SECOND_STEP) if reaches(deed, actor.role, roles)
        }
    return frozenset(found)
