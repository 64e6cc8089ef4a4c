"""The page of a link to one referral: first the code, then the form, or how it stands."""

from datetime import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor
from loopplank.access.account.codes import confirmed_mark
from loopplank.access.account.links import REFERRAL
from loopplank.access.referrals.linked_referral import CodeNeeded, LinkedReferral, linked_referral
from loopplank.access.referrals.refer import volunteers_of
from loopplank.actions.referrals import party_codes
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import Refused
from loopplank.core.referrals.states import Status
from loopplank.web.account import status_cookie
from loopplank.web.account.forms import CodeForm
from loopplank.web.account.origin import address_of_visitor
from loopplank.web.kit import clock
from loopplank.web.kit.pages import posted
from loopplank.web.kit.public_frame import show_public
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.kit.words import say
from loopplank.web.referrals.forms import ReferInForm
from loopplank.web.referrals.views.refer import around_form
from loopplank.web.referrals.views.referral import around_referral
from loopplank.web.referrals.words import told_sender


def show_linked(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show one referral: a draft is filled in and sent here; what was sent or received is followed
    here.
    """
    now = clock.now()
    found = linked_referral(actor, now, status_cookie.read(request, REFERRAL))
    if isinstance(found, CodeNeeded):
        return _ask_code(request, found, status=UNPROCESSABLE if request.POST else 200)
    if found.page.status is Status.DRAFT:
        return _fill_in(request, actor, found, now)
    if request.method == "POST":
        # pressed twice: it was sent the first time
        return HttpResponseRedirect(reverse("linked_referral"))
    told, lines = told_sender(found.page) if found.page.ours else ("", [])
    return show_public(
        request,
        found.place,
        "referrals/linked_referral.html",
        {
            "told": told,
            "told_lines": lines,
            **around_referral(found.page, _address),
            "phone": phone_readable(found.place.phone),
        },
    )


def _address(step: str, *parts: str) -> str:
    return reverse(f"linked_{step}", args=parts)


# --- the form -------------------------------------------------------------------------------------


def _fill_in(
    request: HttpRequest, actor: Actor, found: LinkedReferral, now: datetime
) -> HttpResponse:
    form = ReferInForm(
        posted(request),
        today=local_day(now),
        initial={"contact_name": found.name, "contact_phone": found.phone},
    )
    status = 200
    if request.method == "POST":
        status = UNPROCESSABLE
        if form.is_valid():
            try:
                party_codes.send_as_party(actor=actor, now=now, case=form.case())
            except Refused as refused:
                form.add_error(None, say(refused.reason))
                status = CONFLICT
            else:
                return HttpResponseRedirect(reverse("linked_referral"))
    here = tuple(c for c in volunteers_of(found.network_id) if c.id == found.organisation_id)
    return show_public(
        request,
        found.place,
        "referrals/linked_refer_in.html",
        {
            **around_form(form, here),
            "party": found.place.name,
            "phone": phone_readable(found.place.phone),
        },
        status=status,
    )


# --- the code -------------------------------------------------------------------------------------


def confirm_code(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    found = linked_referral(actor, now, status_cookie.read(request, REFERRAL))
    if not isinstance(found, CodeNeeded):
        return HttpResponseRedirect(reverse("linked_referral"))
    form = CodeForm(request.POST)
    if not form.is_valid():
        return _ask_code(request, found, form, status=UNPROCESSABLE)
    tried = party_codes.confirm_code(actor=actor, now=now, digits=form.cleaned_data["code"])
    if tried.right:
        response: HttpResponse = HttpResponseRedirect(reverse("linked_referral"))
        mark = confirmed_mark(tried.link_id, tried.generation)
        status_cookie.remember(response, mark, REFERRAL)
        return response
    form.add_error("code", _wrong_code(tried.tries_left))
    return _ask_code(request, found, form, status=UNPROCESSABLE)


def new_code(request: HttpRequest, actor: Actor) -> HttpResponse:
    now = clock.now()
    found = linked_referral(actor, now, status_cookie.read(request, REFERRAL))
    if isinstance(found, CodeNeeded):
        party_codes.new_code(actor=actor, now=now, source=address_of_visitor(request))
    return HttpResponseRedirect(reverse("linked_referral"))


def _ask_code(
    request: HttpRequest, page: CodeNeeded, form: CodeForm | None = None, *, status: int = 200
) -> HttpResponse:
    return show_public(
        request,
        page.place,
        "referrals/refer_code.html",
        {
            "form": form or CodeForm(),
            "needed": page,
            "ask_them": not (page.by_phone or settings.SENDS_MAIL),
            "phone": phone_readable(page.place.phone),
        },
        status=status,
    )


def _wrong_code(left: int) -> str:
    if left <= 0:
        return _("Deze code werkt niet meer. Vraag hieronder een nieuwe code.")
    return ngettext(
        "Deze code klopt niet. U kunt het nog %(left)s keer proberen.",
        "Deze code klopt niet. U kunt het nog %(left)s keer proberen.",
        left,
    ) % {"left": left}
