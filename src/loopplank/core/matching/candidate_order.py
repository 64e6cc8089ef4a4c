"""In which order candidates stand, and the words that say it: both come from the same list.

Nothing here is a score and nothing adds up: the first thing in which two differ decides. All of it
is on the page beside the name, so that whoever reads can check it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import IntEnum, StrEnum

from loopplank.core.kit.reason import dutch
from loopplank.core.volunteers.load import LoadState


class By(StrEnum):
    """One thing to order by; its value stands in the address of the page."""

    DAY = "dag"
    MINUTES = "minuten"
    ROOM = "ruimte"
    ASKED = "gevraagd"
    NAME = "naam"
    SHORT_NOTICE = "kort-vooraf"


class OnDay(IntEnum):
    """How somebody's days meet what is asked: as asked, at another time that was looked at too, or
    their days are not known."""

    ASKED = 0
    OTHER = 1
    UNKNOWN = 2


@dataclass(frozen=True, slots=True)
class Row:
    """What of one candidate may decide, as the page shows it; `minutes` None is an unknown place,
    and `asked_on` None never asked. `state` is the word of the load after a yes."""

    day: OnDay
    minutes: int | None
    state: LoadState
    asked_on: date | None
    name: str
    short_notice: bool = False


#: What leads where nothing else was chosen.
USUAL = (By.DAY, By.MINUTES, By.ROOM, By.ASKED)
#: What a heading of the table may bring to the front.
CHOICES = (By.NAME, *USUAL)
WORDS: Mapping[By, str] = {
    By.DAY: dutch("gevraagde dag"),
    By.MINUTES: dutch("minuten reizen"),
    By.ROOM: dutch("ruimte"),
    By.ASKED: dutch("langst niet gevraagd"),
    By.NAME: dutch("naam"),
    By.SHORT_NOTICE: dutch("mag kort vooraf gebeld worden"),
}
_STATES = tuple(LoadState)
_UNKNOWN_MINUTES = 10_000
_PLACE: Mapping[By, Callable[[Row], int | str]] = {
    By.DAY: lambda row: int(row.day),
    By.MINUTES: lambda row: _UNKNOWN_MINUTES if row.minutes is None else row.minutes,
    By.ROOM: lambda row: _STATES.index(row.state),
    By.ASKED: lambda row: row.asked_on.toordinal() if row.asked_on else 0,
    By.NAME: lambda row: row.name.casefold(),
    By.SHORT_NOTICE: lambda row: int(not row.short_notice),
}


def in_turn(first: By | None = None, *, short_notice: bool = False) -> tuple[By, ...]:
    """Return what decides, one after the other. `first` leads; with `short_notice` whoever may be
    called at the last moment stands before all others."""
    chosen = USUAL if first is None else (first, *(by for by in USUAL if by is not first))
    return (By.SHORT_NOTICE, *chosen) if short_notice else chosen


def place(row: Row, turn: tuple[By, ...]) -> tuple[int | str, ...]:
    """Return the place of one candidate in the order of `turn`; the lowest stands first."""
    return tuple(_PLACE[by](row) for by in turn)


def words_of(turn: tuple[By, ...]) -> tuple[str, ...]:
    """Return the words of the same order, one for each thing that decides."""
    return tuple(WORDS[by] for by in turn)
