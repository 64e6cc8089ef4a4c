"""What a network chose about planning: for the page of its administrator, and for a plan."""

from dataclasses import dataclass
from uuid import UUID

from loopplank.access.actors import Actor, NotFound
from loopplank.core.plan_settings import PlanSettings, from_stored
from loopplank.core.roles import Role
from loopplank.store.models import Network


@dataclass(frozen=True, slots=True)
class PlanSettingsPage:
    network: str
    settings: PlanSettings


def plan_settings_page(actor: Actor) -> PlanSettingsPage:
    """For the administrator of the network; NotFound for anybody else."""
    if actor.role is not Role.NETWORK_ADMIN or actor.network_id is None:
        raise NotFound("network")
    row = Network.objects.get(pk=actor.network_id)
    return PlanSettingsPage(row.name, from_stored(row.fairness, row.handover_cost))


def plan_settings_of(network_id: UUID) -> PlanSettings:
    """For a plan of this network; it holds nothing of a person or of one organisation."""
    row = Network.objects.only("fairness", "handover_cost").get(pk=network_id)
    return from_stored(row.fairness, row.handover_cost)
