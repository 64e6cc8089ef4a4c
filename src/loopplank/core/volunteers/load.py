"""What a volunteer carries and may carry, week by week (promise P2).

A limit belongs to the volunteer and is a hard stop. For every ISO week of the whole term, planning
adds what is asked to what is planned already, and compares the sum with the volunteer's own limit
in minutes, people and heavy people. A pause gives no room: it may end tomorrow, and then all that
is planned counts again; the same holds for days away. Real hours may pass the limit; that is a
signal, never a reproach.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from loopplank.core.kit.calendar import monday, weeks
from loopplank.core.kit.reason import Minutes, Reason, Word, dutch
from loopplank.core.volunteers import away as days_away
from loopplank.core.volunteers import visit_weeks
from loopplank.core.volunteers.away import NEVER, TimeAway

ONE_WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Load:
    """One week: minutes, people, and how many of those people are heavy. Never negative."""

    minutes: int = 0
    people: int = 0
    heavy: int = 0

    def within(self, other: "Load") -> bool:
        return (
            self.minutes <= other.minutes
            and self.people <= other.people
            and self.heavy <= other.heavy
        )

    def at_least(self, other: "Load") -> "Load":
        """Return the larger of both in each of the three."""
        return Load(
            max(self.minutes, other.minutes),
            max(self.people, other.people),
            max(self.heavy, other.heavy),
        )


NOTHING = Load()


@dataclass(frozen=True, slots=True)
class Limits:
    """What one volunteer set. `liked_minutes` is what planning fills to, `max_minutes` the stop.

    A pause holds both its days; `pause_to` None means until further notice. `until` is the last
    day on which the volunteer wants to help; `away` are days on which they do not come. Raises
    ValueError on a limit that cannot be.
    """

    liked_minutes: int
    max_minutes: int
    max_people: int
    max_heavy: int
    travel_counts: bool = False
    pause_from: date | None = None
    pause_to: date | None = None
    until: date | None = None
    away: TimeAway = NEVER

    def __post_init__(self) -> None:
        if not 0 <= self.liked_minutes <= self.max_minutes:
            raise ValueError("what somebody likes to give lies between 0 and the limit")
        if not 0 <= self.max_heavy <= self.max_people:
            raise ValueError("heavy people are among the people")
        if self.pause_to and (self.pause_from is None or self.pause_to < self.pause_from):
            raise ValueError("a pause ends on or after the day it begins")

    def paused_on(self, day: date) -> bool:
        return self.pause_from is not None and self.pause_from <= day and self.pause_left(day)

    def pause_left(self, today: date) -> bool:
        """Say whether a pause runs or is still to come."""
        return self.pause_from is not None and (self.pause_to is None or today <= self.pause_to)

    def absent_on(self, day: date) -> bool:
        """Say whether nobody may be expected on a day: in a pause, or away."""
        return self.paused_on(day) or self.away.on(day) is not None

    def absent_all_week(self, week: date) -> bool:
        """Say whether nobody may be expected on any day of the ISO week of Monday `week`."""
        return all(self.absent_on(week + timedelta(days=n)) for n in range(7))

    def without_pause(self) -> "Limits":
        """Return the same limits as they are once somebody is back."""
        return replace(self, pause_from=None, pause_to=None)

    def always_there(self) -> "Limits":
        """Return the same limits without a pause or any day away."""
        return replace(self.without_pause(), away=NEVER)

    def in_week(self, week: date) -> Load:
        """Return the most that may be planned in the ISO week of Monday `week`."""
        if self.absent_all_week(week) or (self.until is not None and week > self.until):
            return NOTHING
        return Load(self.max_minutes, self.max_people, self.max_heavy)


@dataclass(frozen=True, slots=True)
class Commitment:
    """One volunteer with one person: visits of `visit_minutes` from first to last day.

    `every_weeks` 2 with a `phase` (the Monday of a week that has a visit) counts in full in its
    own weeks; without a phase it counts in every week, because any week may be the one.
    `person` tells whether two commitments are for the same person (counted once).
    """

    key: str
    person: str
    first_day: date
    last_day: date
    visit_minutes: int
    travel_minutes: int = 0
    visits_per_week: int = 1
    every_weeks: int = 1
    phase: date | None = None
    heavy: bool = False

    def __post_init__(self) -> None:
        if self.last_day < self.first_day:
            raise ValueError("the last day lies on or after the first day")
        if self.visit_minutes <= 0 or self.travel_minutes < 0:
            raise ValueError("a visit takes time")
        if self.visits_per_week < 1 or self.every_weeks < 1:
            raise ValueError("at least one visit in every so many weeks")

    def has_visit_in(self, week: date) -> bool:
        """Say whether the ISO week of Monday `week` carries this commitment's visits."""
        if not monday(self.first_day) <= week <= self.last_day:
            return False
        return visit_weeks.falls_in(week, self.every_weeks, self.phase)

    def minutes_a_week(self, *, travel_counts: bool) -> int:
        travel = self.travel_minutes if travel_counts else 0
        return self.visits_per_week * (self.visit_minutes + travel)


def weeks_carried(one: Commitment) -> tuple[date, ...]:
    """Return the Mondays of the weeks in which a commitment counts: as a person in all, with
    minutes in some."""
    return weeks(one.first_day, one.last_day)


def ledger(commitments: Iterable[Commitment], limits: Limits) -> dict[date, Load]:
    """Return by Monday what is planned, for every week that any commitment touches (also with
    zero)."""
    carried = tuple(commitments)
    touched = {week for one in carried for week in weeks_carried(one)}
    return {week: load_in(week, carried, limits) for week in sorted(touched)}


def load_in(week: date, commitments: Iterable[Commitment], limits: Limits) -> Load:
    """Return what these commitments plan in the ISO week of Monday `week`.

    A week in which the volunteer is absent all week carries nothing: nobody visits in it. A
    commitment counts in every week of its term, so a fortnightly person counts as a person each
    week.
    """
    if limits.absent_all_week(week):
        return NOTHING
    minutes = 0
    people: dict[str, bool] = {}
    for one in commitments:
        if not monday(one.first_day) <= week <= one.last_day:
            continue
        if one.has_visit_in(week):
            minutes += one.minutes_a_week(travel_counts=limits.travel_counts)
        people[one.person] = people.get(one.person, False) or one.heavy
    return Load(minutes, len(people), sum(people.values()))


def weeks_above(commitments: Iterable[Commitment], limits: Limits, since: date) -> set[date]:
    """Return the Mondays from `since` on in which more is planned than these limits allow."""
    planned = ledger(commitments, limits)
    return {
        week
        for week, load in planned.items()
        if week >= since and not load.within(limits.in_week(week))
    }


def minutes_to_weigh(in_visited: int, in_any: int, most: int) -> int:
    """Return the minutes of the fullest week beside which visits must fit.

    Of help every second week only the weeks with a visit count (`in_visited`); but whoever carries
    more than their limit `most` in any week of its term (`in_any`) has no room, also not in the
    others.
    """
    return in_any if in_any > most else in_visited


def heaviest_beside(new: Commitment, planned: Mapping[date, Load], limits: Limits) -> Load:
    """Return what is planned in the fullest week beside which `new` must fit, each of the three by
    itself. `planned` is the load by Monday; a week that is not in it carries nothing."""
    most, visited = Load(), 0
    for week in weeks_carried(new):
        load = planned.get(week, NOTHING)
        most = most.at_least(load)
        if new.has_visit_in(week):
            visited = max(visited, load.minutes)
    return replace(most, minutes=minutes_to_weigh(visited, most.minutes, limits.max_minutes))


@dataclass(frozen=True, slots=True)
class NoRoom:
    """The first week and the first limit that a new commitment would pass."""

    reason: Reason
    limit: str
    week: date


def first_limit_passed(
    name: str,
    limits: Limits,
    new: Commitment,
    others: Iterable[Commitment],
    held: Commitment | None = None,
) -> NoRoom | None:
    """Return the first limit that stops `new`, or None when it fits beside `others` in every week.

    `held` is the same commitment as it was until now: what it held already it may keep, also where
    a limit went down meanwhile. Weeks in a pause or away are weighed as if there were none, so that
    somebody who is back sooner never carries too much. `name` is only used in the sentence.
    """
    longer = held is None or new.last_day > held.last_day
    if limits.until is not None and longer and new.last_day > limits.until:
        return NoRoom(
            Reason(
                "load.until",
                dutch("%(name)s wil dit doen tot %(until)s. Kies een eerdere laatste dag."),
                {"name": name, "until": limits.until},
            ),
            "until",
            monday(limits.until),
        )
    first, last = new.first_day, new.last_day
    spell = days_away.in_the_way(limits.away, first, last) if held is None else None
    if spell is not None:
        return NoRoom(days_away.refused(name, spell), "away", monday(spell.first))
    back, beside = limits.always_there(), tuple(others)
    before, planned = ledger(beside, back), ledger([*beside, new], back)
    kept = ledger([*beside, held], back) if held is not None else {}
    carried = frozenset(weeks_carried(held)) if held is not None else frozenset()
    for week in weeks_carried(new):
        allowed, after = back.in_week(week), planned[week]
        if week in carried:
            allowed = allowed.at_least(kept[week])
        if not after.within(allowed):
            return NoRoom(
                _sentence(name, allowed, before.get(week, NOTHING), after, week),
                _which(allowed, after),
                week,
            )
    return None


def _which(allowed: Load, after: Load) -> str:
    if after.people > allowed.people:
        return "people"
    return "heavy" if after.heavy > allowed.heavy else "minutes"


def _sentence(name: str, allowed: Load, before: Load, after: Load, week: date) -> Reason:
    which = _which(allowed, after)
    if which == "people":
        return Reason(
            "load.people",
            dutch(
                "%(name)s heeft hier geen ruimte voor. De grens is %(limit)s mensen en in de week"
                " van %(week)s zijn dat er al %(planned)s. Alleen %(name)s kan die grens"
                " veranderen."
            ),
            {"name": name, "limit": allowed.people, "planned": before.people, "week": week},
        )
    if which == "heavy":
        return Reason(
            "load.heavy",
            dutch(
                "%(name)s heeft hier geen ruimte voor. De grens is %(limit)s keer ‘zwaar’ en dat"
                " zijn er al %(planned)s. Alleen %(name)s kan die grens veranderen."
            ),
            {"name": name, "limit": allowed.heavy, "planned": before.heavy},
        )
    return Reason(
        "load.minutes",
        dutch(
            "%(name)s heeft hier geen ruimte voor. De grens is %(limit)s per week. In de week van"
            " %(week)s is al %(planned)s gepland en dit kost %(extra)s. Alleen %(name)s kan die"
            " grens veranderen."
        ),
        {
            "name": name,
            "limit": Minutes(allowed.minutes),
            "planned": Minutes(before.minutes),
            "extra": Minutes(after.minutes - before.minutes),
            "week": week,
        },
    )


# --- how full somebody is, in words ----------------------------------------------------------


class LoadState(StrEnum):
    ROOM = "room"
    GOOD = "good"
    NEARLY = "nearly"
    FULL = "full"
    OVER = "over"
    PAUSE = "pause"
    AWAY = "away"


STATE_WORDS = {
    LoadState.ROOM: dutch("ruimte"),
    LoadState.GOOD: dutch("zit goed"),
    LoadState.NEARLY: dutch("bijna vol"),
    LoadState.FULL: dutch("vol"),
    LoadState.OVER: dutch("over de grens"),
    LoadState.PAUSE: dutch("pauze"),
    LoadState.AWAY: dutch("weg"),
}


@dataclass(frozen=True, slots=True)
class Fullness:
    """One volunteer in one week. `tightest` is "minutes" or "people"; `words` says it whole."""

    state: LoadState
    tightest: str
    words: Reason
    planned: Load
    logged_minutes: int
    limits: Limits

    @property
    def word(self) -> str:
        """The source word of the state ("zit goed")."""
        return STATE_WORDS[self.state]


def fullness(
    limits: Limits, planned: Load, logged_minutes: int, today: date, *, was_over: bool = False
) -> Fullness:
    """Return the state of one volunteer in the week of `today` (product concept, section 2.2).

    `was_over`: they did more lately than the limit of then, whatever it is now.

    Only minutes and people make somebody full: one who carries the heavy person that they allow may
    still have room for a light one.
    """
    in_minutes = _share(planned.minutes, limits.max_minutes)
    in_people = _share(planned.people, limits.max_people)
    tightest = "people" if in_people > in_minutes else "minutes"
    share, spell = max(in_minutes, in_people), limits.away.on(today)
    if limits.paused_on(today):
        state = LoadState.PAUSE
    elif spell is not None:
        state = LoadState.AWAY
    elif was_over or logged_minutes > limits.max_minutes:
        state = LoadState.OVER
    else:
        state = state_at(share)
    words = _words(state, tightest, limits, planned, logged_minutes)
    if state is LoadState.AWAY and spell is not None:
        words = days_away.until(spell)
    return Fullness(state, tightest, words, planned, logged_minutes, limits)


def limit_of_week(max_minutes: int, week: date, raised_on: date | None, before: int | None) -> int:
    """Return the limit in minutes that held in the ISO week of Monday `week`: a raise says nothing
    about the weeks up to the one in which it was made."""
    held_before = raised_on is not None and before is not None and week <= monday(raised_on)
    return min(max_minutes, before) if held_before and before is not None else max_minutes


def over_until(week: date) -> date:
    """Return until when nobody counts on room after a week above the limit: the end of the next."""
    return week + timedelta(days=13)


def real_minutes(visit_minutes: int, travel_minutes: int, limits: Limits) -> int:
    """Return how many minutes of their week one visit took, counted as the volunteer counts."""
    return visit_minutes + (travel_minutes if limits.travel_counts else 0)


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


def state_at(share: float) -> LoadState:
    """Return the state for a planned share of a limit (0 to 1 or more); never over, pause or
    away."""
    if share >= 1:
        return LoadState.FULL
    if share >= 0.8:
        return LoadState.NEARLY
    return LoadState.GOOD if share >= 0.5 else LoadState.ROOM


def _words(
    state: LoadState, tightest: str, limits: Limits, planned: Load, logged_minutes: int
) -> Reason:
    word = Word(STATE_WORDS[state])
    if state is LoadState.PAUSE:
        if limits.pause_to is None:
            return Reason("load.paused", dutch("pauze, nog zonder einddatum"))
        return Reason("load.paused_to", dutch("pauze tot en met %(to)s"), {"to": limits.pause_to})
    if state is LoadState.OVER and logged_minutes <= limits.max_minutes:
        return Reason(
            "load.was_over", dutch("%(word)s: deed meer dan de grens van toen"), {"word": word}
        )
    if state is LoadState.OVER:
        return Reason(
            "load.words_minutes",
            dutch("%(word)s: %(now)s van %(limit)s"),
            {"word": word, "now": Minutes(logged_minutes), "limit": Minutes(limits.max_minutes)},
        )
    if tightest == "people":
        return Reason(
            "load.words_people",
            dutch("%(word)s: aantal mensen %(now)s van %(limit)s"),
            {"word": word, "now": planned.people, "limit": limits.max_people},
        )
    return Reason(
        "load.words_minutes",
        dutch("%(word)s: %(now)s van %(limit)s"),
        {"word": word, "now": Minutes(planned.minutes), "limit": Minutes(limits.max_minutes)},
    )
