"""Let visits stand still: at once when somebody goes, and on only when a coordinator decides."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.arrangements.arrangements import Sheet, arrangement_for_change, route_of
from loopplank.access.volunteers.coming import last_day_of
from loopplank.access.volunteers.contact_limits import helpers_not_free
from loopplank.actions.kit.action import record, verb
from loopplank.actions.messages.messages import drop_queued, queue_to_asker, queue_to_volunteer
from loopplank.actions.transitions.standing_still import go_on
from loopplank.actions.transitions.standing_still import stand_still as visits_stand_still
from loopplank.actions.transitions.transitions import (
    asked_day,
    bring_forward,
    due_while_running,
    save_and_record,
    set_day,
)
from loopplank.core.account.roles import Role
from loopplank.core.arrangements import Answer, Side, State, Step, after, may_resume
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.matching.matches import MatchState
from loopplank.core.requests.states import RULES
from loopplank.core.requests.states import State as RequestState
from loopplank.core.responsibility.situation import (
    HELPER_NOT_FREE,
    LEAD_LEFT,
    OF_AN_ARRANGEMENT,
    STANDS_STILL,
)
from loopplank.store.models import Arrangement, Match, Request, Signature

NOT_YET = Reason("arrangement.not_yet", dutch("De bezoeken kunnen nog niet verder."))
STILL, ON = ("visits_still", "visits_still_asker"), ("visits_on", "visits_on_asker")


def stand_still(request: Request, sheet: Sheet, *, actor: Actor, now: datetime) -> None:
    """Stop the volunteer's part now, whoever is on the telephone.

    Their room stays taken until the owner decides, today: on with a new yes, or stop.
    """
    row = sheet.row
    was = row.state
    row.state = after(State(row.state), Step.STOOD_STILL)
    row.starts_on, row.changed_at = None, now
    row.stands_still_since = row.stands_still_since or now
    row.save(update_fields=["state", "starts_on", "changed_at", "stands_still_since"])
    for match in sheet.helpers:
        visits_stand_still(match, local_day(now))
    drop_queued(request, now, templates=ON)
    if was != State.SUSPENDED:
        _tell(request, sheet.helpers, *STILL, now=now)
    call_up(request, left_to_decide(request), now)
    save_and_record(
        request,
        "request.visits_stopped",
        actor=actor,
        now=now,
        columns=["change_reported"],
        data={"arrangement": str(row.pk)},
    )


@verb("arrangement.resume", Role.COORDINATOR)
def resume(*, actor: Actor, now: datetime, request_id: UUID) -> None:
    """Let the visits go on: the coordinator decided so, with everybody's yes again."""
    request, sheet = arrangement_for_change(actor, request_id)
    row, today = sheet.row, local_day(now)
    state = after(State(row.state), Step.RESUMED)
    lacking = may_resume(route_of(request.pk), sheet.facts(today))
    if lacking:
        raise Refused(NOT_YET, lacking)
    row.state, row.starts_on, row.stands_still_since = state, today, None
    row.agreed_at = row.changed_at = now
    row.save(update_fields=["state", "starts_on", "stands_still_since", "agreed_at", "changed_at"])
    on = [match for match in sheet.helpers if go_on(match)]
    drop_queued(request, now, templates=STILL)
    _tell(request, on, *ON, now=now)
    request.change_reported = helper_to_speak(request, now)
    request.changed_at, request.version = now, request.version + 1
    _go_on(request, sheet, now)
    record(
        row,
        "arrangement.resumed",
        actor=actor,
        now=now,
        journey_id=request.journey_id,
        data={"state": state, "version": row.version},
    )
    save_and_record(
        request,
        "request.visits_resumed",
        actor=actor,
        now=now,
        columns=["change_reported"],
        data={"arrangement": str(row.pk)},
    )


def call_up(request: Request, why: str, now: datetime) -> None:
    """Put a request on its owner's list of today; the caller saves it."""
    today = local_day(now)
    request.change_reported = why
    bring_forward(request, today)
    request.changed_at, request.version = now, request.version + 1


def left_to_decide(request: Request) -> str:
    """Return what the owner still has to decide about visits that stand still, or "" when they do
    not.

    Talking about it is not deciding it.
    """
    still = Arrangement.objects.filter(request=request, state=State.SUSPENDED.value)
    if not still.exists():
        return ""
    gone = Signature.objects.filter(
        arrangement__in=still,
        side=Side.PROFESSIONAL.value,
        answer=Answer.LEFT.value,
        replaced_at=None,
    )
    return LEAD_LEFT if gone.exists() else STANDS_STILL


def helper_to_speak(request: Request, now: datetime) -> str:
    """Return what the owner is asked once something else was dealt with: to speak with whoever
    helps and is not available any more; else "".
    """
    if request.change_reported in {"", HELPER_NOT_FREE}:
        return ""
    return HELPER_NOT_FREE if helpers_not_free([request.pk], local_day(now)) else ""


def decided(request: Request) -> None:
    """Note that the owner decided otherwise: what an arrangement asked of them is answered."""
    if request.change_reported in OF_AN_ARRANGEMENT:
        request.change_reported = ""


def _go_on(request: Request, sheet: Sheet, now: datetime) -> None:
    """Begin the clock of a request anew, or let it run until the evaluation while help runs."""
    running = [match for match in sheet.helpers if match.state == MatchState.RUNNING]
    evaluate_on = sheet.row.evaluate_on
    if running and evaluate_on:
        due_while_running(request, evaluate_on, [last_day_of(match) for match in running], now)
        return
    clock = RULES[RequestState(request.state)].clock
    if clock is not None:
        set_day(request, asked_day(request, now, step=clock))


def _tell(
    request: Request, helpers: Iterable[Match], volunteer: str, asker: str, *, now: datetime
) -> None:
    """Tell both sides, when there are visits that can stand still or go on."""
    names = {"coordinator": request.owner.account.name}
    running = [match for match in helpers if match.state == MatchState.RUNNING]
    for match in running:
        queue_to_volunteer(
            request.organisation_id, match.volunteer, volunteer, names, now=now, request=request
        )
    if running:
        helped_by = running[0].volunteer.first_name
        queue_to_asker(request, asker, {**names, "volunteer": helped_by}, now=now)
