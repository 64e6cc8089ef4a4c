"""Read what volunteers wrote about their visits: what nobody read yet, and of one request."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet, Subquery

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.names import Named, named
from loopplank.access.kit.rows import count_of
from loopplank.access.requests.requests import requests
from loopplank.access.responsibility.on_duty import left
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import last_passed, local_day
from loopplank.store.models import Visit

MOST_SHOWN = 25
#: How many notes a request shows, those first that nobody read yet.
MOST_OF_REQUEST = 12


_OWNER = "match__request__owner"


@dataclass(frozen=True, slots=True)
class VisitNote:
    """A note about one visit. `mine`: it waits for whoever looks; `written_at` tells one version
    from the next, so that nobody ticks off what they did not see.
    """

    visit_id: UUID
    request_id: UUID
    volunteer_id: UUID
    volunteer: str
    who: Named
    day: date
    note: str
    due_on: date
    written_at: datetime
    mine: bool
    owner: str
    read_on: date | None
    read_by: str


def unread_notes(actor: Actor) -> Subquery:
    """Count how many of the organisation wait: joined to another query, so that a list of today
    without any asks nothing more.
    """
    return count_of(_unread(actor))


def notes_to_read(
    actor: Actor, now: datetime, working: Iterable[UUID] | None
) -> tuple[VisitNote, ...]:
    """Return what this coordinator is to read, the first day first; one query.

    The owner of the request reads. A stand-in, who gets to know who is `working`, reads for who is
    not there today, and what is late; of who left, the first contact reads.
    """
    theirs = _own(actor)
    if working is not None:
        theirs |= ~Q(**{f"{_OWNER}_id__in": list(working)}) | Q(note_due_on__lte=last_passed(now))
    rows = _with_people(_unread(actor).filter(theirs)).order_by("note_due_on", "logged_at", "pk")
    return tuple(_note(row, actor, now) for row in rows[:MOST_SHOWN])


def own_notes_due(actor: Actor, today: date) -> Subquery:
    """Count those of today and before that are the actor's own, whoever else they stand in for."""
    return count_of(_unread(actor).filter(_own(actor), note_due_on__lte=today))


def notes_of_request(actor: Actor, request_id: UUID, now: datetime) -> tuple[VisitNote, ...]:
    """Return the notes about one request that the actor may open, unread ones first; one query."""
    rows = _with_people(Visit.objects.filter(match__request_id=request_id).exclude(note=""))
    found = rows.order_by(F("note_read_at").desc(nulls_first=True), "-day")[:MOST_OF_REQUEST]
    return tuple(_note(row, actor, now) for row in found)


def note_brief(actor: Actor, visit_id: UUID) -> UUID:
    """Return the request of a note that the actor may open; shows nothing of a person."""
    row = _there(actor).select_related("match").filter(pk=visit_id).first()
    if row is None:
        raise NotFound(visit_id)
    return row.match.request_id


def note_for_change(actor: Actor, visit_id: UUID) -> Visit:
    """Return the visit of a note that this coordinator may tick off, locked."""
    row = _there(actor).select_for_update(of=("self",)).filter(pk=visit_id).first()
    if row is None:
        raise NotFound(visit_id)
    return row


def _there(actor: Actor) -> "QuerySet[Visit]":
    if actor.role is not Role.COORDINATOR:
        return Visit.objects.none()
    rows = Visit.objects.filter(organisation_id=actor.own_organisation).exclude(note="")
    return rows.filter(match__request__in=requests(actor))


def _own(actor: Actor) -> Q:
    me = actor.own_membership
    return Q(**{f"{_OWNER}_id": me}) | left(_OWNER) & Q(organisation__first_contact_id=me)


def _unread(actor: Actor) -> "QuerySet[Visit]":
    return _there(actor).filter(note_read_at=None)


def _with_people(rows: "QuerySet[Visit]") -> "QuerySet[Visit]":
    return rows.select_related(
        "volunteer",
        "match__request__help_seeker",
        "match__request__owner__account",
        "note_read_by__account",
    )


def _note(row: Visit, actor: Actor, now: datetime) -> VisitNote:
    request = row.match.request
    return VisitNote(
        visit_id=row.pk,
        request_id=request.pk,
        volunteer_id=row.volunteer_id,
        volunteer=row.volunteer.first_name,
        who=named(request.help_seeker, local_day(now)),
        day=row.day,
        note=row.note,
        due_on=row.note_due_on or local_day(row.logged_at),
        written_at=row.logged_at,
        mine=request.owner_id == actor.id,
        owner=request.owner.account.name,
        read_on=local_day(row.note_read_at) if row.note_read_at else None,
        read_by=row.note_read_by.account.name if row.note_read_by else "",
    )
