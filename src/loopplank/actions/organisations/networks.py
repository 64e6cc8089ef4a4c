"""Set up a network, its organisations, and which of them gets which question."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.actions.kit.action import record, record_event, verb
from loopplank.actions.organisations.colleagues import Person
from loopplank.actions.organisations.invitations import add_invitation
from loopplank.actions.organisations.organisations import record_organisation
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.organisations.organisations import OrganisationKind
from loopplank.store.models import (
    Account,
    Membership,
    Network,
    Organisation,
    PostcodeArea,
    Routing,
)

ALREADY_SET_UP = Reason("setup.done", dutch("Loopplank is al ingericht. Log in."))


@dataclass(frozen=True, slots=True)
class FirstSetUp:
    """What the first person fills in: the network, their organisation and themselves."""

    network_name: str
    place: str
    organisation_name: str
    short_name: str
    phone: str
    phone_hours: str
    name: str
    email: str
    password_hash: str


@verb("setup.begin", Role.VISITOR)
def set_up(*, actor: Actor, now: datetime, first: FirstSetUp) -> UUID:
    """Create the first network, organisation and coordinator; only while there is nothing yet.

    Returns the account. The first person is also the network's administrator.
    """
    if Account.objects.exists() or Network.objects.exists():
        raise Refused(ALREADY_SET_UP)
    network = Network.objects.create(
        slug=slug_of(first.place or first.network_name),
        name=first.network_name,
        place=first.place,
        phone=first.phone,
        phone_hours=first.phone_hours,
    )
    organisation = make_organisation(
        now,
        network,
        NewOrganisation(
            first.organisation_name,
            first.short_name,
            phone=first.phone,
            phone_hours=first.phone_hours,
        ),
    )
    network.default_organisation = organisation
    network.save(update_fields=["default_organisation"])
    account = Account.objects.create(
        email=first.email,
        name=first.name,
        password=first.password_hash,
        created_at=now,
        phone=first.phone,
    )
    member = Membership.objects.create(
        account=account, organisation=organisation, role=Role.COORDINATOR, since=local_day(now)
    )
    Membership.objects.create(
        account=account, organisation=organisation, role=Role.NETWORK_ADMIN, since=local_day(now)
    )
    organisation.first_contact = member
    organisation.save(update_fields=["first_contact"])
    record_organisation(
        actor, now, organisation.pk, "organisation.set_up", {"network": str(network.pk)}
    )
    return account.pk


@dataclass(frozen=True, slots=True)
class NewOrganisation:
    name: str
    short_name: str
    kind: str = OrganisationKind.VOLUNTEERS
    phone: str = ""
    phone_hours: str = ""


@verb("network.add_organisation", Role.NETWORK_ADMIN, Role.SYSTEM)
def add_organisation(
    *,
    actor: Actor,
    now: datetime,
    network_id: UUID,
    details: NewOrganisation,
    coordinator: Person | None = None,
) -> UUID:
    """Add an organisation to the network; its form stays closed until it has its people.

    The first coordinator is invited along with it: they invite the others.
    """
    if actor.role is not Role.SYSTEM and actor.network_id != network_id:
        raise NotFound(network_id)
    network = Network.objects.get(pk=network_id)
    organisation = make_organisation(now, network, details)
    if network.default_organisation_id is None and details.kind == OrganisationKind.VOLUNTEERS:
        network.default_organisation = organisation
        network.save(update_fields=["default_organisation"])
    if coordinator is not None:
        add_invitation(actor, now, organisation, coordinator, Role.COORDINATOR)
    record_organisation(
        actor, now, organisation.pk, "organisation.added", {"network": str(network_id)}
    )
    return organisation.pk


@verb("network.open", Role.SYSTEM)
def open_network(
    *, actor: Actor, now: datetime, name: str, place: str, phone: str, phone_hours: str
) -> UUID:
    """Open a new network without organisations."""
    network = Network.objects.create(
        slug=slug_of(place), name=name, place=place, phone=phone, phone_hours=phone_hours
    )
    record_event(
        "network", network.pk, "network.opened", actor=actor, now=now, organisation_id=None
    )
    return network.pk


@dataclass(frozen=True, slots=True)
class RouteRow:
    organisation_id: UUID
    kind: str = ""
    postcode_from: str = ""
    postcode_to: str = ""


@verb("network.set_routing", Role.NETWORK_ADMIN, Role.SYSTEM)
def set_routing(
    *, actor: Actor, now: datetime, network_id: UUID, default_id: UUID, rows: Iterable[RouteRow]
) -> None:
    """Set the whole table of which organisation gets which question, with its mandatory default."""
    if actor.role is not Role.SYSTEM and actor.network_id != network_id:
        raise NotFound(network_id)
    network = Network.objects.select_for_update().get(pk=network_id)
    wanted = list(rows)
    members = set(network.organisations.values_list("pk", flat=True))
    if not {default_id, *(row.organisation_id for row in wanted)} <= members:
        raise NotFound("organisation")
    network.default_organisation_id = default_id
    network.save(update_fields=["default_organisation"])
    Routing.objects.filter(network=network).delete()
    Routing.objects.bulk_create(
        Routing(
            network=network,
            position=position,
            kind=row.kind,
            postcode_from=row.postcode_from,
            postcode_to=row.postcode_to,
            organisation_id=row.organisation_id,
        )
        for position, row in enumerate(wanted)
    )
    record(
        network,
        "network.routing_set",
        actor=actor,
        now=now,
        data={"rows": len(wanted), "default": str(default_id)},
    )


@dataclass(frozen=True, slots=True)
class Area:
    postcode: str
    place: str
    latitude: float
    longitude: float
    municipality: str = ""
    neighbourhood: str = ""


@verb("network.load_areas", Role.NETWORK_ADMIN, Role.SYSTEM)
def load_areas(*, actor: Actor, now: datetime, network_id: UUID, areas: Iterable[Area]) -> int:
    """Load postcode areas with their centres; a postcode that is there already is replaced."""
    rows = [
        PostcodeArea(
            postcode=a.postcode,
            place=a.place,
            neighbourhood=a.neighbourhood,
            municipality=a.municipality,
            latitude=a.latitude,
            longitude=a.longitude,
        )
        for a in areas
    ]
    PostcodeArea.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["postcode"],
        update_fields=["place", "neighbourhood", "municipality", "latitude", "longitude"],
        batch_size=500,
    )
    Network.objects.select_for_update().get(pk=network_id)
    record_event(
        "network",
        network_id,
        "network.areas_loaded",
        actor=actor,
        now=now,
        organisation_id=actor.organisation_id,
        data={"rows": len(rows)},
    )
    return len(rows)


# --- underneath -----------------------------------------------------------------------------------


def make_organisation(now: datetime, network: Network, details: NewOrganisation) -> Organisation:
    slug, n = slug_of(details.name), 1
    while Organisation.objects.filter(network=network, slug=slug).exists():
        n += 1
        slug = f"{slug_of(details.name)}-{n}"
    return Organisation.objects.create(
        network=network,
        slug=slug,
        name=details.name,
        short_name=details.short_name[:11],
        kind=details.kind,
        phone=details.phone,
        phone_hours=details.phone_hours,
        created_at=now,
    )


def slug_of(name: str) -> str:
    from django.utils.text import slugify

    return slugify(name)[:50] or "loopplank"
