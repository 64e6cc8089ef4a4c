"""The stage of the story: a clock, and cues that are played in the order of their time.

What lies after the end of the story is never played, so a story that begins three days ago is
simply three days old.
"""

import heapq
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

import holidays
import structlog

from loopplank.core.kit.calendar import WorkingDays, at_local, local_day
from loopplank.core.kit.reason import Refused
from loopplank.jobs.chance import Random

log = structlog.get_logger("loopplank.demo")
Act = Callable[[datetime], object]
ONE_DAY = timedelta(days=1)


@dataclass(order=True)
class _Cue:
    at: datetime
    number: int
    act: Act = field(compare=False)


class Stage:
    """`end` is the moment at which the visitor comes in; `chance` decides whatever is not told."""

    def __init__(self, end: datetime, chance: Random) -> None:
        self.end = end
        self.today = local_day(end)
        self.chance = chance
        self.refused: list[str] = []
        self._cues: list[_Cue] = []
        self._number = 0
        years = range(self.today.year - 1, self.today.year + 2)
        self._holidays = frozenset(holidays.country_holidays("NL", years=years))

    def at(self, moment: datetime, act: Act) -> None:
        """Play `act` at a moment; never, when that lies after the end."""
        if moment <= self.end:
            self._number += 1
            heapq.heappush(self._cues, _Cue(moment, self._number, act))

    def on(self, day: date, clock: time, act: Act) -> None:
        self.at(at_local(day, clock), act)

    def play(self) -> None:
        """Play all cues, also those that are added while playing.

        A rule may say no, as it does to people; the story then goes on without that step.
        """
        latest: datetime | None = None
        while self._cues:
            cue = heapq.heappop(self._cues)
            latest = cue.at if latest is None else max(latest, cue.at)
            try:
                cue.act(latest)
            except Refused as refused:
                self.refused.append(refused.reason.code)
                log.warning("demo_refused", reason=refused.reason.code)

    # --- days -------------------------------------------------------------------------------------

    def working(self, weekdays: Iterable[int] = ()) -> WorkingDays:
        """Return the days on which somebody works who has these weekdays; none means Monday to
        Friday.
        """
        return WorkingDays(holidays=self._holidays).of_person(weekdays)

    def days_ago(self, count: float) -> date:
        return self.today - timedelta(days=count)

    def on_or_before(self, day: date, weekdays: Iterable[int] = ()) -> date:
        found = self.working(weekdays).last_on_or_before(day, day - timedelta(days=30))
        return found or day

    def on_or_after(self, day: date, weekdays: Iterable[int] = ()) -> date:
        return self.working(weekdays).after(day - ONE_DAY, 1)

    def this_morning(self, share: float) -> datetime:
        """Return a moment of today before the end: 0 is when work begins, 1 is the end. For who
        comes in before people work, 0 is midnight.
        """
        opens = at_local(self.today, time(8, 0))
        begin = opens if opens < self.end else at_local(self.today, time())
        return begin + (self.end - begin) * share

    def after(self, moment: datetime, minutes: int) -> datetime:
        """Return a little later, and never after the end."""
        return min(moment + timedelta(minutes=minutes), self.end)

    def office_hour(self) -> time:
        """Return some moment between nine and five."""
        return time(self.chance.randrange(9, 17), self.chance.randrange(0, 60, 5))
