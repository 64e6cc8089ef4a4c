"""Count what a plan passes over; after three times, or thirteen weeks, a person decides."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.requests.requests import request_for_change, requests
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.actions.messages.messages import queue_to_asker
from loopplank.actions.requests.closing import wait
from loopplank.actions.transitions.transitions import (
    asked_day,
    begin_search_anew,
    save_and_record,
    set_day,
    standing,
)
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.matching.passed_over import Outcome, counts, why_decide
from loopplank.core.requests.closing import Lack
from loopplank.core.requests.states import State
from loopplank.store.models import Request

NOTHING_TO_DECIDE = Reason(
    "passed_over.nothing",
    dutch("Over deze vraag hoef je nu niet te beslissen. Vernieuw de pagina."),
)


@verb("request.note_passed_over", Role.SYSTEM)
def note_passed_over(*, actor: Actor, now: datetime, request_ids: Iterable[UUID]) -> int:
    """Count that a plan chose others than these: each once a day, and only while it is searched
    for. Returns how many counted.
    """
    today, counted = local_day(now), 0
    found = requests(actor).filter(pk__in=list(request_ids), state=State.SEARCHING)
    # always in the same order, so that two plans at once do not wait for each other
    for pk in list(found.order_by("pk").values_list("pk", flat=True)):
        row = request_for_change(actor, pk)
        if not counts(row.state, row.passed_over_on, today):
            continue
        row.passed_over, row.passed_over_on = row.passed_over + 1, today
        row.save(update_fields=["passed_over", "passed_over_on"])
        _record(actor, now, row, "request.passed_over", {"times": row.passed_over})
        counted += 1
    if not counted:
        nothing_changed()
    return counted


@verb("request.decide_after_passing_over", Role.COORDINATOR)
def decide_after_passing_over(
    *, actor: Actor, now: datetime, request_id: UUID, outcome: Outcome
) -> None:
    """Decide instead of the plan, and tell the one who waits: that we go on and choose them first,
    or that they are on the waiting list. An honest no is only chosen here; saying it has a page and
    a conversation of its own, and until then the request keeps asking for it.
    """
    row = request_for_change(actor, request_id)
    why = why_decide(row.state, row.passed_over, row.sought_since, local_day(now))
    if why is None and row.state == State.SEARCHING and row.search_first:
        # pressed twice
        nothing_changed()
        return
    if why is None:
        raise Refused(NOTHING_TO_DECIDE)
    data: dict[str, object] = {"outcome": outcome, "why": why.as_stored()}
    if outcome is Outcome.FIRST:
        _search_first(row, now)
        save_and_record(row, _DECIDED, actor=actor, now=now, data=data)
        return
    _record(actor, now, row, _DECIDED, data)
    if outcome is Outcome.WAIT:
        wait(actor=actor, now=now, request_id=request_id, lack=Lack.PLACE)


# --- underneath -----------------------------------------------------------------------------------

_DECIDED = "request.decided_after_passing_over"


def _search_first(row: Request, now: datetime) -> None:
    """Let it go before others, on a new day; thirteen weeks begin anew."""
    begin_search_anew(row, local_day(now))
    row.search_first = True
    set_day(row, asked_day(row, now))
    row.changed_at, row.version = now, row.version + 1
    params = {
        "due_on": row.due_on.isoformat() if row.due_on else "",
        "coordinator": row.owner.account.name,
    }
    queue_to_asker(row, "search_first", params, now=now)


def _record(actor: Actor, now: datetime, row: Request, type_: str, data: dict[str, object]) -> None:
    """Write an event beside which nothing of where the request stands changed."""
    record(row, type_, actor=actor, now=now, data={**standing(row), **data})
