"""Say what went wrong in a sentence that a person can act on; and whether this process is well."""

import math
from datetime import datetime

from django.http import HttpRequest, HttpResponse

from loopplank.access.account.actors import Actor
from loopplank.access.organisations import organisations
from loopplank.core.account.roles import AS_VOLUNTEER, Role
from loopplank.core.kit.contact_details import phone_readable
from loopplank.web.kit import clock
from loopplank.web.kit.public_frame import show_placeless
from loopplank.web.kit.words import day_and_time

# --- what went wrong ------------------------------------------------------------------------------


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    del exception  # named so by Django, and no help to who reads it
    return show_placeless(request, "kit/errors/not_found.html", status=404)


def not_understood(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    del exception  # named so by Django, and no help to who reads it
    return show_placeless(request, "kit/errors/not_understood.html", status=400)


def too_large(request: HttpRequest) -> HttpResponse:
    return show_placeless(request, "kit/errors/too_large.html", status=413)


def too_often(request: HttpRequest, free_from: datetime, phone: str) -> HttpResponse:
    """Refuse what was done too often: from when it goes again, and whom to call until then."""
    seconds = max(0, math.ceil((free_from - clock.now()).total_seconds()))
    response = show_placeless(
        request,
        "kit/errors/too_often.html",
        {"at": day_and_time(free_from), "phone": phone_readable(phone) if phone else ""},
        status=429,
    )
    response.headers["Retry-After"] = str(seconds)
    return response


def broken(request: HttpRequest) -> HttpResponse:
    """Say that something failed on our side. The page is made without the database when that is
    down.
    """
    return show_placeless(request, "kit/errors/broken.html", status=500)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Refuse a form without the mark that we gave it. What was typed is there when somebody goes
    back.
    """
    del reason  # technical, and no help to who reads it
    response = show_placeless(request, "kit/errors/form_too_old.html", status=403)
    # for the worker in a telephone: it asks for a fresh mark and sends the form again
    response.headers["Loopplank-Form"] = "too-old"
    return response


def real_only(request: HttpRequest) -> HttpResponse:
    """Refuse to who practises what reaches real people."""
    return show_placeless(request, "kit/errors/real_only.html", status=403)


def link_needed(request: HttpRequest, roles: frozenset[Role]) -> HttpResponse:
    """Refuse a page that opens with somebody's own link, asked for without one."""
    return show_placeless(
        request,
        "kit/errors/link_needed.html",
        {"for_volunteer": bool(AS_VOLUNTEER & roles)},
        status=403,
        may_switch=True,
    )


def link_of_somebody(request: HttpRequest, name: str) -> HttpResponse:
    """Refuse the link of a volunteer in the browser of a member: nothing of the volunteer but a
    name.
    """
    return show_placeless(request, "kit/errors/link_of_somebody.html", {"name": name}, status=403)


def link_old(request: HttpRequest, phone: str, *, ended: bool) -> HttpResponse:
    """Refuse a link that worked once (410), or one that never did (404), in the same words."""
    return show_placeless(
        request, "kit/errors/link_old.html", {"phone": phone}, status=410 if ended else 404
    )


# --- for a proxy or a monitor ---------------------------------------------------------------------


def show_health(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001  every view has one shape
    organisations.answers()
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")
