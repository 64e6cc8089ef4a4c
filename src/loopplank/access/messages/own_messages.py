"""Read what a volunteer chose about messages and was told, and who ends digests with one click."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from hmac import compare_digest
from uuid import UUID

from django.conf import settings

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.affiliations import belonging
from loopplank.access.messages.feed import REMINDED_BY
from loopplank.access.messages.messages import MessageFacts, facts_of, with_people
from loopplank.access.messages.wishes import hours_in, wishes_of
from loopplank.access.volunteers.own_pages import volunteer_of
from loopplank.access.volunteers.volunteer import VolunteerBrief, volunteer_brief
from loopplank.core.account import links
from loopplank.core.kit.calendar import local_day
from loopplank.core.messages.states import Addressee, MessageState
from loopplank.core.messages.table import RULES
from loopplank.core.messages.wishes import NetworkHours, Wishes
from loopplank.store.models import Account, Message, Network, Volunteer

# --- ending digests (RFC 8058) --------------------------------------------------------------------

VOLUNTEER, ACCOUNT = "volunteer", "account"


@dataclass(frozen=True, slots=True)
class Stopper:
    """Who ends their digest with the address that was opened."""

    to: str
    id: UUID


def unsubscribe_address(one: MessageFacts) -> str:
    """Return where one click ends the digests of whoever reads this; empty for what is no
    digest.
    """
    rule = RULES.get(one.template)
    person, to = one.subject_id, one.recipient.to
    if rule is None or person is None or one.channel != "email":
        return ""
    in_digest = rule.digest and to == VOLUNTEER and wishes_of(person).monday
    if not in_digest and not (rule.sums_up and to == ACCOUNT):
        return ""
    return f"{settings.ORIGIN}/afmelden/{to}/{person}/{token_of(to, person)}"


def token_of(to: str, person_id: UUID) -> str:
    """Make the token as that of a link is made, with a key of its own: this one opens no page of a
    person and ends with nothing. All that it can do is to stop a digest.
    """
    key = settings.SECRET_KEY.encode() + b"loopplank.unsubscribe"
    return links.token(key, f"{to}:{person_id}", 1)


def stopper(to: str, person_id: UUID, token: str) -> Stopper:
    """Return whose digest this address ends.

    Raises NotFound for an address that was never made, and for somebody who is gone.
    """
    if not compare_digest(token.encode(), token_of(to, person_id).encode()):
        raise NotFound(to)
    there = (
        Volunteer.objects.filter(pk=person_id, erased_at=None).exists()
        if to == VOLUNTEER
        else Account.objects.filter(pk=person_id).exists()
    )
    if to not in {VOLUNTEER, ACCOUNT} or not there:
        raise NotFound(to)
    return Stopper(to, person_id)


# --- what a coordinator writes down of it -----


@dataclass(frozen=True, slots=True)
class ReminderPage:
    """How long before a visit one volunteer hears of it; `by_phone`: they are called, and get
    none."""

    about: VolunteerBrief
    wishes: Wishes
    by_phone: bool


def reminder_page(actor: Actor, volunteer_id: UUID, now: datetime) -> ReminderPage:
    """Return it for a coordinator of theirs. Raises NotFound for anybody else."""
    about = volunteer_brief(actor, volunteer_id, "volunteer_reminder", now)
    by_phone = about.row.channel not in REMINDED_BY
    return ReminderPage(about, wishes_of(volunteer_id), by_phone)


# --- choosing and reading -------------------------------------------------------------------------

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
        organisations__in=belonging(volunteer=me).values("organisation")
    ).distinct()
    return min(map(hours_in, networks), key=lambda one: one.most_a_week, default=NetworkHours())
