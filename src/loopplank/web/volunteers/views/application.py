"""Who wants to become a volunteer: the list, one of them, and the next step first."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.applications import (
    ApplicationPage,
    Applying,
    application_page,
    applications_page,
)
from loopplank.actions.volunteers import applications
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.kinds import Kind
from loopplank.core.responsibility.today import lateness
from loopplank.core.volunteers.application import (
    AGE_WORDS,
    DOING,
    HOW_LONG_WORDS,
    NEXT_WORDS,
    OPEN_APPLICATION,
    STATE_WORDS,
    STEP_WORDS,
    STOP_WORDS,
    Age,
    ApplicationState,
    HowLong,
    Step,
    StopReason,
    steps_from,
)
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import do_and_go_back, step
from loopplank.web.kit.words import day, day_with_year, hours, kinds, short_day, when_words, word
from loopplank.web.responsibility.words import due_words
from loopplank.web.volunteers.forms.application import StepForm, StopForm

#: Steps that ask for a day, and what the day is of.
_DAYS = {Step.SEE_CERTIFICATE: True, Step.TRY: True}


@dataclass(frozen=True, slots=True)
class Line:
    """One open application on the list."""

    name: str
    url: str
    due: str
    late: bool
    state: str
    next: str
    what: str
    owner: str
    phone: str


def show_applications(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    page = applications_page(actor, now)
    return show_work(
        request,
        actor,
        "volunteers/applications.html",
        {
            "lines": [_line(one) for one in page.rows],
            "ended": [
                {
                    "name": one.name,
                    "url": reverse("application", args=[one.id]),
                    "words": _ended(one.state, one.reason),
                    "on": short_day(one.on),
                }
                for one in page.ended
            ],
            "taking": page.taking,
            "funnel": page.funnel,
            "reasons": [(n, word(STOP_WORDS[reason])) for reason, n in page.funnel.stopped.items()],
        },
        current="volunteers",
    )


def show_application(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    """Show the next step first, then what the person chose, then what was done."""
    now = clock.now()
    page = application_page(actor, application_id, now)
    steps = steps_from(page.state)
    lead = [one for one in steps if one not in {Step.START, Step.STOP}]
    return show_work(
        request,
        actor,
        "volunteers/application.html",
        {
            "page": page,
            "name": _name(page),
            "open": page.state in OPEN_APPLICATION,
            "state": word(STATE_WORDS[page.state]),
            "next": word(NEXT_WORDS.get(page.state, "")),
            "due": _due(page.due_on, now_day=local_day(now)) if page.due_on else "",
            "phone": phone_readable(page.phone),
            "steps": [
                {"code": one, "words": word(STEP_WORDS[one]), "day": _DAYS.get(one, False)}
                for one in lead
            ],
            "call": page.state in {ApplicationState.INTEREST, ApplicationState.TRIAL},
            "may_start": Step.START in steps,
            "asked_to_join": page.state is ApplicationState.STARTED and not page.volunteer_id,
            "young": page.age == Age.YOUNG,
            "chose": _chose(page),
            "done": _done(page),
            "ended": _ended(page.state, page.stop_reason),
            "erased_from": day(page.erased_from) if page.erased_from else "",
            "today": local_day(now).isoformat(),
        },
        current="volunteers",
    )


def take_step(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    now = clock.now()
    form = StepForm(request.POST)
    typed = form.cleaned_data["day"] if form.is_valid() else None
    codes = {str(one): one for one in Step}
    states = {str(one): one for one in ApplicationState}
    wanted = codes.get(request.POST.get("step", ""), Step.STOP)
    return do_and_go_back(
        request,
        lambda: applications.take_step(
            actor=actor,
            now=now,
            application_id=application_id,
            step=wanted,
            day=typed,
            seen_as=states.get(request.POST.get("state", "")),
        ),
        reverse("application", args=[application_id]),
        _("Opgeschreven: %(what)s.") % {"what": word(STEP_WORDS[wanted])},
    )


def start(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: applications.start(
            actor=actor,
            now=now,
            application_id=application_id,
            parent_knows="parent_knows" in request.POST,
        ),
        reverse("application", args=[application_id]),
        _(
            "Begonnen. Er staat een welkomstbericht klaar. Kennen wij deze persoon al? Dan beslist"
            " die zelf of hij of zij ook bij jullie hoort."
        ),
    )


def stop(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    """Ask why, once; the row is gone four weeks later."""
    now = clock.now()
    page = application_page(actor, application_id, now)
    form = StopForm(posted(request))
    back = reverse("application", args=[application_id])
    return step(
        request,
        actor,
        form,
        lambda typed: applications.stop(
            actor=actor,
            now=now,
            application_id=application_id,
            reason=StopReason(typed["reason"]),
            words=typed["words"],
        ),
        back=back,
        done=_("Opgeschreven. Na vier weken is alles van deze persoon gewist."),
        words={
            "heading": _("%(name)s gaat niet verder") % {"name": page.first_name},
            "who": _name(page),
            "lead": _("Vertel het zelf, met een bedankje. Zeg eerlijk waarom."),
            "action": _("Bewaar"),
        },
        places={"application.words": "words"},
        current="volunteers",
    )


def take_over(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: applications.take_over(actor=actor, now=now, application_id=application_id),
        reverse("application", args=[application_id]),
        _("Dit is nu van jou."),
    )


def erase(request: HttpRequest, actor: Actor, application_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: applications.erase(actor=actor, now=now, application_id=application_id),
        reverse("applications"),
        _("Gewist. Alleen dat iemand zich meldde, blijft als getal."),
    )


def _line(one: Applying) -> Line:
    now = clock.now()
    today = local_day(now)
    late = lateness(one.due_on, now)
    due, _note = due_words(late, one.due_on, (today - one.due_on).days)
    return Line(
        name=one.name,
        url=reverse("application", args=[one.id]),
        due=due,
        late=late == "late",
        state=word(STATE_WORDS[one.state]),
        next=word(NEXT_WORDS[one.state]),
        what=kinds(one.kinds) if one.kinds else _("weet het nog niet"),
        owner="" if one.mine else one.owner,
        phone=phone_readable(one.phone),
    )


def _due(on: date, *, now_day: date) -> str:
    return _("vandaag") if on == now_day else day(on)


def _name(page: ApplicationPage) -> str:
    return f"{page.first_name} {page.last_name}".strip()


def _ended(state: ApplicationState, reason: str) -> str:
    return word(STOP_WORDS[StopReason(reason)]) if reason else word(STATE_WORDS[state])


def _chose(page: ApplicationPage) -> list[tuple[str, str]]:
    until = _("Tot en met %(day)s") % {"day": day_with_year(page.until)} if page.until else ""
    rows = [
        (
            _("Wil doen"),
            ", ".join(word(DOING[Kind(code)]) for code in page.kinds) or _("weet het nog niet"),
        ),
        (_("Wanneer"), when_words(page.day_parts) if page.day_parts else _("wisselt")),
        (_("Grens in een week"), hours(page.minutes)),
        (_("Voor hoe lang"), until or word(HOW_LONG_WORDS[HowLong(page.how_long)])),
        (_("Leeftijd"), word(AGE_WORDS[Age(page.age)])),
        (_("Telefoon"), phone_readable(page.phone)),
        (_("E-mail"), page.email),
        (_("Postcode"), page.postcode),
    ]
    return [(label, value) for label, value in rows if value]


def _done(page: ApplicationPage) -> list[tuple[str, str]]:
    seen = page.certificate_seen_by
    rows: list[tuple[str, date | None, str]] = [
        (_("Aangemeld"), page.received_on, ""),
        (_("Gesproken"), page.spoken_on, ""),
        (_("VOG aangevraagd"), page.certificate_asked_on, ""),
        (_("VOG gezien"), page.certificate_seen_on, seen),
        (_("Eerste keer"), page.tried_on, ""),
        (_("Een ouder weet ervan"), page.parent_knows_on, ""),
        (_ended(page.state, page.stop_reason), page.ended_on, page.stop_words),
    ]
    return [
        (label, f"{day(on)}. {note}".strip() if note else day(on)) for label, on, note in rows if on
    ]
