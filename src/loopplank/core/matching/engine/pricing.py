"""Prices: what an hour, a place or a part of the day of each volunteer is worth to all who wait.

A Lagrangian dual over the limits of each volunteer and row. Any prices that are not negative give a
bound that no plan can pass; good prices give a tight bound and lead to a good plan. The prices move
by a projected Adam step, which needs no tuning between towns.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from loopplank.core.matching.engine.arrays import Model
from loopplank.core.matching.engine.loops import run_both, split_in_two
from loopplank.core.matching.engine.price_loops import (
    adam,
    add_up,
    all_values,
    best_of_each_seat,
    choose,
    count_chosen,
    usage,
)
from loopplank.core.matching.engine.strengthening import Ends
from loopplank.core.matching.options import Options
from loopplank.core.matching.problem import MOST_LEGS, ROWS, Column
from loopplank.core.matching.result import RESOURCES, Progress, Stage, Stop


@dataclass(frozen=True, slots=True)
class Priced:
    """Prices (n, ROWS, len(RESOURCES)) and the bound that they prove. For each pair its value at
    these prices and how often the last rounds chose it (0 to 1); for each request what its best way
    gains."""

    prices: Column
    bound: float
    value: Column
    share: Column
    gain: Column


@dataclass(frozen=True, slots=True)
class Search:
    """How long and how boldly prices are sought. After `whole` rounds over all pairs, `most` pairs
    a seat are looked at, chosen anew every `refresh` rounds; 0 always looks at all."""

    rounds: int = 150
    begin: float = 1.0
    end: float = 0.003
    most: int = 12
    refresh: int = 30
    whole: int = 6
    counted: float = 0.5


def model_of(options: Options, ends: Ends) -> Model:
    """Turn the options into arrays for the loops."""
    return Model(
        options.first_way, options.worth, options.first_seat, options.request, options.units,
        options.row, options.row_end, options.visits, options.heavy, options.asked,
        options.fortnight, options.times, options.halves,
        options.first_pair, options.volunteer, options.minutes, options.adds, *ends,
        _most_of_the_rest(options),
    )  # fmt: skip


def _most_of_the_rest(options: Options) -> Column:
    """Return for each seat the most that the seats after it in its way can add."""
    if not options.pairs:
        return np.zeros(0)
    most = np.maximum(np.maximum.reduceat(options.adds, options.first_pair[:-1]), 0.0)
    after = np.cumsum(most)
    ends = np.repeat(options.first_seat[1:], np.diff(options.first_seat)) - 1
    return np.asarray(after[ends] - after)


def priced_rows(model: Model, options: Options, caps: Column) -> Column:
    """Return the rows (volunteer, row, resource) that can need a price, in the order of volunteers:
    where more could be asked than there is, and where something begins or a cap falls."""
    seat = options.seat_of_pair
    people = len(options.left)
    asked = np.zeros((people, ROWS, len(RESOURCES)))
    begins = np.zeros((people, ROWS), np.bool_)
    begins[options.volunteer, options.row[seat]] = True
    visits = options.visits * options.times
    begins[:, 1:] |= (caps[:, 1:, :4] < caps[:, :-1, :4]).any(axis=2)
    for t in range(ROWS):
        now = (options.row[seat] <= t) & (t < options.row_end[seat])
        who = options.volunteer[now]
        asked[:, t, 0] = np.bincount(who, options.minutes[now], people)
        asked[:, t, 1] = np.bincount(who, minlength=people)
        asked[:, t, 2] = np.bincount(who, options.heavy[seat[now]], people)
        asked[:, t, 3] = np.bincount(who, visits[seat[now]], people)
        for k, ends in ((4, model.half), (5, model.wide), (6, model.third), (6, model.two_thirds)):
            asked[:, t, k] += np.bincount(options.volunteer[now & (t < ends)], minlength=people)
    return np.argwhere((asked > caps) & begins[:, :, None]).astype(np.int32)


def price(  # noqa: PLR0913  a search has many settings
    model: Model,
    options: Options,
    caps: Column,
    rows: Column,
    *,
    search: Search,
    stop: Stop,
    stage: Stage = Stage.PRICING,
    begin_at: Column | None = None,
    threads: ThreadPoolExecutor | None = None,
) -> Priced:
    """Seek prices. Stopped early it returns the best so far, with a bound that holds all the
    same."""
    people, requests = len(options.left), options.requests
    v, t, k = rows.T
    number = np.full(caps.shape, -1, np.int32)
    number[v, t, k] = np.arange(len(rows))
    limit = caps[v, t, k].astype(np.float64)
    scale = np.where(k == 0, 1.0 / usual_minutes(options), 1.0)
    scale = np.where(k == 3, 1.0 / options.halves, scale)
    prices = np.zeros(len(rows)) if begin_at is None else begin_at[v, t, k].astype(np.float64)
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
    looked_at, pair, their_adds = model, everything, adds
    few, first_few = np.empty(options.pairs, np.int64), np.empty(len(model.row) + 1, np.int64)
    both = split_in_two(_pairs_before(model))
    cost, money = add_up(prices, limit, rows, sums), usual_worth(options)
    best, counted, since = np.inf, 0, int(search.rounds * search.counted)

    def one_half(ends: tuple[int, int]) -> None:
        choose(*ends, looked_at, their_adds, sums, chosen, chosen_seat, count, gain)

    for at in range(search.rounds):
        if search.most and at >= search.whole and (at - search.whole) % search.refresh == 0:
            all_values(0, len(model.row), model, adds, sums, value)
            best_of_each_seat(model, value, search.most, few, first_few)
            pair = few[: first_few[-1]].copy()
            looked_at, their_adds = _only(model, pair, first_few.copy()), adds[pair]
            best = np.inf  # what was found among other pairs does not compare
        run_both(threads, one_half, both)
        bound = float(gain.sum()) + cost
        if bound < best:
            best, best_prices[:] = bound, prices
        if at >= since:
            count_chosen(share, chosen, count, pair)
            counted += 1
        if at % 10 == 0 and stop(Progress(stage, at / search.rounds, 0.0, best)):
            break
        usage(looked_at, chosen, chosen_seat, count, number, use)
        step = search.begin * (search.end / search.begin) ** (at / search.rounds)
        adam(prices, mean, spread, use, limit, scale, step * money, 1.0 - 0.9 ** (at + 1))
        cost = add_up(prices, limit, rows, sums)
    kept = best_prices.astype(np.float32).astype(np.float64)
    bound, gain = bound_of(model, options, limit, rows, kept, threads)
    add_up(kept, limit, rows, sums)
    all_values(0, len(model.row), model, adds, sums, value)
    whole = np.zeros(caps.shape)
    whole[v, t, k] = kept
    return Priced(whole, bound, value, share / max(1, counted), gain)


def usual_worth(options: Options) -> float:
    """Return a third of the worth of the middle request, the measure for one step of the prices."""
    worth = options.worth[options.first_way[:-1][np.diff(options.first_way) > 0]]
    return max(1e-9, float(np.median(worth)) / 3.0) if len(worth) else 1.0


def usual_minutes(options: Options) -> float:
    """Return how many minutes the middle pair takes."""
    return max(1.0, float(np.median(options.minutes))) if options.pairs else 1.0


def bound_of(
    model: Model,
    options: Options,
    limit: Column,
    rows: Column,
    prices: Column,
    threads: ThreadPoolExecutor | None = None,
) -> tuple[float, Column]:
    """Return the bound that these prices prove, over all pairs and in double precision, and the
    gain of each request."""
    requests = options.requests
    sums = np.zeros((len(options.left), ROWS + 1, 8))
    cost = add_up(prices, limit, rows, sums)
    chosen, count = np.zeros((requests, MOST_LEGS), np.int64), np.zeros(requests, np.int64)
    seats, gain = np.zeros_like(chosen), np.zeros(requests)

    def one_half(ends: tuple[int, int]) -> None:
        choose(*ends, model, options.adds, sums, chosen, seats, count, gain)

    run_both(threads, one_half, split_in_two(_pairs_before(model)))
    return float(gain.sum()) + cost, gain


def _only(model: Model, pair: Column, first: Column) -> Model:
    """Copy these pairs of each seat side by side, which is quicker to go through."""
    return model._replace(first_pair=first, **{n: getattr(model, n)[pair] for n in _OF_PAIR})


_OF_PAIR = ("volunteer", "minutes", "adds", "half", "third", "two_thirds", "wide")


def _pairs_before(model: Model) -> Column:
    return np.asarray(model.first_pair[model.first_seat[model.first_way]])
