"""Read what a network chose about planning: for the page of its administrator, and for a plan."""

from dataclasses import dataclass

from loopplank.access.account.actors import Actor, NotFound
from loopplank.core.account.roles import Role
from loopplank.core.matching.plan_settings import PlanSettings, from_stored
from loopplank.store.models import Network


@dataclass(frozen=True, slots=True)
class PlanSettingsPage:
    network: str
    settings: PlanSettings


def plan_settings_page(actor: Actor) -> PlanSettingsPage:
    """Return the settings for the administrator of the network.

    Raises NotFound for anybody else.
    """
    if actor.role is not Role.NETWORK_ADMIN or actor.network_id is None:
        raise NotFound("network")
    row = Network.objects.get(pk=actor.network_id)
    return PlanSettingsPage(row.name, settings_in(row))


def settings_in(network: Network) -> PlanSettings:
    """Return the settings for a plan of this network; they hold nothing of a person or of one
    organisation.
    """
    return from_stored(network.fairness, network.handover_cost)
