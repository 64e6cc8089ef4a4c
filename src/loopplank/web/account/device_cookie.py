"""The browser of a volunteer: a secret in a signed cookie, and remembered once it was used.

Opening the link only sets the cookie. The device is written down with the first thing that a person
does there, because mail scanners open links too (docs/decisions/0015-devices.md).
"""

import secrets
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils.crypto import salted_hmac

from loopplank.access.account.actors import Actor
from loopplank.access.messages.devices import BY_KEY, WayIn, way_in
from loopplank.actions.messages import devices
from loopplank.actions.messages.devices import Seen
from loopplank.core.account.roles import AS_VOLUNTEER
from loopplank.core.kit.calendar import local_day
from loopplank.core.messages.devices import ONLY_OPENED, REMEMBERED, read_user_agent
from loopplank.web.kit import clock

NAME = f"{settings.COOKIE_PREFIX}loopplank_week"
_SALT = "loopplank.week-cookie"
#: For a sentence.
DAYS = REMEMBERED.days
_LASTS = int(REMEMBERED.total_seconds())
_FOUND = "loopplank.way_in"
_STORAGE = '"cache", "storage"'


def open_in(request: HttpRequest, response: HttpResponse, link_id: UUID, generation: int) -> None:
    """Put a week link in this browser. One that has it already stays the same device."""
    known = read(request)
    same = known is not None and known.link.pk == link_id
    secret = known.secret if known is not None and same else secrets.token_urlsafe(16)
    _set(response, str(link_id), generation, secret)


def read(request: HttpRequest) -> WayIn | None:
    """Return the week link that this browser may open now, and its device; asked once a request."""
    if _FOUND not in request.META:
        request.META[_FOUND] = _read(request)
    found: WayIn | None = request.META[_FOUND]
    return found


def _read(request: HttpRequest) -> WayIn | None:
    raw = request.COOKIES.get(NAME, "")
    try:
        link_id, generation, secret, opened = signing.loads(raw, salt=_SALT)
    except (signing.BadSignature, ValueError):
        return None
    now = clock.now()
    just_opened = now.timestamp() - int(opened) < ONLY_OPENED.total_seconds()
    return way_in(link_id, int(generation), str(secret), now, just_opened=just_opened)


def open_with_key(response: HttpResponse, link_id: UUID, secret: str) -> None:
    """Make this browser the device that was opened with a hand-over key."""
    _set(response, str(link_id), BY_KEY, secret)


def before(request: HttpRequest, actor: Actor) -> None:
    """Remember the device of a volunteer who sends something, and the last day it was used."""
    way = read(request)
    if actor.role not in AS_VOLUNTEER or way is None:
        return
    now = clock.now()
    if way.confirms and way.device_id is not None and request.method == "POST":
        devices.confirm_here(actor=actor, now=now, device_id=way.device_id)
    if way.device_id is None:
        if request.method == "POST":
            told = read_user_agent(request.headers.get("User-Agent", ""))
            seen = Seen(way.secret, way.link.generation, told)
            devices.remember(actor=actor, now=now, seen=seen)
    elif way.last_seen_on is not None and way.last_seen_on < local_day(now):
        devices.see(actor=actor, now=now, device_id=way.device_id)


def after(request: HttpRequest, actor: Actor, response: HttpResponseBase) -> None:
    """Keep it ninety days more, counted from today; unless this very request took the cookie
    away.
    """
    way = read(request)
    if actor.role not in AS_VOLUNTEER or way is None or NAME in response.cookies:
        return
    if way.confirms and request.method != "POST":
        # opened with the own link and not used: that lasts a day from the opening
        return
    used = way.last_seen_on or (request.method == "POST")
    if used and way.last_seen_on != local_day(clock.now()):
        _set(response, str(way.link.pk), BY_KEY if way.key else way.link.generation, way.secret)


def leave(response: HttpResponse) -> None:
    """Take the link out of this browser, with all that it kept for when there is no internet."""
    response.delete_cookie(NAME, samesite="Lax")
    response.headers["Clear-Site-Data"] = _STORAGE


def is_remembered(request: HttpRequest) -> bool:
    way = read(request)
    return way is not None and (way.device_id is not None or request.method == "POST")


def secret_of(request: HttpRequest) -> str:
    way = read(request)
    return way.secret if way is not None else ""


def holder_of(actor: Actor) -> str:
    """Return by what a telephone knows whose pages and forms it keeps; it leads back to nobody."""
    return salted_hmac("loopplank.holder", str(actor.id)).hexdigest()[:16]


def _set(response: HttpResponseBase, link_id: str, generation: int, secret: str) -> None:
    response.set_cookie(
        NAME,
        signing.dumps([link_id, generation, secret, int(clock.now().timestamp())], salt=_SALT),
        max_age=_LASTS,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


# --- devices seen before --------------------------------------------------------------------------
# Which accounts signed in here: a signed cookie, and nothing on the server.

COOKIE = f"{settings.COOKIE_PREFIX}loopplank_seen"
_SALT_OF_ACCOUNTS = "loopplank.seen-here"
_REMEMBERED = 365 * 24 * 3600
#: Colleagues who share a computer; whoever was here longest ago makes room.
_MOST = 8


def knows(request: HttpRequest, account_id: UUID) -> bool:
    """Say whether this account signed in here before."""
    return str(account_id) in _seen(request)


def remember(request: HttpRequest, response: HttpResponse, account_id: UUID) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps([*_seen(request), str(account_id)][-_MOST:], salt=_SALT_OF_ACCOUNTS),
        max_age=_REMEMBERED,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _seen(request: HttpRequest) -> list[str]:
    raw = request.COOKIES.get(COOKIE, "")
    try:
        return list(signing.loads(raw, salt=_SALT_OF_ACCOUNTS, max_age=_REMEMBERED))
    except signing.BadSignature:
        return []
