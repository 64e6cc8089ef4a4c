"""Days on which a clock of the story runs out where the story needs it to."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta

from loopplank.core.kit.calendar import at_local
from loopplank.core.requests.states import Clock, Unit, due_after
from loopplank.core.wellbeing.signal import HEARD_WITHIN
from loopplank.jobs.demo.stage import Stage

FIRST_CONTACT = Clock(3, Unit.WORKING_DAYS)
DECISION = Clock(2, Unit.WORKING_DAYS)
CALL = HEARD_WITHIN
FAR_BACK = 21


class Days:
    """Looks back from today for the day on which something must have begun."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage

    def runs_out(self, clock: Clock, begun: date, weekdays: tuple[int, ...]) -> date:
        """Return the day on which a clock of this owner runs out that began on `begun`."""
        return due_after(clock, begun, self.stage.working(), weekdays)

    def latest(
        self,
        clock: Clock,
        weekdays: tuple[int, ...],
        fits: Callable[[date], bool],
        *,
        on_own_days: bool = False,
    ) -> date | None:
        """Return the latest day before today on which the clock began, so that its last day
        fits.
        """
        working = self.stage.working(weekdays)
        for back in range(1, FAR_BACK):
            day = self.stage.today - timedelta(days=back)
            if on_own_days and not working.works(day):
                continue
            if fits(self.runs_out(clock, day, weekdays)):
                return day
        return None

    def late(self, clock: Clock, weekdays: tuple[int, ...], *, on_own_days: bool = False) -> date:
        """Return since when something lies that should have been done a day or two ago."""
        today = self.stage.today
        found = self.latest(clock, weekdays, lambda due: due < today, on_own_days=on_own_days)
        return found or today - timedelta(days=FAR_BACK)

    def due_today(
        self, clock: Clock, weekdays: tuple[int, ...], *, on_own_days: bool = False
    ) -> date | None:
        """Return since when something lies that must be done today; None when that cannot be."""
        today = self.stage.today
        return self.latest(clock, weekdays, lambda due: due == today, on_own_days=on_own_days)

    def talk_that_may_wait(self, weekdays: tuple[int, ...], share: float) -> datetime:
        """Return a talk of which the decision is not due yet: this morning, or the last day of
        work.
        """
        day = self.fresh(weekdays)
        if self.runs_out(DECISION, day, weekdays) <= self.stage.today:
            return self.stage.this_morning(share)
        return at_local(day, time(14, 10))

    def fresh(self, weekdays: tuple[int, ...]) -> date:
        """Return the last own working day before today."""
        return self.stage.on_or_before(self.stage.today - timedelta(days=1), weekdays)
