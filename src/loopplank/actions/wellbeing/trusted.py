"""Name whom a network offers to its organisations that named nobody themselves."""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.wellbeing.trusted import may_be_named
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.actions.messages.messages import queue_to_account
from loopplank.actions.wellbeing.safety import Outside, refuse_odd
from loopplank.core.account.roles import Role
from loopplank.store.models import Membership, Network, TrustedOfNetwork

_PEOPLE = ("adviser", "safety_contact", "safety_stand_in")


@verb("network.set_trusted", Role.NETWORK_ADMIN)
def set_network_trusted(
    *,
    actor: Actor,
    now: datetime,
    adviser_id: UUID | None = None,
    outside: Outside = Outside(),  # noqa: B008  frozen, and empty
    safety_contact_id: UUID | None = None,
    safety_stand_in_id: UUID | None = None,
) -> None:
    """Name whom volunteers can turn to where their own organisation named nobody.

    What is open stays with who has it; who is named now, and who no longer is, hears of it.
    """
    if actor.network_id is None:
        raise NotFound("network")
    network = Network.objects.select_for_update().get(pk=actor.network_id)
    wanted = {
        "adviser": _member(network.pk, adviser_id),
        "safety_contact": _member(network.pk, safety_contact_id),
        "safety_stand_in": _member(network.pk, safety_stand_in_id),
    }
    outside = Outside(outside.name.strip(), outside.phone)
    refuse_odd(wanted["adviser"], outside, wanted["safety_contact"], wanted["safety_stand_in"])
    row = TrustedOfNetwork.objects.select_related(
        *(f"{name}__{part}" for name in _PEOPLE for part in ("account", "organisation"))
    ).filter(network=network)
    before = row.first() or TrustedOfNetwork(network=network)
    were = {name: _named(before, name) for name in _PEOPLE}
    if were == wanted and outside == Outside(before.adviser_name, before.adviser_phone):
        nothing_changed()
        return
    TrustedOfNetwork.objects.update_or_create(
        network=network,
        defaults={
            **wanted,
            "adviser_name": outside.name,
            "adviser_phone": outside.phone,
            "changed_at": now,
        },
    )
    had, have = _by_account(were), _by_account(wanted)
    for account_id in have.keys() - had.keys():
        _tell(have[account_id], "named_by_network", now)
    for account_id in had.keys() - have.keys():
        _tell(had[account_id], "no_longer_named", now)
    record(
        network,
        "network.trusted_set",
        actor=actor,
        now=now,
        data={
            **{name: str(one.pk) if one else None for name, one in wanted.items()},
            "outside": bool(outside.phone),
        },
    )


# --- underneath -----------------------------------------------------------------------------------


def _member(network_id: UUID, membership_id: UUID | None) -> Membership | None:
    if membership_id is None:
        return None
    found = may_be_named(network_id).filter(pk=membership_id).first()
    if found is None:
        raise NotFound(membership_id)
    return found


def _named(row: TrustedOfNetwork, name: str) -> Membership | None:
    found: Membership | None = getattr(row, name)
    return found


def _by_account(named: dict[str, Membership | None]) -> dict[UUID, Membership]:
    """Return each person once, at the organisation at which they were named."""
    return {one.account_id: one for one in named.values() if one is not None}


def _tell(one: Membership, template: str, now: datetime) -> None:
    if one.active:
        queue_to_account(one.organisation, one.account, template, {}, now=now)
