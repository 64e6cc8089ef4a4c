"""Verwijs iemand: the form of a professional with an account (V1), and what both forms share."""

import secrets
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.account.links import REFERRAL, generation_of
from loopplank.access.referrals.hand_over import Choice
from loopplank.access.referrals.refer import Referrer, ReferringPlace, referrer, referring_place
from loopplank.actions.referrals import party_codes, refer
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import Refused
from loopplank.core.referrals.consent import CONSENT_TEXT, CONSENT_VERSION
from loopplank.web.account import authentication
from loopplank.web.account.origin import address_of_visitor
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import posted
from loopplank.web.kit.public_frame import address_of, show_public
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.kit.words import say, word
from loopplank.web.referrals.forms import ReferInForm, ReferStartForm
from loopplank.web.referrals.words import does_not


def refer_in(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Refer somebody in; pressing twice makes one referral: the form carries the mark that it was
    given.
    """
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
                made = refer.refer_in(
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
    """Return the own mark: nobody finds the referral of another member by typing their mark."""
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
        "referrals/refer.html",
        {
            **around_form(form, who.choices),
            "submission": submission,
            "phone": phone_readable(who.organisation_phone),
        },
        current="own_referrals",
        status=status,
    )


def around_form(form: ReferInForm, choices: tuple[Choice, ...]) -> dict[str, object]:
    """Return what the form of a referral shows, with an account and without."""
    party = choices[0].name if len(choices) == 1 else _("[de naam van de organisatie]")
    return {
        "form": form,
        "choices": choices,
        "does_not": [(one.name, does_not(one)) for one in choices if does_not(one)],
        "consent_text": word(CONSENT_TEXT) % {"party": party},
        "consent_version": CONSENT_VERSION,
    }


# --- Ik werk in zorg of welzijn -------------------------------------------------------------------
# Who may be asked, how much room there is, and who you are.


def start(request: HttpRequest, actor: Actor, network: str) -> HttpResponse:
    """Begin a referral: a link in this browser, and a code to the address that was given."""
    place = referring_place(network)
    form = ReferStartForm(posted(request), choices=place.choices, mails=settings.SENDS_MAIL)
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                link_id = party_codes.start_as_party(
                    actor=actor,
                    now=clock.now(),
                    organisation_id=form.receiver(),
                    outsider=form.outsider(),
                    source=address_of_visitor(request),
                )
            except Refused as refused:
                form.add_error(None, say(refused.reason))
                status = CONFLICT
            else:
                response = HttpResponseRedirect(reverse("linked_referral"))
                authentication.remember_link(response, link_id, generation_of(link_id), REFERRAL)
                return response
    return _show_start(request, place, form, status)


def _show_start(
    request: HttpRequest, place: ReferringPlace, form: ReferStartForm, status: int
) -> HttpResponse:
    return show_public(
        request,
        place.place,
        "referrals/refer_start.html",
        {
            "form": form,
            "does_not": [(one.name, does_not(one)) for one in place.choices if does_not(one)],
            "phone": phone_readable(place.place.phone),
            "start_url": address_of("start", place.place),
        },
        status=status,
    )
