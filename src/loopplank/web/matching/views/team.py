"""A duo or relay: choose it, let it go, and the change from one volunteer to the next."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.matching.candidates import candidate_page
from loopplank.access.matching.team import ChangeBrief, change_brief
from loopplank.actions.matching import teams
from loopplank.core.matching.teams import Together
from loopplank.web.kit import clock
from loopplank.web.kit.steps import do_and_go_back, step
from loopplank.web.kit.words import day, in_sentence
from loopplank.web.matching.candidate_options import look_of
from loopplank.web.matching.forms import MeetingForm, NoteForm
from loopplank.web.matching.words import who_of


def choose(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Choose the team of the button, as it can be now: who is not proposed any more is not
    chosen.
    """
    now = clock.now()
    page = candidate_page(actor, request_id, now, look_of(request))
    if not page.plan.complete:
        messages.info(
            request, _("Schrijf eerst op hoe lang één keer duurt en wat de laatste dag is.")
        )
        return HttpResponseRedirect(f"{reverse('agree', args=[request_id])}?naar=voorstellen")
    wanted = request.POST.get("who", "")
    found = next((one for one in page.together if who_of(one) == wanted), None)
    if found is None:
        messages.error(request, _("Dit kan nu niet meer zo. Kijk opnieuw wie het samen kunnen."))
        return HttpResponseRedirect(reverse("candidates", args=[request_id]))
    return do_and_go_back(
        request,
        lambda: teams.choose_team(
            actor=actor, now=now, request_id=request_id, kind=found.kind, legs=_legs(found)
        ),
        reverse("request", args=[request_id]) + "#team",
        _("Gekozen. Vraag nu elk van hen; nog niemand weet ervan."),
    )


def let_go(request: HttpRequest, actor: Actor, request_id: UUID, team_id: UUID) -> HttpResponse:
    return do_and_go_back(
        request,
        lambda: teams.let_go(actor=actor, now=clock.now(), team_id=team_id),
        reverse("request", args=[request_id]) + "#volgende",
        _("Losgelaten. Wie helpt, blijft helpen."),
    )


def plan_handover(request: HttpRequest, actor: Actor, team_id: UUID, number: int) -> HttpResponse:
    now = clock.now()
    brief = change_brief(actor, team_id, number, "plan_handover", now)
    return step(
        request,
        actor,
        MeetingForm(request.POST or None, now=now),
        lambda typed: teams.plan_handover(
            actor=actor,
            now=now,
            team_id=team_id,
            number=number,
            meeting_at=typed["meeting_at"],
            volunteer_asked=typed["asked"],
        ),
        back=_page(brief),
        done=_("Gepland. Er staan drie berichten klaar; vertel ze aan alle drie."),
        words=_words(
            brief,
            _("Plan het gesprek met beiden"),
            _(
                "%(taker)s gaat een keer met %(giver)s mee, en maakt zo kennis. In de week van"
                " %(day)s komen ze allebei."
            )
            % {
                "taker": brief.taker.first_name,
                "giver": brief.giver.first_name,
                "day": day(brief.taker.facts.first_day),
            },
        ),
    )


def handover_note(request: HttpRequest, actor: Actor, team_id: UUID, number: int) -> HttpResponse:
    now = clock.now()
    brief = change_brief(actor, team_id, number, "handover_note", now)
    return step(
        request,
        actor,
        NoteForm(request.POST or None, initial={"text": brief.taker.note}),
        lambda typed: teams.write_handover_note(
            actor=actor, now=now, team_id=team_id, number=number, text=typed["text"]
        ),
        back=_page(brief),
        done=_("Bewaard. %(name)s leest het vanaf %(day)s.")
        % {"name": brief.taker.first_name, "day": day(brief.taker.facts.first_day)},
        words=_words(
            brief,
            _("Schrijf op voor %(name)s") % {"name": brief.taker.first_name},
            _(
                "%(taker)s leest dit vanaf de week waarin ze allebei komen. Vraag %(giver)s wat"
                " handig is."
            )
            % {"taker": brief.taker.first_name, "giver": brief.giver.first_name},
        ),
    )


def _legs(found: Together) -> tuple[teams.ChosenLeg, ...]:
    return tuple(
        teams.ChosenLeg(
            volunteer_id=UUID(seat.candidate.someone.key),
            first_day=seat.commitment.first_day,
            last_day=seat.commitment.last_day,
            visit_minutes=seat.commitment.visit_minutes,
            visits_per_week=seat.commitment.visits_per_week,
            day_parts=seat.candidate.someone.day_parts,
        )
        for seat in found.seats
    )


def _page(brief: ChangeBrief) -> str:
    return reverse("request", args=[brief.row.pk]) + "#team"


def _words(brief: ChangeBrief, title: str, lead: str) -> dict[str, str]:
    who = _("%(volunteer)s en %(person)s") % {
        "volunteer": brief.taker.first_name,
        "person": in_sentence(brief.who),
    }
    return {"heading": title, "who": who, "lead": lead, "action": _("Bewaar")}
