"""When a volunteer is away: periods that they gave, and the school holidays of a region.

Being away is no pause. The agreements go on and resume by themselves; only the visits on those days
do not take place with this volunteer. So a new agreement may run across days away, as long as it
does not begin in them and most of its weeks are not among them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from loopplank.core.kit.calendar import weeks
from loopplank.core.kit.reason import Reason, dutch

ONE_DAY = timedelta(days=1)
#: How long before a visit somebody else is sought for it, and the person hears that.
SOUGHT_AHEAD = timedelta(days=14)
#: How long beforehand it is said that school holidays are not known yet.
SAID_AHEAD = timedelta(days=365)


@dataclass(frozen=True, slots=True, order=True)
class Away:
    """A run of days, both ends counted. Raises ValueError when it ends before it begins."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError("a period away ends on or after the day it begins")

    def holds(self, day: date) -> bool:
        return self.first <= day <= self.last

    def covers(self, other: "Away") -> bool:
        return self.first <= other.first and other.last <= self.last


def together(periods: Iterable[Away]) -> tuple[Away, ...]:
    """Return the same days in order, joined where they overlap or follow each other."""
    made: list[Away] = []
    for one in sorted(periods):
        if made and one.first <= made[-1].last + ONE_DAY:
            made[-1] = Away(made[-1].first, max(made[-1].last, one.last))
        else:
            made.append(one)
    return tuple(made)


def left_of(periods: Iterable[Away], today: date) -> tuple[Away, ...]:
    """Return what is still to come of each period, from today on."""
    return tuple(Away(max(one.first, today), one.last) for one in periods if one.last >= today)


def taken_from(periods: Iterable[Away], gone: Away) -> tuple[Away, ...]:
    """Return the periods without the days of `gone`; what lies before and after it stays."""
    made: list[Away] = []
    for one in periods:
        if one.first < gone.first:
            made.append(Away(one.first, min(one.last, gone.first - ONE_DAY)))
        if one.last > gone.last:
            made.append(Away(max(one.first, gone.last + ONE_DAY), one.last))
    return together(made)


@dataclass(frozen=True, slots=True)
class TimeAway:
    """All that one volunteer said about being away: own periods, and the regions in whose school
    holidays they are away, nearly always none or one. `school` are the known days of those regions;
    they follow from the regions, so they are not compared."""

    periods: tuple[Away, ...] = ()
    regions: tuple[str, ...] = ()
    school: tuple[Away, ...] = field(default=(), compare=False)

    def spells(self) -> tuple[Away, ...]:
        """All periods and school holidays together, in order."""
        return together((*self.periods, *self.school))

    def on(self, day: date) -> Away | None:
        """Return the whole time away in which this day lies, or None."""
        if not any(one.holds(day) for one in (*self.periods, *self.school)):
            return None
        return next(one for one in self.spells() if one.holds(day))

    def all_week(self, week: date) -> bool:
        """Say whether they are away on all days of the ISO week of Monday `week`."""
        spell = self.on(week)
        return spell is not None and week + 6 * ONE_DAY <= spell.last

    @property
    def known_until(self) -> date | None:
        """The last day of the last school holiday that is known, or None without a region."""
        return self.school[-1].last if self.school else None

    def soon_unknown(self, today: date) -> date | None:
        """Return `known_until` when it is less than a year away and it is time to say so; otherwise
        None."""
        until = self.known_until
        return until if until is not None and until < today + SAID_AHEAD else None

    def first_after(self, today: date) -> Away | None:
        """Return the period that runs now, or else the next one, or None."""
        return next((one for one in self.spells() if one.last >= today), None)

    def at_least(self, other: "TimeAway", today: date) -> "TimeAway":
        """Return `other` when it covers all that is left of this one; else both together. Days that
        have passed do not count, so nobody comes back from them."""
        now, new = left_of(self.periods, today), together(other.periods)
        if all(any(one.covers(old) for one in new) for old in now):
            periods = other.periods
        else:
            periods = together((*self.periods, *other.periods))
        return TimeAway(
            periods,
            tuple(sorted({*self.regions, *other.regions})),
            together((*self.school, *other.school)),
        )


NEVER = TimeAway()


def gained(before: TimeAway, after: TimeAway, today: date) -> tuple[Away, ...]:
    """Return the days from today on that are in `after` and not in `before`, as runs of days."""
    more = left_of(after.spells(), today)
    for one in before.spells():
        more = taken_from(more, one)
    return more


def interval(one: Away) -> str:
    """Write both days as one word of ISO 8601, to keep in a signal."""
    return f"{one.first.isoformat()}/{one.last.isoformat()}"


def interval_of(word: str) -> Away:
    """Read the days that `interval` wrote. Raises ValueError on anything else."""
    first, last = word.split("/")
    return Away(date.fromisoformat(first), date.fromisoformat(last))


def in_the_way(away: TimeAway, first_day: date, last_day: date) -> Away | None:
    """Return the time away that rules out an agreement of these days, because it would begin then
    or lose most of its weeks; None when it fits."""
    spell = away.on(first_day)
    if spell is not None or not (away.periods or away.school):
        return spell
    touched = weeks(first_day, last_day)
    gone = [week for week in touched if away.all_week(week)]
    return away.on(gone[0]) if 2 * len(gone) > len(touched) else None


def within(away: TimeAway, first_day: date, last_day: date) -> Away | None:
    """Return the first time away among these days, on which visits are cancelled, or None."""
    spell = away.first_after(first_day)
    return spell if spell is not None and spell.first <= last_day else None


def why_not(away: TimeAway, today: date, first_day: date, last_day: date) -> Reason | None:
    """Return why somebody is not proposed, away now or in the way of the asked days; None when
    neither."""
    spell = away.on(today) or in_the_way(away, first_day, last_day)
    if spell is None:
        return None
    return Reason(
        "why_not.away",
        dutch("is weg van %(first)s tot en met %(last)s"),
        {"first": spell.first, "last": spell.last},
    )


def to_mind(away: TimeAway, first_day: date, last_day: date) -> tuple[Reason, ...]:
    """Return what to mind of somebody who fits: the first days on which they will not come."""
    spell = within(away, first_day, last_day)
    if spell is None:
        return ()
    return (
        Reason(
            "mind.away",
            dutch("Komt niet van %(first)s tot en met %(last)s"),
            {"first": spell.first, "last": spell.last},
        ),
    )


def until(spell: Away) -> Reason:
    """Return until when somebody is away, as the words of their state."""
    return Reason("load.away_to", dutch("weg tot en met %(to)s"), {"to": spell.last})


def refused(name: str, spell: Away) -> Reason:
    """Return why an agreement cannot be made for these days."""
    return Reason(
        "load.away",
        dutch(
            "%(name)s is weg van %(first)s tot en met %(last)s. Kies een andere eerste dag, of"
            " vraag iemand anders."
        ),
        {"name": name, "first": spell.first, "last": spell.last},
    )
