"""An intake stop: nobody new for a while, with an end and a sentence that everybody reads."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.responsibility.intake_stop import StopRow, stops_page
from loopplank.actions.responsibility import intake_stop
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE, do_and_go_back
from loopplank.web.kit.words import day, day_with_year, kinds, say
from loopplank.web.responsibility.forms import IntakeStopForm

_PLACES = {
    "stop.begins": "first_day",
    "stop.ends": "until",
    "stop.too_long": "until",
    "stop.words": "words",
    "bsn.refused": "words",
}


def change_intake_stop(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what is stopped now, and a form for one more."""
    now = clock.now()
    today = local_day(now)
    page = stops_page(actor, now)
    form = IntakeStopForm(posted(request), kinds=page.kinds, today=today)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                intake_stop.stop_intake(actor=actor, now=now, **form.cleaned_data)
            except Refused as refused:
                form.add_error(_PLACES.get(refused.reason.code), say(refused.reason))
                status = CONFLICT
            else:
                messages.success(request, _("De aanmeldstop staat. Hij eindigt vanzelf."))
                return HttpResponseRedirect(reverse("intake_stop"))
    return show_work(
        request,
        actor,
        "responsibility/intake_stop.html",
        {
            "form": form,
            "coming": [_line(one, today) for one in page.coming],
            "over": [_line(one, today) for one in page.over],
        },
        current="settings",
        status=status,
    )


def end_intake_stop(request: HttpRequest, actor: Actor, stop_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: intake_stop.end_stop(actor=actor, now=now, stop_id=stop_id),
        reverse("intake_stop"),
        _("De aanmeldstop is voorbij. Iedereen mag weer vragen."),
    )


def _line(one: StopRow, today: date) -> dict[str, object]:
    stop = one.stop
    what = kinds([stop.kind]) if stop.kind else _("alle hulp")
    first, until = day(stop.first_day, today), day(stop.until, today)
    if stop.ended_on is not None:
        when = _("Eerder gestopt, op %(day)s.") % {"day": day_with_year(stop.ended_on)}
    elif stop.in_force(today):
        when = _("Jullie nemen tot %(until)s niemand nieuw aan.") % {"until": until}
    else:
        when = _("Van %(first)s tot %(until)s.") % {"first": first, "until": until}
    return {
        "id": one.id,
        "what": what,
        "when": when,
        "words": stop.words,
        "in_force": stop.in_force(today),
        "by": one.made_by,
        "on": day(local_day(one.made_at)),
    }
