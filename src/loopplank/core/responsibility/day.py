"""How Vandaag is laid out: what is never folded, one person in one row, and how long it takes.

Safety, what is late and what is for today are always open. Of what may wait three rows are open and
the rest folds.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Generic, TypeVar

from loopplank.core.responsibility.today import Lateness, lateness

SHOWN = 3
#: A working day; what takes longer does not fit, and it is no kindness to say a number then.
MINUTES_OF_A_DAY = 8 * 60
_STEP = 15
T = TypeVar("T")


class Place(StrEnum):
    """The groups of Vandaag, from the first to the last."""

    SAFETY = "safety"
    LATE = "late"
    TODAY = "today"
    LATER = "later"


#: Whoever reads sees all of these, however many there are.
NEVER_FOLDED = frozenset({Place.SAFETY, Place.LATE, Place.TODAY})
_ORDER = tuple(Place)


def place_of_request(
    due_on: date, now: datetime, *, alarming: bool = False, asks_a_person: bool = False
) -> Place:
    """Return the group of a request wherever it is listed: a day that is today is "today" on every
    page. A search about which a person decides is for today, however far away its day is."""
    late = lateness(due_on, now)
    if late is Lateness.LATER and asks_a_person:
        late = Lateness.TODAY
    return place_of(late, danger=alarming)


def place_of(late: Lateness | str, *, danger: bool) -> Place:
    """Return the group of a row: perhaps danger comes before everything."""
    return Place.SAFETY if danger else Place(str(late))


def lateness_of(what: "Asks", on: date, now: datetime) -> Lateness:
    """Return how late something is beside the requests. What somebody waits for is never for later:
    it is asked today, however far away its day is; what only asks to be looked at is never late.
    """
    if what in NO_HASTE:
        return Lateness.LATER
    late = lateness(on, now)
    return Lateness.TODAY if late is Lateness.LATER and what in SOMEBODY_WAITS else late


def fold(place: Place, rows: Sequence[T]) -> tuple[Sequence[T], Sequence[T]]:
    """Return the open rows and the folded ones. One row alone is not worth a fold."""
    if place in NEVER_FOLDED or len(rows) <= SHOWN + 1:
        return rows, ()
    return rows[:SHOWN], rows[SHOWN:]


@dataclass(frozen=True, slots=True)
class Merged(Generic[T]):
    """One row with what else there is about the same person."""

    row: T
    also: tuple[T, ...] = ()


def one_row_a_person(
    rows: Iterable[T], person: Callable[[T], Hashable | None], place: Callable[[T], Place]
) -> tuple[Merged[T], ...]:
    """Merge the rows of one volunteer: the most pressing one stands, the others go along with it.

    The rows come in their order and stay in it; a row about nobody (None) stays alone.
    """
    rows = tuple(rows)
    leads: dict[Hashable, int] = {}
    for number, row in enumerate(rows):
        who = person(row)
        if who is None:
            continue
        first = leads.setdefault(who, number)
        if _ORDER.index(place(row)) < _ORDER.index(place(rows[first])):
            leads[who] = number
    also: dict[int, list[T]] = {}
    made = []
    for number, row in enumerate(rows):
        who = person(row)
        leader = number if who is None else leads[who]
        if leader == number:
            made.append(number)
        else:
            also.setdefault(leader, []).append(row)
    return tuple(Merged(rows[number], tuple(also.get(number, ()))) for number in made)


class Asks(StrEnum):
    """What takes time beside the next step of a request."""

    SIGNAL = "signal"
    CONCERN = "concern"
    FILE = "file"
    CALL_BACK = "call_back"
    OBSERVATION = "observation"
    ANSWER = "answer"
    APPLICATION = "application"
    NOTE = "note"
    # of a board; the first is all of it, in one line
    BOARD = "board"
    UNSEEN_DANGER = "unseen_danger"
    LATE_TOGETHER = "late_together"
    OWN_RESET = "own_reset"
    RESET = "reset"
    RESET_ASKED = "reset_asked"
    UNCOVERED = "uncovered"
    HOLE = "hole"
    STOP_ENDS = "stop_ends"
    GAP = "gap"


#: Somebody waits for a call, an answer or a way in.
SOMEBODY_WAITS = frozenset(
    {Asks.SIGNAL, Asks.FILE, Asks.CONCERN, Asks.OWN_RESET, Asks.RESET, Asks.UNCOVERED}
)
#: It may wait for the next meeting, and goes nowhere meanwhile.
NO_HASTE = frozenset({Asks.RESET_ASKED, Asks.GAP})

#: About how many minutes each takes.
MINUTES: Mapping[Asks, int] = {
    Asks.SIGNAL: 15,
    Asks.CONCERN: 15,
    Asks.FILE: 15,
    Asks.CALL_BACK: 15,
    Asks.OBSERVATION: 10,
    Asks.ANSWER: 10,
    Asks.APPLICATION: 15,
    Asks.NOTE: 2,
    Asks.BOARD: 10,
    Asks.UNSEEN_DANGER: 15,
    Asks.LATE_TOGETHER: 15,
    Asks.OWN_RESET: 5,
    Asks.RESET: 10,
    Asks.RESET_ASKED: 5,
    Asks.UNCOVERED: 10,
    Asks.HOLE: 10,
    Asks.STOP_ENDS: 10,
    Asks.GAP: 15,
}


def estimate(of_requests: int, asks: Mapping[Asks, int]) -> int:
    """Return about how many minutes today takes: rounded up to a quarter of an hour, because what
    is said must fit. Everything that is counted as late or for today is in it, and nothing else."""
    minutes = of_requests + sum(MINUTES[what] * count for what, count in asks.items())
    return -(-minutes // _STEP) * _STEP


def fits_in_a_day(minutes: int) -> bool:
    """Say whether so many minutes are a day's work at all."""
    return minutes <= MINUTES_OF_A_DAY
