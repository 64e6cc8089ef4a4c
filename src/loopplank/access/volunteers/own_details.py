"""Read the contact data of the volunteer who asks."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.address_changes import ChangeSeen, changes_seen
from loopplank.access.volunteers.own_pages import volunteer_of
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.store.models import Match


@dataclass(frozen=True, slots=True)
class OwnDetails:
    """Contact data, which are the volunteer's own."""

    volunteer_id: UUID
    first_name: str
    last_name: str
    phone: str
    email: str
    postcode: str
    channel: str
    language: str
    running: int
    changes: tuple[ChangeSeen, ...]


def details_page(actor: Actor, now: datetime) -> OwnDetails:
    """Return the volunteer's own contact data, and how much help runs now."""
    me = volunteer_of(actor)
    mine = Match.objects.filter(volunteer=me, state__in=HOLDS_CAPACITY)
    record_reading(actor, "own_details", Purpose.OWN, [me.pk], now)
    return OwnDetails(
        volunteer_id=me.pk,
        first_name=me.first_name,
        last_name=me.last_name,
        phone=me.phone,
        email=me.email,
        postcode=me.postcode,
        channel=me.channel,
        language=me.language,
        running=mine.count(),
        changes=changes_seen(me, now),
    )
