"""Who does what, for the coordinator: the sheet, what still misses, and everybody's answer."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.arrangements.arrangement import (
    ArrangementPage,
    arrangement_page,
    signature_page,
)
from loopplank.actions.arrangements import arrangements, signatures, suspension
from loopplank.core.arrangements import STATE_WORDS, Answer, Channel, Side, State
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.triage import Route
from loopplank.web.arrangements.forms import ArrangementForm, SignatureForm
from loopplank.web.arrangements.words import SIDE_WORDS, agreed, called, facts, lines
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import show
from loopplank.web.kit.steps import do_and_go_back, step
from loopplank.web.kit.words import day, first_up, person, say, word

STATE_LOOKS = {
    State.DRAFT: ("", "edit"),
    State.OFFERED: ("rope", "clock"),
    State.AGREED: ("reed", "check"),
    State.SUSPENDED: ("buoy", "pause"),
}


def show_arrangement(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    page = arrangement_page(actor, request_id, "arrangement", clock.now())
    return show_work(
        request, actor, "arrangements/arrangement.html", _on_screen(page), current="requests"
    )


def print_arrangement(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Show one sheet for everybody, also to sign on."""
    now = clock.now()
    page = arrangement_page(actor, request_id, "print_arrangement", now)
    if page.shown is None:
        return HttpResponseRedirect(_page(request_id))
    house = page.row.organisation
    return show(
        request,
        "arrangements/arrangement_paper.html",
        {
            **_on_screen(page),
            "sheet": {
                "sender": house.name,
                "lines": [phone_readable(house.phone), day(local_day(now))],
            },
            "printed": day(local_day(now)),
        },
    )


def begin(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    return do_and_go_back(
        request,
        lambda: arrangements.begin(actor=actor, now=clock.now(), request_id=request_id),
        _page(request_id),
        _("Er staat een voorbeeld. Vul aan wat nog mist."),
    )


def change(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    page = arrangement_page(actor, request_id, "change_arrangement", now)
    if page.shown is None:
        return HttpResponseRedirect(_page(request_id))
    form = ArrangementForm(request.POST or None, page)
    said_yes = any(one.answer is Answer.YES for one in page.signed)
    return step(
        request,
        actor,
        form,
        lambda _typed: arrangements.change(
            actor=actor,
            now=now,
            request_id=request_id,
            terms=form.terms,
            lead=form.lead,
            family=form.family,
        ),
        back=_page(request_id),
        done=_("Bewaard."),
        words={
            "heading": _("Wie doet wat?"),
            "who": person(page.who, with_age=False),
            "said_yes": said_yes,
            "action": _("Bewaar"),
        },
        template="arrangements/change_arrangement.html",
    )


def offer(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    return do_and_go_back(
        request,
        lambda: arrangements.offer(actor=actor, now=clock.now(), request_id=request_id),
        _page(request_id),
        _("Voor iedereen staat een bericht klaar. Lees ze na en vertel ze."),
    )


def resume(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    return do_and_go_back(
        request,
        lambda: suspension.resume(actor=actor, now=clock.now(), request_id=request_id),
        _page(request_id),
        _("De bezoeken gaan verder. Er staan berichten klaar; vertel ze aan beiden."),
    )


def note_signature(request: HttpRequest, actor: Actor, signature_id: UUID) -> HttpResponse:
    now = clock.now()
    page = signature_page(actor, signature_id, "note_signature", now)
    name = page.signed.name or called(page.who)
    return step(
        request,
        actor,
        SignatureForm(
            request.POST or None,
            today=local_day(now),
            initial={"said_on": local_day(now), "said_by": page.signed.name},
        ),
        lambda typed: signatures.note_signature(
            actor=actor,
            now=now,
            signature_id=signature_id,
            said=signatures.Said(
                Answer(typed["answer"]),
                Channel(typed["channel"]),
                by=typed["said_by"],
                on=typed["said_on"],
                words=typed["words"],
            ),
        ),
        back=_page(page.row.pk) + "#agreed",
        done=_("Opgeschreven."),
        words={
            "heading": _("Wat zei %(name)s?") % {"name": name},
            "who": person(page.who, with_age=False),
            "lead": _("Alleen voor een antwoord aan de telefoon of op papier."),
            "action": _("Bewaar"),
        },
    )


def party_left(request: HttpRequest, actor: Actor, signature_id: UUID) -> HttpResponse:
    now = clock.now()
    page = signature_page(actor, signature_id, "party_left", now)
    professional = page.signed.side is Side.PROFESSIONAL
    return do_and_go_back(
        request,
        lambda: signatures.leave(actor=actor, now=now, signature_id=signature_id),
        _page(page.row.pk),
        _("De bezoeken staan stil. Beslis nu hoe het verdergaat.")
        if professional
        else _("Opgeschreven. Pas de afspraak aan."),
    )


def _page(request_id: UUID) -> str:
    return reverse("arrangement", args=[request_id])


def _on_screen(page: ArrangementPage) -> dict[str, Any]:
    shown = page.shown
    around = {
        "page": page,
        "row": page.row,
        "who": person(page.who, with_age=False),
        "heading": _("Wie doet wat bij %(person)s?") % {"person": called(page.who)},
        "together": page.route is Route.COMBINATION,
    }
    if shown is None:
        return around
    colour, symbol = STATE_LOOKS[shown.state]
    return {
        **around,
        "shown": shown,
        "state": first_up(word(STATE_WORDS[shown.state])),
        "state_colour": colour,
        "state_symbol": symbol,
        "version": shown.version,
        "until": day(shown.terms.last_day) if shown.terms.last_day else "",
        "still": shown.state is State.SUSPENDED,
        "lines": lines(shown),
        "facts": facts(shown),
        "signed": [agreed(one, page.who) for one in page.signed],
        "missing": [say(reason) for reason in page.missing or page.unfinished],
        "ready": not page.unfinished,
        "all_said_yes": all(one.answer is Answer.YES for one in page.signed),
        "may_offer": page.is_open
        and any(one.answer not in {Answer.YES, Answer.LEFT} for one in page.signed),
        "sides": [word(SIDE_WORDS[one.side]) for one in page.signed],
    }
