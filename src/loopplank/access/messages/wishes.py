"""Read between which hours a network sends messages, and how many: for its page, and for a
verdict.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit import workdays
from loopplank.access.messages.messages import MessageFacts, facts_of, with_people
from loopplank.access.volunteers.own_pages import volunteer_of
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.messages.states import Addressee, MessageState
from loopplank.core.messages.wishes import AskAt, Calendar, NetworkHours, Wishes
from loopplank.core.volunteers.affiliations import AffiliationState
from loopplank.store.models import Message, MessageWishes, Network, Organisation, Volunteer


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

MOST_SHOWN, LATELY = 30, timedelta(days=92)


@dataclass(frozen=True, slots=True)
class WishesPage:
    """The choices, and the hours and the most messages of the network that they lie in. Of several
    networks the one that is easiest on the volunteer.
    """

    volunteer_id: UUID
    wishes: Wishes
    channel: str
    hours: NetworkHours


@dataclass(frozen=True, slots=True)
class OwnMessages:
    """What this volunteer was told lately, the newest first."""

    rows: tuple[MessageFacts, ...]


def wishes_of(volunteer_id: UUID) -> Wishes:
    """Return what this volunteer chose, or the usual when they chose nothing; one query."""
    row = MessageWishes.objects.filter(pk=volunteer_id).first()
    if row is None:
        return Wishes()
    return Wishes(AskAt(row.ask_at), row.visit_reminder, row.monday, row.rest_day)


def wishes_page(actor: Actor, now: datetime) -> WishesPage:
    """Return the own choices of the volunteer who asks."""
    me = volunteer_of(actor)
    record_reading(actor, "message_wishes", Purpose.OWN, [me.pk], now)
    return WishesPage(me.pk, wishes_of(me.pk), me.channel, _hours_around(me))


def own_messages(actor: Actor, now: datetime) -> OwnMessages:
    """Return what was told to the volunteer who asks; a text message that says that there are two
    leads here. What waits still is not here: it may never be told.
    """
    me = volunteer_of(actor)
    record_reading(actor, "own_messages", Purpose.OWN, [me.pk], now)
    lately = Message.objects.filter(volunteer=me, state=MessageState.TOLD, done_at__gt=now - LATELY)
    rows = with_people(lately.filter(to=Addressee.VOLUNTEER))
    shown = facts_of(rows.order_by("-done_at", "-pk")[:MOST_SHOWN], local_day(now))
    return OwnMessages(tuple(shown))


def _hours_around(me: Volunteer) -> NetworkHours:
    networks = Network.objects.filter(
        organisations__in=me.affiliations.filter(state=AffiliationState.ACTIVE).values(
            "organisation"
        )
    ).distinct()
    return min(map(hours_in, networks), key=lambda one: one.most_a_week, default=NetworkHours())
