"""The judge finds exactly what is wrong: a good plan, broken in each way that there is."""

from collections.abc import Callable
from dataclasses import replace
from itertools import permutations
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.matching.brute import first_against
from tests.core.matching.drawn import problems
from tests.core.matching.small import (
    no_prices,
    part,
    plan_of,
    problem,
    request,
    solo,
    value_of,
    volunteer,
)

from loopplank.core.matching.checker import (
    FAULTS,
    Fault,
    Unproven,
    approve,
    certify,
    faults,
    score,
)
from loopplank.core.matching.problem import HORIZON_WEEKS, ROWS, Problem
from loopplank.core.matching.result import RESOURCES, Help, Part, Plan
from loopplank.core.matching.ways_to_help import How, menu_of
from loopplank.core.matching.worth import Amount

# Four volunteers and four requests: Bram helps the first alone, Els and Joop the second together,
# the third is handed over from Bram to Els to Joop, and nobody helps the fourth.
ALONE, BY_TWO, RELAY, WAITING = range(4)
BRAM, ELS, JOOP, MIES = range(4)


def good_problem(**changes: dict[str, Any]) -> Problem:
    """The problem that `good_plan` solves; `bram`, `els`, `alone`… change one row."""
    of = {
        "bram": {"travel_counts": True, "minutes": 180},
        "els": {"minutes": [180] * 7 + [100] * 6, "people": [2] * 7 + [1] * 6},
        "joop": {"heavy": 0},
        "mies": {},
        "alone": {"weeks": 10, "heavy": True},
        "by_two": {"visits": 3, "visit_minutes": 30, "weeks": 6},
        "relay": {"weeks": 23, "changing_faces": True},
        "waiting": {"weeks": 30, "changing_faces": True},
    }
    rows = {name: {"key": name, **row, **changes.get(name, {})} for name, row in of.items()}
    names = list(rows)
    return problem(
        [volunteer(**rows[name]) for name in names[:4]],
        [request(**rows[name]) for name in names[4:]],
    )


def good_helps() -> tuple[Help, ...]:
    third = {"visits": 2, "visit_minutes": 30, "weeks": 6}
    return (
        Help(ALONE, How.SOLO, (part(BRAM, 0b001, weeks=10),)),
        Help(BY_TWO, How.DUO, (part(ELS, 0b011, **third), part(JOOP, 0b110, **third))),
        Help(
            RELAY,
            How.RELAY_3,
            (
                part(BRAM, 0b010, first_week=0, weeks=9),
                part(ELS, 0b100, first_week=8, weeks=9),
                part(JOOP, 0b001, first_week=16, weeks=7),
            ),
        ),
    )


def codes(of: Problem, *helps: Help) -> set[str]:
    return {fault.code for fault in faults(of, Plan(helps, no_prices(of), 0.0, 0.0))}


def test_a_good_plan_has_no_fault() -> None:
    of = good_problem()
    plan = plan_of(of, *good_helps())
    assert faults(of, plan) == ()
    approved = approve(of, plan)
    assert approved.value == pytest.approx(plan.value)
    assert approved.bound == plan.bound
    assert approved.surely == pytest.approx(plan.surely)
    assert 0 < approved.surely < 1


def test_an_empty_plan_is_a_plan() -> None:
    for of in (problem(), problem([], [request()]), problem([volunteer()], []), problem([], [])):
        assert approve(of, plan_of(of)).value == 0.0


# --- one mutation for each fault ------------------------------------------------------------------

Mutation = Callable[[], tuple[Problem, tuple[Help, ...]]]


def with_problem(**changes: dict[str, Any]) -> Mutation:
    """The same plan for a problem in which one row is different."""
    return lambda: (good_problem(**changes), good_helps())


def with_refusal() -> tuple[Problem, tuple[Help, ...]]:
    return good_problem().replace(refused=[(RELAY, ELS)]), good_helps()


def with_part(which: int, leg: int = 0, **changes: Any) -> Mutation:
    """The good problem with another part in it."""

    def mutation() -> tuple[Problem, tuple[Help, ...]]:
        helps = list(good_helps())
        parts = list(helps[which].parts)
        parts[leg] = replace(parts[leg], **changes)
        helps[which] = replace(helps[which], parts=tuple(parts))
        return good_problem(), tuple(helps)

    return mutation


def with_help(*added: Help, instead_of: int | None = None, **changes: dict[str, Any]) -> Mutation:
    kept = tuple(one for one in good_helps() if one.request != instead_of)
    return lambda: (good_problem(**changes), (*kept, *added))


def legs(*weeks: tuple[int, int], how: How = How.RELAY_2) -> Help:
    """A relay of the fourth request by Mies and then others, in these weeks."""
    people = (MIES, BRAM, ELS)
    return Help(
        WAITING,
        how,
        tuple(
            part(v, 0b100, first_week=first, weeks=length)
            for v, (first, length) in zip(people, weeks, strict=False)
        ),
    )


def mies(day_parts: int) -> Part:
    return part(MIES, day_parts, weeks=6, visit_minutes=100)


def both(how: How) -> Mutation:
    """Mies and Bram together with the fourth request, which one can do."""
    parts = (part(MIES, weeks=30), part(BRAM, 0b100, weeks=30))
    return with_help(Help(WAITING, how, parts), bram={"minutes": 500, "people": 3})


#: At least one mutation for each fault; the judge finds that one and no other.
BROKEN: dict[str, list[Mutation]] = {
    "request": [with_help(solo(4, part(MIES))), with_help(solo(-1, part(MIES)))],
    "volunteer": [with_part(ALONE, volunteer=4), with_part(ALONE, volunteer=-1)],
    "twice": [with_help(Help(ALONE, How.SOLO, (part(MIES, weeks=10),)))],
    "same_person": [
        with_help(
            Help(BY_TWO, How.DUO, (mies(0b01), mies(0b10))),
            instead_of=BY_TWO,
            by_two={"visits": 1, "visit_minutes": 200},
            mies={"minutes": 500},
        ),
    ],
    "faces": [with_problem(relay={"changing_faces": False})],
    "how": [
        both(How.SOLO),
        both(How.DUO),
        both(How.RELAY_3),
        with_help(Help(WAITING, How.SOLO, ())),
        with_help(legs((0, 30), how=How.RELAY_2)),
    ],
    "cover": [
        with_part(ALONE, weeks=9),
        with_part(ALONE, weeks=11),
        with_part(ALONE, first_week=1, weeks=9),
        with_part(BY_TWO, 1, weeks=5),
        with_part(RELAY, 1, weeks=7),
        with_part(RELAY, 2, weeks=8),
        with_help(legs((0, 17), (16, 13))),
    ],
    "handover": [
        with_help(legs((0, 16), (16, 14))),
        with_help(legs((0, 18), (16, 14))),
        with_help(legs((0, 18), (17, 13))),
    ],
    "legs": [with_help(legs((0, 13), (12, 18))), with_help(legs((0, 21), (20, 10)))],
    "visits": [
        with_part(ALONE, visit_minutes=30),
        with_part(BY_TWO, 1, visits=1, day_parts=0b100),
        with_part(RELAY, 1, visits=2, day_parts=0b110, visit_minutes=20),
    ],
    "other_organisation": [with_problem(joop={"organisation": 2})],
    "closed": [with_problem(els={"closed": 2})],
    "said_no": [with_refusal],
    "kind": [with_problem(bram={"kinds": 0b1}, alone={"kinds": 0b10})],
    "no_go": [with_problem(joop={"no_gos": 0b1}, by_two={"brings": 0b11})],
    "certificate": [with_problem(els={"certificate": False}, relay={"needs_certificate": True})],
    "training": [with_problem(bram={"skills": 0b1}, alone={"skills": 0b11})],
    "level": [with_problem(by_two={"level": 4}, joop={"level": 5})],
    "far": [with_problem(els={"x": 10.1}), with_problem(bram={"reach": 0.99})],
    "short_notice": [with_problem(joop={"short_notice": False}, relay={"short_notice": True})],
    "until": [with_problem(bram={"term": 9}), with_problem(joop={"term": 6})],
    "days": [
        with_part(ALONE, day_parts=0b1000),
        with_part(ALONE, day_parts=0),
        with_part(BY_TWO, 0, day_parts=0b1),
        with_part(RELAY, 2, day_parts=0b11),
        with_problem(els={"day_parts": 0b011}),
        with_problem(alone={"day_parts": 0b110}),
        with_problem(bram={"busy": [0, 0, 0b1] + [0] * 10}),
        with_problem(joop={"busy": [0] * 5 + [0b1] + [0] * 7}),
    ],
    "double": [with_part(ALONE, day_parts=0b10), with_part(RELAY, 0, day_parts=0b1)],
    "minutes": [
        with_problem(bram={"travel_counts": True, "minutes": [180, 139] + [180] * 11}),
        with_problem(els={"minutes": [180] * 4 + [59] + [180] * 8}),
        with_problem(relay={"x": 6.0}, alone={"x": 6.0}, bram={"minutes": 180}),
    ],
    "people": [
        with_problem(bram={"people": [2, 2, 1] + [2] * 10}),
        with_problem(joop={"people": [2] * 5 + [0] * 8}),
    ],
    "heavy": [
        with_problem(bram={"heavy": [1, 0] + [1] * 11}),
        with_problem(relay={"heavy": True}, els={"heavy": 1}, joop={"heavy": 1}),
    ],
}
#: What only `approve` looks at; each has a test of its own below.
OF_THE_WHOLE = {"value", "prices", "bound"}


def test_each_fault_has_its_mutation() -> None:
    assert set(BROKEN) | OF_THE_WHOLE == set(FAULTS)


@pytest.mark.parametrize(
    ("code", "mutation"), [(code, one) for code, several in BROKEN.items() for one in several]
)
def test_exactly_what_is_broken_is_found(code: str, mutation: Mutation) -> None:
    of, helps = mutation()
    assert codes(of, *helps) == {code}
    with pytest.raises(Unproven, match=FAULTS[code]) as refused:
        approve(of, Plan(helps, no_prices(of), 0.0, 1e9))
    assert {fault.code for fault in refused.value.faults} == {code}


@pytest.mark.parametrize(
    "changes",
    [
        {"bram": {"reach": 1.0}},
        {"els": {"x": 10.0}},
        {"bram": {"term": 10}},
        {"joop": {"term": 7}},
        {"bram": {"people": [2, 2, 2] + [1] * 10}},
        {"bram": {"heavy": [1, 1, 1] + [0] * 10}},
        {"by_two": {"level": 3}},
        {"joop": {"kinds": 0b1}, "by_two": {"kinds": 0b11}, "relay": {"kinds": 0}},
        {"joop": {"organisation": 2, "shared": True}, "by_two": {"shareable": True}}
        | {"relay": {"shareable": True}},
    ],
)
def test_just_within_a_limit_is_within(changes: dict[str, dict[str, Any]]) -> None:
    assert codes(good_problem(**changes), *good_helps()) == set()


@pytest.mark.parametrize(
    "changes",
    [
        {"joop": {"organisation": 2, "shared": True}},
        {"joop": {"organisation": 2}, "by_two": {"shareable": True}, "relay": {"shareable": True}},
    ],
)
def test_a_volunteer_and_a_request_of_two_houses_need_the_yes_of_both(
    changes: dict[str, dict[str, Any]],
) -> None:
    assert codes(good_problem(**changes), *good_helps()) == {"other_organisation"}


def test_a_limit_is_judged_in_the_week_in_which_it_is_passed() -> None:
    """Els hands over in week 16; only from week 12 on one person is too many."""
    of = good_problem(els={"people": [2, 2, 2, 0, 1] + [2] * 8})
    assert faults(of, plan_of(of, *good_helps())) == (Fault("people", volunteer=ELS, week=12),)
    assert "volunteer 1, week 12: above the people" in str(Fault("people", -1, ELS, 12))


def test_the_week_of_overlap_counts_for_both() -> None:
    """In week 16 both Els and Joop are with the third: neither can be with another then."""
    for first, second in ((4, 0), (0, 4)):
        left = [2] * 4 + [first] + [2] * 8, [2] * 4 + [second] + [2] * 8
        of = good_problem(els={"people": left[0]}, joop={"people": left[1]})
        assert codes(of, *good_helps()) == {"people"}


def test_travel_counts_only_for_who_counts_it() -> None:
    """Bram travels 2 x 10 minutes for 60 and 60: 160 in a week."""
    for minutes, travel_counts, wrong in (
        (160, True, set()),
        (159, True, {"minutes"}),
        (120, False, set()),
        (119, False, {"minutes"}),
    ):
        of = good_problem(bram={"minutes": minutes, "travel_counts": travel_counts})
        assert codes(of, *good_helps()) == wrong


def test_parts_that_follow_each_other_may_share_a_part_of_the_day() -> None:
    of = problem(
        [volunteer(people=1, minutes=60), volunteer(), volunteer()],
        [request(weeks=13, changing_faces=True), request(weeks=13, changing_faces=True)],
    )
    first = (part(0, weeks=9), part(1, first_week=8, weeks=5))
    after = (part(2, weeks=9), part(0, first_week=8, weeks=5))
    relays = Help(0, How.RELAY_2, first), Help(1, How.RELAY_2, after)
    assert codes(of, *relays) == {"people", "minutes", "double"}
    of = of.replace(volunteers={"people": [[2] * ROWS] * 3, "minutes": [[120] * ROWS] * 3})
    assert codes(of, *relays) == {"double"}
    later = replace(relays[1], parts=(after[0], replace(after[1], day_parts=0b10)))
    assert codes(of, relays[0], later) == set()


# --- the value and the certificate ----------------------------------------------------------------


def test_another_value_is_refused() -> None:
    of = good_problem()
    plan = plan_of(of, *good_helps())
    for value in (plan.value + 0.01, plan.value - 0.01, float("nan"), float("inf")):
        refused(of, replace(plan, value=value), "value")


def test_a_better_bound_than_the_prices_show_is_refused() -> None:
    of = good_problem()
    plan = plan_of(of, *good_helps())
    for bound in (plan.bound - 0.01, plan.value, 0.0, float("nan"), -float("inf")):
        refused(of, replace(plan, bound=bound), "bound")
    assert approve(of, replace(plan, bound=plan.bound + 5)).bound == plan.bound


def test_a_rounding_is_no_other_value_and_no_better_bound() -> None:
    of = good_problem()
    plan = plan_of(of, *good_helps())
    value, bound = score(of, plan), certify(of, plan.prices)
    hair = 1e-6 * (1 + value)
    least = (bound - 1e-6) / (1 + 1e-6)
    for good in (value + 0.99 * hair, value - 0.99 * hair):
        assert approve(of, replace(plan, value=good)).value == value
    for bad in (value + 1.01 * hair, value - 1.01 * hair):
        refused(of, replace(plan, value=bad), "value")
    assert approve(of, replace(plan, bound=least + 1e-8)).bound == bound
    refused(of, replace(plan, bound=least - 1e-8), "bound")


@pytest.mark.parametrize("step", [3, 4, 5])
def test_a_plan_that_reaches_its_bound_may_be_a_rounding_above_it(step: int) -> None:
    """The same numbers, added up in another order."""
    length = [30 + 7 * n for n in range(5)]
    of = problem(
        [volunteer(minutes=900, people=9)] * 5,
        [
            request(urgency=(n + step) % 3, waited=n * (step + 1), visit_minutes=length[n])
            for n in range(5)
        ],
    )
    helps = [solo(n, part(n, visit_minutes=length[n])) for n in range(5)]
    plans = [plan_of(of, *order) for order in permutations(helps)]
    above = [plan for plan in plans if score(of, plan) > certify(of, plan.prices)]
    assert above
    assert approve(of, above[0]).surely == 1.0


@pytest.mark.parametrize(
    ("first_week", "weeks"), [(-1, 11), (-1, 1), (HORIZON_WEEKS - 2, 3), (HORIZON_WEEKS, 1)]
)
def test_weeks_beside_the_horizon_count_for_nothing(first_week: int, weeks: int) -> None:
    """Before the first week nothing is counted, and certainly not in the last one."""
    one = part(MIES, first_week=first_week, weeks=weeks)
    last = [1] * (ROWS - 1) + [0]
    of = good_problem(mies={"people": last, "busy": [0] * (ROWS - 1) + [0b1]})
    wrong = {"cover"} | ({"days", "people"} if first_week + 1 == HORIZON_WEEKS - 1 else set())
    assert codes(of, solo(WAITING, one)) == wrong


def test_where_nothing_can_be_helped_all_of_it_is_reached() -> None:
    assert approve(problem([], [request()]), plan_of(problem([], [request()]))).surely == 1.0


def test_a_fault_says_where_it_is() -> None:
    assert str(Fault("twice", 0)) == "request 0: this request is helped already"
    assert str(Fault("far", 3, 2)) == "request 3, volunteer 2: lives too far away"
    assert str(Fault("value")) == "plan: the plan says another value than it has"


@pytest.mark.parametrize("wrong", [-1e-9, float("nan"), float("inf")])
def test_prices_that_show_nothing_are_refused(wrong: float) -> None:
    of = good_problem()
    prices = no_prices(of)
    prices[1, 2, 3] = wrong
    with pytest.raises(ValueError, match="price"):
        certify(of, prices)
    refused(of, replace(plan_of(of, *good_helps()), prices=prices), "prices")


def test_prices_of_another_shape_are_refused() -> None:
    of = good_problem()
    for shape in ((4, ROWS), (3, ROWS, len(RESOURCES)), (4, ROWS, len(RESOURCES) - 1)):
        refused(of, replace(plan_of(of), prices=np.zeros(shape)), "prices")


def refused(of: Problem, plan: Plan, code: str) -> None:
    with pytest.raises(Unproven) as why:
        approve(of, plan)
    assert [fault.code for fault in why.value.faults] == [code]


def test_the_first_faults_are_said_and_the_rest_counted() -> None:
    of = problem([volunteer(closed=1)], [request() for _ in range(7)])
    with pytest.raises(Unproven, match=r"may not be asked.* …") as why:
        approve(of, plan_of(of, *(solo(r) for r in range(7))))
    assert len(why.value.faults) > 7
    assert str(why.value).count("; ") == 4
    few = problem([volunteer(closed=1, people=9, minutes=900)], [request() for _ in range(5)])
    with pytest.raises(Unproven) as why:
        approve(few, plan_of(few, *(solo(r) for r in range(3))))
    assert len(why.value.faults) == 5
    assert "…" not in str(why.value)


AMOUNTS = st.sampled_from([Amount(), Amount(0, 0, 0), Amount(1.0, 0.5, 0.25)])


@settings(max_examples=60)
@given(of=problems(), amount=AMOUNTS, data=st.data())
def test_any_helps_are_worth_what_worth_says(
    of: Problem, amount: Amount, data: st.DataObject
) -> None:
    """The value is only what is added up: also of helps that break every limit."""
    helps = data.draw(any_helps(of))
    plan = Plan(helps, no_prices(of), 0.0, 0.0)
    assert score(of, plan, amount) == pytest.approx(value_of(of, helps, amount), rel=1e-6)


@st.composite
def any_helps(draw: st.DrawFn, of: Problem) -> tuple[Help, ...]:
    """One way from the menu for some of the requests, with anybody in its seats."""
    menu = menu_of(of.requests)
    helps = []
    for r in draw(st.sets(st.integers(0, len(of.requests) - 1))):
        way = draw(st.sampled_from(np.flatnonzero(menu.request == r).tolist()))
        seats = range(int(menu.first_seat[way]), int(menu.first_seat[way + 1]))
        parts = tuple(
            Part(
                draw(st.integers(0, len(of.volunteers) - 1)),
                int(menu.row[seat]) * 4,
                int(menu.weeks[seat]),
                int(menu.visits[seat]),
                int(menu.visit_minutes[seat]),
                draw(st.integers(0, 63)),
            )
            for seat in seats
            for _ in range(int(menu.units[seat]))
        )
        helps.append(Help(r, How(menu.how[way]), parts))
    return tuple(helps)


@settings(max_examples=100)
@given(of=problems())
def test_one_part_alone_is_wrong_exactly_where_a_rule_says_so(of: Problem) -> None:
    """Each seat of each way with each volunteer: the planner's rules and the judge's reading."""
    menu = menu_of(of.requests)
    for seat in range(len(menu.way)):
        way = int(menu.way[seat])
        if menu.how[way] != How.SOLO:
            continue
        weeks, visits = int(menu.weeks[seat]), int(menu.visits[seat])
        for v in range(len(of.volunteers)):
            rows = slice(int(menu.row[seat]), int(menu.row_end[seat]))
            free = int(of.volunteers.day_parts[v] & of.requests.day_parts[menu.request[way]])
            for busy in of.volunteers.busy[v, rows].tolist():
                free &= ~busy
            bits = [1 << n for n in range(21) if free >> n & 1][:visits]
            one = Part(v, 0, weeks, visits, int(menu.visit_minutes[seat]), sum(bits))
            found = codes(of, solo(int(menu.request[way]), one))
            first = first_against(of, menu, seat, v)
            assert (first in found) if first else not found, (first, found)
