"""A request that somebody tells on the phone or on paper, and changing what was answered."""

import secrets
from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.requests.intake_by_phone import AmendPage, amend_page
from loopplank.actions.requests import handling, intake
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.intake import Answers, still_missing
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.words import person, say, say_all
from loopplank.web.requests.forms.intake_by_phone import PhoneIntake, differences, initial_of
from loopplank.web.requests.forms.pasted_mail import posted_mail
from loopplank.web.triage.words import pointed_out

BSN = "bsn.refused"
#: What came in this way was spoken about; of paper somebody has to be called first.
SPOKEN = frozenset({"", "phone"})
NOTHING: Mapping[str, object] = MappingProxyType({})


def new_request(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the empty page, or make a new request; saving twice makes one."""
    if request.method == "GET":
        return show_empty(request, actor)
    now = clock.now()
    form = PhoneIntake(request.POST, today=local_day(now), new=True)
    mail = posted_mail(request.POST)
    if not form.is_valid():
        return _show(request, actor, form, mail=mail, status=422)
    answers = form.answers()
    try:
        made = intake.take_down(
            actor=actor,
            now=now,
            answers=answers,
            way_in=form.cleaned_data["way_in"] or "phone",
            submission=form.cleaned_data["submission"],
        )
    except Refused as refused:
        return _refused(request, actor, form, refused, mail=mail)
    weighs = "weeg" in request.POST and form.cleaned_data["way_in"] in SPOKEN
    return _saved(request, made, answers, "triage" if weighs else "request")


def show_empty(
    request: HttpRequest, actor: Actor, known: Mapping[str, object] = NOTHING, *, mail: str = ""
) -> HttpResponse:
    """Show the empty form with what is known already, beside the mail that somebody pasted."""
    initial = {
        "submission": secrets.token_hex(16),
        "way_in": "phone",
        "for_whom": "self",
        **known,
    }
    form = PhoneIntake(today=local_day(clock.now()), initial=initial, new=True)
    return _show(request, actor, form, mail=mail)


def amend_request(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Change what was answered. Somebody else's change in between is shown before it is lost."""
    now = clock.now()
    page = amend_page(actor, request_id, now)
    today = local_day(now)
    if request.method == "GET":
        initial = {**initial_of(page.answers), "version": page.version}
        form = PhoneIntake(today=today, initial=initial, new=False)
        return _show(request, actor, form, page=page, request_id=request_id)
    form = PhoneIntake(request.POST, today=today, new=False)
    if not form.is_valid():
        return _show(request, actor, form, page=page, request_id=request_id, status=422)
    answers = form.answers()
    try:
        handling.amend(
            actor=actor,
            now=now,
            request_id=request_id,
            answers=answers,
            seen_version=form.cleaned_data["version"],
        )
    except Refused as refused:
        if refused.reason.code != handling.STALE.code:
            return _refused(request, actor, form, refused, page=page, request_id=request_id)
        return _stale(request, actor, form, refused, request_id, now)
    return _saved(request, request_id, answers)


def _saved(
    request: HttpRequest, request_id: UUID, answers: Answers, leads_to: str = "request"
) -> HttpResponse:
    missing = still_missing(answers)
    if missing:
        messages.info(
            request, _("Bewaard. Nog niet bekend: %(what)s.") % {"what": say_all(missing)}
        )
    else:
        messages.success(request, _("Bewaard. Alle vragen zijn beantwoord."))
    return HttpResponseRedirect(reverse(leads_to, args=[request_id]))


def _refused(
    request: HttpRequest, actor: Actor, form: PhoneIntake, refused: Refused, **around: Any
) -> HttpResponse:
    form.add_error("story" if refused.reason.code == BSN else None, say(refused.reason))
    return _show(request, actor, form, status=409, **around)


def _stale(
    request: HttpRequest,
    actor: Actor,
    form: PhoneIntake,
    refused: Refused,
    request_id: UUID,
    now: datetime,
) -> HttpResponse:
    """Keep what was typed, with what is kept now beside it. Saving once more is a choice."""
    fresh = amend_page(actor, request_id, now)
    changed = differences(form, fresh.answers)
    again = request.POST.copy()
    again["version"] = str(fresh.version)
    kept = PhoneIntake(again, today=form.today, new=False)
    return _show(
        request,
        actor,
        kept,
        page=fresh,
        request_id=request_id,
        stale=say(refused.reason),
        changed=[{"key": key, "value": value} for key, value in changed],
        status=409,
    )


def _show(
    request: HttpRequest,
    actor: Actor,
    form: PhoneIntake,
    *,
    page: AmendPage | None = None,
    request_id: UUID | None = None,
    mail: str = "",
    status: int = 200,
    **more: Any,
) -> HttpResponse:
    return show_work(
        request,
        actor,
        "requests/intake_by_phone.html",
        {
            "form": form,
            "name": person(page.who, with_age=False) if page else "",
            "number": page.number if page else "",
            "back_url": reverse("request", args=[request_id]) if request_id else "",
            "keep_as": f"amend-{request_id}" if request_id else "new-request",
            "goes_to": "" if request_id else reverse("new_request"),
            "mail": mail,
            "flags": pointed_out(mail) if mail else [],
            **more,
        },
        current="requests",
        status=status,
    )
