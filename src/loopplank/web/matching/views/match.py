"""From the yes of a volunteer to the last day: meeting, start, talk, stop."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.requests.request import MatchBrief, match_brief
from loopplank.access.wellbeing.family_carer import has_carer
from loopplank.actions.matching import matches
from loopplank.web.kit import clock
from loopplank.web.kit.steps import do_and_go_back, step
from loopplank.web.kit.words import person
from loopplank.web.matching.forms import EndForm, EvaluationForm, MeetingForm


def plan_meeting(request: HttpRequest, actor: Actor, match_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = match_brief(actor, match_id, "meeting", now)
    return step(
        request,
        actor,
        MeetingForm(request.POST or None, now=now),
        lambda typed: matches.plan_meeting(
            actor=actor,
            now=now,
            match_id=match_id,
            meeting_at=typed["meeting_at"],
            volunteer_asked=typed["asked"],
        ),
        back=_page(brief),
        done=_("Gepland. Er staan twee berichten klaar; vertel ze aan beiden."),
        words=_words(
            brief,
            _("Plan de kennismaking"),
            _("Bewaar"),
            _("Spreek de dag eerst met beiden af. Jij bent er de eerste keer bij."),
        ),
    )


def start(request: HttpRequest, actor: Actor, match_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = match_brief(actor, match_id, "start", now)
    return do_and_go_back(
        request,
        lambda: matches.start(actor=actor, now=now, match_id=match_id),
        _page(brief),
        _("De hulp is begonnen. De evaluatie staat straks op je lijst."),
    )


def not_started(request: HttpRequest, actor: Actor, match_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = match_brief(actor, match_id, "not_started", now)
    return step(
        request,
        actor,
        EndForm(request.POST or None),
        lambda typed: matches.not_started(
            actor=actor, now=now, match_id=match_id, reason=typed["reason"]
        ),
        back=_page(brief),
        done=_("Opgeschreven. De ruimte is weer vrij en het zoeken gaat door."),
        words=_words(
            brief,
            _("Het gaat niet door"),
            _("Bewaar"),
            _("Niemand heeft schuld. De vrijwilliger krijgt een bedankje."),
        ),
    )


def end(request: HttpRequest, actor: Actor, match_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = match_brief(actor, match_id, "end", now)
    return step(
        request,
        actor,
        EndForm(request.POST or None),
        lambda typed: matches.end(actor=actor, now=now, match_id=match_id, reason=typed["reason"]),
        back=_page(brief),
        done=_("Gestopt. Er staat een bedankje klaar. Beslis nu hoe het verder gaat."),
        words=_words(brief, _("Stop deze koppeling"), _("Stop vandaag")),
    )


def evaluate(request: HttpRequest, actor: Actor, match_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = match_brief(actor, match_id, "evaluation", now)
    form = EvaluationForm(
        request.POST or None,
        initial={"new_last_day": brief.match.last_day},
        with_carer=has_carer(brief.row),
    )
    return step(
        request,
        actor,
        form,
        lambda typed: matches.evaluate(
            actor=actor,
            now=now,
            match_id=match_id,
            text=typed["text"],
            new_last_day=typed["new_last_day"],
            holding_out=typed.get("holding_out"),
        ),
        back=_page(brief),
        done=_("Bewaard. Het volgende gesprek staat gepland."),
        words=_words(
            brief,
            _("Evaluatie"),
            _("Bewaar"),
            _("Vraag eerst hoe het met %(name)s gaat. Vraag daarna pas naar de hulp.")
            % {"name": brief.match.volunteer.first_name},
        ),
    )


def _page(brief: MatchBrief) -> str:
    return reverse("request", args=[brief.row.pk]) + "#volgende"


def _words(brief: MatchBrief, title: str, action: str, lead: str = "") -> dict[str, str]:
    who = _("%(volunteer)s en %(person)s") % {
        "volunteer": brief.match.volunteer.first_name,
        "person": person(brief.who, with_age=False),
    }
    return {"heading": title, "who": who, "lead": lead, "action": action}
