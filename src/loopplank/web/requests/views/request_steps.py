"""What a coordinator does with a request: talk, agree, wait, hand over, close, open again."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.matching.request_needs import plan_of
from loopplank.access.requests.request import Brief, request_brief
from loopplank.access.requests.safety import weighed_of
from loopplank.actions.account import links
from loopplank.actions.privacy import erasure
from loopplank.actions.requests import closing, handling, refusal, undo
from loopplank.core.kit.calendar import local_day
from loopplank.core.requests import change_of_volunteer
from loopplank.core.requests.closing import SAY_WHY_SAFE, ClosingReason, Weighed
from loopplank.core.requests.refusal import Closing
from loopplank.core.requests.states import State
from loopplank.core.triage import paid_work
from loopplank.web.kit import clock
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import do_and_go_back, page_of, step
from loopplank.web.kit.words import first_up, kinds, person
from loopplank.web.matching.plan_words import place_of_card
from loopplank.web.requests.forms.closing import ClosingForm, EraseForm
from loopplank.web.requests.forms.request import (
    AgreedForm,
    CallBackForm,
    ContactForm,
    PlanForm,
    ReferralForm,
)


def log_contact(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = request_brief(actor, request_id, "log_contact", now)
    return step(
        request,
        actor,
        ContactForm(request.POST or None),
        lambda typed: handling.log_contact(
            actor=actor,
            now=now,
            request_id=request_id,
            kind=typed["kind"],
            channel=typed["channel"],
            minutes=typed["minutes"],
            text=typed["text"],
        ),
        back=page_of(request_id),
        done=_("Opgeschreven."),
        words=_words(brief, _("Schrijf een gesprek op"), _("Bewaar")),
    )


def agree(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = request_brief(actor, request_id, "agree", now)
    row = brief.row
    initial = {
        name: getattr(row, name)
        for name in (
            "summary",
            "visit_minutes",
            "visits_per_week",
            "every_weeks",
            "weekday",
            "start_time",
            "last_day",
            "heavy",
            "brings",
            "asks_for_paid_work",
            "came_from",
            "paid_before",
            "bridging_until",
            "changing_faces",
            "lead_name",
            "lead_phone",
        )
    }
    # what the proposals reckon with while nothing was agreed, to keep or to change
    usual = plan_of(row, now)
    initial["visit_minutes"] = row.visit_minutes or usual.visit_minutes
    initial["last_day"] = row.last_day or usual.last_day
    initial["not_included"] = ", ".join(row.not_included)
    initial["summary"] = row.summary or first_up(kinds(row.kinds or [row.kind]))
    form = AgreedForm(request.POST or None, initial=initial, today=local_day(now))
    return step(
        request,
        actor,
        form,
        lambda typed: handling.agree(
            actor=actor, now=now, request_id=request_id, agreed=dict(typed)
        ),
        back=_after_agreeing(request, request_id),
        done=_("Bewaard."),
        words=_words(brief, _("Waar komt de hulp op neer?"), _("Bewaar")),
        places={
            handling.LAST_DAY_TOO_FAR.code: "last_day",
            paid_work.NEEDS_A_DAY.code: "bridging_until",
            paid_work.BEYOND.code: "last_day",
            change_of_volunteer.DOES_NOT_KNOW.code: "changing_faces",
        },
    )


def plan_days(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Write when and how long, from the panel of the request."""
    now = clock.now()
    brief = request_brief(actor, request_id, "plan_days", now)
    return step(
        request,
        actor,
        PlanForm(posted(request), today=local_day(now)),
        lambda typed: handling.agree(
            actor=actor, now=now, request_id=request_id, agreed=dict(typed)
        ),
        back=_after_agreeing(request, request_id, "#volgende"),
        done=_("Bewaard."),
        words=_words(brief, _("Wanneer, en tot welke dag?"), _("Bewaar")),
        places={
            handling.LAST_DAY_TOO_FAR.code: "last_day",
            paid_work.NEEDS_A_DAY.code: "last_day",
            paid_work.BEYOND.code: "last_day",
        },
    )


def undo_step(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Undo the last step, by its number, so that no later one is undone instead."""
    now, told = clock.now(), request.POST.get("stap", "")
    sequence = int(told) if told.isdecimal() and len(told) < 9 else 0
    return do_and_go_back(
        request,
        lambda: undo.undo(actor=actor, now=now, request_id=request_id, sequence=sequence),
        page_of(request_id),
        _("Ongedaan gemaakt. Alles staat weer zoals het was."),
    )


def _after_agreeing(request: HttpRequest, request_id: UUID, at: str = "") -> str:
    """Return to the proposals, or the proposal for the week, when somebody came from there."""
    if request.GET.get("naar") == "weekplan":
        return f"{reverse('week_plan')}#{place_of_card(request_id)}"
    if request.GET.get("naar") == "voorstellen":
        return reverse("candidates", args=[request_id])
    return page_of(request_id, at)


def withdrawn(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: closing.confirm_withdrawn(actor=actor, now=now, request_id=request_id),
        page_of(request_id),
        _("Gesprek opgeschreven, en afgesloten. Opnieuw vragen mag altijd."),
    )


def take_over(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: handling.take_over(actor=actor, now=now, request_id=request_id),
        page_of(request_id),
        _("Jij bent nu eigenaar."),
    )


def refer(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = request_brief(actor, request_id, "refer", now)
    form = ReferralForm(request.POST or None, initial={"spoken_on": local_day(now)})
    return step(
        request,
        actor,
        form,
        lambda typed: handling.note_referral(
            actor=actor,
            now=now,
            request_id=request_id,
            said=handling.PhoneAnswer(**typed),
        ),
        back=page_of(request_id),
        done=_("Opgeschreven. Jij blijft eigenaar."),
        words=_words(
            brief,
            _("Doorverwijzen per telefoon"),
            _("Bewaar"),
            _("Jij blijft eigenaar tot je zelf afsluit. Vraag eerst of de persoon het goed vindt."),
        ),
    )


def close(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = request_brief(actor, request_id, "close", now)
    chosen = request.GET.get("reden", "")
    form = ClosingForm(
        request.POST or None,
        today=local_day(now),
        weighed=weighed_of(brief.row),
        initial={"reason": chosen} if chosen in set(ClosingReason) else None,
    )
    return step(
        request,
        actor,
        form,
        lambda typed: closing.close(
            actor=actor,
            now=now,
            request_id=request_id,
            closing=Closing(
                reason=ClosingReason(typed["reason"]),
                next_party=typed["next_party"],
                next_party_agreed=typed["next_party_agreed"],
                next_contact_on=typed["next_contact_on"],
                nobody_discussed=typed["next_step"] == "nobody",
                first_number=typed["first_number"],
                safe=form.safe(),
            ),
        ),
        back=page_of(request_id),
        done=_("Afgesloten. Staat er een bericht klaar? Lees het na en vertel het."),
        words={**_words(brief, _("Afsluiten"), _("Sluit af")), "row": brief.row},
        template="requests/close.html",
        places={closing.NO_FIRST.code: "first_number", SAY_WHY_SAFE.code: "safe_why"},
    )


def reopen(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: closing.reopen(actor=actor, now=now, request_id=request_id),
        page_of(request_id),
        _("De hulpvraag is weer open."),
    )


def next_party_withdrew(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: refusal.next_party_withdrew(actor=actor, now=now, request_id=request_id),
        page_of(request_id),
        _("De hulpvraag is weer open. Bel vandaag, en kies wie het nu oppakt."),
    )


def called_back(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = request_brief(actor, request_id, "called_back", now)
    return step(
        request,
        actor,
        CallBackForm(request.POST or None),
        lambda typed: closing.called_back(actor=actor, now=now, request_id=request_id, **typed),
        back=page_of(request_id),
        done=_("Opgeschreven."),
        words=_words(
            brief,
            _("Hoe ging het terugbellen?"),
            _("Bewaar"),
            _("Geen gehoor? Dan blijft het terugbellen op je lijst staan."),
        ),
    )


def renew_link(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    return do_and_go_back(
        request,
        lambda: links.renew_status(actor=actor, now=now, request_id=request_id),
        page_of(request_id, "#link"),
        _("Er is een nieuwe link. De oude werkt niet meer."),
    )


def erase(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = request_brief(actor, request_id, "erase", now)
    weighed = Weighed.CLEAR if brief.row.state == State.CLOSED else weighed_of(brief.row)
    form = EraseForm(request.POST if request.method == "POST" else None, weighed=weighed)
    return step(
        request,
        actor,
        form,
        lambda _typed: erasure.erase_help_seeker(
            actor=actor, now=now, request_id=request_id, safe=form.safe()
        ),
        back=reverse("requests"),
        done=_("Alles over deze persoon is gewist. Alleen aantallen blijven over."),
        words=_words(
            brief,
            _("Wis deze persoon"),
            _("Wis alles over deze persoon"),
            _(
                "Naam, nummer, adres, verhaal, notities en berichten verdwijnen, bij al zijn of"
                " haar vragen bij jullie. Dit kan niet terug. Een open vraag sluiten wij daarbij."
            ),
        ),
    )


def _words(brief: Brief, title: str, action: str, lead: str = "") -> dict[str, str]:
    return {
        "heading": title,
        "who": person(brief.who, with_age=False),
        "lead": lead,
        "action": action,
    }
