"""Tokens of somebody who is not signed in, kept an hour in this browser, out of the address.

An invitation, a new password, and the stop of a second step that would be let go.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from loopplank.access.account.links import INVITE, RESET, STOP

COOKIES = {INVITE: "loopplank_invite", RESET: "loopplank_reset", STOP: "loopplank_stop"}
_STAYS = 3600


def remember(response: HttpResponse, purpose: str, token: str) -> None:
    response.set_cookie(
        COOKIES[purpose],
        signing.dumps(token, salt=_salt(purpose)),
        max_age=_STAYS,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def token(request: HttpRequest, purpose: str) -> str:
    """Return the token that this browser opened, or "" without one."""
    raw = request.COOKIES.get(COOKIES[purpose], "")
    try:
        return str(signing.loads(raw, salt=_salt(purpose), max_age=_STAYS))
    except signing.BadSignature:
        return ""


def forget(response: HttpResponse, purpose: str) -> None:
    response.delete_cookie(COOKIES[purpose], samesite="Lax")


def _salt(purpose: str) -> str:
    return f"loopplank.{purpose}"
