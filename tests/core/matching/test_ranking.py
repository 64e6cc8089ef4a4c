"""The best few from the arranged arrays, against weighing everybody one by one."""

from collections import Counter
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.proofs import examples

from loopplank.core.matching import rules
from loopplank.core.matching.problem import (
    ANY_DAY_PART,
    NO_REACH,
    ROWS,
    Problem,
    Requests,
    Volunteers,
)
from loopplank.core.matching.ranking import NO_ROOM, Best, Index
from loopplank.core.matching.ranking_seats import alone
from loopplank.core.matching.result import RESOURCES
from loopplank.core.matching.ways_to_help import menu_of
from loopplank.core.matching.worth import AMOUNT, pair_worth, worth_of

VOLUNTEERS = 10_000
QUERIES = 1_000
ORGANISATIONS = 14


def masks(rng: np.random.Generator, count: int, bits: int, share: float) -> Any:
    return ((rng.random((count, bits)) < share) << np.arange(bits)).sum(axis=1)


def drawn_volunteers(seed: int, count: int, *, side: float = 60.0) -> Volunteers:
    """Everything that occurs: who lives nowhere, who goes anywhere, and many who are alike."""
    rng = np.random.default_rng(seed)
    # places and limits on a coarse grid, so that equal scores are common
    x, y = (np.round(rng.random(count) * side) for _ in range(2))
    reach = np.clip(np.round(rng.lognormal(np.log(4), 0.6, count)), 1, 25)
    minutes = rng.choice([0, 60, 120, 240, 360], count)
    later = np.round(rng.random((count, ROWS)) * 2) * 30
    return Volunteers(
        key=np.array([f"v{n:06d}" for n in rng.permutation(count)]),
        x=x,
        y=y,
        located=rng.random(count) < 0.97,
        reach=np.where(rng.random(count) < 0.02, NO_REACH, reach),
        kinds=masks(rng, count, 11, 0.3),
        skills=masks(rng, count, 3, 0.5),
        level=rng.integers(1, 6, count),
        no_gos=masks(rng, count, 10, 0.1),
        certificate=rng.random(count) < 0.9,
        short_notice=rng.random(count) < 0.5,
        term=rng.choice([4, 13, 26, 52, 9999], count),
        day_parts=masks(rng, count, 21, 0.4),
        organisation=rng.integers(0, ORGANISATIONS, count),
        shared=rng.random(count) < 0.6,
        travel_counts=rng.random(count) < 0.3,
        minutes=np.maximum(0, minutes[:, None] - later).astype(np.int64),
        people=rng.integers(0, 4, (count, 1)) * np.ones((1, ROWS), np.int64),
        heavy=rng.integers(0, 2, (count, ROWS)),
        busy=masks(rng, count, 21, 0.05)[:, None] * np.ones((1, ROWS), np.int64),
        closed=rng.choice(7, count, p=[0.88, 0.02, 0.02, 0.02, 0.02, 0.02, 0.02]),
        weeks_unasked=rng.choice([0, 13, 52], count),
    )


def drawn_requests(seed: int, count: int, *, side: float = 60.0) -> Requests:
    rng = np.random.default_rng(seed)
    none = np.zeros(count, np.int64)
    return Requests(
        key=np.array([f"r{n}" for n in range(count)]),
        x=np.round(rng.random(count) * side * 1.1) - side * 0.05,
        y=np.round(rng.random(count) * side * 1.1) - side * 0.05,
        located=rng.random(count) < 0.97,
        kinds=masks(rng, count, 11, 0.15),
        skills=masks(rng, count, 3, 0.1),
        level=rng.integers(1, 5, count),
        brings=masks(rng, count, 10, 0.1),
        needs_certificate=rng.random(count) < 0.7,
        short_notice=rng.random(count) < 0.1,
        day_parts=masks(rng, count, 21, 0.5),
        visit_minutes=rng.choice([30, 60, 90, 240], count),
        visits=rng.integers(1, 4, count),
        weeks=rng.choice([1, 4, 13, 20, 60], count),
        heavy=rng.random(count) < 0.2,
        organisation=rng.integers(0, ORGANISATIONS, count),
        shareable=rng.random(count) < 0.9,
        neighbourhood=none,
        way_in=none,
        urgency=rng.integers(0, 4, count),
        waited=rng.integers(0, 30, count),
        changing_faces=rng.random(count) < 0.7,
        handover_cost=none + 0.02,
        continuing=rng.random(count) < 0.1,
        fair=none + 1.0,
    )


def drawn_prices(seed: int, count: int) -> Any:
    rng = np.random.default_rng(seed)
    # in 32 bits, as they are kept; some tie
    prices = rng.choice([0.0, 0.0, 0.25, 0.5], (count, ROWS, len(RESOURCES)))
    prices[:, :, 0] /= 256
    return prices.astype(np.float32)


# --- everybody, one rule after the other ----------------------------------------------------------


def first_reasons(vs: Volunteers, rs: Requests, row: int, refused: Any) -> tuple[Any, Any]:
    """The number in HARD of the first rule that stops each (-1: nobody stops them), and minutes."""
    weeks = min(int(rs.weeks[row]), 52)
    rows = slice(0, -(-weeks // 4))
    square = rules.square_km(vs.x, vs.y, rs.x[row], rs.y[row], vs.located & rs.located[row])
    travel = rules.travel_minutes(square**0.5)
    minutes = rules.week_minutes(
        int(rs.visits[row]), int(rs.visit_minutes[row]), travel, vs.travel_counts
    )
    busy, weeks_in = np.zeros(len(vs), np.int32), int(rs.fortnight[row])
    for at in range(rows.stop):
        busy |= busy_in(vs, weeks_in)[:, at]
    given = {
        "other_organisation": (vs.organisation, vs.shared, rs.organisation[row], rs.shareable[row]),
        "closed": (vs.closed,),
        "far": (square, vs.reach),
        "said_no": (refused,),
        "kind": (vs.kinds, rs.kinds[row]),
        "no_go": (vs.no_gos, rs.brings[row]),
        "certificate": (vs.certificate, rs.needs_certificate[row]),
        "training": (vs.skills, rs.skills[row]),
        "level": (vs.level, rs.level[row]),
        "short_notice": (vs.short_notice, rs.short_notice[row]),
        "days": (vs.day_parts, busy, rs.day_parts[row], rs.visits[row]),
        "until": (vs.term, weeks),
        "people": (vs.people[:, rows].min(axis=1),),
        "heavy": (vs.heavy[:, rows].min(axis=1), rs.heavy[row]),
        "minutes": (minutes_in(vs, weeks_in)[:, rows].min(axis=1), minutes),
    }
    first = np.full(len(vs), -1)
    for number, rule in reversed(list(enumerate(rules.HARD))):
        stopped = np.broadcast_to(rule.weighs(*given[rule.code]), first.shape)
        first[stopped.astype(bool)] = number
    return first, minutes


def minutes_in(vs: Volunteers, weeks: int) -> Any:
    return vs.minutes + {1: vs.more_even, 2: vs.more_odd, 3: 0}[weeks]


def busy_in(vs: Volunteers, weeks: int) -> Any:
    return vs.busy & ~{1: vs.free_even, 2: vs.free_odd, 3: 0 * vs.busy}[weeks]


def price_of(vs: Volunteers, prices: Any, one: int, rows: int, use: tuple[int, bool, int]) -> float:
    """What the time of one volunteer costs, row by row."""
    minutes, heavy, visits = use
    cost, most_minutes, most_parts = 0.0, 0, 0
    for at in range(rows):
        most_minutes = max(most_minutes, int(vs.minutes[one, at]))
        free = int(vs.day_parts[one]) & ~int(vs.busy[one, at])
        most_parts = max(most_parts, free.bit_count())
        taken = {
            "minutes": minutes,
            "people": 1,
            "heavy": heavy,
            "visits": visits,
            "two_long": 2 * minutes > most_minutes,
            "two_wide": 2 * visits > most_parts,
            "three_long": (3 * minutes > most_minutes) + (1.5 * minutes > most_minutes),
        }
        cost += sum(float(prices[one, at, n]) * taken[name] for n, name in enumerate(RESOURCES))
    return cost


def by_hand(
    vs: Volunteers,
    rs: Requests,
    row: int,
    prices: Any = None,
    refused: tuple[int, ...] = (),
    proposed: tuple[int, ...] = (),
) -> tuple[list[str], dict[str, int]]:
    """The keys of the ten best, and how often each reason is the first, over everybody."""
    answered = np.isin(np.arange(len(vs)), refused)
    first, minutes = first_reasons(vs, rs, row, answered)
    fits = np.flatnonzero(first == -1)
    one = Requests(*(getattr(rs, name)[row : row + 1] for name in Requests.__dataclass_fields__))
    pairs = np.array([[0, v] for v in proposed], np.int32).reshape(-1, 2)
    problem = Problem(vs, one, proposed=pairs)
    worth = pair_worth(problem, menu_of(one, relay=False, duo=False), worth_of(one), fits * 0, fits)
    if prices is not None:
        rows = -(-min(int(rs.weeks[row]), 52) // 4)
        use = (bool(rs.heavy[row]), int(rs.visits[row]))
        worth = worth - np.array(
            [price_of(vs, prices, int(v), rows, (int(minutes[v]), *use)) for v in fits]
        )
    unasked = -vs.weeks_unasked[fits].astype(int)
    scored = sorted(zip(-np.round(worth, 9), unasked, vs.key[fits], strict=True))
    reasons: Counter[str] = Counter()
    for number, count in enumerate(np.bincount(first + 1, minlength=1)[1:]):
        code = rules.HARD[number].code
        if code not in {"other_organisation", "closed"}:
            reasons[code] += int(count)
    for one_closed in np.flatnonzero(first == _CLOSED):
        own = vs.organisation[one_closed] == rs.organisation[row]
        reasons[rules.CLOSED[int(vs.closed[one_closed])][0] if own else "not_now"] += 1
    return [str(key) for *_, key in scored[:10]], {c: n for c, n in reasons.items() if n}


HIDDEN = "other_organisation"
_CLOSED = [rule.code for rule in rules.HARD].index("closed")


def same(best: Best, hand: tuple[list[str], dict[str, int]], vs: Volunteers) -> None:
    keys, reasons = hand
    assert [one.key for one in best.found] == keys
    assert dict(best.reasons) == reasons
    assert [str(vs.key[one.row]) for one in best.found] == keys


# --- the same as by hand --------------------------------------------------------------------------


def test_every_question_has_the_answer_of_weighing_everybody() -> None:
    vs = drawn_volunteers(1, VOLUNTEERS)
    rs = drawn_requests(2, QUERIES)
    index = Index(vs)
    ties = found = 0
    for row in range(QUERIES):
        best = index.best(rs, row)
        same(best, by_hand(vs, rs, row), vs)
        scores = [one.score for one in best.found]
        found += len(scores)
        ties += len(scores) - len(set(scores))
    assert found > QUERIES
    assert ties > QUERIES / 100  # so that the order among equals was put to the test


def test_with_prices_refusals_and_proposals_the_same() -> None:
    vs, rs = drawn_volunteers(3, 1500, side=15), drawn_requests(4, 150, side=15)
    prices = drawn_prices(5, len(vs))
    index = Index(vs, prices)
    priced = 0
    for row in range(len(rs)):
        plain = by_hand(vs, rs, row, prices)[0]
        best = index.best(rs, row)
        same(best, by_hand(vs, rs, row, prices), vs)
        priced += any(one.price for one in best.found)
        rows = tuple(int(np.flatnonzero(vs.key == key)[0]) for key in plain)
        refused, proposed = rows[:2], rows[-1:]
        best = index.best(rs, row, refused=refused, proposed=proposed)
        same(best, by_hand(vs, rs, row, prices, refused, proposed), vs)
    assert priced > 50


def test_the_seat_is_the_first_one_of_the_menu() -> None:
    rs = drawn_requests(6, 50)
    menu = menu_of(rs, relay=False, duo=False)
    for row in range(len(rs)):
        ask = alone(rs, row, AMOUNT)
        got = (ask.row, ask.row_end, ask.weeks, ask.visits, ask.visit_minutes)
        names = ("row", "row_end", "weeks", "visits", "visit_minutes")
        assert got == tuple(getattr(menu, name)[row] for name in names)
        assert ask.worth == worth_of(rs)[row]


def test_what_is_left_after_is_said_for_every_row_that_it_touches() -> None:
    vs = drawn_volunteers(7, 500, side=5)
    rs = drawn_requests(8, 40, side=5)
    index = Index(vs)
    seen = 0
    for row in range(len(rs)):
        for one in index.best(rs, row).found:
            seen += 1
            rows = -(-min(int(rs.weeks[row]), 52) // 4)
            assert len(one.left) == rows
            for at, (minutes, people, heavy) in enumerate(one.left):
                assert minutes == vs.minutes[one.row, at] - one.minutes >= 0
                assert people == vs.people[one.row, at] - 1 >= 0
                assert heavy == vs.heavy[one.row, at] - rs.heavy[row]
    assert seen > 50


# --- who may be seen (promise P6) -----------------------------------------------------------------


def test_of_another_organisation_nobody_is_counted_or_shown() -> None:
    vs, rs = drawn_volunteers(9, 2000, side=10), drawn_requests(10, 60, side=10)
    index = Index(vs)
    for row in range(len(rs)):
        own = vs.organisation == rs.organisation[row]
        seen = own | (vs.shared & rs.shareable[row])
        best = index.best(rs, row, others=5000)
        assert best.seen == seen.sum()
        assert all(seen[one.row] for one in best.found)
        assert all(seen[hidden] for hidden, _ in best.others)
        # taking away whom the asker may not see changes nothing at all
        alike = Index(Problem(vs, rs).part(np.flatnonzero(seen), np.arange(len(rs))).volunteers)
        again = alike.best(rs, row)
        assert [one.key for one in again.found] == [one.key for one in best.found]
        assert again.reasons == best.reasons


def test_why_somebody_of_another_organisation_is_closed_stays_there() -> None:
    vs = drawn_volunteers(11, 300, side=3)
    index = Index(vs)
    rs = drawn_requests(12, 30, side=3)
    told = 0
    for row in range(len(rs)):
        own_codes = {"pause", "signal", "rest", "open_question", "asked_often"}
        for one, why in index.best(rs, row, others=300).others:
            if why in own_codes:
                assert vs.organisation[one] == rs.organisation[row]
            told += why == "not_now"
    assert told


def test_the_others_are_the_nearest_with_the_first_reason() -> None:
    vs, rs = drawn_volunteers(13, 800, side=8), drawn_requests(14, 40, side=8)
    index = Index(vs)
    for row in range(len(rs)):
        nobody = np.zeros(len(vs), bool)
        first, _ = first_reasons(vs, rs, row, nobody)
        best = index.best(rs, row, others=20)
        square = rules.square_km(vs.x, vs.y, rs.x[row], rs.y[row], vs.located & rs.located[row])
        within = ~rules.too_far(square, vs.reach)
        order: list[int] = []
        for no_room in (True, False):
            numbers = [
                number
                for number, rule in enumerate(rules.HARD)
                if (rule.code in NO_ROOM) is no_room and rule.code not in {"far", HIDDEN}
            ]
            chosen = np.flatnonzero(np.isin(first, numbers) & within)
            order += chosen[np.lexsort((vs.key[chosen], square[chosen]))][:20].tolist()
        assert [one for one, _ in best.others] == order
        for (_, why), number in zip(best.others, first[order], strict=True):
            code = rules.HARD[number].code
            assert why == code or (code == "closed" and why in dict(rules.CLOSED.values()))


# --- what changes ---------------------------------------------------------------------------------


def part(vs: Volunteers, rows: Any) -> Volunteers:
    return Problem(vs, drawn_requests(0, 0)).part(rows, []).volunteers


def answers(index: Index, rs: Requests) -> list[Any]:
    made = []
    for row in range(len(rs)):
        best = index.best(rs, row, others=40)
        keys = [(one.key, one.score, one.price, one.left) for one in best.found]
        made.append((keys, best.fits, best.reasons, [why for _, why in best.others]))
    return made


CHANGES = st.lists(
    st.tuples(
        st.sampled_from(["update", "drop", "grow"]), st.integers(0, 10**6), st.integers(1, 9)
    ),
    max_size=8,
)


@examples(15, many=300)
@given(seed=st.integers(0, 1000), changes=CHANGES, priced=st.booleans())
def test_after_any_changes_the_answer_is_that_of_a_new_index(
    seed: int, changes: list[tuple[str, int, int]], priced: bool
) -> None:
    start = drawn_volunteers(seed, 120, side=12)
    rs = drawn_requests(seed, 25, side=12)
    prices = drawn_prices(seed, 2000)
    index = Index(start, prices[:120] if priced else None)
    now = {row: (start, row, row) for row in range(120)}  # row: its values, and its prices
    for kind, draw, count in changes:
        rng = np.random.default_rng(draw)
        fresh = drawn_volunteers(draw, count, side=30)
        costs = rng.integers(0, 2000, count)
        given_prices = prices[costs] if priced else None
        if kind == "grow":
            rows = list(index.grow(fresh, given_prices))
        else:
            rows = rng.choice(len(index), min(count, len(index)), replace=False).tolist()
            fresh, costs = part(fresh, np.arange(len(rows))), costs[: len(rows)]
            given_prices = prices[costs] if priced else None
        if kind == "drop":
            index.drop(rows)
            for row in rows:
                now.pop(row, None)
            continue
        if kind == "update":
            index.update(rows, fresh, given_prices)
        now |= {row: (fresh, at, int(costs[at])) for at, row in enumerate(rows)}
    rows = sorted(now)
    columns = {
        name: np.array([getattr(now[row][0], name)[now[row][1]] for row in rows])
        for name in Volunteers.__dataclass_fields__
    }
    built = Index(
        Volunteers(**columns) if rows else part(start, []),
        prices[[now[row][2] for row in rows]] if priced else None,
    )
    assert answers(index, rs) == answers(built, rs)


def test_when_the_loose_end_is_full_all_are_arranged_anew() -> None:
    start, other = drawn_volunteers(1, 3000, side=20), drawn_volunteers(2, 3000, side=20)
    rs = drawn_requests(3, 30, side=20)
    index = Index(start)
    for begin in range(0, 3000, 300):
        rows = np.arange(begin, begin + 300)
        index.update(rows, part(other, rows))
    assert answers(index, rs) == answers(Index(other), rs)


def test_without_new_prices_somebody_keeps_their_own() -> None:
    vs = drawn_volunteers(4, 100, side=5)
    rs = drawn_requests(5, 20, side=5)
    prices = drawn_prices(6, 100)
    index = Index(vs, prices)
    moved = Problem(vs, rs).replace(volunteers={"x": vs.x + 9.0}).volunteers
    index.update(range(100), moved)
    assert answers(index, rs) == answers(Index(moved, prices), rs)


# --- the edges ------------------------------------------------------------------------------------


def test_an_index_of_nobody_answers_with_nobody() -> None:
    rs = drawn_requests(1, 5)
    index = Index(part(drawn_volunteers(1, 1), []))
    assert index.best(rs).found == ()
    assert index.best(rs).seen == 0
    index.grow(drawn_volunteers(2, 50))
    assert len(index) == 50


def test_somebody_on_the_other_side_of_the_world_costs_no_map() -> None:
    vs = drawn_volunteers(1, 400, side=10)
    x = vs.x.copy()
    x[7] = 1e6
    far = Problem(vs, drawn_requests(1, 0)).replace(volunteers={"x": x}).volunteers
    rs = drawn_requests(2, 30, side=10)
    index = Index(far)
    for row in range(len(rs)):
        same(index.best(rs, row), by_hand(far, rs, row), far)


def test_an_organisation_without_a_number_is_refused() -> None:
    vs = drawn_volunteers(1, 3)
    wrong = Problem(vs, drawn_requests(1, 0)).replace(volunteers={"organisation": [0, -1, 1]})
    with pytest.raises(ValueError, match="organisation"):
        Index(wrong.volunteers)


def test_a_visit_may_fall_anywhere_where_nothing_was_said() -> None:
    vs, rs = drawn_volunteers(1, 200, side=4), drawn_requests(2, 1, side=4)
    anywhere = Problem(vs, rs).replace(requests={"day_parts": [ANY_DAY_PART]}).requests
    assert Index(vs).best(anywhere).fits >= Index(vs).best(rs).fits


def test_the_nearest_come_with_all_who_live_as_near_as_the_last() -> None:
    vs, rs = drawn_volunteers(15, 3000, side=15), drawn_requests(16, 60, side=15)
    index = Index(vs)
    more = 0
    for row in range(len(rs)):
        fitting = index.fitting(alone(rs, row, AMOUNT))
        first, _ = first_reasons(vs, rs, row, np.zeros(len(vs), bool))
        fits = np.flatnonzero(first == -1)
        both = vs.located[fits] & rs.located[row]
        square = rules.square_km(vs.x[fits], vs.y[fits], rs.x[row], rs.y[row], both)
        minutes = np.where(both, rules.travel_minutes(square**0.5), np.inf)
        order = np.lexsort((vs.key[fits], -vs.weeks_unasked[fits].astype(int), minutes))
        least = minutes[order][:5].max(initial=0)
        wanted = fits[order][minutes[order] <= least].tolist()
        assert list(index.nearest(fitting, 5, 10**6)) == wanted
        assert list(index.nearest(fitting, 5, 7)) == wanted[:7]
        more += len(wanted) > 5
    assert more > 5
