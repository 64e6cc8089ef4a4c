"""What was done with a request, from its events."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Subquery

from loopplank.store.models import Event, Membership

#: The events that the page tells of; talks, questions and visits have rows of their own.
HISTORY = (
    "request.agreed",
    "request.amended",
    "request.assessed",
    "request.change_reported",
    "request.closed",
    "request.consent_withdrawn",
    "request.consult_asked",
    "request.decided",
    "request.handed_back",
    "request.handed_over",
    "request.match_ended",
    "request.meeting_planned",
    "request.not_received",
    "request.not_started",
    "request.offer_ended",
    "request.offered_elsewhere",
    "request.outcome_heard",
    "request.referral_noted",
    "request.reopened",
    "request.searching",
    "request.silence",
    "request.started",
    "request.taken_over",
    "request.waiting",
)


@dataclass(frozen=True, slots=True)
class Happened:
    """One change; `who` is the member who made it, `day` an ISO day that belongs to it, if any, and
    `what` the code of what the asker reported.
    """

    at: datetime
    type: str
    who: str
    day: str
    what: str


def history_of(request_id: UUID) -> tuple[Happened, ...]:
    """What was done with it and by which member, oldest first; a volunteer has no name here."""
    names = Membership.objects.filter(pk=OuterRef("actor_id")).values("account__name")
    events = Event.objects.filter(aggregate="request", aggregate_id=request_id, type__in=HISTORY)
    rows = events.annotate(who=Subquery(names)).order_by("-sequence")[:60]
    return tuple(
        Happened(e.at, e.type, e.who or "", e.data.get("day", ""), e.data.get("what", ""))
        for e in reversed(rows)
    )
