"""What a coordinator does for a volunteer: write down what they told on the phone, thank, talk."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.requests.request import MatchBrief, match_brief
from loopplank.access.volunteers.volunteer import VolunteerBrief, volunteer_brief
from loopplank.actions.volunteers import limits, stopping, thanks, visits, volunteers
from loopplank.actions.wellbeing import creep
from loopplank.core.kit.calendar import local_day
from loopplank.core.volunteers.visits import Felt
from loopplank.web.kit import clock
from loopplank.web.kit.outcome import went_well
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import do_and_go_back, step
from loopplank.web.kit.words import in_sentence, person
from loopplank.web.volunteers.forms.away import StopForm
from loopplank.web.volunteers.forms.limits import LimitsOnBehalfForm, PauseForm
from loopplank.web.volunteers.forms.visit import DayForm, VisitForm, VisitOnBehalfForm
from loopplank.web.volunteers.forms.volunteer import DetailsOnBehalfForm, NewVolunteerForm

TEMPLATE = "volunteers/volunteer_form.html"


def new_volunteer(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    form = NewVolunteerForm(
        posted(request),
        today=local_day(now),
        initial={"most": 240, "people": 1, "heavy": 0, "channel": "sms"},
    )
    return step(
        request,
        actor,
        form,
        lambda typed: volunteers.register(
            actor=actor,
            now=now,
            details=form.details(),
            limits=form.limits(),
            wishes=form.wishes(),
            certificate_seen_on=typed["certificate_seen_on"],
        ),
        back=reverse("volunteers"),
        done=_(
            "Opgeschreven. Er staat een welkomstbericht klaar. Kennen wij deze persoon"
            " al? Dan beslist die zelf of hij of zij ook bij jullie hoort."
        ),
        words={
            "heading": _("Nieuwe vrijwilliger"),
            "who": _("Vrijwilligers"),
            "lead": _("Vul in wat je weet. De grens is daarna van de vrijwilliger zelf."),
            "action": _("Bewaar"),
        },
        template=TEMPLATE,
        current="volunteers",
    )


def set_details(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = volunteer_brief(actor, volunteer_id, "volunteer_details", now)
    form = DetailsOnBehalfForm(
        posted(request),
        initial={name: getattr(brief.row, name) for name in volunteers.DETAIL_COLUMNS},
    )
    return step(
        request,
        actor,
        form,
        lambda _typed: volunteers.set_details(
            actor=actor, now=now, volunteer_id=volunteer_id, details=form.details()
        ),
        back=_page(volunteer_id),
        done=_("Bewaard. De vrijwilliger hoort dat jij dit aanpaste."),
        words=_words(brief, _("Gegevens van %(name)s")),
        current="volunteers",
    )


def set_limits(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    """Set limits on their behalf: down is at once, up only for who has just a telephone, with a
    second one.
    """
    now = clock.now()
    brief = volunteer_brief(actor, volunteer_id, "volunteer_limits", now)
    form = LimitsOnBehalfForm(posted(request), initial=_initial(brief))
    return step(
        request,
        actor,
        form,
        lambda _typed: limits.set_limits_and_wishes(
            actor=actor,
            now=now,
            volunteer_id=volunteer_id,
            wanted=form.limits(),
            wishes=form.wishes(),
        ),
        back=_page(volunteer_id),
        done=_("Bewaard. De vrijwilliger hoort dat jij dit aanpaste."),
        words=_words(
            brief,
            _("Grenzen van %(name)s"),
            _(
                "Omlaag mag altijd en geldt meteen. Omhoog kan alleen de vrijwilliger zelf, met de"
                " eigen link. Heeft iemand alleen een telefoon? Dan bevestigt een collega het."
            ),
        ),
        template=TEMPLATE,
        current="volunteers",
    )


def pause(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = volunteer_brief(actor, volunteer_id, "volunteer_pause", now)
    form = PauseForm(posted(request), today=local_day(now))
    form.fields["length"].label = _("Hoe lang?")
    form.order_fields(["length", "last", "first"])
    return step(
        request,
        actor,
        form,
        lambda _typed: limits.pause(
            actor=actor,
            now=now,
            volunteer_id=volunteer_id,
            first=form.days[0],
            last=form.days[1],
        ),
        back=_page(volunteer_id),
        done=_("De pauze is begonnen. Bel wie nu even geen bezoek krijgt."),
        words=_words(brief, _("Pauze voor %(name)s")),
        current="volunteers",
    )


def end_pause(request: HttpRequest, actor: Actor, volunteer_id: UUID) -> HttpResponse:
    """Note that somebody with only a telephone says that they are back."""
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: limits.end_pause(actor=actor, now=now, volunteer_id=volunteer_id),
        _page(volunteer_id),
        _("Opgeschreven. Een collega bevestigt het na een eigen gesprek."),
    )


def log_visit(request: HttpRequest, actor: Actor, match_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = match_brief(actor, match_id, "visit_on_behalf", now)
    match = brief.match
    form = VisitOnBehalfForm(
        posted(request),
        planned=match.visit_minutes,
        caller=actor.name,
        name=match.volunteer.first_name,
        initial={
            "day": local_day(now),
            **VisitForm.initial_of(match.visit_minutes, None, "", ""),
        },
    )
    return step(
        request,
        actor,
        form,
        lambda typed: visits.log_visit(
            actor=actor,
            now=now,
            match_id=match_id,
            day=typed["day"],
            minutes=form.length,
            felt=typed["felt"],
            wants_call=typed["felt"] == Felt.HEAVY and typed["wants_call"] == "yes",
            note=typed["note"],
            extra=typed["extra"],
        ),
        back=_page(match.volunteer_id),
        done=_("Opgeschreven."),
        words=_visit_words(brief, _("Schrijf een bezoek op")),
        current="volunteers",
    )


def cannot_visit(request: HttpRequest, actor: Actor, match_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = match_brief(actor, match_id, "cannot_visit_on_behalf", now)
    return step(
        request,
        actor,
        DayForm(posted(request), initial={"day": local_day(now)}),
        lambda typed: visits.cannot_visit(
            actor=actor, now=now, match_id=match_id, day=typed["day"]
        ),
        back=_page(brief.match.volunteer_id),
        done=_("Opgeschreven. Het staat bij Vandaag: bel wie bezoek zou krijgen."),
        words=_visit_words(brief, _("Kan een keer niet")),
        current="volunteers",
    )


def talk_creep(request: HttpRequest, actor: Actor, sign_id: UUID) -> HttpResponse:
    now, outcome = clock.now(), request.POST.get("outcome", "")
    volunteer_id = creep.talk(actor=actor, now=now, sign_id=sign_id, outcome=outcome)
    return went_well(
        request, _page(volunteer_id) + "#along", _("Opgeschreven. Dit rust nu vier weken.")
    )


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
    form = _stop_form(request, brief.row.first_name)
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
    form = _stop_form(request, volunteer.first_name)
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


def _stop_form(request: HttpRequest, name: str) -> StopForm:
    form = StopForm(posted(request), today=local_day(clock.now()))
    form.fields["when"].label = _("Wanneer is de laatste dag van %(name)s?") % {"name": name}
    return form


def _visit_words(brief: MatchBrief, title: str) -> dict[str, str]:
    who = _("%(volunteer)s en %(person)s") % {
        "volunteer": brief.match.volunteer.first_name,
        "person": person(brief.who, with_age=False),
    }
    return {"heading": title, "who": who, "lead": "", "action": _("Bewaar")}


def _initial(brief: VolunteerBrief) -> dict[str, object]:
    row, facts = brief.row.limits, brief.limits
    return {
        "liked": facts.liked_minutes,
        "most": facts.max_minutes,
        "people": facts.max_people,
        "heavy": facts.max_heavy,
        "travel_counts": facts.travel_counts,
        "until": facts.until,
        "kinds": row.kinds,
        "day_parts": [str(bit) for bit in range(21) if row.day_parts >> bit & 1],
        "no_gos": row.no_gos,
        "max_km": row.max_km,
        "short_notice": row.short_notice,
    }


def _words(brief: VolunteerBrief, title: str, lead: str = "") -> dict[str, str]:
    name = {"name": brief.row.first_name}
    return {
        "heading": title % name,
        "who": f"{brief.row.first_name} {brief.row.last_name}",
        "lead": lead,
        "action": _("Bewaar"),
    }


def _page(volunteer_id: UUID) -> str:
    return reverse("volunteer", args=[volunteer_id])
