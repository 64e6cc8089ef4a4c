"""What a volunteer chose about messages."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from loopplank.access.actors import Actor
from loopplank.access.messages import MessageFacts, facts_of, with_people
from loopplank.access.network_hours import hours_in
from loopplank.access.reading import Purpose, record_reading
from loopplank.access.week_rows import volunteer_of
from loopplank.core.affiliations import AffiliationState
from loopplank.core.calendar import local_day
from loopplank.core.telling.states import Addressee, MessageState
from loopplank.core.telling.wishes import AskAt, NetworkHours, Wishes
from loopplank.store.models import Message, MessageWishes, Network, Volunteer

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
    """What this volunteer chose, or the usual when they chose nothing; one query."""
    row = MessageWishes.objects.filter(pk=volunteer_id).first()
    if row is None:
        return Wishes()
    return Wishes(AskAt(row.ask_at), row.visit_reminder, row.monday, row.rest_day)


def wishes_page(actor: Actor, now: datetime) -> WishesPage:
    """The own choices of the volunteer who asks."""
    me = volunteer_of(actor)
    record_reading(actor, "message_wishes", Purpose.OWN, [me.pk], now)
    return WishesPage(me.pk, wishes_of(me.pk), me.channel, _hours_around(me))


def own_messages(actor: Actor, now: datetime) -> OwnMessages:
    """What was told to the volunteer who asks; a text message that says that there are two leads
    here. What waits still is not here: it may never be told.
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
