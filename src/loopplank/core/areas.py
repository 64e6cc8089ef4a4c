"""A list of four-digit postcodes with the centre of each area, as public lists are shaped."""

from collections.abc import Sequence
from dataclasses import dataclass

from loopplank.core.reason import Reason, Refused, dutch

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
    """Read a table with a row of names on top. Rows without coordinates in the Netherlands are
    left out; of a postcode that stands there twice the last row counts. Raises Refused.
    """
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
