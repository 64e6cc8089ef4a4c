"""Read what a sender needs of the messages it claimed, and what went wrong in a whole network."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Max, Min

from loopplank.access.messages.channels import went_wrong
from loopplank.access.messages.messages import MessageFacts, facts_of, with_people
from loopplank.core.kit.calendar import local_day
from loopplank.store.models import Message, Network


def to_send(ids: Collection[UUID], now: datetime) -> Mapping[UUID, MessageFacts]:
    """Return all that the texts of these messages need.

    The same few queries for one as for fifty. Of a place to practise in none is ever among them,
    whoever claimed it: what is not here cannot be sent.
    """
    real = Message.objects.filter(pk__in=ids, organisation__network__practice_of=None)
    rows = with_people(real.exclude(party__erased_at__isnull=False))
    return {one.id: one for one in facts_of(rows, local_day(now), to_own_address_at=now)}


def left_lying(now: datetime, limit: int) -> list[tuple[UUID, str]]:
    """Return (id, channel) of messages of which the loop that was sending them is gone: their lease
    ran out.
    """
    rows = Message.objects.filter(lease_until__lte=now, told_with=None)
    return list(rows.order_by("lease_until", "pk").values_list("pk", "channel")[:limit])


@dataclass(frozen=True, slots=True)
class Stuck:
    """How many messages of one kind did not arrive, or nobody knows: numbers and a template."""

    organisation: str
    phone: str
    channel: str
    template: str
    state: str
    count: int
    since: datetime
    tries: int


def stuck_of(network: Network) -> Sequence[Stuck]:
    """Return what went wrong with sending in a whole network, oldest first; one query."""
    rows = (
        Message.objects.filter(went_wrong(), organisation__network=network)
        .values("organisation__name", "organisation__phone", "channel", "template", "state")
        .annotate(n=Count("pk"), since=Min("queued_at"), tries=Max("attempts"))
        .order_by("organisation__name", "since", "template")
    )
    return [
        Stuck(
            row["organisation__name"],
            row["organisation__phone"],
            row["channel"],
            row["template"],
            row["state"],
            row["n"],
            row["since"],
            row["tries"],
        )
        for row in rows
    ]
