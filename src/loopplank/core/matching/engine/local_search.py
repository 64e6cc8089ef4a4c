"""Help one request more by moving other people: a chain of one or two moves, or the place of a
lighter one."""

from typing import Any

from loopplank.core.matching.engine.loops import compiled
from loopplank.core.matching.engine.seats import (
    first_that_fits,
    fits,
    helps_already,
    leave,
    place,
    place_at,
    unplace,
    worth_now,
)
from loopplank.core.matching.problem import MOST_LEGS

#: How far down the list of a seat somebody is looked for.
LOOKED_AT = 48


@compiled
def _seat(m: Any, s: Any, order: Any, r: Any, u: Any, z: Any) -> Any:
    i = first_that_fits(m, s, order, r, z, LOOKED_AT)
    if i < 0:
        return False
    place(m, s, r, u, z, i)
    return True


@compiled
def _lap(m: Any, z: Any, other: Any) -> Any:
    return m.row_end[other] > m.row[z] and m.row_end[z] > m.row[other]


# Written out twice: a compiled function that calls itself cannot be kept in numba's cache.
@compiled
def _seat_moving_one(m: Any, s: Any, order: Any, r: Any, u: Any, z: Any, wide: Any) -> Any:
    """Fill a seat; when nobody is free, give one person's other seat to somebody else."""
    if _seat(m, s, order, r, u, z):
        return True
    for j in range(m.first_pair[z], min(m.first_pair[z] + wide, m.first_pair[z + 1])):
        i = order[j]
        v = m.volunteer[i]
        if helps_already(m, s, r, v):
            continue
        mine = s.held[v, : s.holds[v]].copy()
        for k in range(len(mine)):
            r2, u2 = mine[k] // MOST_LEGS, mine[k] % MOST_LEGS
            z2, i2, parts2 = s.seat[r2, u2], s.pair[r2, u2], s.parts[r2, u2]
            if r2 == r or not _lap(m, z, z2):
                continue
            unplace(m, s, r2, u2)
            if fits(m, s, i, z):
                place(m, s, r, u, z, i)
                if _seat(m, s, order, r2, u2, z2):
                    return True
                unplace(m, s, r, u)
            place_at(m, s, r2, u2, z2, i2, parts2)
    return False


@compiled
def _seat_moving_two(m: Any, s: Any, order: Any, r: Any, u: Any, z: Any, wide: Any) -> Any:
    """Fill a seat as `_seat_moving_one` does, but let the one who moves move another in turn."""
    if _seat(m, s, order, r, u, z):
        return True
    for j in range(m.first_pair[z], min(m.first_pair[z] + wide, m.first_pair[z + 1])):
        i = order[j]
        v = m.volunteer[i]
        if helps_already(m, s, r, v):
            continue
        mine = s.held[v, : s.holds[v]].copy()
        for k in range(len(mine)):
            r2, u2 = mine[k] // MOST_LEGS, mine[k] % MOST_LEGS
            z2, i2, parts2 = s.seat[r2, u2], s.pair[r2, u2], s.parts[r2, u2]
            if r2 == r or not _lap(m, z, z2):
                continue
            unplace(m, s, r2, u2)
            if fits(m, s, i, z):
                place(m, s, r, u, z, i)
                if _seat_moving_one(m, s, order, r2, u2, z2, max(4, wide // 2)):
                    return True
                unplace(m, s, r, u)
            place_at(m, s, r2, u2, z2, i2, parts2)
    return False


@compiled
def help_by_moving(m: Any, s: Any, order: Any, r: Any, moves: Any, wide: Any) -> Any:
    """Help request r in any way by moving others. Whoever moved stays moved: all of them keep their
    help."""
    for w in range(m.first_way[r], m.first_way[r + 1]):
        u, whole = 0, True
        for z in range(m.first_seat[w], m.first_seat[w + 1]):
            for _ in range(m.units[z]):
                if moves == 1:
                    seated = _seat_moving_one(m, s, order, r, u, z, wide)
                else:
                    seated = _seat_moving_two(m, s, order, r, u, z, wide)
                if not seated:
                    whole = False
                    break
                u += 1
            if not whole:
                break
        if whole:
            s.way[r] = w
            return True
        for k in range(u):
            unplace(m, s, r, k)
    return False


@compiled
def chains(m: Any, s: Any, order: Any, requests: Any, moves: Any, wide: Any) -> Any:
    """Try `help_by_moving` for all without help, in this order; return how many it helped."""
    helped = 0
    for r in requests:
        if s.way[r] < 0 and m.first_way[r + 1] > m.first_way[r]:
            helped += help_by_moving(m, s, order, r, moves, wide)
    return helped


@compiled
def take_the_place_of_lighter(m: Any, s: Any, order: Any, requests: Any, wide: Any) -> Any:
    """Help a request by the person of one whose help is worth less, and try to help that one by
    moving others."""
    for r in requests:
        if s.way[r] >= 0:
            continue
        for w in range(m.first_way[r], m.first_way[r + 1]):
            z = m.first_seat[w]
            if m.first_seat[w + 1] - z > 1 or m.units[z] > 1:
                continue
            gain, best, out = 1e-9, -1, -1
            for j in range(m.first_pair[z], min(m.first_pair[z] + LOOKED_AT, m.first_pair[z + 1])):
                i = order[j]
                v = m.volunteer[i]
                mine = s.held[v, : s.holds[v]].copy()
                for k in range(len(mine)):
                    r2, u2 = mine[k] // MOST_LEGS, mine[k] % MOST_LEGS
                    more = m.worth[w] + m.adds[i] - worth_now(m, s, r2)
                    z2 = s.seat[r2, u2]
                    if more <= gain or not _lap(m, z, z2):
                        continue
                    i2, parts2 = s.pair[r2, u2], s.parts[r2, u2]
                    unplace(m, s, r2, u2)
                    fine = fits(m, s, i, z)
                    place_at(m, s, r2, u2, z2, i2, parts2)
                    if fine:
                        gain, best, out = more, i, r2
            if best >= 0:
                leave(m, s, out)
                place(m, s, r, 0, z, best)
                s.way[r] = w
                help_by_moving(m, s, order, out, 2, wide)
                break
