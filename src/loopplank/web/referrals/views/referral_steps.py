"""What either side does with a referral: four answers, what comes after a yes, taking it back.

The same steps for a coordinator, a professional and whoever holds a link.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.referrals.referral import ReferralPage
from loopplank.actions.referrals import referrals
from loopplank.core.kit.calendar import local_day
from loopplank.core.referrals.states import ANSWER_WORDS, Answer, Status, Why
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import do_and_go_back
from loopplank.web.kit.words import word
from loopplank.web.referrals import forms as answering
from loopplank.web.referrals.frame import Around, Step, for_either_side, referral_step

#: The word of each answer in the address.
ADDRESSES = {
    "ja": Answer.YES,
    "overleg": Answer.CONSULT,
    "nee": Answer.NO,
    "dubbel": Answer.DOUBLE,
}


def _while(holds: Callable[[ReferralPage], object]) -> Callable[[Step], Step]:
    """Make a step that exists only as long as this holds of the referral; else back to its page."""

    def decorate(view: Step) -> Step:
        @for_either_side
        @wraps(view)
        def opened(request: HttpRequest, actor: Actor, around: Around) -> HttpResponse:
            if not holds(around.page):
                return HttpResponseRedirect(around.back)
            return view(request, actor, around)

        return opened

    return decorate


# --- the receiver ---------------------------------------------------------------------------------


@for_either_side
def answer_referral(
    request: HttpRequest, actor: Actor, around: Around, answer: str
) -> HttpResponse:
    """Show one of the four answers, each a page of its own and none of them larger."""
    chosen = ADDRESSES.get(answer)
    if chosen is None:
        raise NotFound(answer)
    if not around.page.asked_of_us:
        return HttpResponseRedirect(around.back)
    make = {
        Answer.YES: _yes,
        Answer.CONSULT: _consult,
        Answer.NO: _no,
        Answer.DOUBLE: _double,
    }[chosen]
    return make(request, actor, around)


def _say(actor: Actor, around: Around, answer: Answer) -> Callable[[dict[str, Any]], object]:
    def act(typed: dict[str, Any]) -> None:
        owner = typed.pop("owner_id", None)
        why = typed.pop("why", None)
        said = referrals.Said(
            answer,
            owner_id=UUID(owner) if owner else None,
            why=Why(why) if why else None,
            **typed,
        )
        referrals.answer(actor=actor, now=around.now, referral_id=around.id, said=said)

    return lambda typed: act(dict(typed))


def _yes(request: HttpRequest, actor: Actor, around: Around) -> HttpResponse:
    page = around.page
    form = answering.YesForm(
        posted(request),
        colleagues=page.colleagues,
        own=str(actor.id),
        today=local_day(around.now),
    )
    return referral_step(
        request,
        actor,
        around,
        form,
        _say(actor, around, Answer.YES),
        heading=word(ANSWER_WORDS[Answer.YES]),
        action=_("Neem het over"),
        done=_("Overgenomen. Naam en nummer staan nu op deze pagina."),
        lead=_("Vanaf nu is één persoon hier eigenaar. %(party)s hoort wie, en wanneer."),
        places={
            referrals.FIRST_CONTACT.code: "first_contact_by",
            referrals.WHO_TAKES_IT.code: "owner_id" if page.colleagues else "taken_by",
        },
    )


def _consult(request: HttpRequest, actor: Actor, around: Around) -> HttpResponse:
    return referral_step(
        request,
        actor,
        around,
        answering.ConsultForm(posted(request)),
        _say(actor, around, Answer.CONSULT),
        heading=word(ANSWER_WORDS[Answer.CONSULT]),
        action=_("Laat weten dat overleg nodig is"),
        done=_("De afzender weet dat overleg nodig is. De dag van het antwoord blijft staan."),
        lead=_("Bel gerust meteen. %(party)s blijft verantwoordelijk tot een ja."),
        call=True,
    )


def _no(request: HttpRequest, actor: Actor, around: Around) -> HttpResponse:
    return referral_step(
        request,
        actor,
        around,
        answering.NoForm(posted(request)),
        _say(actor, around, Answer.NO),
        heading=word(ANSWER_WORDS[Answer.NO]),
        action=_("Zeg nee"),
        done=_("%(party)s hoort dat het niet kan, en waarom."),
        lead=_("Nee is ook een goed antwoord. De vraag blijft bij %(party)s."),
    )


def _double(request: HttpRequest, actor: Actor, around: Around) -> HttpResponse:
    return referral_step(
        request,
        actor,
        around,
        answering.DoubleForm(posted(request)),
        _say(actor, around, Answer.DOUBLE),
        heading=word(ANSWER_WORDS[Answer.DOUBLE]),
        action=_("Het is dubbel"),
        done=_("%(party)s hoort dat de persoon al bekend is."),
        lead=_(
            "Wie het is, staat hier pas na een ja. Of bel de afzender, als de persoon dat"
            " goed vindt."
        ),
        call=True,
    )


@for_either_side
def acknowledge_referral(request: HttpRequest, actor: Actor, around: Around) -> HttpResponse:
    return do_and_go_back(
        request,
        lambda: referrals.acknowledge(actor=actor, now=around.now, referral_id=around.id),
        around.back,
        _("De afzender kan zien dat het aankwam."),
    )


@for_either_side
def begin_referral(request: HttpRequest, actor: Actor, around: Around) -> HttpResponse:
    return do_and_go_back(
        request,
        lambda: referrals.begin(actor=actor, now=around.now, referral_id=around.id),
        around.back,
        _("Opgeschreven: het eerste contact is geweest."),
    )


@_while(lambda page: page.with_us)
def hold_referral(request: HttpRequest, actor: Actor, around: Around) -> HttpResponse:
    return referral_step(
        request,
        actor,
        around,
        answering.HoldForm(posted(request)),
        lambda typed: referrals.hold(
            actor=actor, now=around.now, referral_id=around.id, why=Why(typed["why"])
        ),
        heading=_("Het wacht nog"),
        action=_("Bewaar"),
        done=_("Opgeschreven. De afzender kan het zien."),
        lead=_("Het blijft bij wie ja zei."),
    )


@_while(lambda page: page.with_us)
def report_referral(request: HttpRequest, actor: Actor, around: Around) -> HttpResponse:
    return referral_step(
        request,
        actor,
        around,
        answering.ReportForm(posted(request)),
        lambda typed: referrals.report(
            actor=actor, now=around.now, referral_id=around.id, outcome=typed["outcome"]
        ),
        heading=_("Hoe liep het af?"),
        action=_("Vertel het"),
        done=_("Dank. %(party)s hoort hoe het afliep."),
    )


@_while(lambda page: page.with_us)
def give_back_referral(request: HttpRequest, actor: Actor, around: Around) -> HttpResponse:
    return referral_step(
        request,
        actor,
        around,
        answering.GiveBackForm(posted(request)),
        lambda typed: referrals.give_back(
            actor=actor,
            now=around.now,
            referral_id=around.id,
            why=Why(typed["why"]),
            words=typed["words"],
        ),
        heading=_("Het lukt toch niet"),
        action=_("Geef terug"),
        done=_("De vraag is weer bij %(party)s."),
        lead=_("Bel %(party)s eerst. Dan valt niemand tussen wal en schip."),
        call=True,
    )


# --- the sender -----------------------------------------------------------------------------------


@_while(lambda page: page.ours and page.status is Status.REQUESTED)
def withdraw_referral(request: HttpRequest, actor: Actor, around: Around) -> HttpResponse:
    return referral_step(
        request,
        actor,
        around,
        forms.Form(posted(request)),
        lambda _typed: referrals.withdraw(actor=actor, now=around.now, referral_id=around.id),
        heading=_("Trek deze vraag terug"),
        action=_("Trek terug"),
        done=_("Teruggetrokken. %(party)s hoeft niets meer te doen."),
        lead=_("Er is nog geen antwoord. %(party)s ziet daarna niets meer van de vraag."),
    )


@_while(lambda page: page.consent is not None and not page.consent.withdrawn_on)
def withdraw_consent(request: HttpRequest, actor: Actor, around: Around) -> HttpResponse:
    return referral_step(
        request,
        actor,
        around,
        forms.Form(posted(request)),
        lambda _typed: referrals.withdraw_consent(
            actor=actor, now=around.now, referral_id=around.id
        ),
        heading=_("De persoon wil niet meer delen"),
        action=_("Stop met delen"),
        done=_("Het delen is meteen gestopt."),
        lead=_("Dit werkt meteen, ook na een ja. De ander ziet dan niets meer."),
    )


@_while(lambda page: page.ours and page.status is Status.REQUESTED)
def referral_mistake(request: HttpRequest, actor: Actor, around: Around) -> HttpResponse:
    return referral_step(
        request,
        actor,
        around,
        forms.Form(posted(request)),
        lambda _typed: referrals.mistake(actor=actor, now=around.now, referral_id=around.id),
        heading=_("Dit was een vergissing"),
        action=_("Haal alles weg"),
        done=_("Alles wat was gedeeld, is weggehaald."),
        lead=_("Bijvoorbeeld: aan de verkeerde gestuurd. De ander ziet daarna niets meer."),
    )
