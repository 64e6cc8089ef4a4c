"""In which ways one request can be helped: alone, by two, or by several one after the other.

A way has seats; a seat is a number of visits a week for some weeks in a row. Legs of a relay begin
on the grid of four weeks and overlap by one week, which counts for both.
"""

from dataclasses import dataclass
from enum import IntEnum
from typing import TypeAlias

import numpy as np

from loopplank.core.matching.problem import (
    HORIZON_WEEKS,
    MOST_LEGS,
    ROW_WEEKS,
    Column,
    Requests,
)

#: A relay is worth it from nine weeks on, and a leg lasts four weeks at least.
SHORTEST_RELAY = 9
#: One long visit is split between two from three hours on.
SPLIT_FROM_MINUTES = 180
DUO_COST = 0.01
OVERLAP_WEEKS = 1


class How(IntEnum):
    """How a request is helped; a relay's value is its number of legs."""

    SOLO = 0
    DUO = 1
    RELAY_2 = 2
    RELAY_3 = 3
    RELAY_4 = 4


_Ways: TypeAlias = tuple[Column, int, Column, list[tuple[Column, ...]]]


@dataclass(frozen=True, slots=True)
class Menu:
    """All ways of all requests. Ways are in the order of their request, seats of their way.

    Per way: `request`, `how`, `cost` (the share of the worth that it takes off) and
    `first_seat` (one longer: the end). Per seat: `way`, `units` (2 in a duo: two different people
    in the same seat), `row`, `row_end`, `weeks`, `visits`, `visit_minutes`.
    """

    request: Column
    how: Column
    cost: Column
    first_seat: Column
    way: Column
    units: Column
    row: Column
    row_end: Column
    weeks: Column
    visits: Column
    visit_minutes: Column

    def ways_of(self, requests: int) -> Column:
        """Return the number of the first way of each request, and the end (shape requests + 1)."""
        return np.searchsorted(self.request, np.arange(requests + 1))


def menu_of(requests: Requests, *, relay: bool = True, duo: bool = True) -> Menu:
    """Return all ways of all requests; a relay only where the person agreed to changing faces."""
    weeks = np.minimum(requests.weeks.astype(np.int64), HORIZON_WEEKS)
    visits, minutes = requests.visits.astype(np.int64), requests.visit_minutes.astype(np.int64)
    everyone: Column = np.arange(len(requests))
    rows_end = -(-weeks // ROW_WEEKS)
    zero = np.zeros_like(weeks)
    ways: list[_Ways] = [
        (everyone, How.SOLO, zero * 0.0, [(zero + 1, zero, rows_end, weeks, visits, minutes)])
    ]
    if duo:
        by_two = (visits >= 2) | (minutes >= SPLIT_FROM_MINUTES)
        half_visits = np.where(visits >= 2, -(-visits // 2), visits)
        half = np.where(visits >= 2, minutes, 5 * -(-minutes // 10))
        seat = (zero + 2, zero, rows_end, weeks, half_visits, half)
        ways.append((everyone[by_two], How.DUO, zero + DUO_COST, [seat]))
    for legs in range(2, MOST_LEGS + 1) if relay else ():
        length = -(-weeks // (legs * ROW_WEEKS)) * ROW_WEEKS
        may = requests.changing_faces & (weeks >= SHORTEST_RELAY) & ((legs - 1) * length < weeks)
        seats: list[tuple[Column, ...]] = []
        for leg in range(legs):
            begin = leg * length
            end = np.minimum(weeks, begin + length + (OVERLAP_WEEKS if leg < legs - 1 else 0))
            seat = (
                zero + 1,
                begin // ROW_WEEKS,
                -(-end // ROW_WEEKS),
                end - begin,
                visits,
                minutes,
            )
            seats.append(seat)
        cost = requests.handover_cost.astype(np.float64) * (legs - 1)
        ways.append((everyone[may], How(legs), np.minimum(cost, 0.9), seats))
    return _in_order(ways)


def _in_order(ways: list[_Ways]) -> Menu:
    request = np.concatenate([which for which, *_ in ways])
    how = np.concatenate([np.full(len(which), kind) for which, kind, *_ in ways])
    cost = np.concatenate([cost[which] for which, _, cost, _ in ways])
    count = np.concatenate([np.full(len(which), len(seats)) for which, _, _, seats in ways])
    begins = np.concatenate([[0], np.cumsum([len(which) for which, *_ in ways])])
    order = np.argsort(request, kind="stable")
    new = np.empty_like(order)
    new[order] = np.arange(len(order))
    way: list[Column] = []
    number: list[Column] = []
    columns: list[list[Column]] = [[] for _ in range(6)]
    for at, (which, _, _, seats) in enumerate(ways):
        for leg, seat in enumerate(seats):
            way.append(new[begins[at] : begins[at + 1]])
            number.append(np.full(len(which), leg))
            for column, values in zip(columns, seat, strict=True):
                column.append(values[which])
    all_ways, all_numbers = np.concatenate(way), np.concatenate(number)
    seat_order = np.lexsort((all_numbers, all_ways))
    made = [np.concatenate(column)[seat_order] for column in columns]
    first = np.concatenate([[0], np.cumsum(count[order])])
    return Menu(request[order], how[order], cost[order], first, all_ways[seat_order], *made)
