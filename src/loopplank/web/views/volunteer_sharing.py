"""Whether other organisations may see a volunteer: the two yeses, on the volunteer's page."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor
from loopplank.access.shared_volunteers import sharing_of
from loopplank.access.volunteer_pages import VolunteerPage
from loopplank.actions import sharing
from loopplank.core.volunteer_sharing import WHAT_OTHERS_SEE, is_shared, missing
from loopplank.web import clock
from loopplank.web.steps import do_and_go_back
from loopplank.web.words import day_with_year, say, word


def sharing_card(page: VolunteerPage, now: datetime) -> dict[str, object]:
    """What others see, who said yes, and what can be done now; see work/volunteer_sharing.html."""
    found = sharing_of(page.own, now)
    said = {"own_yes": found.own_yes, "coordinators_yes": bool(found.by)}
    by = {"by": found.by, "day": day_with_year(found.on) if found.on else ""}
    return {
        "what": word(WHAT_OTHERS_SEE),
        "missing": say(missing(page.row.first_name, **said)),
        "shared": is_shared(**said),
        "by": _("%(by)s zei ja op %(day)s.") % by if found.by else "",
        "own_yes": found.own_yes,
        "may_note": found.may_note,
    }


def share(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    now, yes = clock.now(), _said_yes(request)
    return do_and_go_back(
        request,
        lambda: sharing.share(actor=actor, now=now, volunteer_id=volunteer_id, yes=yes),
        _back(volunteer_id),
        _("Opgeschreven. Andere organisaties in het netwerk mogen nu aan deze vrijwilliger denken.")
        if yes
        else _("Opgeschreven. Andere organisaties zien deze vrijwilliger niet meer."),
    )


def note_sharing(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    """What the volunteer said on the telephone."""
    now, yes = clock.now(), _said_yes(request)
    return do_and_go_back(
        request,
        lambda: sharing.note_sharing(actor=actor, now=now, volunteer_id=volunteer_id, yes=yes),
        _back(volunteer_id),
        _("Opgeschreven. De vrijwilliger hoort dat jij dit opschreef."),
    )


def _said_yes(request: HttpRequest) -> bool:
    return request.POST.get("yes") == "yes"


def _back(volunteer_id: UUID) -> str:
    return reverse("volunteer", args=[volunteer_id]) + "#sharing"
