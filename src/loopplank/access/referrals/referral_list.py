"""List referrals: what waits for our answer, what we asked, and what is done."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.kit.names import Named
from loopplank.access.referrals.referrals import is_sender, referrals
from loopplank.access.referrals.sides import (
    person_seen,
    receiver_name,
    responsible,
    sender_name,
    subject_of,
    waits_for,
    with_both_sides,
)
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import is_late, last_passed, local_day
from loopplank.core.referrals.states import FINAL, TAKEN_OVER, WITH_RECEIVER, Status, Waiting, Why
from loopplank.store.models import Referral

ON_A_PAGE = 30
MOST_OPEN = 100
#: What came back to a professional stays with what is theirs for this long, then it is done.
RECENT = timedelta(days=30)
_CAME_BACK = (Status.REJECTED, Status.FAILED)


@dataclass(frozen=True, slots=True)
class Listed:
    """One referral of a list. `who` is nobody while this side may not know the person.

    `ours`: this side sent it. `taken_over`: the other said yes. `next_on` is the next day that
    counts: the answer, the first contact or the outcome.
    """

    id: UUID
    subject: UUID
    number: str
    ours: bool
    who: Named
    kinds: tuple[str, ...]
    age_band: str
    party: str
    phone: str
    status: Status
    why: str
    waiting: Waiting
    answer_by: date | None
    late: bool
    owner: str
    taken_over: bool
    next_on: date | None
    sent_on: date | None
    ended_on: date | None
    handler: str
    request_id: UUID | None


@dataclass(frozen=True, slots=True)
class Done:
    """One page of what is done."""

    rows: tuple[Listed, ...]
    number: int
    pages: int


@dataclass(frozen=True, slots=True)
class ReferralsPage:
    """Of a coordinator: asked of us, asked by us, and the rest."""

    asked_of_us: tuple[Listed, ...]
    asked_by_us: tuple[Listed, ...]
    done: Done


@dataclass(frozen=True, slots=True)
class OwnReferralsPage:
    """Of a professional: with you, with them, asked of you, and the rest."""

    with_you: tuple[Listed, ...]
    with_them: tuple[Listed, ...]
    asked_of_you: tuple[Listed, ...]
    done: Done


def referrals_page(actor: Actor, number: int, now: datetime) -> ReferralsPage:
    """Return the handovers of the own organisation; the first to be answered stands on top."""
    rows = _rows(actor)
    asked = Q(to_organisation_id=actor.own_organisation, status=Status.REQUESTED.value)
    asking = _sent_by(actor) & Q(status__in=_values([Status.REQUESTED, *WITH_RECEIVER]))
    opened = _listed(actor, rows.filter(asked | asking).order_by(*_BY_DAY)[:MOST_OPEN], now)
    done = _done(actor, rows.exclude(asked | asking), number, now)
    _record(actor, "referrals", [*opened, *done.rows], now)
    return ReferralsPage(
        tuple(one for one in opened if not one.ours),
        tuple(one for one in opened if one.ours),
        done,
    )


def own_referrals_page(actor: Actor, number: int, now: datetime) -> OwnReferralsPage:
    """Return the referrals of a professional's organisation, by where each of them lies now."""
    rows = _rows(actor)
    sent, received = _sent_by(actor), Q(to_organisation_id=actor.own_organisation)
    came_back = Q(status__in=_values(_CAME_BACK)) | Q(why=Why.NO_ANSWER.value)
    opened_q = (
        Q(status__in=_values([Status.REQUESTED, *WITH_RECEIVER]))
        | sent & came_back & Q(ended_at__gt=now - RECENT)
    ) & (sent | received)
    opened = _listed(actor, rows.filter(opened_q).order_by(*_BY_DAY)[:MOST_OPEN], now)
    done = _done(actor, rows.exclude(opened_q), number, now)
    _record(actor, "own_referrals", [*opened, *done.rows], now)
    return OwnReferralsPage(
        with_you=tuple(r for r in opened if r.ours != r.taken_over),
        with_them=tuple(r for r in opened if r.ours and r.taken_over),
        asked_of_you=tuple(r for r in opened if not r.ours and not r.taken_over),
        done=done,
    )


def asked_of(actor: Actor, until: date, now: datetime, *, stands_in: bool) -> tuple[Listed, ...]:
    """Return what waits for the answer of this member, up to a day; and as a stand-in what is
    late.
    """
    mine = Q(handler_id=actor.own_membership)
    if stands_in:
        mine |= Q(answer_by__lte=last_passed(now))
    rows = with_both_sides(referrals(actor)).filter(
        mine,
        to_organisation_id=actor.own_organisation,
        status=Status.REQUESTED.value,
        answer_by__lte=until,
    )
    return tuple(_listed(actor, rows.order_by("answer_by", "pk")[:MOST_OPEN], now))


# --- underneath -----------------------------------------------------------------------------------

_BY_DAY = ("answer_by", "sent_at", "pk")


def _rows(actor: Actor) -> "QuerySet[Referral]":
    return with_both_sides(referrals(actor).exclude(status=Status.DRAFT.value))


def _sent_by(actor: Actor) -> Q:
    """Return what this side sent: a coordinator from a record here, a professional without one."""
    own = Q(from_organisation_id=actor.own_organisation)
    return own & Q(from_request__isnull=actor.role is not Role.COORDINATOR)


def _values(statuses: Iterable[Status]) -> list[str]:
    return sorted(status.value for status in statuses)


def _done(actor: Actor, rows: "QuerySet[Referral]", number: int, now: datetime) -> Done:
    total = rows.count()
    pages = max(1, -(-total // ON_A_PAGE))
    number = min(max(1, number), pages)
    start = (number - 1) * ON_A_PAGE
    latest = rows.order_by(F("ended_at").desc(nulls_first=True), "-sent_at", "pk")
    return Done(tuple(_listed(actor, latest[start : start + ON_A_PAGE], now)), number, pages)


def _record(actor: Actor, page: str, shown: list[Listed], now: datetime) -> None:
    record_reading(actor, page, Purpose.HELP, [one.subject for one in shown], now)


def _listed(actor: Actor, rows: "QuerySet[Referral]", now: datetime) -> list[Listed]:
    return [_one(actor, row, now) for row in rows]


def _one(actor: Actor, row: Referral, now: datetime) -> Listed:
    who, _phone = person_seen(actor, row, local_day(now))
    ours, status = is_sender(actor, row), Status(row.status)
    other = row.to_organisation or row.to_party if ours else None
    phone = other.phone if other else row.contact_phone
    waits = status is Status.REQUESTED
    own = row.from_request_id if ours else row.to_request_id
    return Listed(
        id=row.pk,
        subject=subject_of(row, who),
        number=row.number,
        ours=ours,
        who=who,
        kinds=tuple(row.shared.get("kinds") or [row.kind]),
        age_band=str(row.shared.get("age_band", "")),
        party=receiver_name(row) if ours else sender_name(row),
        phone=phone,
        status=status,
        why=row.why,
        waiting=waits_for(row),
        answer_by=row.answer_by,
        late=bool(waits and row.answer_by and is_late(row.answer_by, now)),
        owner=responsible(row),
        taken_over=status in TAKEN_OVER,
        next_on=_next_on(row, status),
        sent_on=local_day(row.sent_at) if row.sent_at else None,
        ended_on=local_day(row.ended_at) if row.ended_at else None,
        handler=row.handler.account.name if row.handler else "",
        request_id=own if actor.role is Role.COORDINATOR else None,
    )


def _next_on(row: Referral, status: Status) -> date | None:
    if status is Status.REQUESTED:
        return row.answer_by
    if status in FINAL:
        return None
    return row.outcome_due_on if row.first_contact_on else row.first_contact_by
