"""What a coordinator does beside the help itself: talk about what grew, thank, note a last day."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.requests.request import match_brief
from loopplank.access.volunteers.volunteer import volunteer_brief
from loopplank.actions.volunteers import stopping, thanks
from loopplank.actions.wellbeing import creep
from loopplank.core.kit.calendar import local_day
from loopplank.web.kit import clock
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import do_and_go_back, step
from loopplank.web.kit.words import in_sentence
from loopplank.web.volunteers.forms.away import StopForm


def talk_creep(request: HttpRequest, actor: Actor, sign_id: UUID) -> HttpResponse:
    now, outcome = clock.now(), request.POST.get("outcome", "")
    volunteer_id = creep.talk(actor=actor, now=now, sign_id=sign_id, outcome=outcome)
    messages.success(request, _("Opgeschreven. Dit rust nu vier weken."))
    return HttpResponseRedirect(_page(volunteer_id) + "#along")


def thank_volunteer(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    now, what = clock.now(), request.POST.get("what", "")
    return do_and_go_back(
        request,
        lambda: thanks.thank(actor=actor, now=now, volunteer_id=volunteer_id, what=what),
        _page(volunteer_id),
        _("Het bedankje staat klaar bij Berichten."),
    )


def volunteer_stop(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    """Note that somebody said on the telephone that they stop."""
    now = clock.now()
    brief = volunteer_brief(actor, volunteer_id, "volunteer_stop", now)
    form = _form(request, brief.row.first_name)
    return step(
        request,
        actor,
        form,
        lambda _typed: stopping.stop_helping(
            actor=actor, now=now, volunteer_id=volunteer_id, last_day=form.last_day
        ),
        back=_page(volunteer_id),
        done=_("Opgeschreven. Bij Vandaag staat wie je belt. Bedank ook de vrijwilliger."),
        words={
            "heading": _("%(name)s wil stoppen") % {"name": brief.row.first_name},
            "who": f"{brief.row.first_name} {brief.row.last_name}",
            "lead": _("Stoppen mag altijd, en niemand vraagt waarom. Er wordt niets gewist."),
            "action": _("Schrijf op"),
        },
        current="volunteers",
    )


def volunteer_stays(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: stopping.stay(actor=actor, now=now, volunteer_id=volunteer_id),
        _page(volunteer_id),
        _("Opgeschreven. Alles blijft zoals het was."),
    )


def stop_on_behalf(request: HttpRequest, actor: Actor, match_id: UUID) -> HttpResponse:
    """Note that somebody said on the telephone that they stop with one person."""
    now = clock.now()
    brief = match_brief(actor, match_id, "stop_on_behalf", now)
    volunteer = brief.match.volunteer
    form = _form(request, volunteer.first_name)
    return step(
        request,
        actor,
        form,
        lambda _typed: stopping.stop_with(
            actor=actor, now=now, match_id=match_id, last_day=form.last_day
        ),
        back=_page(volunteer.pk),
        done=_("Opgeschreven. Het staat bij Vandaag: bel wie geholpen wordt."),
        words={
            "heading": _("%(name)s stopt bij %(person)s")
            % {"name": volunteer.first_name, "person": in_sentence(brief.who)},
            "who": f"{volunteer.first_name} {volunteer.last_name}",
            "lead": _("Stoppen mag altijd, en niemand vraagt waarom."),
            "action": _("Schrijf op"),
        },
        current="volunteers",
    )


def stay_on_behalf(request: HttpRequest, actor: Actor, match_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = match_brief(actor, match_id, "stay_on_behalf", now)
    return do_and_go_back(
        request,
        lambda: stopping.stay_with(actor=actor, now=now, match_id=match_id),
        _page(brief.match.volunteer_id),
        _("Opgeschreven. Alles blijft zoals het was."),
    )


def _form(request: HttpRequest, name: str) -> StopForm:
    form = StopForm(posted(request), today=local_day(clock.now()))
    form.fields["when"].label = _("Wanneer is de laatste dag van %(name)s?") % {"name": name}
    return form


def _page(volunteer_id: UUID) -> str:
    return reverse("volunteer", args=[volunteer_id])
