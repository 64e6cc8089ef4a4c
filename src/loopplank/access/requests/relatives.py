"""Read who looks along at a request, as the person and their coordinator see it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import OPEN_AFTER_CLOSING, RELATIVE, address_of
from loopplank.access.kit.names import Named, named
from loopplank.access.requests.requests import requests
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.intake import Knows
from loopplank.core.requests.relatives import (
    A_MONTH,
    MOST,
    Channel,
    Facts,
    May,
    Naming,
    Relation,
    SaidBy,
    Somebody,
    seen_by_relative,
)
from loopplank.core.requests.states import Ownership, State
from loopplank.store.models import Event, Link, Relative, Request

NAMED = "request.relative_named"


@dataclass(frozen=True, slots=True)
class LooksAlong:
    """One relative. `address`: their link, for a coordinator only; `by`: who wrote it down."""

    id: UUID
    name: str
    relation: Relation
    phone: str
    email: str
    may: May
    said_by: SaidBy
    representative: str
    channel: Channel
    on: date
    by: str
    address: str = ""


@dataclass(frozen=True, slots=True)
class RelativesPage:
    """Everybody who looks along. `is_open`: somebody may be named still; `decides`: the person
    cannot, so somebody else does."""

    who: Named
    relatives: tuple[LooksAlong, ...]
    is_open: bool
    decides: bool

    @property
    def full(self) -> bool:
        return len(self.relatives) >= MOST


def relatives_page(actor: Actor, request_id: UUID, now: datetime) -> RelativesPage:
    """Return who looks along, with their links, for a coordinator; four queries. Raises NotFound
    for a request that is not theirs.
    """
    row = row_of(actor, request_id)
    rows = list(row.relatives.select_related("named_by__account").order_by("named_at", "pk"))
    record_reading(
        actor, "relatives", Purpose.HELP, [row.help_seeker_id, *(one.pk for one in rows)], now
    )
    own = Link.objects.filter(purpose=RELATIVE, subject_id__in=[one.pk for one in rows])
    links = {link.subject_id: address_of(link) for link in own}
    return page_of(row, rows, now, links)


def relatives_of(actor: Actor, request_id: UUID) -> tuple[LooksAlong, ...]:
    """Return who looks along at a request, without their links; the page that shows it records the
    reading of the person. Two queries.
    """
    rows = row_of(actor, request_id).relatives.select_related("named_by__account")
    return tuple(looks_along(one) for one in rows.order_by("named_at", "pk"))


def speaks_for_self(actor: Actor, row: Request) -> bool:
    """Return whether this is the link of the person themselves: of somebody who does not know, or
    cannot, whoever asked holds it.
    """
    if actor.role is not Role.HELP_SEEKER or actor.for_another or actor.id != row.pk:
        return False
    return row.applicant_id is None or row.person_knows == Knows.YES


def naming(
    row: Request, said_by: SaidBy, relatives: Collection[Relative], now: datetime, *, by_link: bool
) -> Naming:
    """Return what decides whether somebody may be named; the row comes locked, with its
    applicant.
    """
    asked = row.applicant
    since = Event.objects.filter(
        aggregate="request",
        aggregate_id=row.pk,
        type=NAMED,
        actor_role=Role.HELP_SEEKER,
        at__gt=now - A_MONTH,
    )
    return Naming(
        state=State(row.state),
        elsewhere=row.standing == Ownership.FOLLOWING,
        knows=Knows(row.person_knows),
        spoken=row.first_contact_at is not None,
        said_by=said_by,
        by_link=by_link,
        there=tuple(Somebody(one.name, one.phone, one.email) for one in relatives),
        applicant=Somebody(asked.name, asked.phone, asked.email) if asked else None,
        in_a_month=since.count() if by_link else 0,
    )


def is_over(row: Request) -> bool:
    """Return whether nobody looks along any more: closed, with another organisation, not known to
    the person, or of somebody who died, also when that was written down with another question.
    """
    if row.state == State.CLOSED or row.standing == Ownership.FOLLOWING:
        return True
    if row.person_knows == Knows.NO or row.help_seeker_id is None:
        return True
    died = Request.objects.filter(
        help_seeker_id=row.help_seeker_id, closing_reason=ClosingReason.DECEASED.value
    )
    return died.exists()


def may_be_told(one: Relative, now: datetime) -> bool:
    """Return whether a message to a relative is still true: they would see something."""
    facts = Facts(State(one.request.state), is_over(one.request))
    return not seen_by_relative(facts, May(one.may), now).shut


def past_their_day(now: datetime, skip: Collection[UUID] = (), limit: int = 50) -> list[UUID]:
    """Return relatives of requests that were closed so long ago that no link to them works."""
    rows = Relative.objects.filter(
        request__closed_at__isnull=False, request__closed_at__lt=now - OPEN_AFTER_CLOSING
    )
    rows = rows.exclude(pk__in=skip).order_by("named_at", "pk")
    return list(rows.values_list("pk", flat=True)[:limit])


# --- underneath -----------------------------------------------------------------------------------


def row_of(actor: Actor, request_id: UUID) -> Request:
    row = (
        requests(actor)
        .select_related("help_seeker", "organisation__network")
        .filter(pk=request_id, help_seeker__isnull=False)
        .first()
    )
    if row is None:
        raise NotFound(request_id)
    return row


def page_of(
    row: Request, rows: list[Relative], now: datetime, links: Mapping[UUID, str]
) -> RelativesPage:
    return RelativesPage(
        who=named(row.help_seeker, local_day(now)),
        relatives=tuple(looks_along(one, links.get(one.pk, "")) for one in rows),
        is_open=row.state != State.CLOSED and row.standing == Ownership.OWNING,
        decides=row.person_knows == Knows.CANNOT,
    )


def looks_along(one: Relative, address: str = "") -> LooksAlong:
    return LooksAlong(
        id=one.pk,
        name=one.name,
        relation=Relation(one.relation),
        phone=one.phone,
        email=one.email,
        may=May(one.may),
        said_by=SaidBy(one.said_by),
        representative=one.representative,
        channel=Channel(one.channel),
        on=local_day(one.named_at),
        by=one.named_by.account.name if one.named_by else "",
        address=address,
    )
