"""Change help that runs: ask both, take the answers, and let it begin on its day.

Every change is a row that stays, so that nobody has to remember what was agreed before. Until it
begins nothing is different: not the visits, not the room, not what anybody reads.
"""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account import links as link_access
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.matching.match_change import from_stored, rhythm_of, stored
from loopplank.access.requests.requests import any_request_for_change, request_for_change
from loopplank.access.volunteers.coming import last_day_of
from loopplank.access.volunteers.volunteers import commitment_of
from loopplank.actions.account.links import make_link
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.ledger.ledger import (
    held_by,
    recount,
    refuse_same_hour,
    refuse_without_room,
    take_capacity,
)
from loopplank.actions.matching.meetings import waits_for_call
from loopplank.actions.messages.messages import (
    drop_about_change,
    queue_to_asker,
    queue_to_volunteer,
)
from loopplank.actions.transitions.transitions import (
    bring_forward,
    due_while_running,
    refuse_unready,
    save_and_record,
)
from loopplank.actions.volunteers.contact_limits import refuse_not_available
from loopplank.actions.volunteers.cover import seek_no_more
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused
from loopplank.core.matching.match_change import (
    AFTER_LAST_DAY,
    ANSWERED,
    FIRST_CALL,
    NOT_RUNNING,
    NOTHING_CHANGES,
    ONE_AT_A_TIME,
    OPEN_CHANGE,
    PAST,
    STANDS_STILL,
    TOO_LATE,
    ChangeSide,
    ChangeState,
    Rhythm,
    Weight,
    after_yes,
    answer_by,
    needs_yes,
)
from loopplank.core.matching.matches import MatchState
from loopplank.store.models import Match, MatchChange, Request, Volunteer


@verb("match_change.ask", Role.COORDINATOR)
def ask(*, actor: Actor, now: datetime, match_id: UUID, rhythm: Rhythm, first_day: date) -> UUID:
    """Ask for other days, hours or a last day, from `first_day` on. What is only lighter begins
    without asking. Returns the change.

    Raises Refused for what the volunteer's limit, another visit or another rule forbids: nobody is
    asked for what cannot be.
    """
    volunteer, request, match = running_match(actor, match_id)
    today = local_day(now)
    if match.changes.filter(state__in=OPEN_CHANGE).exists():
        raise Refused(ONE_AT_A_TIME)
    before = rhythm_of(match)
    weight = rhythm.weight_after(before)
    if weight is Weight.SAME:
        raise Refused(NOTHING_CHANGES)
    if first_day < today:
        raise Refused(PAST)
    if first_day > min(rhythm.last_day, last_day_of(match)):
        raise Refused(AFTER_LAST_DAY)
    if needs_yes(weight):
        refuse_to_ask(actor, now, volunteer, request, first_call=FIRST_CALL)
        _refuse_what_cannot_be(volunteer, match, rhythm, first_day, told_to=actor)
    row = MatchChange.objects.create(
        organisation_id=match.organisation_id,
        match=match,
        first_day=first_day,
        **_columns(rhythm),
        before=stored(before),
        weight=weight,
        state=ChangeState.ASKED if needs_yes(weight) else ChangeState.AGREED,
        asked_by_id=actor.own_membership,
        asked_at=now,
        answer_by=answer_by(first_day, today),
    )
    if not needs_yes(weight):
        _begin_or_wait(actor, now, volunteer, request, match, row)
        _tell_agreed(volunteer, request, row, now)
        return row.pk
    params = _params(volunteer, row)
    queue_to_asker(request, "change_asked", params, now=now)
    tell_volunteer(volunteer, request, "change_asked_volunteer", params, now)
    _record(request, row, "request.change_asked", actor, now)
    return row.pk


@verb("match_change.yes", Role.COORDINATOR, Role.VOLUNTEER, Role.HELP_SEEKER)
def say_yes(*, actor: Actor, now: datetime, change_id: UUID, side: ChangeSide) -> None:
    """Note the yes of one side. With both it is agreed, and begins on its day.

    A coordinator notes what was said on the telephone; the others only speak for themselves. Raises
    Refused when the time to answer is over, and when there is no room any more; to the person who
    is helped that ends it, with a message.
    """
    volunteer, request, match, row = _locked_change(actor, change_id, side)
    column = f"{side.value}_yes_at"
    if getattr(row, column) is not None and row.state in {*OPEN_CHANGE, ChangeState.IN_FORCE}:
        nothing_changed()
        return
    _refuse_answer(match, row, now)
    setattr(row, column, now)
    if actor.role is Role.COORDINATOR:
        setattr(row, f"{side.value}_noted_by_id", actor.own_membership)
    said = {one: getattr(row, f"{one.value}_yes_at") is not None for one in ChangeSide}
    row.state = after_yes(said, row.first_day, local_day(now))
    row.save()
    if row.state == ChangeState.ASKED:
        _record(request, row, "request.change_yes", actor, now, {"side": side.value})
        return
    try:
        _refuse_what_cannot_be(volunteer, match, _becomes(row, match), row.first_day, told_to=actor)
    except Refused:
        if actor.role is not Role.HELP_SEEKER:
            raise
        # the limits of a volunteer are not theirs to read, and their yes was a good answer
        _no_room(actor, now, volunteer, request, row)
        return
    _begin_or_wait(actor, now, volunteer, request, match, row)
    _tell_agreed(volunteer, request, row, now)


@verb("match_change.no", Role.COORDINATOR, Role.VOLUNTEER, Role.HELP_SEEKER)
def say_no(*, actor: Actor, now: datetime, change_id: UUID, side: ChangeSide) -> None:
    """Note a no, which is a good answer: everything stays as it was, and the owner hears it today.

    Whoever said yes already hears that it does not go on, and never who said no.
    """
    volunteer, request, match, row = _locked_change(actor, change_id, side)
    if row.state == ChangeState.REFUSED:
        nothing_changed()
        return
    _refuse_answer(match, row, now)
    _call_off(volunteer, request, row, ChangeState.REFUSED, now, but=side)
    bring_forward(request, local_day(now))
    _record(request, row, "request.change_refused", actor, now, {"side": side.value})


@verb("match_change.withdraw", Role.COORDINATOR)
def withdraw(*, actor: Actor, now: datetime, change_id: UUID) -> None:
    """Take a change back before it begins; whoever said yes to it hears so."""
    volunteer, request, _match, row = _locked_change(actor, change_id, None)
    if row.state == ChangeState.WITHDRAWN:
        nothing_changed()
        return
    if row.state not in OPEN_CHANGE:
        raise Refused(ANSWERED)
    _call_off(volunteer, request, row, ChangeState.WITHDRAWN, now)
    _record(request, row, "request.change_withdrawn", actor, now)


@verb("match_change.due", Role.SYSTEM)
def due(*, actor: Actor, now: datetime, change_id: UUID) -> None:
    """Let an agreed change begin on its day, or end one that nobody answered in time.

    Where there is no room any more everything stays as it was, and the owner decides today.
    """
    volunteer, request, match, row = _locked_change(actor, change_id, None)
    today = local_day(now)
    if row.state not in OPEN_CHANGE:
        nothing_changed()
        return
    if match.state != MatchState.RUNNING or last_day_of(match) < today:
        close_changes(match, now)
        _record(request, row, "request.change_over", actor, now)
        return
    if row.state == ChangeState.ASKED:
        if row.answer_by >= today:
            nothing_changed()
            return
        _call_off(volunteer, request, row, ChangeState.LAPSED, now)
        bring_forward(request, today)
        _record(request, row, "request.change_lapsed", actor, now)
        return
    if row.first_day > today:
        nothing_changed()
        return
    try:
        _refuse_what_cannot_be(volunteer, match, _becomes(row, match), row.first_day, told_to=actor)
    except Refused:
        _no_room(actor, now, volunteer, request, row)
        return
    _begin_or_wait(actor, now, volunteer, request, match, row)


def close_changes(match: Match, now: datetime) -> None:
    """End what was still asked about help that ends. The caller holds the lock of the volunteer."""
    match.changes.filter(state__in=OPEN_CHANGE).update(state=ChangeState.OVER, closed_at=now)


# --- underneath -----------------------------------------------------------------------------------


def _no_room(
    actor: Actor, now: datetime, volunteer: Volunteer, request: Request, row: MatchChange
) -> None:
    _call_off(volunteer, request, row, ChangeState.NO_ROOM, now)
    bring_forward(request, local_day(now))
    _record(request, row, "request.change_no_room", actor, now)


def _begin_or_wait(
    actor: Actor,
    now: datetime,
    volunteer: Volunteer,
    request: Request,
    match: Match,
    row: MatchChange,
) -> None:
    """Let it begin when its day is there; else it waits for that day."""
    begins = row.first_day <= local_day(now)
    if begins:
        _begin(actor, now, volunteer, request, match, row)
    row.state = ChangeState.IN_FORCE if begins else ChangeState.AGREED
    row.closed_at = now if begins else None
    row.save(update_fields=["state", "closed_at"])
    type_ = "request.match_changed" if begins else "request.change_agreed"
    _record(request, row, type_, actor, now)


def _begin(
    actor: Actor,
    now: datetime,
    volunteer: Volunteer,
    request: Request,
    match: Match,
    row: MatchChange,
) -> None:
    held, rhythm = held_by(match), _becomes(row, match)
    moved = (match.weekday, match.every_weeks) != (rhythm.weekday, rhythm.every_weeks)
    _set(match, rhythm, row.first_day)
    take_capacity(volunteer, match, told_to=actor, held=held)
    if match.evaluate_on is not None:
        match.evaluate_on = min(match.evaluate_on, match.last_day)
        due_while_running(request, match.evaluate_on, [last_day_of(match)], now)
    match.save(update_fields=[*_columns(rhythm), "phase", "rhythm_from", "evaluate_on"])
    recount(volunteer)
    if moved:
        # nobody is sought any more for a day on which there is no visit now
        seek_no_more(match, now)


def _becomes(row: MatchChange, match: Match) -> Rhythm:
    """Return what this change makes of the match as it is now."""
    return rhythm_of(row).onto(from_stored(row.before), rhythm_of(match))


def _tell_agreed(volunteer: Volunteer, request: Request, row: MatchChange, now: datetime) -> None:
    """Tell both from which day it is otherwise; nobody is asked any more."""
    drop_about_change(request, volunteer, now)
    params = _params(volunteer, row)
    queue_to_asker(request, "change_agreed", params, now=now)
    tell_volunteer(volunteer, request, "change_agreed_volunteer", params, now)


def _set(match: Match, rhythm: Rhythm, first_day: date) -> None:
    for name, value in _columns(rhythm).items():
        setattr(match, name, value)
    match.phase, match.rhythm_from = rhythm.phase_from(first_day), first_day


def _refuse_what_cannot_be(
    volunteer: Volunteer, match: Match, rhythm: Rhythm, first_day: date, *, told_to: Actor
) -> None:
    """Raise Refused when the volunteer has no room for it, or is with somebody else at that hour:
    as at a first yes.
    """
    held = held_by(match)
    wanted = Match.objects.get(pk=match.pk)
    _set(wanted, rhythm, first_day)
    new = commitment_of(wanted, str(match.pk), str(match.person_key))
    refuse_without_room(volunteer, new, told_to=told_to, held=held.commitment)
    refuse_same_hour(volunteer, wanted, told_to=told_to, held=held.agreement)


def _refuse_answer(match: Match, row: MatchChange, now: datetime) -> None:
    if match.state != MatchState.RUNNING or row.state != ChangeState.ASKED:
        raise Refused(TOO_LATE if row.state == ChangeState.LAPSED else ANSWERED)
    if row.answer_by < local_day(now):
        raise Refused(TOO_LATE)


def _call_off(
    volunteer: Volunteer,
    request: Request,
    row: MatchChange,
    state: ChangeState,
    now: datetime,
    *,
    but: ChangeSide | None = None,
) -> None:
    """End it without effect; whoever said yes hears it, apart from who says this themselves."""
    drop_about_change(request, volunteer, now)
    row.state, row.closed_at = state, now
    row.save(update_fields=["state", "closed_at"])
    if row.person_yes_at is not None and but is not ChangeSide.PERSON:
        queue_to_asker(request, "change_off", _params(volunteer, row), now=now)
    if row.volunteer_yes_at is not None and but is not ChangeSide.VOLUNTEER:
        tell_volunteer(volunteer, request, "change_off_volunteer", _params(volunteer, row), now)


def tell_volunteer(
    volunteer: Volunteer,
    request: Request,
    template: str,
    params: dict[str, object],
    now: datetime,
) -> None:
    """Queue a message about help that runs, with the way to their own week."""
    queue_to_volunteer(
        request.organisation_id,
        volunteer,
        template,
        params,
        now=now,
        link=make_link(link_access.WEEK, volunteer.pk, None, now),
        request=request,
    )


def _columns(rhythm: Rhythm) -> dict[str, object]:
    return {
        "weekday": rhythm.weekday,
        "start_time": rhythm.start_time,
        "visit_minutes": rhythm.visit_minutes,
        "visits_per_week": rhythm.visits_per_week,
        "every_weeks": rhythm.every_weeks,
        "last_day": rhythm.last_day,
    }


def _params(volunteer: Volunteer, row: MatchChange) -> dict[str, object]:
    return {
        "volunteer": volunteer.first_name,
        "day": row.first_day.isoformat(),
        "until": row.answer_by.isoformat(),
    }


def _record(
    request: Request,
    row: MatchChange,
    type_: str,
    actor: Actor,
    now: datetime,
    more: dict[str, object] | None = None,
) -> None:
    request.changed_at, request.version = now, request.version + 1
    data = {"match": str(row.match_id), "change": str(row.pk), "weight": str(row.weight)}
    save_and_record(request, type_, actor=actor, now=now, data={**data, **(more or {})})


def running_match(actor: Actor, match_id: UUID) -> tuple[Volunteer, Request, Match]:
    """Lock a match that can be changed. Raises Refused when its visits are over or stand still."""
    volunteer, request, match = _locked(actor, match_id)
    if match.state != MatchState.RUNNING:
        raise Refused(NOT_RUNNING)
    if match.still_from is not None:
        raise Refused(STANDS_STILL)
    return volunteer, request, match


def refuse_to_ask(
    actor: Actor, now: datetime, volunteer: Volunteer, request: Request, *, first_call: Reason
) -> None:
    """Raise Refused where nobody may ask a volunteer for another day or hour of help that runs: it
    is not decided for a volunteer, they are "nu niet beschikbaar", or they wait for a call.
    """
    refuse_unready(request, told_to=actor)
    refuse_not_available(volunteer, now)
    if waits_for_call(volunteer, request.organisation_id):
        raise Refused(replace(first_call, params={"name": volunteer.first_name}))


def _locked(actor: Actor, match_id: UUID) -> tuple[Volunteer, Request, Match]:
    """Lock the volunteer first, then the request, always in this order. Raises NotFound for a match
    of somebody else.
    """
    found = Match.objects.filter(pk=match_id).values_list("volunteer_id", "request_id").first()
    if found is None or (actor.role is Role.VOLUNTEER and found[0] != actor.id):
        raise NotFound(match_id)
    volunteer = Volunteer.objects.select_for_update(of=("self",)).get(pk=found[0])
    request = (
        any_request_for_change(found[1])
        if actor.role is Role.VOLUNTEER
        else request_for_change(actor, found[1])
    )
    return volunteer, request, Match.objects.select_related("volunteer", "request").get(pk=match_id)


def _locked_change(
    actor: Actor, change_id: UUID, side: ChangeSide | None
) -> tuple[Volunteer, Request, Match, MatchChange]:
    """Lock a change with its volunteer and request. Raises NotFound for a stranger, and for whoever
    speaks for somebody else.
    """
    own = {Role.VOLUNTEER: ChangeSide.VOLUNTEER, Role.HELP_SEEKER: ChangeSide.PERSON}
    match_id = MatchChange.objects.filter(pk=change_id).values_list("match_id", flat=True).first()
    if match_id is None or actor.for_another or own.get(actor.role, side) is not side:
        raise NotFound(change_id)
    volunteer, request, match = _locked(actor, match_id)
    return volunteer, request, match, MatchChange.objects.get(pk=change_id)
