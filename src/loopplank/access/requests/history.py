"""Read what was done with a request, from its events."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, Q, Subquery

from loopplank.store.models import Event, Membership

#: The events that the page tells of; talks, questions and visits have rows of their own.
HISTORY = (
    "request.agreed",
    "request.amended",
    "request.arrangement_refused",
    "request.assessed",
    "request.change_reported",
    "request.changing_faces_set",
    "request.closed",
    "request.consent_withdrawn",
    "request.consult_asked",
    "request.covered",
    "request.day_moved",
    "request.decided",
    "request.decided_after_passing_over",
    "request.duplicate_found",
    "request.handed_back",
    "request.handed_over",
    "request.handover_noted",
    "request.handover_planned",
    "request.last_letter_written",
    "request.match_ended",
    "request.match_changed",
    "request.meeting_planned",
    "request.next_party_withdrew",
    "request.nobody_found",
    "request.not_received",
    "request.not_started",
    "request.offer_ended",
    "request.offered_elsewhere",
    "request.outcome_heard",
    "request.partial_offer_answered",
    "request.person_died",
    "request.ran_out",
    "request.referral_noted",
    "request.reopened",
    "request.returned",
    "request.searching",
    "request.contact_missed",
    "request.silence",
    "request.started",
    "request.taken_over",
    "request.team_chosen",
    "request.team_let_go",
    "request.part_refused",
    "request.undone",
    "request.urgency_set",
    "request.visit_moved",
    "request.visits_resumed",
    "request.visits_stopped",
    "request.waiting",
    "request.yes_waits",
)


@dataclass(frozen=True, slots=True)
class Happened:
    """One change; `who` is the member who made it, `day` an ISO day that belongs to it, if any, and
    `what` the code of what the asker reported; `duplicate` the request that repeats this one.
    """

    at: datetime
    type: str
    who: str
    day: str
    what: str
    duplicate: str = ""


def history_of(request_id: UUID) -> tuple[tuple[Happened, ...], Event | None]:
    """Return what was done with it and by which member, oldest first, and its very last event; a
    volunteer has no name here.
    """
    names = Membership.objects.filter(pk=OuterRef("actor_id")).values("account__name")
    events = Event.objects.filter(aggregate="request", aggregate_id=request_id)
    last = events.order_by("-sequence").values("pk")[:1]
    told = events.filter(Q(type__in=HISTORY) | Q(pk=Subquery(last)))
    rows = list(told.annotate(who=Subquery(names)).order_by("-sequence")[:61])
    return tuple(
        Happened(
            e.at,
            e.type,
            e.who or "",
            e.data.get("day", ""),
            e.data.get("what", ""),
            e.data.get("duplicate", ""),
        )
        for e in reversed(rows)
        if e.type in HISTORY
    ), next(iter(rows), None)
