"""The loops of pricing: what each request would choose, what that uses, and where prices go."""

from typing import Any

import numpy as np

from loopplank.core.matching.engine.loops import compiled, compiled_loosely, inlined
from loopplank.core.matching.problem import ROWS
from loopplank.core.matching.result import RESOURCES

NEVER = -1e18
ALL = len(RESOURCES)


@inlined
def _price(sums: Any, v: Any, a: Any, b: Any, minutes: Any, heavy: Any, visits: Any,  # noqa: PLR0913, PLR0917  a loop takes arrays
           half: Any, third: Any, two_thirds: Any, wide: Any) -> Any:  # fmt: skip
    """Return what a pair costs at these prices, from running sums over the rows."""
    cost = (
        minutes * (sums[v, b, 0] - sums[v, a, 0])
        + (sums[v, b, 1] - sums[v, a, 1])
        + visits * (sums[v, b, 3] - sums[v, a, 3])
    )
    if heavy:
        cost += sums[v, b, 2] - sums[v, a, 2]
    if third > a:
        cost += sums[v, third, 6] - sums[v, a, 6]
        if half > a:
            cost += sums[v, half, 4] - sums[v, a, 4]
            if two_thirds > a:
                cost += sums[v, two_thirds, 6] - sums[v, a, 6]
    if wide > a:
        cost += sums[v, wide, 5] - sums[v, a, 5]
    return cost


@compiled_loosely
def choose(begin: Any, end: Any, m: Any, adds: Any, sums: Any, chosen: Any, chosen_seat: Any,  # noqa: C901, PLR0912, PLR0913, PLR0915, PLR0917  the hot loop
           count: Any, gain: Any) -> Any:  # fmt: skip
    """Find the best way at these prices for the requests begin..end, with a different volunteer in
    each seat; none when every way costs more than it is worth."""
    best_value = np.empty((4, 4), np.float64)
    best_pair = np.empty((4, 4), np.int64)
    take, used, best_take = np.empty(4, np.int64), np.empty(4, np.int64), np.empty(4, np.int64)
    for r in range(begin, end):
        best = 0.0
        count[r] = 0
        for w in range(m.first_way[r], m.first_way[r + 1]):
            z0 = m.first_seat[w]
            legs = m.first_seat[w + 1] - z0
            deep = legs if legs > 1 else m.units[z0]
            hope = m.worth[w]
            lost = False
            for q in range(legs):
                z = z0 + q
                for k in range(deep):
                    best_value[q, k], best_pair[q, k] = NEVER, -1
                least = NEVER
                a, b, heavy, visits = m.row[z], m.row_end[z], m.heavy[z], m.visits[z] * m.times[z]
                for i in range(m.first_pair[z], m.first_pair[z + 1]):
                    if adds[i] <= least:
                        continue
                    value = adds[i] - _price(
                        sums, m.volunteer[i], a, b, m.minutes[i], heavy, visits,
                        m.half[i], m.third[i], m.two_thirds[i], m.wide[i],
                    )  # fmt: skip
                    if value > least:
                        k = deep - 1
                        while k > 0 and best_value[q, k - 1] < value:
                            best_value[q, k], best_pair[q, k] = (
                                best_value[q, k - 1],
                                best_pair[q, k - 1],
                            )
                            k -= 1
                        best_value[q, k], best_pair[q, k] = value, i
                        least = best_value[q, deep - 1]
                hope += best_value[q, 0]
                if hope + m.rest[z] <= best and legs > 1:
                    lost = True
                    break
            if lost:
                continue
            if legs == 1:
                value = m.worth[w]
                for k in range(deep):
                    value += best_value[0, k]
                if value > best:
                    best = value
                    count[r] = deep
                    for k in range(deep):
                        chosen[r, k], chosen_seat[r, k] = best_pair[0, k], z0
                continue
            if hope <= best:
                continue
            clash = False
            for q in range(legs):
                for p in range(q):
                    clash = clash or (m.volunteer[best_pair[q, 0]] == m.volunteer[best_pair[p, 0]])
            if clash:
                # the best of all ways to give the seats to different people, from each seat's best
                most, all_ways = NEVER, 1
                for _ in range(legs):
                    all_ways *= legs
                for code in range(all_ways):
                    value, rest, fine = 0.0, code, True
                    for q in range(legs):
                        k = rest % legs
                        rest //= legs
                        i = best_pair[q, k]
                        if i < 0:
                            fine = False
                            break
                        for p in range(q):
                            fine = fine and used[p] != m.volunteer[i]
                        if not fine:
                            break
                        used[q], take[q] = m.volunteer[i], k
                        value += best_value[q, k]
                    if fine and value > most:
                        most = value
                        best_take[:legs] = take[:legs]
                value = m.worth[w] + most
            else:
                best_take[:legs] = 0
                value = hope
            if value > best:
                best = value
                count[r] = legs
                for q in range(legs):
                    chosen[r, q], chosen_seat[r, q] = best_pair[q, best_take[q]], z0 + q
        gain[r] = best


@compiled
def usage(m: Any, chosen: Any, chosen_seat: Any, count: Any, number: Any, use: Any) -> Any:
    """Add up what is chosen in each priced row; `number` (n, ROWS, ALL) says which row, or -1."""
    use[:] = 0.0
    for r in range(len(count)):
        for k in range(count[r]):
            i, z = chosen[r, k], chosen_seat[r, k]
            v = m.volunteer[i]
            for t in range(m.row[z], m.row_end[z]):
                there = number[v, t]
                if there[0] >= 0:
                    use[there[0]] += m.minutes[i]
                if there[1] >= 0:
                    use[there[1]] += 1
                if there[2] >= 0:
                    use[there[2]] += m.heavy[z]
                if there[3] >= 0:
                    use[there[3]] += m.visits[z] * m.times[z]
                if there[4] >= 0:
                    use[there[4]] += t < m.half[i]
                if there[5] >= 0:
                    use[there[5]] += t < m.wide[i]
                if there[6] >= 0:
                    use[there[6]] += (t < m.third[i]) + (t < m.two_thirds[i])


@compiled_loosely
def adam(prices: Any, mean: Any, spread: Any, use: Any, caps: Any, scale: Any, step: Any,
         bias: Any) -> Any:  # fmt: skip
    """Move the price of each row towards what is asked beyond its cap (a step of Adam)."""
    for q in range(len(prices)):
        over = (use[q] - caps[q]) * scale[q]
        if over < 0 and prices[q] == 0.0 and mean[q] <= 0:
            mean[q] *= 0.9
            spread[q] *= 0.9
            continue
        mean[q] = 0.9 * mean[q] + 0.1 * over
        spread[q] = 0.9 * spread[q] + 0.1 * over * over
        moved = step * scale[q] * (mean[q] / bias) / (np.sqrt(spread[q] / bias) + 1e-3)
        prices[q] = max(0.0, prices[q] + moved)


@compiled
def add_up(prices: Any, caps: Any, rows: Any, sums: Any) -> Any:
    """Write the running sums over the rows of each volunteer who has a price; return what all caps
    cost. `rows` (volunteer, row, resource) are in order."""
    cost, q = 0.0, 0
    total = np.empty(ALL)
    while q < len(rows):
        v = rows[q, 0]
        total[:] = 0.0
        for t in range(ROWS):
            while q < len(rows) and rows[q, 0] == v and rows[q, 1] == t:
                total[rows[q, 2]] += prices[q]
                cost += prices[q] * caps[q]
                q += 1
            for k in range(ALL):
                sums[v, t + 1, k] = total[k]
    return cost


@compiled_loosely
def all_values(begin: Any, end: Any, m: Any, adds: Any, sums: Any, value: Any) -> Any:
    for z in range(begin, end):
        for i in range(m.first_pair[z], m.first_pair[z + 1]):
            value[i] = adds[i] - _price(
                sums, m.volunteer[i], m.row[z], m.row_end[z], m.minutes[i], m.heavy[z],
                m.visits[z] * m.times[z], m.half[i], m.third[i], m.two_thirds[i], m.wide[i],
            )  # fmt: skip


@compiled
def best_of_each_seat(m: Any, value: Any, most: Any, active: Any, first_active: Any) -> Any:
    """List the `most` best pairs of each seat; the search looks at these only, for a while."""
    top, which = np.empty(most, np.float32), np.empty(most, np.int64)
    made = 0
    for z in range(len(m.row)):
        first_active[z] = made
        begin, end = m.first_pair[z], m.first_pair[z + 1]
        if end - begin <= most:
            for i in range(begin, end):
                active[made] = i
                made += 1
            continue
        top[:] = -1e30
        for i in range(begin, end):
            if value[i] > top[most - 1]:
                k = most - 1
                while k > 0 and top[k - 1] < value[i]:
                    top[k], which[k] = top[k - 1], which[k - 1]
                    k -= 1
                top[k], which[k] = value[i], i
        for k in range(most):
            active[made] = which[k]
            made += 1
    first_active[len(m.row)] = made


@compiled
def count_chosen(share: Any, chosen: Any, count: Any, pair: Any) -> Any:
    """Count what is chosen; `pair` says which pair of the whole each one is."""
    for r in range(len(count)):
        for k in range(count[r]):
            share[pair[chosen[r, k]]] += 1.0
