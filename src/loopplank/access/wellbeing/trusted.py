"""Find whom volunteers can turn to beside their coordinator: what an organisation named counts
first, and what its network named wherever it named nobody.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.responsibility.on_duty import may_own
from loopplank.core.account.roles import Role
from loopplank.core.organisations.organisations import OrganisationKind
from loopplank.store.models import (
    Membership,
    Organisation,
    Trusted,
    TrustedOfNetwork,
    WhomToTrust,
)

_PEOPLE = ("adviser", "safety_contact", "safety_stand_in")


@dataclass(frozen=True, slots=True)
class Adviser:
    """The confidential adviser: a member, or somebody outside whom the volunteer calls."""

    member: Membership | None
    name: str
    phone: str
    of_network: bool = False


@dataclass(frozen=True, slots=True)
class Contacts:
    """For a suspected abuse: the contact person, then who stands in; nobody when it is empty."""

    people: tuple[Membership, ...] = ()
    of_network: bool = False


@dataclass(frozen=True, slots=True)
class Trust:
    """Who can be turned to now, of those who were named."""

    adviser: Adviser | None = None
    contacts: Contacts = Contacts()


def adviser_of(organisation: Organisation, about: Membership | None = None) -> Adviser | None:
    """Return whom volunteers of an organisation talk to in confidence.

    The network's is never the one whom it may be `about`.
    """
    own = own_trust(organisation).adviser
    if own is not None:
        return own
    found = network_trust(organisation)
    theirs = trust_of(found, of_network=True, without={about.account_id} if about else ())
    return theirs.adviser


def contacts_of(organisation: Organisation) -> Contacts:
    """Return who reads what a volunteer says is not right."""
    own = own_trust(organisation).contacts
    return own if own.people else trust_of(network_trust(organisation), of_network=True).contacts


def own_trust(organisation: Organisation) -> Trust:
    return trust_of(trusted_by(organisation))


def trusted_by(organisation: Organisation) -> Trusted | None:
    """Return what an organisation named itself."""
    found: Trusted | None = getattr(_with_named(organisation), "trusted", None)
    return found


def network_trust(organisation: Organisation) -> TrustedOfNetwork | None:
    """Return what its network named, without anybody who may not be named any more."""
    row = _with_named(organisation)
    return _who_may(getattr(row.network, "trusted", None), vars(row))


def trusted_of_network(network_id: UUID) -> TrustedOfNetwork | None:
    """Return the same for the network itself; one query."""
    rows = TrustedOfNetwork.objects.select_related(*(f"{one}__account" for one in _PEOPLE))
    runs = {f"{one}_runs": _runs("network_id", f"{one}__account_id") for one in _PEOPLE}
    row = rows.annotate(**runs).filter(network_id=network_id).first()
    return _who_may(row, vars(row) if row else {})


def administrators(network_id: UUID) -> "QuerySet[Membership]":
    """Return who runs a network.

    They watch over what stays unanswered and read none of it, so in whichever other role they work
    they are not the ones who read it either.
    """
    return Membership.objects.filter(
        organisation__network_id=network_id, role=Role.NETWORK_ADMIN, active=True
    )


def trust_of(
    row: WhomToTrust | None, *, of_network: bool = False, without: Collection[UUID] = ()
) -> Trust:
    """Return who of those who were named is still there.

    `without` are accounts that do not count.
    """
    if row is None:
        return Trust()
    both = (row.safety_contact, row.safety_stand_in)
    people = tuple(one for one in both if one is not None and one.active)
    contacts = Contacts(people, of_network and bool(people))
    member = row.adviser
    if member is not None and member.active and member.account_id not in without:
        account = member.account
        return Trust(Adviser(member, account.name, account.phone, of_network), contacts)
    if row.adviser_phone:
        outside = Adviser(None, row.adviser_name, row.adviser_phone, of_network)
        return Trust(outside, contacts)
    return Trust(None, contacts)


# --- underneath -----------------------------------------------------------------------------------


def _with_named(organisation: Organisation) -> Organisation:
    """Return an organisation with what it and its network named; asked once for each row that was
    read.
    """
    if "named_now" not in vars(organisation):
        ours = [f"trusted__{one}__account" for one in _PEOPLE]
        theirs = [
            f"network__trusted__{one}__{part}"
            for one in _PEOPLE
            for part in ("account", "organisation")
        ]
        runs = {
            f"{one}_runs": _runs("network_id", f"network__trusted__{one}__account_id")
            for one in _PEOPLE
        }
        rows = Organisation.objects.select_related("network", *ours, *theirs).annotate(**runs)
        vars(organisation)["named_now"] = rows.get(pk=organisation.pk)
    found: Organisation = vars(organisation)["named_now"]
    return found


def _runs(network: str, account: str) -> Exists:
    rows = Membership.objects.filter(
        organisation__network_id=OuterRef(network),
        account_id=OuterRef(account),
        role=Role.NETWORK_ADMIN,
        active=True,
    )
    return Exists(rows)


def _who_may(row: TrustedOfNetwork | None, known: Mapping[str, object]) -> TrustedOfNetwork | None:
    for name in _PEOPLE if row is not None else ():
        one: Membership | None = getattr(row, name)
        if one is not None and (known[f"{name}_runs"] or not one.account.is_active):
            setattr(row, name, None)
    return row


# --- whom a network named -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lacking:
    """An organisation of which volunteers have nobody to turn to but their coordinator."""

    organisation: str
    adviser: bool
    contact: bool


@dataclass(frozen=True, slots=True)
class Could:
    """A member of any organisation who may be named."""

    membership_id: UUID
    name: str
    organisation: str


@dataclass(frozen=True, slots=True)
class NetworkTrustedPage:
    """Who is named, who could be, and where nobody is, neither there nor by the network."""

    adviser_id: UUID | None
    adviser_name: str
    adviser_phone: str
    safety_contact_id: UUID | None
    safety_stand_in_id: UUID | None
    could: tuple[Could, ...]
    lacking: tuple[Lacking, ...]


def network_trusted_page(actor: Actor, now: datetime) -> NetworkTrustedPage:
    """Return it for the administrator of a network.

    Four queries however many organisations there are.
    """
    if actor.role is not Role.NETWORK_ADMIN or actor.network_id is None:
        raise NotFound("network")
    row = TrustedOfNetwork.objects.filter(network_id=actor.network_id).first()
    members = list(may_be_named(actor.network_id))
    record_reading(actor, "network_trusted", Purpose.PLANNING, [m.account_id for m in members], now)
    return NetworkTrustedPage(
        adviser_id=row.adviser_id if row else None,
        adviser_name=row.adviser_name if row else "",
        adviser_phone=row.adviser_phone if row else "",
        safety_contact_id=row.safety_contact_id if row else None,
        safety_stand_in_id=row.safety_stand_in_id if row else None,
        could=tuple(Could(m.pk, m.account.name, m.organisation.name) for m in members),
        lacking=lacking(actor.network_id),
    )


def may_be_named(network_id: UUID) -> "QuerySet[Membership]":
    """Return who may read what is confidential of any organisation in a network; never who
    runs it.
    """
    rows = may_own(organisation__network_id=network_id).exclude(
        account_id__in=administrators(network_id).values("account_id")
    )
    return rows.select_related("account", "organisation").order_by(
        "account__name", "organisation__name", "role"
    )


def lacking(network_id: UUID) -> tuple[Lacking, ...]:
    """Return the organisations with volunteers where somebody lacks; two queries."""
    named = trust_of(trusted_of_network(network_id), of_network=True)
    rows = Organisation.objects.filter(
        network_id=network_id, kind=OrganisationKind.VOLUNTEERS
    ).select_related(
        "trusted__adviser__account",
        "trusted__safety_contact__account",
        "trusted__safety_stand_in__account",
    )
    found = []
    for row in rows.order_by("name"):
        own = trust_of(getattr(row, "trusted", None))
        adviser = own.adviser or named.adviser
        contacts = own.contacts.people or named.contacts.people
        if adviser is None or not contacts:
            found.append(Lacking(row.name, adviser is not None, bool(contacts)))
    return tuple(found)
