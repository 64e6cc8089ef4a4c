"""Text messages: one small adapter for a gateway that takes JSON over HTTP, and two for trying out.

`POST` of `{"to", "from", "text"}` with the header `Idempotency-Key`; any answer of 200 to 299 means
that it was taken. A gateway that honours the key does nothing the second time. With one that does
not, whatever may have been handed over is never sent again by itself.
"""

import http.client
import json
import ssl
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from django.conf import settings

from loopplank.access.messages import MessageFacts
from loopplank.core.contact import international
from loopplank.core.telling.delivery import Fate, Outcome, Trouble
from loopplank.jobs.channels import OutOfReach, Post

TIMEOUT = 10.0
#: Nothing was done, and asking again later may help.
_LATER = frozenset({401, 402, 403, 408, 409, 425, 429, 503})
_MOST_ANSWER = 64 * 1024
SENT = Outcome(Fate.SENT)
NO_ANSWER = Outcome(Fate.UNKNOWN, Trouble.NO_ANSWER)


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
        yield {"console": _print, "file": _append}.get(settings.SMS.kind, _hand_over)


def _hand_over(post: Post) -> Outcome:
    """One connection a message: one that was kept open may be gone without our knowing, and then
    nobody can tell whether the message was read.
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
