"""Around a volunteer's page: four places under the thumb, and somebody to call."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.own_pages import WeekFrame, frame_of_week
from loopplank.core.responsibility.closures import closed_words_to_volunteer
from loopplank.web.account import device_cookie
from loopplank.web.kit import clock
from loopplank.web.kit.pages import show
from loopplank.web.kit.words import say
from loopplank.web.other_language import other_language
from loopplank.web.templatetags.loopplank import tel


@dataclass(frozen=True, slots=True)
class Place:
    """One of the places in the menu."""

    label: str
    url: str
    icon: str
    count: int = 0
    current: bool = False


def show_week(
    request: HttpRequest,
    actor: Actor,
    template: str,
    context: dict[str, Any],
    *,
    current: str = "",
    status: int = 200,
) -> HttpResponse:
    """Show a page of a volunteer with its menu; `current` names the place that is open."""
    frame = frame_of_week(actor, clock.now())
    holder = device_cookie.holder_of(actor)
    around = {
        "menu": _menu(frame, current),
        "holder": holder,
        "not_remembered": not device_cookie.is_remembered(request),
        "caller": frame.contact,
        "closed": [say(closed_words_to_volunteer(one, name)) for name, one in frame.closed],
        "other_language": other_language(request),
    }
    response = show(request, template, {**around, **context}, status=status)
    # by this the worker in the telephone knows whose page it is, and drops those of anybody else
    response.headers["Loopplank-Holder"] = holder
    return response


def _menu(frame: WeekFrame, current: str) -> list[Place]:
    places = [
        Place(label, reverse(name), icon, count, name == current)
        for name, label, icon, count in (
            ("week", _("Mijn week"), "home", 0),
            ("proposals", _("Voorstellen"), "letter", frame.open_proposals),
            ("limits", _("Grenzen"), "limit", 0),
        )
    ]
    if frame.contact and frame.contact.phone:
        name = frame.contact.first_name
        places.append(Place(_("Bel %(name)s") % {"name": name}, tel(frame.contact.phone), "phone"))
    return places
