"""On which devices my week opens, and how to end one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.messages.devices import DeviceLine, devices_page
from loopplank.access.messages.hand_over_keys import own_done_with_keys
from loopplank.actions.messages import devices
from loopplank.core.kit.calendar import local_day
from loopplank.web.account import device_cookie
from loopplank.web.kit import clock
from loopplank.web.kit.device_words import device_words
from loopplank.web.kit.pages import show
from loopplank.web.kit.words import day
from loopplank.web.messages.words import done_words
from loopplank.web.volunteers.frame import show_week

#: Sent along by the script: it wants no page for an answer.
QUIETLY = "quietly"


def show_devices(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    lines = devices_page(actor, device_cookie.secret_of(request), now)
    today = local_day(now)

    def shown(line: DeviceLine) -> dict[str, object]:
        used = _("vandaag") if line.last_seen_on == today else day(line.last_seen_on)
        return {
            "id": line.id,
            "name": device_words(line.told),
            "used": used,
            "since": day(line.first_seen_on),
            "came_by": line.came_by,
            "full_from": day(local_day(line.full_from)) if line.full_from else "",
        }

    return show_week(
        request,
        actor,
        "messages/devices.html",
        {
            "own": next((shown(line) for line in lines if line.this_one), None),
            "others": [shown(line) for line in lines if not line.this_one],
            "days": device_cookie.DAYS,
            "done": done_words(own_done_with_keys(actor, now)),
        },
        current="limits",
    )


def remember_device(request: HttpRequest, actor: Actor) -> HttpResponse:  # noqa: ARG001  one shape
    """Go back: the door itself remembers whoever sends something: see device_cookie."""
    if QUIETLY in request.POST:
        return HttpResponse(status=204)
    messages.success(request, _("Dit toestel is onthouden."))
    return HttpResponseRedirect(reverse("week"))


def end_device(request: HttpRequest, actor: Actor, device_id: UUID) -> HttpResponse:
    devices.end(actor=actor, now=clock.now(), device_id=device_id)
    messages.success(request, _("Dat toestel kan je week niet meer openen."))
    return HttpResponseRedirect(reverse("devices"))


def confirm_device(request: HttpRequest, actor: Actor, device_id: UUID) -> HttpResponse:
    """Take a device that came in with a hand-over key as one's own."""
    devices.confirm(actor=actor, now=clock.now(), device_id=device_id)
    messages.success(request, _("Dat toestel opent nu je hele week."))
    return HttpResponseRedirect(reverse("devices"))


def end_other_devices(request: HttpRequest, actor: Actor) -> HttpResponse:
    secret = device_cookie.secret_of(request)
    devices.end_others(actor=actor, now=clock.now(), secret=secret)
    messages.success(request, _("Alleen dit toestel kan je week nog openen."))
    return HttpResponseRedirect(reverse("devices"))


def leave_device(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Sign out here; the page behind it shows nothing of anybody."""
    secret = device_cookie.secret_of(request)
    devices.leave(actor=actor, now=clock.now(), secret=secret)
    response = show(request, "messages/left.html")
    device_cookie.leave(response)
    return response
