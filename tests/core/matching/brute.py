"""The best plan of a tiny problem, by trying everything: who helps whom in which way.

It shares the rules, the menu and the worth with the planner, and nothing of how a plan is found.
Parts of the day are given out exactly: whether a volunteer's parts can all have their visits.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from itertools import combinations, permutations

import numpy as np

from loopplank.core.matching import rules
from loopplank.core.matching.problem import Problem
from loopplank.core.matching.ways_to_help import Menu, menu_of
from loopplank.core.matching.worth import AMOUNT, Amount, pair_worth, way_worth, worth_of


@dataclass(frozen=True, slots=True)
class Piece:
    """What one volunteer does in one seat: the rows, what it takes, where visits may be."""

    volunteer: int
    row: int
    row_end: int
    minutes: int
    heavy: bool
    visits: int
    free: int
    fortnight: int


@dataclass(frozen=True, slots=True)
class Choice:
    value: float
    way: int
    pieces: tuple[Piece, ...]


def first_against(problem: Problem, menu: Menu, seat: int, v: int) -> str | None:
    """The first hard rule that keeps this volunteer out of this seat, weighed with plain values."""
    given = arguments(problem, menu, seat, v)
    assert set(given) == {rule.code for rule in rules.HARD}
    return next((rule.code for rule in rules.HARD if rule.weighs(*given[rule.code])), None)


def arguments(problem: Problem, menu: Menu, seat: int, v: int) -> dict[str, tuple[object, ...]]:
    """What each hard rule is to be given for one seat and one volunteer, as plain numbers."""
    request = int(menu.request[menu.way[seat]])
    vs = {n: getattr(problem.volunteers, n)[v].tolist() for n in problem.volunteers.__slots__}
    rs = {n: getattr(problem.requests, n)[request].tolist() for n in problem.requests.__slots__}
    rows = range(int(menu.row[seat]), int(menu.row_end[seat]))
    weeks, busy, left = rs["fortnight"], 0, []
    for row in rows:
        busy |= vs["busy"][row] & ~{1: vs["free_even"], 2: vs["free_odd"], 3: [0] * 13}[weeks][row]
        left.append(minutes_left(problem, v, row, weeks))
    visits = int(menu.visits[seat])
    refused = [request, v] in problem.refused.tolist()
    sharing = (vs["organisation"], vs["shared"], rs["organisation"], rs["shareable"])
    return {
        "other_organisation": sharing,
        "closed": (vs["closed"],),
        "said_no": (refused,),
        "kind": (vs["kinds"], rs["kinds"]),
        "no_go": (vs["no_gos"], rs["brings"]),
        "certificate": (vs["certificate"], rs["needs_certificate"]),
        "training": (vs["skills"], rs["skills"]),
        "level": (vs["level"], rs["level"]),
        "far": (_square(problem, request, v), vs["reach"]),
        "short_notice": (vs["short_notice"], rs["short_notice"]),
        "days": (vs["day_parts"], busy, rs["day_parts"], visits),
        "until": (vs["term"], int(menu.weeks[seat])),
        "people": (min(vs["people"][row] for row in rows),),
        "heavy": (min(vs["heavy"][row] for row in rows), rs["heavy"]),
        "minutes": (
            min(left),
            _minutes(problem, menu, seat, request, v),
        ),
    }


def minutes_left(problem: Problem, v: int, row: int, weeks: int) -> int:
    """What is left in all weeks of a row, or in its even or its odd ones."""
    vs = problem.volunteers
    more = {1: vs.more_even, 2: vs.more_odd}
    return int(vs.minutes[v, row]) + (int(more[weeks][v, row]) if weeks in more else 0)


def _square(problem: Problem, request: int, v: int) -> float:
    vs, rs = problem.volunteers, problem.requests
    both = bool(vs.located[v] and rs.located[request])
    places = (vs.x[v], vs.y[v], rs.x[request], rs.y[request])
    return float(rules.square_km(*map(float, places), both))


def _minutes(problem: Problem, menu: Menu, seat: int, request: int, v: int) -> int:
    travel = rules.travel_minutes(_square(problem, request, v) ** 0.5)
    counts = bool(problem.volunteers.travel_counts[v])
    visits, length = int(menu.visits[seat]), int(menu.visit_minutes[seat])
    return int(rules.week_minutes(visits, length, travel, counts))


# --- everything that can be chosen ----------------------------------------------------------------


def best_value(problem: Problem, amount: Amount = AMOUNT) -> float:
    """The value of the best plan that there is."""
    menu = menu_of(problem.requests)
    choices = [_choices(problem, menu, r, amount) for r in range(len(problem.requests))]
    return _best(problem, choices, {}, 0.0, 0.0)


def _choices(problem: Problem, menu: Menu, request: int, amount: Amount) -> list[Choice]:
    """All ways to help one request with all people that fit, the best first."""
    worth = worth_of(problem.requests, amount)
    each = way_worth(worth, menu)
    found = []
    for way in np.flatnonzero(menu.request == request).tolist():
        seats = list(range(int(menu.first_seat[way]), int(menu.first_seat[way + 1])))
        for units, who in _people(problem, menu, seats):
            added = pair_worth(problem, menu, worth, np.array(units), np.array(who)).sum()
            pieces = tuple(
                piece_of(problem, menu, seat, v) for seat, v in zip(units, who, strict=True)
            )
            found.append(Choice(float(each[way]) + float(added), way, pieces))
    return sorted(found, key=lambda choice: -choice.value)


def _people(
    problem: Problem, menu: Menu, seats: list[int]
) -> Iterator[tuple[list[int], tuple[int, ...]]]:
    everybody = range(len(problem.volunteers))
    fit = {s: [v for v in everybody if not first_against(problem, menu, s, v)] for s in seats}
    if len(seats) == 1:
        units = [seats[0]] * int(menu.units[seats[0]])
        yield from ((units, who) for who in combinations(fit[seats[0]], len(units)))
        return
    for who in permutations(everybody, len(seats)):
        if all(v in fit[seat] for seat, v in zip(seats, who, strict=True)):
            yield seats, who


def piece_of(problem: Problem, menu: Menu, seat: int, v: int) -> Piece:
    request = int(menu.request[menu.way[seat]])
    day_parts, busy, asked, visits = arguments(problem, menu, seat, v)["days"]
    return Piece(
        volunteer=v,
        row=int(menu.row[seat]),
        row_end=int(menu.row_end[seat]),
        minutes=_minutes(problem, menu, seat, request, v),
        heavy=bool(problem.requests.heavy[request]),
        visits=visits,  # type: ignore[arg-type]
        free=day_parts & asked & ~busy,  # type: ignore[operator]
        fortnight=int(problem.requests.fortnight[request]),
    )


def _best(
    problem: Problem,
    choices: list[list[Choice]],
    held: dict[int, tuple[Piece, ...]],
    value: float,
    least: float,
) -> float:
    """The best that can be reached from here, or `least` when that is not passed."""
    if not choices:
        return max(value, least)
    if value + sum(one[0].value for one in choices if one) <= least:
        return least
    for choice in choices[0]:
        after = dict(held)
        for piece in choice.pieces:
            after[piece.volunteer] = (*after.get(piece.volunteer, ()), piece)
        if all(may_hold(problem, p.volunteer, after[p.volunteer]) for p in choice.pieces):
            least = _best(problem, choices[1:], after, value + choice.value, least)
    return _best(problem, choices[1:], held, value, least)


def may_hold(problem: Problem, v: int, pieces: tuple[Piece, ...]) -> bool:
    vs = problem.volunteers
    for row in range(vs.minutes.shape[1]):
        here = [piece for piece in pieces if piece.row <= row < piece.row_end]
        if len(here) > vs.people[v, row]:
            return False
        for half in (1, 2):
            takes = sum(piece.minutes for piece in here if piece.fortnight & half)
            if takes > minutes_left(problem, v, row, half):
                return False
        if sum(piece.heavy for piece in here) > vs.heavy[v, row]:
            return False
    return can_share(tuple((p.row, p.row_end, p.free, p.visits, p.fortnight) for p in pieces))


@cache
def can_share(pieces: tuple[tuple[int, int, int, int, int], ...]) -> bool:
    """Whether all these visits find a part of the day of their own: (row, end, free, visits, and in
    which weeks)."""
    if not pieces:
        return True
    (row, row_end, free, visits, weeks), *others = pieces
    bits = [1 << n for n in range(free.bit_length()) if free >> n & 1]
    for given in combinations(bits, visits):
        taken = sum(given)
        left = tuple(
            (a, e, f & ~taken if a < row_end and row < e and w & weeks else f, n, w)
            for a, e, f, n, w in others
        )
        if can_share(left):
            return True
    return False
