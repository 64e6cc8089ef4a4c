"""Look up what the script of the demo needs while it plays: the ids of what its actions just made.

No page uses this; it shows nobody's data to anybody.
"""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, actor_of
from loopplank.access.account.links import INVITE, token_of
from loopplank.access.arrangements.arrangements import current, name_of
from loopplank.access.messages.messages import not_for
from loopplank.core.account.roles import Role
from loopplank.core.arrangements import Answer, Side, Terms
from loopplank.core.messages.states import MessageState
from loopplank.core.requests.states import OPEN, State
from loopplank.store.models import (
    Affiliation,
    Assessment,
    Link,
    Membership,
    Message,
    Request,
    Visit,
)


def member(membership_id: UUID) -> Actor:
    """Return the actor of a membership."""
    return actor_of(
        Membership.objects.select_related("account", "organisation__network").get(pk=membership_id)
    )


def invitation(invitation_id: UUID) -> str:
    """Return the token with which somebody who was just invited says yes."""
    link = Link.objects.get(purpose=INVITE, subject_id=invitation_id)
    return token_of(link.pk, link.generation)


def volunteer(affiliation_id: UUID) -> Actor:
    """Return the volunteer behind an affiliation, as they act through their own link."""
    row = Affiliation.objects.select_related("volunteer").get(pk=affiliation_id)
    return Actor(Role.VOLUNTEER, id=row.volunteer_id, name=row.volunteer.first_name)


def due_of_match(match_id: UUID) -> date | None:
    """Return the day on which the request of a match asks something."""
    return Request.objects.filter(matches=match_id).values_list("due_on", flat=True).first()


@dataclass(frozen=True, slots=True)
class Stands:
    """Where a request stands: its state, its day, and what was weighed last."""

    state: State
    due_on: date | None
    assessment_id: UUID | None
    route: str
    help_seeker_id: UUID | None
    number: str


def stands(request_id: UUID) -> Stands:
    row = Request.objects.get(pk=request_id)
    last = Assessment.objects.filter(request=row).order_by("-number").first()
    return Stands(
        State(row.state),
        row.due_on,
        last.pk if last else None,
        last.route if last else "",
        row.help_seeker_id,
        row.number,
    )


def asked_first(request_id: UUID) -> str:
    """Return the number of the oldest open request that this one repeats, in the story: of its
    kind.
    """
    row = Request.objects.get(pk=request_id)
    rows = Request.objects.filter(organisation_id=row.organisation_id, state__in=OPEN)
    older = rows.exclude(pk=row.pk).order_by("received_at", "pk")
    first = older.filter(kind=row.kind).first() or older.first()
    return first.number if first else ""


def sheet(request_id: UUID) -> Terms:
    """Return what an arrangement says now."""
    found = current(request_id)
    return found.terms if found else Terms()


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody whose yes is asked, as they act by their own link."""

    id: UUID
    side: Side
    name: str
    actor: Actor


def asked_to_sign(request_id: UUID) -> list[Asked]:
    """Return everybody who did not answer yet."""
    found = current(request_id)
    rows = found.signatures if found else ()
    return [
        Asked(
            row.pk,
            Side(row.side),
            name_of(row),
            Actor(Role.SIGNATORY, id=row.pk, organisation_id=row.arrangement.organisation_id),
        )
        for row in rows
        if row.answer == Answer.WAITING
    ]


def due(owner: Actor, day: date) -> list[UUID]:
    """Return the open requests of one owner that ask something on or before a day."""
    rows = Request.objects.filter(owner_id=owner.id, state__in=OPEN, due_on__lte=day)
    return list(rows.order_by("due_on", "number").values_list("pk", flat=True))


def queued(actor: Actor, before: datetime) -> list[tuple[UUID, str]]:
    """Return (id, channel) of the messages on the actor's list that wait since before a moment."""
    rows = Message.objects.filter(
        organisation_id=actor.own_organisation, state=MessageState.QUEUED, queued_at__lt=before
    ).exclude(not_for(actor))
    return list(rows.order_by("queued_at", "pk").values_list("pk", "channel"))


def note_of(match_id: UUID, day: date) -> tuple[UUID, datetime]:
    """Return the visit of a day, and when it was written down."""
    return Visit.objects.values_list("pk", "logged_at").get(match_id=match_id, day=day)
