"""Do what a coordinator chose with a proposal of a plan: ask these people, or set it aside.

Each is asked by the same action as from any other page, with everything that it looks at under its
locks; what a plan thought an hour ago gives nobody room.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.matching.request_needs import plan_of
from loopplank.access.matching.week_plan import open_proposal
from loopplank.access.requests.requests import request_for_change
from loopplank.access.volunteers.volunteers import volunteer_for_change, volunteers
from loopplank.actions.kit.action import nothing_changed, record_event, verb
from loopplank.actions.matching import asking, propose
from loopplank.actions.matching.teams import ChosenLeg, choose_team
from loopplank.actions.requests.closing import search
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.matching.plan_states import Decision, HelpForm, PlanProposalState
from loopplank.core.matching.team_state import Kind
from loopplank.core.requests.states import State
from loopplank.core.volunteers.visit_plan import VisitPlan
from loopplank.store.models import PlanPart, PlanProposal, Request

NOT_OPEN = Reason(
    "plan.not_open", dutch("Dit voorstel geldt niet meer. Vernieuw de pagina voor wat er nu is.")
)
INCOMPLETE = Reason(
    "plan.incomplete",
    dutch("Schrijf eerst op hoe lang één keer duurt en wat de laatste dag is."),
)
CHANGED = Reason(
    "plan.changed",
    dutch("Wat er gevraagd wordt is sinds dit voorstel veranderd. Kijk opnieuw wie kan."),
)
ELSEWHERE = Reason(
    "plan.elsewhere",
    dutch(
        "Deze vrijwilliger hoort niet bij jullie. Vraag de andere organisatie of het mag, of vraag"
        " iemand anders."
    ),
)
#: Who was asked thinks first, but is not always the only one that is asked.
_SOUGHT = frozenset({State.SEARCHING, State.PROPOSED})
NO_REASON = Reason("plan.no_reason", dutch("Kies waarom je dit opzij zet."))


@verb("plan.accept", Role.COORDINATOR)
def accept(*, actor: Actor, now: datetime, proposal_id: UUID, what: str) -> None:
    """Ask who is proposed, and send or queue the question in that same act. `what` is the sentence
    that they read, as on the page of a question. Pressed twice they are asked once.

    Raises Refused with why somebody cannot be asked; then nothing has changed.
    """
    proposal = open_proposal(actor, proposal_id)
    if _did_this(actor, proposal, now):
        nothing_changed()
        return
    if proposal.state != PlanProposalState.OPEN:
        raise Refused(NOT_OPEN)
    if proposal.how == HelpForm.SOLO:
        asked = _ask_one(actor, now, proposal, what)
    else:
        asked = _ask_team(actor, now, proposal)
    _decide(actor, now, proposal, PlanProposalState.ACCEPTED, asked=asked)


@verb("plan.set_aside", Role.COORDINATOR)
def set_aside(*, actor: Actor, now: datetime, proposal_id: UUID, reason: str) -> None:
    """Set a proposal aside: one click and one reason, counted against nobody (promise P9)."""
    proposal = open_proposal(actor, proposal_id)
    if reason not in set(Decision):
        raise Refused(NO_REASON)
    if proposal.state == PlanProposalState.SET_ASIDE:
        nothing_changed()
        return
    if proposal.state != PlanProposalState.OPEN:
        raise Refused(NOT_OPEN)
    _decide(actor, now, proposal, PlanProposalState.SET_ASIDE, why=Decision(reason))


def _ask_one(actor: Actor, now: datetime, proposal: PlanProposal, what: str) -> dict[str, Any]:
    """Ask one volunteer for the whole of it, with the days that were agreed with the person."""
    part = proposal.parts.get()
    if not volunteers(actor).filter(pk=part.volunteer_id).exists():
        raise Refused(ELSEWHERE)
    # the volunteer before the request, always in this order
    volunteer_for_change(actor, part.volunteer_id)
    request = _searching(actor, now, proposal.request_id)
    plan = plan_of(request, now)
    if not plan.complete:
        raise Refused(INCOMPLETE)
    asking.ask_by(
        actor=actor,
        now=now,
        request_id=request.pk,
        volunteer_id=part.volunteer_id,
        plan=propose.Plan(
            first_day=plan.first_day,
            last_day=plan.last_day,
            visit_minutes=plan.visit_minutes,
            what=what,
            weekday=plan.weekday,
            start_time=plan.start_time,
            visits_per_week=plan.visits_per_week,
            every_weeks=plan.every_weeks,
            phase=plan.phase,
            heavy=plan.heavy,
            not_included=tuple(request.not_included),
            reasons=tuple(
                {"code": one["code"], "params": one["params"]} for one in proposal.reasons
            ),
        ),
        way=asking.Way.MESSAGE,
    )
    asked = asking.open_questions(request.pk, part.volunteer_id, now).get()
    return {"question": str(asked.pk)}


def _did_this(actor: Actor, proposal: PlanProposal, now: datetime) -> bool:
    """Return whether this person chose this a moment ago, and whoever was asked still thinks."""
    mine = (PlanProposalState.ACCEPTED, actor.own_membership)
    if (proposal.state, proposal.decided_by_id) != mine:
        return False
    return proposal.how != HelpForm.SOLO or any(
        asking.open_questions(proposal.request_id, volunteer_id, now).exists()
        for volunteer_id in proposal.parts.values_list("volunteer_id", flat=True)
    )


def _ask_team(actor: Actor, now: datetime, proposal: PlanProposal) -> dict[str, Any]:
    """Choose several people as a team, together or after each other, and ask them leg by leg."""
    parts = list(proposal.parts.order_by("number"))
    who = {part.volunteer_id for part in parts}
    if volunteers(actor).filter(pk__in=who).count() != len(who):
        raise Refused(ELSEWHERE)
    request = _searching(actor, now, proposal.request_id)
    plan = plan_of(request, now)
    if not plan.complete:
        raise Refused(INCOMPLETE)
    if not _still_asked(Kind(proposal.how), parts, plan):
        raise Refused(CHANGED)
    team = choose_team(
        actor=actor,
        now=now,
        request_id=request.pk,
        kind=Kind(proposal.how),
        legs=[
            ChosenLeg(
                part.volunteer_id,
                part.first_day,
                # a plan counts in whole weeks, and nobody comes after the day that was agreed
                min(part.last_day, plan.last_day),
                part.visit_minutes,
                part.visits,
                part.day_parts,
            )
            for part in parts
        ],
    )
    return {"team": str(team)}


def _still_asked(kind: Kind, parts: Sequence[PlanPart], plan: VisitPlan) -> bool:
    """Return whether these parts are what is asked now: each of a relay all of the visits, the two
    of a duo together no less, and nobody more than that or after the last day.
    """
    if any(part.first_day > plan.last_day for part in parts):
        return False
    most = (plan.visits_per_week, plan.visit_minutes)
    if kind is Kind.RELAY:
        return all((part.visits, part.visit_minutes) == most for part in parts)
    within = all(part.visits <= most[0] and part.visit_minutes <= most[1] for part in parts)
    return within and sum(part.visits * part.visit_minutes for part in parts) >= most[0] * most[1]


def _searching(actor: Actor, now: datetime, request_id: UUID) -> Request:
    """Lock the request; one that stands on the waiting list is searched for again.

    Who is helped meanwhile, or is not sought for any more, needs nobody of this plan.
    """
    request = request_for_change(actor, request_id)
    if request.state == State.WAITING:
        search(actor=actor, now=now, request_id=request_id)
        request = request_for_change(actor, request_id)
    if request.state not in _SOUGHT:
        raise Refused(NOT_OPEN)
    return request


def _decide(
    actor: Actor,
    now: datetime,
    proposal: PlanProposal,
    state: PlanProposalState,
    *,
    why: Decision | None = None,
    asked: dict[str, Any] | None = None,
) -> None:
    """Write down what was decided; whoever was first decided, and the other one is told."""
    decision = why.value if why else ""
    mine = PlanProposal.objects.filter(pk=proposal.pk, state=PlanProposalState.OPEN)
    if not mine.update(
        state=state.value,
        decision=decision,
        decided_by_id=actor.own_membership,
        decided_at=now,
    ):
        proposal.refresh_from_db(fields=["state", "decided_by"])
        if state is PlanProposalState.ACCEPTED and _did_this(actor, proposal, now):
            # the second of two presses waited for the first
            nothing_changed()
            return
        raise Refused(NOT_OPEN)
    record_event(
        "plan_proposal",
        proposal.pk,
        f"plan.{state.value}",
        actor=actor,
        now=now,
        organisation_id=actor.organisation_id,
        data={
            "plan": str(proposal.run_id),
            "request": str(proposal.request_id),
            "decision": decision,
            **(asked or {}),
        },
    )
