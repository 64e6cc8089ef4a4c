"""Who could do a request together: two side by side, or two to four one after the other.

The rules are those of one volunteer, leg by leg: the same hard rules, the room in the weeks of the
leg, the same order. Plain and correct rather than fast. Whoever can do the whole term alone is
proposed alone and is in no relay: a change of faces that nobody needs is not proposed.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import combinations, product
from operator import itemgetter
from typing import TypeAlias

from loopplank.core.kit.calendar import monday, weeks
from loopplank.core.matching.candidates import (
    FIT_RULES,
    Asked,
    Candidate,
    Ranking,
    Someone,
    away,
    candidate_for,
    full,
    order_of,
    rank,
    stops_earlier,
)
from loopplank.core.matching.team_state import MOST, Kind
from loopplank.core.volunteers.load import Commitment

GRID = 4
"""A handover lies on a grid of so many weeks from the first one."""
LONG_VISIT = 180
Place: TypeAlias = tuple[int | str, ...]
Placed: TypeAlias = tuple[Place, Candidate]
Order: TypeAlias = tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Seat:
    """One leg with somebody who could do it, and what they would carry."""

    number: int
    candidate: Candidate
    commitment: Commitment


@dataclass(frozen=True, slots=True)
class Together:
    """A duo or a relay that a coordinator may choose."""

    kind: Kind
    seats: tuple[Seat, ...]


def grid_weeks(first_day: date, last_day: date) -> tuple[date, ...]:
    """Return the Mondays by which the load is known apart: the first week of each four, and the
    second. Any leg is made up of whole pieces between them; a short term is known week by week."""
    all_weeks = weeks(first_day, last_day)
    short = len(all_weeks) <= GRID
    return tuple(week for n, week in enumerate(all_weeks) if short or n % GRID in {0, 1})


def split_points(first_day: date, last_day: date) -> tuple[date, ...]:
    """Return the Mondays of the weeks in which one may hand over to the next; each leg has at least
    four weeks."""
    all_weeks = weeks(first_day, last_day)
    last = len(all_weeks) - GRID
    return tuple(week for n, week in enumerate(all_weeks) if n and n % GRID == 0 and n <= last)


def split(term: Commitment, at: Sequence[date]) -> tuple[Commitment, ...]:
    """Split the term into legs that hand over in these weeks; a week of handover belongs to both
    legs."""
    begin = monday(term.first_day)
    starts = [term.first_day + (week - begin) for week in at]
    firsts = [term.first_day, *starts]
    lasts = [*(min(week + timedelta(days=6), term.last_day) for week in at), term.last_day]
    return tuple(
        replace(term, first_day=first, last_day=last)
        for first, last in zip(firsts, lasts, strict=True)
    )


def duo_shares(term: Commitment) -> tuple[Commitment, Commitment] | None:
    """Return what each of a duo carries: part of the visits of a week, or half of one long visit.
    None when there is nothing to share."""
    if term.visits_per_week > 1:
        most = (term.visits_per_week + 1) // 2
        return (
            replace(term, visits_per_week=most),
            replace(term, visits_per_week=term.visits_per_week - most),
        )
    if term.visit_minutes >= LONG_VISIT:
        most = (term.visit_minutes + 1) // 2
        return (
            replace(term, visit_minutes=most),
            replace(term, visit_minutes=term.visit_minutes - most),
        )
    return None


def best_duo(asked: Asked, everybody: Iterable[Someone], today: date) -> Together | None:
    """Return the two who come first in the order and share the visits, or None."""
    parts = duo_shares(asked.commitment)
    if parts is None:
        return None
    people = tuple(everybody)
    shares = [replace(asked, commitment=part) for part in parts]
    lists = [_first_of(share, _fitting(share, people, today), 2) for share in shares]
    best = min(_choices(lists), default=None, key=lambda choice: choice[0])
    return None if best is None else _together(Kind.DUO, shares, best[1])


def best_relays(
    asked: Asked,
    everybody: Iterable[Someone],
    today: date,
    most: int = 3,
    *,
    beside: Together | None = None,
) -> tuple[Together, ...]:
    """Return up to `most` relays, each of other people: the fewest handovers first, then the order
    of the candidates leg by leg, then the most even split. `beside` is what is shown already: who
    can do it together are not shown again one after the other."""
    # what does not change with the days of a leg is looked at once
    whenever = replace(asked, commitment=_shortest(asked.commitment))
    people = tuple(
        one
        for one in _fitting(whenever, everybody, today, rooms=False)
        if not _can_do_it_all(asked, one, today)
    )
    points = split_points(asked.commitment.first_day, asked.commitment.last_day)
    found: list[Together] = []
    seen = {keys_of(beside)} if beside else set()
    known: dict[tuple[date, date], list[Placed]] = {}
    for handovers in range(1, MOST):
        if len(found) >= most or len(people) <= handovers:
            break
        for one in _relays(asked, people, points, handovers, today, known):
            who = keys_of(one)
            if who not in seen and len(found) < most:
                seen.add(who)
                found.append(one)
    return tuple(found)


def keys_of(one: Together) -> frozenset[str]:
    """Return who are in it."""
    return frozenset(seat.candidate.someone.key for seat in one.seats)


def rank_part(part: Asked, everybody: Iterable[Someone], today: date) -> Ranking:
    """Rank everybody for one dated part, by the room in its own week."""
    return rank(part, [_on(part.commitment, one) for one in everybody], today)


# --- choosing people for the legs -----------------------------------------------------------------


def _relays(
    asked: Asked,
    people: Sequence[Someone],
    points: Sequence[date],
    handovers: int,
    today: date,
    known: dict[tuple[date, date], list[Placed]],
) -> Iterator[Together]:
    """Return every choice of handover weeks with the people who come first, in the order of
    `best_relays`."""
    made = []
    for at in combinations(points, handovers):
        legs = [replace(asked, commitment=leg) for leg in split(asked.commitment, at)]
        lists = []
        for leg in legs:
            days = (leg.commitment.first_day, leg.commitment.last_day)
            if days not in known:
                there = (one for one in people if _is_there(leg, one, today))
                on_leg = (_on(leg.commitment, one) for one in there)
                able = (one for one in on_leg if full(leg, one) is None)
                # with one more for every other leg, the best choice of different people is in it
                known[days] = _first_of(leg, able, MOST)
            lists.append(known[days])
        lengths = [len(weeks(x.commitment.first_day, x.commitment.last_day)) for x in legs]
        uneven = max(lengths) - min(lengths)
        made += [(order, uneven, at, legs, chosen) for order, chosen in _choices(lists)]
    made.sort(key=lambda found: found[:3])
    return (_together(Kind.RELAY, legs, chosen) for *_, legs, chosen in made)


def _on(leg: Commitment, one: Someone) -> Someone:
    """Return somebody with the load of the weeks of this leg only."""
    return replace(one, most_planned=one.most_in(leg.first_day, leg.last_day))


def _shortest(term: Commitment) -> Commitment:
    return replace(term, last_day=term.first_day)


def _is_there(asked: Asked, one: Someone, today: date) -> bool:
    """Say whether somebody is there on the asked days: still helping, and not away."""
    return stops_earlier(asked, one, today) is None and away(asked, one, today) is None


def _can_do_it_all(asked: Asked, one: Someone, today: date) -> bool:
    if not _is_there(asked, one, today):
        return False
    return full(asked, _on(asked.commitment, one)) is None


def _fitting(
    asked: Asked, everybody: Iterable[Someone], today: date, *, rooms: bool = True
) -> Iterator[Someone]:
    """Yield whoever no rule forbids, and who has room and is there (unless `rooms` is False)."""
    rules = [rule for rule in FIT_RULES if rooms or rule is not away]
    for one in everybody:
        if any(rule(asked, one, today) for rule in rules):
            continue
        if not rooms or full(asked, one) is None:
            yield one


def _first_of(asked: Asked, able: Iterable[Someone], most: int) -> list[Placed]:
    found = (candidate_for(asked, one) for one in able)
    return sorted(((order_of(asked, one), one) for one in found), key=itemgetter(0))[:most]


def _choices(lists: Sequence[Sequence[Placed]]) -> Iterator[tuple[Order, tuple[Candidate, ...]]]:
    """Yield every choice of a different person for each leg, with its place in the order."""
    for placed in product(*lists):
        chosen = tuple(one for _, one in placed)
        if len({one.someone.key for one in chosen}) == len(chosen):
            yield tuple(order for order, _ in placed), chosen


def _together(kind: Kind, legs: Sequence[Asked], chosen: Sequence[Candidate]) -> Together:
    return Together(
        kind,
        tuple(
            Seat(n, candidate, leg.commitment)
            for n, (leg, candidate) in enumerate(zip(legs, chosen, strict=True), start=1)
        ),
    )
