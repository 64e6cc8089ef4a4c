"""A visit written down in three taps; and one on another day."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.visit import VisitPage, other_visit_page, visit_page
from loopplank.access.volunteers.visit_notes import note_brief
from loopplank.actions.volunteers import visits
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.visits import Felt
from loopplank.web.account.idempotency import do_once
from loopplank.web.kit import clock
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE, do_and_go_back, page_of
from loopplank.web.kit.words import day as day_words
from loopplank.web.kit.words import in_sentence, person, say
from loopplank.web.volunteers.forms.visit import OtherVisitForm, VisitForm
from loopplank.web.volunteers.frame import show_week
from loopplank.web.volunteers.views.week import day_of
from loopplank.web.volunteers.words import clock_time, cover_words, reads_note, which_day


def log_visit(request: HttpRequest, actor: Actor, match_id: UUID, day: str) -> HttpResponse:
    now = clock.now()
    page = visit_page(actor, match_id, day_of(day), now)
    planned, caller = page.planned_minutes, page.caller
    form = VisitForm(initial=_initial(page), planned=planned, caller=caller)
    status = 200
    if request.method == "POST":
        form = VisitForm(request.POST, initial=_initial(page), planned=planned, caller=caller)
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                do_once(request, actor, lambda: _write_down(actor, page, form))
            except Refused as refused:
                form.add_error(None, say(refused.reason))
                status = CONFLICT
            else:
                messages.success(request, _done(page, form))
                return HttpResponseRedirect(reverse("week"))
    today = local_day(now)
    return show_week(
        request,
        actor,
        "volunteers/visit.html",
        {
            "form": form,
            "page": page,
            "who": in_sentence(page.who),
            "Who": person(page.who, with_age=False),
            "when": _when(page, today),
            "coming": page.day > today,
            "past": page.day < today,
            "last_day": day_words(page.last_day),
            "phone": phone_readable(page.phone) if page.phone else "",
            "calls_before": day_words(page.calls_before),
            "reads": reads_note(page.reads, phone_readable(page.contact.phone)),
            "cover": cover_words(
                page.cover, {"name": page.contact.first_name, "who": in_sentence(page.who)}
            )
            if page.cover
            else "",
            "day_in_address": page.day.isoformat(),
            "menu": None,
        },
        status=status,
    )


def read_note(request: HttpRequest, actor: Actor, visit_id: UUID) -> HttpResponse:
    """Tick off what a volunteer wrote, on the page of the request."""
    now, seen = clock.now(), parse_datetime(request.POST.get("written_at", ""))
    if seen is None:
        raise Http404
    request_id = note_brief(actor, visit_id)
    return do_and_go_back(
        request,
        lambda: visits.read_note(actor=actor, now=now, visit_id=visit_id, written_at=seen),
        page_of(request_id, "#visit-notes"),
        _("Afgevinkt. De vrijwilliger hoeft hier niets meer mee."),
    )


def choose_visit(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Choose another day than planned: only the page on which it is written down."""
    now = clock.now()
    people = other_visit_page(actor, now)
    choices = [(str(one.match_id), person(one.who, with_age=False)) for one in people]
    chosen = request.GET if "dag" in request.GET else None
    initial = {"wie": request.GET.get("wie") or (choices[0][0] if len(choices) == 1 else None)}
    initial["dag"] = local_day(now).isoformat()
    form = OtherVisitForm(chosen, people=choices, today=local_day(now), initial=initial)
    if chosen is not None and form.is_valid():
        return HttpResponseRedirect(
            reverse("visit", args=[form.cleaned_data["wie"], form.cleaned_data["dag"].isoformat()])
        )
    return show_week(
        request,
        actor,
        "volunteers/other_visit.html",
        {"form": form, "people": people},
        current="week",
        status=UNPROCESSABLE if chosen is not None else 200,
    )


def _done(page: VisitPage, form: VisitForm) -> str:
    """Say that it was written down, and who reads the new note, as it is at this moment."""
    done, note = _("Opgeschreven. Dank je."), form.cleaned_data["note"].strip()
    if not note or note == page.note:
        return done
    return f"{done} {reads_note(page.reads, phone_readable(page.contact.phone))}"


def _write_down(actor: Actor, page: VisitPage, form: VisitForm) -> None:
    typed = form.cleaned_data
    visits.log_visit(
        actor=actor,
        now=clock.now(),
        match_id=page.match_id,
        day=page.day,
        minutes=form.length,
        felt=typed["felt"],
        wants_call=typed["felt"] == Felt.HEAVY and typed["wants_call"] == "yes",
        note=typed["note"],
        extra=typed["extra"],
    )


def _initial(page: VisitPage) -> dict[str, object]:
    written = VisitForm.initial_of(page.planned_minutes, page.minutes, page.felt, page.note)
    return {**written, "extra": page.extra}


def _when(page: VisitPage, today: date) -> str:
    name = which_day(page.day, today)
    return f"{name} {clock_time(page.start)}" if page.start else name
