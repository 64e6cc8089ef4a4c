"""From prices to a plan: decide what is sure, price again what is left, and decide again."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from loopplank.core.matching.engine.arrays import Model, State
from loopplank.core.matching.engine.loops import compiled
from loopplank.core.matching.engine.pricing import Priced, Search, model_of, price, priced_rows
from loopplank.core.matching.engine.seats import (
    NOTHING,
    empty_state,
    fill,
    fits,
    place_at,
    worth_of_all,
)
from loopplank.core.matching.engine.strengthening import sharper
from loopplank.core.matching.options import Options
from loopplank.core.matching.problem import MOST_LEGS, Column
from loopplank.core.matching.result import Stage, Stop

#: How much it counts that the last rounds of pricing often chose a pair.
OFTEN_CHOSEN = 4.0


@dataclass(frozen=True, slots=True)
class Residual:
    """What is still open, as options of their own, and which row of the whole each of its rows
    was."""

    options: Options
    pair: Column
    seat: Column
    way: Column


@compiled
def _still_fits(m: Any, s: Any, among: Any, open_: Any) -> Any:
    for z in range(len(m.row)):
        if s.way[m.request[z]] < 0 and among[m.request[z]]:
            for i in range(m.first_pair[z], m.first_pair[z + 1]):
                open_[i] = fits(m, s, i, z)


def residual(model: Model, options: Options, state: State, among: Column | None = None) -> Residual:
    """Return what can still be chosen beside the plan so far, with the room that is left; only for
    the requests `among`, when they are given."""
    keep = np.zeros(options.pairs, np.bool_)
    everybody = np.ones(options.requests, np.bool_)
    _still_fits(model, state, everybody if among is None else among, keep)
    return only_these(options, keep, state.left)


def only_these(options: Options, keep: Column, left: Column) -> Residual:
    """Keep these pairs, and the ways of which every seat keeps enough of them."""
    seat_of = options.seat_of_pair
    number = np.bincount(seat_of[keep], minlength=len(options.row))
    way_of = options.way_of_seat
    whole = np.ones(len(options.worth), np.bool_)
    np.logical_and.at(whole, way_of, number >= options.units)
    seats = np.flatnonzero(whole[way_of])
    pairs = np.flatnonzero(keep & whole[way_of][seat_of])
    ways = np.flatnonzero(whole)
    way_request = options.request_of_way
    made = Options(
        first_way=np.searchsorted(way_request[ways], np.arange(options.requests + 1)),
        worth=options.worth[ways],
        first_seat=np.concatenate([[0], np.cumsum(np.diff(options.first_seat)[ways])]),
        first_pair=np.concatenate([[0], np.cumsum(number[seats])]),
        left=np.asarray(left).copy(),
        day_parts=options.day_parts,
        **{n: getattr(options, n)[seats] for n in _OF_SEAT},
        **{n: getattr(options, n)[pairs] for n in _OF_PAIR},
    )
    return Residual(made, pairs, seats, ways)


_OF_SEAT = ("request", "units", "row", "row_end", "visits", "heavy", "asked", "fortnight")
_OF_PAIR = ("volunteer", "minutes", "adds")


@compiled
def _sort_seats(first: Any, score: Any, order: Any) -> Any:
    for z in range(len(first) - 1):
        here = np.argsort(-score[first[z] : first[z + 1]], kind="mergesort")
        order[first[z] : first[z + 1]] = here + first[z]


def in_order(options: Options, score: Column) -> Column:
    """Return the pairs of each seat from the best to the worst; equal ones in their own order."""
    order = np.empty(options.pairs, np.int64)
    _sort_seats(options.first_pair, score, order)
    return order


def score_of(priced: Priced) -> Column:
    """Return how good a choice each pair seems."""
    return priced.value.astype(np.float64) + OFTEN_CHOSEN * priced.share


def dive(  # noqa: PLR0913  a dive has many settings
    model: Model,
    options: Options,
    priced: Priced,
    weight: Column,
    *,
    rounds: int,
    search: Search,
    sure: float,
    stop: Stop,
    begin_with: State | None = None,
    threads: ThreadPoolExecutor | None,
) -> State:
    """Make a plan along the prices, beside the plan that it begins with. `weight` orders the
    requests."""
    state = empty_state(options) if begin_with is None else begin_with
    order_of_requests = np.argsort(-weight, kind="stable")
    if begin_with is None:
        part, part_model, part_priced = _whole(options), model, priced
    else:
        part = residual(model, options, state)
        if not part.options.pairs:
            return state
        part_model = model_of(part.options, sharper(part.options)[1])
        part_priced = of_part(priced, part)
    for turn in range(rounds + 1):
        score = score_of(part_priced)
        now = empty_state(part.options)
        fill(part_model, now, in_order(part.options, score), score, order_of_requests, NOTHING)
        chosen = now.way >= 0
        if turn < rounds:
            held = np.where(now.pair >= 0, part_priced.share[np.maximum(now.pair, 0)], 1.0)
            chosen &= held.min(axis=1) >= sure
        _take_over(model, state, now, np.flatnonzero(chosen), part)
        if turn == rounds:
            break
        part = residual(model, options, state)
        if not part.options.pairs:
            break
        caps, ends = sharper(part.options)
        part_model = model_of(part.options, ends)
        rows = priced_rows(part_model, part.options, caps)
        part_priced = price(
            part_model,
            part.options,
            caps,
            rows,
            search=search,
            stop=_of_turn(stop, turn, rounds),
            stage=Stage.BUILDING,
            begin_at=priced.prices,
            threads=threads,
        )
    return state


def _whole(options: Options) -> Residual:
    pairs, seats, ways = (len(c) for c in (options.volunteer, options.row, options.worth))
    return Residual(options, np.arange(pairs), np.arange(seats), np.arange(ways))


def of_part(priced: Priced, part: Residual) -> Priced:
    """Return the same prices for the pairs of a part only."""
    return replace(priced, value=priced.value[part.pair], share=priced.share[part.pair])


def _of_turn(stop: Stop, turn: int, turns: int) -> Stop:
    """Return the same stop, which hears the progress of all turns together."""
    return lambda now: stop(replace(now, share=(turn + now.share) / turns))


def _take_over(model: Model, state: State, made: State, which: Column, part: Residual) -> None:
    _copy(model, state, made, which, part.pair, part.seat, part.way)


@compiled
def _copy(m: Any, s: Any, made: Any, which: Any, pair: Any, seat: Any, way: Any) -> Any:
    for r in which:
        s.way[r] = way[made.way[r]]
        for u in range(MOST_LEGS):
            if made.pair[r, u] >= 0:
                place_at(m, s, r, u, seat[made.seat[r, u]], pair[made.pair[r, u]], made.parts[r, u])


def value_of(model: Model, state: State) -> float:
    """Return the value of the plan so far."""
    return float(worth_of_all(model, state))
