"""Small drawings of load, made on the server as SVG without ids, scripts or style attributes.

Every function is pure and returns a safe string with width, height and viewBox. Colours and
patterns come from CSS classes (`static/loopplank/drawing.css`). A drawing is `aria-hidden`: the
words beside it are the content, so never show one alone.

Hatching and stripes need no `<pattern>` and therefore no ids that could meet twice on a page with
a hundred bars: a very thick dashed line is striped, and turned by 45 degrees it is hatched; a
nested `<svg>` cuts it off at the edges.
"""

from collections.abc import Mapping, Sequence
from typing import Final

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from loopplank.core.volunteers.load import LoadState

STATES: Final = ("room", "good", "nearly", "full", "over", "heavy", "pause", "away")
"""The states of load, from least to most; who said that it is too heavy; and who is not there: in a
pause, or away."""

# The load bar, in px at its natural size. The lane ends at the limit; beyond it there is space to
# show real hours that went over. All positions derive from these.
_WIDTH, _HEIGHT = 260, 28
_LEFT, _LIMIT, _BEYOND = 1.0, 214.0, 40.0
_TOP, _LANE = 6.0, 16.0
_ROUND = 4.0


def load_bar(now: float, extra: float, limit: float, *, state: str) -> SafeString:
    """Draw how much of a limit is used: the frame ends at the limit, a thick line.

    `now`, `extra` and `limit` are in one unit (minutes a week, or people), all at least 0: what is
    carried, what a proposal would add, and the hard stop. `state` is one of `STATES` and chooses
    the fill: outlined, solid, striped, dark, hatched beyond the line, or a dashed frame. What
    passes the limit by more than a sixth or so is cut off at the edge of the drawing.

    Natural size 260 x 28 px; CSS may scale it in both directions at once.
    """
    lane = _LIMIT - _LEFT
    share_now = _share(now, limit)
    share_all = _share(now + extra, limit)
    filled = _LEFT + min(share_now, 1.0) * lane
    excess = min(max(share_now - 1.0, 0.0) * lane, _BEYOND)
    added = min(share_all * lane, lane + _BEYOND) - (filled - _LEFT) - excess

    parts: list[SafeString] = []
    if now > 0:
        parts.append(format_html('<path class="carried" d="{}"/>', _lane_until(filled)))
        if state == "nearly":
            parts.append(
                format_html(
                    '<path class="stripes" d="M{} {}H{}"/>',
                    _px(_LEFT + 3),
                    _px(_TOP + _LANE / 2),
                    _px(filled),
                )
            )
    parts.append(format_html('<path class="lane" d="{}"/>', _lane_open()))
    if excess > 0:
        parts.append(_hatched("excess", _LIMIT, _TOP, excess, _LANE))
    if extra > 0 and added > 0:
        parts.append(_hatched("added", filled + excess, _TOP - 1, added, _LANE + 2))
    parts.append(_box("limit", _LIMIT - 2, 0, 4, _HEIGHT, 2))
    return _svg(f"load-bar {state}", _WIDTH, _HEIGHT, parts)


def team_strip(counts: Mapping[str, int]) -> SafeString:
    """Draw how many people are in each state of load, side by side, in the order of `STATES`.

    `counts` maps a state to a number of people; states that are missing or 0 are left out, and
    every state that occurs stays wide enough to be seen. Natural size 284 x 26 px.
    """
    width, height, gap, least = 284.0, 26.0, 3.0, 9.0
    present = [(state, counts[state]) for state in STATES if counts.get(state, 0) > 0]
    total = sum(number for _, number in present)
    free = width - gap * (len(present) - 1) - least * len(present) - 2
    parts: list[SafeString] = []
    x = 1.0
    for state, number in present:
        wide = least + free * number / total
        parts.append(_team_part(state, x, wide, height - 2))
        x += wide + gap
    return _svg("team-strip", width, height, parts)


def twelve_weeks(values: Sequence[int | None], limit: int) -> SafeString:
    """Draw one small bar a week against the limit, the latest week on the right.

    `values` holds at most twelve numbers of minutes, oldest first; None is a week without load
    because of a pause. `limit` is in minutes and drawn as one thick line. What is above the line
    is hatched. Natural size 238 x 60 px.
    """
    pitch, wide, height, floor = 20.0, 14.0, 60.0, 58.0
    known = [value for value in values if value is not None]
    top = max([limit * 1.25, *known, 1])
    scale = (floor - 3) / top
    line = floor - limit * scale
    parts: list[SafeString] = []
    for place, value in enumerate(values[-12:]):
        x = 2 + place * pitch
        if value is None:
            parts.append(_box("paused", x, floor - 8, wide, 8))
            continue
        below = min(value, limit) * scale
        above = max(value - limit, 0) * scale
        kind = "week over" if above else "week"
        parts.append(_box(kind, x, floor - max(below, 1.5), wide, max(below, 1.5)))
        if above:
            parts.append(_hatched("excess", x, line - above, wide, above))
    parts.append(_box("limit", 0, line - 1.5, 238, 3, 1.5))
    return _svg("weeks", 238, height, parts)


def months(values: Sequence[int]) -> SafeString:
    """Draw one bar a month, the running month on the right; a month without any is a dot.

    Natural size 96 x 28 px.
    """
    pitch, wide, height, floor = 8.0, 6.0, 28.0, 27.0
    top = max([*values, 1])
    parts = []
    for place, value in enumerate(values[-12:]):
        high = value / top * (floor - 1) if value else 1.5
        kind = "month" if value else "month none"
        parts.append(_box(kind, 1 + place * pitch, floor - high, wide, high))
    return _svg("months", pitch * 12, height, parts)


def week_strip(weeks: int, legs: Sequence[tuple[int, int]], changes: Sequence[int]) -> SafeString:
    """Draw who comes in which weeks: one bar a volunteer, each on a line of its own.

    `legs` holds the first and the last week of each, counted from one; `changes` the weeks in which
    one hands over to the next, drawn as an upright band through both. A thin line stands at every
    fourth week. Natural size 480 px wide, 20 px a volunteer.
    """
    wide, line, bar, top = 480.0, 20.0, 14.0, 3.0
    high = line * len(legs) + 2 * top
    pitch = wide / max(weeks, 1)
    parts = [_box("change", (week - 1) * pitch, 0, pitch, high) for week in changes]
    parts += [_box("tick", week * pitch - 0.5, 0, 1, high) for week in range(4, weeks, 4)]
    for place, (first, last) in enumerate(legs):
        x, y = (first - 1) * pitch, top + place * line + (line - bar) / 2
        parts.append(_box("leg", x + 0.5, y, (last - first + 1) * pitch - 1, bar, 3))
    parts += [
        _hatched(
            "both", (week - 1) * pitch + 0.5, top + place * line + (line - bar) / 2, pitch - 1, bar
        )
        for place, (first, last) in enumerate(legs)
        for week in changes
        if first <= week <= last
    ]
    return _svg("week-strip", wide, high, parts)


def _share(amount: float, limit: float) -> float:
    """Return the part of the limit that is used; somebody who offers nothing is full at once."""
    if limit > 0:
        return amount / limit
    return 1.0 if amount > 0 else 0.0


def _team_part(state: str, x: float, wide: float, height: float) -> SafeString:
    """Draw the block of one state: white, half, four fifths, dark, hatched or dashed."""
    level = {"good": 0.5, "nearly": 0.8, "full": 1.0}.get(state, 0.0)
    parts: list[SafeString] = []
    if level:
        parts.append(_box("level", x, 1 + height * (1 - level), wide, height * level, 2))
    if state in {LoadState.OVER, LoadState.HEAVY}:
        parts.append(_hatched("excess", x, 1, wide, height))
    parts.append(_box("block", x, 1, wide, height, 3))
    return format_html('<g class="{}">{}</g>', state, _joined(parts))


def _lane_open() -> str:
    """Return the frame of the lane: round on the left, open on the right, where the limit is."""
    return f"M{_px(_LIMIT)} {_px(_TOP)}{_round_left()}H{_px(_LIMIT)}"


def _lane_until(x: float) -> str:
    """Return the filled part of the lane up to `x` px, round on the left like its frame."""
    x = max(x, _LEFT + _ROUND + 1)
    return f"M{_px(x)} {_px(_TOP)}{_round_left()}H{_px(x)}z"


def _round_left() -> str:
    down = _LANE - 2 * _ROUND
    return (
        f"H{_px(_LEFT + _ROUND)}"
        f"a{_px(_ROUND)} {_px(_ROUND)} 0 0 0-{_px(_ROUND)} {_px(_ROUND)}"
        f"v{_px(down)}"
        f"a{_px(_ROUND)} {_px(_ROUND)} 0 0 0 {_px(_ROUND)} {_px(_ROUND)}"
    )


def _hatched(kind: str, x: float, y: float, wide: float, high: float) -> SafeString:
    """Draw a hatched rectangle with an outline: white ground, turned dashed line, frame."""
    reach = (wide + high) / 2**0.5
    return format_html(
        '<g class="{}">{}<svg x="{}" y="{}" width="{}" height="{}">'
        '<path class="hatch" transform="rotate(45)" d="M0 0H{}"/></svg>{}</g>',
        kind,
        _box("ground", x, y, wide, high),
        *(_px(number) for number in (x, y, wide, high, reach)),
        _box("outline", x, y, wide, high),
    )


def _box(kind: str, x: float, y: float, wide: float, high: float, radius: float = 0) -> SafeString:
    rounded = format_html(' rx="{}"', _px(radius)) if radius else SafeString()
    return format_html(
        '<rect class="{}" x="{}" y="{}" width="{}" height="{}"{}/>',
        kind,
        *(_px(number) for number in (x, y, wide, high)),
        rounded,
    )


def _svg(kind: str, wide: float, high: float, parts: Sequence[SafeString]) -> SafeString:
    return format_html(
        '<svg class="{}" width="{}" height="{}" viewBox="0 0 {} {}" aria-hidden="true">{}</svg>',
        kind,
        *(_px(number) for number in (wide, high, wide, high)),
        _joined(parts),
    )


def _joined(parts: Sequence[SafeString]) -> SafeString:
    return format_html_join("", "{}", ((part,) for part in parts))


def _px(number: float) -> str:
    """Return a number with at most one decimal, short enough for a page with a hundred bars."""
    return f"{round(number, 1):g}"
