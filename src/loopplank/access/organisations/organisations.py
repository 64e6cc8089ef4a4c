"""Read networks and organisations, and what the public may see of them."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Q, QuerySet

from loopplank.access.account.actors import NotFound
from loopplank.access.kit import workdays
from loopplank.access.kit.danger_phone import danger_phone_of
from loopplank.access.requests.waiting import wait_ranges
from loopplank.access.responsibility.intake_stop import stop_of
from loopplank.core.account.roles import MAY_OWN
from loopplank.core.kit.calendar import WorkingDays, local_day
from loopplank.core.messages.duty import NO_DANGER_PHONE, DangerPhone
from loopplank.core.organisations.organisations import OrganisationKind
from loopplank.core.referrals.consent import Space
from loopplank.core.requests.read_by import read_on
from loopplank.core.requests.waiting import WaitRange
from loopplank.core.responsibility.closures import Closure, from_stored
from loopplank.core.responsibility.intake_stop import Stop, stop_for
from loopplank.store.models import IntakeStop, Network, Offer, Organisation


def answers() -> bool:
    """Return whether the database answers; raises when it does not."""
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
    organisation_id: UUID | None = None
    wait: WaitRange | None = None
    stop: Stop | None = None


@dataclass(frozen=True, slots=True)
class PublicStop:
    """Of which organisation somebody who asks now probably hears no, until when, and why."""

    organisation: str
    stop: Stop


@dataclass(frozen=True, slots=True)
class PublicPlace:
    """A network, or one organisation of it, as anybody may see it: no person's data. `closures` are
    those of who answers here, and `answered_by` is its name.
    """

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
    offers: tuple[PublicOffer, ...] = ()
    stops: tuple[PublicStop, ...] = ()
    closures: tuple[Closure, ...] = ()
    answered_by: str = ""


@dataclass(frozen=True, slots=True)
class PublicNetwork:
    """One of several networks in this installation, to choose from."""

    slug: str
    name: str
    place: str
    phone: str


def real_networks() -> "QuerySet[Network]":
    """Return the networks that the world may know of: none to practise in."""
    return Network.objects.filter(practice_of=None)


def networks() -> tuple[PublicNetwork, ...]:
    """Return every real network in this installation, by place."""
    rows = real_networks().order_by("place", "name").values_list("slug", "name", "place", "phone")
    return tuple(PublicNetwork(*row) for row in rows)


def public_start(network_slug: str, organisation_slug: str, today: date) -> PublicPlace:
    """Return the place with everything about the room of each offer: stops, and how long waiting
    takes.
    """
    place = public_place(network_slug, organisation_slug, today)
    keys = {
        (o.organisation_id, o.kind)
        for o in place.offers
        if o.organisation_id and o.space == Space.WAITING
    }
    waits = wait_ranges(keys, today)
    return replace(
        place,
        offers=tuple(
            replace(
                o,
                wait=waits.get((o.organisation_id, o.kind)) if o.organisation_id else None,
                stop=stop_for(
                    (s.stop for s in place.stops if s.organisation == o.organisation),
                    [o.kind],
                    today,
                ),
            )
            for o in place.offers
        ),
    )


def public_place(
    network_slug: str, organisation_slug: str = "", today: date | None = None
) -> PublicPlace:
    """Return the network's page, or one organisation's.

    Raises NotFound when there is none by that name, or only one to practise in. With a day
    also the intake stops that are in force on it.

    A form is open when its organisation opened it and its first contact still works there; the
    network's form is that of the organisation that gets everything without a place of its own.
    """
    network = (
        real_networks()
        .select_related("default_organisation__first_contact__account")
        .filter(slug=network_slug)
        .first()
    )
    if network is None:
        raise NotFound(network_slug)
    organisation: Organisation | None = None
    if organisation_slug:
        organisation = (
            Organisation.objects.select_related("first_contact__account")
            .filter(network=network, slug=organisation_slug, kind=OrganisationKind.VOLUNTEERS)
            .first()
        )
        if organisation is None:
            raise NotFound(organisation_slug)
    place = place_of(network, organisation, offers=_offers(network, organisation))
    return replace(place, stops=_stops(network, organisation, today)) if today else place


def place_of(
    network: Network, organisation: Organisation | None, *, offers: tuple[PublicOffer, ...] = ()
) -> PublicPlace:
    """Return a place of rows that were read already, with their first contact and its account."""
    answering = organisation or network.default_organisation
    named = organisation or network
    # a place without a number of its own is answered by the next one
    reached = next((row for row in (named, network, answering) if row and row.phone), named)
    return PublicPlace(
        network_id=network.pk,
        network_slug=network.slug,
        place=network.place,
        organisation_id=organisation.pk if organisation else None,
        organisation_slug=organisation.slug if organisation else "",
        name=named.name,
        phone=reached.phone,
        phone_hours=reached.phone_hours,
        form_open=answering is not None and form_is_open(answering),
        unread_notice=answering.unread_notice if answering else "",
        offers=offers,
        closures=from_stored(answering.closed) if answering else (),
        answered_by=answering.name if answering else "",
    )


def phone_to_call() -> str:
    """Return the number of this installation's only network, for a page that belongs to no
    place.
    """
    phones = list(real_networks().values_list("phone", flat=True)[:2])
    return phones[0] if len(phones) == 1 else ""


def form_is_open(organisation: Organisation) -> bool:
    """Return whether a question that is sent now gets an owner; needs first contact and account
    loaded.
    """
    first = organisation.first_contact
    return (
        organisation.form_open
        and first is not None
        and first.active
        and first.account.is_active
        and first.role in MAY_OWN
    )


def _offers(network: Network, organisation: Organisation | None) -> tuple[PublicOffer, ...]:
    rows = Offer.objects.filter(organisation__network=network, active=True)
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    return tuple(
        PublicOffer(
            kind=o.kind,
            name=o.name,
            organisation=o.organisation.name,
            organisation_slug=o.organisation.slug,
            does=o.does,
            does_not=o.does_not,
            space=o.space,
            space_words=o.space_words,
            organisation_id=o.organisation_id,
        )
        for o in rows.select_related("organisation").order_by("name", "organisation__name")
    )


def _stops(
    network: Network, organisation: Organisation | None, today: date
) -> tuple[PublicStop, ...]:
    rows = IntakeStop.objects.filter(
        organisation__network=network, first_day__lte=today, until__gt=today
    )
    if organisation is not None:
        rows = rows.filter(organisation=organisation)
    found = (
        PublicStop(row.organisation.name, stop_of(row))
        for row in rows.select_related("organisation").order_by("organisation__name", "-until")
    )
    return tuple(one for one in found if one.stop.in_force(today))


# --- who reads what is sent, and when -------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reading:
    """On which day somebody reads what is sent now, and the danger phone that hears at once, if
    there is one and text messages leave."""

    on: date
    danger: DangerPhone


def reading_of(place: PublicPlace, now: datetime) -> Reading:
    """Return when what is sent from this page is read. On a network's page nobody knows yet which
    organisation gets it: the latest day of all is the one that is true, and no phone is promised
    that not all of them have.
    """
    rows = Organisation.objects.select_related("network").filter(
        network_id=place.network_id, kind=OrganisationKind.VOLUNTEERS
    )
    own = Q(pk=place.organisation_id) if place.organisation_id else Q(form_open=True)
    rows = rows.filter(own)
    found = list(rows)
    days = [read_on(now, workdays.of_organisation(row, local_day(now))) for row in found]
    phones = {danger_phone_of(row) for row in found}
    one = phones.pop() if len(phones) == 1 and settings.SENDS_SMS else NO_DANGER_PHONE
    return Reading(max(days, default=read_on(now, WorkingDays())), one)
