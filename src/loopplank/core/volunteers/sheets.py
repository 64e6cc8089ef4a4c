"""The sheet on the fridge of who is helped: who comes when, and whether what hangs there holds.

Which visits there are is decided in `visits` alone.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from enum import StrEnum
from uuid import UUID

from loopplank.core.kit.calendar import monday
from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.visits import Agreement, still_expected

#: As many as can be read from a chair on one sheet of paper.
MOST = 6
#: So far is looked ahead for them; help once in six weeks fills a sheet too.
_AHEAD = 40


class SheetState(StrEnum):
    """Whether there is a sheet, and whether it says what is so. `told`: it does not, and somebody
    called about that; `over`: its last day is past."""

    NONE = "none"
    HOLDS = "holds"
    VOID = "void"
    TOLD = "told"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Helps:
    """One match as far as a sheet tells of it; of the `known` days something was written."""

    key: UUID
    agreement: Agreement
    limits: Limits
    known: Collection[date] = ()


@dataclass(frozen=True, slots=True, order=True)
class SheetLine:
    """One visit on a day that is known."""

    day: date
    start: time | None
    key: UUID

    def as_stored(self) -> list[str]:
        return [self.day.isoformat(), f"{self.start:%H:%M}" if self.start else "", str(self.key)]

    @classmethod
    def from_stored(cls, stored: Sequence[str]) -> "SheetLine":
        day, start, key = stored
        return cls(date.fromisoformat(day), time.fromisoformat(start) if start else None, UUID(key))


@dataclass(frozen=True, slots=True)
class Printed:
    """What was printed last; `told`: somebody said since then that it does not hold."""

    lines: tuple[SheetLine, ...]
    told: bool = False


def lines_of(helps: Iterable[Helps], first: date) -> tuple[SheetLine, ...]:
    """Return the next visits from a day on, six at most, of all who help together."""
    everybody = tuple(helps)
    found: list[SheetLine] = []
    for n in range(_AHEAD):
        week = monday(first) + timedelta(weeks=n)
        found += [
            SheetLine(visit.day, visit.start, one.key)
            for one in everybody
            for visit in still_expected(one.agreement, week, one.limits, one.known)
            if visit.day is not None and visit.day >= first
        ]
        if len(found) >= MOST:
            break
    return tuple(sorted(found, key=_order)[:MOST])


def state_of(printed: Printed | None, helps: Iterable[Helps], today: date) -> SheetState:
    """Return whether what hangs on the fridge holds, from tomorrow until its last day: what is
    past, or happens today, changes nothing any more."""
    if printed is None or not printed.lines:
        return SheetState.NONE
    tomorrow, last = today + timedelta(days=1), printed.lines[-1].day
    if last < today:
        return SheetState.OVER
    hangs = {line for line in printed.lines if line.day >= tomorrow}
    now = {line for line in lines_of(helps, tomorrow) if line.day <= last}
    if hangs == now:
        return SheetState.HOLDS
    return SheetState.TOLD if printed.told else SheetState.VOID


def _order(one: SheetLine) -> tuple[date, time, str]:
    return one.day, one.start or time.max, str(one.key)
