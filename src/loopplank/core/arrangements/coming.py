"""What becomes of all that is still to come of a match, when something happens to it.

The one place that decides it: lists, calendar, messages, the ledger and the status page all ask
here, and nothing has an own idea of the last day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.calendar import WorkingDays
from loopplank.core.matching.matches import HAS_ENDED, MatchState
from loopplank.core.volunteers.load import Limits

ONE_DAY = timedelta(days=1)


class Thing(StrEnum):
    """What can still be to come of a match."""

    VISIT = "visit"
    PROPOSAL = "proposal"
    MESSAGE = "message"
    CALENDAR = "calendar"
    STATUS = "status"


class Happened(StrEnum):
    """What happened to a match, or to the person who is helped. `GOES_ON`: nothing did."""

    GOES_ON = "goes_on"
    ENDED = "ended"
    PAUSED = "paused"
    STANDS_STILL = "stands_still"
    DIED = "died"
    CHANGED = "changed"


class Fate(StrEnum):
    """What becomes of it: it stays as agreed, waits for a person, or is not there any more."""

    STAYS = "stays"
    WAITS = "waits"
    GONE = "gone"


_ALL_GONE = dict.fromkeys(Thing, Fate.GONE)
FATES: Mapping[Happened, Mapping[Thing, Fate]] = MappingProxyType(
    {
        Happened.GOES_ON: dict.fromkeys(Thing, Fate.STAYS),
        Happened.ENDED: _ALL_GONE,
        # somebody else may come meanwhile, and the person keeps who helps them
        Happened.PAUSED: {**_ALL_GONE, Thing.STATUS: Fate.STAYS},
        # only a coordinator lets it go on: nobody goes there, and nobody new says yes by themselves
        Happened.STANDS_STILL: {
            **_ALL_GONE,
            Thing.VISIT: Fate.WAITS,
            Thing.PROPOSAL: Fate.WAITS,
            Thing.STATUS: Fate.WAITS,
        },
        # who loved them hears nothing, and a volunteer hears it from a person
        Happened.DIED: _ALL_GONE,
        # what was agreed stands until somebody read it; nothing new comes of it before that
        Happened.CHANGED: {
            **dict.fromkeys(Thing, Fate.STAYS),
            Thing.PROPOSAL: Fate.WAITS,
            Thing.MESSAGE: Fate.WAITS,
        },
    }
)


@dataclass(frozen=True, slots=True)
class Carried:
    """One match, with all that bears on what is still to come of it.

    `stops_on`: the last day with this person that the volunteer chose; `leaves_on`: that of a
    volunteer who stops altogether; `still_from`: since when its visits stand still.
    """

    state: MatchState
    first_day: date
    last_day: date
    ended_on: date | None = None
    stops_on: date | None = None
    leaves_on: date | None = None
    still_from: date | None = None
    died: bool = False


def last_day(one: Carried) -> date:
    """Return the last day on which a visit may be: before the first day when none is left.

    What ended today has nothing of today any more.
    """
    days = [one.last_day, one.stops_on, one.leaves_on]
    if one.ended_on is not None:
        days.append(one.ended_on - ONE_DAY)
    return min(day for day in days if day is not None)


def what_happened(one: Carried, day: date, limits: Limits | None = None) -> Happened:
    """Return what stands in the way of this match on a day; `limits` are those of the volunteer."""
    if day > last_day(one):
        return Happened.DIED if one.died else Happened.ENDED
    if one.state in HAS_ENDED:
        return Happened.GOES_ON
    if one.still_from is not None and day >= one.still_from:
        return Happened.STANDS_STILL
    if limits is not None and limits.absent_on(day):
        return Happened.PAUSED
    return Happened.GOES_ON


def fate(
    thing: Thing, one: Carried, day: date, limits: Limits | None = None, *, changed: bool = False
) -> Fate:
    """Return what becomes of one thing that is to come on a day. `changed`: something was reported
    about the request that nobody read yet."""
    happened = what_happened(one, day, limits)
    if happened is Happened.GOES_ON and changed:
        happened = Happened.CHANGED
    return FATES[happened][thing]


def yes_waits(change_reported: str) -> bool:
    """Say whether a volunteer's yes waits for a coordinator: something about the request changed,
    and nobody read it yet."""
    return bool(change_reported) and FATES[Happened.CHANGED][Thing.PROPOSAL] is Fate.WAITS


def call_after_death(
    next_day: date | None, today: date, calendar: WorkingDays, weekdays: Iterable[int]
) -> date:
    """Return by which day a volunteer is called after somebody died: before the next visit would
    have been, on a day on which the caller works; today when there is no other."""
    if next_day is None or next_day <= today + ONE_DAY:
        return today
    own = calendar.of_person(weekdays)
    return own.last_on_or_before(next_day - ONE_DAY, today + ONE_DAY) or today
