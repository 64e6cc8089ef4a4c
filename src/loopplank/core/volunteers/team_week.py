"""One week of a volunteer as their coordinator plans it: day by day, what is there and who is not.

Which visits fall in a week is decided in `visits` alone; this file only lays them on days.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from uuid import UUID

from loopplank.core.kit.calendar import local_day, local_time, monday
from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.visits import Agreement, VisitState, still_expected, visits_in_week

#: Of a request that nobody helps with yet: nobody's limits.
NOBODYS = Limits(0, 0, 0, 0)
_FAR = 53


class Kind(StrEnum):
    """What lies on a day. `asked` waits for a yes of the volunteer; `proposed` is a proposal of the
    plan about which nobody was asked yet."""

    VISIT = "visit"
    DONE = "done"
    CANNOT = "cannot"
    MEETING = "meeting"
    ASKED = "asked"
    PROPOSED = "proposed"


class Absent(StrEnum):
    """Why nobody may be expected on a day."""

    PAUSE = "pause"
    AWAY = "away"


@dataclass(frozen=True, slots=True)
class Carried:
    """One match, as far as a week tells of it. `runs`: it has visits; `stays_away`: the volunteer
    does not go there for now; `written` is what was written of its days."""

    key: UUID
    agreement: Agreement
    runs: bool
    meets_at: datetime | None = None
    stays_away: bool = False
    written: Mapping[date, VisitState] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """Help that is not agreed yet: asked of a volunteer, or only proposed by a plan."""

    key: UUID
    agreement: Agreement
    kind: Kind = Kind.ASKED


@dataclass(frozen=True, slots=True)
class Block:
    """One thing on one day. Without a `day` it is somewhere in the week, as two people settle it;
    `key` is of the match, the question or the proposal."""

    kind: Kind
    key: UUID
    day: date | None
    start: time | None = None


@dataclass(frozen=True, slots=True)
class Absence:
    """A run of days on which a volunteer does not come; `until` is its last day, also when that
    lies after this week, and None when nobody knows."""

    kind: Absent
    until: date | None


@dataclass(frozen=True, slots=True)
class Cell:
    """One day, or a run of `days` days on which there is nothing but an absence."""

    first: date
    days: int
    blocks: tuple[Block, ...]
    absence: Absence | None


def blocks_of(
    week: date, limits: Limits, carried: Iterable[Carried], asked: Iterable[Asked] = ()
) -> tuple[Block, ...]:
    """Return all that lies in the ISO week of Monday `week` for one volunteer, in order.

    What was cancelled for days on which they are away anyway is left out: the absence says it.
    """
    found = [block for one in carried for block in _of_match(one, week, limits)]
    for question in asked:
        found += [
            Block(question.kind, question.key, visit.day, visit.start)
            for visit in visits_in_week(question.agreement, week, limits)
        ]
    return tuple(sorted(found, key=_order))


def first_visit(one: Agreement, week: date) -> Block | None:
    """Return where in this week a request first asks for somebody, or None."""
    visits = visits_in_week(one, week, NOBODYS)
    return Block(Kind.VISIT, UUID(int=0), visits[0].day, visits[0].start) if visits else None


def absence_on(limits: Limits, day: date) -> Absence | None:
    """Return why this volunteer may not be expected on a day; a pause says it before days away."""
    if limits.paused_on(day):
        return Absence(Absent.PAUSE, limits.pause_to)
    spell = limits.away.on(day)
    return Absence(Absent.AWAY, spell.last) if spell is not None else None


def cells_of(week: date, limits: Limits, blocks: Sequence[Block]) -> tuple[Cell, ...]:
    """Return the seven days from Monday `week`; days of one absence without anything on them are
    one cell."""
    made: list[Cell] = []
    for day in (week + timedelta(days=n) for n in range(7)):
        here = tuple(one for one in blocks if one.day == day)
        absence = absence_on(limits, day)
        before = made[-1] if made else None
        if before and absence and absence == before.absence and not here and not before.blocks:
            made[-1] = Cell(before.first, before.days + 1, (), absence)
        else:
            made.append(Cell(day, 1, here, absence))
    return tuple(made)


def week_of(words: str, today: date) -> date:
    """Return the Monday of a week in an address ("2026-50"): at most a year or so from now. Of
    anything else it is the week of `today`."""
    year, _, number = words.partition("-")
    this = monday(today)
    try:
        asked = date.fromisocalendar(int(year), int(number), 1)
    except (ValueError, OverflowError):
        return this
    return asked if abs((asked - this).days) <= 7 * _FAR else this


def as_week(day: date) -> str:
    """Return the week of a day as an address holds it."""
    year, number, _ = day.isocalendar()
    return f"{year}-{number:02d}"


def _of_match(one: Carried, week: date, limits: Limits) -> Iterable[Block]:
    last = week + timedelta(days=6)
    if one.meets_at is not None and week <= local_day(one.meets_at) <= last:
        at = local_time(one.meets_at)
        yield Block(Kind.MEETING, one.key, at.date(), at.time())
    if not one.runs:
        return
    for day, state in one.written.items():
        if not week <= day <= last:
            continue
        if state is VisitState.DONE:
            yield Block(Kind.DONE, one.key, day, _start(one.agreement, day))
        elif one.agreement.holds(day) and not limits.absent_on(day) and not one.stays_away:
            yield Block(Kind.CANNOT, one.key, day, _start(one.agreement, day))
    if one.stays_away:
        return
    for visit in still_expected(one.agreement, week, limits, one.written):
        yield Block(Kind.VISIT, one.key, visit.day, visit.start)


def _start(one: Agreement, day: date) -> time | None:
    return one.start_time if one.has_fixed_day and day.weekday() == one.weekday else None


def _order(one: Block) -> tuple[date, time, str]:
    return one.day or date.max, one.start or time.max, str(one.key)
