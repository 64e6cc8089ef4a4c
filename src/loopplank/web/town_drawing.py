"""A schematic map of four-digit postcode areas, made on the server as SVG: where people live who
could help, by area and never by address.

The areas have a centre and no border here, so each cell is what lies nearest to its centre. The
drawing is `aria-hidden`; the table below it says the same. Who lives in an area without a known
centre stands in the table only.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, radians
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from loopplank.core.organisations.areas import Point

Corner = tuple[float, float]
_WIDTH: Final = 368.0
_HEIGHT: Final = 262.0
_MARGIN: Final = 46.0
#: More areas than this are no picture any more; the nearest are drawn.
MOST: Final = 24
_KM_A_DEGREE: Final = 111.2
#: A town is never drawn larger than so many pixels a kilometre.
_CLOSEST: Final = 90.0
_GAP: Final = 2.0


@dataclass(frozen=True, slots=True)
class Area:
    """One area with how many people live there; `here` is where help is asked."""

    name: str
    at: Point
    people: int
    here: bool


def town(areas: Sequence[Area], ring_km: float = 0.0) -> SafeString:
    """Draw each area as a cell with the number of people in a circle, and a pin where help is
    asked, with a ring of `ring_km` around it. Nothing without an area.

    Natural size 368 x 262 px; CSS may scale it in both directions at once.
    """
    if not areas:
        return SafeString()
    chosen = _nearest(areas)
    scale, places = _placed(chosen)
    parts = [format_html('<rect class="sea" width="{}" height="{}" rx="10"/>', 368, 262)]
    for number, one in enumerate(chosen):
        cell = _inwards(_cell(number, places), places[number])
        if cell:
            kind = "area here" if one.here else "area"
            parts.append(format_html('<path class="{}" d="{}"/>', kind, _path(cell)))
    here = next((n for n, one in enumerate(chosen) if one.here), None)
    if here is not None and ring_km:
        parts.append(_circle("ring", *places[here], min(ring_km * scale, _WIDTH)))
    named: set[str] = set()
    for one, (x, y) in zip(chosen, places, strict=True):
        if one.name not in named:
            named.add(one.name)
            parts.append(_name(one, x, y))
    for one, (x, y) in zip(chosen, places, strict=True):
        if one.people:
            parts.append(_circle("people", x, y, 12 + min(one.people, 6)))
            parts.append(
                format_html(
                    '<text class="n" x="{}" y="{}">{}</text>', _px(x), _px(y + 5), one.people
                )
            )
    if here is not None:
        parts.append(_pin(*places[here], beside=chosen[here].people > 0))
    return format_html(
        '<svg class="town" width="368" height="262" viewBox="0 0 368 262" aria-hidden="true">'
        "{}</svg>",
        format_html_join("", "{}", ((part,) for part in parts)),
    )


def _nearest(areas: Sequence[Area]) -> list[Area]:
    middle = next((one for one in areas if one.here), areas[0]).at
    wide = cos(radians(middle.latitude))

    def far(one: Area) -> float:
        across = (one.at.longitude - middle.longitude) * wide
        return float(across**2 + (one.at.latitude - middle.latitude) ** 2)

    # where nobody lives who could help is background: it goes first
    chosen = sorted(areas, key=lambda one: (not (one.here or one.people), far(one)))[:MOST]
    return sorted(chosen, key=far)


def _placed(areas: Sequence[Area]) -> tuple[float, list[Corner]]:
    """Return pixels a kilometre, and where the centre of each area stands in the drawing."""
    wide = cos(radians(areas[0].at.latitude)) * _KM_A_DEGREE
    km = [(one.at.longitude * wide, -one.at.latitude * _KM_A_DEGREE) for one in areas]
    west, east = min(x for x, _ in km), max(x for x, _ in km)
    north, south = min(y for _, y in km), max(y for _, y in km)
    scale = min(
        _CLOSEST,
        (_WIDTH - 2 * _MARGIN) / max(east - west, 0.01),
        (_HEIGHT - 2 * _MARGIN) / max(south - north, 0.01),
    )
    left = _WIDTH / 2 - scale * (west + east) / 2
    top = _HEIGHT / 2 - scale * (north + south) / 2
    return scale, [(left + scale * x, top + scale * y) for x, y in km]


def _cell(number: int, places: Sequence[Corner]) -> list[Corner]:
    """Return what lies nearer to one centre than to any other; of two in one place the first has
    it all."""
    x, y = places[number]
    cell: list[Corner] = [(8, 8), (_WIDTH - 8, 8), (_WIDTH - 8, _HEIGHT - 8), (8, _HEIGHT - 8)]
    for other, (to_x, to_y) in enumerate(places):
        across, down = to_x - x, to_y - y
        if other == number:
            continue
        if abs(across) + abs(down) < 1e-6:
            if other < number:
                return []
            continue
        half = across * (x + to_x) / 2 + down * (y + to_y) / 2
        cell = _cut(cell, across, down, half)
    return cell


def _cut(cell: Sequence[Corner], across: float, down: float, most: float) -> list[Corner]:
    """Return the part of a cell on this side of a line."""
    kept: list[Corner] = []
    for (x, y), (to_x, to_y) in zip(cell, [*cell[1:], *cell[:1]], strict=True):
        here, there = across * x + down * y - most, across * to_x + down * to_y - most
        if here <= 0:
            kept.append((x, y))
        if (here < 0 < there) or (there < 0 < here):
            part = here / (here - there)
            kept.append((x + part * (to_x - x), y + part * (to_y - y)))
    return kept


def _inwards(cell: Sequence[Corner], centre: Corner) -> list[Corner]:
    """Return the cell a little smaller, so that a strip of water lies between two."""
    x, y = centre
    made = []
    for corner_x, corner_y in cell:
        far = max(((corner_x - x) ** 2 + (corner_y - y) ** 2) ** 0.5, 1.0)
        less = 1 - _GAP / far
        made.append((x + (corner_x - x) * less, y + (corner_y - y) * less))
    return made


def _name(one: Area, x: float, y: float) -> SafeString:
    near_edge = max(8 + 3.6 * len(one.name), min(_WIDTH - 8 - 3.6 * len(one.name), x))
    return format_html(
        '<text class="place" x="{}" y="{}">{}</text>', _px(near_edge), _px(y - 22), one.name
    )


def _pin(x: float, y: float, *, beside: bool) -> SafeString:
    x = x - 24 if beside else x
    return format_html(
        '<path class="pin" d="M{} {}c-9-10-12.5-15.5-12.5-21a12.5 12.5 0 0 1 25 0c0 5.5-3.5 11-12.5'
        ' 21z"/><circle class="pin-eye" cx="{}" cy="{}" r="4.5"/>',
        _px(x),
        _px(y + 14),
        _px(x),
        _px(y - 7),
    )


def _circle(kind: str, x: float, y: float, radius: float) -> SafeString:
    return format_html(
        '<circle class="{}" cx="{}" cy="{}" r="{}"/>', kind, _px(x), _px(y), _px(radius)
    )


def _path(corners: Sequence[Corner]) -> str:
    return "M" + "L".join(f"{_px(x)} {_px(y)}" for x, y in corners) + "z"


def _px(number: float) -> str:
    return f"{round(number, 1):g}"
