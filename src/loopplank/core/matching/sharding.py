"""A large network in pieces: one for each municipality, with the volunteers just over its border.

Each piece is planned by itself. Volunteers who live near a neighbouring municipality are offered
there too. Where two pieces want the same person in the same weeks, the one that pays more by the
prices gets them; the other leaves that request for the next plan.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from loopplank.core.matching.checker_bound import certify
from loopplank.core.matching.problem import ROW_WEEKS, ROWS, Column, Problem
from loopplank.core.matching.result import RESOURCES, Help, Part, Plan
from loopplank.core.matching.rules import square_km, travel_minutes, week_minutes
from loopplank.core.matching.worth import value_of
from loopplank.core.volunteers.visit_weeks import EVERY_WEEK

RING_KM = 5.0


@dataclass(frozen=True, slots=True)
class Shard:
    """Rows of the whole problem that are planned together. `own` says which of these volunteers
    live in this municipality; the others are its ring."""

    municipality: str
    volunteers: Column
    requests: Column
    own: Column

    def of(self, problem: Problem) -> Problem:
        """Return this piece of the problem, as a problem of its own."""
        return problem.part(self.volunteers, self.requests)


def shards(
    problem: Problem,
    municipality_of_volunteer: Sequence[str],
    municipality_of_request: Sequence[str],
    ring_km: float = RING_KM,
) -> tuple[Shard, ...]:
    """Return a piece for each municipality in which somebody asks for help, the largest first.

    Its ring holds the volunteers of elsewhere who live within `ring_km` kilometres of a request
    there. Somebody whose place is not known is in the piece of their own municipality only.
    """
    of_volunteer = np.asarray(municipality_of_volunteer, dtype=np.str_)
    of_request = np.asarray(municipality_of_request, dtype=np.str_)
    if of_volunteer.shape != (len(problem.volunteers),) or of_request.shape != (
        len(problem.requests),
    ):
        raise ValueError("a municipality for each volunteer and each request")
    made = []
    for name in np.unique(of_request):
        asking = np.flatnonzero(of_request == name)
        own = of_volunteer == name
        ring = _near(problem, asking, ~own, ring_km)
        chosen = np.flatnonzero(own | ring)
        made.append(Shard(str(name), chosen, asking, own[chosen]))
    return tuple(sorted(made, key=lambda one: (-len(one.requests), one.municipality)))


def _near(problem: Problem, asking: Column, others: Column, ring_km: float) -> Column:
    """Say of each volunteer whether they are among `others` and live within the ring around a
    request."""
    near = np.zeros(len(problem.volunteers), dtype=bool)
    vs, rs = problem.volunteers, problem.requests
    placed = asking[rs.located[asking]]
    if not len(placed):
        return near
    x, y = rs.x[placed], rs.y[placed]
    boxed = (
        others
        & vs.located
        & (vs.x >= x.min() - ring_km)
        & (vs.x <= x.max() + ring_km)
        & (vs.y >= y.min() - ring_km)
        & (vs.y <= y.max() + ring_km)
    )
    rows = np.flatnonzero(boxed)
    if len(rows):
        from scipy.spatial import cKDTree

        tree = cKDTree(np.stack([x, y], axis=1))
        far, _ = tree.query(np.stack([vs.x[rows], vs.y[rows]], axis=1))
        near[rows[far <= ring_km]] = True
    return near


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A help that one piece found, with what it pays for people whom another piece wants too."""

    shard: int
    help: Help
    stake: float
    at_home: bool
    places: frozenset[tuple[int, int]]


def merge(problem: Problem, pieces: Sequence[Shard], plans: Sequence[Plan]) -> Plan:
    """Make one plan of the whole from the plan of each piece; `plans` in the order of `pieces`.

    In each row of weeks only one piece uses a volunteer. A help that loses somebody is left out.
    The bound is that of the whole problem, at the highest price that anybody pays.
    """
    if len(pieces) != len(plans):
        raise ValueError("a plan for each piece")
    prices = np.zeros((len(problem.volunteers), ROWS, len(RESOURCES)))
    for piece, plan in zip(pieces, plans, strict=True):
        prices[piece.volunteers] = np.maximum(prices[piece.volunteers], plan.prices)
    wanted = list(_wanted(problem, pieces, plans))
    wanted.sort(key=lambda one: (-one.stake, not one.at_home, one.help.request))
    taken: dict[tuple[int, int], int] = {}
    kept: list[Help] = []
    for one in wanted:
        if all(taken.get(place, one.shard) == one.shard for place in one.places):
            taken.update(dict.fromkeys(one.places, one.shard))
            kept.append(one.help)
    kept.sort(key=lambda one: one.request)
    return Plan(
        helps=tuple(kept),
        prices=prices,
        value=value_of(problem, kept),
        bound=certify(problem, prices),
        finished=all(plan.finished for plan in plans),
    )


def _wanted(problem: Problem, pieces: Sequence[Shard], plans: Sequence[Plan]) -> Iterator[_Wanted]:
    found = [
        (number, _in_whole(one, piece))
        for number, (piece, plan) in enumerate(zip(pieces, plans, strict=True))
        for one in plan.helps
    ]
    users: dict[int, set[int]] = defaultdict(set)
    for number, one in found:
        for part in one.parts:
            users[part.volunteer].add(number)
    local = [{int(v): n for n, v in enumerate(piece.volunteers)} for piece in pieces]
    for number, one in found:
        contested = [part for part in one.parts if len(users[part.volunteer]) > 1]
        home, prices = local[number], plans[number].prices
        yield _Wanted(
            shard=number,
            help=one,
            stake=sum(
                _paid(problem, one.request, part, prices[home[part.volunteer]])
                for part in contested
            ),
            at_home=all(pieces[number].own[home[part.volunteer]] for part in contested),
            places=frozenset((part.volunteer, row) for part in contested for row in rows_of(part)),
        )


def _in_whole(one: Help, piece: Shard) -> Help:
    """Return the same help with the row numbers of the whole problem."""
    return replace(
        one,
        request=int(piece.requests[one.request]),
        parts=tuple(
            replace(part, volunteer=int(piece.volunteers[part.volunteer])) for part in one.parts
        ),
    )


def rows_of(part: Part) -> range:
    """Return the rows of four weeks that a part touches."""
    return range(part.first_week // ROW_WEEKS, -(-(part.first_week + part.weeks) // ROW_WEEKS))


def _paid(problem: Problem, request: int, part: Part, prices: Column) -> float:
    """Return what this part costs at these prices of its volunteer, over all its rows."""
    vs, rs, v = problem.volunteers, problem.requests, part.volunteer
    km = (
        square_km(
            float(vs.x[v]),
            float(vs.y[v]),
            float(rs.x[request]),
            float(rs.y[request]),
            bool(vs.located[v] and rs.located[request]),
        )
        ** 0.5
    )
    minutes = week_minutes(
        part.visits, part.visit_minutes, travel_minutes(km), bool(vs.travel_counts[v])
    )
    share = 1.0 if rs.fortnight[request] == EVERY_WEEK else 0.5
    use = np.array([share * minutes, 1, bool(rs.heavy[request]), share * part.visits])
    rows = rows_of(part)
    return float((prices[rows.start : rows.stop, : len(use)] * use).sum())
