"""What every way of sending is: words first, then one try, and what is known of its fate."""

import http.client
import json
import smtplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from loopplank.access.messages.messages import MessageFacts
from loopplank.access.messages.own_messages import unsubscribe_address
from loopplank.core.kit.contact_details import international
from loopplank.core.messages.delivery import Fate, Outcome, Trouble
from loopplank.core.messages.states import Addressee
from loopplank.letters.filling import Filled, Sender
from loopplank.letters.wording import simple_html, together, worded


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
    """Return a message in the words of its reader; None where there is no address to send it to."""
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


# --- mail -----------------------------------------------------------------------------------------
# Text with a simple HTML beside it, to one address, and nothing that follows its reader.

_FOR_GOOD = range(500, 600)
REFUSED = Outcome(Fate.REFUSED, Trouble.REFUSED)
NOT_NOW = Outcome(Fate.NOT_SENT, Trouble.NOT_NOW)
NO_ANSWER = Outcome(Fate.UNKNOWN, Trouble.NO_ANSWER)


class Mail:
    """The channel of e-mail."""

    name = "email"
    repeatable = True

    def address(self, one: MessageFacts) -> str:
        return one.recipient.email if "@" in one.recipient.email else ""

    @contextmanager
    def open(self) -> Iterator[Callable[[Post], Outcome]]:
        """Open one connection for several mails, made before the first is begun."""
        server = get_connection()
        _reach(server)
        try:
            yield lambda post: _hand_over(server, post)
        finally:
            server.close()


def _hand_over(server: BaseEmailBackend, post: Post) -> Outcome:
    # after a broken one: connected anew while nothing is handed over yet
    _reach(server)
    letter = _letter(server, post)
    try:
        return Outcome(Fate.SENT) if letter.send() == 1 else NOT_NOW
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _words in refused.recipients.values()]
        return REFUSED if all(code in _FOR_GOOD for code in codes) else NOT_NOW
    except smtplib.SMTPResponseException as refused:
        return REFUSED if refused.smtp_code in _FOR_GOOD else NOT_NOW
    except (OSError, smtplib.SMTPException):
        server.close()
        return NO_ANSWER


def _reach(server: BaseEmailBackend) -> None:
    try:
        server.open()
    except (OSError, smtplib.SMTPException):
        # its own words may hold the name of an account
        raise OutOfReach from None


def _letter(server: BaseEmailBackend, post: Post) -> EmailMultiAlternatives:
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    headers = {
        "Message-ID": f"<{post.key}@{own.rpartition('@')[2]}>",
        # so that no "I am on holiday" comes back
        "Auto-Submitted": "auto-generated",
    }
    if post.unsubscribe:
        headers |= {
            "List-Unsubscribe": f"<{post.unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    letter = EmailMultiAlternatives(
        post.words.subject,
        post.words.text,
        from_email=str(Address(display_name=post.organisation, addr_spec=own)),
        to=[post.address],
        reply_to=[post.mailbox] if post.mailbox else None,
        headers=headers,
        connection=server,
    )
    html = simple_html(post.words, language=post.language, link=post.link)
    letter.attach_alternative(html, "text/html")
    return letter


# --- text messages --------------------------------------------------------------------------------
# A small adapter for a gateway that takes JSON over HTTP, and two for trying out.

TIMEOUT = 10.0
#: Nothing was done, and asking again later may help.
_LATER = frozenset({401, 402, 403, 408, 409, 425, 429, 503})
_MOST_ANSWER = 64 * 1024
SENT = Outcome(Fate.SENT)


class Texts:
    """The channel of text messages, as the settings say."""

    name = "sms"

    @property
    def repeatable(self) -> bool:
        return bool(settings.SMS.honours_keys)

    def address(self, one: MessageFacts) -> str:
        to = one.recipient
        return international(to.phone) if to.may_sms else ""

    @contextmanager
    def open(self) -> Iterator[Callable[[Post], Outcome]]:
        yield {"console": _print, "file": _append}.get(settings.SMS.kind, _hand_over_text)


def _hand_over_text(post: Post) -> Outcome:
    """Hand one over on a connection of its own: one that was kept open may be gone without our
    knowing, and then nobody can tell whether the message was read.
    """
    place = urlsplit(settings.SMS.target)
    with closing(_connection(place.scheme, place.hostname or "", place.port)) as server:
        try:
            server.connect()
        except (OSError, http.client.HTTPException):
            raise OutOfReach from None
        try:
            server.request("POST", place.path or "/", _body(post), _headers(post))
            answer = server.getresponse()
            answer.read(_MOST_ANSWER)
        except (OSError, http.client.HTTPException):
            return NO_ANSWER
    return _outcome(answer.status)


def _connection(scheme: str, host: str, port: int | None) -> http.client.HTTPConnection:
    if scheme == "https":
        context = ssl.create_default_context()
        return http.client.HTTPSConnection(host, port, timeout=TIMEOUT, context=context)
    return http.client.HTTPConnection(host, port, timeout=TIMEOUT)


def _outcome(status: int) -> Outcome:
    if 200 <= status < 300:
        return SENT
    if status in _LATER or 300 <= status < 400:
        return Outcome(Fate.NOT_SENT, Trouble.NOT_NOW)
    if 400 <= status < 500:
        return Outcome(Fate.REFUSED, Trouble.REFUSED)
    # it broke while it was busy with this one
    return NO_ANSWER


def _body(post: Post) -> bytes:
    return json.dumps(
        {"to": post.address, "from": post.short_name, "text": post.words.text}
    ).encode()


def _headers(post: Post) -> dict[str, str]:
    headers = {"Content-Type": "application/json", "Idempotency-Key": post.key}
    if settings.SMS.token:
        headers["Authorization"] = f"Bearer {settings.SMS.token}"
    return headers


def _print(post: Post) -> Outcome:
    print(f"sms {post.address} ({post.short_name}): {post.words.text}", flush=True)
    return SENT


def _append(post: Post) -> Outcome:
    with Path(settings.SMS.target).open("ab") as file:
        file.write(_body(post) + b"\n")
    return SENT
