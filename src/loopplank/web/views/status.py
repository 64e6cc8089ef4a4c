"""Where a question stands: confirmation first, status later, and at the end an honest answer."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.actors import Actor
from loopplank.access.confirmed import confirmed_mark
from loopplank.access.links import STATUS
from loopplank.access.status import (
    DigitsNeeded,
    Ended,
    StatusPage,
    status_page,
)
from loopplank.actions import links
from loopplank.core.contact import phone_readable
from loopplank.core.ending import closed_told
from loopplank.core.kinds import Kind
from loopplank.core.progress import CARERS_LINE, CHANGES, Mood, now_told, steps
from loopplank.core.responsibility import SAYING_NO, State
from loopplank.letters import texts
from loopplank.web import asking, clock, status_cookie
from loopplank.web.forms.digits import DigitsForm
from loopplank.web.public_frame import address_of, show_public
from loopplank.web.views import errors
from loopplank.web.words import day, in_sentence, kinds, say, word


def show_status(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The page of one request, for whoever holds its link."""
    now = clock.now()
    page = status_page(actor, now, status_cookie.read(request))
    if isinstance(page, DigitsNeeded):
        return ask_digits(request, page)
    if page.ended is not None:
        return _show_ended(request, page, page.ended)
    told = now_told(page.course, now)
    return show_public(
        request,
        page.place,
        "public/status.html",
        {
            **_around(page),
            "confirmed": page.course.state is State.NEW and told.mood is Mood.CALM,
            "what": asked_for(page.kinds),
            "mood": told.mood.value,
            "promise": say(told.promise),
            "lines": [say(line) for line in told.lines],
            "wait_words": page.wait_words,
            "change": word(CHANGES.get(page.change_reported, "")),
            "steps": [
                {"state": s.state, "text": say(s.text), "when": say(s.when) if s.when else ""}
                for s in steps(page.course, now)
            ],
            "cannot_go_on": page.cannot_go_on,
            "carers_numbers": [
                {"name": n.name, "phone": phone_readable(n.phone)} for n in page.carers_numbers
            ],
            "carers_line": phone_readable(CARERS_LINE),
        },
    )


def confirm_digits(request: HttpRequest, actor: Actor) -> HttpResponse:
    """The last four digits of the telephone number, after a long silence."""
    now = clock.now()
    page = status_page(actor, now, status_cookie.read(request))
    if not isinstance(page, DigitsNeeded):
        return HttpResponseRedirect(reverse("status"))
    form = DigitsForm(request.POST)
    if not form.is_valid():
        return ask_digits(request, page, form, status=422)
    tried = links.confirm_digits(actor=actor, now=now, digits=form.cleaned_data["digits"])
    if tried.right:
        response: HttpResponse = HttpResponseRedirect(reverse("status"))
        status_cookie.remember(response, confirmed_mark(tried.link_id, tried.generation))
        return response
    if tried.tries_left == 0:
        response = errors.link_old(request, phone_readable(page.place.phone), ended=True)
        asking.forget_link(response, STATUS)
        return response
    form.add_error("digits", _wrong_digits(tried.tries_left))
    return ask_digits(request, page, form, status=422)


def ask_digits(
    request: HttpRequest,
    page: DigitsNeeded,
    form: DigitsForm | None = None,
    *,
    status: int = 200,
) -> HttpResponse:
    """The question for digits; without a number to compare with there is only the telephone."""
    return show_public(
        request,
        page.place,
        "public/digits.html",
        {
            "form": (form or DigitsForm()) if page.has_phone else None,
            "phone": phone_readable(page.place.phone),
        },
        status=status,
    )


def _wrong_digits(left: int) -> str:
    return ngettext(
        "Deze cijfers kloppen niet. U kunt het nog %(left)s keer proberen.",
        "Deze cijfers kloppen niet. U kunt het nog %(left)s keer proberen.",
        left,
    ) % {"left": left}


# --- the end --------------------------------------------------------------------------------------


def _show_ended(request: HttpRequest, page: StatusPage, ended: Ended) -> HttpResponse:
    if ended.reason in SAYING_NO:
        return show_public(
            request, page.place, "public/honest_no.html", {**_around(page), **_no(page, ended)}
        )
    party = ended.next_party if ended.next_party_agreed else ""
    told = closed_told(ended.reason, ended.on, party)
    return show_public(
        request,
        page.place,
        "public/ended.html",
        {
            **_around(page),
            "promise": say(told.promise),
            "lines": [say(line) for line in told.lines],
            "ask_again_url": address_of("start", page.place),
        },
    )


def _no(page: StatusPage, ended: Ended) -> dict[str, Any]:
    """The same words as the letter that was sent, in the order of the conversation."""
    return {
        "greeting": _greeting(page),
        "asked": _("U vroeg om %(what)s.") % {"what": asked_for(page.kinds) or _("hulp")},
        "no": word(texts.NO_WORDS[ended.reason]),
        "happens": _happens(ended),
        "partly": word(texts.PARTLY) % {"offer": _sentence(ended.partial_offer)}
        if ended.partial_offer
        else "",
        "coordinator": page.course.owner,
        "complaints_to": ended.complaints_to,
    }


def _happens(ended: Ended) -> str:
    """Who takes it up, only when they really said yes; else when we call again."""
    party = {"party": ended.next_party}
    if ended.next_party_agreed and ended.next_contact_on:
        return word(texts.NEXT_PARTY_BEFORE) % {**party, "day": day(ended.next_contact_on)}
    if ended.next_party_agreed:
        return word(texts.NEXT_PARTY) % party
    if ended.next_contact_on:
        return word(texts.CALL_BACK) % {"day": day(ended.next_contact_on)}
    return ""


def _greeting(page: StatusPage) -> str:
    if page.reader_name:
        name = page.reader_name
    elif not (page.reader.first_name or page.reader.last_name):
        return ""
    else:
        name = in_sentence(page.reader)
    return _("Dag %(name)s.") % {"name": name}


def _sentence(text: str) -> str:
    return f"{text.strip().rstrip('.')}."


# --- both -----------------------------------------------------------------------------------------


def _around(page: StatusPage) -> dict[str, Any]:
    return {
        "number": page.number,
        "phone": phone_readable(page.place.phone),
        "phone_hours": page.place.phone_hours,
        "own_link": page.own_link,
        "privacy_url": address_of("privacy", page.place),
    }


def asked_for(codes: Sequence[str]) -> str:
    """ "boodschappen en gezelschap"; empty when nothing more is known than "something else"."""
    named_kinds = [code for code in codes if code != Kind.OTHER]
    return kinds(named_kinds) if named_kinds else ""
