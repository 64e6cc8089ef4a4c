"""How far two postcode areas lie apart: an estimate to plan with, never an address distance."""

import math
from dataclasses import dataclass
from typing import NamedTuple

from loopplank.core.reason import Minutes

_EARTH_DIAMETER_KM = 12742.0088
_DETOUR = 1.3  # streets are longer than a straight line; the usual factor for Dutch towns
_CYCLING_KM_H = 14.0
_WITHIN_ONE_AREA_KM = 0.8


class Point(NamedTuple):
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Distance:
    """Straight line between two area centres in kilometres, and the travel it stands for."""

    km: float

    @property
    def minutes_one_way(self) -> Minutes:
        """Cycling, rounded up to five minutes."""
        hours = max(self.km, _WITHIN_ONE_AREA_KM) * _DETOUR / _CYCLING_KM_H
        return Minutes(5 * math.ceil(hours * 60 / 5))


def between(a: Point, b: Point) -> Distance:
    """Great-circle distance between two area centres."""
    la1, lo1, la2, lo2 = map(math.radians, (*a, *b))
    h = (
        math.sin((la2 - la1) / 2) ** 2
        + math.cos(la1) * math.cos(la2) * math.sin((lo2 - lo1) / 2) ** 2
    )
    return Distance(_EARTH_DIAMETER_KM * math.asin(math.sqrt(min(1.0, h))))
