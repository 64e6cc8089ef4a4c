"""Days away: said at once without a reason, and taken back; also on somebody's behalf."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.limits import LimitsPage, limits_page
from loopplank.access.volunteers.volunteer import volunteer_brief
from loopplank.actions.volunteers import away
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.away import TimeAway
from loopplank.core.volunteers.limits import Change
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.kit.words import day, say
from loopplank.web.volunteers.forms.away import AwayForm, PeriodForm, SchoolForm
from loopplank.web.volunteers.frame import show_week
from loopplank.web.volunteers.words import (
    all_of,
    days_of,
    lines_of,
    next_holidays,
    not_known_words,
    to_come,
    waiting_words,
)


@dataclass(slots=True)
class _Sent:
    """Both forms of the page; one of them may have been sent, and refused."""

    period: AwayForm
    school: SchoolForm
    made: Change | None = None
    status: int = 200


def say_away(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page, today = limits_page(actor, now), local_day(now)
    shown = page.waiting.limits.away if page.waiting else page.limits.away
    sent = _sent(request, actor, now, page.volunteer_id, shown)
    if sent.made is not None:
        messages.success(request, _words(page, sent.made))
        return HttpResponseRedirect(reverse("away"))
    return show_week(
        request,
        actor,
        "volunteers/own_away.html",
        {
            "form": sent.period if sent.period.is_bound else sent.school,
            "period": sent.period,
            "school": sent.school,
            "callers": callers(page),
            "waiting": waiting_words(page.waiting, page.limits, today) if page.waiting else "",
            "second": page.waiting is not None and page.waiting.needs_second,
            **_said(page.limits.away, today),
            "menu": None,
        },
        status=sent.status,
    )


def not_away(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page, form = limits_page(actor, now), PeriodForm(request.POST)
    if not form.is_valid():
        raise Http404
    made = away.not_away(actor=actor, now=now, volunteer_id=page.volunteer_id, period=form.period)
    if made.later_on is None:
        messages.success(
            request,
            _("Goed, je bent er dan. Is er al een bezoek afgezegd? Kijk op Mijn week of je kunt."),
        )
    else:
        messages.success(request, _later(made))
    return HttpResponseRedirect(reverse("away"))


def away_on_behalf(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    """Note what a volunteer told on the telephone; they hear that it was written down."""
    now = clock.now()
    brief = volunteer_brief(actor, volunteer_id, "volunteer_away", now)
    sent = _sent(request, actor, now, volunteer_id, brief.limits.away)
    back = reverse("volunteer_away", args=[volunteer_id])
    if sent.made is not None:
        done = (
            _("Opgeschreven. Een collega bevestigt het na een eigen gesprek.")
            if sent.made.needs_second
            else _("Opgeschreven. De vrijwilliger hoort dat jij dit opschreef.")
        )
        messages.success(request, done)
        return HttpResponseRedirect(back)
    name = {"name": brief.row.first_name}
    sent.period.fields["length"].label = _("Wanneer is %(name)s er niet?") % name
    sent.school.fields["region"].label = _("Is %(name)s er in de schoolvakanties?") % name
    return show_work(
        request,
        actor,
        "volunteers/away.html",
        {
            "heading": _("Wanneer is %(name)s er niet?") % name,
            "who": f"{brief.row.first_name} {brief.row.last_name}",
            "back": reverse("volunteer", args=[volunteer_id]),
            "volunteer_id": volunteer_id,
            "form": sent.period if sent.period.is_bound else sent.school,
            "period": sent.period,
            "school": sent.school,
            **_said(brief.limits.away, local_day(now)),
        },
        current="volunteers",
        status=sent.status,
    )


def not_away_on_behalf(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    """Note that somebody with only a telephone says that they are there after all."""
    now, form = clock.now(), PeriodForm(request.POST)
    if not form.is_valid():
        raise Http404
    try:
        away.not_away(actor=actor, now=now, volunteer_id=volunteer_id, period=form.period)
    except Refused as refused:
        messages.error(request, say(refused.reason))
    else:
        messages.success(
            request, _("Opgeschreven. Een collega bevestigt het na een eigen gesprek.")
        )
    return HttpResponseRedirect(reverse("volunteer_away", args=[volunteer_id]))


def callers(page: LimitsPage) -> str:
    """Say "Marleen en Yusuf": who arranges it when a visit falls away."""
    return all_of(list(dict.fromkeys(one.caller.first_name for one in page.people)))


# --- underneath -----------------------------------------------------------------------------------


def _sent(
    request: HttpRequest, actor: Actor, now: datetime, volunteer_id: UUID, shown: TimeAway
) -> _Sent:
    """Act on the form that was sent; what a rule refuses stands on top of it, nothing is lost."""
    today = local_day(now)
    region = shown.regions[0] if shown.regions else "none"
    sent = _Sent(AwayForm(today=today), SchoolForm(initial={"region": region}))
    if request.method != "POST":
        return sent
    act: Callable[[], Change]
    form: AwayForm | SchoolForm
    if "region" in request.POST:
        form = sent.school = SchoolForm(request.POST)

        def act() -> Change:
            return away.school_holidays(
                actor=actor,
                now=now,
                volunteer_id=volunteer_id,
                region=sent.school.cleaned_data["region"],
            )

    else:
        form = sent.period = AwayForm(request.POST, today=today)

        def act() -> Change:
            return away.away(
                actor=actor, now=now, volunteer_id=volunteer_id, period=sent.period.period
            )

    sent.status = UNPROCESSABLE
    if form.is_valid():
        try:
            sent.made = act()
        except Refused as refused:
            form.add_error(None, say(refused.reason))
            sent.status = CONFLICT
    return sent


def _said(said: TimeAway, today: date) -> dict[str, object]:
    return {
        "periods": [
            {"words": days_of(one), "first": one.first, "last": one.last}
            for one in to_come(said.periods, today)
        ],
        "holidays": next_holidays(said, today),
        "not_known": not_known_words(said, today),
        "any": bool(lines_of(said, today)),
    }


def _words(page: LimitsPage, made: Change) -> str:
    if made.later_on is not None:
        return _later(made)
    by = callers(page)
    if not by:
        return _("Opgeschreven. Wij vragen je dan niets.")
    return _("Opgeschreven. Valt er een bezoek in? %(name)s regelt het. Jij hoeft niets.") % {
        "name": by
    }


def _later(made: Change) -> str:
    return _("Bewaard. Dit geldt vanaf %(day)s.") % {"day": day(made.later_on or date.min)}
