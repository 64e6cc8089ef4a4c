"""Read what the administrator of a network sees: organisations, and which gets which question."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.organisations.invitations import Pending, pending_of
from loopplank.access.responsibility.on_duty import left
from loopplank.access.wellbeing.trusted import Lacking, lacking
from loopplank.core.account.invitations import InvitationState
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.organisations.organisations import OrganisationKind
from loopplank.core.requests.states import OPEN
from loopplank.store.models import (
    Invitation,
    Membership,
    Network,
    Organisation,
    PostcodeArea,
    Request,
    Routing,
)


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    id: UUID
    name: str
    kind: str
    phone: str
    first_contact: str
    form_open: bool
    is_default: bool
    newcomers: tuple[Pending, ...]


@dataclass(frozen=True, slots=True)
class NetworkPage:
    """`without_owner` counts open requests whose owner does not work there any more: never.
    `lacking` are the organisations of which a volunteer has nobody else to turn to.
    """

    name: str
    place: str
    slug: str
    organisations: tuple[OrganisationRow, ...]
    without_owner: int
    areas: int
    lacking: tuple[Lacking, ...]


def network_page(actor: Actor, now: datetime) -> NetworkPage:
    """Return the organisations of the own network; nine queries however many there are."""
    network = _network(actor)
    rows = list(
        Organisation.objects.filter(network=network)
        .select_related("first_contact__account")
        .order_by("name")
    )
    newcomers = _newcomers(rows, now)
    record_reading(
        actor,
        "network",
        Purpose.PLANNING,
        [
            *(r.first_contact.account_id for r in rows if r.first_contact),
            *(one.id for found in newcomers.values() for one in found),
        ],
        now,
    )
    without = Request.objects.filter(
        left("owner"), organisation__network=network, state__in=OPEN, erased_at=None
    )
    return NetworkPage(
        name=network.name,
        place=network.place,
        slug=network.slug,
        organisations=tuple(
            OrganisationRow(
                id=row.pk,
                name=row.name,
                kind=row.kind,
                phone=row.phone,
                first_contact=row.first_contact.account.name if row.first_contact else "",
                form_open=row.form_open,
                is_default=row.pk == network.default_organisation_id,
                newcomers=tuple(newcomers.get(row.pk, ())),
            )
            for row in rows
        ),
        without_owner=without.count(),
        areas=PostcodeArea.objects.count(),
        lacking=lacking(network.pk),
    )


@dataclass(frozen=True, slots=True)
class RouteFacts:
    kind: str
    postcode_from: str
    postcode_to: str
    organisation_id: UUID


@dataclass(frozen=True, slots=True)
class RoutingPage:
    """The table and the organisations that can stand in it."""

    network: str
    default_id: UUID | None
    rows: tuple[RouteFacts, ...]
    choices: tuple[tuple[UUID, str, bool], ...]


def routing_page(actor: Actor) -> RoutingPage:
    """Return which organisation gets which question; choices are (id, name, form open)."""
    network = _network(actor)
    return RoutingPage(
        network=network.name,
        default_id=network.default_organisation_id,
        rows=tuple(
            RouteFacts(r.kind, r.postcode_from, r.postcode_to, r.organisation_id)
            for r in Routing.objects.filter(network=network).order_by("position")
        ),
        choices=tuple(
            Organisation.objects.filter(network=network, kind=OrganisationKind.VOLUNTEERS)
            .order_by("name")
            .values_list("pk", "name", "form_open")
        ),
    )


# --- underneath -----------------------------------------------------------------------------------


def _network(actor: Actor) -> Network:
    if actor.role is not Role.NETWORK_ADMIN or actor.network_id is None:
        raise NotFound("network")
    return Network.objects.get(pk=actor.network_id)


def _newcomers(rows: list[Organisation], now: datetime) -> dict[UUID, list[Pending]]:
    """Return who was asked to begin at organisations in which nobody works yet.

    As soon as one person is in, invitations are that organisation's own business.
    """
    inside = Membership.objects.filter(organisation__in=rows, active=True).values("organisation_id")
    waiting = (
        Invitation.objects.filter(organisation__in=rows, state=InvitationState.PENDING)
        .exclude(organisation_id__in=inside)
        .select_related("organisation")
        .order_by("name", "created_at")
    )
    found: dict[UUID, list[Pending]] = {}
    for row, one in zip(waiting, pending_of(waiting, local_day(now)), strict=True):
        found.setdefault(row.organisation_id, []).append(one)
    return found


def known_areas() -> int:
    """Count the postcode areas that have a place on the map; they are public and belong to
    nobody.
    """
    return PostcodeArea.objects.count()
