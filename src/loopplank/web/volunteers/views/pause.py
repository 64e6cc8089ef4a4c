"""Even pauze: at once, without a reason; and back again."""

from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.limits import HelpedPerson, LimitsPage, limits_page
from loopplank.actions.volunteers import limits
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.limits import Change
from loopplank.web.kit import clock
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.kit.words import day, in_sentence, say
from loopplank.web.volunteers.forms.limits import PauseForm
from loopplank.web.volunteers.frame import show_week
from loopplank.web.volunteers.words import all_of


def take_pause(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page, today = limits_page(actor, now), local_day(now)
    form, status = PauseForm(today=today), 200
    if request.method == "POST":
        form, status = PauseForm(request.POST, today=today), UNPROCESSABLE
        if form.is_valid():
            first, last = form.days
            try:
                made = limits.pause(
                    actor=actor, now=now, volunteer_id=page.volunteer_id, first=first, last=last
                )
            except Refused as refused:
                form.add_error(None, say(refused.reason))
                status = CONFLICT
            else:
                messages.success(request, _words(page, made, today))
                return HttpResponseRedirect(reverse("week"))
    pause = page.limits.pause_from
    return show_week(
        request,
        actor,
        "volunteers/pause.html",
        {
            "form": form,
            "page": page,
            "running": page.limits.pause_left(today),
            "from": day(pause) if pause and pause > today else "",
            "to": day(page.limits.pause_to) if page.limits.pause_to else "",
            "calls": calls_of(page.people),
            "menu": None,
        },
        status=status,
    )


def end_pause(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = limits_page(actor, now)
    made = limits.end_pause(actor=actor, now=now, volunteer_id=page.volunteer_id)
    if made.later_on is None:
        messages.success(request, _("Welkom terug. Je pauze is voorbij."))
    else:
        messages.success(
            request, _("Welkom terug. Vanaf %(day)s doe je weer mee.") % {"day": day(made.later_on)}
        )
    return HttpResponseRedirect(reverse("week"))


def _words(page: LimitsPage, made: Change, today: date) -> str:
    """Say "Je pauze is begonnen. Marleen belt mevrouw Hendriks. Wij vragen je niets tot …".

    A shorter pause than the one that runs starts to work later, like any other raise.
    """
    if made.later_on is not None:
        return _("Bewaard. Vanaf %(day)s geldt je nieuwe pauze.") % {"day": day(made.later_on)}
    first, last = made.now.pause_from or today, made.now.pause_to
    parts = [
        _("Je pauze is begonnen.")
        if first <= today
        else _("Je pauze begint op %(day)s.") % {"day": day(first)},
        calls_of(page.people),
        _("Wij vragen je niets tot en met %(day)s.") % {"day": day(last)}
        if last
        else _("Wij vragen je niets tot jij het zegt."),
    ]
    return " ".join(part for part in parts if part)


def calls_of(people: Iterable[HelpedPerson]) -> str:
    """Say "Marleen belt mevrouw Hendriks. Yusuf belt de heer Jansen.": each by whoever asked."""
    by_caller: dict[str, list[str]] = {}
    for one in people:
        by_caller.setdefault(one.caller.first_name, []).append(in_sentence(one.who))
    return " ".join(
        _("%(name)s belt %(people)s.") % {"name": name, "people": all_of(whom)}
        for name, whom in by_caller.items()
    )
