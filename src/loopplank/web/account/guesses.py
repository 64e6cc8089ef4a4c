"""Hold who guesses a password or a code, without keeping out whose account it is.

What counts together is an account with a place on the network, or with a device that signed in
before: whoever guesses from elsewhere fills another count than the owner's. There is no count of an
account alone, so nobody is locked out by it.
"""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest

from loopplank.access.account.actors import account_of
from loopplank.actions.kit import security_log, uses
from loopplank.core.account.how_often import Use
from loopplank.core.account.security_log import Kind
from loopplank.web.account import device_cookie
from loopplank.web.account.origin import address_of_visitor
from loopplank.web.kit import clock


def held(request: HttpRequest, email: str) -> datetime | None:
    """Return until when this browser may not try this account, or None; writes down a refusal."""
    now, account_id = clock.now(), account_of(email)
    counts = _counts(request, email, account_id)
    until = max(filter(None, (uses.held(use, whose, now) for use, whose in counts)), default=None)
    if until is not None:
        origin = address_of_visitor(request)
        security_log.record(Kind.SIGN_IN_HELD, now=now, account_id=account_id, origin=origin)
    return until


def wrong(request: HttpRequest, email: str, kind: Kind) -> None:
    """Count a wrong password or code, and write it down."""
    now, account_id = clock.now(), account_of(email)
    for use, whose in _counts(request, email, account_id):
        uses.note(use, whose, now)
    origin = address_of_visitor(request)
    security_log.record(kind, now=now, account_id=account_id, origin=origin)


def _counts(request: HttpRequest, email: str, account_id: UUID | None) -> list[tuple[Use, str]]:
    who = str(account_id) if account_id is not None else email.strip().lower()
    if account_id is not None and device_cookie.knows(request, account_id):
        # one count for all devices seen before: nobody else can fill it
        return [(Use.SIGN_IN_PAIR, f"{who}:seen")]
    place = address_of_visitor(request)
    return [(Use.SIGN_IN_PAIR, f"{who}:{place}"), (Use.SIGN_IN_PLACE, place)]
