"""Find out who stands before a door, and hand that actor to its view.

It is the first wall and not the last: `access` decides which rows exist for an actor, and the
actions decide what an actor may do.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import (
    Http404,
    HttpRequest,
    HttpResponse,
    HttpResponseBase,
    HttpResponseRedirect,
)
from django.urls import URLPattern, path, reverse

from loopplank.access.account.actors import VISITOR, Actor, NotFound
from loopplank.actions.kit import security_log
from loopplank.actions.kit.uses import TooOften
from loopplank.core.account.roles import AS_VOLUNTEER, Role
from loopplank.core.account.security_log import Kind
from loopplank.web.account import authentication, device_cookie, opened_as, pinned, session_end
from loopplank.web.account.origin import address_of_visitor
from loopplank.web.account.views import link_entry
from loopplank.web.kit import clock, views
from loopplank.web.kit.doors import BY_LINK_ONLY, Door

FORBIDDEN = 403


def as_pattern(door: Door) -> URLPattern:
    """Return the address of a door with everything that stands before its view."""
    return path(door.address, _enter(door), name=door.name)


def _enter(door: Door) -> Callable[..., HttpResponseBase]:
    allowed = {*door.methods, *(("HEAD",) if "GET" in door.methods else ())}

    @wraps(door.view)
    def enter(request: HttpRequest, **parts: Any) -> HttpResponseBase:
        if request.method not in allowed:
            return HttpResponse(status=405, headers={"Allow": ", ".join(sorted(allowed))})
        actor = _actor(door, request)
        if isinstance(actor, HttpResponseBase):
            if actor.status_code == FORBIDDEN:
                denied(request, door, None)
            return actor
        opened_as.act_as(request, actor)
        if actor.practice and door.real_only:
            return views.real_only(request)
        try:
            device_cookie.before(request, actor)
            response = door.view(request, actor, **parts)
        except NotFound:
            denied(request, door, actor)
            raise Http404 from None
        except TooOften as held:
            return _too_often(request, actor, held)
        device_cookie.after(request, actor, response)
        if "attachment" in response.headers.get("Content-Disposition", ""):
            security_log.record(
                Kind.EXPORTED, now=clock.now(), actor=actor, data={"door": door.name}
            )
        return response

    return enter


def denied(request: HttpRequest, door: Door, actor: Actor | None) -> None:
    """Write down that somebody stood before a door, or a row behind it, that is not theirs."""
    security_log.record(
        Kind.DENIED,
        now=clock.now(),
        actor=actor if actor is not None and actor.role is not Role.VISITOR else None,
        origin=address_of_visitor(request),
        data={"door": door.name},
    )


def _too_often(request: HttpRequest, actor: Actor, held: TooOften) -> HttpResponse:
    security_log.record(
        Kind.LIMITED,
        now=clock.now(),
        actor=actor if actor.role is not Role.VISITOR else None,
        origin=address_of_visitor(request),
        data={"use": held.use.value},
    )
    return views.too_often(request, held.free_from, held.phone)


def _to_own_page(door: Door, request: HttpRequest, actor: Actor) -> HttpResponse:
    """Send whoever holds a hand-over key to the one page that is theirs, and the volunteer to their
    week; what is posted to a door of the other is refused.
    """
    if request.method == "POST":
        return views.link_needed(request, door.roles)
    by_key = actor.role is Role.KEY_HOLDER
    return HttpResponseRedirect(reverse("with_key" if by_key else "week"))


def _actor(door: Door, request: HttpRequest) -> Actor | HttpResponseBase:
    if Role.VISITOR in door.roles:
        return VISITOR
    by_link = authentication.actor_of_link(request, door.roles)
    if by_link is not None and by_link.role in AS_VOLUNTEER and by_link.id is not None:
        stopped = link_entry.not_on_this_device(request, by_link.id)
        if stopped is not None or by_link.role not in door.roles:
            return stopped or _to_own_page(door, request, by_link)
    if by_link is not None:
        if not opened_as.is_of(request, by_link):
            return opened_as.refuse(request, None)
        return by_link
    if door.roles <= BY_LINK_ONLY:
        return views.link_needed(request, door.roles)
    if not request.user.is_authenticated:
        return session_end.to_sign_in(request)
    missing = authentication.second_step_missing(request)
    if missing is not None:
        return missing
    return _member(door, request)


def _member(door: Door, request: HttpRequest) -> Actor | HttpResponseBase:
    """Return the membership that this session is pinned to, if the door is for it and the form that
    was sent is its own.
    """
    if not door.pinned:
        actor = pinned.any_membership(request)
    else:
        if opened_as.SEND_AS_OPENED in request.POST:
            wanted = opened_as.opener(request)
            if wanted is not None:
                pinned.choose(request, str(wanted))
        actor = pinned.member(request)
        if not opened_as.is_of(request, actor):
            return opened_as.refuse(request, actor)
        if actor is None and pinned.any_membership(request) is not None:
            # the one that it was pinned to has ended: which one next is for the person to say
            return HttpResponseRedirect(reverse("choose_membership"))
    if actor is None or actor.role not in door.roles:
        denied(request, door, actor)
        raise Http404
    return actor
