"""Tokens of somebody who is not signed in, kept an hour in this browser, out of the address."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse

from loopplank.access.account.links import INVITE, RESET, STOP

_STAYS = 3600


@dataclass(frozen=True, slots=True)
class TokenCookie:
    """Keeps the token of a link in a browser for an hour. Keeping uses nothing up."""

    name: str
    salt: str

    def keep(self, response: HttpResponse, token: str) -> None:
        response.set_cookie(
            self.name,
            signing.dumps(token, salt=self.salt),
            max_age=_STAYS,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )

    def read(self, request: HttpRequest) -> str:
        """Return the token that this browser opened, or "" without one."""
        raw = request.COOKIES.get(self.name, "")
        try:
            return str(signing.loads(raw, salt=self.salt, max_age=_STAYS))
        except signing.BadSignature:
            return ""

    def forget(self, response: HttpResponse) -> None:
        response.delete_cookie(self.name, samesite="Lax")


INVITATION = TokenCookie(f"{settings.COOKIE_PREFIX}loopplank_invite", "loopplank.invite")
#: To a new password.
PASSWORD = TokenCookie(f"{settings.COOKIE_PREFIX}loopplank_reset", "loopplank.reset")
#: To stop that a second step is let go.
STEP = TokenCookie(f"{settings.COOKIE_PREFIX}loopplank_stop", "loopplank.stop")
#: Of a hand-over key, or of a changed address.
KEY = TokenCookie(f"{settings.COOKIE_PREFIX}loopplank_key", "loopplank.hand-over-key")

#: Of whoever applied as a volunteer.
APPLICATION = TokenCookie(f"{settings.COOKIE_PREFIX}loopplank_apply", "loopplank.apply")

OF_SIGN_IN: Mapping[str, TokenCookie] = MappingProxyType(
    {INVITE: INVITATION, RESET: PASSWORD, STOP: STEP}
)
