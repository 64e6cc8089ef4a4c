"""The groups of a Vandaag: what is in which, what is folded, and one person in one row."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from loopplank.core.responsibility.day import Place, fold, one_row_a_person, place_of
from loopplank.web.responsibility.today_lines import Line


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one group: `shown` are open and `folded` are not. `more` is how many there are
    beyond those, on the page of requests; `uncounted` lines say something about the others and are
    no thing of their own.
    """

    place: Place
    title: str
    shown: Sequence[Line]
    folded: Sequence[Line]
    more: int
    uncounted: int = 0

    @property
    def lines(self) -> list[Line]:
        return [*self.shown, *self.folded]

    @property
    def total(self) -> int:
        lines = len(self.shown) + len(self.folded)
        return max(lines + self.more - self.uncounted, min(lines, 1))

    @property
    def days(self) -> str:
        """Say from which day to which the folded ones are, as they stand in order."""
        first, last = self.folded[0].due, self.folded[-1].due
        if first == last:
            return first
        return _("%(first)s tot en met %(last)s") % {"first": first, "last": last}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line on its way to a group: its day, whom of the volunteers it is about, and whether it
    is perhaps danger. What is `beside` the list has a place of its own, unless its volunteer has a
    row already.
    """

    on: date
    line: Line
    who: UUID | None = None
    danger: bool = False
    beside: bool = False

    @property
    def place(self) -> Place:
        return place_of(self.line.lateness, danger=self.danger)


def group_of(place: Place, title: str, lines: list[Line], more: int = 0) -> Group:
    """Return the group as `core.responsibility.day` folds it."""
    shown, folded = fold(place, lines)
    return Group(place, title, shown, folded, more)


def lines_of(entries: list[Entry]) -> list[tuple[Place, Line]]:
    """Return the lines with their group; what else there is of the same volunteer goes along."""
    merged = one_row_a_person(
        entries, person=lambda entry: entry.who, place=lambda entry: entry.place
    )
    return [
        (one.row.place, replace(one.row.line, also=tuple(other.line for other in one.also)))
        for one in merged
        if not one.row.beside
    ]
