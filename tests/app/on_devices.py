"""Browsers of a volunteer, as the actions of devices and lost links see them."""

from datetime import datetime
from uuid import UUID

from tests.app.cast import NOW, Cast

from loopplank.access.account.actors import VISITOR, Actor
from loopplank.access.account.links import ADDRESS, WEEK, Wanted, token_of
from loopplank.actions.account import links
from loopplank.actions.matching import proposals
from loopplank.actions.messages import devices, hand_over_keys
from loopplank.actions.messages.devices import Seen
from loopplank.actions.messages.hand_over_keys import OpenedWith
from loopplank.actions.volunteers import volunteers
from loopplank.core.account.roles import Role
from loopplank.core.messages.devices import read_user_agent
from loopplank.store.models import AddressChange, Device, Link, LinkAsk, Volunteer

PHONE = (
    "Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko)"
    " Chrome/120.0.0.0 Mobile Safari/537.36"
)
LAPTOP = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:120.0) Gecko/20100101 Firefox/120.0"
A_KEY = UUID("5f0d8a56-7d1c-4f0c-9c1c-1f6d6f1f0a11")


def seen(volunteer: Actor, secret: str = "a-secret", agent: str = PHONE) -> Seen:
    link = Link.objects.get(purpose=WEEK, subject_id=volunteer.id)
    return Seen(secret, link.generation, read_user_agent(agent))


def remembered(volunteer: Actor, secret: str = "a-secret", agent: str = PHONE) -> Device:
    pk = devices.remember(actor=volunteer, now=NOW, seen=seen(volunteer, secret, agent))
    return Device.objects.get(pk=pk)


def new_address(cast: Cast, phone: str = "0699999999", now: datetime = NOW) -> tuple[UUID, str]:
    """Bram called with a new number: the change, and the token that went to his old one."""
    me = Volunteer.objects.get(pk=cast.bram_id)
    told = {name: getattr(me, name) for name in volunteers.DETAIL_COLUMNS}
    details = volunteers.Details(**{**told, "phone": phone})
    volunteers.set_details(actor=cast.anna, now=now, volunteer_id=me.pk, details=details)
    change = AddressChange.objects.get(volunteer=me, kind="phone", state="open")
    link = Link.objects.get(purpose=ADDRESS, subject_id=change.pk)
    return change.pk, token_of(link.pk, link.generation)


def a_key(cast: Cast) -> UUID:
    """A hand-over key that Anna made for Bram."""
    return hand_over_keys.make(actor=cast.anna, now=NOW, volunteer_id=cast.bram_id)


def with_key(secret: str) -> OpenedWith:
    return OpenedWith(secret, read_user_agent(PHONE))


def came_by_key(cast: Cast, secret: str = "by-key") -> Device:
    """The device that somebody opened with a key for Bram."""
    hand_over_keys.use(actor=VISITOR, now=NOW, key_id=a_key(cast), browser=with_key(secret))
    return Device.objects.get(key__isnull=False)


def everything_told(cast: Cast) -> None:
    """All that is told of hand-over keys and of another address."""
    device = came_by_key(cast)
    hand_over_keys.note_meeting(
        actor=cast.henk, now=NOW, device_id=device.pk, met_on=device.first_seen_on
    )
    asker = cast.volunteer("Sientje Sleutel")
    assert asker.id
    proposal_id = cast.asked(asker)
    key_id = hand_over_keys.make(actor=cast.anna, now=NOW, volunteer_id=asker.id)
    hand_over_keys.use(actor=VISITOR, now=NOW, key_id=key_id, browser=with_key("sientje"))
    holder = Actor(Role.KEY_HOLDER, asker.id, cast.noord_id, key_id=key_id)
    proposals.accept(actor=holder, now=NOW, proposal_id=proposal_id)
    new_address(cast)


def asked_again(cast: Cast) -> UUID:
    """Bram lost his link and typed his number."""
    phone = Volunteer.objects.get(pk=cast.bram_id).phone
    links.ask_again(actor=VISITOR, now=NOW, wanted=Wanted("sms", phone), source="192.0.2.7")
    return LinkAsk.objects.get().pk
