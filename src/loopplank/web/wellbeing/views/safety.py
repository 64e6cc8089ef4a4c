"""Files of a suspected abuse: for the contact person and their stand-in."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.wellbeing.safety import FilePage, FileRow, file_page, files_page
from loopplank.actions.wellbeing import safety as actions
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.wellbeing.safety import KEPT_AFTER_CLOSING, OUTCOMES, STEPS, VEILIG_THUIS, Step
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import do_and_go_back, step
from loopplank.web.kit.words import day, day_and_time, day_with_year, in_sentence, word
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
            "heading": _("Een zorg van %(name)s") % {"name": page.row.volunteer or _("iemand")},
            "who": _("Zorgdossiers"),
            "action": _("Bewaar deze stap"),
            "file": {**_card(page.row), **_details(page)},
            "crumb_url": reverse("safety_files"),
        },
        template="wellbeing/safety_file.html",
        current=_current(actor),
        places={"bsn.refused": "words", "safety.not_yet": "on"},
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
            "who": _("Een zorg van %(name)s") % {"name": page.row.volunteer or _("iemand")},
            "lead": _(
                "Wij vragen de vrijwilliger of jullie spraken. Die ziet niet wat hier staat."
            ),
            "action": _("Sluit af"),
        },
        current=_current(actor),
        places={"bsn.refused": "words"},
    )


# --- underneath -----------------------------------------------------------------------------------


def _current(actor: Actor) -> str:
    return "today" if actor.role is Role.COORDINATOR else "signals"


def _card(row: FileRow) -> dict[str, object]:
    return {
        "id": row.file_id,
        "volunteer": row.volunteer or _("Een vrijwilliger"),
        "person": in_sentence(row.person) if row.person else "",
        "opened": day_and_time(row.opened_at),
        "open": row.closed_at is None,
        "call": day(row.call_before) if row.call_before else "",
        "held_by": row.held_by,
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
                "what": word(STEPS[Step(one.step)]),
                "on": day(one.on),
                "words": one.words,
                "by": one.by,
            }
            for one in page.steps
        ],
        "outcome": word(OUTCOMES[page.outcome]) if page.outcome else "",
        "closed": day_with_year(local_day(closed)) if closed else "",
        "kept": day_with_year(local_day(closed + KEPT_AFTER_CLOSING)) if closed else "",
        "veilig_thuis": VEILIG_THUIS,
    }
