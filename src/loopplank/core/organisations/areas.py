"""A list of four-digit postcodes with the centre of each area, as public lists are shaped."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from loopplank.core.kit.reason import Minutes, Reason, Refused, dutch

NOT_SUCH_A_LIST = Reason(
    "areas.header",
    dutch(
        "Wij herkennen de kolommen niet. Nodig zijn postcode, woonplaats, latitude en longitude."
    ),
)
NEEDED = ("postcode", "woonplaats", "latitude", "longitude")
#: The European Netherlands lies within these.
SOUTH, NORTH, WEST, EAST = 50.7, 53.6, 3.2, 7.3
MOST_ROWS = 10_000
_EARTH_DIAMETER_KM = 12742.0088
_DETOUR = 1.3  # streets are longer than a straight line; the usual factor for Dutch towns
_CYCLING_KM_H = 14.0
_WITHIN_ONE_AREA_KM = 0.8
#: So near, by bicycle and one way, that it is a reason to ask somebody.
_NEAR = Minutes(15)


@dataclass(frozen=True, slots=True)
class AreaRow:
    postcode: str
    place: str
    municipality: str
    neighbourhood: str
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class ReadAreas:
    """What can be used, and how many rows had no usable place on the map."""

    areas: tuple[AreaRow, ...]
    skipped: int


def read_areas(table: Sequence[Sequence[str]]) -> ReadAreas:
    """Read a table with a row of names on top. Rows without coordinates in the Netherlands are left
    out; of a postcode that occurs twice the last row counts. Raises Refused when the table cannot
    be used."""
    header = [cell.strip().lower() for cell in table[0]] if table else []
    if not set(NEEDED) <= set(header) or len(table) > MOST_ROWS:
        raise Refused(NOT_SUCH_A_LIST)
    places = {name: header.index(name) for name in header}
    found: dict[str, AreaRow] = {}
    skipped = 0
    for cells in table[1:]:
        row = {name: cells[n].strip() for name, n in places.items() if n < len(cells)}
        area = _area(row)
        if area is None:
            skipped += any(row.values())
        else:
            found[area.postcode] = area
    if not found:
        raise Refused(NOT_SUCH_A_LIST)
    return ReadAreas(tuple(found.values()), skipped)


def _area(row: dict[str, str]) -> AreaRow | None:
    postcode = row.get("postcode", "")
    try:
        latitude, longitude = (_number(row.get(name, "")) for name in ("latitude", "longitude"))
    except ValueError:
        return None
    in_country = SOUTH <= latitude <= NORTH and WEST <= longitude <= EAST
    if not in_country or len(postcode) != 4 or not postcode.isdecimal() or postcode[0] == "0":
        return None
    return AreaRow(
        postcode=postcode,
        place=row.get("woonplaats", "")[:80],
        municipality=row.get("gemeente", "")[:80],
        neighbourhood=row.get("wijk", "")[:80],
        latitude=latitude,
        longitude=longitude,
    )


def _number(typed: str) -> float:
    return float(typed.replace(",", "."))


# --- distance: an estimate to plan with, never of an address --------------------------------------


class Point(NamedTuple):
    latitude: float
    longitude: float


@dataclass(frozen=True, slots=True)
class Distance:
    """The straight line between two area centres in kilometres, and the travel it stands for."""

    km: float

    @property
    def minutes_one_way(self) -> Minutes:
        """Cycling, rounded up to five minutes."""
        hours = max(self.km, _WITHIN_ONE_AREA_KM) * _DETOUR / _CYCLING_KM_H
        return Minutes(5 * math.ceil(hours * 60 / 5))


def km_by_bicycle(minutes: int) -> float:
    """Return how far apart two places are, in a straight line, that are so many minutes apart."""
    return minutes / 60 * _CYCLING_KM_H / _DETOUR


def is_near(minutes: int) -> bool:
    """Tell whether so many minutes one way are near enough to name as a reason."""
    return minutes <= _NEAR


def between(a: Point, b: Point) -> Distance:
    """Return the great-circle distance between two area centres."""
    la1, lo1, la2, lo2 = map(math.radians, (*a, *b))
    h = (
        math.sin((la2 - la1) / 2) ** 2
        + math.cos(la1) * math.cos(la2) * math.sin((lo2 - lo1) / 2) ** 2
    )
    return Distance(_EARTH_DIAMETER_KM * math.asin(math.sqrt(min(1.0, h))))
