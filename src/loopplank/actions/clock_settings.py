"""Setting the clocks: of an organisation, or of everybody in a network who set nothing."""

from datetime import datetime

from loopplank.access.actors import Actor, NotFound
from loopplank.access.clocks import clocks_page
from loopplank.actions.doing import nothing_changed, record, verb
from loopplank.core.clocks import Clocks, may_be_set
from loopplank.core.reason import Reason, Refused, Word, dutch
from loopplank.core.responsibility import RULES
from loopplank.core.roles import Role
from loopplank.store.models import ClockSetting, Network, Organisation

TOO_LONG = Reason(
    "clock.length",
    dutch("De termijn van ‘%(state)s’ is te kort of te lang. Kies een ander aantal."),
)


@verb("organisation.set_clocks", Role.COORDINATOR, Role.BOARD)
def set_own(*, actor: Actor, now: datetime, clocks: Clocks) -> None:
    """The organisation's own clocks: those that are left out follow the network.

    They hold for what begins from now on. A day that somebody was told stays.
    """
    row = Organisation.objects.select_for_update(of=("self",)).get(pk=actor.own_organisation)
    if not _differs(clocks, clocks_page(actor).settings.own):
        return
    ClockSetting.objects.filter(organisation=row).delete()
    _keep(clocks, organisation=row)
    record(row, "organisation.clocks_set", actor=actor, now=now, data={"clocks": _told(clocks)})


@verb("network.set_clocks", Role.NETWORK_ADMIN)
def set_of_network(*, actor: Actor, now: datetime, clocks: Clocks) -> None:
    """The clocks of everybody in the network who set none of their own."""
    if actor.network_id is None:
        raise NotFound("network")
    row = Network.objects.select_for_update().get(pk=actor.network_id)
    if not _differs(clocks, clocks_page(actor).settings.network):
        return
    ClockSetting.objects.filter(network=row).delete()
    _keep(clocks, network=row)
    record(row, "network.clocks_set", actor=actor, now=now, data={"clocks": _told(clocks)})


# --- underneath -----------------------------------------------------------------------------------


def _differs(clocks: Clocks, kept: Clocks) -> bool:
    for (state, _urgency), clock in clocks.items():
        if not may_be_set(state, clock):
            raise Refused(
                Reason(TOO_LONG.code, TOO_LONG.sentence, {"state": Word(RULES[state].label)})
            )
    if clocks == kept:
        nothing_changed()
        return False
    return True


def _keep(
    clocks: Clocks, *, organisation: Organisation | None = None, network: Network | None = None
) -> None:
    ClockSetting.objects.bulk_create(
        ClockSetting(
            organisation=organisation,
            network=network,
            state=state,
            urgency=urgency,
            amount=clock.amount,
            unit=clock.unit,
        )
        for (state, urgency), clock in clocks.items()
    )


def _told(clocks: Clocks) -> list[list[object]]:
    return [
        [str(state), str(urgency), clock.amount, str(clock.unit)]
        for (state, urgency), clock in clocks.items()
    ]
