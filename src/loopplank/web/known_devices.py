"""Which accounts signed in on this device before: a signed cookie, and nothing on the server."""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

COOKIE = "loopplank_seen"
_SALT = "loopplank.seen-here"
_REMEMBERED = 365 * 24 * 3600
#: Colleagues who share a computer; whoever was here longest ago makes room.
_MOST = 8


def knows(request: HttpRequest, account_id: UUID) -> bool:
    """Whether this account signed in here before."""
    return str(account_id) in _seen(request)


def remember(request: HttpRequest, response: HttpResponse, account_id: UUID) -> None:
    response.set_cookie(
        COOKIE,
        signing.dumps([*_seen(request), str(account_id)][-_MOST:], salt=_SALT),
        max_age=_REMEMBERED,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _seen(request: HttpRequest) -> list[str]:
    raw = request.COOKIES.get(COOKIE, "")
    try:
        return list(signing.loads(raw, salt=_SALT, max_age=_REMEMBERED))
    except signing.BadSignature:
        return []
