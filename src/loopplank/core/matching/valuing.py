"""What the helps of a plan are worth together, added up from what each way and pair is worth."""

from collections.abc import Iterable

import numpy as np

from loopplank.core.matching.menu import How, menu_of
from loopplank.core.matching.problem import Problem
from loopplank.core.matching.result import Help
from loopplank.core.matching.worth import pair_worth, way_worth, worth_of


def value_of(problem: Problem, helps: Iterable[Help]) -> float:
    """The value of these helps in this problem. Raises ValueError on a way that is not there."""
    menu = menu_of(problem.requests)
    worth = worth_of(problem.requests)
    whole = way_worth(worth, menu)
    number = {
        (int(request), int(how)): way
        for way, (request, how) in enumerate(zip(menu.request, menu.how, strict=True))
    }
    ways: list[int] = []
    seats: list[int] = []
    volunteers: list[int] = []
    for one in helps:
        way = number.get((one.request, int(one.how)))
        if way is None:
            raise ValueError(f"request {one.request} cannot be helped as {one.how!r}")
        ways.append(way)
        first = int(menu.first_seat[way])
        for place, part in enumerate(one.parts):
            seats.append(first if one.how is How.DUO else first + place)
            volunteers.append(part.volunteer)
    if not ways:
        return 0.0
    pairs = pair_worth(problem, menu, worth, np.array(seats), np.array(volunteers))
    return float(whole[ways].sum() + pairs.sum())
