"""Who asks for a page: the signed-in member, or the holder of a link."""

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from loopplank.access.account import links
from loopplank.access.account.actors import VISITOR, Actor
from loopplank.access.messages.devices import actor_behind
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.web.account import adapter, device_cookie, pinned
from loopplank.web.kit import clock

#: That of a volunteer's week is the cookie of a device: see device_cookie.
COOKIES = {
    links.STATUS: f"{settings.COOKIE_PREFIX}loopplank_status",
    # the same page, so the same place in a browser
    links.APPLICANT: f"{settings.COOKIE_PREFIX}loopplank_status",
    links.REFERRAL: f"{settings.COOKIE_PREFIX}loopplank_referral",
    links.ARRANGEMENT: f"{settings.COOKIE_PREFIX}loopplank_arrangement",
    links.RELATIVE: f"{settings.COOKIE_PREFIX}loopplank_relative",
}
DEVICE_REMEMBERED = 90 * 24 * 3600
_SALT = "loopplank.link-cookie"
_PURPOSE = {
    Role.VOLUNTEER: links.WEEK,
    Role.KEY_HOLDER: links.WEEK,
    Role.HELP_SEEKER: links.STATUS,
    Role.PARTY: links.REFERRAL,
    Role.SIGNATORY: links.ARRANGEMENT,
    Role.RELATIVE: links.RELATIVE,
}


def actor_of_link(request: HttpRequest, roles: frozenset[Role]) -> Actor | None:
    """Return who holds the link whose cookie this browser carries, if the door is for such a
    link; a key holder too where it is for the volunteer, and the other way round.
    """
    purposes = {_PURPOSE[role]: None for role in _PURPOSE if role in roles}
    for purpose in purposes:
        actor = _actor_in_cookie(request, purpose)
        if actor is not None:
            return actor
    return None


def remember_link(response: HttpResponse, link_id: object, generation: int, purpose: str) -> None:
    """Put a link in this browser, signed, for ninety days; nothing is stored on the server."""
    response.set_cookie(
        COOKIES[purpose],
        signing.dumps([str(link_id), generation], salt=_SALT),
        max_age=DEVICE_REMEMBERED,
        secure=settings.HTTPS,
        httponly=True,
        samesite="Lax",
    )


def forget_link(response: HttpResponse, purpose: str) -> None:
    response.delete_cookie(COOKIES[purpose], samesite="Lax")


def as_member(request: HttpRequest) -> Actor | None:
    """Return the member behind this browser where nobody may be a volunteer beside it: in real use.
    Who looks around in the demo is everybody at once.
    """
    if settings.MODE == "demo" or not request.user.is_authenticated:
        return None
    return pinned.member(request) or VISITOR


def second_step_missing(request: HttpRequest) -> HttpResponse | None:
    """Send who has only a password to set a second step: in real use nobody sees data without.

    It must have been shown in this very session: one that was opened with the password before the
    step was set up elsewhere is asked for it.
    """
    if settings.MODE != "real":
        return None
    if not adapter.has_second_step(request):
        return HttpResponseRedirect(reverse("mfa_index"))
    if adapter.passed_second_step(request):
        return None
    return redirect_to_login(request.get_full_path(), reverse("mfa_reauthenticate"))


def second_step_to_show(request: HttpRequest) -> HttpResponse | None:
    """Send who has a second step and did not show it in this session to do so, and then back."""
    if settings.MODE != "real" or not adapter.has_second_step(request):
        return None
    return second_step_missing(request)


def _actor_in_cookie(request: HttpRequest, purpose: str) -> Actor | None:
    if purpose == links.WEEK:
        way = device_cookie.read(request)
        return actor_behind(way) if way is not None else None
    raw = request.COOKIES.get(COOKIES[purpose])
    if not raw:
        return None
    try:
        link_id, generation = signing.loads(raw, salt=_SALT, max_age=DEVICE_REMEMBERED)
    except (signing.BadSignature, ValueError):
        return None
    link = links.current(link_id, int(generation), purpose, local_day(clock.now()))
    return links.actor_of(link) if link else None
