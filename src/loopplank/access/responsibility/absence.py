"""Read when a colleague is not there, who has what is theirs then, and who is away today."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, Subquery

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.names import Named, named
from loopplank.access.requests.history import HISTORY
from loopplank.access.requests.requests import TO_SEE_TO
from loopplank.access.responsibility.on_duty import may_own
from loopplank.access.responsibility.rota import Why, standing_in
from loopplank.core.account.roles import MAY_OWN
from loopplank.core.kit.calendar import local_day
from loopplank.core.requests.states import State
from loopplank.store.models import Absence, AbsentRequest, Event, Membership, Note, Request


@dataclass(frozen=True, slots=True)
class Away:
    """One absence: who has, or will have, the `count` requests, and why it is them.

    Without a `cover` nobody else is there, and the requests stay where they are.
    """

    absence_id: UUID
    first: date
    last: date | None
    running: bool
    cover: str
    why: Why | None
    count: int


@dataclass(frozen=True, slots=True)
class AbsencePage:
    membership_id: UUID
    name: str
    is_me: bool
    owns: int
    absences: tuple[Away, ...]


def absence_page(actor: Actor, membership_id: UUID, now: datetime) -> AbsencePage:
    """Return one colleague's days away.

    Raises NotFound for whoever does not work at the own organisation.
    """
    row = colleague_row(actor, membership_id)
    owns = Request.objects.filter(TO_SEE_TO, owner__account_id=row.account_id, erased_at=None)
    owns = owns.filter(organisation_id=row.organisation_id)
    count = owns.count()
    absences = (
        Absence.objects.filter(
            organisation_id=row.organisation_id,
            membership__account_id=row.account_id,
            returned_at=None,
        )
        .select_related("cover__account")
        .annotate(
            lent=Count("moved", filter=Q(moved__request__owner=F("cover")) & Q(moved__signal=None))
        )
        .order_by("first_day")
    )
    record_reading(actor, "absence", Purpose.PLANNING, [row.account_id], now)
    return AbsencePage(
        membership_id=row.pk,
        name=row.account.name,
        is_me=row.account_id == actor.account_id,
        owns=count,
        absences=tuple(_away(one, count, local_day(now)) for one in absences),
    )


#: So long after it the list stands on Vandaag.
READ_BACK = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class Meanwhile:
    """One request that somebody else had: where it stands, whose it is, and what was written."""

    request_id: UUID
    who: Named
    state: State
    owner: str
    is_mine: bool
    changes: int
    notes: tuple[tuple[datetime, str, str], ...]


@dataclass(frozen=True, slots=True)
class ReadBackPage:
    """What was done in one absence; `signals` is how many talks others had."""

    first: date | None
    last: date | None
    cover: str
    requests: tuple[Meanwhile, ...]
    signals: int
    is_read: bool


def to_read_back(member: OuterRef, now: datetime) -> Subquery:
    """Return the last absence of which somebody did not read yet what was done: joined to another
    query.
    """
    rows = Absence.objects.filter(
        Exists(AbsentRequest.objects.filter(absence=OuterRef("pk"))),
        membership=member,
        returned_at__gt=now - READ_BACK,
        read_at=None,
    )
    return Subquery(rows.order_by("-returned_at").values("pk")[:1])


def read_back_page(actor: Actor, now: datetime) -> ReadBackPage:
    """Return in one list what others did while the actor was not there; of what is not theirs any
    more only whose it is.
    """
    if actor.role not in MAY_OWN:
        raise NotFound("absence")
    row = last_absence(actor, now)
    if row is None:
        return ReadBackPage(None, None, "", (), 0, is_read=True)
    until = row.returned_at or now
    began = row.began_at or row.noted_at
    moved = list(
        row.moved.exclude(request=None).select_related(
            "request__help_seeker", "request__owner__account"
        )
    )
    found = [one.request for one in moved if one.request and one.request.erased_at is None]
    ids = [one.pk for one in found]
    changes = dict(
        Event.objects.filter(
            aggregate="request",
            aggregate_id__in=ids,
            type__in=HISTORY,
            at__gte=began,
            at__lte=until,
        )
        .values_list("aggregate_id")
        .annotate(n=Count("pk"))
    )
    notes: dict[UUID, list[tuple[datetime, str, str]]] = {}
    for note in (
        Note.objects.filter(request_id__in=ids, at__gte=began, at__lte=until)
        .select_related("by__account")
        .order_by("at")
    ):
        by = note.by.account.name if note.by else ""
        notes.setdefault(note.request_id, []).append((note.at, by, note.text))
    record_reading(actor, "read_back", Purpose.HELP, [one.help_seeker_id for one in found], now)
    return ReadBackPage(
        row.first_day,
        local_day(until),
        row.cover.account.name if row.cover else "",
        tuple(
            Meanwhile(
                one.pk,
                named(one.help_seeker, local_day(now)),
                State(one.state),
                one.owner.account.name,
                one.owner_id == actor.id,
                changes.get(one.pk, 0),
                tuple(notes.get(one.pk, ())),
            )
            for one in found
        ),
        row.moved.exclude(signal=None).count(),
        row.read_at is not None,
    )


def last_absence(actor: Actor, now: datetime) -> Absence | None:
    """Return the last absence of the actor that is over and moved anything, for four weeks."""
    if actor.account_id is None:
        raise NotFound("absence")
    rows = Absence.objects.filter(
        Exists(AbsentRequest.objects.filter(absence=OuterRef("pk"))),
        organisation_id=actor.own_organisation,
        membership__account_id=actor.account_id,
        returned_at__gt=now - READ_BACK,
    )
    return rows.select_related("cover__account").order_by("-returned_at").first()


def colleague_row(actor: Actor, membership_id: UUID) -> Membership:
    """Return a colleague who works at the actor's organisation and may own requests."""
    if actor.role not in MAY_OWN:
        raise NotFound("organisation")
    row = may_own(pk=membership_id, organisation_id=actor.own_organisation).first()
    if row is None:
        raise NotFound(membership_id)
    return row


def _away(row: Absence, owns: int, today: date) -> Away:
    day = max(row.first_day, today)
    there = standing_in(row.organisation_id, day, anybody=True).select_related("account")
    first = there.first()
    running = row.began_at is not None
    cover = row.cover if running else first
    expected = first is not None and cover is not None and first.pk == cover.pk
    return Away(
        absence_id=row.pk,
        first=row.first_day,
        last=row.last_day,
        running=running,
        cover=cover.account.name if cover else "",
        why=Why(vars(first)["choice"]) if first is not None and expected else None,
        count=vars(row)["lent"] if running and row.cover_id else owns,
    )
