"""Whom a network named for its organisations, who could be, and which organisations have nobody."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from loopplank.access.actors import Actor, NotFound
from loopplank.access.on_duty import may_own
from loopplank.access.reading import Purpose, record_reading
from loopplank.access.trusted import administrators, trust_of, trusted_of_network
from loopplank.core.organisations import OrganisationKind
from loopplank.core.roles import Role
from loopplank.store.models import Membership, Organisation, TrustedOfNetwork


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
    """For the administrator of a network; four queries however many organisations there are."""
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
    """Who may read what is confidential of any organisation in a network; never who runs it."""
    rows = may_own(organisation__network_id=network_id).exclude(
        account_id__in=administrators(network_id).values("account_id")
    )
    return rows.select_related("account", "organisation").order_by(
        "account__name", "organisation__name", "role"
    )


def lacking(network_id: UUID) -> tuple[Lacking, ...]:
    """The organisations with volunteers where somebody lacks; two queries."""
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
