"""Read who rests or stops, as one organisation may: of rest elsewhere only that it is so (P6)."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.affiliations import belonging
from loopplank.access.volunteers.contact_limits import NOTHING
from loopplank.access.volunteers.volunteers import facts_of
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Reason
from loopplank.core.volunteers.contact_limits import turn, why_not
from loopplank.store.models import Limits, Network, Volunteer


@dataclass(frozen=True, slots=True)
class RestPage:
    """What a network set about rest after heavy help and after a no, and about open questions."""

    network: str
    weeks: int
    days_after_no: int
    open_at_once: int


def rest_page(actor: Actor) -> RestPage:
    """Return the settings for the administrator of the network.

    Raises NotFound for anybody else.
    """
    if actor.role is not Role.NETWORK_ADMIN or actor.network_id is None:
        raise NotFound("network")
    row = Network.objects.get(pk=actor.network_id)
    return RestPage(
        row.name,
        weeks=row.weeks_of_rest_after_heavy,
        days_after_no=row.days_of_rest_after_no,
        open_at_once=row.open_asks_at_once,
    )


def weeks_in_force(volunteer: Volunteer) -> int:
    """Return how many weeks of rest this volunteer may count on after heavy help, wherever they
    help.
    """
    rows = belonging(volunteer=volunteer)
    weeks = rows.values_list("organisation__network__weeks_of_rest_after_heavy", flat=True)
    return min(weeks, default=0)


def left_alone(row: Limits, organisation_id: UUID, today: date) -> Reason | None:
    """Return why nobody asks them anything now, where this organisation may know why."""
    return why_not(turn(NOTHING.known(row, facts_of(row)), organisation_id, today))


def rests(row: Limits, today: date) -> bool:
    return row.rest_until is not None and today <= row.rest_until
