"""A volunteer who cannot come names somebody who said yes to them already."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.cover import name_page
from loopplank.actions.volunteers import cover
from loopplank.core.volunteers.cover import named
from loopplank.web.kit import clock
from loopplank.web.kit.steps import step
from loopplank.web.kit.words import day, in_sentence
from loopplank.web.volunteers.forms.stand_in import StandInForm
from loopplank.web.volunteers.frame import show_week


def name_stand_in(request: HttpRequest, actor: Actor, visit_id: UUID) -> HttpResponse:
    now = clock.now()
    page = name_page(actor, visit_id, now)
    sent = request.POST if request.method == "POST" else None
    return step(
        request,
        actor,
        StandInForm(sent, initial={"who": page.said.name, "phone": page.said.phone}),
        lambda typed: cover.name_stand_in(
            actor=actor, now=now, visit_id=visit_id, said=named(typed["who"], typed["phone"])
        ),
        back=reverse("week"),
        done=_("Dank je. %(name)s kijkt of dat kan. Jij regelt niets.") % {"name": page.caller},
        words={
            "page": page,
            "who": in_sentence(page.who),
            "when": day(page.day),
        },
        template="volunteers/name_stand_in.html",
        current="week",
        places={"cover.no_name": "who", "cover.yourself": "who", "contact.phone": "phone"},
        shown=show_week,
    )
