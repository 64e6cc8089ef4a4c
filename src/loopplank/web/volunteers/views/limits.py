"""Mijn grenzen and a pause: lowering works at once and asks nothing; raising is their own act."""

from collections.abc import Iterable
from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.limits import HelpedPerson, LimitsPage, limits_page
from loopplank.actions.volunteers import limits
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.limits import Change, asks_whether_lighter, is_lower
from loopplank.core.volunteers.load import Limits, Load
from loopplank.core.volunteers.no_gos import NO_GO_WORDS
from loopplank.core.wellbeing.signal import ABOVE_NEW_LIMIT
from loopplank.web.kit import clock
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.kit.words import day, first_up, hours, in_sentence, kinds, say, when_words, word
from loopplank.web.volunteers.forms.limits import LimitsForm, PauseForm
from loopplank.web.volunteers.frame import show_week
from loopplank.web.volunteers.words import all_of, not_known_words, waiting_words
from loopplank.web.volunteers.words import lines_of as away_lines


def set_limits(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = limits_page(actor, now)
    initial = LimitsForm.initial_of(page)
    form, status, lowered = LimitsForm(initial=initial), 200, ""
    if request.method == "POST":
        form, status = LimitsForm(request.POST, initial=initial), UNPROCESSABLE
        if form.is_valid() and request.POST.get("lighter") != "yes":
            lowered = lowered_lately(page, form.limits(), local_day(now))
        if form.is_valid() and not lowered:
            try:
                limits.set_limits_and_wishes(
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
                # what works and what waits is said by the banners of the page, which stay
                messages.success(request, _saved(page, form.limits()))
                return HttpResponseRedirect(reverse("limits"))
    wanted = page.wanted
    return show_week(
        request,
        actor,
        "volunteers/first_limits.html" if _is_first(request, page) else "volunteers/limits.html",
        {
            "form": form,
            "others": form.others(),
            "page": page,
            "lowered": lowered,
            "set_words": set_words(page),
            "when": first_up(when_words(wanted.day_parts))
            if wanted.day_parts
            else _("Maakt niet uit"),
            "away": away_lines(page.limits.away, local_day(now)),
            "not_known": not_known_words(page.limits.away, local_day(now)),
            "what": first_up(kinds(wanted.kinds)) if wanted.kinds else _("Maakt niet uit"),
            "rather_not": first_up(", ".join(word(NO_GO_WORDS[code]) for code in wanted.no_gos))
            or _("Niets gekozen"),
            "waiting": waiting_words(page.waiting, page.limits, local_day(now))
            if page.waiting
            else "",
            "too_much": too_much(page),
            "sharing": sharing_words(page),
            "rest": rest_words(page),
        },
        current="limits",
        status=status,
    )


def _is_first(request: HttpRequest, page: LimitsPage) -> bool:
    """Say whether three questions are enough: as long as they never set anything themselves."""
    if request.method == "POST":
        return "eerst" in request.POST
    return not page.set_by_self and page.waiting is None and "alles" not in request.GET


def rest_words(page: LimitsPage) -> str:
    """Return the rest that runs, or the one that comes after heavy help; nothing where there is
    none.
    """
    if page.rests_until is not None:
        return _("Je krijgt nu rust tot en met %(day)s. Op Mijn week kun je dat zelf stoppen.") % {
            "day": day(page.rests_until)
        }
    if not page.weeks_of_rest:
        return ""
    weeks = page.weeks_of_rest
    said = ngettext(
        "Stopt hulp die zwaar was? Dan vragen wij je %(n)s week niets nieuws.",
        "Stopt hulp die zwaar was? Dan vragen wij je %(n)s weken niets nieuws.",
        weeks,
    )
    return f"{said % {'n': weeks}} {_('Jij mag dat altijd eerder stoppen.')}"


def lowered_lately(page: LimitsPage, wanted: Limits, today: date) -> str:
    """Return the day on which they lowered it, when a raise comes soon after: one friendly
    question.
    """
    if page.lowered_on is None:
        return ""
    asks = asks_whether_lighter(page.limits, wanted, page.lowered_on, today)
    return day(page.lowered_on) if asks else ""


def _saved(page: LimitsPage, wanted: Limits) -> str:
    """Thank who does less, and never ask why."""
    if is_lower(page.limits, wanted):
        return _("Bewaard. Dank je dat je je grens bewaakt.")
    return _("Bewaard.")


def too_much(page: LimitsPage) -> str:
    """Say "Je grens is nu 4 uur. Je helpt nu 5 uur. Marleen belt je …", or nothing.

    Somebody calls only while the signal about it is open; nothing is promised without it.
    """
    said = _above(page.limits, page.most_planned)
    call = next((one for one in page.signals if one.reason == ABOVE_NEW_LIMIT), None)
    if not said or call is None:
        return said
    promise = _("%(name)s belt je uiterlijk %(day)s om samen iets los te laten.")
    return f"{said} {promise % {'name': call.contact.first_name, 'day': day(call.call_before)}}"


def _above(limits: Limits, planned: Load) -> str:
    if planned.minutes > limits.max_minutes:
        return _("Je grens is nu %(limit)s. Je helpt nu %(now)s.") % {
            "limit": hours(limits.max_minutes),
            "now": hours(planned.minutes),
        }
    if planned.people > limits.max_people:
        words = ngettext(
            "Je grens is nu %(limit)s mens. Je helpt er nu %(now)s.",
            "Je grens is nu %(limit)s mensen. Je helpt er nu %(now)s.",
            limits.max_people,
        )
        return words % {"limit": limits.max_people, "now": planned.people}
    if planned.heavy > limits.max_heavy:
        words = ngettext(
            "Je helpt nu %(now)s keer ‘zwaar’. Je grens is %(limit)s.",
            "Je helpt nu %(now)s keer ‘zwaar’. Je grens is %(limit)s.",
            planned.heavy,
        )
        return words % {"limit": limits.max_heavy, "now": planned.heavy}
    return ""


def sharing_words(page: LimitsPage) -> str:
    """Say whether others really see them, now that they said yes."""
    if not page.wanted.share_in_network:
        return ""
    if not page.shared_by:
        return _("Jij zei ja. Je coördinator nog niet. Dus niemand anders ziet je nu.")
    return _("Je coördinator zei ook ja: %(names)s.") % {"names": ", ".join(page.shared_by)}


def set_words(page: LimitsPage) -> str:
    """Say "Door jou bepaald op 3 maart." """
    on = {"day": day(local_day(page.set_at))}
    if page.set_by_self:
        return _("Door jou bepaald op %(day)s.") % on
    return _("Opgeschreven op %(day)s. Klopt het niet? Verander het hier.") % on


# --- even pauze: at once, without a reason; and back again ----------------------------------------


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
                messages.success(request, _pause_words(page, made, today))
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


def _pause_words(page: LimitsPage, made: Change, today: date) -> str:
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
