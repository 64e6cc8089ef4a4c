"""Somebody is not there: planned, ill this morning, and back again."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor
from loopplank.access.responsibility.absence import Meanwhile, absence_page, read_back_page
from loopplank.actions.responsibility import absence
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.requests.states import RULES
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import do_and_go_back, step
from loopplank.web.kit.words import day_and_time, person, word
from loopplank.web.responsibility.forms import AbsenceForm
from loopplank.web.responsibility.words import days_between, free_words


def show_absence(request: HttpRequest, actor: Actor, membership_id: UUID) -> HttpResponse:
    """Show the days on which a colleague is not there, and who has what is theirs then."""
    now = clock.now()
    page = absence_page(actor, membership_id, now)
    return step(
        request,
        actor,
        AbsenceForm(posted(request), initial={"first": local_day(now)}),
        lambda typed: absence.note(
            actor=actor,
            now=now,
            membership_id=membership_id,
            first=typed["first"],
            last=typed["last"],
        ),
        back=reverse("absence", args=[membership_id]),
        done=_("Bewaard."),
        words={
            "page": page,
            "absences": [
                {
                    "id": one.absence_id,
                    "running": one.running,
                    "words": free_words(page.name, one, is_me=page.is_me),
                }
                for one in page.absences
            ],
        },
        template="responsibility/absence.html",
        current="settings",
        places={"absence.ends_first": "last", "absence.is_over": "last"},
    )


def say_ill(request: HttpRequest, actor: Actor, membership_id: UUID) -> HttpResponse:
    """Say ill with one button: from this moment what was theirs is with who stands in."""
    now = clock.now()
    absence.note(actor=actor, now=now, membership_id=membership_id, first=local_day(now), last=None)
    page = absence_page(actor, membership_id, now)
    for one in page.absences:
        if one.running:
            messages.success(request, free_words(page.name, one, is_me=page.is_me))
    return HttpResponseRedirect(_back(request, actor, membership_id))


def end_absence(request: HttpRequest, actor: Actor, absence_id: UUID) -> HttpResponse:
    return do_and_go_back(
        request,
        lambda: absence.end(actor=actor, now=clock.now(), absence_id=absence_id),
        reverse("today" if actor.role is Role.COORDINATOR else "colleagues"),
        _("Bewaard. Wat er nog was, is terug bij de eigenaar."),
    )


def read_back(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show in one list what others did meanwhile; a press says that it was read."""
    now = clock.now()
    if request.method == "POST":
        return do_and_go_back(
            request,
            lambda: absence.read_back(actor=actor, now=now),
            reverse("today"),
            _("Je bent bij."),
        )
    page = read_back_page(actor, now)
    coordinator = actor.role is Role.COORDINATOR
    return show_work(
        request,
        actor,
        "responsibility/read_back.html",
        {
            "page": page,
            "days": days_between(page.first, page.last) if page.first and page.last else "",
            "rows": [_meanwhile(one, link=coordinator) for one in page.requests],
        },
        current="today",
    )


def _meanwhile(one: Meanwhile, *, link: bool) -> dict[str, object]:
    return {
        "who": person(one.who),
        "url": reverse("request", args=[one.request_id]) if link else "",
        "state": word(RULES[one.state].label),
        "owner": _("Weer bij jou.") if one.is_mine else _("Nu bij %(name)s.") % {"name": one.owner},
        "changes": ngettext("%(n)s verandering.", "%(n)s veranderingen.", one.changes)
        % {"n": one.changes},
        "notes": [{"at": day_and_time(at), "by": by, "text": text} for at, by, text in one.notes],
    }


def _back(request: HttpRequest, actor: Actor, membership_id: UUID) -> str:
    """Return to Vandaag for what was said there."""
    if actor.role is Role.COORDINATOR and request.POST.get("terug") == "today":
        return reverse("today")
    return reverse("absence", args=[membership_id])
