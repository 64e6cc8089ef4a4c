"""Ik wil stoppen: a last day, who calls whom, and thanks; and rest that one ends oneself."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.volunteers.farewell import FarewellPage, farewell_page
from loopplank.actions.volunteers import rest, stopping
from loopplank.core.kit.reason import Refused
from loopplank.web.kit import clock
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE, do_and_go_back
from loopplank.web.kit.words import day, in_sentence, person, say
from loopplank.web.volunteers.forms.away import StopForm
from loopplank.web.volunteers.frame import show_week
from loopplank.web.volunteers.views.limits import calls_of


def stop_helping(request: HttpRequest, actor: Actor) -> HttpResponse:
    return _stop(request, actor, None)


def stop_with(request: HttpRequest, actor: Actor, match_id: UUID) -> HttpResponse:
    return _stop(request, actor, match_id)


def stay(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: stopping.stay(actor=actor, now=now, volunteer_id=_own(actor)),
        reverse("week"),
        _("Fijn dat je blijft. Je hoeft niets te doen."),
    )


def stay_with(request: HttpRequest, actor: Actor, match_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: stopping.stay_with(actor=actor, now=now, match_id=match_id),
        reverse("week"),
        _("Goed. Alles blijft zoals het was."),
    )


def end_rest(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: rest.end_rest(actor=actor, now=now, volunteer_id=_own(actor)),
        reverse("week"),
        _("Fijn dat het weer gaat. Wij mogen je weer iets vragen. Nee blijft goed."),
    )


def _stop(request: HttpRequest, actor: Actor, match_id: UUID | None) -> HttpResponse:
    now = clock.now()
    page = farewell_page(actor, match_id, now)
    form, status = StopForm(today=page.today), 200
    if request.method == "POST":
        form, status = StopForm(request.POST, today=page.today), UNPROCESSABLE
        if form.is_valid():
            try:
                _say(actor, page, form)
            except Refused as refused:
                form.add_error(None, say(refused.reason))
                status = CONFLICT
            else:
                messages.success(request, _told(page, form))
                return HttpResponseRedirect(reverse("week"))
    who = page.people[0].who if match_id else None
    return show_week(
        request,
        actor,
        "volunteers/farewell.html",
        {
            "form": form,
            "page": page,
            "who": in_sentence(who) if who else "",
            "calls": calls_of(page.people),
            "stops_on": day(page.stops_on) if page.stops_on else "",
            "others": [(p.match_id, person(p.who, with_age=False)) for p in page.people]
            if match_id is None and len(page.people) + page.meets > 1
            else [],
            "menu": None,
        },
        status=status,
    )


def _say(actor: Actor, page: FarewellPage, form: StopForm) -> None:
    now = clock.now()
    if page.match_id is None:
        stopping.stop_helping(
            actor=actor, now=now, volunteer_id=page.volunteer_id, last_day=form.last_day
        )
    else:
        stopping.stop_with(actor=actor, now=now, match_id=page.match_id, last_day=form.last_day)


def _told(page: FarewellPage, form: StopForm) -> str:
    """Say "Je laatste dag is donderdag 3 december. Anna belt mevrouw De Wit. Dank je wel …"."""
    last = form.last_day
    parts = [
        _("Vandaag is je laatste dag.")
        if last == page.today
        else _("Je laatste dag is %(day)s.") % {"day": day(last)},
        calls_of(page.people),
        _("Dank je wel voor je hulp. En dank dat je het op tijd zegt."),
    ]
    return " ".join(part for part in parts if part)


def _own(actor: Actor) -> UUID:
    if actor.id is None:
        raise NotFound("volunteer")
    return actor.id
