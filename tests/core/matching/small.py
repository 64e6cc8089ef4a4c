"""A problem that fits on a screen: who has room and what is asked, as plain rows.

Without changes everybody fits everything: Bram lives one kilometre from each request, has two hours
a week for two people of whom one heavy, and three free parts of the day.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from loopplank.core.matching.checker import certify
from loopplank.core.matching.problem import ROWS, Problem, Requests, Volunteers
from loopplank.core.matching.result import RESOURCES, Help, Part, Plan
from loopplank.core.matching.ways_to_help import How, menu_of
from loopplank.core.matching.worth import AMOUNT, Amount, pair_worth, way_worth, worth_of

Row = Mapping[str, Any]
HALVES = ("more_even", "more_odd", "free_even", "free_odd")
PER_WEEK = ("minutes", "people", "heavy", "busy", *HALVES)
FRACTIONS = ("x", "y", "reach", "handover_cost", "fair")


def volunteer(**changes: Any) -> Row:
    """One row; what differs by week is one number, or one for each row of weeks."""
    row: dict[str, Any] = {
        "key": "bram",
        "x": 1.0,
        "y": 0.0,
        "located": True,
        "reach": 10.0,
        "kinds": 0,
        "skills": 0,
        "level": 3,
        "no_gos": 0,
        "certificate": True,
        "short_notice": True,
        "term": 52,
        "day_parts": 0b111,
        "organisation": 1,
        "shared": False,
        "travel_counts": False,
        "minutes": 120,
        "people": 2,
        "heavy": 1,
        "busy": 0,
        "closed": 0,
        "weeks_unasked": 0,
        **dict.fromkeys(HALVES, 0),
    }
    assert set(changes) <= set(row), changes
    return {**row, **changes}


def request(**changes: Any) -> Row:
    """An hour a week, for eight weeks, on one of three parts of the day."""
    row: dict[str, Any] = {
        "key": "ask",
        "x": 0.0,
        "y": 0.0,
        "located": True,
        "kinds": 0,
        "skills": 0,
        "level": 3,
        "brings": 0,
        "needs_certificate": False,
        "short_notice": False,
        "day_parts": 0b111,
        "visit_minutes": 60,
        "visits": 1,
        "weeks": 8,
        "heavy": False,
        "organisation": 1,
        "shareable": False,
        "neighbourhood": 0,
        "way_in": 0,
        "urgency": 1,
        "waited": 0,
        "changing_faces": False,
        "handover_cost": 0.02,
        "continuing": False,
        "fair": 1.0,
        "fortnight": 3,
    }
    assert set(changes) <= set(row), changes
    return {**row, **changes}


def problem(
    volunteers: Sequence[Row] = (volunteer(),),
    requests: Sequence[Row] = (request(),),
    refused: Sequence[tuple[int, int]] = (),
    proposed: Sequence[tuple[int, int]] = (),
) -> Problem:
    """Put rows together; pairs are (request, volunteer)."""
    return Problem(
        Volunteers(
            **{name: _column(name, volunteers, wide=name in PER_WEEK) for name in volunteer()}
        ),
        Requests(**{name: _column(name, requests) for name in request()}),
        np.array(refused, np.int32).reshape(-1, 2),
        np.array(proposed, np.int32).reshape(-1, 2),
    )


def _column(name: str, rows: Sequence[Row], *, wide: bool = False) -> Any:
    if wide:
        weekly = [np.broadcast_to(np.asarray(row[name], np.int64), ROWS) for row in rows]
        return np.array(weekly, np.int64).reshape(len(rows), ROWS)
    kind = np.str_ if name == "key" else float if name in FRACTIONS else np.int64
    return np.array([row[name] for row in rows], kind)


# --- a plan by hand -------------------------------------------------------------------------------


def part(volunteer: int = 0, day_parts: int = 0b1, **changes: Any) -> Part:
    """Somebody's part in `request()`: once a week an hour, eight weeks long."""
    row = {"first_week": 0, "weeks": 8, "visits": 1, "visit_minutes": 60, **changes}
    return Part(volunteer=volunteer, day_parts=day_parts, **row)


def solo(request: int = 0, one: Part | None = None) -> Help:
    return Help(request, How.SOLO, (one or part(),))


def no_prices(of: Problem) -> np.ndarray:
    return np.zeros((len(of.volunteers), ROWS, len(RESOURCES)))


def plan_of(of: Problem, *helps: Help, prices: Any = None, amount: Amount = AMOUNT) -> Plan:
    """A plan with the value that `worth` gives it, and the bound that its prices show."""
    paid = no_prices(of) if prices is None else prices
    return Plan(helps, paid, value_of(of, helps, amount), certify(of, paid, amount))


def value_of(of: Problem, helps: Sequence[Help], amount: Amount = AMOUNT) -> float:
    """The value as the planner's own `worth` has it; only for ways that are on the menu."""
    menu = menu_of(of.requests)
    worth = worth_of(of.requests, amount)
    each = way_worth(worth, menu)
    total = 0.0
    for one in helps:
        way = int(np.flatnonzero((menu.request == one.request) & (menu.how == one.how))[0])
        seats = range(int(menu.first_seat[way]), int(menu.first_seat[way + 1]))
        units = np.array([seat for seat in seats for _ in range(int(menu.units[seat]))])
        who = np.array([one.volunteer for one in one.parts])
        total += float(each[way]) + float(pair_worth(of, menu, worth, units, who).sum())
    return total
