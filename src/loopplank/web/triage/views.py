"""The eight questions, the first impression, and the decision."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.requests.request import Brief, request_brief, weighing
from loopplank.actions.triage import triage
from loopplank.core.kit.reason import dutch
from loopplank.core.requests.intake import Knows
from loopplank.core.triage import EMERGENCY_NUMBERS, Impression, Route
from loopplank.core.triage.paid_work import PAID_WORDS
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.steps import do_and_go_back, step
from loopplank.web.kit.words import first_up, in_sentence, person, word
from loopplank.web.triage.forms import DecisionForm, gate_lines, heard_from
from loopplank.web.triage.words import pointed_out

SAID_BY_WORDS = {
    "person": dutch("De persoon zelf"),
    "family": dutch("Familie of een buur"),
    "referrer": dutch("De verwijzer"),
    "coordinator": dutch("Ik zag het zelf"),
}
FACT_WORDS = {
    "asked_part_ok": dutch("Een deel van de vraag kan een vrijwilliger los daarvan doen"),
    "provision_running": dutch("Betaalde hulp hiervoor is er al, of is toegezegd"),
    "provision_waits": dutch("Die betaalde hulp heeft een wachtlijst"),
    "bridging_decided": dutch("Wij besloten om tijdelijk te helpen"),
    "single_event": dutch("Het is één keer, op een vaste dag"),
    "fallback_named": dutch("Er is een naam voor als de vrijwilliger niet kan"),
    "representation_arranged": dutch("Het is geregeld wie er meebeslist"),
    "young_carer": dutch("Een kind of jongere onder de 18 zorgt zelf voor iemand"),
    "short_notice": dutch("Het begint binnen twee dagen"),
}


def eight_questions(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = request_brief(actor, request_id, "triage", now)
    facts, limits = weighing(brief.row)
    if request.method == "POST":
        heard = heard_from(request.POST, limits, facts)
        return do_and_go_back(
            request,
            lambda: triage.assess(actor=actor, now=now, request_id=request_id, heard=heard),
            reverse("request", args=[request_id]) + "#volgende",
        )
    lines = gate_lines(facts, limits)
    return show_work(
        request,
        actor,
        "triage/triage.html",
        {
            "row": brief.row,
            "who": in_sentence(brief.who),
            "gates": [
                (line, [(name, word(FACT_WORDS[name]), on) for name, on in line.facts])
                for line in lines
            ],
            "said_by": [
                (key, word(words), key == _told_by(brief)) for key, words in SAID_BY_WORDS.items()
            ],
            "knows_nothing": brief.row.person_knows == Knows.NO,
            "flags": pointed_out(brief.row.story),
            "numbers": [
                (word(n.name), word(n.number or ""), word(n.when)) for n in EMERGENCY_NUMBERS
            ],
            "paid": [
                (code.value, first_up(word(words)), code == brief.row.paid_before)
                for code, words in PAID_WORDS.items()
            ],
            "bridging_until": facts.bridging_until.isoformat()
            if facts and facts.bridging_until
            else "",
        },
        current="requests",
    )


def _told_by(brief: Brief) -> str:
    """Say who most likely answers these questions: whoever asked."""
    applicant = brief.row.applicant
    if applicant is None:
        return "person"
    return "referrer" if applicant.works_at else "family"


def give_impression(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    impression = request.POST.get("impression", "")
    page = reverse("request", args=[request_id])
    if impression not in set(Impression):
        return HttpResponseRedirect(page + "?advies=tonen#volgende")
    return do_and_go_back(
        request,
        lambda: triage.give_impression(
            actor=actor, now=now, request_id=request_id, impression=impression
        ),
        page + "#volgende",
    )


def follow(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Follow, with one click, the route that was advised."""
    now = clock.now()
    decision = _posted_decision(request)
    if decision is None:
        return HttpResponseRedirect(reverse("request", args=[request_id]))
    return do_and_go_back(
        request,
        lambda: triage.decide(actor=actor, now=now, request_id=request_id, decision=decision),
        reverse("request", args=[request_id]),
        _("Besluit bewaard."),
    )


def decide_otherwise(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    now = clock.now()
    brief = request_brief(actor, request_id, "decide", now)
    try:
        assessment_id = UUID(request.POST.get("weging") or request.GET.get("weging") or "")
    except ValueError:
        return HttpResponseRedirect(reverse("request", args=[request_id]) + "#volgende")
    reasons = [(key, word(words)) for key, words in triage.OTHERWISE_REASONS.items()]
    form = DecisionForm(request.POST or None, reasons=reasons)
    return step(
        request,
        actor,
        form,
        lambda typed: triage.decide(
            actor=actor,
            now=now,
            request_id=request_id,
            decision=triage.Decision(
                assessment_id, Route(typed["route"]), typed["reason"], typed["words"]
            ),
        ),
        back=reverse("request", args=[request_id]),
        done=_("Besluit bewaard."),
        words={
            "heading": _("Kies iets anders dan het advies"),
            "who": person(brief.who, with_age=False),
            "lead": _("Jij beslist. Dit wordt nooit per persoon geteld."),
            "action": _("Bewaar mijn besluit"),
            "hidden": [("weging", str(assessment_id))],
        },
    )


def _posted_decision(request: HttpRequest) -> triage.Decision | None:
    try:
        return triage.Decision(
            UUID(request.POST.get("weging", "")), Route(request.POST.get("route", ""))
        )
    except ValueError:
        return None
