"""Read the public page on which somebody applies, and how their own application stands."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import VISITOR, NotFound
from loopplank.access.account.links import APPLICATION, by_token
from loopplank.access.organisations.organisations import PublicOffer, PublicPlace, place_of
from loopplank.access.organisations.routing import organisation_of_page
from loopplank.access.responsibility.on_duty import may_own
from loopplank.access.responsibility.promises import CallPromise, call_promise, promise_on
from loopplank.core.kit.calendar import local_day
from loopplank.core.organisations.organisations import OrganisationKind
from loopplank.core.referrals.consent import Space
from loopplank.core.volunteers.application import (
    CLOCKS,
    ApplicationState,
    erased_from,
    still_taken,
    takes_new,
)
from loopplank.store.models import Network, Offer, Organisation, VolunteerApplication

# --- the public page ------------------------------------------------------------------------------


def promise_of_place(place: PublicPlace, now: datetime) -> CallPromise | None:
    """Return who calls somebody who applies now, and before when.

    On the page of a network nobody knows yet which organisation gets it: that one names somebody.
    """
    if place.organisation_id is None:
        return None
    row = Organisation.objects.filter(pk=place.organisation_id).first()
    return call_promise(row, CLOCKS[ApplicationState.INTEREST], now) if row else None


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Another organisation of the network at which somebody can apply now."""

    slug: str
    name: str


@dataclass(frozen=True, slots=True)
class ApplyPage:
    """The page on which somebody applies: whether it is `open` to who comes now, and `still` to who
    had it before them. `offers` are of who takes applications, on a network's page of all of them;
    `others` are open too and do something that the network's page names.
    """

    open: bool
    still: bool
    offers: tuple[PublicOffer, ...]
    others: tuple[Elsewhere, ...]


def apply_page(place: PublicPlace, now: datetime) -> ApplyPage:
    """Return who takes applications here and elsewhere in the network; one query.

    On a network's page that is the organisation that gets what has no place of its own.
    """
    offers = Offer.objects.filter(organisation=OuterRef("pk"), active=True)
    rows = list(
        answering(place.network_id).annotate(offers_help=Exists(offers)).order_by("name", "slug")
    )
    here = next((row for row in rows if row.pk == _named(place, row)), None)
    open_ones = {row.pk for row in rows if is_open(row)}
    return ApplyPage(
        open=here is not None and is_open(here),
        still=here is not None and still_taken(here.applications_closed_at, now),
        offers=tuple(one for one in place.offers if one.organisation_id in open_ones),
        others=tuple(
            Elsewhere(row.slug, row.name)
            for row in rows
            if is_open(row) and row.offers_help and row.pk != place.organisation_id
        ),
    )


def place_to_apply_at(place: PublicPlace, now: datetime) -> PublicPlace | None:
    """Return to which page the start page leads who wants to do something: its own, else that of
    the network, which may name who is open; None where nobody takes anybody.
    """
    if place.organisation_id and apply_page(place, now).open:
        return place
    of_all = replace(place, organisation_id=None, organisation_slug="")
    page = apply_page(of_all, now)
    return of_all if page.open or page.others else None


def answering(network_id: UUID) -> "QuerySet[Organisation]":
    """Return the organisations of a network where somebody would answer, open or not; with it."""
    somebody = may_own(organisation_id=OuterRef("pk"))
    rows = Organisation.objects.filter(
        Exists(somebody), network_id=network_id, kind=OrganisationKind.VOLUNTEERS
    )
    return rows.select_related("network")


def is_open(row: Organisation) -> bool:
    return takes_new(row.applications_closed_at)


def _named(place: PublicPlace, row: Organisation) -> UUID | None:
    return place.organisation_id or row.network.default_organisation_id


def asked_much(offers: Iterable[PublicOffer]) -> frozenset[str]:
    """Return the kinds of help of which the start page says that people wait for it; no numbers."""
    waits = {Space.WAITING, Space.FULL}
    return frozenset(offer.kind for offer in offers if offer.space in waits)


def organisation_to_apply_at(place: PublicPlace, kinds: Collection[str], area: str) -> UUID:
    """Return which organisation gets an application: from a network's page by its table, of who is
    open. Raises NotFound when nobody would.
    """
    found = place.organisation_id
    if found is None:
        network = Network.objects.get(pk=place.network_id)
        found = organisation_of_page(network, kinds, area, also=is_open)
    if found is None:
        raise NotFound("application")
    return found


def slug_of(organisation_id: UUID) -> str:
    return str(Organisation.objects.values_list("slug", flat=True).get(pk=organisation_id))


# --- for whoever applied, with their own link -----------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnApplication:
    """How it stands, as the person reads it: no name of theirs, no number, nothing they chose."""

    id: UUID
    place: PublicPlace
    organisation: str
    state: ApplicationState
    promise: CallPromise | None
    erased_from: date | None


def own_application(token: str, now: datetime) -> OwnApplication | None:
    """Return what is behind a link while it works; None otherwise."""
    link = by_token(token, local_day(now))
    if link is None or link.purpose != APPLICATION:
        return None
    row = (
        VolunteerApplication.objects.select_related(
            "owner__account", "organisation__network", "organisation__first_contact__account"
        )
        .filter(pk=link.subject_id, erased_at=None)
        .first()
    )
    if row is None:
        return None
    record_reading(VISITOR, "own_application", Purpose.OWN, [row.pk], now)
    return OwnApplication(
        id=row.pk,
        place=place_of(row.organisation.network, row.organisation),
        organisation=row.organisation.name,
        state=ApplicationState(row.state),
        promise=promise_on(row.owner, row.organisation, row.due_on) if row.due_on else None,
        erased_from=erased_from(local_day(row.ended_at)) if row.ended_at else None,
    )


def language_of_application(application_id: UUID) -> str:
    """Return in which language whoever applied reads; "" once nothing of them is left."""
    rows = VolunteerApplication.objects.filter(pk=application_id, erased_at=None)
    return str(rows.values_list("language", flat=True).first() or "")
