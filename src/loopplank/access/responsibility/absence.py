"""Read when a colleague is not there, who has what is theirs then, and who is away today."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, F, Q

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.requests.requests import TO_SEE_TO
from loopplank.access.responsibility.on_duty import may_own
from loopplank.access.responsibility.rota import Why, standing_in
from loopplank.core.account.roles import MAY_OWN
from loopplank.core.kit.calendar import local_day
from loopplank.store.models import Absence, Membership, Request


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
