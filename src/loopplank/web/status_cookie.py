"""That this browser gave the last digits of the telephone number, for one link as it is now."""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

NAME = "loopplank_digits"
LASTS = 90 * 24 * 3600
_SALT = "loopplank.digits"


def read(request: HttpRequest) -> str:
    """The mark that was remembered, or an empty string; see `access.status.confirmed_mark`."""
    try:
        mark = signing.loads(request.COOKIES.get(NAME, ""), salt=_SALT, max_age=LASTS)
    except signing.BadSignature:
        return ""
    return str(mark)


def remember(response: HttpResponse, mark: str) -> None:
    response.set_cookie(
        NAME,
        signing.dumps(mark, salt=_SALT),
        max_age=LASTS,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )
