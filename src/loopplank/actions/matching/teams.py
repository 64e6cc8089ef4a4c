"""Choose a duo, a relay or dated parts, ask them leg by leg, and hand over with a note."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.matching.teams import alive_team, facts_of_legs, legs_of, team_for_change
from loopplank.access.requests.requests import request_for_change
from loopplank.access.volunteers.volunteers import volunteer_for_change, volunteers
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.matching.last_call import who_is_called
from loopplank.actions.matching.meetings import refuse_meeting
from loopplank.actions.matching.propose import Plan, ask, note_yes
from loopplank.actions.messages.messages import (
    TOLD_OF_HANDOVER,
    drop_queued,
    queue_to_asker,
    queue_to_volunteer,
)
from loopplank.actions.requests.open_questions import search_on, take_back
from loopplank.actions.requests.refusal import count_no
from loopplank.actions.transitions.team_legs import record_team, still_to_come
from loopplank.actions.transitions.transitions import (
    bring_forward,
    day_of_team,
    move,
    refuse_unready,
    save_and_record,
)
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.matching.matches import HOLDS_CAPACITY, MatchState
from loopplank.core.matching.team_state import (
    LACKING,
    NO_SUCH_PART,
    Kind,
    LegState,
    TeamState,
    may_say_no,
    why_not_these,
    wrong_with,
)
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.states import State, Step
from loopplank.store.models import Leg, Request, Team

LONGEST_NOTE = 1000
NOT_SEARCHING = Reason(
    "team.not_searching",
    dutch("Meer mensen kies je terwijl je zoekt en er niemand nadenkt."),
)
ONE_TEAM = Reason(
    "team.one", dutch("Voor deze vraag zijn al meer mensen gekozen. Laat die keuze eerst los.")
)
PAST = Reason("team.past", dutch("De eerste dag ligt in het verleden. Zoek opnieuw."))
TAKEN = Reason("team.taken", dutch("Voor dit deel is al iemand gevraagd. Vernieuw de pagina."))
IN_IT_ALREADY = Reason(
    "team.in_it_already", dutch("%(name)s doet al een ander deel. Vraag iemand anders.")
)
NO_HANDOVER = Reason(
    "team.no_handover", dutch("Hier is geen wissel tussen twee vrijwilligers. Vernieuw de pagina.")
)
TOO_LONG = Reason("team.note_too_long", dutch("Maak het korter: hooguit 1000 tekens."))


@dataclass(frozen=True, slots=True)
class ChosenLeg:
    """One volunteer for some weeks, as a page or a plan proposed it."""

    volunteer_id: UUID
    first_day: date
    last_day: date
    visit_minutes: int
    visits_per_week: int = 1
    day_parts: int = 0


@verb("team.choose", Role.COORDINATOR)
def choose_team(
    *, actor: Actor, now: datetime, request_id: UUID, kind: Kind, legs: Sequence[ChosenLeg]
) -> UUID:
    """Choose a duo or relay that was proposed; nobody is asked yet, and no room is taken.

    Returns the team's id.
    """
    request = request_for_change(actor, request_id)
    if alive_team(request.pk) is not None:
        raise Refused(ONE_TEAM)
    if request.state != State.SEARCHING:
        raise Refused(NOT_SEARCHING)
    refuse_unready(request, told_to=actor)
    _refuse_wrong(request, kind, legs, local_day(now))
    who = {leg.volunteer_id for leg in legs}
    if volunteers(actor).filter(pk__in=who).count() != len(who):
        raise NotFound("volunteer")
    team = Team.objects.create(
        organisation_id=request.organisation_id,
        request=request,
        kind=kind,
        made_by_id=actor.own_membership,
        made_at=now,
    )
    rows = [
        Leg(
            team=team,
            number=number,
            volunteer_id=leg.volunteer_id,
            first_day=leg.first_day,
            last_day=leg.last_day,
            visits_per_week=leg.visits_per_week,
            visit_minutes=leg.visit_minutes,
            day_parts=leg.day_parts,
        )
        for number, leg in enumerate(legs, start=1)
    ]
    Leg.objects.bulk_create(rows)
    record_team(team, request, "team.chosen", rows, actor=actor, now=now)
    # chosen is not asked: until somebody is, it stays on the list
    bring_forward(request, local_day(now))
    _save(request, "request.team_chosen", team, actor=actor, now=now)
    return team.pk


@verb("team.ask_parts", Role.COORDINATOR)
def ask_parts(
    *, actor: Actor, now: datetime, request_id: UUID, parts: Sequence[tuple[UUID, Plan]]
) -> UUID:
    """Ask several volunteers at once, each for a day of their own, such as two nights. Each yes
    keeps its own part. All are asked, or nobody is. Returns the team's id.
    """
    # the volunteers before the request, always in this order
    for volunteer_id in sorted({volunteer_id for volunteer_id, _ in parts}):
        volunteer_for_change(actor, volunteer_id)
    legs = [
        ChosenLeg(volunteer_id, plan.first_day, plan.last_day, plan.visit_minutes)
        for volunteer_id, plan in parts
    ]
    team_id = choose_team(actor=actor, now=now, request_id=request_id, kind=Kind.PARTS, legs=legs)
    for number, (_, plan) in enumerate(parts, start=1):
        ask_leg(actor=actor, now=now, team_id=team_id, number=number, plan=plan)
    return team_id


@verb("team.say_no_to_part", Role.COORDINATOR)
def say_no_to_part(
    *,
    actor: Actor,
    now: datetime,
    team_id: UUID,
    number: int,
    reason: ClosingReason,
) -> None:
    """Say that nobody comes for one dated part: the person hears it, with whom to call. The other
    parts go on. It counts as a no to this request.
    """
    request, team = team_for_change(actor, team_id)
    leg = _leg(team.pk, number)
    if not may_say_no(Kind(team.kind), LegState(leg.state)):
        raise Refused(NO_SUCH_PART)
    gone = take_back(request, now, leg.volunteer_id) if leg.state == LegState.ASKED else []
    leg.state = LegState.NOBODY.value
    leg.save(update_fields=["state"])
    count_no(request, actor, reason, local_day(now))
    queue_to_asker(
        request,
        "part_nobody",
        {"at": leg.first_day.isoformat(), **who_is_called(request)},
        now=now,
    )
    search_on(request, now)
    if request.state in {State.RUNNING, State.MEETING} and not _somebody_comes(request):
        # nothing of it is left: the owner decides what now
        move(request, Step.MATCH_ENDED, now)
    _save(
        request,
        "request.part_refused",
        team,
        actor=actor,
        now=now,
        data={"leg": number, "reason": reason, "taken_back": gone},
    )


@verb("team.ask_leg", Role.COORDINATOR)
def ask_leg(
    *, actor: Actor, now: datetime, team_id: UUID, number: int, plan: Plan, said_yes: bool = False
) -> UUID:
    """Ask who was chosen for this leg, or note that they said yes. Of `plan` the days and the
    length are those of the leg. Returns the proposal, or the match after a yes.
    """
    leg = _leg(team_id, number)
    # the volunteer before the request, always in this order
    volunteer_for_change(actor, leg.volunteer_id)
    request, team = team_for_change(actor, team_id)
    leg = _leg(team.pk, number)
    if leg.state not in LACKING:
        raise Refused(TAKEN)
    act = note_yes if said_yes else ask
    return act(
        actor=actor,
        now=now,
        request_id=request.pk,
        volunteer_id=leg.volunteer_id,
        plan=_of_leg(plan, leg),
    )


@verb("team.replace_leg", Role.COORDINATOR)
def replace_leg(
    *,
    actor: Actor,
    now: datetime,
    team_id: UUID,
    number: int,
    volunteer_id: UUID,
    plan: Plan,
    said_yes: bool = False,
) -> UUID:
    """Put somebody else in the one leg that fell away, and ask them at once; the other legs stay as
    they are. Returns the proposal, or the match after a yes.
    """
    volunteer = volunteer_for_change(actor, volunteer_id)
    _request, team = team_for_change(actor, team_id)
    leg = _leg(team.pk, number)
    if leg.state not in LACKING:
        raise Refused(TAKEN)
    if Leg.objects.filter(team=team, volunteer=volunteer).exclude(pk=leg.pk).exists():
        name = {"name": volunteer.first_name}
        raise Refused(Reason(IN_IT_ALREADY.code, IN_IT_ALREADY.sentence, name))
    leg.volunteer, leg.state = volunteer, LegState.OPEN.value
    leg.proposal, leg.match, leg.meeting_at = None, None, None
    leg.save(update_fields=["volunteer", "state", "proposal", "match", "meeting_at"])
    _no_handover_yet(team, number + 1)
    return ask_leg(
        actor=actor, now=now, team_id=team.pk, number=number, plan=plan, said_yes=said_yes
    )


@verb("team.plan_handover", Role.COORDINATOR)
def plan_handover(
    *,
    actor: Actor,
    now: datetime,
    team_id: UUID,
    number: int,
    meeting_at: datetime,
    volunteer_asked: bool = False,
) -> None:
    """Set day and time on which both volunteers meet at the person; all three hear it.

    `number` is the leg of who takes over. As with a first meeting, both are asked first where one
    of them is not there.
    """
    request, team = team_for_change(actor, team_id)
    refuse_unready(request, told_to=actor)
    giver, taker = _change_into(team, number)
    for leg in (giver, taker):
        if leg.match is not None:
            refuse_meeting(
                leg.match.volunteer, request.organisation_id, meeting_at, asked=volunteer_asked
            )
    taker.meeting_at = meeting_at
    taker.save(update_fields=["meeting_at"])
    # the two of them meet the person together: it is the first meeting of who takes over
    if taker.match is not None and taker.match.state == MatchState.MEETING:
        taker.match.meeting_at = meeting_at
        taker.match.save(update_fields=["meeting_at"])
    _tell_handover(request, giver, taker, meeting_at, now)
    _save(
        request,
        "request.handover_planned",
        team,
        actor=actor,
        now=now,
        data={"leg": number, "day": local_day(meeting_at).isoformat()},
    )


@verb("team.write_handover_note", Role.COORDINATOR)
def write_handover_note(
    *, actor: Actor, now: datetime, team_id: UUID, number: int, text: str
) -> None:
    """Write what the next volunteer needs to know, without the story and without illness: they read
    it from the week in which both come.
    """
    request, team = team_for_change(actor, team_id)
    _giver, taker = _change_into(team, number)
    words = text.strip()
    if len(words) > LONGEST_NOTE:
        raise Refused(TOO_LONG)
    refuse_bsn(words)
    if words == taker.handover_note:
        nothing_changed()
        return
    taker.handover_note = words
    taker.save(update_fields=["handover_note"])
    _save(request, "request.handover_noted", team, actor=actor, now=now, data={"leg": number})


@verb("team.let_go", Role.COORDINATOR)
def let_go(*, actor: Actor, now: datetime, team_id: UUID) -> None:
    """Undo the duo or relay. Who helps goes on helping, and open questions are taken back."""
    request, team = team_for_change(actor, team_id)
    legs = legs_of(team)
    gone = [
        one
        for leg in legs
        if leg.state == LegState.ASKED
        for one in take_back(request, now, leg.volunteer_id)
    ]
    team.state, team.ended_at = TeamState.ENDED.value, now
    team.save(update_fields=["state", "ended_at"])
    search_on(request, now)
    record_team(team, request, "team.let_go", legs, actor=actor, now=now, data={"taken_back": gone})
    save_and_record(
        request,
        "request.team_let_go",
        actor=actor,
        now=now,
        data={"team": str(team.pk), "taken_back": gone},
    )


# --- underneath -----------------------------------------------------------------------------------


def _refuse_wrong(request: Request, kind: Kind, legs: Sequence[ChosenLeg], today: date) -> None:
    different = len({leg.volunteer_id for leg in legs})
    wrong = wrong_with(kind, [(leg.first_day, leg.last_day) for leg in legs], different)
    if wrong is None:
        wrong = why_not_these(kind, request.changing_faces)
    if wrong is None and legs[0].first_day < today:
        wrong = PAST
    if wrong is not None:
        raise Refused(wrong)


def _leg(team_id: UUID, number: int) -> Leg:
    leg = Leg.objects.filter(team_id=team_id, number=number).first()
    if leg is None:
        raise NotFound(number)
    return leg


def _somebody_comes(request: Request) -> bool:
    return request.matches.filter(state__in=HOLDS_CAPACITY).exists() or still_to_come(request)


def _of_leg(plan: Plan, leg: Leg) -> Plan:
    """Return the leg's own weeks; who is found late begins on the first day that is still
    possible. A leg of one day has its visit on that day.
    """
    first = max(leg.first_day, min(plan.first_day, leg.last_day))
    if leg.first_day == leg.last_day:
        plan = replace(plan, weekday=first.weekday(), every_weeks=1, phase=None)
    return replace(
        plan,
        first_day=first,
        last_day=leg.last_day,
        visits_per_week=leg.visits_per_week,
        visit_minutes=leg.visit_minutes,
    )


def _change_into(team: Team, number: int) -> tuple[Leg, Leg]:
    """Return who gives and who takes over. Raises Refused where there is no such change."""
    legs = {leg.number: leg for leg in legs_of(team)}
    giver, taker = legs.get(number - 1), legs.get(number)
    if team.kind != Kind.RELAY or giver is None or taker is None:
        raise Refused(NO_HANDOVER)
    if taker.state not in {LegState.AGREED, LegState.RUNNING}:
        raise Refused(NO_HANDOVER)
    return giver, taker


def _no_handover_yet(team: Team, number: int) -> None:
    """Clear the day of the handover: who gives over to this leg is somebody else now, and knows of
    no day with both.
    """
    taker = next((leg for leg in legs_of(team) if leg.number == number), None)
    if team.kind != Kind.RELAY or taker is None or taker.match is None:
        return
    if taker.state == LegState.AGREED and taker.meeting_at is not None:
        taker.match.meeting_at = taker.meeting_at = None
        taker.match.save(update_fields=["meeting_at"])
        taker.save(update_fields=["meeting_at"])


def _tell_handover(
    request: Request, giver: Leg, taker: Leg, meeting_at: datetime, now: datetime
) -> None:
    drop_queued(request, now, templates=TOLD_OF_HANDOVER)
    params: dict[str, object] = {
        "at": meeting_at.isoformat(),
        "volunteer": giver.volunteer.first_name,
        "next": taker.volunteer.first_name,
        "coordinator": request.owner.account.name,
    }
    for leg, template in ((giver, "handover_giver"), (taker, "handover_taker")):
        if leg.state in {LegState.AGREED, LegState.RUNNING}:
            queue_to_volunteer(
                request.organisation_id, leg.volunteer, template, params, now=now, request=request
            )
    queue_to_asker(request, "handover_asker", params, now=now)


def _save(
    request: Request,
    type_: str,
    team: Team,
    *,
    actor: Actor,
    now: datetime,
    data: dict[str, object] | None = None,
) -> None:
    """Save the request with the next day on which the team asks something."""
    if request.state in {State.MEETING, State.RUNNING}:
        day_of_team(request, facts_of_legs(team.kind, legs_of(team)), now)
    request.changed_at, request.version = now, request.version + 1
    save_and_record(
        request, type_, actor=actor, now=now, data={"team": str(team.pk), **(data or {})}
    )
