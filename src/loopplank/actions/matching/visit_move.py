"""Move one visit of help that runs, with the yes of both.

A coordinator asked both on the telephone and writes both answers down. The row is what was agreed;
the match holds the same, so that whoever reads its days reads the moved one.
"""

from datetime import date, datetime, time
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.messages.staleness import told_at
from loopplank.access.volunteers.own_pages import agreement_of
from loopplank.access.volunteers.volunteers import facts_of
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.ledger.ledger import refuse_same_hour
from loopplank.actions.matching.match_change import (
    refuse_to_ask,
    running_match,
    tell_volunteer,
)
from loopplank.actions.messages.messages import queue_to_asker
from loopplank.actions.transitions.transitions import save_and_record
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.match_change import ONE_AT_A_TIME, OPEN_CHANGE
from loopplank.core.matching.visit_move import (
    ASK_BOTH,
    FIRST_CALL,
    agreed_day,
    is_done,
    why_not,
)
from loopplank.core.volunteers.visits import Moved, moves_with, start_on
from loopplank.store.models import Limits, Match, Visit, VisitMove


@verb("visit_move.move", Role.COORDINATOR)
def move_visit(
    *,
    actor: Actor,
    now: datetime,
    match_id: UUID,
    day: date,
    new_day: date,
    new_time: time | None,
    volunteer_said_yes: bool,
    person_said_yes: bool,
) -> None:
    """Move the visit of `day`, as both agreed. Said twice it is moved once.

    Raises Refused when one of them was not asked, when nobody may ask them, when that visit is not
    there any more or another change begins before it, and when the volunteer cannot be there: away,
    paused, or with somebody else at that hour.
    """
    volunteer, request, match = running_match(actor, match_id)
    one = agreement_of(match)
    last = match.visit_moves.filter(was_day=day, new_day=new_day, new_time=new_time).last()
    if last is not None and is_done(one, Moved(last.day, new_day, new_time)):
        nothing_changed()
        return
    if not (volunteer_said_yes and person_said_yes):
        raise Refused(ASK_BOTH)
    refuse_to_ask(actor, now, volunteer, request, first_call=FIRST_CALL)
    changes = match.changes.filter(state__in=OPEN_CHANGE, first_day__lte=max(day, new_day))
    if changes.exists():
        # from its first day on there may be no such visit
        raise Refused(ONE_AT_A_TIME)
    limits = facts_of(Limits.objects.get(pk=volunteer.pk))
    written = set(Visit.objects.filter(match=match).values_list("day", flat=True))
    reason = why_not(volunteer.first_name, one, limits, written, Moved(day, new_day, new_time), now)
    if reason is not None:
        raise Refused(reason)
    refuse_same_hour(volunteer, _only_on(match, new_day, new_time), told_to=actor)
    agreed = agreed_day(one, day)
    VisitMove.objects.create(
        organisation_id=match.organisation_id,
        match=match,
        day=agreed,
        was_day=day,
        was_time=start_on(one, day),
        new_day=new_day,
        new_time=new_time,
        asked_by_id=actor.own_membership,
        volunteer_yes_at=now,
        person_yes_at=now,
    )
    match.moves = [_stored(each) for each in moves_with(one, Moved(agreed, new_day, new_time))]
    match.save(update_fields=["moves"])
    params: dict[str, object] = {
        "volunteer": volunteer.first_name,
        "day": day.isoformat(),
        "at": told_at(new_day, match),
    }
    queue_to_asker(request, "visit_moved", params, now=now)
    tell_volunteer(volunteer, request, "visit_moved_volunteer", params, now)
    request.changed_at, request.version = now, request.version + 1
    data: dict[str, object] = {
        "match": str(match.pk),
        "day": day.isoformat(),
        "new_day": new_day.isoformat(),
    }
    save_and_record(request, "request.visit_moved", actor=actor, now=now, data=data)


def _only_on(match: Match, day: date, start: time | None) -> Match:
    """Return the match as if it were this one visit."""
    wanted = Match.objects.get(pk=match.pk)
    wanted.first_day = wanted.last_day = day
    wanted.weekday, wanted.start_time = day.weekday(), start
    wanted.every_weeks = wanted.visits_per_week = 1
    wanted.phase = wanted.rhythm_from = None
    wanted.moves = []
    return wanted


def _stored(one: Moved) -> list[str]:
    return [one.day.isoformat(), one.to.isoformat(), f"{one.start:%H:%M}" if one.start else ""]
