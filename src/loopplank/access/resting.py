"""Who rests or stops, as one organisation may see it: of rest elsewhere only that it is so (P6)."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Q

from loopplank.access.actors import Actor, NotFound
from loopplank.access.volunteers import facts_of
from loopplank.core.affiliations import AffiliationState
from loopplank.core.reason import Reason
from loopplank.core.rest import Quiet, closed, quiet
from loopplank.core.roles import Role
from loopplank.store.models import Affiliation, Limits, Network, Volunteer


@dataclass(frozen=True, slots=True)
class RestPage:
    """What a network set about rest after heavy help."""

    network: str
    weeks: int


def rest_page(actor: Actor) -> RestPage:
    """For the administrator of the network; NotFound for anybody else."""
    if actor.role is not Role.NETWORK_ADMIN or actor.network_id is None:
        raise NotFound("network")
    row = Network.objects.get(pk=actor.network_id)
    return RestPage(row.name, row.weeks_of_rest_after_heavy)


def weeks_in_force(volunteer: Volunteer) -> int:
    """How many weeks of rest this volunteer may count on after heavy help, wherever they help."""
    rows = Affiliation.objects.filter(volunteer=volunteer, state=AffiliationState.ACTIVE)
    weeks = rows.values_list("organisation__network__weeks_of_rest_after_heavy", flat=True)
    return min(weeks, default=0)


def left_alone(row: Limits, organisation_id: UUID, today: date) -> Reason | None:
    """Why nobody asks them anything now, where this organisation may know why."""
    return closed(
        stops_on=row.stops_on,
        rests_until=row.rest_until,
        limits=facts_of(row),
        today=today,
        rest_is_here=rest_is_of(row, organisation_id),
    )


def quiet_for(row: Limits, organisation_id: UUID, today: date) -> Quiet | None:
    """The same as a code, also of rest that an organisation may not know of."""
    return quiet(
        stops_on=row.stops_on,
        rests_until=row.rest_until,
        pause_to=row.pause_to,
        today=today,
        rest_is_here=rest_is_of(row, organisation_id),
    )


def quiet_on(today: date) -> Q:
    """The limits of everybody who is left alone on a day: `core.rest.quiet`, in the database."""
    back = Q(pause_to=today - timedelta(days=1))
    return Q(stops_on__isnull=False) | Q(rest_until__gte=today) | back


def rests(row: Limits, today: date) -> bool:
    return row.rest_until is not None and today <= row.rest_until


def rests_elsewhere(row: Limits, organisation_id: UUID, today: date) -> bool:
    """Rest after help of another organisation."""
    return rests(row, today) and not rest_is_of(row, organisation_id)


def rest_is_of(row: Limits, organisation_id: UUID) -> bool:
    """Rest after a pause is of nobody: everybody knew of the pause."""
    return row.rest_after_id in (None, organisation_id)
