"""Limits as tight as they can be without forbidding anything that is allowed.

When only visits of 1½ hour are asked of somebody, a limit of 4 hours is a limit of 3 hours. Tighter
limits leave every plan possible and bring the bound down; `checker_bound.py` computes them again in
its own way.
"""

from typing import Any, NamedTuple

import numpy as np

from loopplank.core.matching import rules
from loopplank.core.matching.engine.loops import compiled, inlined
from loopplank.core.matching.options import Options
from loopplank.core.matching.problem import ROWS, Column
from loopplank.core.matching.result import RESOURCES

MOST_UNITS = 512
_count_parts = inlined(rules.count_parts)


@compiled
def _gcd(a: Any, b: Any) -> Any:
    while b:
        a, b = b, a % b
    return a


@compiled
def _largest_sum(values: Any, count: Any, most: Any, limit: Any) -> Any:
    """Return the largest sum within `limit` of at most `most` of the values, each used any number
    of times."""
    unit = np.int64(0)
    for k in range(count):
        unit = _gcd(unit, values[k])
    if unit == 0:
        return np.int64(0)
    top = limit // unit
    if top > MOST_UNITS:
        return limit
    words = top // 64 + 1
    reach, more = np.zeros(words, np.uint64), np.zeros(words, np.uint64)
    reach[0] = np.uint64(1)
    for _ in range(min(most, top)):
        more[:] = reach
        for k in range(count):
            shift = values[k] // unit
            if shift > top:
                continue
            skip, bits = shift // 64, np.uint64(shift % 64)
            for w in range(words - skip):
                more[w + skip] |= reach[w] << bits
                if bits and w + skip + 1 < words:
                    more[w + skip + 1] |= reach[w] >> (np.uint64(64) - bits)
        same = True
        for w in range(words):
            same = same and more[w] == reach[w]
        reach[:] = more
        if same:
            break
    for c in range(top, -1, -1):
        if (reach[c // 64] >> np.uint64(c % 64)) & np.uint64(1):
            return np.int64(c * unit)
    return np.int64(0)


@compiled
def _sharpen(first: Any, order: Any, seat: Any, row: Any, row_end: Any, minutes: Any,  # noqa: PLR0913, PLR0917  a loop takes arrays
             times: Any, halves: Any, left: Any, day_parts: Any, by_parts: Any,
             caps: Any) -> Any:  # fmt: skip
    values = np.empty(4096, np.int64)
    for v in range(left.shape[0]):
        for t in range(ROWS):
            count, least, unit = 0, np.int64(1 << 30), np.int64(halves)
            for at in range(first[v], first[v + 1]):
                i = order[at]
                if not row[seat[i]] <= t < row_end[seat[i]]:
                    continue
                takes = np.int64(minutes[i])
                least, unit = min(least, takes), min(unit, times[seat[i]])
                known = False
                for k in range(count):
                    known = known or values[k] == takes
                if not known and count < len(values):
                    values[count] = takes
                    count += 1
            even, odd = t * halves, t * halves + halves - 1
            people = np.int64(left[v, even, 1])
            if unit < halves:
                # some only in the even or the odd weeks: both together
                most = np.int64(left[v, even, 0]) + np.int64(left[v, odd, 0])
                visits = _count_parts(day_parts[v] & ~np.int64(left[v, even, 3]))
                visits += _count_parts(day_parts[v] & ~np.int64(left[v, odd, 3]))
            else:
                most = halves * min(np.int64(left[v, even, 0]), np.int64(left[v, odd, 0]))
                taken = np.int64(left[v, even, 3]) | np.int64(left[v, odd, 3])
                visits = halves * _count_parts(day_parts[v] & ~taken)
            if by_parts:
                people = min(people, visits // unit)
            if count and least > 0:
                people = min(people, most // least)
                most = _largest_sum(values, count, people, most)
            caps[v, t, 0], caps[v, t, 1], caps[v, t, 2] = most, people, left[v, even, 2]
            caps[v, t, 3], caps[v, t, 4], caps[v, t, 5], caps[v, t, 6] = visits, 1, 1, 2


@compiled
def _ends(pair_seat: Any, volunteer: Any, takes: Any, row_end: Any, cap: Any, part: Any) -> Any:
    """Return until which row `part` times what each pair takes is more than the greatest cap so
    far."""
    ends = np.zeros(len(volunteer), np.int16)
    for i in range(len(volunteer)):
        greatest = np.int64(0)
        end = 0
        for t in range(row_end[pair_seat[i]]):
            greatest = max(greatest, np.int64(cap[volunteer[i], t]))
            if part * takes[i] <= greatest:
                break
            end = t + 1
        ends[i] = end
    return ends


class Ends(NamedTuple):
    """For each pair the row until which it takes more than a half, a third and two thirds of the
    minutes of its volunteer, and more than half of their free parts of the day."""

    half: Column
    third: Column
    two_thirds: Column
    wide: Column


def sharper(options: Options) -> tuple[Column, Ends]:
    """Return caps (n, ROWS, 7) in the order of `result.RESOURCES`, and until which row the last
    three count. Where some help is every second week, minutes and visits are those of two weeks: no
    plan can pass them, though it may pass one of the two."""
    seat = options.seat_of_pair
    order = np.argsort(options.volunteer, kind="stable")
    people = len(options.left)
    first = np.searchsorted(options.volunteer[order], np.arange(people + 1))
    caps = np.zeros((people, ROWS, len(RESOURCES)), np.int64)
    by_parts = bool((options.visits > 0).all())
    _sharpen(
        first, order, seat, options.row, options.row_end, options.minutes, options.times,
        options.halves, options.left, options.day_parts, by_parts, caps,
    )  # fmt: skip
    minutes = options.minutes.astype(np.int64)

    def until(takes: Column, cap: Column, part: float) -> Column:
        return np.asarray(_ends(seat, options.volunteer, takes, options.row_end, cap, part))

    return caps, Ends(
        until(minutes, caps[:, :, 0], 2.0),
        until(minutes, caps[:, :, 0], 3.0),
        until(minutes, caps[:, :, 0], 1.5),
        until((options.visits * options.times)[seat], caps[:, :, 3], 2.0),
    )
