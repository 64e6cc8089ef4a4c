"""Verwijs iemand: the form of a professional with an account (V1), and what both forms share."""

import secrets
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.actors import Actor
from loopplank.access.offering import Choice
from loopplank.access.referring import Referrer, referrer
from loopplank.actions import referring_in
from loopplank.core.calendar import local_day
from loopplank.core.contact import phone_readable
from loopplank.core.reason import Refused
from loopplank.core.sharing import CONSENT_TEXT, CONSENT_VERSION
from loopplank.web import clock
from loopplank.web.forms.refer_in import ReferInForm
from loopplank.web.frame import show_work
from loopplank.web.posted import posted
from loopplank.web.referral_words import does_not
from loopplank.web.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.words import say, word


def refer_in(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Pressing twice makes one referral: the form carries the mark that it was given."""
    now = clock.now()
    who = referrer(actor)
    form = ReferInForm(
        posted(request),
        today=local_day(now),
        choices=who.choices,
        initial={"contact_name": who.name, "contact_phone": who.phone},
    )
    submission = request.POST.get("submission", "")[:64] or secrets.token_urlsafe(24)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                made = referring_in.refer_in(
                    actor=actor,
                    now=now,
                    to_organisation_id=form.receiver(),
                    case=form.case(),
                    submission=_own(actor, submission),
                )
            except Refused as refused:
                form.add_error(None, say(refused.reason))
                status = CONFLICT
            else:
                return _sent(request, made)
    return _show(request, actor, who, form, submission, status)


def _own(actor: Actor, submission: str) -> str:
    """Nobody finds the referral of another member by typing their mark."""
    return f"{actor.own_membership.hex[:12]}:{submission}"[:64]


def _sent(request: HttpRequest, referral_id: UUID) -> HttpResponse:
    said = _("Verstuurd. U blijft verantwoordelijk tot er een ja is.")
    messages.success(request, said)
    return HttpResponseRedirect(reverse("own_referral", args=[referral_id]))


def _show(
    request: HttpRequest,
    actor: Actor,
    who: Referrer,
    form: ReferInForm,
    submission: str,
    status: int,
) -> HttpResponse:
    return show_work(
        request,
        actor,
        "work/refer_in.html",
        {
            **around_form(form, who.choices),
            "submission": submission,
            "phone": phone_readable(who.organisation_phone),
        },
        current="own_referrals",
        status=status,
    )


def around_form(form: ReferInForm, choices: tuple[Choice, ...]) -> dict[str, object]:
    """What the form of a referral shows, with an account and without."""
    party = choices[0].name if len(choices) == 1 else _("[de naam van de organisatie]")
    return {
        "form": form,
        "choices": choices,
        "does_not": [(one.name, does_not(one)) for one in choices if does_not(one)],
        "consent_text": word(CONSENT_TEXT) % {"party": party},
        "consent_version": CONSENT_VERSION,
    }
