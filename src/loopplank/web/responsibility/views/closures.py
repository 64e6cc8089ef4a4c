"""When the organisation is closed: what is entered, and what everybody reads of it beforehand."""

from datetime import date

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor
from loopplank.access.responsibility.closures import ClosedPeriod, closures_page
from loopplank.actions.responsibility import closures
from loopplank.core.kit.calendar import local_day
from loopplank.core.responsibility.closures import closed_words
from loopplank.web.kit import clock
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import do_and_go_back, step
from loopplank.web.kit.words import say
from loopplank.web.responsibility.forms import ClosureForm
from loopplank.web.responsibility.words import days_between


def change_closures(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = closures_page(actor, now)
    today = local_day(now)
    return step(
        request,
        actor,
        ClosureForm(posted(request)),
        lambda typed: closures.close_period(
            actor=actor, now=now, first=typed["first"], last=typed["last"]
        ),
        back=reverse("closures"),
        done=_("Bewaard. Wat in die tijd beloofd was, staat nu op een eerdere dag."),
        words={"periods": [_period(one, page.organisation, today) for one in page.periods]},
        template="responsibility/closures.html",
        current="settings",
        places={
            "closure.ends_first": "last",
            "closure.too_soon": "first",
            "closure.too_long": "last",
            "closure.too_far": "last",
            "closure.touches": "first",
        },
    )


def open_again(request: HttpRequest, actor: Actor) -> HttpResponse:
    try:
        day = date.fromisoformat(request.POST.get("first", ""))
    except ValueError:
        return HttpResponseRedirect(reverse("closures"))
    return do_and_go_back(
        request,
        lambda: closures.open_period(actor=actor, now=clock.now(), first=day),
        reverse("closures"),
        _("Deze gesloten tijd is weg. Dagen die eerder werden, blijven staan."),
    )


def _period(one: ClosedPeriod, name: str, today: date) -> dict[str, object]:
    meetings = ngettext(
        "%(n)s kennismaking is in die tijd gepland. Kies samen een andere dag.",
        "%(n)s kennismakingen zijn in die tijd gepland. Kies samen andere dagen.",
        one.meetings,
    ) % {"n": one.meetings}
    return {
        "first": one.closure.first.isoformat(),
        "days": days_between(one.closure.first, one.closure.last),
        "said": say(closed_words(one.closure, today, name)),
        "meetings": meetings if one.meetings else "",
    }
