"""As which member a session works: pinned when it begins, and changed by the person alone."""

from django.http import HttpRequest

from loopplank.access.account import actors
from loopplank.access.account.actors import Actor

_MEMBERSHIP = "membership"


def member(request: HttpRequest) -> Actor | None:
    """Return the membership that this session is pinned to; None once it has ended.

    One that begins is pinned to the first. Who is added to another organisation meanwhile stays
    where they were.
    """
    if not request.user.is_authenticated:
        return None
    chosen = request.session.get(_MEMBERSHIP)
    actor = actors.member(request.user.pk, chosen)
    if chosen is None and actor is not None:
        choose(request, str(actor.id))
    return actor


def any_membership(request: HttpRequest) -> Actor | None:
    """Return the membership of this session, or another of this account where that one ended."""
    if not request.user.is_authenticated:
        return None
    return member(request) or actors.member(request.user.pk, None)


def choose(request: HttpRequest, membership_id: str) -> None:
    """Pin the session; the caller knows that this membership is of this account and works."""
    request.session[_MEMBERSHIP] = membership_id
