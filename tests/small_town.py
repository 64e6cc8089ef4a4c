"""A small invented town to plan for: the same seed, the same town."""

from typing import Any

import numpy as np

from loopplank.core.matching.problem import ANY_DAY_PART, ROWS, Problem, Requests, Volunteers


def town(volunteers: int, requests: int, *, seed: int = 1, **changes: Any) -> Problem:
    """Everybody in one organisation, with room for two people; changes are columns by their name,
    `v_` of the volunteers and `r_` of the requests.
    """
    chance = np.random.default_rng(seed)
    given = {"v_": {}, "r_": {}}  # type: dict[str, dict[str, Any]]
    for name, column in changes.items():
        given[name[:2]][name[2:]] = column
    return Problem(
        Volunteers(**{**_volunteers(volunteers, chance), **given["v_"]}),
        Requests(**{**_requests(requests, chance), **given["r_"]}),
    )


def _volunteers(count: int, chance: np.random.Generator) -> dict[str, Any]:
    def rows(value: int) -> Any:
        return np.full((count, ROWS), value)

    return {
        "key": [f"v{n}" for n in range(count)],
        "x": [chance.uniform(0, 4) for _ in range(count)],
        "y": [chance.uniform(0, 4) for _ in range(count)],
        "located": [True] * count,
        "reach": [6.0] * count,
        "kinds": [int(chance.choice((1, 2, 3))) for _ in range(count)],
        "skills": [0] * count,
        "level": [1] * count,
        "no_gos": [0] * count,
        "certificate": [True] * count,
        "short_notice": [False] * count,
        "term": [52] * count,
        "day_parts": [ANY_DAY_PART] * count,
        "organisation": [0] * count,
        "shared": [False] * count,
        "travel_counts": [False] * count,
        "minutes": rows(180),
        "people": rows(2),
        "heavy": rows(1),
        "busy": rows(0),
        "closed": [0] * count,
        "weeks_unasked": [int(chance.integers(30)) for _ in range(count)],
    }


def _requests(count: int, chance: np.random.Generator) -> dict[str, Any]:
    return {
        "key": [f"r{n}" for n in range(count)],
        "x": [chance.uniform(0, 4) for _ in range(count)],
        "y": [chance.uniform(0, 4) for _ in range(count)],
        "located": [True] * count,
        "kinds": [int(chance.choice((1, 2))) for _ in range(count)],
        "skills": [0] * count,
        "level": [1] * count,
        "brings": [0] * count,
        "needs_certificate": [True] * count,
        "short_notice": [False] * count,
        "day_parts": [ANY_DAY_PART] * count,
        "visit_minutes": [int(chance.choice((60, 90))) for _ in range(count)],
        "visits": [1] * count,
        "weeks": [int(chance.choice((6, 13, 26))) for _ in range(count)],
        "heavy": [chance.random() < 0.2 for _ in range(count)],
        "organisation": [0] * count,
        "shareable": [False] * count,
        "neighbourhood": [0] * count,
        "way_in": [0] * count,
        "urgency": [int(chance.integers(4)) for _ in range(count)],
        "waited": [int(chance.integers(20)) for _ in range(count)],
        "changing_faces": [False] * count,
        "handover_cost": [0.02] * count,
        "continuing": [False] * count,
        "fair": [1.0] * count,
    }
