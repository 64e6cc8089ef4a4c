"""Asking for help: six questions, one a page. What was answered waits on the server for a day."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import STATUS
from loopplank.access.organisations.organisations import PublicPlace, PublicStop, public_place
from loopplank.access.requests.ask import Sent, kept, sent
from loopplank.actions.requests import drafts
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.web.account import authentication
from loopplank.web.account.origin import address_of_visitor
from loopplank.web.kit import clock
from loopplank.web.kit.public_frame import address_of, show_public
from loopplank.web.kit.words import day, kinds, say
from loopplank.web.organisations.views.start import show_closed
from loopplank.web.requests import draft_cookie
from loopplank.web.requests.forms.intake import QUESTIONS, Question, Told

TO_CHECK = "controle"
_FIELDS = ("for_whom", "what", "when", "how_long", "help_now", "reach")


def show_question(
    request: HttpRequest, actor: Actor, network: str, step: int, organisation: str = ""
) -> HttpResponse:
    """Show one question: shown, or answered and on to the next one (or back to the check)."""
    now = clock.now()
    place = public_place(network, organisation, local_day(now) if step == 1 else None)
    if not 1 <= step <= len(QUESTIONS):
        raise NotFound(step)
    if not place.form_open:
        return show_closed(request, place, status=409 if request.method == "POST" else 200)
    cookie = draft_cookie.read(request)
    key = draft_cookie.key_of(cookie, place) if cookie else ""
    told = kept(key, now) if cookie else None
    if request.method == "POST":
        form = QUESTIONS[step - 1](request.POST, told=told)
        if not form.is_valid():
            return _show(request, place, step, form, status=422)
        if step == 1 and cookie and told is None and sent(key) is not None:
            cookie = ""  # a new question after one that was sent
        cookie = cookie or draft_cookie.made()
        try:
            drafts.keep(
                actor=actor,
                now=now,
                key=draft_cookie.key_of(cookie, place),
                network_id=place.network_id,
                organisation_id=place.organisation_id,
                step=step,
                answers=form.kept(),
                source=address_of_visitor(request),
            )
        except Refused as refused:
            return _sent_already(request, sent(key), refused)
        response = HttpResponseRedirect(_after(request, place, step))
        draft_cookie.remember(response, cookie)
        return response
    if told is None and step > 1:
        return HttpResponseRedirect(address_of("ask", place, 1))
    return _show(request, place, step, _asked(request, step, told or {}))


def _asked(request: HttpRequest, step: int, told: Told) -> Question:
    """Return the form with what was answered; coming back from the check, with what is wrong in
    it.
    """
    question = QUESTIONS[step - 1]
    if _to_check(request):
        again = question(dict(told), told=told)
        if not again.is_valid():
            return again
    return question(told=told)


def _show(
    request: HttpRequest, place: PublicPlace, step: int, form: Question, *, status: int = 200
) -> HttpResponse:
    return show_public(
        request,
        place,
        "requests/ask.html",
        {
            "form": form,
            "fields": f"requests/ask/{_FIELDS[step - 1]}.html",
            "step": step,
            "steps": len(QUESTIONS),
            "back_url": _before(request, place, step),
            "stops": [stop_told(one) for one in place.stops],
            "keep_as": f"ask-{place.network_slug}-{place.organisation_slug}-{step}",
        },
        status=status,
    )


def stop_told(one: PublicStop) -> str:
    """Return an honest word before the first question: who asks now probably hears no, and may go
    on.
    """
    known = {"name": one.organisation, "day": day(one.stop.until)}
    if one.stop.kind:
        known["what"] = kinds([one.stop.kind])
        said = _("%(name)s neemt tot %(day)s niemand nieuw aan voor %(what)s.") % known
    else:
        said = _("%(name)s neemt tot %(day)s niemand nieuw aan.") % known
    words = f"{one.stop.words.rstrip('.')}."
    go_on = _("U mag uw vraag toch sturen. Dan bellen wij u, en telt hij mee.")
    return f"{said} {words} {go_on}"


def _to_check(request: HttpRequest) -> bool:
    return request.GET.get("naar") == TO_CHECK


def _after(request: HttpRequest, place: PublicPlace, step: int) -> str:
    if _to_check(request) or step == len(QUESTIONS):
        return address_of("check_answers", place)
    return address_of("ask", place, step + 1)


def _before(request: HttpRequest, place: PublicPlace, step: int) -> str:
    if _to_check(request):
        return address_of("check_answers", place)
    return address_of("ask", place, step - 1) if step > 1 else address_of("start", place)


def question_again(place: PublicPlace, step: int) -> str:
    """Return the address of one question from the check, which is where its answer leads back
    to.
    """
    return f"{address_of('ask', place, step)}?naar={TO_CHECK}"


def _sent_already(request: HttpRequest, made: Sent | None, refused: Refused) -> HttpResponse:
    if made is None:
        raise NotFound("draft")
    messages.info(request, say(refused.reason))
    return to_status(made)


def to_status(made: Sent) -> HttpResponse:
    """Go to the page of the request that this browser just sent: its link in, its draft out."""
    response = HttpResponseRedirect(reverse("status"))
    authentication.remember_link(response, made.link_id, made.generation, STATUS)
    draft_cookie.forget(response)
    return response
