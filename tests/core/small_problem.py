"""Small problems by hand: volunteers and requests with only what a test is about."""

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from loopplank.core.matching.problem import (
    _OF_REQUESTS,
    _OF_VOLUNTEERS,
    ROWS,
    Problem,
    Requests,
    Volunteers,
)
from loopplank.core.matching.result import RESOURCES, Help, Part, Plan
from loopplank.core.matching.ways_to_help import How
from loopplank.core.requests.intake import ANY_TIME, day_parts

TUESDAY, WEDNESDAY, THURSDAY = (day_parts([day], [1]) for day in (1, 2, 3))

VOLUNTEER: Mapping[str, Any] = {
    "key": "",
    "x": 0.0,
    "y": 0.0,
    "located": True,
    "reach": 5.0,
    "kinds": 0,
    "skills": 0,
    "level": 1,
    "no_gos": 0,
    "certificate": True,
    "short_notice": False,
    "term": 52,
    "day_parts": THURSDAY,
    "organisation": 0,
    "shared": False,
    "travel_counts": False,
    "minutes": 240,
    "people": 2,
    "heavy": 1,
    "busy": 0,
    "closed": 0,
    "weeks_unasked": 0,
    "more_even": 0,
    "more_odd": 0,
    "free_even": 0,
    "free_odd": 0,
}
REQUEST: Mapping[str, Any] = {
    "key": "",
    "x": 0.0,
    "y": 0.0,
    "located": True,
    "kinds": 0,
    "skills": 0,
    "level": 1,
    "brings": 0,
    "needs_certificate": True,
    "short_notice": False,
    "day_parts": THURSDAY,
    "visit_minutes": 60,
    "visits": 1,
    "weeks": 26,
    "heavy": False,
    "organisation": 0,
    "shareable": False,
    "neighbourhood": 0,
    "way_in": 0,
    "urgency": 0,
    "waited": 0,
    "changing_faces": False,
    "handover_cost": 0.02,
    "continuing": False,
    "fair": 1.0,
    "fortnight": 3,
}
Rows = Sequence[Mapping[str, Any]]


def problem(volunteers: Rows, requests: Rows, **pairs: Any) -> Problem:
    """A row for each mapping; what it does not name is as above: everybody fits everything."""
    return Problem(
        Volunteers(*_columns(volunteers, VOLUNTEER, _OF_VOLUNTEERS)),
        Requests(*_columns(requests, REQUEST, _OF_REQUESTS)),
        **pairs,
    )


def _columns(rows: Rows, usual: Mapping[str, Any], types: Mapping[str, tuple[Any, int]]) -> Any:
    for row in rows:
        assert row.keys() <= usual.keys(), row
    for name, (kind, width) in types.items():
        values = [row.get(name, usual[name]) for row in rows]
        if width:
            values = [np.broadcast_to(value, ROWS) for value in values]
        yield np.array(values, kind).reshape((len(rows), width) if width else len(rows))


def plan_of(of: Problem, *pairs: tuple[int, int], prices: float = 0.0) -> Plan:
    """A plan in which these volunteers do the whole of these requests: (request, volunteer)."""
    asked = of.requests
    helps = tuple(
        Help(
            request,
            How.SOLO,
            (
                Part(
                    volunteer,
                    0,
                    int(min(asked.weeks[request], 52)),
                    int(asked.visits[request]),
                    int(asked.visit_minutes[request]),
                    _first_parts(of, request, volunteer),
                ),
            ),
        )
        for request, volunteer in pairs
    )
    size = (len(of.volunteers), ROWS, len(RESOURCES))
    return Plan(helps, np.full(size, prices), 0.0, 0.0)


def _first_parts(of: Problem, request: int, volunteer: int) -> int:
    free = int(of.requests.day_parts[request] & of.volunteers.day_parts[volunteer])
    taken, wanted = 0, int(of.requests.visits[request])
    for bit in range(ANY_TIME.bit_length()):
        if free >> bit & 1 and taken.bit_count() < wanted:
            taken |= 1 << bit
    return taken
