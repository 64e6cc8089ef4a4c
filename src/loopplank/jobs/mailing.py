"""One-time codes by mail: the only messages that leave by themselves, if there is a mail server."""

from collections.abc import Collection
from datetime import datetime
from functools import partial
from uuid import UUID

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from loopplank.access.actors import SYSTEM
from loopplank.access.mailing import codes_to_mail
from loopplank.access.messages import MessageFacts
from loopplank.actions import messages
from loopplank.letters.filling import Filled, Sender, fill


class NotTaken(Exception):
    """The mail server did not take the message. It names no address."""


def codes(now: datetime, skip: Collection[UUID]) -> list[tuple[UUID, "partial[None]"]]:
    """The codes that wait to be mailed, each with the call that does it; none without a server."""
    if not settings.SENDS_MAIL:
        return []
    return [(one.id, partial(_mail, one, now)) for one in codes_to_mail(now, skip)]


def _mail(one: MessageFacts, now: datetime) -> None:
    # Connected before the row is locked: a server that is away then keeps nobody waiting.
    with get_connection() as server:
        post = partial(_post, server, _filled(one))
        messages.mail(actor=SYSTEM, now=now, message_id=one.id, post=post)


def _filled(one: MessageFacts) -> Filled:
    return fill(
        one.template,
        one.channel,
        one.params,
        sender=Sender(one.organisation, one.short_name, one.phone, one.complaints_to),
        link=one.link,
        language=one.language,
    )


def _post(server: BaseEmailBackend, words: Filled, address: str) -> None:
    # so that no "I am on holiday" comes back
    headers = {"Auto-Submitted": "auto-generated"}
    letter = EmailMessage(
        words.subject, words.text, to=[address], connection=server, headers=headers
    )
    if letter.send() != 1:
        raise NotTaken
