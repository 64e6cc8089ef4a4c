"""Read which clocks an organisation works with: its own, its network's, and the ordinary ones."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from loopplank.access.account.actors import Actor, NotFound
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.requests.states import Clock, State, Unit
from loopplank.core.responsibility.clocks import Clocks, ClockSettings, Urgency
from loopplank.core.responsibility.earliest import Haste
from loopplank.store.models import ClockSetting, Network, Organisation, Request


def settings_of(organisation_id: UUID, network_id: UUID) -> ClockSettings:
    """Return what was set for this organisation and for its network; one query."""
    rows = list(
        ClockSetting.objects.filter(Q(organisation_id=organisation_id) | Q(network_id=network_id))
    )
    return ClockSettings(
        own=_clocks(row for row in rows if row.organisation_id),
        network=_clocks(row for row in rows if row.network_id),
    )


def haste_of(row: Request) -> Haste:
    """Return what may ask for an earlier day than the step of this request."""
    return Haste.stored(row.urgency, row.advised, row.too_late_on)


@dataclass(frozen=True, slots=True)
class ClocksPage:
    """Whose clocks, what was set, and whether it is the network's own page."""

    of: str
    settings: ClockSettings
    of_network: bool


def clocks_page(actor: Actor) -> ClocksPage:
    """Return the clocks of the own organisation, or for its administrator those of the network."""
    if actor.role is Role.NETWORK_ADMIN and actor.network_id is not None:
        network = Network.objects.get(pk=actor.network_id)
        rows = ClockSetting.objects.filter(network=network)
        return ClocksPage(network.name, ClockSettings(network=_clocks(rows)), of_network=True)
    if actor.role not in MAY_OWN:
        raise NotFound("clocks")
    row = Organisation.objects.get(pk=actor.own_organisation)
    return ClocksPage(row.name, settings_of(row.pk, row.network_id), of_network=False)


def _clocks(rows: Iterable[ClockSetting]) -> Clocks:
    return {
        (State(row.state), Urgency(row.urgency)): Clock(row.amount, Unit(row.unit)) for row in rows
    }
