"""What a peer would do with the same town: one request after the other, the best person who fits.

The same hard rules, the same limits, the same ways of helping, and no prices. Such a plan has no
certificate: its bound is infinite.
"""

import numpy as np
from numba import njit

from benchmarks.fitting import Pairs, pairs_of
from loopplank.core.matching.problem import ROW_WEEKS, ROWS, Column, Problem
from loopplank.core.matching.result import RESOURCES, Help, Part, Plan
from loopplank.core.matching.ways_to_help import How, Menu, menu_of
from loopplank.core.matching.worth import AMOUNT, URGENCY, Amount, pair_worth, way_worth, worth_of

_MOST_PARTS = 4


def by_urgency(
    problem: Problem, *, relay: bool = True, duo: bool = True, amount: Amount = AMOUNT
) -> Plan:
    """Help the most urgent and longest waiting first, by whoever suits best and fits."""
    rs = problem.requests
    order = np.argsort(-URGENCY[rs.urgency] * (1 + np.minimum(rs.waited, 26) / 13), kind="stable")
    pairs = pairs_of(problem)
    best = pairs.reordered(np.lexsort((-pairs.suits, pairs.request)))
    return _one_by_one(problem, order, best, menu_of(rs, relay=relay, duo=duo), amount)


def first_come(
    problem: Problem, *, relay: bool = False, duo: bool = False, amount: Amount = AMOUNT
) -> Plan:
    """Help in order of arrival, by the nearest who fits; by one person, unless told otherwise."""
    rs = problem.requests
    order = np.argsort(-rs.waited, kind="stable")
    pairs = pairs_of(problem)
    nearest = pairs.reordered(np.lexsort((pairs.square, pairs.request)))
    return _one_by_one(problem, order, nearest, menu_of(rs, relay=relay, duo=duo), amount)


def _one_by_one(problem: Problem, order: Column, pairs: Pairs, menu: Menu, amount: Amount) -> Plan:
    """Give each request in this order the first way that can be filled, with its first pairs."""
    vs, rs = problem.volunteers, problem.requests
    chosen, who, parts = _fill(
        order,
        (pairs.first, pairs.volunteer, pairs.travel),
        (menu.ways_of(len(rs)), menu.first_seat),
        (menu.units, menu.row, menu.row_end, menu.weeks, menu.visits, menu.visit_minutes),
        (rs.day_parts, rs.heavy),
        (vs.term, vs.day_parts),
        (
            vs.minutes.astype(np.int64),
            vs.people.astype(np.int64),
            vs.heavy.astype(np.int64),
            vs.busy.astype(np.int64),
        ),
    )
    helps, seats, people = [], [], []
    for r in np.flatnonzero(chosen >= 0):
        way = chosen[r]
        places = [
            seat
            for seat in range(menu.first_seat[way], menu.first_seat[way + 1])
            for _ in range(menu.units[seat])
        ]
        made = tuple(
            Part(
                int(who[r, n]),
                int(menu.row[seat]) * ROW_WEEKS,
                int(menu.weeks[seat]),
                int(menu.visits[seat]),
                int(menu.visit_minutes[seat]),
                int(parts[r, n]),
            )
            for n, seat in enumerate(places)
        )
        helps.append(Help(int(r), How(int(menu.how[way])), made))
        seats += places
        people += [part.volunteer for part in made]
    worth = worth_of(rs, amount)
    value = way_worth(worth, menu)[chosen[chosen >= 0]].sum()
    value += pair_worth(
        problem, menu, worth, np.array(seats, np.int64), np.array(people, np.int64)
    ).sum()
    prices = np.zeros((len(vs), ROWS, len(RESOURCES)))
    return Plan(tuple(helps), prices, float(value), float("inf"))


@njit
def _fill(order, pairs, ways, seats, asked, person, left):  # type: ignore[no-untyped-def]
    """Return the way chosen for each request (-1: none), its people, and their parts of the day."""
    first_pair, volunteer, travel = pairs
    first_way, first_seat = ways
    units, row, row_end, weeks, visits, visit_minutes = seats
    count = len(order)
    chosen = np.full(count, -1)
    who = np.full((count, _MOST_PARTS), -1)
    parts = np.zeros((count, _MOST_PARTS), np.int64)
    took = np.zeros((_MOST_PARTS, 3), np.int64)
    for r in order:
        need = (asked[0][r], asked[1][r])
        candidates = (volunteer[first_pair[r] : first_pair[r + 1]], travel[first_pair[r] :])
        for way in range(first_way[r], first_way[r + 1]):
            found, wanted = 0, 0
            for z in range(first_seat[way], first_seat[way + 1]):
                size = (row[z], row_end[z], weeks[z], visits[z], visit_minutes[z])
                for _ in range(units[z]):
                    wanted += 1
                    if found < wanted - 1:
                        continue
                    n, mask = _first_that_fits(candidates, who[r, :found], size, need, person, left)
                    if mask:
                        who[r, found], parts[r, found] = candidates[0][n], mask
                        took[found] = (row[z], row_end[z], visits[z] * (size[4] + candidates[1][n]))
                        found += 1
            if found == wanted:
                chosen[r] = way
                _take(who[r, :found], parts[r], took, need[1], left)
                break
    return chosen, who, parts


@njit
def _first_that_fits(candidates, already, size, need, person, left):  # type: ignore[no-untyped-def]
    """Return the first of the candidates who fits and is not in it already, with the parts of the
    day."""
    volunteer, travel = candidates
    for n in range(len(volunteer)):
        if not (already == volunteer[n]).any():
            mask = _parts_that_fit(volunteer[n], travel[n], size, need, person, left)
            if mask:
                return n, mask
    return -1, np.int64(0)


@njit
def _parts_that_fit(v, travel, size, need, person, left):  # type: ignore[no-untyped-def]
    """Return the parts of the day that this volunteer would come in, 0 when it does not fit."""
    row, row_end, weeks, visits, visit_minutes = size
    term, day_parts = person
    minutes, people, heavy, busy = left
    if term[v] < weeks:
        return np.int64(0)
    taken = visits * (visit_minutes + travel)
    free = np.int64(day_parts[v] & need[0])
    for t in range(row, row_end):
        if minutes[v, t] < taken or people[v, t] < 1 or (need[1] and heavy[v, t] < 1):
            return np.int64(0)
        free &= ~busy[v, t]
    mask = np.int64(0)
    for _ in range(visits):
        low = free & -free
        if low == 0:
            return np.int64(0)
        mask |= low
        free ^= low
    return mask


@njit
def _take(who, parts, took, is_heavy, left):  # type: ignore[no-untyped-def]
    """Take the parts of one way from what is left of its people."""
    minutes, people, heavy, busy = left
    for n in range(len(who)):
        v = who[n]
        for t in range(took[n, 0], took[n, 1]):
            minutes[v, t] -= took[n, 2]
            people[v, t] -= 1
            heavy[v, t] -= is_heavy
            busy[v, t] |= parts[n]
