"""Asking a volunteer. An open question takes no capacity; only the yes does."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from uuid import UUID

from loopplank.access import links as link_access
from loopplank.access.actors import Actor, NotFound
from loopplank.access.candidate_page import what_binds
from loopplank.access.candidates import travel_minutes
from loopplank.access.requests import request_for_change
from loopplank.access.volunteers import commitment_of, raised_today_by, volunteer_for_change
from loopplank.actions.doing import verb
from loopplank.actions.intake import refuse_bsn
from loopplank.actions.ledger import refuse_without_room, take_capacity
from loopplank.actions.legs import (
    leg_for,
    leg_of_question,
    link_match,
    link_question,
    members,
    refuse_other_days,
)
from loopplank.actions.links import make_link
from loopplank.actions.messages import queue_to_volunteer
from loopplank.actions.moving import clock_of, move, save_and_record
from loopplank.actions.questions import take_back
from loopplank.actions.readiness import refuse_unready
from loopplank.core import fence
from loopplank.core.calendar import at_local, local_day, monday
from loopplank.core.clocks import Urgency, days_of, weeks_of
from loopplank.core.reason import Param, Reason, Refused, dutch
from loopplank.core.responsibility import CALL_AFTER_YES, State, Step
from loopplank.core.roles import Role
from loopplank.core.signals import Route
from loopplank.store.models import (
    Affiliation,
    Leg,
    Match,
    Proposal,
    Request,
    Volunteer,
    VolunteerSignal,
)

ANSWER_BY = time(12, 0)
ONE_DAY = timedelta(days=1)

ON_PAUSE = Reason("proposal.pause", dutch("%(name)s heeft pauze. Vraag nu niets."))
SIGNALLED = Reason(
    "proposal.signal",
    dutch("%(name)s gaf ‘te zwaar’ aan. Bel eerst; tot dan geen nieuwe vragen."),
)
RESTING = Reason("proposal.rest", dutch("%(name)s zei pas nee. Rust tot en met %(until)s."))
ONE_AT_A_TIME = Reason(
    "proposal.one_at_a_time",
    dutch("%(name)s heeft nog een open vraag. Wacht dat antwoord eerst af."),
)
ASKED_ALREADY = Reason("proposal.asked_already", dutch("%(name)s gaf al antwoord op deze vraag."))
SOMEBODY_THINKS = Reason(
    "proposal.somebody_thinks",
    dutch("%(name)s is al gevraagd en denkt nog na. Wacht dat af, of neem die vraag terug."),
)
RAISED_TODAY = Reason(
    "proposal.raised_today",
    dutch(
        "Vandaag ging een gesprek met %(name)s over een hogere grens. Vraag pas op een andere dag"
        " iets."
    ),
)
#: Something at another organisation, which this one may not know.
NOT_NOW = Reason(
    "proposal.not_now",
    dutch("%(name)s krijgt nu even geen nieuwe vragen. Vraag iemand anders."),
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
    "why_not.training": Reason(
        "proposal.training",
        dutch("%(name)s mist de scholing die hier nodig is. Vraag iemand anders."),
    ),
}
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
    leg = _may_ask(request, volunteer, plan, now)
    _one_person_at_a_time(request, now)
    # the page ranks; whether there is room is looked at again here, without taking anything
    row = _proposal(request, volunteer, actor, plan, now)
    refuse_without_room(volunteer, commitment_of(row, "new", str(_person(request))), told_to=actor)
    row.save(force_insert=True)
    link_question(leg, row)
    beside = leg is not None and request.state == State.MEETING
    move(request, Step.LEG_ASKED if beside else Step.ASKED, now)
    if not beside:
        request.due_on = local_day(row.expires_at)
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
        data={"proposal": str(row.pk), "volunteer": str(volunteer.pk)},
    )
    return row.pk


@verb("proposal.note_yes", Role.COORDINATOR)
def note_yes(
    *, actor: Actor, now: datetime, request_id: UUID, volunteer_id: UUID, plan: Plan
) -> UUID:
    """The volunteer said yes on the phone, not asked through the page. Returns the match."""
    volunteer = volunteer_for_change(actor, volunteer_id)
    request = request_for_change(actor, request_id)
    refuse_unready(request, told_to=actor)
    leg = _may_ask(request, volunteer, plan, now)
    row = _proposal(request, volunteer, actor, plan, now)
    row.state, row.answered_at, row.answered_via = "yes", now, "by_phone"
    row.save(force_insert=True)
    link_question(leg, row)
    return agree_on(actor, now, request, volunteer, row)


# --- underneath -----


def _may_ask(request: Request, volunteer: Volunteer, plan: Plan, now: datetime) -> Leg | None:
    """Everything that forbids a question, whichever page it comes from; raises Refused. Returns the
    leg of a duo or relay that it is about, if any.
    """
    leg = leg_for(request, volunteer)
    if leg is not None:
        refuse_other_days(leg, plan.first_day, plan.last_day, volunteer.first_name)
    fence.may_bridge(request.paid_before, request.bridging_until, plan.last_day)
    name = {"name": volunteer.first_name}
    today = local_day(now)
    no = what_binds(request, volunteer, now)
    if no is not None:
        told = BINDING[no.code]
        raise Refused(Reason(told.code, told.sentence, {**name, **no.params}))
    limits = volunteer.limits
    if limits.pause_from and limits.pause_from <= today <= (limits.pause_to or today):
        raise Refused(Reason(ON_PAUSE.code, ON_PAUSE.sentence, name))
    _refuse_at_rest(request, volunteer, name, now)
    return leg


def _one_person_at_a_time(request: Request, now: datetime) -> None:
    """Who is asked may take their time to answer, and is not passed by somebody else meanwhile.

    A yes that was given on the telephone still counts: see `note_yes`. For what must happen today
    nobody has that time, so that several may be asked at once. The members of a duo or relay pass
    nobody: each is asked for an own part.
    """
    if request.urgency == Urgency.TODAY:
        return
    asked = request.proposals.filter(state="open", expires_at__gt=now)
    asked = asked.exclude(volunteer_id__in=members(request))
    first = asked.select_related("volunteer").order_by("asked_at").first()
    if first is not None:
        name = {"name": first.volunteer.first_name}
        raise Refused(Reason(SOMEBODY_THINKS.code, SOMEBODY_THINKS.sentence, name))


def _refuse_at_rest(
    request: Request, volunteer: Volunteer, name: dict[str, str], now: datetime
) -> None:
    """What somebody was asked or let know lately, anywhere, leaves them alone for a while. Why is
    said of the own organisation only; of another not even that there is one (promise P6).
    """

    def refuse(reason: Reason, *, here: bool, **params: Param) -> None:
        told = reason if here else NOT_NOW
        raise Refused(Reason(told.code, told.sentence, {**name, **params} if here else name))

    own = {"organisation_id": request.organisation_id}
    waits = VolunteerSignal.objects.filter(volunteer=volunteer, answered_at=None, wants_call=True)
    if waits.exists():
        refuse(SIGNALLED, here=waits.filter(**own, route=Route.COORDINATOR).exists())
    mine = Proposal.objects.filter(volunteer=volunteer)
    if mine.filter(request=request).exclude(state__in=["withdrawn", "gone"]).exists():
        refuse(ASKED_ALREADY, here=True)
    raised = raised_today_by(volunteer, now)
    if raised:
        refuse(RAISED_TODAY, here=request.organisation_id in raised)
    network = request.organisation.network
    rest = timedelta(days=network.days_of_rest_after_no)
    noes = mine.filter(state="no", answered_at__gt=now - rest).order_by("-answered_at")
    last = noes.filter(**own).first() or noes.first()
    if last is not None and last.answered_at is not None:
        here = last.organisation_id == request.organisation_id
        refuse(RESTING, here=here, until=local_day(last.answered_at + rest))
    asked = mine.filter(state="open")
    if asked.count() >= network.open_asks_at_once:
        refuse(ONE_AT_A_TIME, here=asked.filter(**own).exists())


def _proposal(
    request: Request, volunteer: Volunteer, actor: Actor, plan: Plan, now: datetime
) -> Proposal:
    refuse_bsn(plan.what, *plan.not_included)
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
        expires_at=at_local(answer_day, ANSWER_BY),
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
    """The match in its first state, with the capacity taken; other open questions fall away.

    Raises Refused when the request was weighed anew since the question was put.
    """
    refuse_unready(request, told_to=actor)
    match = Match(
        organisation_id=request.organisation_id,
        request=request,
        volunteer=volunteer,
        person_key=_person(request),
        proposal=row,
        what=row.what,
        state="meeting",
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
    take_capacity(
        volunteer, commitment_of(match, str(match.pk), str(match.person_key)), told_to=actor
    )
    match.save(force_insert=True)
    leg = leg_of_question(row)
    link_match(leg, row, match)
    take_back(request, now, beside=members(request) if leg else ())
    Affiliation.objects.filter(volunteer=volunteer, organisation_id=request.organisation_id).update(
        spoken_at=now
    )
    if row.answered_via == "by_phone":
        # said to somebody else: the volunteer hears what was written down in their name
        link = make_link(link_access.WEEK, volunteer.pk, None, now)
        queue_to_volunteer(
            request.organisation_id,
            volunteer,
            "noted_yes",
            {"from": actor.name},
            now=now,
            link=link,
            request=request,
        )
    soon = min(CALL_AFTER_YES, clock_of(request, State.MEETING), key=weeks_of)
    beside = leg is not None and request.state == State.MEETING
    move(request, Step.LEG_AGREED if beside else Step.SAID_YES, now, clock=soon)
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


def _person(request: Request) -> UUID:
    if request.help_seeker_id is None:
        raise NotFound("help seeker")
    return request.help_seeker_id
