"""Read the week of all volunteers of an organisation, with what is still sought, for its
coordinators.

Only what this organisation arranged itself stands in it. Of help elsewhere nothing shows, not even
on which day it is (promise P6): the word of the load is all that comes through.
"""

import unicodedata
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, FilteredRelation, OuterRef, Q, Subquery

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.kit.names import PARTS_OF_NAME, Named, named
from loopplank.access.matching.plan_loads import LoadAfter
from loopplank.access.matching.request_needs import plan_of
from loopplank.access.matching.week_plan import Proposed, shown_proposals
from loopplank.access.requests.requests import requests
from loopplank.access.volunteers.coming import last_day_of, stays
from loopplank.access.volunteers.fullness import Member, fullness_of_all
from loopplank.access.volunteers.kept import kept
from loopplank.access.volunteers.own_pages import agreement_of, hour_of
from loopplank.access.volunteers.team_week_choices import asks_for, lives_and_likes, sought
from loopplank.access.wellbeing.signal import with_coordinators
from loopplank.core.arrangements.coming import Thing
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.matching.matches import HAS_HELPED, HOLDS_CAPACITY, MatchState
from loopplank.core.matching.plan_states import HelpForm
from loopplank.core.matching.proposals import UNDECIDED, ProposalState
from loopplank.core.volunteers.cover import Cover
from loopplank.core.volunteers.load import Fullness, LoadState
from loopplank.core.volunteers.team_week import (
    Asked,
    Block,
    Carried,
    Cell,
    Kind,
    blocks_of,
    cells_of,
    first_visit,
)
from loopplank.core.volunteers.visits import VisitState
from loopplank.core.wellbeing.signal import TALKS
from loopplank.store.models import (
    HelpSeeker,
    Match,
    PostcodeArea,
    Proposal,
    Request,
)

PAGE = 60
#: Names of those with nothing this week; the list of volunteers has them all.
MOST_OTHERS = 60
MOST_NEEDS = 40
WITH_ROOM = frozenset({LoadState.ROOM, LoadState.GOOD})
_ONE_WEEK = timedelta(weeks=1)
#: Thousands may be read: a match whole, and of its request what its block says.
_OF_MATCH = (
    *(column.name for column in Match._meta.concrete_fields),  # noqa: SLF001  as Django documents it
    "request__postcode_area",
    "request__kind",
    "request__kinds",
    *(f"request__help_seeker__{part}" for part in PARTS_OF_NAME),
)
#: What `plan_of` reads of a request.
_OF_PLAN = (
    "urgency",
    "bridging_until",
    "duration",
    "visit_minutes",
    "visits_per_week",
    "every_weeks",
    "weekday",
    "start_time",
    "last_day",
    "heavy",
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which week, and of whom. A filter chooses people and hides no part of their week."""

    week: date
    area: str = ""
    kind: str = ""
    room: bool = False


@dataclass(frozen=True, slots=True)
class About:
    """What a block is about: a match, a question or a proposal. Without a `request_id` it is help
    that this actor may not open; then it has no name. `unsaid`: of a proposal nobody wrote down yet
    how long it takes and until when, so that nobody can be asked."""

    request_id: UUID | None
    who: Named
    kinds: tuple[str, ...] = ()
    area: str = ""
    others: tuple[str, ...] = ()
    tickable: bool = False
    unsaid: bool = False


@dataclass(frozen=True, slots=True)
class Line:
    """One volunteer in one week. `too_heavy`: they said so and it waits for an answer; `after` is
    the load when a proposal of the plan is done."""

    id: UUID
    first_name: str
    name: str
    fullness: Fullness
    too_heavy: bool
    cells: tuple[Cell, ...]
    loose: tuple[Block, ...]
    after: LoadAfter | None = None

    @property
    def blocks(self) -> tuple[Block, ...]:
        return (*(block for cell in self.cells for block in cell.blocks), *self.loose)


@dataclass(frozen=True, slots=True)
class Need:
    """A request without a helper, or a visit that its volunteer cannot make: `visit_id`. `asked`
    and `proposed` are first names. A `block` without a day has none that was agreed yet."""

    request_id: UUID
    who: Named
    block: Block
    visit_id: UUID | None = None
    nobody: bool = False
    asked: tuple[str, ...] = ()
    proposed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """`lines` is one page of those with something this week; `others` have nothing in it.

    `later` counts requests that first ask for somebody after this week. `areas` and `kinds` are
    what can be chosen.
    """

    wanted: Wanted
    today: date
    lines: tuple[Line, ...]
    total: int
    number: int
    pages: int
    others: tuple[Line, ...]
    needs: tuple[Need, ...]
    needs_total: int
    later: int
    counts: Mapping[Kind, int]
    about: Mapping[UUID, About]
    areas: tuple[tuple[str, str], ...]
    kinds: tuple[str, ...]
    proposals: int

    @property
    def is_past(self) -> bool:
        return self.wanted.week + _ONE_WEEK <= self.today


#: A visit that cannot be, its day, and whether it was decided that nobody comes.
_Off = tuple[UUID, date, bool]


@dataclass(slots=True)
class _Found:
    """What was read, by volunteer."""

    carried: dict[UUID, list[Carried]] = field(default_factory=dict)
    asked: dict[UUID, list[Asked]] = field(default_factory=dict)
    about: dict[UUID, About] = field(default_factory=dict)
    after: dict[UUID, LoadAfter] = field(default_factory=dict)
    names: dict[UUID, list[str]] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)
    off: list[tuple[Match, UUID, date, bool]] = field(default_factory=list)


def team_week(actor: Actor, wanted: Wanted, page: int, now: datetime) -> TeamWeek:
    """Return one week of everybody, fifty a page in the order of their names; a fixed number of
    queries, and the record of whose names were shown."""
    today = local_day(now)
    week, this_week = wanted.week, monday(today)
    known = _everybody(actor, week, today, now)
    seen = set(requests(actor).values_list("pk", flat=True)) if actor.only_own else None
    found, heavy = _Found(), _too_heavy(actor)
    _read_matches(actor, found, week, seen, heavy, today)
    proposed: tuple[Proposed, ...] = ()
    if week >= this_week:
        _read_questions(actor, found, week, seen, now)
        proposed = _read_plan(actor, found, now)
    where, likes = lives_and_likes(actor, wanted.area, wanted.kind)
    busy: list[Line] = []
    quiet: list[Line] = []
    for row, line, away in known:
        pk = row.volunteer_id
        there = away
        if pk in found.carried or pk in found.asked or pk in heavy:
            line = _line(row, line.fullness, found, heavy, week)  # noqa: PLW2901  with what they do
            there = away or bool(line.blocks)
        if _is_wanted(line, where, likes, found.about, wanted):
            (busy if there else quiet).append(line)
    pages = max(1, -(-len(busy) // PAGE))
    number = min(max(1, page), pages)
    shown = busy[(number - 1) * PAGE : number * PAGE]
    needs, later = _needs(actor, wanted, found, proposed, now) if week >= this_week else ([], 0)
    counts: dict[Kind, int] = {}
    for one in busy:
        for block in one.blocks:
            counts[block.kind] = counts.get(block.kind, 0) + 1
    about = {block.key: found.about[block.key] for one in shown for block in one.blocks}
    record_reading(
        actor,
        "team_week",
        Purpose.PLANNING,
        [
            *(one.id for one in shown),
            *(one.id for one in quiet[:MOST_OTHERS]),
            *(one.who.id for one in about.values() if one.request_id),
            *(one.who.id for one in needs[:MOST_NEEDS]),
        ],
        now,
    )
    return TeamWeek(
        wanted=wanted,
        today=today,
        lines=tuple(shown),
        total=len(busy),
        number=number,
        pages=pages,
        others=tuple(quiet),
        needs=tuple(needs[:MOST_NEEDS]),
        needs_total=len(needs),
        later=later,
        counts=counts,
        about=about,
        areas=_areas(found),
        kinds=_kinds(found),
        proposals=sum(one.tickable for one in about.values()),
    )


@dataclass(frozen=True, slots=True)
class Called:
    """One volunteer of the list to call: the days on which they come somewhere this week, and
    whether they come once more on a day that they settle themselves."""

    id: UUID
    name: str
    phone: str
    days: tuple[date, ...]
    loose: bool


def phone_list(actor: Actor, week: date, now: datetime) -> tuple[Called, ...]:
    """Return who comes somewhere in one week, with how to call them and without to whom they go:
    this leaves the house on paper. Recorded as an export."""
    today = local_day(now)
    known = fullness_of_all(actor, today)
    seen = set(requests(actor).values_list("pk", flat=True)) if actor.only_own else None
    found, heavy = _Found(), _too_heavy(actor)
    _read_matches(actor, found, week, seen, heavy, today)
    made = []
    for row, full in known:
        if row.volunteer_id not in found.carried:
            continue
        line = _line(row, full, found, heavy, week)
        coming = [one for one in line.blocks if one.kind in {Kind.VISIT, Kind.MEETING, Kind.DONE}]
        if coming:
            days = tuple(sorted({one.day for one in coming if one.day}))
            loose = any(one.day is None for one in coming)
            made.append(Called(line.id, line.name, row.phone, days, loose))
    made.sort(key=lambda one: (_folded(one.name), str(one.id)))
    record_reading(actor, "phone_list", Purpose.EXPORT, [one.id for one in made], now)
    return tuple(made)


# --- what is read ---------------------------------------------------------------------------------


def _too_heavy(actor: Actor) -> dict[UUID, set[UUID]]:
    """Return who said that it is too heavy and waits for a call, as far as every coordinator may
    know of it, with the matches that they stay away from meanwhile."""
    found: dict[UUID, set[UUID]] = {}
    rows = with_coordinators(actor).filter(answered_at=None, wants_call=True, reason__in=TALKS)
    for volunteer_id, match_id, away_at in rows.values_list(
        "volunteer_id", "match_id", "stays_away_at"
    ):
        away_from = found.setdefault(volunteer_id, set())
        if match_id is not None and away_at is not None:
            away_from.add(match_id)
    return found


def _read_matches(
    actor: Actor,
    found: _Found,
    week: date,
    seen: Collection[UUID] | None,
    heavy: Mapping[UUID, set[UUID]],
    today: date,
) -> None:
    """Read the help of the own organisation that touches this week, and what was written of it."""
    sunday = week + timedelta(days=6)
    lasts = Q(first_day__lte=sunday, last_day__gte=week)
    met = Q(state__in=HOLDS_CAPACITY, meeting_at__isnull=False)
    area = PostcodeArea.objects.filter(pk=OuterRef("request__postcode_area"))
    rows: dict[UUID, Any] = {}
    written: dict[UUID, dict[date, VisitState]] = {}
    off: dict[UUID, list[_Off]] = {}
    # a match comes once for each of its visits in this week
    for row in (
        Match.objects.filter(
            lasts | met,
            organisation_id=actor.own_organisation,
            state__in=[*HOLDS_CAPACITY, *HAS_HELPED],
            volunteer__erased_at=None,
        )
        .exclude(state=MatchState.ENDED, ended_on__lt=week)
        .select_related("request__help_seeker")
        .only(*_OF_MATCH)
        .annotate(
            area_name=Subquery(area.values("neighbourhood")[:1]),
            visit=FilteredRelation(
                "visits", condition=Q(visits__day__gte=week, visits__day__lte=sunday)
            ),
            visit_id=F("visit__pk"),
            visit_day=F("visit__day"),
            visit_state=F("visit__state"),
            cover=F("visit__cover__state"),
        )
    ):
        rows.setdefault(row.pk, row)
        pk, day, state, cover = (
            vars(row)[name] for name in ("visit_id", "visit_day", "visit_state", "cover")
        )
        if pk is not None:
            written.setdefault(row.pk, {})[day] = VisitState(state)
        if cover and cover != Cover.FOUND:
            off.setdefault(row.pk, []).append((pk, day, cover == Cover.NOBODY))
    for row in rows.values():
        meets = row.meeting_at if row.state in HOLDS_CAPACITY else None
        if meets is not None and not stays(Thing.CALENDAR, row, local_day(meets)):
            meets = None
        one = Carried(
            key=row.pk,
            agreement=agreement_of(row),
            runs=row.state in HAS_HELPED,
            meets_at=meets,
            stays_away=row.pk in heavy.get(row.volunteer_id, ()),
            written=written.get(row.pk, {}),
        )
        found.carried.setdefault(row.volunteer_id, []).append(one)
        found.about[row.pk] = about = _about(row.request, seen, today)
        found.areas[row.request.postcode_area] = vars(row)["area_name"] or ""
        if row.state == MatchState.RUNNING and about.request_id is not None:
            found.off += [
                (row, pk, day, nobody)
                for pk, day, nobody in off.get(row.pk, ())
                if today <= day <= last_day_of(row)
            ]


def _read_questions(
    actor: Actor, found: _Found, week: date, seen: Collection[UUID] | None, now: datetime
) -> None:
    """Read the questions that a volunteer may still answer, and who was asked for which request."""
    rows = Proposal.objects.filter(
        organisation_id=actor.own_organisation,
        state__in=UNDECIDED,
        volunteer__erased_at=None,
    ).select_related("request__help_seeker", "volunteer")
    for row in rows:
        if row.state == ProposalState.OPEN and row.expires_at <= now:
            continue
        found.names.setdefault(row.request_id, []).append(row.volunteer.first_name)
        if not (row.first_day < week + _ONE_WEEK and row.last_day >= week):
            continue
        one = Asked(row.pk, agreement_of(row))
        found.asked.setdefault(row.volunteer_id, []).append(one)
        found.about[row.pk] = _about(row.request, seen, local_day(now))


def _read_plan(actor: Actor, found: _Found, now: datetime) -> tuple[Proposed, ...]:
    """Read what the last plan proposes, for whom of here can still be asked."""
    proposed = tuple(
        one
        for one in shown_proposals(actor, now)
        if not actor.only_own or one.row.owner_id == actor.id
    )
    for one in proposed:
        here = [helper for helper in one.helpers if not helper.of]
        found.about[one.id] = About(
            one.row.pk,
            one.who,
            tuple(one.row.kinds or [one.row.kind]),
            one.row.postcode_area,
            tuple(helper.first_name for helper in one.helpers),
            tickable=one.when.complete and len(here) == len(one.helpers),
            unsaid=not one.when.complete,
        )
        for helper in here:
            agreement = one.when.agreement()
            if one.how is not HelpForm.SOLO:
                agreement = replace(agreement, first_day=helper.first_day, last_day=helper.last_day)
            asked = Asked(one.id, agreement, Kind.PROPOSED)
            found.asked.setdefault(helper.volunteer_id, []).append(asked)
            if helper.load is not None:
                found.after[helper.volunteer_id] = helper.load
    return proposed


def _about(request: Request, seen: Collection[UUID] | None, today: date) -> About:
    kinds = tuple(request.kinds or [request.kind])
    if seen is not None and request.pk not in seen:
        return About(None, named(None, today), kinds, request.postcode_area)
    return About(request.pk, named(request.help_seeker, today), kinds, request.postcode_area)


#: A volunteer, their line with nothing in it, and whether they are away on a day of it.
_Known = tuple[Member, Line, bool]


def _everybody(actor: Actor, week: date, today: date, now: datetime) -> tuple[_Known, ...]:
    """Return everybody by name, as they are when nobody asks anything of them."""
    return kept(
        (f"week {week}", actor, today),
        lambda of: _known(actor, week, today, of),
        lambda rows: sorted(rows, key=lambda one: (_folded(one[1].name), str(one[1].id))),
        now,
    )


def _known(
    actor: Actor, week: date, today: date, of: Collection[UUID] | None
) -> dict[UUID, _Known]:
    """Return these volunteers, or everybody. Only what `kept` may hold."""
    day = max(today, week) if week >= monday(today) else today
    only = None if of is None else Q(volunteer_id__in=of)
    empty: dict[int, tuple[tuple[Cell, ...], bool]] = {}
    found: dict[UUID, _Known] = {}
    rows = fullness_of_all(actor, day, only=only)
    for row, full in rows:
        # equal limits are one object, and those of `rows` stay as long as this
        known = empty.get(id(row.limits))
        if known is None:
            cells = cells_of(week, row.limits, ())
            known = empty[id(row.limits)] = cells, any(cell.absence for cell in cells)
        line = Line(
            id=row.volunteer_id,
            first_name=row.first_name,
            name=row.name,
            fullness=full,
            too_heavy=False,
            cells=known[0],
            loose=(),
        )
        found[line.id] = row, line, known[1]
    return found


def _line(
    row: Member,
    full: Fullness,
    found: _Found,
    heavy: Mapping[UUID, set[UUID]],
    week: date,
) -> Line:
    pk, limits = row.volunteer_id, row.limits
    blocks = blocks_of(week, limits, found.carried.get(pk, ()), found.asked.get(pk, ()))
    return Line(
        id=pk,
        first_name=row.first_name,
        name=row.name,
        fullness=full,
        too_heavy=pk in heavy,
        cells=cells_of(week, limits, blocks),
        loose=tuple(block for block in blocks if block.day is None),
        after=found.after.get(pk) if any(block.kind is Kind.PROPOSED for block in blocks) else None,
    )


def _needs(
    actor: Actor, wanted: Wanted, found: _Found, proposed: Iterable[Proposed], now: datetime
) -> tuple[list[Need], int]:
    """Return what nobody does yet in this week, in the order of its days, and how many requests ask
    for nobody before the week after."""
    today, week = local_day(now), wanted.week
    names = {one.row.pk: tuple(helper.first_name for helper in one.helpers) for one in proposed}
    # who asks for the same asks for it on the same day
    plans: dict[tuple[object, ...], tuple[Block | None, bool]] = {}
    of_name = [f"help_seeker__{part}" for part in ("pk", *PARTS_OF_NAME)]
    rows = (
        sought(actor, wanted.area, wanted.kind)
        .order_by("received_at", "pk")
        .values_list(*_OF_PLAN, "pk", *of_name)
        .iterator()
    )
    needs: list[Need] = []
    later = 0
    for row in rows:
        shape, (pk, *who) = row[: len(_OF_PLAN)], row[len(_OF_PLAN) :]
        if shape not in plans:
            plan = plan_of(Request(**dict(zip(_OF_PLAN, shape, strict=True))), now)
            first = first_visit(plan.agreement(), week)
            plans[shape] = first, first is None and plan.first_day >= week + _ONE_WEEK
        block, is_later = plans[shape]
        later += is_later
        if block is None or (block.day is not None and block.day < today):
            continue
        seeker = HelpSeeker(**dict(zip(("pk", *PARTS_OF_NAME), who, strict=True)))
        needs.append(
            Need(
                pk,
                named(seeker if who[0] else None, today),
                block,
                asked=tuple(sorted(found.names.get(pk, ()))),
                proposed=names.get(pk, ()),
            )
        )
    needs += _covers(found, wanted, today)
    needs.sort(key=lambda one: (one.block.day or date.max, str(one.block.start or "~")))
    return needs, later


def _covers(found: _Found, wanted: Wanted, today: date) -> list[Need]:
    """Return visits of this week that their volunteer cannot make and nobody else does."""
    return [
        Need(
            row.request_id,
            named(row.request.help_seeker, today),
            Block(Kind.CANNOT, visit_id, day, hour_of(row, day)),
            visit_id=visit_id,
            nobody=nobody,
        )
        for row, visit_id, day, nobody in found.off
        if asks_for(row.request, wanted.area, wanted.kind)
    ]


# --- what is shown --------------------------------------------------------------------------------


def _is_wanted(
    one: Line,
    lives: Collection[UUID],
    likes: Collection[UUID],
    about: Mapping[UUID, About],
    wanted: Wanted,
) -> bool:
    """Return whether somebody lives or comes in that area, does or likes that kind, has room."""
    if not (wanted.area or wanted.kind or wanted.room):
        return True
    comes = [about[block.key] for block in one.blocks]
    there = not wanted.area or one.id in lives or any(each.area == wanted.area for each in comes)
    does = not wanted.kind or one.id in likes or any(wanted.kind in each.kinds for each in comes)
    room = not wanted.room or (one.fullness.state in WITH_ROOM and not one.too_heavy)
    return there and does and room


def _areas(found: _Found) -> tuple[tuple[str, str], ...]:
    """Return the areas in which somebody comes, with their names."""
    areas = ((code, name or code) for code, name in found.areas.items() if code)
    return tuple(sorted(areas, key=lambda one: (_folded(one[1]), one[0])))


def _kinds(found: _Found) -> tuple[str, ...]:
    return tuple(sorted({kind for one in found.about.values() for kind in one.kinds}))


def _folded(name: str) -> str:
    """Return a name as it is sorted: without accents and capitals."""
    if name.isascii():
        return name.casefold()
    plain = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
