"""Ask a volunteer. An open question takes no capacity; only the yes does."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.db.models import Q

from loopplank.access.account import links as link_access
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.arrangements.arrangements import route_of
from loopplank.access.matching.candidate_rows import travel_minutes
from loopplank.access.matching.candidates import what_binds
from loopplank.access.messages.hand_over_keys import maker_of_yes
from loopplank.access.requests.requests import request_for_change
from loopplank.access.volunteers.volunteers import commitment_of, volunteer_for_change
from loopplank.actions.account.links import make_link
from loopplank.actions.arrangements.arrangements import let_begin
from loopplank.actions.kit.action import verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.ledger.ledger import refuse_same_hour, refuse_without_room, take_capacity
from loopplank.actions.messages.messages import queue_to_volunteer
from loopplank.actions.requests.open_questions import take_back
from loopplank.actions.transitions.team_legs import (
    leg_for,
    leg_of_question,
    link_match,
    link_question,
    members,
    refuse_other_days,
)
from loopplank.actions.transitions.transitions import (
    before,
    bring_forward,
    clock_of,
    move,
    refuse_unready,
    save_and_record,
    set_other_day,
)
from loopplank.actions.volunteers.contact_limits import (
    SAID,
    refuse_left_alone,
    refuse_not_available,
)
from loopplank.actions.volunteers.cover import found
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import at_local, local_day, monday
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.matching.matches import HOLDS_CAPACITY, MatchState
from loopplank.core.matching.proposals import AnsweredVia, ProposalState, of_use_until
from loopplank.core.requests.states import CALL_AFTER_YES, State, Step
from loopplank.core.responsibility.clocks import Urgency, days_of, weeks_of
from loopplank.core.triage import Route, paid_work
from loopplank.core.volunteers.contact_limits import Limit, Verdict
from loopplank.core.volunteers.cover import Cover, may_ask_by_message
from loopplank.store.models import (
    Affiliation,
    Leg,
    Match,
    Proposal,
    Request,
    VisitCover,
    Volunteer,
)

ANSWER_BY = time(12, 0)
ONE_DAY = timedelta(days=1)

SOMEBODY_THINKS = Reason(
    "proposal.somebody_thinks",
    dutch("%(name)s is al gevraagd en denkt nog na. Wacht dat af, of neem die vraag terug."),
)
#: What a volunteer would rather not, or lacks, by the code of the rule that found it.
BINDING = {
    "why_not.no_go": Reason(
        "proposal.no_go", dutch("%(name)s wil dit liever niet: %(what)s. Vraag iemand anders.")
    ),
    "why_not.certificate": Reason(
        "proposal.certificate",
        dutch("De VOG van %(name)s is nog niet gezien. Bekijk die eerst; daarna kun je vragen."),
    ),
    "why_not.short_notice": Reason(
        "proposal.short_notice",
        dutch("%(name)s wil niet op korte termijn gebeld worden. Vraag iemand anders."),
    ),
    "why_not.training": Reason(
        "proposal.training",
        dutch("%(name)s mist de scholing die hier nodig is. Vraag iemand anders."),
    ),
}
IN_THE_ARRANGEMENT = Reason(
    "proposal.in_the_arrangement",
    dutch("Bij deze hulp hoort een afspraak met iedereen. Voor één keer komt er niemand anders."),
)
PAST = Reason(
    "proposal.past", dutch("Dat moment is al voorbij. Kies een dag en een uur die nog komen.")
)
NO_LAST_DAY = Reason(
    "proposal.last_day",
    dutch("Kies een laatste dag. Elke afspraak heeft er een; verlengen kan altijd."),
)


@dataclass(frozen=True, slots=True)
class Plan:
    """When and how long: what a volunteer is asked to agree to."""

    first_day: date
    last_day: date
    visit_minutes: int
    what: str
    weekday: int | None = None
    start_time: time | None = None
    visits_per_week: int = 1
    every_weeks: int = 1
    phase: date | None = None
    heavy: bool = False
    not_included: tuple[str, ...] = ()
    reasons: tuple[dict[str, object], ...] = field(default=())

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise Refused(NO_LAST_DAY)


@verb("proposal.ask", Role.COORDINATOR)
def ask(*, actor: Actor, now: datetime, request_id: UUID, volunteer_id: UUID, plan: Plan) -> UUID:
    """Ask one volunteer, with a link; silence is safe. Returns the proposal's id."""
    volunteer = volunteer_for_change(actor, volunteer_id)
    request = request_for_change(actor, request_id)
    refuse_unready(request, told_to=actor)
    cover = _cover_of(request, plan.first_day, plan.last_day)
    leg = _may_ask(request, volunteer, plan, now, cover)
    _one_person_at_a_time(request, now, cover)
    # the page ranks; whether there is room is looked at again here, without taking anything
    row = _proposal(request, volunteer, actor, plan, now)
    refuse_without_room(volunteer, commitment_of(row, "new", str(_person(request))), told_to=actor)
    refuse_same_hour(volunteer, row, told_to=actor)
    if cover is not None:
        may_ask_by_message(cover.decide_by, now, volunteer.first_name)
        row.expires_at = min(row.expires_at, cover.decide_by)
    stood = before(request) if leg is None and cover is None else None
    row.save(force_insert=True)
    link_question(leg, row)
    beside = leg is not None and request.state == State.MEETING
    if cover is not None:
        # the help runs on, and its own next day stays
        request.changed_at, request.version = now, request.version + 1
    else:
        move(request, Step.LEG_ASKED if beside else Step.ASKED, now)
        if not beside:
            set_other_day(request, local_day(row.expires_at), now)
    link = make_link(link_access.WEEK, volunteer.pk, None, now)
    queue_to_volunteer(
        request.organisation_id,
        volunteer,
        "proposal",
        {"from": request.owner.account.name},
        now=now,
        link=link,
        request=request,
    )
    save_and_record(
        request,
        "request.proposed",
        actor=actor,
        now=now,
        data={
            "proposal": str(row.pk),
            "volunteer": str(volunteer.pk),
            **({"before": stood} if stood else {}),
        },
    )
    return row.pk


@verb("proposal.note_yes", Role.COORDINATOR)
def note_yes(
    *, actor: Actor, now: datetime, request_id: UUID, volunteer_id: UUID, plan: Plan
) -> UUID:
    """Note that the volunteer said yes on the phone, not asked through the page.

    Returns the match.
    """
    volunteer = volunteer_for_change(actor, volunteer_id)
    request = request_for_change(actor, request_id)
    refuse_unready(request, told_to=actor)
    cover = _cover_of(request, plan.first_day, plan.last_day)
    leg = _may_ask(request, volunteer, plan, now, cover)
    row = _proposal(request, volunteer, actor, plan, now)
    row.state, row.answered_at, row.answered_via = ProposalState.YES, now, AnsweredVia.BY_PHONE
    row.save(force_insert=True)
    link_question(leg, row)
    return agree_on(actor, now, request, volunteer, row)


# --- underneath -----------------------------------------------------------------------------------


def _may_ask(
    request: Request, volunteer: Volunteer, plan: Plan, now: datetime, cover: VisitCover | None
) -> Leg | None:
    """Refuse everything that forbids a question, whichever page it comes from. Raises Refused.

    Returns the leg of a duo or relay that it is about, if any. Whoever stands in for one visit is
    in none.
    """
    if cover is not None and route_of(request.pk) is Route.COMBINATION:
        raise Refused(IN_THE_ARRANGEMENT)
    leg = leg_for(request, volunteer) if cover is None else None
    if leg is not None:
        refuse_other_days(leg, plan.first_day, plan.last_day, volunteer.first_name)
    paid_work.may_bridge(request.paid_before, request.bridging_until, plan.last_day)
    name = {"name": volunteer.first_name}
    no = what_binds(request, volunteer, now)
    if no is not None:
        told = BINDING[no.code]
        raise Refused(Reason(told.code, told.sentence, {**name, **no.params}))
    refuse_left_alone(request, volunteer, now, visit_on=cover.day if cover else None)
    return leg


def _one_person_at_a_time(request: Request, now: datetime, cover: VisitCover | None) -> None:
    """Refuse to pass somebody who was asked and still thinks it over. Raises Refused.

    A yes that was given on the telephone still counts: see `note_yes`. For what must happen today
    nobody has that time, so that several may be asked at once. The members of a duo or relay pass
    nobody: each is asked for an own part.
    """
    if request.urgency == Urgency.TODAY:
        return
    open_now = Q(state=ProposalState.OPEN, expires_at__gt=now)
    asked = request.proposals.filter(open_now | Q(state=ProposalState.WAITS))
    asked = asked.exclude(volunteer_id__in=members(request))
    if cover is not None:
        asked = asked.filter(first_day=cover.day, last_day=cover.day)
    first = asked.select_related("volunteer").order_by("asked_at").first()
    if first is not None:
        name = {"name": first.volunteer.first_name}
        raise Refused(Reason(SOMEBODY_THINKS.code, SOMEBODY_THINKS.sentence, name))


def _proposal(
    request: Request, volunteer: Volunteer, actor: Actor, plan: Plan, now: datetime
) -> Proposal:
    refuse_bsn(plan.what, *plan.not_included)
    moment = of_use_until(plan.first_day, plan.last_day, plan.start_time)
    if moment <= now:
        raise Refused(PAST)
    # a volunteer has no working days: the clock runs on, and never less than until tomorrow
    answer_day = local_day(now) + max(days_of(clock_of(request, State.PROPOSED)), ONE_DAY)
    return Proposal(
        organisation_id=request.organisation_id,
        request=request,
        volunteer=volunteer,
        what=plan.what,
        reasons=list(plan.reasons),
        asked_by_id=actor.own_membership,
        asked_at=now,
        # it never outlives the moment that it asks for
        expires_at=min(at_local(answer_day, ANSWER_BY), moment),
        first_day=plan.first_day,
        last_day=plan.last_day,
        weekday=plan.weekday,
        start_time=plan.start_time,
        visit_minutes=plan.visit_minutes,
        travel_minutes=travel_minutes(volunteer.postcode[:4], request.postcode_area),
        visits_per_week=plan.visits_per_week,
        every_weeks=plan.every_weeks,
        phase=monday(plan.phase) if plan.phase else None,
        heavy=plan.heavy,
        not_included=list(plan.not_included),
    )


def agree_on(
    actor: Actor, now: datetime, request: Request, volunteer: Volunteer, row: Proposal
) -> UUID:
    """Make the match in its first state, with the capacity taken; other open questions fall away.

    Raises Refused when the request was weighed anew since the question was put.
    """
    refuse_unready(request, told_to=actor)
    refuse_not_available(volunteer, now)
    _refuse_who_helps(request, volunteer)
    match = Match(
        organisation_id=request.organisation_id,
        request=request,
        volunteer=volunteer,
        person_key=_person(request),
        proposal=row,
        what=row.what,
        state=MatchState.MEETING,
        agreed_at=now,
        **{
            name: getattr(row, name)
            for name in (
                "first_day",
                "last_day",
                "weekday",
                "start_time",
                "visit_minutes",
                "travel_minutes",
                "visits_per_week",
                "every_weeks",
                "phase",
                "heavy",
                "not_included",
            )
        },
    )
    take_capacity(volunteer, match, told_to=actor)
    cover = _cover_of(request, row.first_day, row.last_day)
    if cover is not None:
        # one visit is no beginning: nobody meets first, and nobody evaluates it
        let_begin(request, match, row.first_day)
        match.state, match.started_on = MatchState.RUNNING, row.first_day
    match.save(force_insert=True)
    leg = leg_of_question(row)
    link_match(leg, row, match)
    if cover is None:
        take_back(request, now, beside=members(request) if leg else ())
    else:
        found(cover, match, now)
    Affiliation.objects.filter(volunteer=volunteer, organisation_id=request.organisation_id).update(
        spoken_at=now
    )
    if row.answered_via != AnsweredVia.SELF:
        # not said by themselves as far as we know: the volunteer hears what was done in their name
        by_key = row.answered_via == AnsweredVia.BY_KEY
        link = make_link(link_access.WEEK, volunteer.pk, None, now)
        queue_to_volunteer(
            request.organisation_id,
            volunteer,
            "noted_yes_by_key" if by_key else "noted_yes",
            {"by": maker_of_yes(actor, row)} if by_key else {"from": actor.name},
            now=now,
            link=link,
            request=request,
        )
    soon = min(CALL_AFTER_YES, clock_of(request, State.MEETING), key=weeks_of)
    beside = leg is not None and request.state == State.MEETING
    if cover is None:
        move(request, Step.LEG_AGREED if beside else Step.SAID_YES, now, clock=soon)
        if request.change_reported:
            # what changed is read today, whoever said yes
            bring_forward(request, local_day(now))
    else:
        request.changed_at, request.version = now, request.version + 1
    save_and_record(
        request,
        "request.accepted",
        actor=actor,
        now=now,
        data={
            "proposal": str(row.pk),
            "match": str(match.pk),
            "volunteer": str(volunteer.pk),
            "via": row.answered_via,
            "last_day": row.last_day.isoformat(),
        },
    )
    return match.pk


def _cover_of(request: Request, first_day: date, last_day: date) -> VisitCover | None:
    """Return the visit for which a stand-in is still welcome, when it is about that one day."""
    if first_day != last_day:
        return None
    rows = VisitCover.objects.filter(
        request=request,
        day=first_day,
        state__in=(Cover.SOUGHT.value, Cover.NOBODY.value),
        visit__match__state=MatchState.RUNNING,
    )
    return rows.select_related("visit__match__volunteer").first()


def _refuse_who_helps(request: Request, volunteer: Volunteer) -> None:
    """Raise Refused for who helps this person already: meanwhile they may have said yes to another
    day.
    """
    if Match.objects.filter(
        request=request, volunteer=volunteer, state__in=HOLDS_CAPACITY
    ).exists():
        helps = Verdict(Limit.HELPS)
        raise Refused(helps.said(SAID[Limit.HELPS], name=volunteer.first_name))


def _person(request: Request) -> UUID:
    if request.help_seeker_id is None:
        raise NotFound("help seeker")
    return request.help_seeker_id
