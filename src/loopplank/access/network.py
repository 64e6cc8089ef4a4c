"""Networks and organisations, and what the public may see of them."""

from dataclasses import dataclass
from uuid import UUID

from loopplank.access.actors import NotFound
from loopplank.store.models import Network, Offer, Organisation


def answers() -> bool:
    """Whether the database answers; raises when it does not."""
    return Network.objects.exists()


@dataclass(frozen=True, slots=True)
class PublicOffer:
    """One line of the directory: what, by whom, what not, and the space now."""

    kind: str
    name: str
    organisation: str
    organisation_slug: str
    does: str
    does_not: str
    space: str
    space_words: str


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """A network, or one organisation of it, as anybody may see it: no person's data."""

    network_id: UUID
    network_slug: str
    place: str
    organisation_id: UUID | None
    organisation_slug: str
    name: str
    phone: str
    phone_hours: str
    form_open: bool
    unread_notice: str
    offers: tuple[PublicOffer, ...]


def networks() -> tuple[tuple[str, str], ...]:
    """(slug, place) of every network in this installation."""
    return tuple(Network.objects.order_by("place").values_list("slug", "place"))


def public_place(network_slug: str, organisation_slug: str = "") -> PublicPlace:
    """The network's page, or one organisation's; NotFound when there is none by that name.

    The network's form is open while the organisation that gets everything else is open.
    """
    network = (
        Network.objects.select_related("default_organisation").filter(slug=network_slug).first()
    )
    if network is None:
        raise NotFound(network_slug)
    organisation: Organisation | None = None
    if organisation_slug:
        organisation = Organisation.objects.filter(network=network, slug=organisation_slug).first()
        if organisation is None or organisation.kind != "volunteers":
            raise NotFound(organisation_slug)
    offers = Offer.objects.filter(organisation__network=network, active=True)
    if organisation is not None:
        offers = offers.filter(organisation=organisation)
    answering = organisation or network.default_organisation
    return PublicPlace(
        network_id=network.pk,
        network_slug=network.slug,
        place=network.place,
        organisation_id=organisation.pk if organisation else None,
        organisation_slug=organisation_slug,
        name=organisation.name if organisation else network.name,
        phone=(organisation.phone if organisation else network.phone)
        or (answering.phone if answering else ""),
        phone_hours=(organisation.phone_hours if organisation else network.phone_hours),
        form_open=bool(answering and answering.form_open),
        unread_notice=answering.unread_notice if answering else "",
        offers=tuple(
            PublicOffer(
                kind=o.kind,
                name=o.name,
                organisation=o.organisation.name,
                organisation_slug=o.organisation.slug,
                does=o.does,
                does_not=o.does_not,
                space=o.space,
                space_words=o.space_words,
            )
            for o in offers.select_related("organisation").order_by("name", "organisation__name")
        ),
    )
