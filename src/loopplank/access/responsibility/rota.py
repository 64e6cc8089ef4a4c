"""Find who stands in: today in one query, on the weeks ahead, and who is away."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import IntEnum
from uuid import UUID

from django.db.models import Case, Exists, F, IntegerField, OuterRef, QuerySet, Subquery, When
from django.db.models.lookups import LessThanOrEqual

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.responsibility.on_duty import absences_of, absent_on, away, may_own
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.responsibility.rota import Run, Spell, runs
from loopplank.store.models import Absence, Membership, Organisation, Turn

WEEKS_AHEAD = 8


class Why(IntEnum):
    """Why somebody stands in, the first choice first."""

    SAID_YES = 0
    FIXED = 1
    BOARD = 2
    COLLEAGUE = 3
    OTHER_BOARD = 4


def there(day: date) -> "QuerySet[Membership]":
    """Return memberships of people who work at their organisation and are not absent on a day."""
    away = absences_of(OuterRef("organisation_id"), OuterRef("account_id"), day)
    return may_own().filter(~Exists(away))


def standing_in(
    organisation: UUID | OuterRef | Collection[UUID], day: date, *, anybody: bool = False
) -> "QuerySet[Membership]":
    """Return who stands in on a day, first choice first: `core.responsibility.rota`, in the
    database.

    It is here too so that a frame or a list asks nothing more for it; a test compares the two. With
    `anybody` the others who are there come after: absence is never refused.
    """
    here = (
        {"organisation_id": organisation}
        if isinstance(organisation, (UUID, OuterRef))
        else {"organisation_id__in": organisation}
    )
    rows = with_choice(there(day).filter(**here), day)
    return rows if anybody else rows.filter(LessThanOrEqual(F("choice"), Why.BOARD))


def with_choice(rows: "QuerySet[Membership]", day: date) -> "QuerySet[Membership]":
    """Return these memberships, each with why it would stand in on a day; the first choice
    first.
    """
    turns = Turn.objects.filter(
        membership=OuterRef("pk"), first_day__lte=day, last_day__gte=day
    ).order_by("noted_at", "pk")
    return rows.annotate(
        said_at=Subquery(turns.values("noted_at")[:1]),
        choice=Case(
            When(Exists(turns), then=Why.SAID_YES),
            When(pk=F("organisation__stand_in_id"), then=Why.FIXED),
            When(pk=F("organisation__board_contact_id"), then=Why.BOARD),
            When(role=Role.COORDINATOR, then=Why.COLLEAGUE),
            default=Why.OTHER_BOARD,
            output_field=IntegerField(),
        ),
    ).order_by("organisation_id", "choice", "said_at", "since", "pk")


def answers_for(
    organisation: Organisation, today: date, *, but: UUID | None = None
) -> Membership | None:
    """Return to whom what is new goes, with their account: the first contact when they are there
    today, else who stands in, else a colleague who is there, else whoever works here at all, but
    not `but`. None where nobody is left.
    """
    here = may_own(organisation=organisation)
    others = standing_in(organisation.pk, today, anybody=True)
    if but is not None:
        here, others = here.exclude(pk=but), others.exclude(pk=but)
    named = organisation.first_contact_id
    first = here.filter(pk=named).first() if named else None
    if first is not None and not away(first, today):
        return first
    return others.first() or first or here.order_by("since", "pk").first()


def stand_ins(organisations: Collection[UUID], day: date) -> dict[UUID, Membership]:
    """Return who stands in on a day at each of these organisations, with their account.

    One query.
    """
    if not organisations:
        return {}
    found: dict[UUID, Membership] = {}
    for row in standing_in(organisations, day).select_related("account"):
        found.setdefault(row.organisation_id, row)
    return found


# --- the weeks ahead ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Said:
    """One turn as the page shows it; `noted_by` is empty when that person wrote it down."""

    turn_id: UUID
    name: str
    first: date
    last: date
    noted_by: str


@dataclass(frozen=True, slots=True)
class OnDuty:
    """A run of days with the name of who stands in; no name is nobody."""

    first: date
    last: date
    name: str


@dataclass(frozen=True, slots=True)
class Week:
    monday: date
    on_duty: tuple[OnDuty, ...]


@dataclass(frozen=True, slots=True)
class RotaPage:
    """`could` are the colleagues who may say yes: (membership, name)."""

    weeks: tuple[Week, ...]
    turns: tuple[Said, ...]
    could: tuple[tuple[UUID, str], ...]
    fixed: str
    board: str


def rota_page(actor: Actor, now: datetime) -> RotaPage:
    """Return who stands in in the weeks ahead; five queries."""
    if actor.role not in MAY_OWN:
        raise NotFound("rota")
    today = local_day(now)
    organisation = Organisation.objects.get(pk=actor.own_organisation)
    members = list(may_own(organisation=organisation))
    members.sort(key=lambda row: (row.account.name, row.role))
    names = {row.pk: row.account.name for row in members}
    turns = list(
        Turn.objects.filter(organisation=organisation, last_day__gte=today).select_related(
            "membership__account", "noted_by__account"
        )
    )
    begin = monday(today)
    days = rota_of([organisation], begin, 7 * WEEKS_AHEAD)[organisation.pk]
    record_reading(actor, "rota", Purpose.PLANNING, [row.account_id for row in members], now)
    return RotaPage(
        weeks=tuple(_week(begin + timedelta(weeks=n), days, names) for n in range(WEEKS_AHEAD)),
        turns=tuple(
            Said(
                row.pk,
                row.membership.account.name,
                row.first_day,
                row.last_day,
                row.noted_by.account.name if row.noted_by_id != row.membership_id else "",
            )
            for row in sorted(turns, key=lambda row: (row.first_day, row.noted_at))
            if row.membership_id in names
        ),
        could=tuple((row.pk, row.account.name) for row in members),
        fixed=names.get(organisation.stand_in_id, "") if organisation.stand_in_id else "",
        board=names.get(organisation.board_contact_id, "") if organisation.board_contact_id else "",
    )


def rota_of(
    organisations: Collection[Organisation], first: date, days: int
) -> dict[UUID, tuple[Run, ...]]:
    """Return who stands in on the days from `first`, for each organisation.

    Three queries for all.
    """
    ids = [row.pk for row in organisations]
    last = first + timedelta(days=days - 1)
    members = may_own(organisation_id__in=ids).values_list("pk", "organisation_id", "account_id")
    works = {pk: (organisation, account) for pk, organisation, account in members}
    memberships: dict[tuple[UUID, UUID], list[UUID]] = {}
    for pk, key in works.items():
        memberships.setdefault(key, []).append(pk)
    turns: dict[UUID, list[Spell]] = {pk: [] for pk in ids}
    for row in Turn.objects.filter(
        organisation_id__in=ids, first_day__lte=last, last_day__gte=first
    ).order_by("noted_at", "pk"):
        if row.membership_id in works:
            turns[row.organisation_id].append(Spell(row.membership_id, row.first_day, row.last_day))
    absent: dict[UUID, list[Spell]] = {pk: [] for pk in ids}
    for organisation_id, account_id, begins, ends in Absence.objects.filter(
        absent_on(first, last), organisation_id__in=ids
    ).values_list("organisation_id", "membership__account_id", "first_day", "last_day"):
        for pk in memberships.get((organisation_id, account_id), ()):
            absent[organisation_id].append(Spell(pk, begins, ends))
    return {
        row.pk: runs(
            first,
            days,
            turns[row.pk],
            row.stand_in_id if row.stand_in_id in works else None,
            row.board_contact_id if row.board_contact_id in works else None,
            absent[row.pk],
        )
        for row in organisations
    }


def _week(begin: date, days: tuple[Run, ...], names: dict[UUID, str]) -> Week:
    end = begin + timedelta(days=6)
    return Week(
        begin,
        tuple(
            OnDuty(
                max(run.first, begin), min(run.last, end), names.get(run.who, "") if run.who else ""
            )
            for run in days
            if run.first <= end and run.last >= begin
        ),
    )
