"""Browsers of a volunteer, as the actions of devices and lost links see them."""

from uuid import UUID

from tests.app.cast import NOW, Cast

from loopplank.access.account.actors import VISITOR, Actor
from loopplank.access.account.links import WEEK, Wanted
from loopplank.actions.account import links
from loopplank.actions.messages import devices
from loopplank.actions.messages.devices import Seen
from loopplank.core.messages.devices import read_user_agent
from loopplank.store.models import Device, Link, LinkAsk, Volunteer

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


def asked_again(cast: Cast) -> UUID:
    """Bram lost his link and typed his number."""
    phone = Volunteer.objects.get(pk=cast.bram_id).phone
    links.ask_again(actor=VISITOR, now=NOW, wanted=Wanted("sms", phone), source="192.0.2.7")
    return LinkAsk.objects.get().pk
