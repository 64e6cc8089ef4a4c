"""The limits that the organisation sets for itself: what is in force, and every version before."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor
from loopplank.access.organisations.own_limits import LimitsVersion, limits_history
from loopplank.actions.organisations import organisations
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.kinds import KIND_LABELS, Kind
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import posted
from loopplank.web.kit.words import day, hours, word
from loopplank.web.organisations.forms import OwnLimitsForm


def change_own_limits(request: HttpRequest, actor: Actor) -> HttpResponse:
    history = limits_history(actor)
    form = OwnLimitsForm(posted(request), initial=_initial(history[0]) if history else None)
    if form.is_valid():
        typed = form.cleaned_data
        version = organisations.set_policy(
            actor=actor,
            now=clock.now(),
            limits=organisations.OwnLimits(
                kinds=tuple(typed["kinds"]),
                max_minutes_a_week=typed["max_minutes_a_week"],
                max_months=typed["max_months"],
                excluded_acts=organisations.acts_of(typed["excluded_acts"]),
            ),
        )
        messages.success(
            request, _("Versie %(version)s van jullie grenzen geldt nu.") % {"version": version}
        )
        return HttpResponseRedirect(reverse("own_limits"))
    return show_work(
        request,
        actor,
        "organisations/own_limits.html",
        {
            "form": form,
            "current": history[0] if history else None,
            "since": _since(history[0]) if history else "",
            "history": [
                {"version": one.version, "since": _since(one), "lines": _in_words(one)}
                for one in history
            ],
        },
        current="settings",
        status=422 if form.errors else 200,
    )


def _initial(row: LimitsVersion) -> dict[str, object]:
    return {
        "kinds": list(row.kinds),
        "max_minutes_a_week": row.max_minutes_a_week,
        "max_months": row.max_months,
        "excluded_acts": "\n".join(words for _key, words in row.excluded_acts),
    }


def _since(row: LimitsVersion) -> str:
    return day(local_day(row.since))


def _in_words(row: LimitsVersion) -> list[str]:
    given = ", ".join(word(KIND_LABELS[Kind(kind)]) for kind in row.kinds)
    said = [
        _("Hulp die jullie geven: %(kinds)s.") % {"kinds": given}
        if given
        else _("Niet gezegd welke hulp jullie geven."),
        _("Hooguit %(hours)s per week per hulpvraag.") % {"hours": hours(row.max_minutes_a_week)}
        if row.max_minutes_a_week
        else _("Geen grens aan uren per week."),
        ngettext(
            "Hooguit %(months)s maand per afspraak.",
            "Hooguit %(months)s maanden per afspraak.",
            row.max_months,
        )
        % {"months": row.max_months}
        if row.max_months
        else _("Geen grens aan maanden."),
    ]
    return [*said, *(words for _key, words in row.excluded_acts)]
