"""Prices: what an hour, a place or a part of the day of each volunteer is worth to all who wait.

A Lagrangian dual over the limits of each volunteer and row. Any prices that are not negative give a
bound that no plan can pass; good prices give a tight one, and lead the way to a good plan. The
prices move by a projected Adam step, which needs no tuning between towns.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np

from loopplank.core.matching.engine.compiling import compiled, compiled_loosely, inlined
from loopplank.core.matching.engine.shapes import Model
from loopplank.core.matching.engine.strengthening import Ends
from loopplank.core.matching.menu import MOST_LEGS
from loopplank.core.matching.options import Options
from loopplank.core.matching.problem import ROWS, Column
from loopplank.core.matching.result import RESOURCES, Progress, Stage, Stop

NEVER = -1e18
#: Minutes are priced by the quarter of an hour, so that one step suits every resource.
MINUTES_STEP = 1.0 / 120.0


@inlined
def _price(sums: Any, v: Any, a: Any, b: Any, minutes: Any, heavy: Any, visits: Any,  # noqa: PLR0913, PLR0917
           half: Any, third: Any, two_thirds: Any, wide: Any) -> Any:  # fmt: skip
    """What a pair costs at these prices, from running sums over the rows."""
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
def choose(begin: Any, end: Any, m: Any, adds: Any, sums: Any, active: Any, first_active: Any,  # noqa: PLR0913, PLR0917
           chosen: Any, chosen_seat: Any, count: Any, gain: Any) -> Any:  # fmt: skip
    """For requests begin..end: the best way at these prices, with a different volunteer in each
    seat, or none when all cost more than they are worth.
    """
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
                a, b, heavy, visits = m.row[z], m.row_end[z], m.heavy[z], m.visits[z]
                for j in range(first_active[z], first_active[z + 1]):
                    i = active[j]
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
def _usage(m: Any, chosen: Any, chosen_seat: Any, count: Any, use: Any) -> Any:
    for r in range(len(count)):
        for k in range(count[r]):
            i, z = chosen[r, k], chosen_seat[r, k]
            v = m.volunteer[i]
            for t in range(m.row[z], m.row_end[z]):
                use[v, t, 0] += m.minutes[i]
                use[v, t, 1] += 1
                use[v, t, 2] += m.heavy[z]
                use[v, t, 3] += m.visits[z]
                use[v, t, 4] += t < m.half[i]
                use[v, t, 5] += t < m.wide[i]
                use[v, t, 6] += (t < m.third[i]) + (t < m.two_thirds[i])


@compiled_loosely
def _adam(prices: Any, mean: Any, spread: Any, use: Any, caps: Any, rows: Any, sums: Any,  # noqa: PLR0913, PLR0917
          step: Any, bias: Any) -> Any:  # fmt: skip
    """Move each price towards what is asked beyond the cap; give what all caps cost now."""
    for q in range(len(rows)):
        v, t, k = rows[q, 0], rows[q, 1], rows[q, 2]
        scale = MINUTES_STEP if k == 0 else 1.0
        over = (use[v, t, k] - caps[v, t, k]) * (1.0 / 30.0 if k == 0 else 1.0)
        if over < 0 and prices[v, t, k] == 0.0 and mean[v, t, k] <= 0:
            mean[v, t, k] *= 0.9
            spread[v, t, k] *= 0.9
            continue
        mean[v, t, k] = 0.9 * mean[v, t, k] + 0.1 * over
        spread[v, t, k] = 0.9 * spread[v, t, k] + 0.1 * over * over
        moved = step * scale * (mean[v, t, k] / bias) / (np.sqrt(spread[v, t, k] / bias) + 1e-3)
        prices[v, t, k] = max(0.0, prices[v, t, k] + moved)
    return _cost_of_caps(prices, caps, rows, sums)


@compiled
def _cost_of_caps(prices: Any, caps: Any, rows: Any, sums: Any) -> Any:
    cost = 0.0
    for q in range(len(rows)):
        v, t, k = rows[q, 0], rows[q, 1], rows[q, 2]
        cost += prices[v, t, k] * caps[v, t, k]
        if q == 0 or rows[q - 1, 0] != v:
            for kk in range(len(RESOURCES)):
                total = 0.0
                for s in range(ROWS):
                    total += prices[v, s, kk]
                    sums[v, s + 1, kk] = total
    return cost


@compiled_loosely
def _all_values(begin: Any, end: Any, m: Any, adds: Any, sums: Any, value: Any) -> Any:
    for z in range(begin, end):
        for i in range(m.first_pair[z], m.first_pair[z + 1]):
            value[i] = adds[i] - _price(
                sums, m.volunteer[i], m.row[z], m.row_end[z], m.minutes[i], m.heavy[z],
                m.visits[z], m.half[i], m.third[i], m.two_thirds[i], m.wide[i],
            )  # fmt: skip


@compiled
def _best_of_each_seat(m: Any, value: Any, most: Any, active: Any, first_active: Any) -> Any:
    """Keep the `most` best pairs of each seat: the loop looks at these for a while."""
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
def _count(share: Any, chosen: Any, count: Any, weight: Any) -> Any:
    for r in range(len(count)):
        for k in range(count[r]):
            share[chosen[r, k]] += weight


@dataclass(frozen=True, slots=True)
class Priced:
    """Prices (n, ROWS, len(RESOURCES)), the bound that they prove, per pair its value at these prices and how
    often the last rounds chose it (0 to 1), per request what the best way gains.
    """

    prices: Column
    bound: float
    value: Column
    share: Column
    gain: Column


@dataclass(frozen=True, slots=True)
class Search:
    """How long and how boldly prices are sought. `most` pairs a seat are looked at, chosen anew
    every `refresh` rounds after `whole` rounds over all of them; 0 looks at all always.
    """

    rounds: int = 150
    begin: float = 1.0
    end: float = 0.003
    most: int = 12
    refresh: int = 30
    whole: int = 20
    counted: float = 0.5


def model_of(options: Options, ends: Ends) -> Model:
    """Give the options to the loops."""
    return Model(
        options.first_way, options.worth, options.first_seat, options.request, options.units,
        options.row, options.row_end, options.visits, options.heavy, options.asked,
        options.first_pair, options.volunteer, options.minutes, options.adds, *ends,
        _most_of_the_rest(options),
    )  # fmt: skip


def _most_of_the_rest(options: Options) -> Column:
    """Per seat: what the seats after it in its way can add at most."""
    if not options.pairs:
        return np.zeros(0)
    most = np.maximum(np.maximum.reduceat(options.adds, options.first_pair[:-1]), 0.0)
    after = np.cumsum(most)
    ends = np.repeat(options.first_seat[1:], np.diff(options.first_seat)) - 1
    return np.asarray(after[ends] - after)


def priced_rows(model: Model, options: Options, caps: Column) -> Column:
    """The rows (volunteer, row, resource) that can need a price: where more could be asked than
    there is, and where something begins or a cap falls; in the order of volunteers.
    """
    seat = np.repeat(np.arange(len(options.row)), np.diff(options.first_pair))
    people = len(options.left)
    asked = np.zeros((people, ROWS, len(RESOURCES)))
    begins = np.zeros((people, ROWS), np.bool_)
    begins[options.volunteer, options.row[seat]] = True
    begins[:, 1:] |= (caps[:, 1:, :4] < caps[:, :-1, :4]).any(axis=2)
    for t in range(ROWS):
        now = (options.row[seat] <= t) & (t < options.row_end[seat])
        who = options.volunteer[now]
        asked[:, t, 0] = np.bincount(who, options.minutes[now], people)
        asked[:, t, 1] = np.bincount(who, minlength=people)
        asked[:, t, 2] = np.bincount(who, options.heavy[seat[now]], people)
        asked[:, t, 3] = np.bincount(who, options.visits[seat[now]], people)
        for k, ends in ((4, model.half), (5, model.wide), (6, model.third), (6, model.two_thirds)):
            asked[:, t, k] += np.bincount(options.volunteer[now & (t < ends)], minlength=people)
    return np.argwhere((asked > caps) & begins[:, :, None]).astype(np.int32)


def price(
    model: Model,
    options: Options,
    caps: Column,
    rows: Column,
    *,
    search: Search,
    stop: Stop,
    begin_at: Column | None = None,
    threads: ThreadPoolExecutor | None = None,
) -> Priced:
    """Seek prices; stopped early it gives the best so far, with a bound that holds all the same."""
    people, requests = len(options.left), options.requests
    prices = np.zeros((people, ROWS, len(RESOURCES)), np.float64)
    if begin_at is not None:
        prices[rows[:, 0], rows[:, 1], rows[:, 2]] = begin_at[rows[:, 0], rows[:, 1], rows[:, 2]]
    best_prices, mean, spread = prices.copy(), np.zeros_like(prices), np.zeros_like(prices)
    use, sums = np.zeros_like(prices), np.zeros((people, ROWS + 1, 8), np.float32)
    chosen, chosen_seat = (
        np.zeros((requests, MOST_LEGS), np.int64),
        np.zeros((requests, MOST_LEGS), np.int64),
    )
    count, gain = np.zeros(requests, np.int64), np.zeros(requests)
    adds = options.adds.astype(np.float32)
    value = np.empty(options.pairs, np.float32)
    share = np.zeros(options.pairs, np.float32)
    everything = np.arange(options.pairs)
    active, first_active = everything, model.first_pair
    few, first_few = np.empty(options.pairs, np.int64), np.empty(len(model.row) + 1, np.int64)
    halves = _halves(model, requests)
    cost = _cost_of_caps(prices, caps, rows, sums)
    best, counted, since = np.inf, 0, int(search.rounds * search.counted)

    def one_half(ends: tuple[int, int]) -> None:
        choose(*ends, model, adds, sums, active, first_active, chosen, chosen_seat, count, gain)

    for at in range(search.rounds):
        if search.most and at >= search.whole and (at - search.whole) % search.refresh == 0:
            _all_values(0, len(model.row), model, adds, sums, value)
            _best_of_each_seat(model, value, search.most, few, first_few)
            active, first_active = few, first_few
        _both(threads, one_half, halves)
        bound = float(gain.sum()) + cost
        if bound < best:
            best, best_prices[:] = bound, prices
        if at >= since:
            _count(share, chosen, count, 1.0)
            counted += 1
        if at % 10 == 0 and stop(Progress(Stage.PRICING, at / search.rounds, 0.0, best)):
            break
        use[:] = 0.0
        _usage(model, chosen, chosen_seat, count, use)
        step = search.begin * (search.end / search.begin) ** (at / search.rounds)
        cost = _adam(prices, mean, spread, use, caps, rows, sums, step, 1.0 - 0.9 ** (at + 1))
    kept = best_prices.astype(np.float32).astype(np.float64)
    bound, gain = bound_of(model, options, caps, rows, kept, threads)
    exact = np.zeros((people, ROWS + 1, 8), np.float32)
    _cost_of_caps(kept, caps, rows, exact)
    _all_values(0, len(model.row), model, adds, exact, value)
    return Priced(kept, bound, value, share / max(1, counted), gain)


def bound_of(
    model: Model,
    options: Options,
    caps: Column,
    rows: Column,
    prices: Column,
    threads: ThreadPoolExecutor | None = None,
) -> tuple[float, Column]:
    """Give the bound that these prices prove, over all pairs and in double precision, and the gain
    of each request.
    """
    requests = options.requests
    sums = np.zeros((len(options.left), ROWS + 1, 8))
    cost = _cost_of_caps(prices, caps, rows, sums)
    chosen, count = np.zeros((requests, MOST_LEGS), np.int64), np.zeros(requests, np.int64)
    seats, gain = np.zeros_like(chosen), np.zeros(requests)
    everything = np.arange(options.pairs)

    def one_half(ends: tuple[int, int]) -> None:
        choose(
            *ends, model, options.adds, sums, everything, model.first_pair, chosen, seats, count,
            gain,
        )  # fmt: skip

    _both(threads, one_half, _halves(model, requests))
    return float(gain.sum()) + cost, gain


def _halves(model: Model, requests: int) -> list[tuple[int, int]]:
    """Two runs of requests with as many pairs in each."""
    pairs = model.first_pair[model.first_seat[model.first_way]]
    middle = min(int(np.searchsorted(pairs, pairs[-1] // 2)), requests)
    return [(0, middle), (middle, requests)]


def _both(threads: ThreadPoolExecutor | None, work: Any, halves: list[tuple[int, int]]) -> None:
    if threads is None:
        for ends in halves:
            work(ends)
    else:
        list(threads.map(work, halves))
