"""Read the public page on which somebody applies, and how their own application stands."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import VISITOR, NotFound
from loopplank.access.account.links import APPLICATION, by_token
from loopplank.access.organisations.organisations import PublicPlace, place_of
from loopplank.access.organisations.routing import organisation_of_page
from loopplank.access.responsibility.on_duty import may_own
from loopplank.access.responsibility.promises import CallPromise, call_promise, promise_on
from loopplank.core.kit.calendar import local_day
from loopplank.core.referrals.consent import Space
from loopplank.core.volunteers.application import CLOCKS, ApplicationState, erased_from
from loopplank.store.models import Network, Organisation, VolunteerApplication

# --- the public page ------------------------------------------------------------------------------


def promise_of_place(place: PublicPlace, now: datetime) -> CallPromise | None:
    """Return who calls somebody who applies now, and before when.

    On the page of a network nobody knows yet which organisation gets it: that one names somebody.
    """
    if place.organisation_id is None:
        return None
    row = Organisation.objects.filter(pk=place.organisation_id).first()
    return call_promise(row, CLOCKS[ApplicationState.INTEREST], now) if row else None


def asked_much(place: PublicPlace) -> frozenset[str]:
    """Return the kinds of help of which the start page says that people wait for it; no numbers."""
    waits = {Space.WAITING, Space.FULL}
    return frozenset(offer.kind for offer in place.offers if offer.space in waits)


def organisation_to_apply_at(place: PublicPlace, kinds: Collection[str], area: str) -> UUID:
    """Return which organisation gets an application. Raises NotFound when nobody would."""
    found = place.organisation_id
    if found is None:
        network = Network.objects.get(pk=place.network_id)
        found = organisation_of_page(network, kinds, area)
    if found is None:
        raise NotFound("application")
    return found


def slug_of(organisation_id: UUID) -> str:
    return str(Organisation.objects.values_list("slug", flat=True).get(pk=organisation_id))


def takes_applications(place: PublicPlace) -> bool:
    """Return whether somebody would answer: on a network's page the organisation that gets what has
    no place of its own.
    """
    named = place.organisation_id
    if named is None:
        rows = Network.objects.filter(pk=place.network_id)
        named = rows.values_list("default_organisation_id", flat=True).first()
    return named is not None and may_own(organisation_id=named).exists()


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
