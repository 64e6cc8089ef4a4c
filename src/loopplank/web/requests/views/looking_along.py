"""The page of a relative: what the person lets them see, whom to call, and how to stop."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.account.links import RELATIVE
from loopplank.access.requests.looking_along import LookingAlong, looking_along
from loopplank.actions.requests import relatives
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.requests.relatives import May
from loopplank.web.account import authentication
from loopplank.web.kit import clock
from loopplank.web.kit.public_frame import show_public
from loopplank.web.kit.words import in_sentence, say
from loopplank.web.requests.words import days_of_who_comes


def show_looking_along(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show it; sent back, it is the wish to look along no more, which works at once."""
    now = clock.now()
    page = looking_along(actor, now)
    if request.method == "POST":
        if request.POST.get("answer") == "stop":
            relatives.leave(actor=actor, now=now)
            response = show_public(
                request, page.place, "requests/looking_along_over.html", _call(page)
            )
            authentication.forget_link(response, RELATIVE)
            return response
        return show_public(request, page.place, "requests/looking_along_stop.html", _call(page))
    return show_public(
        request,
        page.place,
        "requests/looking_along.html",
        {
            **_call(page),
            "about": in_sentence(page.about) if page.about else "",
            "name": page.name,
            "shut": page.seen.shut,
            "promise": say(page.seen.now),
            "lines": [say(line) for line in page.seen.lines],
            "course": page.may is May.COURSE,
            "comes": [
                {
                    "who": one.first_name or _("Er komt iemand"),
                    "rhythm": say(one.rhythm),
                    "at": one.at,
                    "days": days_of_who_comes(one.days, one.other_hours),
                }
                for one in page.comes
            ],
        },
    )


def _call(page: LookingAlong) -> dict[str, str]:
    return {"phone": phone_readable(page.place.phone), "phone_hours": page.place.phone_hours}
