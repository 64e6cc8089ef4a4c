"""Two rows of one volunteer: a coordinator asks, and the volunteer answers on both own pages."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.same_volunteer import own_same_page, same_page
from loopplank.actions.volunteers import same_volunteer
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.web.kit import clock
from loopplank.web.kit.outcome import went_well, went_wrong
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import do_and_go_back, step
from loopplank.web.kit.words import day, say_refused
from loopplank.web.volunteers.forms.same_volunteer import AlikeForm, CodeForm
from loopplank.web.volunteers.frame import show_week

#: The panel of the own page in which an answer says what came of it.
_PANEL = "#antwoord"


def show_own_same(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what is asked of this row; sent, it takes the code of the other page."""
    now = clock.now()
    page = own_same_page(actor, now)
    return step(
        request,
        actor,
        CodeForm(posted(request)),
        lambda typed: same_volunteer.use_code(actor=actor, now=now, token=typed["code"]),
        back=reverse("week"),
        done=_merged(),
        words={
            "page": page,
            "asked": [
                {"id": one.id, "by": one.by, "house": one.house, "said_yes": one.said_yes}
                | {"until": day(local_day(one.answer_by))}
                for one in page.asked
            ],
        },
        template="volunteers/own_same.html",
        current="limits",
        places={"same.code_wrong": "code", "same.itself": "code"},
        shown=show_week,
    )


def make_same_code(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: same_volunteer.make_code(actor=actor, now=now),
        reverse("own_same") + _PANEL,
        _("Je code staat hieronder. Open nu je andere pagina."),
    )


def answer_same(request: HttpRequest, actor: Actor, pair_id: UUID) -> HttpResponse:
    """Take a yes or a no; a yes of both pages makes one of them, and the week says so."""
    now, back = clock.now(), reverse("own_same") + _PANEL
    if request.POST.get("answer") != "yes":
        return do_and_go_back(
            request,
            lambda: same_volunteer.say_no(actor=actor, now=now, pair_id=pair_id),
            back,
            _("Bewaard. Er verandert niets, en wij vragen het niet nog eens."),
        )
    try:
        done = same_volunteer.say_yes(actor=actor, now=now, pair_id=pair_id)
    except Refused as refused:
        return went_wrong(request, back, say_refused(refused))
    if done:
        return went_well(request, reverse("week"), _merged())
    return went_well(request, back, _("Bewaard. Zeg het nu ook op je andere pagina."))


def _merged() -> str:
    return _("Je hebt nu één pagina. Alles wat je afsprak gaat door.")


def ask_same(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    """Choose who of the own volunteers may be the same, and ask both."""
    now = clock.now()
    page = same_page(actor, volunteer_id, now)
    return step(
        request,
        actor,
        AlikeForm(posted(request), alike=page.alike),
        lambda typed: same_volunteer.ask(
            actor=actor, now=now, volunteer_id=volunteer_id, other_id=typed["other"]
        ),
        back=reverse("volunteer", args=[volunteer_id]),
        done=_("Gevraagd. Er verandert pas iets na twee keer ja."),
        words={"page": page, "who": page.name},
        template="volunteers/same_volunteer.html",
        current="volunteers",
    )
