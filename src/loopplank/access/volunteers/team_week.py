"""Read the week of all volunteers of an organisation, with what is still sought, for its
coordinators.

Only what this organisation arranged itself stands in it. Of help elsewhere nothing shows, not even
on which day it is (promise P6): the word of the load is all that comes through.
"""

import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import F, FilteredRelation, Q

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.kit.names import PARTS_OF_NAME, Named, named
from loopplank.access.matching.plan_loads import LoadAfter
from loopplank.access.matching.request_needs import plan_of
from loopplank.access.matching.week_plan import Proposed, shown_proposals
from loopplank.access.requests.requests import requests
from loopplank.access.volunteers.coming import last_day_of, stays, stays_away
from loopplank.access.volunteers.fullness import Member, fullness_of_all
from loopplank.access.volunteers.kept import kept
from loopplank.access.volunteers.own_pages import agreement_of, hour_of
from loopplank.access.volunteers.team_week_choices import (
    asks_for,
    comes_where_for_what,
    lives_and_likes,
    matches_in,
    sought,
)
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
from loopplank.store.models import (
    HelpSeeker,
    Match,
    Proposal,
    Request,
    Visit,
)

PAGE = 60
#: Names of those with nothing this week; the list of volunteers has them all.
MOST_OTHERS = 60
MOST_NEEDS = 40
WITH_ROOM = frozenset({LoadState.ROOM, LoadState.GOOD})
_ONE_WEEK = timedelta(weeks=1)
#: By what a request says when somebody is asked for: what `plan_of` reads of it.
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
#: And of the request of a match what its block says.
_OF_ABOUT = (
    "request__postcode_area",
    "request__kind",
    "request__kinds",
    *(f"request__help_seeker__{part}" for part in PARTS_OF_NAME),
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
    """One volunteer in one week. `after` is the load when a proposal of the plan is done."""

    id: UUID
    first_name: str
    name: str
    fullness: Fullness
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


#: A visit that cannot be, and whether it was decided that nobody comes.
_Off = tuple[Visit, bool]


@dataclass(slots=True)
class _Found:
    """What was read, by volunteer."""

    asked: dict[UUID, list[Asked]] = field(default_factory=dict)
    about: dict[UUID, About] = field(default_factory=dict)
    after: dict[UUID, LoadAfter] = field(default_factory=dict)
    names: dict[UUID, list[str]] = field(default_factory=dict)
    areas: dict[str, str] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    off: list[_Off] = field(default_factory=list)


def team_week(actor: Actor, wanted: Wanted, page: int, now: datetime) -> TeamWeek:
    """Return one week of everybody, fifty a page in the order of their names; a fixed number of
    queries, and the record of whose names were shown."""
    today = local_day(now)
    week, this_week = wanted.week, monday(today)
    known = _everybody(actor, week, today, now)
    seen = set(requests(actor).values_list("pk", flat=True)) if actor.only_own else None
    found = _Found()
    found.areas, found.kinds = comes_where_for_what(actor, week)
    _read_off(actor, found, week, seen, today)
    proposed: tuple[Proposed, ...] = ()
    if week >= this_week:
        _read_questions(actor, found, week, seen, now)
        proposed = _read_plan(actor, found, now)
    if wanted.area or wanted.kind:
        carried = [one.key for row in known for one in row.carried]
        _read_about(found, carried, seen, today)
    where, likes = lives_and_likes(actor, wanted.area, wanted.kind)
    busy: list[Line] = []
    quiet: list[Line] = []
    counts: Counter[Kind] = Counter()
    for row in known:
        one = _with_asked(row, found, week) if row.line.id in found.asked else row
        if not _is_wanted(one.line, where, likes, found.about, wanted):
            continue
        if one.kinds or one.away:
            busy.append(one.line)
            counts.update(one.kinds)
        else:
            quiet.append(one.line)
    pages = max(1, -(-len(busy) // PAGE))
    number = min(max(1, page), pages)
    shown = busy[(number - 1) * PAGE : number * PAGE]
    needs, total, later = (
        _needs(actor, wanted, found, proposed, now) if week >= this_week else ([], 0, 0)
    )
    _read_about(found, [block.key for one in shown for block in one.blocks], seen, today)
    about = {block.key: found.about[block.key] for one in shown for block in one.blocks}
    record_reading(
        actor,
        "team_week",
        Purpose.PLANNING,
        [
            *(one.id for one in shown),
            *(one.id for one in quiet[:MOST_OTHERS]),
            *(one.who.id for one in about.values() if one.request_id),
            *(one.who.id for one in needs),
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
        needs=tuple(needs),
        needs_total=total,
        later=later,
        counts=counts,
        about=about,
        areas=_areas(found),
        kinds=tuple(sorted(found.kinds)),
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
    made = []
    for row in _everybody(actor, week, today, now):
        line = row.line
        coming = [one for one in line.blocks if one.kind in {Kind.VISIT, Kind.MEETING, Kind.DONE}]
        if coming:
            days = tuple(sorted({one.day for one in coming if one.day}))
            loose = any(one.day is None for one in coming)
            made.append(Called(line.id, line.name, row.member.phone, days, loose))
    record_reading(actor, "phone_list", Purpose.EXPORT, [one.id for one in made], now)
    return tuple(made)


# --- what is read ---------------------------------------------------------------------------------


def _carried(actor: Actor, week: date, theirs: Mapping[str, object]) -> dict[UUID, list[Carried]]:
    """Return what each carries in this week, and what was written of it; one query."""
    in_week = Q(visits__day__gte=week, visits__day__lt=week + _ONE_WEEK)
    rows: dict[UUID, Any] = {}
    written: dict[UUID, dict[date, VisitState]] = {}
    # a match comes once for each of its visits in this week
    for row in (
        matches_in(actor, week)
        .filter(**theirs)
        .annotate(
            visit=FilteredRelation("visits", condition=in_week),
            visit_day=F("visit__day"),
            visit_state=F("visit__state"),
            avoided=stays_away(),
        )
    ):
        rows.setdefault(row.pk, row)
        day, state = vars(row)["visit_day"], vars(row)["visit_state"]
        if day is not None:
            written.setdefault(row.pk, {})[day] = VisitState(state)
    carried: dict[UUID, list[Carried]] = {}
    for row in rows.values():
        meets = row.meeting_at if row.state in HOLDS_CAPACITY else None
        if meets is not None and not stays(Thing.CALENDAR, row, local_day(meets)):
            meets = None
        one = Carried(
            key=row.pk,
            agreement=agreement_of(row),
            runs=row.state in HAS_HELPED,
            meets_at=meets,
            stays_away=vars(row)["avoided"],
            written=written.get(row.pk, {}),
        )
        carried.setdefault(row.volunteer_id, []).append(one)
    return carried


def _read_about(
    found: _Found, keys: Collection[UUID], seen: Collection[UUID] | None, today: date
) -> None:
    """Read what these matches are about, as far as that was not read."""
    rows = Match.objects.filter(pk__in=set(keys) - set(found.about))
    for row in rows.select_related("request__help_seeker").only("request_id", *_OF_ABOUT):
        found.about[row.pk] = _about(row.request, seen, today)


def _read_off(
    actor: Actor, found: _Found, week: date, seen: Collection[UUID] | None, today: date
) -> None:
    """Read the visits of this week that their volunteer cannot make and nobody else does."""
    rows = Visit.objects.filter(
        organisation_id=actor.own_organisation,
        day__gte=max(week, today),
        day__lt=week + _ONE_WEEK,
        cover__state__in=[one.value for one in Cover if one is not Cover.FOUND],
        match__state=MatchState.RUNNING,
        match__volunteer__erased_at=None,
    ).select_related("cover", "match__request__help_seeker")
    for row in rows:
        if row.day <= last_day_of(row.match) and (seen is None or row.match.request_id in seen):
            found.off.append((row, row.cover.state == Cover.NOBODY))


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
        found.about[row.pk] = about = _about(row.request, seen, local_day(now))
        found.kinds.update(about.kinds)


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
        found.kinds.update(found.about[one.id].kinds)
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


@dataclass(frozen=True, slots=True)
class _Known:
    """One volunteer as nobody asks anything more of them: what they carry, the line and the kinds
    of its blocks, and whether they are away on a day."""

    member: Member
    carried: tuple[Carried, ...]
    line: Line
    kinds: tuple[Kind, ...]
    away: bool


def _everybody(actor: Actor, week: date, today: date, now: datetime) -> tuple[_Known, ...]:
    """Return everybody by name."""
    return kept(
        (f"week {week}", actor, today),
        lambda of: _known(actor, week, today, of),
        lambda rows: sorted(rows, key=lambda one: (_folded(one.line.name), str(one.line.id))),
        now,
    )


def _known(
    actor: Actor, week: date, today: date, of: Collection[UUID] | None
) -> dict[UUID, _Known]:
    """Return these volunteers, or everybody. Only what `kept` may hold."""
    day = max(today, week) if week >= monday(today) else today
    theirs: dict[str, object] = {} if of is None else {"volunteer_id__in": of}
    carried = _carried(actor, week, theirs)
    empty: dict[int, tuple[Cell, ...]] = {}
    found: dict[UUID, _Known] = {}
    rows = fullness_of_all(actor, day, only=Q(**theirs) if theirs else None)
    for row, full in rows:
        pk = row.volunteer_id
        theirs_here = tuple(carried.get(pk, ()))
        blocks = blocks_of(week, row.limits, theirs_here, ()) if theirs_here else ()
        # who set the same and carries nothing has the same days; equal limits are one object, and
        # those of `rows` stay as long as this
        cells = None if blocks else empty.get(id(row.limits))
        if cells is None:
            cells = cells_of(week, row.limits, blocks)
        if not blocks:
            empty[id(row.limits)] = cells
        line = Line(
            id=pk,
            first_name=row.first_name,
            name=row.name,
            fullness=full,
            cells=cells,
            loose=tuple(block for block in blocks if block.day is None),
        )
        kinds = tuple(block.kind for block in line.blocks)
        found[pk] = _Known(row, theirs_here, line, kinds, any(cell.absence for cell in cells))
    return found


def _with_asked(one: _Known, found: _Found, week: date) -> _Known:
    """Return somebody with what is asked of them, or proposed."""
    limits, pk = one.member.limits, one.member.volunteer_id
    blocks = blocks_of(week, limits, one.carried, found.asked[pk])
    line = replace(
        one.line,
        cells=cells_of(week, limits, blocks),
        loose=tuple(block for block in blocks if block.day is None),
        after=found.after.get(pk) if any(block.kind is Kind.PROPOSED for block in blocks) else None,
    )
    return replace(one, line=line, kinds=tuple(block.kind for block in line.blocks))


def _needs(
    actor: Actor, wanted: Wanted, found: _Found, proposed: Iterable[Proposed], now: datetime
) -> tuple[list[Need], int, int]:
    """Return the first of what nobody does yet in this week, in the order of its days, how much it
    is in all, and how many requests ask for nobody before the week after."""
    today, week = local_day(now), wanted.week
    asks = {one.row.pk: tuple(helper.first_name for helper in one.helpers) for one in proposed}
    # those who ask for the same do so on the same day
    plans: dict[tuple[object, ...], tuple[Block | None, bool]] = {}
    first: list[tuple[Block, Need | tuple[Any, ...]]] = [
        (one.block, one) for one in _covers(found, wanted, today)
    ]
    later = 0
    rows = (
        sought(actor, wanted.area, wanted.kind)
        .order_by("received_at", "pk")
        .values_list(*_OF_PLAN, "pk", *(f"help_seeker__{part}" for part in ("pk", *PARTS_OF_NAME)))
    )
    for row in rows:
        shape, who = row[: len(_OF_PLAN)], row[len(_OF_PLAN) :]
        if shape not in plans:
            plan = plan_of(Request(**dict(zip(_OF_PLAN, shape, strict=True))), now)
            block = first_visit(plan.agreement(), week)
            plans[shape] = block, block is None and plan.first_day >= week + _ONE_WEEK
        block, is_later = plans[shape]
        later += is_later
        if block is not None and (block.day is None or block.day >= today):
            first.append((block, who))
    first.sort(key=lambda one: (one[0].day or date.max, str(one[0].start or "~")))
    needs = []
    for block, one in first[:MOST_NEEDS]:
        if isinstance(one, Need):
            needs.append(one)
            continue
        pk, seeker_id, *parts = one
        seeker = HelpSeeker(pk=seeker_id, **dict(zip(PARTS_OF_NAME, parts, strict=True)))
        needs.append(
            Need(
                pk,
                named(seeker if seeker_id else None, today),
                block,
                asked=tuple(sorted(found.names.get(pk, ()))),
                proposed=asks.get(pk, ()),
            )
        )
    return needs, len(first), later


def _covers(found: _Found, wanted: Wanted, today: date) -> list[Need]:
    """Return visits of this week that their volunteer cannot make and nobody else does."""
    return [
        Need(
            visit.match.request_id,
            named(visit.match.request.help_seeker, today),
            Block(Kind.CANNOT, visit.pk, visit.day, hour_of(visit.match, visit.day)),
            visit_id=visit.pk,
            nobody=nobody,
        )
        for visit, nobody in found.off
        if asks_for(visit.match.request, wanted.area, wanted.kind)
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
    if wanted.room and one.fullness.state not in WITH_ROOM:
        return False
    if not (wanted.area or wanted.kind):
        return True
    comes = [about[block.key] for block in one.blocks]
    there = not wanted.area or one.id in lives or any(each.area == wanted.area for each in comes)
    does = not wanted.kind or one.id in likes or any(wanted.kind in each.kinds for each in comes)
    return there and does


def _areas(found: _Found) -> tuple[tuple[str, str], ...]:
    """Return the areas in which somebody comes, with their names."""
    areas = ((code, name or code) for code, name in found.areas.items() if code)
    return tuple(sorted(areas, key=lambda one: (_folded(one[1]), one[0])))


def _folded(name: str) -> str:
    """Return a name as it is sorted: without accents and capitals."""
    if name.isascii():
        return name.casefold()
    plain = unicodedata.normalize("NFKD", name)
    return "".join(sign for sign in plain if not unicodedata.combining(sign)).casefold()
