"""Set between which hours a network sends messages, and how many a volunteer gets."""

from datetime import datetime

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.messages.wishes import hours_in
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.actions.messages.messages import judge_anew
from loopplank.core.account.roles import Role
from loopplank.core.messages.wishes import NetworkHours
from loopplank.store.models import Message, Network

COLUMNS = (
    "quiet_from",
    "quiet_to",
    "rest_day",
    "asker_from",
    "asker_to",
    "most_messages_a_week",
    "most_asks_a_month",
)


@verb("network.set_message_hours", Role.NETWORK_ADMIN)
def set_message_hours(*, actor: Actor, now: datetime, hours: NetworkHours) -> None:
    """Set them; they hold at once, for what waits already too."""
    if actor.network_id is None:
        raise NotFound("network")
    row = Network.objects.select_for_update().get(pk=actor.network_id)
    if hours_in(row) == hours:
        nothing_changed()
        return
    row.quiet_from, row.quiet_to, row.rest_day = hours.quiet_from, hours.quiet_to, hours.rest_day
    row.asker_from, row.asker_to = hours.asker_from, hours.asker_to
    row.most_messages_a_week = hours.most_a_week
    row.most_asks_a_month = hours.most_asks_a_month
    row.save(update_fields=list(COLUMNS))
    judge_anew(Message.objects.filter(organisation__network=row), now)
    record(
        row,
        "network.message_hours_set",
        actor=actor,
        now=now,
        data={
            "quiet": [f"{hours.quiet_from:%H:%M}", f"{hours.quiet_to:%H:%M}"],
            "asker": [f"{hours.asker_from:%H:%M}", f"{hours.asker_to:%H:%M}"],
            "rest_day": hours.rest_day,
            "most_a_week": hours.most_a_week,
            "most_asks_a_month": hours.most_asks_a_month,
        },
    )
