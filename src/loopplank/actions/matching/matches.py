"""Go from the first meeting to the last day.

Ending frees the room at once, without asking anybody.
"""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account import links as link_access
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.matching.teams import facts_of_teams
from loopplank.access.requests.requests import request_for_change
from loopplank.access.responsibility.clocks import haste_of
from loopplank.access.responsibility.promises import who_is_there
from loopplank.access.volunteers.coming import last_day_of
from loopplank.actions.account.links import make_link
from loopplank.actions.arrangements.arrangements import helper_stopped, let_begin
from loopplank.actions.arrangements.suspension import left_to_decide
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.ledger.ledger import held_by, recount, take_capacity
from loopplank.actions.matching.match_change import close_changes
from loopplank.actions.matching.meetings import refuse_meeting
from loopplank.actions.messages.messages import (
    drop_about,
    drop_queued,
    queue_to_asker,
    queue_to_volunteer,
)
from loopplank.actions.requests.open_questions import take_back
from loopplank.actions.transitions.team_legs import still_to_come
from loopplank.actions.transitions.transitions import (
    before,
    bring_forward,
    clock_of,
    day_of_team,
    due_while_running,
    helps_against_advice,
    move,
    refuse_unready,
    save_and_record,
    set_other_day,
)
from loopplank.actions.volunteers.contact_limits import refuse_not_available
from loopplank.actions.volunteers.cover import (
    end_of_one_day,
    locked,
    record,
    seek_again,
    seek_no_more,
)
from loopplank.actions.volunteers.rest import rest_after_help
from loopplank.actions.wellbeing.family_carer import hear_carer
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.matching.matches import HAS_ENDED, HOLDS_CAPACITY, SAID, EndReason, MatchState
from loopplank.core.matching.proposals import UNDECIDED
from loopplank.core.messages.states import MessageState
from loopplank.core.requests.intake import HoldingOut
from loopplank.core.requests.notes import NoteKind
from loopplank.core.requests.states import State, Step
from loopplank.core.responsibility.clocks import (
    FIRST_EVALUATION_OF_ALL,
    Evaluations,
    evaluations,
    is_terminal,
)
from loopplank.core.responsibility.earliest import level_of
from loopplank.store.models import Match, Note, Request, Volunteer

OVER = Reason("match.over", dutch("Deze koppeling is al gestopt. Vernieuw de pagina."))
LAST_BEFORE_FIRST = Reason("match.after_last_day", dutch("De eerste dag ligt na de laatste dag."))
STOPS = Reason(
    "match.stops",
    dutch("%(name)s koos zelf een eerdere laatste dag. Alleen %(name)s kan dat terugdraaien."),
)
CHANGED = Reason(
    "match.changed",
    dutch("Iemand zei net ja op deze vraag. Vernieuw de pagina en kijk wat er nu kan."),
)


@verb("match.plan_meeting", Role.COORDINATOR)
def plan_meeting(
    *,
    actor: Actor,
    now: datetime,
    match_id: UUID,
    meeting_at: datetime,
    volunteer_asked: bool = False,
) -> None:
    """Set day and time of the first meeting; both sides hear it. The coordinator is there too.

    Raises Refused in a pause, on a day away or while something of the volunteer waits for a call,
    unless they were asked about this very day.
    """
    volunteer, request, row = _locked(actor, match_id)
    if row.state != MatchState.MEETING:
        raise Refused(OVER)
    refuse_unready(request, told_to=actor)
    refuse_not_available(volunteer, now)
    refuse_meeting(volunteer, request.organisation_id, meeting_at, asked=volunteer_asked)
    stood = {
        **before(request),
        "match": row.meeting_at.isoformat() if row.meeting_at else None,
    }
    row.meeting_at = meeting_at
    row.save(update_fields=["meeting_at"])
    set_other_day(request, local_day(meeting_at), now)
    request.changed_at, request.version = now, request.version + 1
    params: dict[str, object] = {
        "at": meeting_at.isoformat(),
        "volunteer": row.volunteer.first_name,
        "coordinator": who_is_there(request, local_day(meeting_at)) or request.organisation.name,
    }
    # an earlier day that nobody told yet is not true any more
    drop_queued(request, now, templates=("meeting", "meeting_volunteer"))
    queue_to_asker(request, "meeting", params, now=now)
    queue_to_volunteer(
        request.organisation_id,
        row.volunteer,
        "meeting_volunteer",
        params,
        now=now,
        request=request,
    )
    save_and_record(
        request,
        "request.meeting_planned",
        actor=actor,
        now=now,
        data={
            "match": str(row.pk),
            "day": local_day(meeting_at).isoformat(),
            "before": stood,
        },
    )


@verb("match.start", Role.COORDINATOR)
def start(*, actor: Actor, now: datetime, match_id: UUID, first_day: date | None = None) -> None:
    """Begin the help, with its last day: both said yes after the meeting."""
    volunteer, request, row = _locked(actor, match_id)
    if row.state == MatchState.RUNNING:
        nothing_changed()
        return
    if row.state != MatchState.MEETING:
        raise Refused(OVER)
    refuse_unready(request, told_to=actor)
    refuse_not_available(volunteer, now)
    today = local_day(now)
    begin = first_day or max(row.first_day, today)
    if begin > row.last_day:
        raise Refused(LAST_BEFORE_FIRST)
    held = held_by(row)
    # the weeks between the yes and the real beginning become free again
    row.first_day, row.started_on, row.state = begin, begin, MatchState.RUNNING
    helped = Match.objects.filter(
        volunteer=volunteer, organisation_id=row.organisation_id, started_on__isnull=False
    )
    soon = _evaluations(request).first
    if not helped.exists():
        soon = min(soon, FIRST_EVALUATION_OF_ALL)
    row.evaluate_on = min(begin + soon, row.last_day)
    let_begin(request, row, begin)
    take_capacity(volunteer, row, told_to=actor, held=held)
    row.save(update_fields=["first_day", "started_on", "state", "evaluate_on"])
    recount(volunteer)
    move(request, Step.STARTED, now)
    due_while_running(request, row.evaluate_on, [last_day_of(row)], now)
    params = {
        "volunteer": volunteer.first_name,
        "last_day": row.last_day.isoformat(),
        "coordinator": request.owner.account.name,
    }
    queue_to_asker(request, "started", params, now=now)
    save_and_record(
        request,
        "request.started",
        actor=actor,
        now=now,
        data={"match": str(row.pk), "last_day": row.last_day.isoformat()},
    )


@verb("match.not_started", Role.COORDINATOR)
def not_started(*, actor: Actor, now: datetime, match_id: UUID, reason: str = "no_rapport") -> None:
    """Let it not begin: it did not click, or one of them said no.

    Nobody is to blame, and the room is free again.
    """
    _stop(actor, now, match_id, reason, state=MatchState.NOT_STARTED)


@verb("match.end", Role.COORDINATOR)
def end(*, actor: Actor, now: datetime, match_id: UUID, reason: str = "done") -> None:
    """End the help of this volunteer today. The request comes back to its owner."""
    _stop(actor, now, match_id, reason, state=MatchState.ENDED)


@verb("match.evaluate", Role.COORDINATOR)
def evaluate(
    *,
    actor: Actor,
    now: datetime,
    match_id: UUID,
    text: str = "",
    new_last_day: date | None = None,
    holding_out: HoldingOut | None = None,
) -> None:
    """Write down a talk with both; going on longer means a new last day, and that asks for room
    again. `holding_out` is what a family carer said, if there is one.
    """
    volunteer, request, row = _locked(actor, match_id)
    if row.state != MatchState.RUNNING:
        raise Refused(OVER)
    refuse_bsn(text)
    today = local_day(now)
    before = row.last_day
    if new_last_day is not None and new_last_day != before:
        if new_last_day < today:
            raise Refused(Reason("match.past", dutch("De laatste dag ligt in het verleden.")))
        if new_last_day < row.first_day:
            raise Refused(LAST_BEFORE_FIRST)
        if new_last_day > before:
            # going on longer is planning anew
            refuse_unready(request, told_to=actor)
        if last_day_of(row) < min(before, new_last_day):
            raise Refused(Reason(STOPS.code, STOPS.sentence, {"name": volunteer.first_name}))
        held = held_by(row)
        row.last_day = new_last_day
        take_capacity(volunteer, row, told_to=actor, held=held)
        _tell_last_day(request, volunteer, actor, new_last_day, now)
    row.evaluate_on = min(today + _evaluations(request).later, row.last_day)
    row.save(update_fields=["last_day", "evaluate_on"])
    recount(volunteer)
    Note.objects.create(
        organisation_id=request.organisation_id,
        request=request,
        kind=NoteKind.EVALUATION,
        text=text.strip(),
        by_id=actor.own_membership,
        at=now,
    )
    move(request, Step.EVALUATED, now)
    due_while_running(request, row.evaluate_on, [last_day_of(row)], now)
    team = facts_of_teams([request.pk]).get(request.pk)
    if team is not None:
        day_of_team(request, team, now)
    if left_to_decide(request) or helps_against_advice(request):
        # a talk is no decision about visits that stand still
        bring_forward(request, today)
    heard = hear_carer(request, holding_out, actor, now) if holding_out else ()
    save_and_record(
        request,
        "request.evaluated",
        actor=actor,
        now=now,
        columns=heard,
        data={
            "match": str(row.pk),
            "last_day": row.last_day.isoformat(),
            # agreed in a talk, and written down by somebody else than the volunteer
            "last_day_on_behalf": row.last_day != before,
        },
    )


def _tell_last_day(
    request: Request, volunteer: Volunteer, actor: Actor, day: date, now: datetime
) -> None:
    """Tell the volunteer what was written down in their name: how long somebody helps is theirs to
    say.
    """
    rows = request.messages.filter(
        volunteer=volunteer, template="noted_last_day", state=MessageState.QUEUED
    )
    rows.update(state=MessageState.DROPPED, done_at=now)
    queue_to_volunteer(
        request.organisation_id,
        volunteer,
        "noted_last_day",
        {"from": actor.name, "day": day.isoformat()},
        now=now,
        link=make_link(link_access.WEEK, volunteer.pk, None, now),
        request=request,
    )


def lock_helpers(request_ids: Collection[UUID]) -> dict[UUID, Volunteer]:
    """Lock the volunteers who carry these requests, in a fixed order, before the requests."""
    carrying = Match.objects.filter(request_id__in=request_ids, state__in=HOLDS_CAPACITY)
    rows = (
        Volunteer.objects.select_for_update(of=("self",))
        .filter(pk__in=list(carrying.values_list("volunteer_id", flat=True)))
        .order_by("pk")
    )
    return {row.pk: row for row in rows}


def stop_all(
    request: Request, volunteers: dict[UUID, Volunteer], now: datetime, reason: EndReason
) -> list[Match]:
    """End every match of a request that closes, and free the room; returns them as they were ended.

    Raises Refused when somebody said yes after `volunteers` was locked.
    """
    today = local_day(now)
    carrying = request.matches.filter(state__in=HOLDS_CAPACITY).select_related("volunteer")
    rows = list(carrying.order_by("volunteer_id"))
    if any(row.volunteer_id not in volunteers for row in rows):
        raise Refused(CHANGED)
    for row in rows:
        row.state = MatchState.ENDED if row.state == MatchState.RUNNING else MatchState.NOT_STARTED
        row.ended_on, row.end_reason = today, reason
        row.last_day = min(row.last_day, max(row.first_day, today))
        row.save(update_fields=["state", "ended_on", "end_reason", "last_day"])
        close_changes(row, now)
    for volunteer in volunteers.values():
        recount(volunteer)
    return rows


def _stop(actor: Actor, now: datetime, match_id: UUID, reason: str, *, state: MatchState) -> None:
    volunteer, request, row = _locked(actor, match_id)
    if row.state in HAS_ENDED:
        nothing_changed()
        return
    stop(actor, now, volunteer, request, row, reason, state=state)


def stop(
    actor: Actor,
    now: datetime,
    volunteer: Volunteer,
    request: Request,
    row: Match,
    reason: str,
    *,
    state: MatchState,
    by_message: bool = True,
) -> None:
    """Stop one volunteer's help with one request: the room is free, and both sides hear it. Not
    `by_message`: a person calls, and what was still to be told is dropped.

    When nobody else helps, the owner decides what now; a question that was still open waits no
    longer for that.
    """
    was_running = row.state == MatchState.RUNNING
    today = local_day(now)
    # what never began did not end: from an end on a volunteer knows by name whom they helped
    row.state, row.ended_on = (state if was_running else MatchState.NOT_STARTED), today
    row.end_reason = reason if reason in SAID else EndReason.OTHER
    row.last_day = min(row.last_day, max(row.first_day, today))
    row.save(update_fields=["state", "ended_on", "end_reason", "last_day"])
    close_changes(row, now)
    recount(volunteer)
    left = list(request.matches.filter(state__in=HOLDS_CAPACITY).exclude(pk=row.pk))
    gone: list[str] = []
    # of a duo or relay only this leg is open now: the others are asked, or come later
    goes_on = bool(left) or still_to_come(request)
    if left or (goes_on and request.state == State.RUNNING):
        request.changed_at, request.version = now, request.version + 1
    elif request.state in {State.RUNNING, State.MEETING}:
        gone = [] if goes_on else take_back(request, now)
        move(request, Step.MATCH_ENDED, now)
        if request.proposals.filter(state__in=UNDECIDED).exists():
            move(request, Step.ASKED, now)
    else:
        request.changed_at, request.version = now, request.version + 1
    over = was_running and not goes_on
    helper_stopped(request, row.volunteer_id, over=over, actor=actor, now=now)
    seek_again(row, now)
    seek_no_more(row, now)
    rests = rest_after_help(actor, now, volunteer, row) if was_running else None
    drop_about(request, volunteer, now)
    if by_message:
        _tell_stopped(request, row, now, was_running=was_running, rests=rests)
    save_and_record(
        request,
        "request.match_ended" if was_running else "request.not_started",
        actor=actor,
        now=now,
        columns=["change_reported"],
        data={"match": str(row.pk), "reason": row.end_reason, "taken_back": gone},
    )


def tell_volunteer_stopped(
    request: Request, row: Match, now: datetime, rests: date | None = None
) -> None:
    """Thank them and tell of rest after a heavy time; or that it does not begin after all.

    Nobody is left waiting for a visit.
    """
    thanks = "thanks" if rests is None else "thanks_rest"
    until = {"until": rests.isoformat()} if rests else {}
    queue_to_volunteer(
        request.organisation_id,
        row.volunteer,
        thanks if row.state == MatchState.ENDED else "not_started",
        {"coordinator": request.owner.account.name, **until},
        now=now,
        request=request,
    )


def _tell_stopped(
    request: Request, row: Match, now: datetime, *, was_running: bool, rests: date | None
) -> None:
    """Tell both sides.

    The help seeker hears nothing of somebody of whom they knew nothing yet.
    """
    volunteer, due_on = row.volunteer, request.due_on
    there = who_is_there(request, due_on) if due_on else request.owner.account.name
    tell_volunteer_stopped(request, row, now, rests)
    if was_running or row.meeting_at is not None:
        queue_to_asker(
            request,
            "stopped" if was_running else "meeting_off",
            {
                "volunteer": volunteer.first_name,
                "coordinator": there or request.organisation.name,
                "due_on": due_on.isoformat() if due_on else "",
            },
            now=now,
        )


def _locked(actor: Actor, match_id: UUID) -> tuple[Volunteer, Request, Match]:
    found = Match.objects.filter(pk=match_id).values_list("volunteer_id", "request_id").first()
    if found is None:
        raise NotFound(match_id)
    volunteer = Volunteer.objects.select_for_update(of=("self",)).get(pk=found[0])
    request = request_for_change(actor, found[1])
    return volunteer, request, Match.objects.select_related("volunteer").get(pk=match_id)


def _evaluations(request: Request) -> Evaluations:
    last = request.assessments.order_by("-number").only("facts").first()
    terminal = is_terminal(
        request.kinds or [request.kind],
        dying_or_grief=last is not None and "K4" in last.facts["yes"],
        heavy=request.heavy,
    )
    running = clock_of(request, State.RUNNING)
    return evaluations(running, level_of(haste_of(request)), terminal=terminal)


# --- the end of one day of standing in ------------------------------------------------------------


@verb("cover.finish", Role.SYSTEM)
def finish(*, actor: Actor, now: datetime, visit_id: UUID) -> None:
    """End the one day: whoever stood in is free again, and nothing of it asks for a talk."""
    cover, _volunteer, request = locked(actor, visit_id)
    match = cover.match
    if match is None or match.state != MatchState.RUNNING or cover.day >= local_day(now):
        nothing_changed()
        return
    carried_on = request.matches.filter(state__in=HOLDS_CAPACITY).exclude(pk=match.pk).exists()
    helper = Volunteer.objects.select_for_update(of=("self",)).get(pk=match.volunteer_id)
    if not carried_on and request.state == State.RUNNING:
        # the help itself stopped meanwhile: the owner decides what now
        stop(actor, now, helper, request, match, EndReason.DONE, state=MatchState.ENDED)
        return
    end_of_one_day(match, helper, local_day(now))
    record(cover, request, "cover.finished", actor, now)
