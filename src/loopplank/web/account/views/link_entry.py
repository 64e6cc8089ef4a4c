"""The one page that sees a token. It puts the link in this browser and sends it on without it."""

import re
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from loopplank.access.account.actors import Actor
from loopplank.access.account.link_entry import (
    HAND_OVER,
    Shut,
    is_own_week,
    opened,
    week_link_held_by_member,
)
from loopplank.access.account.links import (
    ADDRESS,
    APPLICANT,
    APPLICATION,
    ARRANGEMENT,
    INVITE,
    REFERRAL,
    RELATIVE,
    RESET,
    STATUS,
    STOP,
    WEEK,
)
from loopplank.core.kit.contact_details import phone_readable
from loopplank.web.account import authentication, device_cookie, token_cookie
from loopplank.web.account.adapter import remember_language
from loopplank.web.kit import clock, views

_PAGES = {
    WEEK: "week",
    STATUS: "status",
    APPLICANT: "status",
    INVITE: "accept_invitation",
    RESET: "new_password",
    STOP: "keep_second_step",
    ARRANGEMENT: "sign",
    REFERRAL: "linked_referral",
    HAND_OVER: "use_key",
    ADDRESS: "address_change",
    APPLICATION: "own_application",
    RELATIVE: "looking_along",
}
# without what a message puts behind a link, and a telephone takes for a part of it
_TOKEN = re.compile(r"[A-Za-z0-9_-]*")


def open_link(request: HttpRequest, _actor: Actor, token: str) -> HttpResponse:
    """Open a link, which changes nothing, however often: mail scanners open them too."""
    token = found_token[0] if (found_token := _TOKEN.match(token)) else ""
    found = opened(token, clock.now())
    if isinstance(found, Shut):
        return views.link_old(request, phone_readable(found.phone), ended=found.ended)
    if found.purpose in {WEEK, HAND_OVER, ADDRESS}:
        stopped = not_on_this_device(request, found.subject_id)
        if stopped is not None:
            return stopped
    response = HttpResponseRedirect(
        reverse(_PAGES[found.purpose]), headers={"Referrer-Policy": "no-referrer"}
    )
    if found.purpose in token_cookie.OF_SIGN_IN:
        token_cookie.OF_SIGN_IN[found.purpose].keep(response, token)
    elif found.purpose == APPLICATION:
        token_cookie.APPLICATION.keep(response, token)
        _read_in(request, response, found.language)
    elif found.purpose in {HAND_OVER, ADDRESS}:
        token_cookie.KEY.keep(response, token)
        _read_in(request, response, found.language)
    elif found.purpose == WEEK:
        device_cookie.open_in(request, response, found.link_id, found.generation)
        _read_in(request, response, found.language)
    else:
        authentication.remember_link(response, found.link_id, found.generation, found.purpose)
    return response


def _read_in(request: HttpRequest, response: HttpResponse, language: str) -> None:
    """Show the pages in the language of the message that brought somebody here, unless this browser
    was told otherwise. Dutch is not set: nobody may ever have chosen it.
    """
    told = settings.LANGUAGE_COOKIE_NAME in request.COOKIES
    if not told and language != settings.LANGUAGE_CODE:
        remember_language(response, language)


def not_on_this_device(request: HttpRequest, volunteer_id: UUID) -> HttpResponse | None:
    """Keep the week of a volunteer shut in the browser of a signed-in member: it holds what other
    organisations trust to that volunteer alone, and what only the volunteer may change.
    """
    actor = authentication.as_member(request)
    if actor is None or is_own_week(actor, volunteer_id):
        return None
    name = week_link_held_by_member(actor, volunteer_id, clock.now())
    return views.link_of_somebody(request, name)
