"""Mijn grenzen: lowering works at once and asks nothing; raising is the volunteer's own act."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor
from loopplank.access.week_pages import LimitsPage, limits_page
from loopplank.actions import limits
from loopplank.core.calendar import local_day
from loopplank.core.limits import Change
from loopplank.core.load import Limits, Load
from loopplank.core.matching.candidates import NO_GO_WORDS
from loopplank.core.reason import Refused
from loopplank.web import clock
from loopplank.web.forms.limits import LimitsForm
from loopplank.web.request_words import when_words
from loopplank.web.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.week_frame import show_week
from loopplank.web.week_words import waiting_words
from loopplank.web.words import day, hours, kinds, say, word


def set_limits(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = limits_page(actor, now)
    form, status = LimitsForm(initial=LimitsForm.initial_of(page)), 200
    if request.method == "POST":
        form, status = LimitsForm(request.POST), UNPROCESSABLE
        if form.is_valid():
            try:
                made = limits.set_limits_and_wishes(
                    actor=actor,
                    now=now,
                    volunteer_id=page.volunteer_id,
                    wanted=form.limits(),
                    wishes=form.wishes(),
                )
            except Refused as refused:
                form.add_error(None, say(refused.reason))
                status = CONFLICT
            else:
                messages.success(request, saved_words(made, page, local_day(now)))
                return HttpResponseRedirect(reverse("limits"))
    wanted = page.wanted
    return show_week(
        request,
        actor,
        "volunteer/limits.html",
        {
            "form": form,
            "page": page,
            "set_words": set_words(page),
            "when": when_words(wanted.day_parts) if wanted.day_parts else _("Maakt niet uit"),
            "what": kinds(wanted.kinds).capitalize() if wanted.kinds else _("Maakt niet uit"),
            "rather_not": ", ".join(word(NO_GO_WORDS[code]) for code in wanted.no_gos)
            or _("Niets gekozen"),
            "waiting": waiting_words(page.waiting, page.limits, local_day(now))
            if page.waiting
            else "",
            "too_much": too_much(page.limits, page.most_planned, page),
        },
        current="limits",
        status=status,
    )


def saved_words(made: Change, page: LimitsPage, today: date) -> str:
    """What works now; what waits is said in the banner that stays."""
    if made.later_on is None:
        lower = too_much(made.now, page.most_planned, page)
        return lower or _("Bewaard.")
    if made.later_on == today:
        return _("Bewaard.")
    return _(
        "Bewaard. Wat omhoog gaat, geldt vanaf %(day)s. Je kreeg net een vraag of een telefoontje."
        " Daarom wachten wij een nacht: zo is het jouw eigen keus."
    ) % {"day": day(made.later_on)}


def too_much(limits: Limits, planned: Load, page: LimitsPage) -> str:
    """ "Je grens is nu 4 uur. Je helpt nu 5 uur. Marleen belt je …", or nothing."""
    who = page.contact.first_name if page.contact else ""
    call = _("%(name)s belt je om samen iets los te laten.") % {"name": who} if who else ""
    if planned.minutes > limits.max_minutes:
        words = _("Je grens is nu %(limit)s. Je helpt nu %(now)s.") % {
            "limit": hours(limits.max_minutes),
            "now": hours(planned.minutes),
        }
        return f"{words} {call}".strip()
    if planned.people > limits.max_people or planned.heavy > limits.max_heavy:
        words = _("Je helpt nu meer mensen dan je grens is.")
        return f"{words} {call}".strip()
    return ""


def set_words(page: LimitsPage) -> str:
    """ "Door jou bepaald op 3 maart." """
    on = {"day": day(local_day(page.set_at))}
    if page.set_by_self:
        return _("Door jou bepaald op %(day)s.") % on
    return _("Opgeschreven op %(day)s. Klopt het niet? Verander het hier.") % on
