"""What helping is worth: everything that a plan adds up, in one place.

A request weighs by how urgent it is, how long the person waits, and how much help it is. A longer
and a heavier request weighs more, because it also takes more: filling the week with small questions
should be no way to a better number. A pair adds a little for how well it suits.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np

from loopplank.core.matching import rules
from loopplank.core.matching.problem import HORIZON_WEEKS, Column, Problem, Requests
from loopplank.core.matching.result import Help
from loopplank.core.matching.ways_to_help import How, Menu, menu_of

URGENCY = np.array([1.0, 2.0, 4.0, 8.0])
MOST_WAITED = 26
CONTINUING = 1.5
#: A pair's suitability adds at most this share of three ordinary requests.
SUITS = 0.05
SUITS_UP_TO = 3.0
#: A new plan leaves a pair with an open proposal for more than this share of the request's worth.
STICKY = 0.3


@dataclass(frozen=True, slots=True)
class Amount:
    """How much the amount of help counts: powers of hours a week and of weeks, an extra when heavy.
    All zero: a request is a request, as a peer would count.
    """

    hours: float = 0.1
    weeks: float = 0.05
    heavy: float = 0.1


AMOUNT = Amount()
USUAL_HOURS = 2.0
USUAL_WEEKS = 20.0


def worth_of(requests: Requests, amount: Amount = AMOUNT) -> Column:
    """Return the worth of each request when it is wholly helped, shape (m,), greater than 0."""
    waited = 1.0 + np.minimum(requests.waited, MOST_WAITED) / 13.0
    worth = URGENCY[requests.urgency] * waited * requests.fair
    worth = worth * np.where(requests.continuing, CONTINUING, 1.0)
    hours = requests.visits * requests.visit_minutes.astype(np.float64) / 60.0
    weeks = np.minimum(requests.weeks, HORIZON_WEEKS)
    much = (hours / USUAL_HOURS) ** amount.hours * (weeks / USUAL_WEEKS) ** amount.weeks
    return np.asarray(worth * much * np.where(requests.heavy, 1.0 + amount.heavy, 1.0))


def way_worth(worth: Column, menu: Menu) -> Column:
    """Return what each way is worth without its pairs, shape (ways,)."""
    return np.asarray(worth[menu.request] * (1.0 - menu.cost))


def suits(
    square: Any, reach: Any, level: Any, needed: Any, weeks_unasked: Any, organisation: Any, of: Any
) -> Any:
    """Return how well a pair suits, 0 to 1: the preferences by their weights."""
    near, not_above, unasked, own = rules.PREFERENCES
    return (
        near.weight * rules.near(square, reach)
        + not_above.weight * rules.not_above(level, needed)
        + unasked.weight * rules.long_unasked(weeks_unasked)
        + own.weight * rules.of_the_house(organisation, of)
    )


def pair_worth(
    problem: Problem, menu: Menu, worth: Column, seat: Column, volunteer: Column
) -> Column:
    """Return what each pair of a seat and a volunteer adds, shape (pairs,)."""
    request = menu.request[menu.way[seat]]
    rs, vs = problem.requests, problem.volunteers
    square = rules.square_km(
        vs.x[volunteer],
        vs.y[volunteer],
        rs.x[request],
        rs.y[request],
        vs.located[volunteer] & rs.located[request],
    )
    seats_in_way = np.bincount(menu.way, weights=menu.units, minlength=len(menu.request))
    share = np.minimum(worth[request], SUITS_UP_TO) / seats_in_way[menu.way[seat]]
    fit = suits(
        square,
        vs.reach[volunteer],
        vs.level[volunteer],
        rs.level[request],
        vs.weeks_unasked[volunteer],
        vs.organisation[volunteer],
        rs.organisation[request],
    )
    added = SUITS * fit * share
    if len(problem.proposed):
        wide = len(problem.volunteers)
        kept = problem.proposed[:, 0].astype(np.int64) * wide + problem.proposed[:, 1]
        sticky = np.isin(request.astype(np.int64) * wide + volunteer, kept)
        added = added + sticky * STICKY * worth[request] / seats_in_way[menu.way[seat]]
    return np.asarray(added)


# --- what a plan is worth -------------------------------------------------------------------------


def value_of(problem: Problem, helps: Iterable[Help]) -> float:
    """Return what these helps are worth together in this problem. Raises ValueError on a way that
    is not there."""
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
