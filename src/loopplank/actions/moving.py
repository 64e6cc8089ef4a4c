"""Moving a request to its next state: the clock starts, and the event tells where it stands."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from loopplank.access import workdays
from loopplank.access.actors import Actor
from loopplank.actions.doing import record_event
from loopplank.core.calendar import local_day
from loopplank.core.responsibility import (
    LATER_EVALUATION,
    RULES,
    STAYS,
    Clock,
    State,
    Step,
    after,
    due_after,
)
from loopplank.store.models import Request

COLUMNS = ("state", "due_on", "owner", "changed_at", "version")
END_IS_NEAR = timedelta(weeks=4)


def move(row: Request, step: Step, now: datetime, *, clock: Clock | None = None) -> None:
    """Change the state in memory and start its clock; the caller saves `COLUMNS`.

    A step that leaves the state as it is leaves the day as it is too: talking once more is no way
    to be late later. Raises Refused when the step cannot be made from here.
    """
    before = State(row.state)
    to = after(before, step)
    row.state = to
    row.changed_at = now
    row.version += 1
    if to is State.CLOSED:
        row.due_on = None
    elif to is before and (step in STAYS or step is Step.SAID_YES):
        return
    else:
        chosen = clock or (LATER_EVALUATION if step is Step.EVALUATED else RULES[to].clock)
        if chosen is not None:
            row.due_on = due(row, chosen, now)


def due(row: Request, clock: Clock, now: datetime) -> date:
    """The day on which `clock` runs out for the owner of this request, starting today."""
    today = local_day(now)
    calendar = workdays.of_organisation(row.organisation, today)
    return due_after(clock, today, calendar, row.owner.weekdays)


def due_while_running(
    row: Request, evaluate_on: date, last_days: Iterable[date], now: datetime
) -> None:
    """While help runs the next day is the evaluation, or the talk four weeks before a last day; on
    the owner's last working day up to then, so that somebody is there to do it.
    """
    today = local_day(now)
    days = [evaluate_on]
    for last in last_days:
        near = last - END_IS_NEAR
        days.append(near if near > today else last)
    day = max(min(days), today)
    calendar = workdays.of_organisation(row.organisation, today).of_person(row.owner.weekdays)
    row.due_on = calendar.last_on_or_before(day, today) or day


def save_and_record(
    row: Request,
    type_: str,
    *,
    actor: Actor,
    now: datetime,
    columns: Iterable[str] = (),
    data: dict[str, object] | None = None,
) -> None:
    """Save the named columns and write the event, which holds where the request now stands."""
    row.save(update_fields=[*COLUMNS, *columns])
    record_event(
        "request",
        row.pk,
        type_,
        actor=actor,
        now=now,
        organisation_id=row.organisation_id,
        journey_id=row.journey_id,
        data={**standing(row), **(data or {})},
    )


def standing(row: Request) -> dict[str, object]:
    """Where a request stands, so that its state can be rebuilt from its events alone."""
    return {
        "state": str(row.state),
        "owner": str(row.owner_id),
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "standing": row.standing,
        "closing_reason": str(row.closing_reason),
        "next_step": bool(row.next_party or row.nobody_discussed),
    }
