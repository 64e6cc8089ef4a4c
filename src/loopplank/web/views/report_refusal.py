"""A professional puts a no of their own in the register: which kind of need, why, which month."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor
from loopplank.access.gaps import choices
from loopplank.actions import gaps
from loopplank.core.calendar import local_day
from loopplank.core.closing import ClosingReason
from loopplank.web import clock
from loopplank.web.forms.gaps import ReportForm
from loopplank.web.posted import posted
from loopplank.web.steps import step


def report_refusal(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    today = local_day(now)
    form = ReportForm(
        posted(request),
        choices=choices(actor, now),
        today=today,
        initial={"month": today.replace(day=1).isoformat()},
    )
    return step(
        request,
        actor,
        form,
        lambda typed: gaps.report_refusal(
            actor=actor,
            now=now,
            source=ClosingReason(typed["source"]),
            month=form.first_day(),
            gap_id=form.gap_id(),
            name=typed["name"],
        ),
        back=reverse("gaps"),
        done=_("Dank u. Dit nee telt mee."),
        words={
            "heading": _("Meld een nee"),
            "who": _("Gaten"),
            "lead": _("Alleen wat er ontbrak, waarom, en in welke maand. Nooit wie het was."),
            "action": _("Meld dit"),
        },
        template="work/report_refusal.html",
        current="gaps",
    )
