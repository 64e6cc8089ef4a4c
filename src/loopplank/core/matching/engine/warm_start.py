"""Seat what was chosen elsewhere: by the solver, or by an earlier plan."""

from itertools import permutations
from typing import Any

import numpy as np

from loopplank.core.matching.engine.arrays import Model, State
from loopplank.core.matching.engine.loops import compiled
from loopplank.core.matching.engine.seats import empty_state, fits, leave, place
from loopplank.core.matching.options import Options
from loopplank.core.matching.problem import MOST_LEGS, Column


def seat_pairs(
    model: Model, options: Options, state: State, weight: Column, requests: Column, pairs: Column
) -> None:
    """Seat these pairs, the request with the most weight first; one that clashes is left without
    help."""
    way, pair, seat = _by_request(options, pairs)
    order = requests[np.argsort(-weight[requests], kind="stable")]
    _seat_them(model, state, order, way, pair, seat)


def kept_help(model: Model, options: Options, weight: Column, kept: Column) -> State:
    """Return a plan of the help that was proposed before and is still possible; `kept` says of each
    pair whether it was proposed."""
    of_request: dict[int, dict[int, dict[int, int]]] = {}
    seat_of = options.seat_of_pair
    for pair in np.flatnonzero(kept).tolist():
        seat = int(seat_of[pair])
        seats = of_request.setdefault(int(options.request[seat]), {})
        seats.setdefault(seat, {})[int(options.volunteer[pair])] = pair
    chosen = {
        request: _same_people(options, request, seats) for request, seats in of_request.items()
    }
    state = empty_state(options)
    requests = np.array([request for request, pairs in chosen.items() if pairs], np.int64)
    pairs = np.array([pair for pairs in chosen.values() for pair in pairs], np.int64)
    seat_pairs(model, options, state, weight, requests, pairs)
    return state


def _same_people(options: Options, request: int, seats: dict[int, dict[int, int]]) -> list[int]:
    """Return the pairs that give exactly these people one place each in one way; none when no way
    does."""
    people = sorted({volunteer for fitting in seats.values() for volunteer in fitting})
    for way in range(options.first_way[request], options.first_way[request + 1]):
        places = [
            seat
            for seat in range(options.first_seat[way], options.first_seat[way + 1])
            for _ in range(options.units[seat])
        ]
        if len(places) != len(people):
            continue
        for order in permutations(people):
            pairs = [
                seats.get(seat, {}).get(one, -1) for seat, one in zip(places, order, strict=True)
            ]
            if min(pairs) >= 0:
                return pairs
    return []


@compiled
def leave_all(m: Any, s: Any, requests: Any) -> Any:
    """Stop helping these requests."""
    for r in requests:
        leave(m, s, r)


@compiled
def _seat_them(m: Any, s: Any, requests: Any, way: Any, pair: Any, seat: Any) -> Any:
    """Seat what the solver chose; a request that clashes is left without help."""
    for r in requests:
        if way[r] < 0:
            continue
        fine = True
        for u in range(MOST_LEGS):
            if pair[r, u] < 0:
                break
            if not fits(m, s, pair[r, u], seat[r, u]):
                fine = False
                break
            place(m, s, r, u, seat[r, u], pair[r, u])
        if fine:
            s.way[r] = way[r]
        else:
            leave(m, s, r)


def _by_request(options: Options, taken: Column) -> tuple[Column, Column, Column]:
    seat_of = options.seat_of_pair[taken]
    order = np.lexsort((taken, seat_of))
    taken, seat_of = taken[order], seat_of[order]
    way_of_seat = options.way_of_seat
    request = options.request[seat_of]
    place = np.arange(len(taken)) - np.searchsorted(request, request)
    way = np.full(options.requests, -1, np.int64)
    shape = (options.requests, MOST_LEGS)
    pair, seat = np.full(shape, -1, np.int64), np.full(shape, -1, np.int64)
    way[request] = way_of_seat[seat_of]
    pair[request, place], seat[request, place] = taken, seat_of
    return way, pair, seat
