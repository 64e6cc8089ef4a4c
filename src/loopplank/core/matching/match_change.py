"""A change of help that runs: what it means for the volunteer, whose yes it needs, how it ends.

The changes of one match after each other are its ledger. Lighter help begins without asking;
whatever is moved or heavier needs the yes of the volunteer and of the person who is helped, and
until then everything stays as it was. What is done at the house stands in the arrangement, which
asks everybody's yes itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import date, time, timedelta
from enum import StrEnum
from fractions import Fraction
from types import MappingProxyType

from loopplank.core.kit.calendar import monday
from loopplank.core.kit.reason import Minutes, Reason, dutch
from loopplank.core.volunteers.visits import Agreement

#: How long both have to answer; it never goes on past the first day of the change itself.
TO_ANSWER = timedelta(days=7)


class ChangeState(StrEnum):
    """Where a change stands. `AGREED`: it waits for its first day. `OVER`: the help ended first."""

    ASKED = "asked"
    AGREED = "agreed"
    IN_FORCE = "in_force"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"
    NO_ROOM = "no_room"
    OVER = "over"


OPEN_CHANGE = frozenset({ChangeState.ASKED, ChangeState.AGREED})
STATE_WORDS: Mapping[ChangeState, str] = MappingProxyType(
    {
        ChangeState.ASKED: dutch("gevraagd"),
        ChangeState.AGREED: dutch("afgesproken"),
        ChangeState.IN_FORCE: dutch("geldt"),
        ChangeState.REFUSED: dutch("niet doorgegaan"),
        ChangeState.WITHDRAWN: dutch("teruggetrokken"),
        ChangeState.LAPSED: dutch("geen antwoord"),
        ChangeState.NO_ROOM: dutch("kon niet meer"),
        ChangeState.OVER: dutch("de hulp stopte"),
    }
)


class Weight(StrEnum):
    """What a change means for the volunteer."""

    SAME = "same"
    LIGHTER = "lighter"
    MOVED = "moved"
    HEAVIER = "heavier"


class ChangeSide(StrEnum):
    """Whose yes it needs."""

    VOLUNTEER = "volunteer"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When and how long the visits are, and until which day."""

    weekday: int | None
    start_time: time | None
    visit_minutes: int
    visits_per_week: int
    every_weeks: int
    last_day: date

    @property
    def minutes_a_week(self) -> int:
        """Return the minutes of a week on average, rounded up."""
        return -(-self.visits_per_week * self.visit_minutes // self.every_weeks)

    @property
    def often(self) -> Fraction:
        return Fraction(self.visits_per_week, self.every_weeks)

    def weight_after(self, before: "Rhythm") -> Weight:
        """Return what it means to come from `before` to this. Whatever grows in one thing is
        heavier, whatever becomes less in another."""
        if self == before:
            return Weight.SAME
        if (
            self.visit_minutes > before.visit_minutes
            or self.often > before.often
            or self.last_day > before.last_day
        ):
            return Weight.HEAVIER
        if (self.weekday, self.start_time) != (before.weekday, before.start_time):
            return Weight.MOVED
        # the same number of hours in other weeks
        once = self.often == before.often and self.every_weeks != before.every_weeks
        return Weight.MOVED if once else Weight.LIGHTER

    def onto(self, before: "Rhythm", now: "Rhythm") -> "Rhythm":
        """Return `now` with only that changed in which this differs from `before`: what was agreed
        otherwise meanwhile, such as an earlier last day, stays."""
        asked = {
            one.name: getattr(self, one.name)
            for one in fields(self)
            if getattr(self, one.name) != getattr(before, one.name)
        }
        return replace(now, **asked)

    def phase_from(self, first_day: date) -> date | None:
        """Return the Monday of the first week with a visit, from the day on which this begins;
        None where nobody knows the week."""
        if self.every_weeks == 1 or self.weekday is None:
            return None
        return monday(first_day + timedelta(days=(self.weekday - first_day.weekday()) % 7))

    def agreement(self, first_day: date) -> Agreement:
        """Return it as two people would agree on it."""
        return Agreement(
            first_day=first_day,
            last_day=self.last_day,
            visit_minutes=self.visit_minutes,
            weekday=self.weekday,
            start_time=self.start_time,
            visits_per_week=self.visits_per_week,
            every_weeks=self.every_weeks,
            phase=self.phase_from(first_day),
        )


def needs_yes(weight: Weight) -> bool:
    """Return whether both must say yes before it begins."""
    return weight in {Weight.MOVED, Weight.HEAVIER}


def answer_by(first_day: date, today: date) -> date:
    """Return the last day on which both may answer: a week, and never past the first day."""
    return min(today + TO_ANSWER, first_day)


def after_yes(said: Mapping[ChangeSide, bool], first_day: date, today: date) -> ChangeState:
    """Return where a change stands once somebody said yes: both are needed, and its day."""
    if not all(said.get(side, False) for side in ChangeSide):
        return ChangeState.ASKED
    return ChangeState.IN_FORCE if first_day <= today else ChangeState.AGREED


def grown(first: Rhythm, now: Rhythm) -> Reason:
    """Return how much help it was in the beginning, and how much it is."""
    return Reason(
        "match_change.grown",
        dutch("Begon met %(first)s per week, nu %(now)s."),
        {"first": Minutes(first.minutes_a_week), "now": Minutes(now.minutes_a_week)},
    )


NOTHING_CHANGES = Reason("match_change.same", dutch("Zo is het al. Verander eerst iets."))
PAST = Reason("match_change.past", dutch("Deze dag is al voorbij. Kies vandaag of later."))
AFTER_LAST_DAY = Reason(
    "match_change.after_last_day", dutch("De hulp is dan al voorbij. Kies een eerdere dag.")
)
ONE_AT_A_TIME = Reason(
    "match_change.one_at_a_time",
    dutch("Er ligt al een verandering. Trek die eerst terug, of wacht het antwoord af."),
)
STANDS_STILL = Reason(
    "match_change.stands_still",
    dutch("De bezoeken staan stil. Beslis eerst of het verdergaat."),
)
NOT_RUNNING = Reason("match_change.not_running", dutch("Deze hulp loopt niet. Vernieuw de pagina."))
ANSWERED = Reason(
    "match_change.answered", dutch("Deze vraag is al voorbij. Alles bleef zoals het was.")
)
TOO_LATE = Reason(
    "match_change.too_late",
    dutch("De tijd om te antwoorden is voorbij. Alles blijft zoals het was."),
)
FIRST_CALL = Reason(
    "match_change.first_call",
    dutch("%(name)s wacht nog op een telefoontje. Bel eerst. Lichter maken mag wel meteen."),
)
