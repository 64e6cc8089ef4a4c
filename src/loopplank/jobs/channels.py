"""What every way of sending is: words first, then one try, and what is known of its fate."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Protocol

from loopplank.access.messages import MessageFacts
from loopplank.access.unsubscribing import unsubscribe_address
from loopplank.core.telling.delivery import Outcome
from loopplank.core.telling.states import Addressee
from loopplank.letters.filling import Filled, Sender
from loopplank.letters.wording import together, worded


class OutOfReach(Exception):
    """The server was not reached, so nothing was handed over. It names nobody."""


@dataclass(frozen=True, slots=True)
class Post:
    """One message ready to go. `key` is the same at every try."""

    key: str
    address: str
    words: Filled
    language: str
    link: str
    organisation: str
    short_name: str
    mailbox: str
    unsubscribe: str = ""


class Channel(Protocol):
    """`repeatable`: what may have arrived may be sent again. `open` raises OutOfReach."""

    @property
    def name(self) -> str: ...

    @property
    def repeatable(self) -> bool: ...

    def address(self, one: MessageFacts) -> str: ...

    def open(self) -> AbstractContextManager[Callable[[Post], Outcome]]: ...


def ready(channel: Channel, one: MessageFacts, beside: Sequence[MessageFacts]) -> Post | None:
    """A message in the words of its reader; None where there is no address to send it to."""
    address = channel.address(one)
    if not address:
        return None
    sender = Sender(one.organisation, one.short_name, one.phone, one.complaints_to)
    link = next((each.link for each in (one, *beside) if each.link), "")
    several = [_worded(each, channel.name, sender) for each in (one, *beside)]
    return Post(
        key=str(one.id),
        address=address,
        words=together(several, channel.name, sender=sender, link=link, language=one.language),
        language=one.language,
        link=link,
        organisation=one.organisation,
        short_name=one.short_name,
        mailbox=one.mailbox,
        unsubscribe=unsubscribe_address(one),
    )


def _worded(one: MessageFacts, channel: str, sender: Sender) -> Filled:
    return worded(
        one.template,
        channel,
        one.params,
        sender=sender,
        link=one.link,
        language=one.language,
        about=one.recipient.about if one.recipient.to == Addressee.APPLICANT else None,
    )
