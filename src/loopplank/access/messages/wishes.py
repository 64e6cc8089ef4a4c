"""Read between which hours a network sends messages, and how many: for its page, and for a
verdict.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit import workdays
from loopplank.core.account.roles import Role
from loopplank.core.messages.wishes import NO_WISHES, AskAt, Calendar, NetworkHours, Wishes
from loopplank.store.models import MessageWishes, Network, Organisation


@dataclass(frozen=True, slots=True)
class MessageHoursPage:
    network: str
    hours: NetworkHours


def message_hours_page(actor: Actor) -> MessageHoursPage:
    """Return the hours for the administrator of the network. Raises NotFound for anybody else."""
    if actor.role is not Role.NETWORK_ADMIN or actor.network_id is None:
        raise NotFound("network")
    row = Network.objects.get(pk=actor.network_id)
    return MessageHoursPage(row.name, hours_in(row))


def hours_in(network: Network) -> NetworkHours:
    """Return what this network set; it holds nothing of a person."""
    return NetworkHours(
        quiet_from=network.quiet_from,
        quiet_to=network.quiet_to,
        rest_day=network.rest_day,
        asker_from=network.asker_from,
        asker_to=network.asker_to,
        most_a_week=network.most_messages_a_week,
        most_asks_a_month=network.most_asks_a_month,
    )


def calendar_of(organisation: Organisation, today: date) -> Calendar:
    """Return when messages of this organisation leave: its own days, in the hours of its
    network.
    """
    return Calendar(hours_in(organisation.network), workdays.of_organisation(organisation, today))


# --- what a volunteer chose -----------------------------------------------------------------------


def wishes_of(volunteer_id: UUID) -> Wishes:
    """Return what this volunteer chose, or the usual when they chose nothing; one query."""
    return wishes_of_all([volunteer_id]).get(volunteer_id, NO_WISHES)


def wishes_of_all(volunteer_ids: Collection[UUID]) -> dict[UUID, Wishes]:
    """Return what each of these chose, by their id; who chose nothing is not in it."""
    return {
        row.pk: Wishes(
            AskAt(row.ask_at), row.visit_reminder, row.monday, row.rest_day, row.days_before
        )
        for row in MessageWishes.objects.filter(pk__in=volunteer_ids)
    }
