"""That this browser gave what only the holder of a link knows: the last digits of the telephone
number, or the code that went to their address. For one link as it is now.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from loopplank.access.account.links import REFERRAL, STATUS

NAMES = {
    STATUS: f"{settings.COOKIE_PREFIX}loopplank_digits",
    REFERRAL: f"{settings.COOKIE_PREFIX}loopplank_code",
}
LASTS = 90 * 24 * 3600
_SALT = "loopplank.digits"


def read(request: HttpRequest, purpose: str = STATUS) -> str:
    """Return the mark that was remembered, or an empty string; see `access.confirmed`."""
    salt = _salt(purpose)
    try:
        mark = signing.loads(request.COOKIES.get(NAMES[purpose], ""), salt=salt, max_age=LASTS)
    except signing.BadSignature:
        return ""
    return str(mark)


def remember(response: HttpResponse, mark: str, purpose: str = STATUS) -> None:
    response.set_cookie(
        NAMES[purpose],
        signing.dumps(mark, salt=_salt(purpose)),
        max_age=LASTS,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def _salt(purpose: str) -> str:
    # each purpose its own: a mark of one link never opens another kind
    return _SALT if purpose == STATUS else f"{_SALT}.{purpose}"
