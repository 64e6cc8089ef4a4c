"""Who could do one request together: the best duo, and the best relay of two, three and four legs.

On the arrays of `ranking`, in the ways of the menu. Every seat is somebody else's: of a way with n
seats the n best of each seat are enough to find the best n different people, because of those n at
most n - 1 sit elsewhere.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np

from loopplank.core.matching.menu import How, Menu, menu_of
from loopplank.core.matching.problem import Requests
from loopplank.core.matching.ranking import Found, Index
from loopplank.core.matching.ranking_seats import DIGITS, Ask, facts_of, worth_of_one
from loopplank.core.matching.worth import AMOUNT, Amount


@dataclass(frozen=True, slots=True)
class Seated:
    """One seat and who could take it: from which week on and how many weeks, counted from 0."""

    first_row: int
    weeks: int
    visits: int
    visit_minutes: int
    found: Found


@dataclass(frozen=True, slots=True)
class Team:
    """A way with different people in all of its seats. `worth` is that of the whole: of the way
    and of each pair, less what their time costs; by it ways may be compared.
    """

    how: How
    seats: tuple[Seated, ...]
    worth: float


def best_duo(
    index: Index,
    asked: Requests,
    row: int = 0,
    *,
    refused: Collection[int] = (),
    amount: Amount = AMOUNT,
) -> Team | None:
    """The two best to come beside each other; None when there are no two, or it needs no two."""
    teams = _teams(index, _one(asked, row), refused, amount, relay=False)
    return next((team for team in teams if team.how is How.DUO), None)


def best_relays(
    index: Index,
    asked: Requests,
    row: int = 0,
    *,
    refused: Collection[int] = (),
    amount: Amount = AMOUNT,
) -> tuple[Team, ...]:
    """The best relay of each number of legs that can be filled; none before the person agreed that
    faces may change.
    """
    teams = _teams(index, _one(asked, row), refused, amount, relay=True)
    return tuple(team for team in teams if team.how >= How.RELAY_2)


def _one(asked: Requests, row: int) -> Requests:
    names = Requests.__dataclass_fields__
    return Requests(*(getattr(asked, name)[row : row + 1] for name in names))


def _teams(
    index: Index, asked: Requests, refused: Collection[int], amount: Amount, *, relay: bool
) -> Iterator[Team]:
    menu = menu_of(asked, relay=relay, duo=not relay)
    facts, worth = facts_of(asked, 0), worth_of_one(asked, 0, amount)
    for way, how in enumerate(menu.how):
        if how == How.SOLO:
            continue
        asks = []
        for seat in range(int(menu.first_seat[way]), int(menu.first_seat[way + 1])):
            asks += [_ask(menu, seat, facts, worth)] * int(menu.units[seat])
        seats, added = _fill(index, asks, refused)
        if seats:
            whole = worth * (1.0 - float(menu.cost[way])) + added
            yield Team(How(int(how)), seats, round(whole, DIGITS))


def _ask(menu: Menu, seat: int, facts: Mapping[str, Any], worth: float) -> Ask:
    seats_in_way = menu.units[menu.way == menu.way[seat]].sum()
    return Ask(
        of=facts,
        worth=worth,
        people=int(seats_in_way),
        row=int(menu.row[seat]),
        row_end=int(menu.row_end[seat]),
        weeks=int(menu.weeks[seat]),
        visits=int(menu.visits[seat]),
        visit_minutes=int(menu.visit_minutes[seat]),
        parts=int(menu.visits[seat]),
    )


def _fill(
    index: Index, asks: list[Ask], refused: Collection[int]
) -> tuple[tuple[Seated, ...], float]:
    """The best different people for these seats, and what their pairs add; nobody when a seat
    stays empty. Of equal ones the first by their keys.
    """
    lists: list[tuple[Found, ...]] = []
    for at, ask in enumerate(asks):
        if at and ask == asks[at - 1]:
            lists.append(lists[-1])
            continue
        fitting = index.fitting(ask, refused=refused)
        lists.append(index.found(fitting, index.in_order(fitting, len(asks))))
    chosen = min(
        (people for people in product(*lists) if len({one.row for one in people}) == len(asks)),
        key=lambda people: (
            -round(sum(one.score for one in people), DIGITS),
            tuple(one.key for one in people),
        ),
        default=(),
    )
    seats = tuple(
        Seated(ask.row, ask.weeks, ask.visits, ask.visit_minutes, one)
        for ask, one in zip(asks, chosen, strict=False)
    )
    return seats, float(np.sum([one.score for one in chosen]))
