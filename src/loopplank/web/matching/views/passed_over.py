"""Beslis zelf: a plan chose others for long, so a person says what happens now."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.requests.request import Brief, request_brief
from loopplank.actions.matching import passed_over
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.passed_over import Outcome, why_decide
from loopplank.web.kit import clock
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import step
from loopplank.web.kit.words import day_with_year, person, say
from loopplank.web.matching.forms import PassedOverForm


def decide_yourself(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = request_brief(actor, request_id, "passed_over", now)
    form = PassedOverForm(posted(request))
    chosen = form.data.get("outcome") if form.is_bound else ""
    why = why_decide(brief.row.state, brief.row.passed_over, brief.row.sought_since, local_day(now))
    return step(
        request,
        actor,
        form,
        lambda typed: passed_over.decide_after_passing_over(
            actor=actor, now=now, request_id=request_id, outcome=typed["outcome"]
        ),
        back=_after(str(chosen), request_id),
        done=_("Opgeschreven. Bel eerst, en zeg daarna nee.")
        if chosen == Outcome.NO
        else _("Besloten. Er staat een bericht klaar; lees het na en vertel het."),
        words={
            "heading": _("Beslis zelf"),
            "who": person(brief.who, with_age=False),
            "lead": say(why) if why else "",
            "nothing": why is None,
            "since": _since(brief),
            "action": _("Besluit"),
        },
        template="matching/passed_over.html",
    )


def _after(chosen: str, request_id: UUID) -> str:
    """Lead an honest no on to its own page; what else was decided is told from the request."""
    if chosen == Outcome.NO:
        return reverse("say_no", args=[request_id])
    return reverse("request", args=[request_id]) + ("#told" if chosen else "")


def _since(brief: Brief) -> str:
    since = brief.row.sought_since
    return _("Wij zoeken sinds %(day)s.") % {"day": day_with_year(since)} if since else ""
