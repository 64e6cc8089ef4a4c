"""The random cookie under which this browser's answers wait. The database knows its hash only."""

import hashlib
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from loopplank.access.organisations.organisations import PublicPlace

# it goes to one part of the site only, so it is not one of the whole host
NAME = f"{'__Secure-' if settings.HTTPS else ''}loopplank_draft"
LASTS = 24 * 3600
_PATH = "/hulp-vragen/"


def made() -> str:
    """Make a new one: nobody guesses it."""
    return secrets.token_urlsafe(24)


def read(request: HttpRequest) -> str:
    """Return this browser's cookie, or an empty string."""
    return request.COOKIES.get(NAME, "")[:64]


def key_of(cookie: str, place: PublicPlace) -> str:
    """Return the key of the draft in the database: each network and organisation has its own."""
    where = f"{place.network_slug}/{place.organisation_slug}"
    return hashlib.sha256(f"{cookie}:{where}".encode()).hexdigest()


def remember(response: HttpResponse, cookie: str) -> None:
    """Keep it for another day; only for the pages of the form, and never for a script."""
    response.set_cookie(
        NAME,
        cookie,
        max_age=LASTS,
        path=_PATH,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    response.delete_cookie(NAME, path=_PATH, samesite="Lax")
