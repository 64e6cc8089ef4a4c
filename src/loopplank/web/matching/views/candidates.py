"""Who could do this, asking one of them, and writing down what they answered on the phone."""

from datetime import date, datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.matching.candidates import (
    CandidatePage,
    Shown,
    all_candidates,
    candidate_page,
)
from loopplank.access.matching.dated_parts import PartsPage
from loopplank.access.volunteers.same_hour import tight_gaps
from loopplank.actions.matching import proposals, propose, teams
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.candidates import ORDER_WORDS, NotProposed
from loopplank.core.requests import intake
from loopplank.core.requests.states import MOVES, State, Step
from loopplank.core.volunteers.visit_plan import VisitPlan
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.lists import csv_response
from loopplank.web.kit.steps import CONFLICT, do_and_go_back
from loopplank.web.kit.words import day, first_up, hours, kinds, person, say, word
from loopplank.web.matching.candidate_options import look_of, query_of
from loopplank.web.matching.words import (
    counted,
    day_rows,
    elsewhere_rows,
    load_after,
    match_rows,
    other_rows,
    together_rows,
    what_if,
)
from loopplank.web.triage.words import told_to_volunteer


def show_candidates(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    look, now = look_of(request), clock.now()
    page, today = candidate_page(actor, request_id, now, look), local_day(now)
    return show_work(
        request,
        actor,
        "matching/candidates.html",
        {
            "page": page,
            "row": page.row,
            "who": person(page.who, with_age=False),
            "what": kinds(page.row.kinds or [page.row.kind]),
            "matches": match_rows(page, page.row.pk, query=query_of(look)),
            "to_call": [{"row": one, "phone": phone_readable(one.phone)} for one in page.to_call],
            "no_room": other_rows(page.no_room, today),
            "fits_not": other_rows(page.fits_not, today),
            "no_room_counted": counted(page.no_room_counts),
            "fits_not_counted": counted(page.fits_not_counts),
            "order": word(ORDER_WORDS),
            "any_day": look.any_day,
            "widened": look.any_day or bool(look.days),
            "days": day_rows(page, look),
            "what_if": what_if(page),
            "together": together_rows(page),
            "elsewhere": elsewhere_rows(page),
            "query": query_of(look),
            "leg": page.leg,
            "visit": _visit_words(page),
            "plan": _plan_words(page, today),
            "may_divide": page.may_divide,
            "may_offer": (State(page.row.state), Step.OFFERED_ELSEWHERE) in MOVES,
        },
        current="requests",
    )


def candidates_csv(request: HttpRequest, actor: Actor, request_id: UUID) -> HttpResponse:
    """Return everybody with what was found, as the page counts them."""
    page = all_candidates(actor, request_id, clock.now(), look_of(request))
    fits, no_room, fits_not = _("Past en heeft ruimte"), _("Past, geen ruimte"), _("Past niet")
    return csv_response(
        f"voorstellen-{page.row.number}.csv",
        [_("Naam"), _("Uitkomst"), _("Waarom"), _("Let op"), _("Na een ja")],
        [
            *(
                [
                    one.name,
                    fits,
                    "; ".join(say(r) for r in one.candidate.pros),
                    "; ".join(say(r) for r in one.candidate.cons),
                    load_after(one)["text"],
                ]
                for one in page.shown
            ),
            *([n.someone.name, no_room, say(n.reason), "", ""] for n in page.no_room),
            *([n.someone.name, fits_not, say(n.reason), "", ""] for n in page.fits_not),
        ],
    )


def ask(request: HttpRequest, actor: Actor, request_id: UUID, volunteer_id: UUID) -> HttpResponse:
    """Show what will be asked, word for word, and two ways: with a link, or they said yes
    already.
    """
    now = clock.now()
    page = candidate_page(actor, request_id, now, look_of(request), apart=False, about=volunteer_id)
    if not page.plan.complete:
        messages.info(
            request, _("Schrijf eerst op hoe lang één keer duurt en wat de laatste dag is.")
        )
        back = reverse("agree", args=[request_id])
        return HttpResponseRedirect(f"{back}?naar=voorstellen")
    chosen = next((one for one in page.shown if one.volunteer_id == volunteer_id), None)
    refused = ""
    if request.method == "POST" and chosen is None:
        refused = _does_not_fit(page, volunteer_id)
    elif request.method == "POST" and chosen is not None:
        said_yes = request.POST.get("how") == "said_yes"
        try:
            _put(actor, now, page, chosen, said_yes=said_yes)
        except Refused as refusal:
            refused = say(refusal.reason)
        else:
            done = (
                _("Opgeschreven. Plan nu de kennismaking.")
                if said_yes
                else _("De vraag staat klaar bij de berichten. Stuur hem met één klik.")
            )
            messages.success(request, done)
            return HttpResponseRedirect(reverse("request", args=[request_id]) + "#volgende")
    return _show_ask(request, actor, page, volunteer_id, chosen, refused, local_day(now))


def _put(
    actor: Actor, now: datetime, page: CandidatePage, chosen: Shown, *, said_yes: bool
) -> None:
    """Put the question, or note the yes that was given already: for the whole, or for one leg of a
    team.
    """
    plan, volunteer_id = plan_asked(page, page.plan, chosen), chosen.volunteer_id
    if page.team is None or page.leg is None:
        act = propose.note_yes if said_yes else propose.ask
        act(
            actor=actor,
            now=now,
            request_id=page.row.pk,
            volunteer_id=volunteer_id,
            plan=plan,
        )
        return
    team_id, number = page.team.id, page.leg.facts.number
    if volunteer_id == page.leg.volunteer_id:
        teams.ask_leg(
            actor=actor, now=now, team_id=team_id, number=number, plan=plan, said_yes=said_yes
        )
        return
    teams.replace_leg(
        actor=actor,
        now=now,
        team_id=team_id,
        number=number,
        volunteer_id=volunteer_id,
        plan=plan,
        said_yes=said_yes,
    )


def _show_ask(
    request: HttpRequest,
    actor: Actor,
    page: CandidatePage,
    volunteer_id: UUID,
    chosen: Shown | None,
    refused: str,
    today: date,
) -> HttpResponse:
    other = None if chosen else _not_proposed(page, volunteer_id)
    name = other.someone.name if other else chosen.name if chosen else ""
    why_not = refused or (say(other.reason) if other else "")
    return show_work(
        request,
        actor,
        "matching/ask.html",
        {
            "row": page.row,
            "who": person(page.who, with_age=False),
            "name": name,
            "first_name": name.split()[0],
            "plan": _plan_words(page, today),
            "leg": page.leg,
            "visit": _visit_words(page),
            "query": query_of(look_of(request)),
            "load": load_after(chosen) if chosen else None,
            "why_not": why_not,
            "may_ask": chosen is not None and not refused,
            "reasons": [
                *(
                    {"kind": "for", "text": say(r)}
                    for r in (chosen.candidate.pros if chosen else ())
                ),
                *(
                    {"kind": "against", "text": say(r)}
                    for r in (
                        *(chosen.candidate.cons if chosen else ()),
                        *tight_gaps(
                            actor, volunteer_id, page.plan.agreement(), page.row.postcode_area
                        ),
                    )
                ),
            ],
        },
        current="requests",
        status=CONFLICT if refused else 200,
    )


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


def answer(request: HttpRequest, actor: Actor, proposal_id: UUID) -> HttpResponse:
    """Note what the volunteer answered on the phone, or take the question back."""
    now = clock.now()
    back = request.POST.get("terug", "")
    said = request.POST.get("answer", "")
    page = reverse("request", args=[back]) if _is_id(back) else reverse("requests")
    acts = {
        "yes": lambda: proposals.accept(actor=actor, now=now, proposal_id=proposal_id),
        "no": lambda: proposals.decline(actor=actor, now=now, proposal_id=proposal_id),
        "count": lambda: proposals.let_yes_count(actor=actor, now=now, proposal_id=proposal_id),
        "withdraw": lambda: proposals.withdraw(actor=actor, now=now, proposal_id=proposal_id),
    }
    if said not in acts:
        return HttpResponseRedirect(page)
    return do_and_go_back(request, acts[said], page + "#volgende", _("Opgeschreven."))


def plan_asked(page: CandidatePage | PartsPage, plan: VisitPlan, chosen: Shown) -> propose.Plan:
    """Return what this volunteer is asked to agree to, with why they are asked."""
    row = page.row
    return propose.Plan(
        first_day=plan.first_day,
        last_day=plan.last_day,
        visit_minutes=plan.visit_minutes,
        what=row.summary or first_up(kinds(row.kinds or [row.kind])),
        weekday=plan.weekday,
        start_time=plan.start_time,
        visits_per_week=plan.visits_per_week,
        every_weeks=plan.every_weeks,
        phase=plan.phase,
        heavy=plan.heavy,
        not_included=tuple(row.not_included),
        reasons=tuple(r.as_stored() for r in chosen.candidate.pros),
    )


def _plan_words(page: CandidatePage, today: date) -> dict[str, object]:
    row, plan = page.row, page.plan
    return {
        "complete": plan.complete,
        "what": row.summary or first_up(kinds(row.kinds or [row.kind])),
        "minutes": hours(plan.visit_minutes),
        "first": day(plan.first_day, today),
        "once": plan.agreement().happens_once,
        "last": day(plan.last_day, today),
        "weekday": plan.weekday,
        "not_included": ", ".join(row.not_included),
        "fence": told_to_volunteer(row.came_from, row.paid_before, row.bridging_until),
        "often": _often(page),
    }


def _visit_words(page: CandidatePage) -> dict[str, object] | None:
    """Return the one visit that somebody is sought for, and the page on which it is arranged."""
    if page.visit is None:
        return None
    return {"day": day(page.visit.day), "url": reverse("cover", args=[page.visit.visit_id])}


def _often(page: CandidatePage) -> str:
    plan = page.plan
    if plan.agreement().happens_once:
        if plan.start_time is None:
            return _("één keer")
        return _("één keer, om %(time)s") % {"time": f"{plan.start_time:%-H:%M}"}
    if plan.every_weeks > 1:
        often = _("eens in de %(n)s weken") % {"n": plan.every_weeks}
    elif plan.visits_per_week > 1:
        often = _("%(n)s keer per week") % {"n": plan.visits_per_week}
    else:
        often = _("elke week")
    if plan.weekday is not None:
        often += f", {word(intake.DAYS[plan.weekday])}"
        if plan.start_time:
            often += f" {plan.start_time:%-H:%M}"
    return often


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
