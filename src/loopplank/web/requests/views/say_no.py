"""Zeg nee: call first, then why, what can be done, who takes it up, and the letter as it goes."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.requests.say_no import SayNoPage, say_no_page
from loopplank.actions.requests import closing
from loopplank.core.gaps import gaps
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.intake import Knows
from loopplank.core.requests.refusal import told
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.pages import posted
from loopplank.web.kit.steps import CONFLICT, UNPROCESSABLE
from loopplank.web.kit.words import in_sentence, person, say
from loopplank.web.messages.words import filled
from loopplank.web.requests.forms.closing import SayNoForm

READ, SEND = "lees", "zeg-nee"


def say_no(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Fill in, read the exact letter, and only then say it. Nothing is sent from the first page."""
    now = clock.now()
    page = say_no_page(actor, request_id, now)
    form = SayNoForm(posted(request), today=local_day(now))
    step = request.POST.get("stap", "")
    if not form.is_bound:
        return _show(request, actor, page, form)
    if not form.is_valid():
        return _show(request, actor, page, form, status=UNPROCESSABLE)
    if step == READ and not page.spoken:
        form.add_error(None, say(closing.CALL_FIRST))
        return _show(request, actor, page, form, status=CONFLICT)
    if step == READ:
        return _show_letter(request, actor, page, form, now)
    if step != SEND:
        return _show(request, actor, page, form)
    try:
        closing.close(actor=actor, now=now, request_id=request_id, closing=form.closing())
    except Refused as refused:
        code = refused.reason.code
        form.add_error("example" if code == gaps.NAMES_SOMEBODY.code else None, say(refused.reason))
        return _show(request, actor, page, form, status=CONFLICT)
    messages.success(request, _("Nee gezegd. De brief staat klaar bij de berichten."))
    return HttpResponseRedirect(reverse("gap_of_no", args=[request_id]))


def _show(
    request: HttpRequest, actor: Actor, page: SayNoPage, form: SayNoForm, *, status: int = 200
) -> HttpResponse:
    seeker = page.row.help_seeker
    may_call = seeker is not None and page.row.person_knows != Knows.NO
    return show_work(
        request,
        actor,
        "requests/say_no.html",
        {
            **_around(page, form),
            "phone": phone_readable(seeker.phone) if seeker and may_call else "",
            "spoken": page.spoken,
        },
        current="requests",
        status=status,
    )


def _show_letter(
    request: HttpRequest, actor: Actor, page: SayNoPage, form: SayNoForm, now: datetime
) -> HttpResponse:
    params = told(form.closing(), page.row.owner.account.name, local_day(now))
    return show_work(
        request,
        actor,
        "requests/say_no_letter.html",
        {
            **_around(page, form),
            "letter": filled(page.letter(params, now)),
            "typed": [
                (name, form.data.get(name, "")) for name in form.fields if form.data.get(name)
            ],
        },
        current="requests",
    )


def _around(page: SayNoPage, form: SayNoForm) -> dict[str, Any]:
    return {
        "row": page.row,
        "form": form,
        "who": person(page.who, with_age=False),
        "in_sentence": in_sentence(page.who),
    }
