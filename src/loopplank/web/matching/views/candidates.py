"""Who could do this, and writing down what somebody answered on the phone."""

from dataclasses import replace
from datetime import date
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.account.actors import Actor
from loopplank.access.matching.candidates import (
    CandidatePage,
    Shown,
    Who,
    all_candidates,
    candidate_page,
)
from loopplank.access.matching.dated_parts import PartsPage
from loopplank.access.matching.named_stand_in import Sought
from loopplank.actions.matching import proposals, propose
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.requests import intake
from loopplank.core.requests.states import MOVES, State, Step
from loopplank.core.volunteers.visit_plan import VisitPlan
from loopplank.web.kit import clock
from loopplank.web.kit.frame import show_work
from loopplank.web.kit.lists import csv_response
from loopplank.web.kit.steps import do_and_go_back
from loopplank.web.kit.words import day, first_up, hours, kinds, person, say, word
from loopplank.web.matching.candidate_options import ORDER, look_of, query_of
from loopplank.web.matching.candidate_words import (
    area_rows,
    candidate_rows,
    elsewhere_gist,
    gist,
    headings,
    kept_fields,
    left_away,
    loosen,
    map_of,
    order_choices,
    order_words,
    together_gist,
)
from loopplank.web.matching.words import (
    elsewhere_rows,
    other_rows,
    together_rows,
    what_if,
)
from loopplank.web.triage.words import told_to_volunteer
from loopplank.web.volunteers.load_words import proposed_bar


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
            "matches": candidate_rows(page, look),
            "headings": headings(page, look),
            "order_choices": order_choices(page),
            "order_fields": kept_fields(look, ORDER),
            "loosen": loosen(page, look),
            "left_away": left_away(page),
            "all_url": query_of(replace(look, at_most=0, who=Who.ALL)),
            "more_url": "" if look.more else query_of(replace(look, more=True)),
            "map": map_of(page.areas),
            "areas": area_rows(page.areas),
            "to_call": [{"row": one, "phone": phone_readable(one.phone)} for one in page.to_call],
            "no_room": other_rows(page.no_room, today),
            "fits_not": other_rows(page.fits_not, today),
            "no_room_gist": gist(page.no_room_total, page.no_room_counts),
            "fits_not_gist": gist(page.fits_not_total, page.fits_not_counts),
            "order": order_words(page),
            "any_day": look.any_day,
            "widened": look.any_day or bool(look.days),
            "what_if": what_if(page),
            "together": together_rows(page),
            "together_gist": together_gist(page),
            "elsewhere": elsewhere_rows(page),
            "elsewhere_gist": elsewhere_gist(page),
            "query": query_of(look),
            "leg": page.leg,
            "visit": visit_words(page),
            "plan": plan_words(page, today),
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
                    proposed_bar(one)["text"],
                ]
                for one in page.shown
            ),
            *([n.someone.name, no_room, say(n.reason), "", ""] for n in page.no_room),
            *([n.someone.name, fits_not, say(n.reason), "", ""] for n in page.fits_not),
        ],
    )


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


def plan_asked(
    page: CandidatePage | PartsPage | Sought, plan: VisitPlan, chosen: Shown
) -> propose.Plan:
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


def plan_words(page: CandidatePage, today: date) -> dict[str, object]:
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


def visit_words(page: CandidatePage) -> dict[str, object] | None:
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
