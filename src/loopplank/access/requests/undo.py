"""Read the last thing that happened to a request, and whether it can still be undone."""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.core.responsibility.undo import Done, why_not
from loopplank.store.models import Event


def last_event(request_id: UUID) -> Event | None:
    """Return the last event of a request."""
    rows = Event.objects.filter(aggregate="request", aggregate_id=request_id)
    return rows.order_by("-sequence").first()


def as_done(event: Event | None) -> Done | None:
    """Return it as core judges it."""
    if event is None:
        return None
    kept = "before" in event.data
    return Done(event.sequence, event.type, event.actor_id, event.at, kept)


def may_undo(actor: Actor, event: Event | None, now: datetime) -> int | None:
    """Return the number of the step that this actor may undo now, or None."""
    done = as_done(event)
    if done is None or why_not(done, done.sequence, actor.id, now) is not None:
        return None
    return done.sequence
