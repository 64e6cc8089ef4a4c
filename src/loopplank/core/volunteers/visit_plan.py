"""Which visits a request comes down to: from what was agreed, with sensible first values."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from loopplank.core.kit.calendar import monday
from loopplank.core.requests.intake import Duration, part_of_hour
from loopplank.core.volunteers.load import Commitment
from loopplank.core.volunteers.visits import Agreement

USUAL_MINUTES = 60
#: What leaves somebody time to ask and to answer.
TIME_TO_ASK = timedelta(days=3)
#: How long help lasts when nobody said a last day; each arrangement has one.
USUAL_WEEKS = {
    Duration.ONCE: 0,
    Duration.WEEKS: 6,
    Duration.MONTHS: 13,
    Duration.LONGER: 26,
    Duration.UNKNOWN: 13,
}


@dataclass(frozen=True, slots=True)
class VisitPlan:
    """When and how long. `complete`: a coordinator wrote down how long a visit takes and until
    when; before that the values only serve to look who could do it. `counted_from`: a day in a week
    with a visit, where that is not the week of the first day."""

    first_day: date
    last_day: date
    visit_minutes: int
    visits_per_week: int
    every_weeks: int
    weekday: int | None
    start_time: time | None
    heavy: bool
    complete: bool
    counted_from: date | None = None

    @property
    def phase(self) -> date | None:
        """The Monday of a week with a visit, when it is every so many weeks on a fixed day: its
        weeks count from the first visit. Of a day that two people settle nobody knows the week."""
        counts = self.every_weeks > 1 and self.weekday is not None
        return monday(self.counted_from or self.first_day) if counts else None

    def on(self, day: date) -> "VisitPlan":
        """Return the one visit on this day."""
        return replace(
            self,
            first_day=day,
            last_day=day,
            weekday=day.weekday(),
            visits_per_week=1,
            every_weeks=1,
        )

    def commitment(self, person: str) -> Commitment:
        """Return the plan as a commitment that somebody would carry."""
        return Commitment(
            key="new",
            person=person,
            first_day=self.first_day,
            last_day=self.last_day,
            visit_minutes=self.visit_minutes,
            visits_per_week=self.visits_per_week,
            every_weeks=self.every_weeks,
            phase=self.phase,
            heavy=self.heavy,
        )

    def agreement(self) -> Agreement:
        """Return the plan as two people would agree on it."""
        return Agreement(
            first_day=self.first_day,
            last_day=self.last_day,
            visit_minutes=self.visit_minutes,
            weekday=self.weekday,
            start_time=self.start_time,
            visits_per_week=self.visits_per_week,
            every_weeks=self.every_weeks,
            phase=self.phase,
        )

    def day_parts(self) -> int:
        """Return the one part of the day that was agreed, as a mask; 0 when no day was agreed."""
        return 0 if self.weekday is None else parts_of_visit(self.weekday, self.start_time)


def parts_of_visit(weekday: int, start_time: time | None) -> int:
    """Return the part of the week in which a visit falls, as a mask; without an hour the whole
    day."""
    if start_time is None:
        return 7 << (3 * weekday)
    return 1 << (3 * weekday + part_of_hour(start_time.hour))


@dataclass(frozen=True, slots=True)
class AgreedSoFar:
    """What a coordinator wrote down; None where nothing is yet."""

    duration: str
    visit_minutes: int | None
    visits_per_week: int
    every_weeks: int
    weekday: int | None
    start_time: time | None
    last_day: date | None
    heavy: bool


def visit_plan(agreed: AgreedSoFar, today: date, soonest: date | None = None) -> VisitPlan:
    """Fill in what nobody said yet: an hour, from next week on, for as long as was asked.

    `soonest` is the first day that is still possible, for what cannot wait until next week.
    """
    first = _first_day(agreed.weekday, soonest or today + TIME_TO_ASK)
    weeks = USUAL_WEEKS.get(Duration(agreed.duration), 13) if agreed.duration else 13
    last = agreed.last_day or first + timedelta(weeks=weeks)
    return VisitPlan(
        first_day=min(first, last),
        last_day=last,
        visit_minutes=agreed.visit_minutes or USUAL_MINUTES,
        visits_per_week=agreed.visits_per_week,
        every_weeks=agreed.every_weeks,
        weekday=agreed.weekday,
        start_time=agreed.start_time,
        heavy=agreed.heavy,
        complete=agreed.visit_minutes is not None and agreed.last_day is not None,
    )


def _first_day(weekday: int | None, soonest: date) -> date:
    """Return the first such weekday on or after a day."""
    if weekday is None:
        return soonest
    return soonest + timedelta(days=(weekday - soonest.weekday()) % 7)


def tags_brought(
    brings: Iterable[str], *, asks_for_paid_work: bool, start_time: time | None
) -> frozenset[str]:
    """Return the tags that a volunteer may rather avoid, with those that follow from the hour and
    the kind of work."""
    tags = set(brings)
    if asks_for_paid_work:
        tags.add("paid_work")
    if start_time is not None and part_of_hour(start_time.hour) == 2:
        tags.add("evening")
    return frozenset(tags)
