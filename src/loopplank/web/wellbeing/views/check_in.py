"""Four questions, one tap each, without a score; and one's own earlier answers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.wellbeing.check_in import Answered, CheckInPage, check_in_page
from loopplank.actions.wellbeing import check_in
from loopplank.core.wellbeing.check_in import ANSWERS, QUESTIONS, next_question
from loopplank.web.kit import clock
from loopplank.web.kit.words import day
from loopplank.web.volunteers.frame import show_week
from loopplank.web.wellbeing.words import answered_lines, first_open, question_card


def show_check_in(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Show what is open, what was answered before, and about when the next one comes."""
    page = check_in_page(actor, clock.now())
    current = page.current
    return show_week(
        request,
        actor,
        "wellbeing/check_in.html",
        {
            "name": page.contact.first_name if page.contact else "",
            "current": current,
            "begin_at": first_open(current) if current and current.is_open else 1,
            "closes": day(current.closes_on) if current else "",
            "next_on": day(page.next_on) if page.next_on else "",
            "earlier": [_earlier(one) for one in page.earlier],
            "wants_call": page.wants_call,
        },
    )


def answer_question(request: HttpRequest, actor: Actor, number: int) -> HttpResponse:
    """Show one question: each answer is a button that goes on to the next one."""
    if not 1 <= number <= len(QUESTIONS):
        raise NotFound(number)
    now = clock.now()
    question = QUESTIONS[number - 1]
    if request.method == "POST" and request.POST.get("answer", "") in {"", *ANSWERS[question]}:
        given = request.POST.get("answer", "")
        try:
            check_in.answer(actor=actor, now=now, question=question, answer=given)
        except NotFound:
            return _over(request)
        after = next_question(number)
        if after is not None:
            return HttpResponseRedirect(reverse("check_in_question", args=[after]))
        return HttpResponseRedirect(reverse("check_in_thanks"))
    page = check_in_page(actor, now)
    if page.current is None:
        return HttpResponseRedirect(reverse("check_in"))
    given = page.current.answers.get(question, "")
    return show_week(
        request,
        actor,
        "wellbeing/check_in_question.html",
        {
            "question": question_card(number, given),
            "name": page.current.contact.first_name,
            "is_open": page.current.is_open,
            "before": number - 1,
            "menu": None,
        },
    )


def thank(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Ask after the fourth whether somebody calls, and then whether they may read the answers."""
    now = clock.now()
    if request.method == "POST" and request.POST.get("answer") in {"yes", "no"}:
        try:
            check_in.talk(actor=actor, now=now, yes=request.POST["answer"] == "yes")
        except NotFound:
            return _over(request)
        return HttpResponseRedirect(reverse("check_in_thanks"))
    page = check_in_page(actor, now)
    current = page.current
    if current is None or current.is_open:
        return HttpResponseRedirect(reverse("week"))
    return show_week(
        request,
        actor,
        "wellbeing/check_in_thanks.html",
        {
            "current": current,
            "name": current.contact.first_name,
            "organisation": _organisation_of(page),
            "calls_before": day(current.calls_before) if current.calls_before else "",
        },
    )


def skip(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Skip the whole of it for now."""
    try:
        check_in.skip(actor=actor, now=clock.now())
    except NotFound:
        return _over(request)
    messages.success(request, _("Goed. Wij vragen er niet meer naar."))
    return HttpResponseRedirect(reverse("week"))


def share(request: HttpRequest, actor: Actor, check_in_id: UUID) -> HttpResponse:
    """Let the coordinator read it, or no longer."""
    chosen = request.POST.get("answer")
    if chosen in {"yes", "no"}:
        yes = chosen == "yes"
        check_in.share(actor=actor, now=clock.now(), check_in_id=check_in_id, yes=yes)
        messages.success(
            request,
            _("Gedeeld. Je kunt dat hier altijd stoppen.")
            if yes
            else _("Goed. Alleen jij ziet je antwoorden."),
        )
    return HttpResponseRedirect(reverse("check_in"))


def erase(request: HttpRequest, actor: Actor, check_in_id: UUID) -> HttpResponse:
    """Throw one's own answers away."""
    check_in.erase(actor=actor, now=clock.now(), check_in_id=check_in_id)
    messages.success(request, _("Gewist. Deze antwoorden zijn weg."))
    return HttpResponseRedirect(reverse("check_in"))


def by_phone(request: HttpRequest, actor: Actor) -> HttpResponse:
    """Choose to be called for it, or no longer."""
    chosen = request.POST.get("answer")
    if chosen in {"yes", "no"} and actor.id is not None:
        yes = chosen == "yes"
        check_in.want_call(actor=actor, now=clock.now(), volunteer_id=actor.id, yes=yes)
        messages.success(
            request,
            _("Goed. Wij bellen je voor deze vragen.")
            if yes
            else _("Goed. Je krijgt de vragen weer zelf."),
        )
    return HttpResponseRedirect(reverse("check_in"))


def _over(request: HttpRequest) -> HttpResponse:
    messages.info(request, _("Deze vragen zijn voorbij. Wil je iets kwijt? Bel gerust."))
    return HttpResponseRedirect(reverse("week"))


def _earlier(one: Answered) -> dict[str, object]:
    return {
        "id": one.id,
        "on": day(one.on),
        "lines": answered_lines(one.answers),
        "shared": one.shared,
        "organisation": one.organisation,
        "noted_by": one.noted_by,
    }


def _organisation_of(page: CheckInPage) -> str:
    current = page.current
    return next((one.organisation for one in page.earlier if current and one.id == current.id), "")
