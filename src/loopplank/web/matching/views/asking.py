"""Asking one volunteer in one act: text, channel and moment, and the button that does it."""

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.matching.candidates import CandidatePage, Shown, candidate_page
from loopplank.access.messages.question import question_put, question_to_be
from loopplank.access.volunteers.same_hour import tight_gaps
from loopplank.actions.matching import asking
from loopplank.actions.matching.asking import Part, Way
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.candidates import NotProposed
from loopplank.core.matching.proposals import of_use_until
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.outcome import went_well, went_wrong
from loopplank.web.kit.steps import CONFLICT
from loopplank.web.kit.words import person, say
from loopplank.web.matching.candidate_options import look_of, query_of
from loopplank.web.matching.views.candidates import plan_asked, plan_words, visit_words
from loopplank.web.messages.asking import asked_words, question_words
from loopplank.web.volunteers.load_words import proposed_bar

#: The word that a button sends, and the way that it means.
_WAYS = {
    "link": Way.MESSAGE,
    "called": Way.CALLED,
    "by_hand": Way.BY_HAND,
    "said_yes": Way.SAID_YES,
    "said_no": Way.SAID_NO,
}
_RECALL = "recall"
#: Where on the page it is said what became of the button.
_PANEL = "vraag"


def ask(request: HttpRequest, actor: Actor, request_id: UUID, volunteer_id: UUID) -> HttpResponse:
    """Show what is asked, word for word, by which channel and when; put the question and send or
    queue it in that same step; and say beside the button what became of it.
    """
    now = clock.now()
    if request.POST.get("how") == _RECALL:
        return _take_back(request, actor, request_id, volunteer_id, now)
    page = candidate_page(actor, request_id, now, look_of(request), apart=False, about=volunteer_id)
    if not page.plan.complete:
        messages.info(
            request, _("Schrijf eerst op hoe lang één keer duurt en wat de laatste dag is.")
        )
        back = reverse("agree", args=[request_id])
        return HttpResponseRedirect(f"{back}?naar=voorstellen")
    chosen = next((one for one in page.shown if one.volunteer_id == volunteer_id), None)
    refused = ""
    if request.method == "POST":
        way = _WAYS.get(request.POST.get("how", ""), Way.MESSAGE)
        put = question_put(actor, request_id, volunteer_id, now)
        if chosen is None and (put is None or way not in {Way.MESSAGE, Way.BY_HAND}):
            refused = _does_not_fit(page, volunteer_id)
        elif chosen is not None:
            try:
                _put(actor, now, page, chosen, way)
            except Refused as refusal:
                refused = say(refusal.reason)
        if not refused:
            # pressed twice, it was put already: the answer is the same
            return _done(request, actor, request_id, volunteer_id, way, now)
    return _show(request, actor, page, volunteer_id, chosen, refused, now)


def _put(actor: Actor, now: datetime, page: CandidatePage, chosen: Shown, way: Way) -> None:
    """Put the question: for the whole, or for one leg of a team."""
    part = None
    if page.team is not None and page.leg is not None:
        replaces = chosen.volunteer_id != page.leg.volunteer_id
        part = Part(page.team.id, page.leg.facts.number, replaces=replaces)
    asking.ask_by(
        actor=actor,
        now=now,
        request_id=page.row.pk,
        volunteer_id=chosen.volunteer_id,
        plan=plan_asked(page, page.plan, chosen),
        way=way,
        part=part,
    )


def _done(
    request: HttpRequest,
    actor: Actor,
    request_id: UUID,
    volunteer_id: UUID,
    way: Way,
    now: datetime,
) -> HttpResponse:
    """Go to where the result is seen: the next step after an answer, else this same page."""
    if way in {Way.SAID_YES, Way.SAID_NO}:
        said = {
            Way.SAID_YES: _("Opgeschreven. Plan nu de kennismaking."),
            Way.SAID_NO: _("Opgeschreven: een nee. Dat is ook een goed antwoord. Vraag verder."),
        }
        return went_well(request, reverse("request", args=[request_id]) + "#volgende", said[way])
    put = question_put(actor, request_id, volunteer_id, now)
    said_now = asked_words(put, now) if put is not None else ""
    return went_well(request, _address(request, request_id, volunteer_id), said_now)


def _take_back(
    request: HttpRequest, actor: Actor, request_id: UUID, volunteer_id: UUID, now: datetime
) -> HttpResponse:
    put = question_put(actor, request_id, volunteer_id, now)
    if put is None:
        raise NotFound(volunteer_id)
    back = _address(request, request_id, volunteer_id)
    try:
        asking.recall(actor=actor, now=now, message_id=put.facts.id)
    except Refused as refused:
        return went_wrong(request, back, say(refused.reason))
    said = _("Teruggehaald. %(name)s is niet gevraagd en krijgt geen bericht.")
    name = put.facts.recipient.name.split(maxsplit=1)[0]
    return went_well(request, back, said % {"name": name})


def _show(
    request: HttpRequest,
    actor: Actor,
    page: CandidatePage,
    volunteer_id: UUID,
    chosen: Shown | None,
    refused: str,
    now: datetime,
) -> HttpResponse:
    today, put = local_day(now), question_put(actor, page.row.pk, volunteer_id, now)
    other = None if chosen or put else _not_proposed(page, volunteer_id)
    name = put.facts.recipient.name if put else other.someone.name if other else ""
    name = chosen.name if chosen else name
    why_not = refused or (say(other.reason) if other else "")
    plan = plan_words(page, today)
    until = of_use_until(page.plan.first_day, page.plan.last_day, page.plan.start_time)
    draft = None
    if chosen is not None and put is None:
        draft = question_to_be(actor, page.row, volunteer_id, until, now)
    question = put or draft
    return show_work(
        request,
        actor,
        "matching/ask.html",
        {
            "row": page.row,
            "who": person(page.who, with_age=False),
            "name": name,
            "first_name": name.split()[0],
            "plan": plan,
            "leg": page.leg,
            "visit": visit_words(page),
            "query": query_of(look_of(request)),
            "load": proposed_bar(chosen) if chosen else None,
            "why_not": why_not,
            "may_ask": chosen is not None and not refused and put is None,
            "message": question_words(question, plan, now) if question else None,
            "put": put is not None,
            "places": (_PANEL,),
            "reasons": _reasons(actor, page, volunteer_id, chosen),
        },
        current="requests",
        status=CONFLICT if refused else 200,
    )


def _reasons(
    actor: Actor, page: CandidatePage, volunteer_id: UUID, chosen: Shown | None
) -> list[dict[str, str]]:
    gaps = tight_gaps(actor, volunteer_id, page.plan.agreement(), page.row.postcode_area)
    pros = chosen.candidate.pros if chosen else ()
    cons = (*(chosen.candidate.cons if chosen else ()), *gaps)
    return [
        *({"kind": "for", "text": say(r)} for r in pros),
        *({"kind": "against", "text": say(r)} for r in cons),
    ]


def _not_proposed(page: CandidatePage, volunteer_id: UUID) -> NotProposed:
    """Return somebody of the other two groups; NotFound for whoever is in none that is shown."""
    for one in (*page.no_room, *page.fits_not):
        if one.someone.key == str(volunteer_id):
            return one
    raise NotFound(volunteer_id)


def _does_not_fit(page: CandidatePage, volunteer_id: UUID) -> str:
    other = _not_proposed(page, volunteer_id)
    first_name = other.someone.name.split()[0]
    return _("%(name)s past hier nu niet bij: %(why)s.") % {
        "name": first_name,
        "why": say(other.reason),
    }


def _address(request: HttpRequest, request_id: UUID, volunteer_id: UUID) -> str:
    page = reverse("ask_volunteer", args=[request_id, volunteer_id])
    return f"{page}{query_of(look_of(request))}#{_PANEL}"
