"""Which volunteers fit which requests by the rules alone; written for the benches, apart from the
engine.

Compiled, and quick to give up on a pair. The distances are weighed again with numpy, by the very
functions of the rules, so that both sides of a bench see the same kilometres.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit

from loopplank.core.matching import rules
from loopplank.core.matching.problem import Column, Problem

_other_organisation = njit(rules.other_organisation)
_other_kind = njit(rules.other_kind)
_rather_not = njit(rules.rather_not)
_no_certificate = njit(rules.no_certificate)
_no_training = njit(rules.no_training)
_too_hard = njit(rules.too_hard)
_not_at_short_notice = njit(rules.not_at_short_notice)


@dataclass(frozen=True, slots=True)
class Pairs:
    """All pairs that no rule about the two of them forbids, in the order of the request, without a
    look at what is left of weeks. `first` is where a request's pairs begin (one longer: the end),
    `travel` the minutes there and back that count, `suits` from 0 to 1."""

    first: Column
    request: Column
    volunteer: Column
    travel: Column
    suits: Column
    square: Column

    def reordered(self, order: Column) -> "Pairs":
        """Put the pairs in another order, within their requests."""
        columns = (self.request, self.volunteer, self.travel, self.suits, self.square)
        return Pairs(self.first, *(column[order] for column in columns))


def pairs_of(problem: Problem) -> Pairs:
    """Find all pairs that fit, apart from what is left of the volunteer's weeks."""
    vs, rs = problem.volunteers, problem.requests
    request, volunteer = _fitting(
        (vs.x, vs.y, vs.located, vs.reach),
        (vs.kinds, vs.skills, vs.level, vs.no_gos, vs.certificate, vs.short_notice),
        (vs.organisation, vs.shared, vs.closed),
        (rs.x, rs.y, rs.located),
        (rs.kinds, rs.skills, rs.level, rs.brings, rs.needs_certificate, rs.short_notice),
        (rs.organisation, rs.shareable),
    )
    square = rules.square_km(
        vs.x[volunteer],
        vs.y[volunteer],
        rs.x[request],
        rs.y[request],
        vs.located[volunteer] & rs.located[request],
    )
    fits = ~rules.too_far(square, vs.reach[volunteer])
    if len(problem.refused):
        wide = len(vs)
        no = problem.refused[:, 0].astype(np.int64) * wide + problem.refused[:, 1]
        fits &= ~np.isin(request * wide + volunteer, no)
    request, volunteer, square = request[fits], volunteer[fits], square[fits]
    near, not_above, unasked, own = rules.PREFERENCES
    suits = (
        near.weight * rules.near(square, vs.reach[volunteer])
        + not_above.weight * rules.not_above(vs.level[volunteer], rs.level[request])
        + unasked.weight * rules.long_unasked(vs.weeks_unasked[volunteer])
        + own.weight * rules.of_the_house(vs.organisation[volunteer], rs.organisation[request])
    )
    travel = rules.travel_minutes(square**0.5) * vs.travel_counts[volunteer]
    first = np.searchsorted(request, np.arange(len(rs) + 1))
    return Pairs(first, request, volunteer, travel.astype(np.int64), suits, square)


@njit
def _fitting(place, person, who, at, need, of):  # type: ignore[no-untyped-def]
    """Return all pairs that pass the rules without a distance and are not clearly too far."""
    x, y, located, reach = place
    kinds, skills, level, no_gos, certificate, short_notice = person
    organisation, shared, closed = who
    to_x, to_y, is_located = at
    asked, needed, hard, brings, needs_certificate, at_short_notice = need
    of_organisation, shareable = of
    request, volunteer = [np.int64(0) for _ in range(0)], [np.int64(0) for _ in range(0)]
    for r in range(len(to_x)):
        for v in range(len(x)):
            if _no_training(skills[v], needed[r]) or _too_hard(level[v], hard[r]):
                continue
            dx, dy = x[v] - to_x[r], y[v] - to_y[r]
            far = dx * dx + dy * dy > 1.01 * reach[v] * reach[v]
            if (far and located[v] and is_located[r]) or closed[v] > 0:
                continue
            if (
                _other_organisation(organisation[v], shared[v], of_organisation[r], shareable[r])
                or _other_kind(kinds[v], asked[r])
                or _rather_not(no_gos[v], brings[r])
                or _no_certificate(certificate[v], needs_certificate[r])
                or _not_at_short_notice(short_notice[v], at_short_notice[r])
            ):
                continue
            request.append(np.int64(r))
            volunteer.append(np.int64(v))
    return np.array(request), np.array(volunteer)
