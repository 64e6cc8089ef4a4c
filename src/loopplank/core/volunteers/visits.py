"""When a volunteer is expected: the visits of one agreement, week by week."""

from collections.abc import Container, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from loopplank.core.kit.calendar import at_local, local_time, monday, weeks
from loopplank.core.kit.reason import Minutes, Param, Reason, Word, dutch
from loopplank.core.requests.intake import DAYS
from loopplank.core.triage.red_flags import find
from loopplank.core.volunteers import visit_weeks
from loopplank.core.volunteers.load import Limits

NOTE_LENGTH = 200
#: How long a visit that was not written down stays on the list: longer would be nagging.
REMEMBERED = timedelta(days=14)


class VisitState(StrEnum):
    """What a volunteer wrote down about a visit: it took place, or it cannot."""

    DONE = "done"
    CANNOT = "cannot"


class Felt(StrEnum):
    """How a visit felt; a volunteer who says nothing says nothing."""

    FINE = "fine"
    FAIR = "fair"
    HEAVY = "heavy"


@dataclass(frozen=True, slots=True)
class Moved:
    """One visit that both let be on another moment: the day on which it was agreed, and when it is
    now."""

    day: date
    to: date
    start: time | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """What two people agreed. `weekday` None means that they settle the day between them.

    `every_weeks` above 1 with a `phase` (a day in a week that has a visit) has its visits in its
    own weeks; without one nobody knows beforehand which week it will be. `still_from`: its visits
    stand still from that day. `moves` are single visits on another moment.
    """

    first_day: date
    last_day: date
    visit_minutes: int
    weekday: int | None = None
    start_time: time | None = None
    visits_per_week: int = 1
    every_weeks: int = 1
    phase: date | None = None
    still_from: date | None = None
    moves: tuple[Moved, ...] = ()

    @property
    def has_fixed_day(self) -> bool:
        return self.weekday is not None and (self.every_weeks == 1 or self.phase is not None)

    @property
    def happens_once(self) -> bool:
        return self.first_day == self.last_day

    def holds(self, day: date) -> bool:
        """Say whether a visit may be on a day: within its term, and not standing still."""
        still = self.still_from is not None and day >= self.still_from
        return self.first_day <= day <= self.last_day and not still

    def falls_in(self, week: date) -> bool:
        """Say whether it has a visit in the ISO week of Monday `week`; yes when nobody knows."""
        return visit_weeks.falls_in(week, self.every_weeks, self.phase)


@dataclass(frozen=True, slots=True)
class Expected:
    """One visit. Without a `day` it is somewhere in the week, as the two settle it."""

    day: date | None
    start: time | None
    minutes: int

    def ends(self) -> time | None:
        """Return the time on the clock of Amsterdam when it ends, also in the night in which the
        clock changes."""
        begins = self.begins_at()
        if begins is None:
            return None
        return local_time(begins + timedelta(minutes=self.minutes)).time()

    def begins_at(self) -> datetime | None:
        """Return the aware UTC instant of the beginning, or None when the hour is not fixed."""
        if self.day is None or self.start is None:
            return None
        return at_local(self.day, self.start)


def visits_in_week(
    one: Agreement, week: date, limits: Limits, without: Container[date] = ()
) -> tuple[Expected, ...]:
    """Return the visits of one agreement in the ISO week of Monday `week`.

    Leaves out days in a pause or away, days outside the term, and those in `without` (cannot come).
    What has no fixed day is there while any day of that week can still carry it.
    """
    moves = moved(one)
    fixed = [
        Expected(each.to, each.start, one.visit_minutes)
        for each in moves
        if monday(each.to) == week
        and one.holds(each.to)
        and not limits.absent_on(each.to)
        and each.to not in without
    ]
    if not one.falls_in(week):
        return tuple(fixed)
    open_days = [
        day
        for day in (week + timedelta(days=n) for n in range(7))
        if one.holds(day) and not limits.absent_on(day)
    ]
    if not open_days:
        return ()
    gone = {each.day for each in moves}
    loose = one.visits_per_week
    if one.happens_once and one.weekday is None:
        # the one day that it can be, as a calendar says it too
        loose -= 1
        if one.first_day in open_days and one.first_day not in without:
            fixed.append(Expected(one.first_day, None, one.visit_minutes))
    if one.has_fixed_day and one.weekday is not None:
        day = week + timedelta(days=one.weekday)
        loose -= 1
        if day in open_days and day not in without and day not in gone:
            fixed.append(Expected(day, one.start_time, one.visit_minutes))
    return (*fixed, *(Expected(None, None, one.visit_minutes) for _ in range(loose)))


def still_expected(
    one: Agreement, week: date, limits: Limits, known: Iterable[date] = ()
) -> tuple[Expected, ...]:
    """Return the visits of the ISO week of Monday `week` about which nothing was written.

    `known` are days about which something was; one on another day than was fixed fills a visit
    whose day the two settle. Mijn week and the week of a whole team both ask here.
    """
    written = {day for day in known if monday(day) == week}
    planned = visits_in_week(one, week, limits, written)
    there = {each.to for each in moved(one)}
    settled = sum(
        not (one.has_fixed_day and day.weekday() == one.weekday) and day not in there
        for day in written
    )
    loose = [visit for visit in planned if visit.day is None]
    return (*(visit for visit in planned if visit.day is not None), *loose[settled:])


def fixed_days(one: Agreement, first: date, last: date) -> tuple[date, ...]:
    """Return the days from `first` to `last` for which a visit was agreed, whether or not anybody
    can come."""
    return days_of(one, max(first, one.first_day), min(last, one.last_day))


def days_of(one: Agreement, first: date, last: date) -> tuple[date, ...]:
    """Return the days on which its visits fall, also beyond its term."""
    moves = moved(one)
    gone, there = {each.day for each in moves}, {each.to for each in moves}
    kept = {day for day in _agreed_days(one, first, last) if day not in gone}
    return tuple(sorted(kept | {day for day in there if first <= day <= last}))


def moved(one: Agreement) -> tuple[Moved, ...]:
    """Return the moves that hold. Where other days were agreed meanwhile, a move of a visit that is
    not there any more is nothing."""
    return tuple(
        each
        for each in one.moves
        if each.day < one.first_day or each.day in _agreed_days(one, each.day, each.day)
    )


def start_on(one: Agreement, day: date) -> time | None:
    """Return the hour of its visit on a day; None when nobody fixed it."""
    for each in moved(one):
        if each.to == day:
            return each.start
    return one.start_time


def moves_with(one: Agreement, move: Moved) -> tuple[Moved, ...]:
    """Return the moves after one more; a visit that is moved twice is where it went last, and one
    that comes back is not moved."""
    others = tuple(each for each in one.moves if each.day != move.day)
    back = move.to == move.day and move.start == one.start_time
    return others if back else tuple(sorted((*others, move), key=lambda each: each.day))


def _agreed_days(one: Agreement, first: date, last: date) -> tuple[date, ...]:
    if one.happens_once and one.weekday is None:
        return (one.first_day,) if first <= one.first_day <= last else ()
    if not one.has_fixed_day or one.weekday is None or first > last:
        return ()
    days = (week + timedelta(days=one.weekday) for week in weeks(first, last) if one.falls_in(week))
    return tuple(day for day in days if first <= day <= last)


def not_written_down(
    one: Agreement, today: date, limits: Limits, written: Container[date]
) -> tuple[Expected, ...]:
    """Return the visits on a fixed day in the last two weeks, before today, about which nothing was
    written."""
    since = today - REMEMBERED
    found = []
    for week in (monday(since), monday(since) + timedelta(weeks=1), monday(today)):
        found += [
            visit
            for visit in visits_in_week(one, week, limits, written)
            if visit.day is not None and since <= visit.day < today
        ]
    return tuple(found)


def rhythm(one: Agreement) -> Reason:
    """Return how often and how long, without the hour of the day: "Elke donderdag, 1½ uur"."""
    long: dict[str, Param] = {"minutes": Minutes(one.visit_minutes)}
    if one.happens_once:
        return Reason("rhythm.once", dutch("Eén keer, %(minutes)s"), long)
    if one.visits_per_week > 1:
        return Reason(
            "rhythm.often",
            dutch("%(times)s keer per week, %(minutes)s per keer"),
            {"times": one.visits_per_week, **long},
        )
    if one.weekday is None:
        if one.every_weeks > 1:
            return Reason(
                "rhythm.weeks",
                dutch("Eén keer in de %(weeks)s weken, %(minutes)s. De dag kiezen jullie samen."),
                {"weeks": one.every_weeks, **long},
            )
        return Reason(
            "rhythm.weekly",
            dutch("Elke week, %(minutes)s. De dag kiezen jullie samen."),
            long,
        )
    day: dict[str, Param] = {"day": Word(DAYS[one.weekday]), **long}
    if one.every_weeks == 1:
        return Reason("rhythm.day", dutch("Elke %(day)s, %(minutes)s"), day)
    if one.every_weeks == 2:
        return Reason("rhythm.fortnight", dutch("Om de week op %(day)s, %(minutes)s"), day)
    return Reason(
        "rhythm.day_of_weeks",
        dutch("Elke %(weeks)s weken op %(day)s, %(minutes)s"),
        {"weeks": one.every_weeks, **day},
    )


def usual_lengths(planned: int) -> tuple[int, ...]:
    """Return the lengths to choose from with one tap, in minutes: the plan, and half an hour less
    and more."""
    return tuple(sorted({max(planned - 30, 15), planned, planned + 30}))


def note_due_on(note: str, promised: date | None, written_on: date) -> date:
    """Return the last day on which a note is read: as was promised, and the same day where its
    words may be about danger. Where nobody could promise, it waits from the day itself.
    """
    return written_on if promised is None or find(note) else promised
