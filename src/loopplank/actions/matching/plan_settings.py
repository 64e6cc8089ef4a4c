"""Set what a network chooses about planning."""

from datetime import datetime

from loopplank.access.account.actors import Actor, NotFound
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.core.account.roles import Role
from loopplank.core.matching.plan_settings import PlanSettings
from loopplank.store.models import Network


@verb("network.set_plan_settings", Role.NETWORK_ADMIN)
def set_plan_settings(*, actor: Actor, now: datetime, settings: PlanSettings) -> None:
    """Set how fair a plan is, and what a change of helper weighs; for every plan that is made
    later.
    """
    if actor.network_id is None:
        raise NotFound("network")
    row = Network.objects.select_for_update().get(pk=actor.network_id)
    wanted = (settings.fairness.value, settings.stored_costs())
    if (row.fairness, row.handover_cost) == wanted:
        nothing_changed()
        return
    row.fairness, row.handover_cost = wanted
    row.save(update_fields=["fairness", "handover_cost"])
    record(
        row,
        "network.plan_settings_set",
        actor=actor,
        now=now,
        data={"fairness": row.fairness, "handover_cost": row.handover_cost},
    )
