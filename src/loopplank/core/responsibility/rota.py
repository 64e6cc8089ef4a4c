"""Who stands in on a day: somebody's turn on the rota, else the fixed stand-in, else the board.

Source: product concept 2.3 and its principle 1. Absence is never refused, so there is always a next
one; whoever is away that day is passed over.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Spell:
    """A run of days of one membership, both ends counted; without a last day it still goes on."""

    who: UUID
    first: date
    last: date | None = None

    def holds(self, day: date) -> bool:
        return self.first <= day and (self.last is None or day <= self.last)

    def touches(self, first: date, last: date | None) -> bool:
        """Say whether this and `first` to `last` share a day, or follow each other without a
        gap."""
        next_day = timedelta(days=1)
        return (last is None or self.first <= last + next_day) and (
            self.last is None or first <= self.last + next_day
        )


def stands_in(
    day: date,
    turns: Iterable[Spell],
    default: UUID | None,
    board: UUID | None,
    absent: Iterable[Spell],
) -> UUID | None:
    """Return the membership that stands in on `day`, or None when nobody is there.

    When two turns fall on one day the first that was said counts, so `turns` come in that order.
    """
    away = {one.who for one in absent if one.holds(day)}
    choices = (*(turn.who for turn in turns if turn.holds(day)), default, board)
    return next((one for one in choices if one is not None and one not in away), None)


@dataclass(frozen=True, slots=True)
class Run:
    """Consecutive days on which the same person stands in; `who` is None for nobody."""

    first: date
    last: date
    who: UUID | None


def runs(
    first: date,
    days: int,
    turns: Sequence[Spell],
    default: UUID | None,
    board: UUID | None,
    absent: Sequence[Spell],
) -> tuple[Run, ...]:
    """Return the `days` days from `first` on, grouped as long as the same person stands in."""
    made: list[Run] = []
    for day in (first + timedelta(days=n) for n in range(days)):
        who = stands_in(day, turns, default, board, absent)
        if made and made[-1].who == who:
            made[-1] = Run(made[-1].first, day, who)
        else:
            made.append(Run(day, day, who))
    return tuple(made)
