"""Put people in seats and take them out again; a plan in the making never passes a limit."""

from typing import Any

import numpy as np

from loopplank.core.matching import rules
from loopplank.core.matching.engine.arrays import State
from loopplank.core.matching.engine.loops import compiled, inlined
from loopplank.core.matching.options import Options
from loopplank.core.matching.problem import MOST_LEGS

NOTHING = -1e18
#: How long another arrangement of the week is sought to fit one more; when one must be there, long.
TRIES = 60
NO_END = 1 << 40
EVERYBODY = 1 << 40
_count_parts = inlined(rules.count_parts)


def empty_state(options: Options) -> State:
    """Return a plan in which nobody is helped yet."""
    requests, people = options.requests, len(options.left)
    places = options.left[:, :: options.halves, 1].astype(np.int64).sum(axis=1)
    most = min(requests, int(np.max(places))) if people else 0
    shape = (requests, MOST_LEGS)
    return State(
        options.left.copy(),
        options.left[:, :, 3].astype(np.int64),
        options.day_parts,
        np.full(requests, -1, np.int64),
        np.full(shape, -1, np.int64),
        np.zeros(shape, np.int64),
        np.zeros(shape, np.int64),
        np.zeros((people, most + 1), np.int64),
        np.zeros(people, np.int64),
    )


def copy_of(state: State) -> State:
    """Return a copy of the plan, to change without changing this one."""
    return State(*(column.copy() for column in state))


@compiled
def _first(free: Any, visits: Any) -> Any:
    """Return the first parts of the day of a mask, one for each visit."""
    taken = np.int64(0)
    for _ in range(visits):
        low = free & -free
        taken |= low
        free &= ~low
    return taken


@compiled
def arrange(  # noqa: C901, PLR0912  one search, compiled
    m: Any, s: Any, v: Any, z: Any, parts: Any, tries: Any
) -> Any:
    """Seek parts of the day for all that volunteer v holds and for seat z beside it. Returns True
    with `parts` filled (in the order held, z last), or False when there is no way or `tries` ran
    out."""
    count = s.holds[v] + 1
    seat, could = np.empty(count, np.int64), np.empty(count, np.int64)
    order = np.empty(count, np.int64)
    for k in range(count):
        seat[k] = (
            z if k == count - 1 else s.seat[s.held[v, k] // MOST_LEGS, s.held[v, k] % MOST_LEGS]
        )
        taken = np.int64(0)
        for t in range(m.row[seat[k]] * m.halves, m.row_end[seat[k]] * m.halves):
            if m.fortnight[seat[k]] >> (t & (m.halves - 1)) & 1:
                taken |= s.taken[v, t]
        could[k] = m.asked[seat[k]] & s.day_parts[v] & ~taken
        place = k
        while place > 0 and _count_parts(could[order[place - 1]]) > _count_parts(could[k]):
            order[place] = order[place - 1]
            place -= 1
        order[place] = k
    visits = 0
    for k in range(count):
        visits += m.visits[seat[k]]
    of, last = np.empty(visits, np.int64), np.empty(visits, np.int64)
    at = 0
    for k in order:
        for _ in range(m.visits[seat[k]]):
            of[at] = k
            at += 1
    parts[:] = 0
    at, tried = 0, 0
    last[0] = -1
    while 0 <= at < visits:
        k = of[at]
        free = could[k]
        for other in range(count):
            if (
                other != k
                and m.row_end[seat[other]] > m.row[seat[k]]
                and m.row_end[seat[k]] > m.row[seat[other]]
                and m.fortnight[seat[k]] & m.fortnight[seat[other]]
            ):
                free &= ~parts[other]
        bit = last[at] + 1
        while bit < 21 and not (free >> bit) & 1:
            bit += 1
        tried += 1
        if tried > tries:
            return False
        if bit < 21:
            parts[k] |= np.int64(1) << bit
            last[at] = bit
            at += 1
            if at < visits:
                last[at] = bit if of[at] == k else -1
        else:
            at -= 1
            if at >= 0:
                parts[of[at]] &= ~(np.int64(1) << last[at])
    return at == visits


@compiled
def _rearrange(m: Any, s: Any, v: Any, parts: Any) -> Any:
    """Write other parts of the day for all that volunteer v holds."""
    s.left[v, :, 3] = s.taken[v]
    for k in range(s.holds[v]):
        r, u = s.held[v, k] // MOST_LEGS, s.held[v, k] % MOST_LEGS
        s.parts[r, u] = parts[k]
        z = s.seat[r, u]
        for t in range(m.row[z] * m.halves, m.row_end[z] * m.halves):
            if m.fortnight[z] >> (t & (m.halves - 1)) & 1:
                s.left[v, t, 3] |= parts[k]


@compiled
def fits(m: Any, s: Any, i: Any, z: Any) -> Any:
    """Say whether pair i has room in seat z beside all that its volunteer holds."""
    v, heavy, visits = m.volunteer[i], m.heavy[z], m.visits[z]
    minutes, weeks, odd = m.minutes[i] // m.times[z], m.fortnight[z], m.halves - 1
    busy, taken = np.int64(0), np.int64(0)
    for t in range(m.row[z] * m.halves, m.row_end[z] * m.halves):
        if s.left[v, t, 1] < 1 or s.left[v, t, 2] < heavy:
            return False
        # of help every second week the person counts each week, and the visit in its own
        if weeks >> (t & odd) & 1:
            if s.left[v, t, 0] < minutes:
                return False
            busy |= s.left[v, t, 3]
            taken |= s.taken[v, t]
    if visits == 0:
        return True
    could = m.asked[z] & s.day_parts[v]
    if _count_parts(could & ~busy) >= visits:
        return True
    if s.holds[v] == 0 or _count_parts(could & ~taken) < visits:
        return False
    parts = np.empty(s.holds[v] + 1, np.int64)
    return arrange(m, s, v, z, parts, TRIES)


@compiled
def place_at(m: Any, s: Any, r: Any, u: Any, z: Any, i: Any, parts: Any) -> Any:
    """Give place u of request r to pair i in seat z, at these parts of the day; when one is taken,
    arrange all that its volunteer holds anew."""
    v, busy = m.volunteer[i], np.int64(0)
    minutes, weeks, odd = m.minutes[i] // m.times[z], m.fortnight[z], m.halves - 1
    for t in range(m.row[z] * m.halves, m.row_end[z] * m.halves):
        if weeks >> (t & odd) & 1:
            busy |= s.left[v, t, 3]
    if _count_parts(parts & ~busy) < m.visits[z]:
        free = m.asked[z] & s.day_parts[v] & ~busy
        if _count_parts(free) >= m.visits[z]:
            parts = _first(free, m.visits[z])
        else:
            anew = np.empty(s.holds[v] + 1, np.int64)
            arrange(m, s, v, z, anew, NO_END)
            parts = anew[s.holds[v]]
            _rearrange(m, s, v, anew)
    for t in range(m.row[z] * m.halves, m.row_end[z] * m.halves):
        s.left[v, t, 1] -= 1
        s.left[v, t, 2] -= m.heavy[z]
        if weeks >> (t & odd) & 1:
            s.left[v, t, 0] -= minutes
            s.left[v, t, 3] |= parts
    s.pair[r, u], s.parts[r, u], s.seat[r, u] = i, parts, z
    s.held[v, s.holds[v]] = r * MOST_LEGS + u
    s.holds[v] += 1


@compiled
def place(m: Any, s: Any, r: Any, u: Any, z: Any, i: Any) -> Any:
    """Give place u of request r to pair i in seat z, at the first parts of the day that are
    free."""
    place_at(m, s, r, u, z, i, 0)


@compiled
def unplace(m: Any, s: Any, r: Any, u: Any) -> Any:
    """Take place u of request r back."""
    i, z, parts = s.pair[r, u], s.seat[r, u], s.parts[r, u]
    v = m.volunteer[i]
    minutes, weeks, odd = m.minutes[i] // m.times[z], m.fortnight[z], m.halves - 1
    for t in range(m.row[z] * m.halves, m.row_end[z] * m.halves):
        s.left[v, t, 1] += 1
        s.left[v, t, 2] += m.heavy[z]
        if weeks >> (t & odd) & 1:
            s.left[v, t, 0] += minutes
            s.left[v, t, 3] &= ~parts
    for k in range(s.holds[v]):
        if s.held[v, k] == r * MOST_LEGS + u:
            s.held[v, k] = s.held[v, s.holds[v] - 1]
            s.holds[v] -= 1
            break
    s.pair[r, u], s.parts[r, u] = -1, 0


@compiled
def leave(m: Any, s: Any, r: Any) -> Any:
    """Stop helping request r."""
    for u in range(MOST_LEGS):
        if s.pair[r, u] >= 0:
            unplace(m, s, r, u)
    s.way[r] = -1


@compiled
def helps_already(m: Any, s: Any, r: Any, v: Any) -> Any:
    helps = False
    for u in range(MOST_LEGS):
        helps = helps or (s.pair[r, u] >= 0 and m.volunteer[s.pair[r, u]] == v)
    return helps


@compiled
def first_that_fits(m: Any, s: Any, order: Any, r: Any, z: Any, most: Any) -> Any:
    """Return the first pair that fits among the first `most` in the order of the seat, or -1."""
    for j in range(m.first_pair[z], min(m.first_pair[z + 1], m.first_pair[z] + most)):
        i = order[j]
        if fits(m, s, i, z) and not helps_already(m, s, r, m.volunteer[i]):
            return i
    return -1


@compiled
def try_way(m: Any, s: Any, order: Any, value: Any, r: Any, w: Any) -> Any:
    """Fill way w of request r seat by seat. Returns what it is worth, or NOTHING with nothing
    placed."""
    total, u = m.worth[w], 0
    for z in range(m.first_seat[w], m.first_seat[w + 1]):
        for _ in range(m.units[z]):
            i = first_that_fits(m, s, order, r, z, EVERYBODY)
            if i < 0:
                for k in range(u):
                    unplace(m, s, r, k)
                return NOTHING
            place(m, s, r, u, z, i)
            u += 1
            total += value[i]
    s.way[r] = w
    return total


@compiled
def insert(m: Any, s: Any, order: Any, value: Any, r: Any, least: Any) -> Any:
    """Help request r in its best way, if that is worth at least `least`."""
    best, best_way = NOTHING, -1
    for w in range(m.first_way[r], m.first_way[r + 1]):
        worth = try_way(m, s, order, value, r, w)
        if worth > NOTHING:
            leave(m, s, r)
            if worth > best:
                best, best_way = worth, w
    if best_way < 0 or best < least:
        return False
    return try_way(m, s, order, value, r, best_way) > NOTHING


@compiled
def fill(m: Any, s: Any, order: Any, value: Any, requests: Any, least: Any) -> Any:
    """Help every request that is not helped yet and that somebody fits, in this order."""
    for r in requests:
        if s.way[r] < 0:
            insert(m, s, order, value, r, least)


@compiled
def worth_now(m: Any, s: Any, r: Any) -> Any:
    """Return what the help of request r is worth now; 0 when nobody helps."""
    if s.way[r] < 0:
        return 0.0
    total = m.worth[s.way[r]]
    for u in range(MOST_LEGS):
        if s.pair[r, u] >= 0:
            total += m.adds[s.pair[r, u]]
    return total


@compiled
def worth_of_all(m: Any, s: Any) -> Any:
    total = 0.0
    for r in range(len(s.way)):
        total += worth_now(m, s, r)
    return total
