"""Find the gaps that exist for an actor, and read what the own organisation knows of each.

A gap exists for the organisation that named it or said a no that belongs to it, and by name for the
others once an organisation offered that name. Numbers, months and examples are of the own noes.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.names import Named, named
from loopplank.access.requests.request import request_row
from loopplank.core.account.roles import Role
from loopplank.core.gaps.gaps import Known, No, after_quarter, per_month, proposed
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.kinds import KIND_LABELS, Kind
from loopplank.core.requests.states import OPEN
from loopplank.store.models import Gap, GapChange, GapNaming, QuarterBand, Refusal, Request

KEEPS_GAPS = frozenset({Role.COORDINATOR, Role.BOARD, Role.PROFESSIONAL})
MOST_UNPLACED, MOST_EXAMPLES = 10, 5


def gaps(actor: Actor) -> "QuerySet[Gap]":
    """Return the gaps that exist for this member; nothing for a stranger (promise P6)."""
    if actor.role not in KEEPS_GAPS or actor.network_id is None:
        return Gap.objects.none()
    known = Gap.objects.filter(network_id=actor.network_id)
    offered = Exists(GapNaming.objects.filter(gap=OuterRef("pk")))
    large = Exists(QuarterBand.objects.filter(gap=OuterRef("pk"), many=True))
    return known.filter(Q(_own(actor)) | Q(offered) | Q(large))


def own_gaps(actor: Actor) -> "QuerySet[Gap]":
    """Return those that the own organisation named, or said a no in."""
    return gaps(actor).filter(_own(actor))


def _own(actor: Actor) -> Q:
    here = {"organisation_id": actor.own_organisation}
    said = Exists(Refusal.objects.filter(gap=OuterRef("pk"), **here))
    agreed = Exists(GapNaming.objects.filter(gap=OuterRef("pk"), **here))
    return Q(**here) | Q(said) | Q(agreed)


def gap_for_change(actor: Actor, gap_id: UUID, *, own: bool = True) -> Gap:
    """Return one gap, locked.

    Raises NotFound when it is not there for this actor, or not their own.
    """
    rows = own_gaps(actor) if own else gaps(actor)
    row = rows.select_for_update(of=("self",)).filter(pk=gap_id).first()
    if row is None:
        raise NotFound(gap_id)
    return row


def counted(actor: Actor) -> "QuerySet[Refusal]":
    """Return the noes of the own organisation that stand."""
    return Refusal.objects.filter(organisation_id=actor.own_organisation, taken_back_on=None)


def noes_of_quarter(quarter: date) -> "QuerySet[Refusal]":
    """Return the noes of one quarter that stand, of every organisation: for the loop."""
    return Refusal.objects.filter(
        said_on__gte=quarter, said_on__lt=after_quarter(quarter), taken_back_on=None
    )


# --- the list -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class GapRow:
    """One gap as its own organisation sees it. `sources` are the reasons, most often said first;
    `months` counts the last twelve.
    """

    id: UUID
    name: str
    keywords: str
    count: int
    months: tuple[int, ...]
    first_on: date | None
    last_on: date | None
    sources: tuple[tuple[str, int], ...]
    kinds: frozenset[str]
    examples: tuple[str, ...]
    possible_owner: str
    state: str
    state_since: date
    named_by_us: bool


@dataclass(frozen=True, slots=True)
class Unplaced:
    """A no of which nobody said yet to which gap it belongs."""

    request_id: UUID
    number: str
    kind: str
    said_on: date


@dataclass(frozen=True, slots=True)
class GapsPage:
    rows: tuple[GapRow, ...]
    unplaced: tuple[Unplaced, ...]
    unplaced_total: int
    in_none: int
    bridging: int


def gaps_page(actor: Actor, now: datetime) -> GapsPage:
    """Return everything that the own organisation refused, by gap; no person on it."""
    _keeps(actor)
    noes = counted(actor)
    unplaced = noes.filter(gap=None, belongs_to_none=False)
    shown = unplaced.select_related("request").order_by("-said_on", "pk")[:MOST_UNPLACED]
    return GapsPage(
        rows=_rows(actor, own_gaps(actor), local_day(now)),
        unplaced=tuple(
            Unplaced(no.request.pk, no.request.number, no.kind, no.said_on)
            for no in shown
            if no.request is not None
        ),
        unplaced_total=unplaced.count(),
        in_none=noes.filter(belongs_to_none=True).count(),
        bridging=Request.objects.filter(
            organisation_id=actor.own_organisation,
            state__in=OPEN,
            bridging_until__gte=local_day(now),
        ).count(),
    )


@dataclass(frozen=True, slots=True)
class Changed:
    """`who` is empty for a change that another organisation made."""

    at: datetime
    who: str
    state: str
    possible_owner: str


@dataclass(frozen=True, slots=True)
class GapPage:
    row: GapRow
    changes: tuple[Changed, ...]


def gap_page(actor: Actor, gap_id: UUID, now: datetime) -> GapPage:
    """Return one gap of the own organisation, with what was decided about it."""
    _keeps(actor)
    found = _rows(actor, own_gaps(actor).filter(pk=gap_id), local_day(now))
    if not found:
        raise NotFound(gap_id)
    changes = GapChange.objects.filter(gap_id=gap_id).select_related("by__account")
    return GapPage(
        found[0],
        tuple(
            Changed(
                one.at,
                one.by.account.name if one.organisation_id == actor.organisation_id else "",
                one.state,
                one.possible_owner,
            )
            for one in changes.order_by("-at")[:30]
        ),
    )


def _rows(actor: Actor, rows: Iterable[Gap], today: date) -> tuple[GapRow, ...]:
    """Return these gaps with their noes, most first; three queries for all of them."""
    found = list(rows)
    here = {row.pk for row in found}
    noes: dict[UUID, list[Refusal]] = {}
    for no in counted(actor).filter(gap__in=here).order_by("said_on", "pk"):
        if no.gap_id is not None:
            noes.setdefault(no.gap_id, []).append(no)
    agreed = set(
        GapNaming.objects.filter(gap__in=here, organisation_id=actor.own_organisation).values_list(
            "gap_id", flat=True
        )
    )
    made = [_row(row, noes.get(row.pk, []), today, named_by_us=row.pk in agreed) for row in found]
    return tuple(sorted(made, key=lambda one: (-one.count, one.name)))


def _row(row: Gap, noes: list[Refusal], today: date, *, named_by_us: bool) -> GapRow:
    days = [no.said_on for no in noes]
    said = [no.example for no in reversed(noes) if no.example]
    return GapRow(
        id=row.pk,
        name=row.name,
        keywords=row.keywords,
        count=len(noes),
        months=per_month(days, today),
        first_on=min(days, default=None),
        last_on=max(days, default=None),
        sources=tuple(Counter(no.source for no in noes).most_common()),
        kinds=frozenset(no.kind for no in noes if no.kind),
        examples=tuple(dict.fromkeys(said))[:MOST_EXAMPLES],
        possible_owner=row.possible_owner,
        state=row.state,
        state_since=row.state_since,
        named_by_us=named_by_us,
    )


def _keeps(actor: Actor) -> None:
    if actor.role not in KEEPS_GAPS:
        raise NotFound("gaps")


# --- to which gap does it belong? -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Choice:
    """A gap to choose from, with how many noes of the own organisation are in it."""

    id: UUID
    name: str
    noes: int


@dataclass(frozen=True, slots=True)
class NoPage:
    """One no and the gaps that it may belong to; `proposed` is the one it resembles, if any."""

    request_id: UUID
    who: Named
    kind: str
    example: str
    gap_id: UUID | None
    belongs_to_none: bool
    choices: tuple[Choice, ...]
    proposed: Choice | None


def no_page(actor: Actor, request_id: UUID, now: datetime) -> NoPage:
    """Return the no that was said to one request. NotFound when none stands."""
    row = request_row(actor, request_id)
    no = counted(actor).filter(request=row).first()
    if no is None:
        raise NotFound(request_id)
    today = local_day(now)
    known = _rows(actor, gaps(actor), today)
    choices = {str(one.id): Choice(one.id, one.name, one.count) for one in known}
    kinds = [Kind(kind) for kind in row.kinds or [row.kind]]
    # the Dutch words: gaps are named in Dutch, whatever language the page is in
    text = " ".join([no.example, *(KIND_LABELS[kind] for kind in kinds if kind is not Kind.OTHER)])
    like = proposed(
        No(frozenset(kinds), no.source, text),
        (
            Known(
                str(one.id),
                one.name,
                one.keywords,
                one.count,
                one.kinds,
                frozenset(source for source, _n in one.sources),
            )
            for one in known
        ),
    )
    record_reading(actor, "gap_of_no", Purpose.HELP, [row.help_seeker_id], now)
    return NoPage(
        request_id=row.pk,
        who=named(row.help_seeker, today),
        kind=row.kind,
        example=no.example,
        gap_id=no.gap_id,
        belongs_to_none=no.belongs_to_none,
        choices=tuple(choices.values()),
        proposed=choices[like.key] if like and no.gap_id is None else None,
    )


def choices(actor: Actor, now: datetime) -> tuple[Choice, ...]:
    """Return the gaps that a no may be put in, for a form without a request."""
    _keeps(actor)
    return tuple(
        Choice(one.id, one.name, one.count) for one in _rows(actor, gaps(actor), local_day(now))
    )
