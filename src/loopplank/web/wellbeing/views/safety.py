"""Files of a suspected abuse: for the contact person and their stand-in."""

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.wellbeing.safety import (
    AboutVolunteer,
    FilePage,
    FileRow,
    file_page,
    files_page,
)
from loopplank.access.wellbeing.volunteer_concern import note_page
from loopplank.actions.wellbeing import safety as actions
from loopplank.actions.wellbeing import volunteer_concern
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.wellbeing.safety import (
    KEPT_AFTER_CLOSING,
    OUTCOMES,
    SAFE_CHANNELS,
    STEPS,
    VEILIG_THUIS,
    Step,
    is_held,
)
from loopplank.core.wellbeing.volunteer_concern import DECISION_WORDS, Decision, is_final
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import do_and_go_back, step
from loopplank.web.kit.words import day, day_and_time, day_with_year, in_sentence, person, word
from loopplank.web.wellbeing.concern_forms import DecideForm, HearForm, NoteConcernForm
from loopplank.web.wellbeing.forms import CloseSafetyForm, SafetyStepForm
from loopplank.web.wellbeing.words import elsewhere_words, spoken_words


def show_files(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    rows = files_page(actor, now)
    context = {"files": [_card(row) for row in rows]}
    return show_work(request, actor, "wellbeing/safety.html", context, current=_current(actor))


def show_file(request: HttpRequest, actor: Actor, file_id: UUID) -> HttpResponse:
    """Show everything in one file, and the next step."""
    now = clock.now()
    page = file_page(actor, file_id, now)
    return step(
        request,
        actor,
        SafetyStepForm(posted(request), initial={"on": local_day(now)}),
        lambda typed: actions.note_step(actor=actor, now=now, file_id=file_id, **typed),
        back=reverse("safety_file", args=[file_id]),
        done=_("De stap is bewaard."),
        words={
            "heading": _heading(page.row),
            "who": _("Zorgdossiers"),
            "action": _("Bewaar deze stap"),
            "file": {**_card(page.row), **_details(page)},
            "crumb_url": reverse("safety_files"),
        },
        template="wellbeing/safety_file.html",
        current=_current(actor),
        places={
            "bsn.refused": "words",
            "safety.not_yet": "on",
            "safety.no_reason": "words",
            "safety.when_told": "tell_on",
        },
    )


def acknowledge(request: HttpRequest, actor: Actor, file_id: UUID) -> HttpResponse:
    """Note that the volunteer was called."""
    return do_and_go_back(
        request,
        lambda: actions.say_spoken(actor=actor, now=clock.now(), file_id=file_id),
        reverse("safety_file", args=[file_id]),
        _("Opgeschreven dat jullie spraken."),
    )


def close(request: HttpRequest, actor: Actor, file_id: UUID) -> HttpResponse:
    now = clock.now()
    page = file_page(actor, file_id, now)
    return step(
        request,
        actor,
        CloseSafetyForm(posted(request)),
        lambda typed: actions.close_file(actor=actor, now=now, file_id=file_id, **typed),
        back=reverse("safety_file", args=[file_id]),
        done=_("Het dossier is afgesloten."),
        words={
            "heading": _("Sluit dit dossier af"),
            "who": _heading(page.row),
            "lead": ""
            if page.about
            else _("Wij vragen de vrijwilliger of jullie spraken. Die ziet niet wat hier staat."),
            "action": _("Sluit af"),
        },
        current=_current(actor),
        places={"bsn.refused": "words", "concern.decide_first": "outcome"},
    )


# --- a concern about a volunteer ------------------------------------------------------------------
# The match stands still, the volunteer is heard, and it is decided; the words outside are neutral.


def note_concern(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Write down what somebody said on the telephone about the volunteer who helps."""
    now = clock.now()
    page = note_page(actor, request_id, now)
    return step(
        request,
        actor,
        NoteConcernForm(
            posted(request),
            helpers=[(str(pk), name) for pk, name in page.helpers],
            first=page.first,
            other=page.other,
            initial={"match": str(page.helpers[0][0]) if len(page.helpers) == 1 else ""},
        ),
        lambda typed: volunteer_concern.note_about_volunteer(
            actor=actor,
            now=now,
            request_id=request_id,
            match_id=UUID(typed["match"]),
            words=typed["words"],
            suspend=typed["suspend"],
            past=typed.get("past", False),
        ),
        back=reverse("request", args=[request_id]),
        done=_("Opgeschreven en doorgegeven. De eerste stap komt uiterlijk de volgende werkdag."),
        words={
            "heading": _("Een zorg over de vrijwilliger"),
            "who": person(page.who, with_age=False),
            "lead": _lead(page.first, page.other),
            "action": _("Geef dit door"),
        },
        places={"bsn.refused": "words"},
    )


def suspend(request: HttpRequest, actor: Actor, file_id: UUID) -> HttpResponse:
    return do_and_go_back(
        request,
        lambda: volunteer_concern.suspend(actor=actor, now=clock.now(), file_id=file_id),
        reverse("safety_file", args=[file_id]),
        _("De bezoeken staan stil. Beide kanten horen dat, zonder waarom."),
    )


def pass_on(request: HttpRequest, actor: Actor, file_id: UUID) -> HttpResponse:
    """Give it to the other reader, since this one knows the volunteer too well."""
    return do_and_go_back(
        request,
        lambda: volunteer_concern.pass_on(actor=actor, now=clock.now(), file_id=file_id),
        reverse("safety_files"),
        _("Doorgegeven. Jij leest dit dossier niet meer."),
    )


def hear(request: HttpRequest, actor: Actor, file_id: UUID) -> HttpResponse:
    now = clock.now()
    page = _about_volunteer(actor, file_id, now)
    return step(
        request,
        actor,
        HearForm(posted(request), initial={"on": local_day(now)}),
        lambda typed: volunteer_concern.hear(actor=actor, now=now, file_id=file_id, **typed),
        back=reverse("safety_file", args=[file_id]),
        done=_("Opgeschreven dat de vrijwilliger is gehoord."),
        words={
            "heading": _("De vrijwilliger is gehoord"),
            "who": page.row.volunteer or _("iemand"),
            "lead": _("Vertel wat er is gezegd, zonder naam als dat kan. Luister eerst."),
            "action": _("Bewaar"),
        },
        current=_current(actor),
        places={"bsn.refused": "words"},
    )


def decide(request: HttpRequest, actor: Actor, file_id: UUID) -> HttpResponse:
    now = clock.now()
    page = _about_volunteer(actor, file_id, now)
    return step(
        request,
        actor,
        DecideForm(posted(request)),
        lambda typed: volunteer_concern.decide(
            actor=actor,
            now=now,
            file_id=file_id,
            decision=Decision(typed["decision"]),
            words=typed["words"],
            until=typed["until"],
        ),
        back=reverse("safety_file", args=[file_id]),
        done=_("Het besluit is bewaard. De vrijwilliger krijgt het op papier of per bericht."),
        words={
            "heading": _("Besluit"),
            "who": page.row.volunteer or _("iemand"),
            "lead": _("De persoon die hulp krijgt, hoort wat er met het volgende bezoek gebeurt."),
            "action": _("Besluit zo"),
        },
        current=_current(actor),
        places={
            "bsn.refused": "words",
            "concern.no_reason": "words",
            "concern.no_end": "until",
            "concern.ends_before": "until",
        },
    )


def keep_near(request: HttpRequest, actor: Actor, file_id: UUID) -> HttpResponse:
    """Say that it is about somebody near, or how the person is reached alone."""
    now, channel = clock.now(), request.POST.get("channel", "")
    if channel:
        return do_and_go_back(
            request,
            lambda: volunteer_concern.confirm_channel(
                actor=actor, now=now, file_id=file_id, channel=channel
            ),
            reverse("safety_file", args=[file_id]),
            _("Bewaard."),
        )
    return do_and_go_back(
        request,
        lambda: volunteer_concern.set_near(
            actor=actor, now=now, file_id=file_id, near=request.POST.get("near") == "yes"
        ),
        reverse("safety_file", args=[file_id]),
        _("Bewaard."),
    )


# --- underneath -----------------------------------------------------------------------------------


def _current(actor: Actor) -> str:
    return "today" if actor.role is Role.COORDINATOR else "signals"


def _about_volunteer(actor: Actor, file_id: UUID, now: datetime) -> FilePage:
    page = file_page(actor, file_id, now)
    if page.about is None:
        raise NotFound(file_id)
    return page


def _heading(row: FileRow) -> str:
    name = {"name": row.volunteer or _("iemand")}
    if row.about_volunteer:
        return _("Een zorg over %(name)s") % name
    return _("Een zorg van %(name)s") % name


def _lead(first: str, other: str) -> str:
    """Say by name who reads what is written here."""
    if not other:
        return _("Alleen %(first)s leest dit. Is er nu gevaar? Bel 112.") % {"first": first}
    return _("Alleen %(first)s en %(other)s lezen dit. Is er nu gevaar? Bel 112.") % {
        "first": first,
        "other": other,
    }


def _card(row: FileRow) -> dict[str, object]:
    return {
        "id": row.file_id,
        "volunteer": row.volunteer or _("Een vrijwilliger"),
        "person": in_sentence(row.person) if row.person else "",
        "opened": day_and_time(row.opened_at),
        "open": row.closed_at is None,
        "call": day(row.call_before) if row.call_before else "",
        "held_by": row.held_by,
        "about": row.about_volunteer,
        "act": day(row.act_before) if row.act_before else "",
        "elsewhere": elsewhere_words(row.of_house),
    }


def _details(page: FilePage) -> dict[str, object]:
    closed, signal = page.row.closed_at, page.signal
    return {
        "phone": phone_readable(page.phone) if page.phone else "",
        "waits": page.row.closed_at is None or page.row.call_before is not None,
        "first_name": page.row.volunteer.split()[0] if page.row.volunteer else "",
        "stand_in": page.stand_in,
        "spoken": spoken_words(signal) if signal else "",
        "called": signal is not None and signal.acknowledged,
        "stays_away": signal is not None and signal.stays_away,
        "steps": [
            {
                "what": _("Verteld aan de contactpersoon")
                if page.about and one.step == Step.TOLD
                else word(STEPS[Step(one.step)]),
                "on": day(one.on),
                "words": one.words,
                "by": one.by,
                "tell": day(one.tell_on) if one.tell_on else "",
            }
            for one in page.steps
        ],
        "outcome": word(OUTCOMES[page.outcome]) if page.outcome else "",
        "closed": day_with_year(local_day(closed)) if closed else "",
        "kept": day_with_year(local_day(closed + KEPT_AFTER_CLOSING)) if closed else "",
        "veilig_thuis": VEILIG_THUIS,
        "near": page.near,
        "channel": word(SAFE_CHANNELS[page.safe_channel]) if page.safe_channel else "",
        "channels": [(code, word(said)) for code, said in SAFE_CHANNELS.items()],
        "held": is_held(
            near=page.near, safe_channel=page.safe_channel, is_open=page.row.closed_at is None
        ),
        **(_about(page.about) if page.about else {}),
    }


def _about(about: AboutVolunteer) -> dict[str, object]:
    return {
        "hear": day(about.hear_before) if about.hear_before and not about.heard_on else "",
        "suspended": about.suspended,
        "gone": about.gone,
        "heard": day(about.heard_on) if about.heard_on else "",
        "heard_by": about.heard_by,
        "decision": word(DECISION_WORDS[Decision(about.decision)]) if about.decision else "",
        "decision_words": about.decision_words,
        "until": day(about.until) if about.until else "",
        "final": is_final(about.decision),
        "other": about.other,
        "by_hand": about.by_hand,
    }
