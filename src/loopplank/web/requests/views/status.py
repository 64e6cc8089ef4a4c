"""Where a question stands: confirmation first, status later, and at the end an honest answer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.account.actors import Actor
from loopplank.access.account.codes import confirmed_mark
from loopplank.access.account.links import STATUS
from loopplank.access.arrangements.arrangement import OwnSide
from loopplank.access.kit.names import Named
from loopplank.access.requests.status import (
    ApplicantPage,
    DigitsNeeded,
    Ended,
    LeadsTo,
    StatusPage,
    change_page,
    status_page,
)
from loopplank.actions.account import links
from loopplank.actions.requests import refusal
from loopplank.core import arrangements as sheets
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.kinds import Kind
from loopplank.core.requests.applicant_sees import applicant_status
from loopplank.core.requests.change_of_volunteer import told as told_of_faces
from loopplank.core.requests.closing import SAYING_NO
from loopplank.core.requests.refusal import PartialAnswer, on_a_button
from loopplank.core.requests.states import State
from loopplank.core.requests.status import (
    CARERS_LINE,
    CHANGES,
    Course,
    Mood,
    closed_status,
    open_status,
    steps,
)
from loopplank.core.wellbeing.concern import OUTCOMES, concern_answer, concern_status
from loopplank.letters import texts
from loopplank.web.account import authentication, status_cookie
from loopplank.web.account.forms import DigitsForm
from loopplank.web.arrangements.words import facts, lines, sharing
from loopplank.web.kit import clock, views
from loopplank.web.kit.public_frame import address_of, show_public
from loopplank.web.kit.steps import do_and_go_back
from loopplank.web.kit.words import day, in_sentence, kinds, say, word
from loopplank.web.matching.change_words import change_words
from loopplank.web.requests.call_now import call_now
from loopplank.web.requests.words import days_of_who_comes, visit_off_words


def show_status(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show the page of one request, for whoever holds its link."""
    now = clock.now()
    page = status_page(actor, now, status_cookie.read(request))
    if isinstance(page, DigitsNeeded):
        return ask_digits(request, page)
    if isinstance(page, LeadsTo):
        return _to_the_first(request, page)
    if isinstance(page, ApplicantPage):
        return _show_to_applicant(request, page)
    page = replace(page, course=_named_inside(page.course, page.about))
    if page.ended is not None:
        return _show_ended(request, page, page.ended)
    told = open_status(page.course, now)
    if page.change_reported == "next_party_gone":
        # what they read before is not true any more, and we say so ourselves
        context = {**_around(page), "promise": say(told.promise)}
        return show_public(request, page.place, "requests/no_offline.html", context)
    return show_public(
        request,
        page.place,
        "requests/status.html",
        {
            **_around(page),
            **(call_now(page.place, now, page.dangers) if page.course.state is State.NEW else {}),
            "confirmed": page.course.state is State.NEW and told.mood is Mood.CALM,
            "what": asked_for(page.kinds),
            "mood": told.mood.value,
            "promise": say(told.promise),
            "lines": [say(line) for line in told.lines],
            "agreed": _agreed(page.arrangement, own=not page.for_another)
            if page.arrangement
            else None,
            "wait_words": page.wait_words,
            "accepted": _("U zei ja op: %(offer)s") % {"offer": _sentence(page.accepted_offer)}
            if page.accepted_offer
            else "",
            "faces": say(faces) if (faces := told_of_faces(page.changing_faces)) else "",
            "party_calls": word(texts.NEXT_PARTY) % {"party": page.next_party_calls}
            if page.next_party_calls
            else "",
            "visits_off": [visit_off_words(one) for one in page.visits_off],
            "change": word(CHANGES.get(page.change_reported, "")),
            "steps": [
                {"state": s.state, "text": say(s.text), "when": say(s.when) if s.when else ""}
                for s in steps(page.course, now)
            ],
            **_family(page),
            **_carers(page),
            **_concern(page, now),
            "changes": [
                {**change_words(line), "volunteer": volunteer} for line, volunteer in page.changes
            ],
        },
    )


def _family(page: StatusPage) -> dict[str, Any]:
    """Return who comes when; and to whoever asked for somebody else, what they may see of it."""
    return {
        "comes": [
            {
                "who": one.first_name or _("Er komt iemand"),
                "rhythm": say(one.rhythm),
                "at": one.at,
                "days": days_of_who_comes(one.days, one.other_hours),
            }
            for one in page.comes
        ],
        "for_another": page.for_another,
        "may_name": page.may_name,
        "about": in_sentence(page.about),
        "agreed_on": day(page.agreed_on) if page.agreed_on else "",
    }


def _show_to_applicant(request: HttpRequest, page: ApplicantPage) -> HttpResponse:
    """Show to somebody who asked for a person who knows of it: what that person agreed to."""
    now = clock.now()
    told = applicant_status(_named_inside(page.course, page.about), page.sees, now)
    return show_public(
        request,
        page.place,
        "requests/status_of_applicant.html",
        {
            **_around(page),
            "about": in_sentence(page.about),
            "promise": say(told.promise),
            "lines": [say(line) for line in told.lines],
            "is_open": page.course.state is not State.CLOSED,
            "mood": told.mood.value,
            **_carers(page),
            **_concern(page, now),
        },
    )


def _named_inside(course: Course, about: Named) -> Course:
    """Return the course with the person as a sentence names them, where a name is known."""
    known = about.first_name or about.last_name
    return replace(course, person=in_sentence(about) if known else "")


def _to_the_first(request: HttpRequest, page: LeadsTo) -> HttpResponse:
    """Lead who asked twice to the question that goes on."""
    messages.info(request, _("U vroeg dit al eerder. Dit is uw eerste vraag. Die gaat verder."))
    response = HttpResponseRedirect(reverse("status"))
    authentication.remember_link(response, page.link_id, page.generation, STATUS)
    return response


def _carers(page: StatusPage | ApplicantPage) -> dict[str, Any]:
    return {
        "cannot_go_on": page.cannot_go_on,
        "carers_numbers": [
            {"name": n.name, "phone": phone_readable(n.phone)} for n in page.carers_numbers
        ],
        "carers_line": phone_readable(CARERS_LINE),
    }


def _concern(page: StatusPage | ApplicantPage, now: datetime) -> dict[str, Any]:
    """Return what was said about the help: who answers before when, or what was done with it."""
    found = page.concern
    if found is None:
        return {"concern": None, "may_raise": page.may_raise}
    if found.answered_at is None:
        told = concern_status(found.to, found.answer_before, now, taken_up=found.taken_up)
        done = ""
    else:
        told = concern_answer(found.answered_by, local_day(found.answered_at), spoken=found.spoken)
        done = word(OUTCOMES[found.outcome])
    return {
        "may_raise": page.may_raise,
        "concern": {
            "when": day(local_day(found.at)),
            "lines": [say(line) for line in told],
            "done": done,
            "open": found.answered_at is None,
        },
    }


def _agreed(side: OwnSide, *, own: bool) -> dict[str, Any]:
    """Return who does what, in the words of a sheet; to the person with what they said to it."""
    shown, mine = side.shown, side.mine
    return {
        "lines": lines(shown, me=sheets.Who.PERSON, you=_("u zelf")),
        "facts": facts(shown),
        "sharing": sharing(shown),
        "still": shown.state is sheets.State.SUSPENDED,
        "coordinator": shown.coordinator,
        "may_answer": own and side.may_answer,
        "may_withdraw": own and side.may_withdraw,
        "answered_on": day(mine.answered_on) if own and mine.answered_on else "",
    }


def confirm_digits(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Compare the last four digits of the telephone number, after a long silence."""
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
        response = views.link_old(request, phone_readable(page.place.phone), ended=True)
        authentication.forget_link(response, STATUS)
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
    """Show the question for digits; without a number to compare with there is only the
    telephone.
    """
    return show_public(
        request,
        page.place,
        "requests/digits.html",
        {
            "form": (form or DigitsForm()) if page.has_phone else None,
            "phone": phone_readable(page.place.phone),
        },
        status=status,
    )


def answer_partial_offer(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Take a yes or a no to the part that can be done, from the page of the honest no."""
    now = clock.now()
    said = request.POST.get("answer", "")
    page = change_page(actor, now, status_cookie.read(request))
    if isinstance(page, DigitsNeeded) or said not in {"yes", "no"} or actor.id is None:
        return HttpResponseRedirect(reverse("status"))
    request_id = actor.id
    return do_and_go_back(
        request,
        lambda: refusal.answer_partial_offer(
            actor=actor, now=now, request_id=request_id, yes=said == "yes"
        ),
        reverse("status"),
        _("Wij hebben uw antwoord."),
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
            request, page.place, "requests/honest_no.html", {**_around(page), **_no(page, ended)}
        )
    party = ended.next_party if ended.next_party_agreed else ""
    course = page.course
    told = closed_status(ended.reason, ended.on, party, voice=course.voice, person=course.person)
    return show_public(
        request,
        page.place,
        "requests/ended.html",
        {
            **_around(page),
            "promise": say(told.promise),
            "lines": [say(line) for line in told.lines],
            "ask_again_url": address_of("start", page.place),
        },
    )


def _no(page: StatusPage, ended: Ended) -> dict[str, Any]:
    """Return the same words as the letter that was sent, in the order of the conversation."""
    return {
        "greeting": _greeting(page),
        "asked": _("U vroeg om %(what)s.") % {"what": asked_for(page.kinds) or _("hulp")},
        "no": word(texts.NO_WORDS[ended.reason]),
        "happens": _happens(ended),
        "partly": _partly(ended),
        "may_answer": bool(ended.partial_offer) and not ended.partial_answer,
        "yes": _yes(ended.partial_offer),
        "coordinator": page.course.owner,
        "complaints_to": ended.complaints_to,
    }


def _partly(ended: Ended) -> str:
    if not ended.partial_offer:
        return ""
    said = word(texts.PARTLY_ASKED) % {"offer": _sentence(ended.partial_offer)}
    return (
        f"{said} {_('U zei: nee, dank u.')}" if ended.partial_answer == PartialAnswer.NO else said
    )


def _yes(offer: str) -> str:
    short = on_a_button(offer)
    return _("Ja, %(offer)s graag") % {"offer": short} if short else _("Ja, dat graag")


def _happens(ended: Ended) -> str:
    """Say who takes it up, only when they really said yes; else when we call again."""
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


def _around(page: StatusPage | ApplicantPage) -> dict[str, Any]:
    return {
        "number": page.number,
        "phone": phone_readable(page.place.phone),
        "phone_hours": page.place.phone_hours,
        "own_link": page.own_link,
        "privacy_url": address_of("privacy", page.place),
    }


def asked_for(codes: Sequence[str]) -> str:
    """Say "boodschappen en gezelschap"; empty when nothing more is known than "something else"."""
    named_kinds = [code for code in codes if code != Kind.OTHER]
    return kinds(named_kinds) if named_kinds else ""
