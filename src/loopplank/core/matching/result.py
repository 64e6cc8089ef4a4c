"""What a plan says: who helps whom, when; its prices; and how good it surely is."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from loopplank.core.matching.problem import Column
from loopplank.core.matching.ways_to_help import How

#: What has a price, per volunteer and row: minutes a week, people, heavy people, visits (parts of
#: the day), and three rows that say how many long ones go together: no two that take more than half
#: of the minutes, no two that take more than half of the free parts of the day, no three that take
#: more than a third of the minutes (one of more than two thirds counts for two).
RESOURCES = ("minutes", "people", "heavy", "visits", "two_long", "two_wide", "three_long")


@dataclass(frozen=True, slots=True)
class Part:
    """One volunteer's part in a help: the first week, how many weeks, and in which parts of the day
    (a mask with one bit a visit)."""

    volunteer: int
    first_week: int
    weeks: int
    visits: int
    visit_minutes: int
    day_parts: int


@dataclass(frozen=True, slots=True)
class Help:
    """One request that is helped. The parts of a relay follow each other; a duo's run together."""

    request: int
    how: How
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan with its certificate.

    `prices` has the shape (volunteers, ROWS, len(RESOURCES)) and no negative number: with them
    anybody can compute `bound`, above which no plan at all can come, so value / bound is what this
    plan surely reaches. Minutes and visits are paid by the week: help every second week pays half.
    `finished` is False when it was stopped before its last step, and `stopped_at` is where, when
    whoever stopped it counted.
    """

    helps: tuple[Help, ...]
    prices: Column
    value: float
    bound: float
    finished: bool = True
    stopped_at: "StoppedAt | None" = None

    @property
    def surely(self) -> float:
        """The share of the best possible value that this plan surely reaches, 0 to 1."""
        return self.value / self.bound if self.bound > 0 else 1.0


class Effort(StrEnum):
    """How far a plan goes when nobody stops it."""

    QUICK = "quick"
    STANDARD = "standard"
    THOROUGH = "thorough"


class Stage(StrEnum):
    """Where a plan is; a page shows it."""

    LOOKING = "looking"
    PRICING = "pricing"
    BUILDING = "building"
    POLISHING = "polishing"
    MENDING = "mending"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Progress:
    """Which stage a plan is in, and which share of that stage is done (0 to 1). `beside` is 0 for
    the plan itself, and 1, 2 … for those that work for it side by side."""

    stage: Stage
    share: float
    value: float = 0.0
    bound: float = 0.0
    beside: int = 0


#: Called often while a plan is made; True means: stop now with the best valid plan so far.
Stop: TypeAlias = Callable[[Progress], bool]


@dataclass(frozen=True, slots=True)
class StoppedAt:
    """Where a plan was told to stop, counted in work and not in time: at this call of `stop`,
    counted from 1. `beside` has the same for those that worked side by side just before; whoever is
    not in it was done by then."""

    looks: int
    beside: tuple[tuple[int, int], ...] = ()


def never(_progress: Progress) -> bool:
    """Let a plan run to its end."""
    return False
