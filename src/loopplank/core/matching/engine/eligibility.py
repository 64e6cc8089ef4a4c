"""Which volunteers fit which seat: every rule of `rules.HARD` over every pair, compiled."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np

from loopplank.core.matching import rules
from loopplank.core.matching.engine.arrays import Listed, RequestLoop, SeatLoop, VolunteerLoop
from loopplank.core.matching.engine.loops import compiled, inlined, run_both, split_in_two
from loopplank.core.matching.options import Options
from loopplank.core.matching.problem import ROWS, Column, Problem
from loopplank.core.matching.ways_to_help import Menu, menu_of
from loopplank.core.matching.worth import AMOUNT, Amount, pair_worth, way_worth, worth_of
from loopplank.core.volunteers.visit_weeks import EVEN, EVERY_WEEK, ODD

_square_km = inlined(rules.square_km)
_count_parts = inlined(rules.count_parts)
_travel_minutes = inlined(rules.travel_minutes)
_week_minutes = inlined(rules.week_minutes)
_not_to_be_asked = inlined(rules.not_to_be_asked)
_other_organisation = inlined(rules.other_organisation)
_other_kind = inlined(rules.other_kind)
_rather_not = inlined(rules.rather_not)
_no_certificate = inlined(rules.no_certificate)
_no_training = inlined(rules.no_training)
_too_hard = inlined(rules.too_hard)
_too_far = inlined(rules.too_far)
_not_at_short_notice = inlined(rules.not_at_short_notice)
_stops_earlier = inlined(rules.stops_earlier)
_full_of_people = inlined(rules.full_of_people)
_full_of_heavy = inlined(rules.full_of_heavy)
_full_of_minutes = inlined(rules.full_of_minutes)


#: Kilometres: who goes no further is looked for within it.
REACHES = (3.0, 6.0, 12.0, 25.0)


@compiled
def _fits_request(v: Any, r: Any, vs: Any, rs: Any) -> Any:
    """Say whether volunteer v passes every rule that does not depend on the seat."""
    if _no_training(vs.skills[v], rs.skills[r]):
        return False
    square = _square_km(vs.x[v], vs.y[v], rs.x[r], rs.y[r], vs.located[v] * rs.located[r])
    if _too_far(square, vs.reach[v]) or _too_hard(vs.level[v], rs.level[r]):
        return False
    if _not_to_be_asked(vs.closed[v]) or _other_kind(vs.kinds[v], rs.kinds[r]):
        return False
    if _other_organisation(
        vs.organisation[v], vs.shared[v], rs.organisation[r], rs.shareable[r]
    ) or _rather_not(vs.no_gos[v], rs.brings[r]):
        return False
    if _no_certificate(vs.certificate[v], rs.needs_certificate[r]):
        return False
    return not _not_at_short_notice(vs.short_notice[v], rs.short_notice[r])


@compiled
def _fits_seat(v: Any, z: Any, minutes: Any, seats: Any, vs: Any, left: Any) -> Any:
    """Say whether volunteer v has room for seat z in each of its rows, in the weeks of its
    visits."""
    if _stops_earlier(vs.term[v], seats.weeks[z]):
        return False
    busy, odd = np.int64(0), seats.halves - 1
    for t in range(seats.row[z] * seats.halves, seats.row_end[z] * seats.halves):
        if _full_of_people(left[v, t, 1]) or _full_of_heavy(left[v, t, 2], seats.heavy[z]):
            return False
        if seats.fortnight[z] >> (t & odd) & 1:
            if _full_of_minutes(left[v, t, 0], minutes):
                return False
            busy |= left[v, t, 3]
    free = vs.day_parts[v] & seats.asked[z] & ~busy
    return _count_parts(free) >= seats.visits[z]


@compiled
def _from(lists: Any, x: Any, begin: Any, end: Any, least: Any) -> Any:
    """Return where in a list, ordered by x, those begin who live at `least` or beyond."""
    while begin < end:
        middle = (begin + end) // 2
        if x[lists.volunteer[middle]] < least:
            begin = middle + 1
        else:
            end = middle
    return begin


@compiled
def _refused(refused: Any, r: Any, v: Any) -> Any:
    said_no = False
    for k in range(refused.first[r], refused.first[r + 1]):
        said_no = said_no or refused.volunteer[k] == v
    return said_no


@compiled
def _pairs(
    begin: Any, end: Any, vs: Any, rs: Any, seats: Any, left: Any, lists: Any, refused: Any
) -> Any:
    """Return volunteer and minutes of every pair of the requests begin..end, and how many pairs
    each seat has."""
    room = 1024
    volunteer, minutes = np.empty(room, np.int32), np.empty(room, np.int32)
    number = np.zeros(seats.first[end] - seats.first[begin], np.int64)
    fitting = np.empty(len(vs.x), np.int32)
    travel = np.empty(len(vs.x), np.int32)
    made = 0
    for r in range(begin, end):
        found = 0
        for k in range(len(REACHES) + 1):
            one = rs.rarest[r] * (len(REACHES) + 1) + k
            list_begin, list_end = lists.first[one], lists.first[one + 1]
            if k < len(REACHES) and rs.located[r]:
                list_begin = _from(lists, vs.x, list_begin, list_end, rs.x[r] - REACHES[k])
                list_end = _from(lists, vs.x, list_begin, list_end, rs.x[r] + REACHES[k] + 1e-6)
            for at in range(list_begin, list_end):
                v = lists.volunteer[at]
                if not _fits_request(v, r, vs, rs) or _refused(refused, r, v):
                    continue
                square = _square_km(
                    vs.x[v], vs.y[v], rs.x[r], rs.y[r], vs.located[v] * rs.located[r]
                )
                fitting[found], travel[found] = v, _travel_minutes(square**0.5)
                found += 1
        for z in range(seats.first[r], seats.first[r + 1]):
            if made + found > room:
                room = 2 * room + found
                more_v, more_m = np.empty(room, np.int32), np.empty(room, np.int32)
                more_v[:made], more_m[:made] = volunteer[:made], minutes[:made]
                volunteer, minutes = more_v, more_m
            for at in range(found):
                v = fitting[at]
                takes = _week_minutes(
                    seats.visits[z], seats.visit_minutes[z], travel[at], vs.travel_counts[v]
                )
                if _fits_seat(v, z, takes, seats, vs, left):
                    volunteer[made], minutes[made] = v, takes * seats.times[z]
                    made += 1
                    number[z - seats.first[begin]] += 1
    return volunteer[:made].copy(), minutes[:made].copy(), number


def options_of(
    problem: Problem,
    *,
    amount: Amount = AMOUNT,
    menu: Menu | None = None,
    threads: ThreadPoolExecutor | None = None,
) -> tuple[Menu, Options]:
    """Make every option of a problem. Returns the menu as well, without the ways that have a seat
    for which too few people fit."""
    menu = menu_of(problem.requests) if menu is None else menu
    left = room_left(problem)
    first_way = menu.ways_of(len(problem.requests))
    first_seat = menu.first_seat[first_way]
    vs, rs, seats = _volunteer_loop(problem), _request_loop(problem), _seat_loop(problem, menu)
    seats = seats._replace(first=first_seat.astype(np.int64))
    refused = _refused_loop(problem)
    lists, rarest = _by_rarest_skill(problem)
    rs = rs._replace(rarest=rarest)

    def work(bounds: tuple[int, int]) -> Any:
        return _pairs(*bounds, vs, rs, seats, left, lists, refused)

    done = run_both(threads, work, split_in_two(first_seat))
    volunteer = np.concatenate([d[0] for d in done])
    minutes = np.concatenate([d[1] for d in done])
    number = np.concatenate([d[2] for d in done])
    return _only_whole_ways(problem, menu, amount, number, volunteer, minutes, left)


def pairs_proposed(problem: Problem, options: Options) -> Column:
    """Say of each pair whether it is an open proposal."""
    wide = len(problem.volunteers)
    open_now = problem.proposed[:, 0].astype(np.int64) * wide + problem.proposed[:, 1]
    request = np.repeat(options.request, np.diff(options.first_pair))
    return np.isin(request * wide + options.volunteer, open_now)


def room_left(problem: Problem) -> Column:
    """Return what each volunteer may still be planned for, in the shape of `Options.left`."""
    vs, halves = problem.volunteers, problem.requests.halves
    left = np.empty((len(vs), ROWS * halves, 4), np.int32)
    for half, weeks in enumerate((EVEN, ODD) if halves > 1 else (EVERY_WEEK,)):
        columns = (vs.minutes_in(weeks), vs.people, vs.heavy, vs.busy_in(weeks))
        for at, column in enumerate(columns):
            left[:, half::halves, at] = column
    return left


def _only_whole_ways(
    problem: Problem,
    menu: Menu,
    amount: Amount,
    number: Column,
    volunteer: Column,
    minutes: Column,
    left: Column,
) -> tuple[Menu, Options]:
    enough = np.ones(len(menu.request), np.bool_)
    np.logical_and.at(enough, menu.way, number >= menu.units)
    keep_seat = enough[menu.way]
    keep_pair = np.repeat(keep_seat, number)
    seats_in = np.diff(menu.first_seat)[enough]
    made = Menu(
        menu.request[enough],
        menu.how[enough],
        menu.cost[enough],
        np.concatenate([[0], np.cumsum(seats_in)]),
        np.repeat(np.arange(len(seats_in)), seats_in),
        *(
            getattr(menu, name)[keep_seat]
            for name in ("units", "row", "row_end", "weeks", "visits", "visit_minutes")
        ),
    )
    volunteer, minutes, number = volunteer[keep_pair], minutes[keep_pair], number[keep_seat]
    worth = worth_of(problem.requests, amount)
    request = made.request[made.way]
    seat = np.repeat(np.arange(len(number)), number)
    return made, Options(
        first_way=made.ways_of(len(problem.requests)).astype(np.int64),
        worth=way_worth(worth, made).astype(np.float64),
        first_seat=made.first_seat.astype(np.int64),
        request=request.astype(np.int64),
        units=made.units.astype(np.int64),
        row=made.row.astype(np.int64),
        row_end=made.row_end.astype(np.int64),
        visits=made.visits.astype(np.int64),
        heavy=problem.requests.heavy[request].astype(np.int64),
        asked=problem.requests.day_parts[request].astype(np.int64),
        fortnight=problem.requests.fortnight[request].astype(np.int64),
        first_pair=np.concatenate([[0], np.cumsum(number)]).astype(np.int64),
        volunteer=volunteer,
        minutes=minutes,
        adds=pair_worth(problem, made, worth, seat, volunteer),
        left=left,
        day_parts=problem.volunteers.day_parts.astype(np.int64),
    )


# --- columns as the loops take them ---------------------------------------------------------------


def _volunteer_loop(problem: Problem) -> Any:
    vs = problem.volunteers
    return VolunteerLoop(
        vs.x.astype(np.float64),
        vs.y.astype(np.float64),
        vs.located.view(np.uint8),
        vs.reach.astype(np.float64),
        vs.kinds,
        vs.skills,
        vs.level,
        vs.no_gos,
        vs.certificate.view(np.uint8),
        vs.short_notice.view(np.uint8),
        vs.term,
        vs.day_parts.astype(np.int64),
        vs.organisation,
        vs.shared.view(np.uint8),
        vs.travel_counts.astype(np.int64),
        vs.closed,
    )


def _request_loop(problem: Problem) -> Any:
    rs = problem.requests
    return RequestLoop(
        rs.x.astype(np.float64),
        rs.y.astype(np.float64),
        rs.located.view(np.uint8),
        rs.kinds,
        rs.skills,
        rs.level,
        rs.brings,
        rs.needs_certificate.view(np.uint8),
        rs.short_notice.view(np.uint8),
        rs.organisation,
        rs.shareable.view(np.uint8),
        np.zeros(0, np.int64),
    )


def _seat_loop(problem: Problem, menu: Menu) -> Any:
    request = menu.request[menu.way]
    return SeatLoop(
        np.zeros(0, np.int64),
        menu.row.astype(np.int64),
        menu.row_end.astype(np.int64),
        menu.weeks.astype(np.int64),
        menu.visits.astype(np.int64),
        menu.visit_minutes.astype(np.int64),
        problem.requests.heavy[request].astype(np.int64),
        problem.requests.day_parts[request].astype(np.int64),
        problem.requests.fortnight[request].astype(np.int64),
        problem.requests.visited[request].astype(np.int64),
        problem.requests.halves,
    )


def _refused_loop(problem: Problem) -> Any:
    order = np.argsort(problem.refused[:, 0], kind="stable")
    rows = problem.refused[order]
    first = np.searchsorted(rows[:, 0], np.arange(len(problem.requests) + 1))
    return Listed(first.astype(np.int64), np.ascontiguousarray(rows[:, 1]))


def _by_rarest_skill(problem: Problem) -> tuple[Any, Column]:
    """List volunteers by skill and by how far they go, in the order of x; and find for each request
    the skill that the fewest have. The last skill, for requests that need none, holds everybody;
    the last reach holds whoever goes anywhere or has no place on the map."""
    vs, need = problem.volunteers, problem.requests.skills
    near = np.where(vs.located, np.searchsorted(np.array(REACHES), vs.reach), len(REACHES))
    by_x: Column = np.argsort(vs.x, kind="stable")
    listed, size = [], []
    for bit in range(32):
        have = by_x if bit == 31 else by_x[(vs.skills[by_x] >> bit & 1) > 0]
        size.append(len(have))
        listed += [have[near[have] == k] for k in range(len(REACHES) + 1)]
    needs = (need[:, None] >> np.arange(31) & 1).astype(np.bool_)
    among = np.where(needs, np.array(size[:31]), len(vs) + 1)
    rarest = np.where(need > 0, among.argmin(axis=1), 31)
    first = np.concatenate([[0], np.cumsum([len(one) for one in listed])])
    return Listed(first, np.concatenate(listed).astype(np.int32)), rarest
