"""What a plan promises: within every limit, never better than the best, and with its proof."""

from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.matching.brute import best_value
from tests.core.matching.drawn import problems, town
from tests.core.matching.judged_by_load import first_passed
from tests.core.matching.small import part, plan_of, problem, request, solo, volunteer
from tests.proofs import examples, share_of

from loopplank.core.matching.checker import approve, faults
from loopplank.core.matching.engine import plan
from loopplank.core.matching.problem import ROWS, Problem
from loopplank.core.matching.ranking import Index
from loopplank.core.matching.result import (
    RESOURCES,
    Effort,
    Plan,
    Progress,
    Stage,
    never,
)
from loopplank.core.matching.ways_to_help import How
from loopplank.core.matching.worth import Amount

#: Places are 32 bits wide, so a value added up in another order differs a hair.
HAIR = 1e-6
PLENTY = examples(15, many=400)

efforts = pytest.mark.parametrize("effort", list(Effort))


def planned(of: Problem, seed: int = 1, **options: object) -> Plan:
    """A plan that the judge approves and that nobody's ledger refuses."""
    made = plan(of, stop=never, seed=seed, **options)  # type: ignore[arg-type]
    judged(of, made)
    return made


def judged(of: Problem, made: Plan, amount: Amount | None = None) -> None:
    approve(of, made, amount or Amount())
    assert first_passed(of, made) is None


# --- against all plans that there are -------------------------------------------------------------


@PLENTY
@given(of=problems())
def test_never_above_the_best_and_never_further_below_than_it_says(of: Problem) -> None:
    made = planned(of)
    best = best_value(of)
    assert made.value <= best * (1 + HAIR)
    assert best <= made.bound * (1 + HAIR)
    assert best * made.surely <= made.value * (1 + HAIR) + HAIR


@examples(8, many=200)
@given(of=problems(volunteers=4, requests=3), effort=st.sampled_from(list(Effort)))
def test_every_effort_keeps_every_limit(of: Problem, effort: Effort) -> None:
    made = planned(of, effort=effort)
    assert made.value <= best_value(of) * (1 + HAIR)


@PLENTY
@given(of=problems(volunteers=4, requests=3), data=st.data())
def test_every_bound_is_at_least_the_best_of_less(of: Problem, data: st.DataObject) -> None:
    """Without one volunteer the best is no better, so that the bound with all is still above it."""
    leaves = data.draw(st.integers(0, len(of.volunteers) - 1))
    stay = [v for v in range(len(of.volunteers)) if v != leaves]
    fewer = of.part(stay, range(len(of.requests)))
    assert best_value(fewer) <= planned(of).bound * (1 + HAIR)


@PLENTY
@given(of=problems(), data=st.data())
def test_another_order_changes_nothing_but_the_order(of: Problem, data: st.DataObject) -> None:
    vs = data.draw(st.permutations(range(len(of.volunteers))))
    rs = data.draw(st.permutations(range(len(of.requests))))
    one, other = planned(of), planned(of.part(vs, rs))
    assert one.value <= other.bound * (1 + HAIR)
    assert other.value <= one.bound * (1 + HAIR)


@pytest.mark.proof
@settings(max_examples=share_of(1000))
@given(of=problems(), seed=st.integers(0, 2**31 - 1))
def test_never_above_the_best_on_many_more(of: Problem, seed: int) -> None:
    made, best = planned(of, seed), best_value(of)
    assert made.value <= best * (1 + HAIR)
    assert best <= made.bound * (1 + HAIR)


# --- the same again -------------------------------------------------------------------------------


@efforts
def test_the_same_seed_gives_the_same_plan(effort: Effort) -> None:
    of = town(120, 60)
    one, other = (planned(of, seed=7, effort=effort) for _ in range(2))
    assert (one.helps, one.value, one.bound) == (other.helps, other.value, other.bound)
    assert np.array_equal(one.prices, other.prices)


@PLENTY
@given(of=problems(), seed=st.integers(0, 2**31 - 1))
def test_the_same_seed_gives_the_same_small_plan(of: Problem, seed: int) -> None:
    one, other = (planned(of, seed) for _ in range(2))
    assert (one.helps, one.value, one.bound) == (other.helps, other.value, other.bound)


def test_any_seed_gives_a_plan() -> None:
    of = town(120, 60)
    made = [planned(of, seed) for seed in (0, 1, 2**31 - 1)]
    assert max(one.value for one in made) <= min(one.bound for one in made)


# --- stopping -------------------------------------------------------------------------------------


@dataclass
class StopAfter:
    """Stops at the so-manieth call, and keeps what it was told."""

    calls: int
    told: list[Progress] = field(default_factory=list)

    def __call__(self, progress: Progress) -> bool:
        self.told.append(progress)
        return len(self.told) > self.calls


@pytest.mark.parametrize("calls", [0, 1, 2, 3, 5, 8, 13, 21, 34, 55, 89])
def test_a_stop_at_any_moment_gives_a_valid_plan(calls: int) -> None:
    of = town(120, 60)
    stop = StopAfter(calls)
    made = plan(of, stop=stop, seed=1, effort=Effort.THOROUGH)
    judged(of, made)
    # the last one only tells that it is done
    assert made.finished == (len(stop.told) - 1 <= calls)


@examples(10, many=200)
@given(of=problems(), calls=st.integers(0, 60))
def test_a_stop_at_any_moment_of_a_small_plan(of: Problem, calls: int) -> None:
    made = plan(of, stop=StopAfter(calls), seed=1, effort=Effort.THOROUGH)
    judged(of, made)
    assert made.value <= best_value(of) * (1 + HAIR)


def test_progress_only_goes_on() -> None:
    stop = StopAfter(10**9)
    made = plan(town(120, 60), stop=stop, seed=1)
    order = list(Stage)
    places = [(order.index(told.stage), told.share) for told in stop.told]
    assert made.finished
    assert places == sorted(places)
    assert all(0.0 <= share <= 1.0 for _stage, share in places)
    assert stop.told[0].stage is Stage.LOOKING


def test_a_longer_way_is_no_worse() -> None:
    of = town(300, 150)
    quick, usual, thorough = (planned(of, effort=effort) for effort in Effort)
    assert usual.value >= quick.value * 0.99
    assert thorough.value >= usual.value * 0.999


# --- a town ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_town_keeps_every_limit_and_is_nearly_the_best(seed: int) -> None:
    made = planned(town(300, 150, seed))
    assert made.surely > 0.93
    hows = {one.how for one in made.helps}
    assert How.SOLO in hows
    assert hows & {How.RELAY_2, How.RELAY_3, How.RELAY_4}
    assert How.DUO in hows


def test_a_town_without_amounts() -> None:
    """Where a request is a request, the judge counts so too."""
    of, amount = town(120, 60), Amount(0, 0, 0)
    made = plan(of, stop=never, seed=1, amount=amount)
    judged(of, made, amount)


def test_prices_of_yesterday_serve_today() -> None:
    of = town(120, 60)
    yesterday = planned(of)
    changed = of.replace(requests={"urgency": (of.requests.urgency + 1) % 4})
    today = planned(changed, prices=yesterday.prices)
    assert today.surely > 0.85


@pytest.mark.proof
@pytest.mark.parametrize("seed", range(5))
def test_larger_towns_keep_every_limit(seed: int) -> None:
    assert planned(town(3000, 1500, seed)).surely > 0.95


# --- small things that must be so -----------------------------------------------------------------


@pytest.mark.parametrize(
    "of",
    [problem([], []), problem([volunteer()], []), problem([], [request()])],
    ids=["nobody", "no request", "no volunteer"],
)
def test_nothing_to_plan(of: Problem) -> None:
    made = planned(of)
    assert (made.helps, made.value, made.finished) == ((), 0.0, True)
    assert made.prices.shape == (len(of.volunteers), ROWS, len(RESOURCES))


def test_what_fits_is_helped() -> None:
    made = planned(problem())
    assert [(one.request, one.how) for one in made.helps] == [(0, How.SOLO)]
    assert made.surely == pytest.approx(1.0)


@pytest.mark.parametrize(
    "full",
    [
        volunteer(minutes=59),
        volunteer(people=[1, 0] + [1] * 11),
        volunteer(busy=0b111),
        volunteer(closed=1),
        volunteer(term=7),
    ],
)
def test_what_does_not_fit_is_not_helped(full: dict[str, object]) -> None:
    assert planned(problem([full])).helps == ()


def test_a_relay_where_nobody_stays_long_enough() -> None:
    short = [volunteer(term=9), volunteer(term=9)]
    asked = request(weeks=16, changing_faces=True)
    made = planned(problem(short, [asked]))
    assert [one.how for one in made.helps] == [How.RELAY_2]
    assert planned(problem(short, [{**asked, "changing_faces": False}])).helps == ()


def test_two_share_what_is_too_much_for_one() -> None:
    made = planned(problem([volunteer(minutes=60)] * 2, [request(visits=2)]))
    assert [(one.how, len(one.parts)) for one in made.helps] == [(How.DUO, 2)]


def test_an_open_proposal_is_kept_where_it_is_as_good() -> None:
    for kept in range(3):
        of = problem([volunteer(people=1)] * 3, proposed=[(0, kept)])
        assert planned(of).helps[0].parts[0].volunteer == kept


@pytest.mark.parametrize(("own_lives", "asked"), [(2.0, "own"), (9.9, "shared")])
def test_an_own_volunteer_goes_before_a_shared_one_who_suits_about_as_well(
    own_lives: float, asked: str
) -> None:
    shared = volunteer(key="shared", organisation=2, shared=True)
    of = problem([shared, volunteer(key="own", x=own_lives)], [request(shareable=True)])
    assert of.volunteers.key[planned(of).helps[0].parts[0].volunteer] == asked
    assert Index(of.volunteers).best(of.requests, 0).found[0].key == asked


def test_who_said_no_is_not_asked_again() -> None:
    of = problem([volunteer(), volunteer(x=9.0)], refused=[(0, 0)])
    assert planned(of).helps[0].parts[0].volunteer == 1


def test_days_are_given_out_so_that_all_fit() -> None:
    """Who takes the first free part of the day for the first request keeps the second out."""
    of = problem([volunteer()], [request(), request(day_parts=0b1)])
    assert len(planned(of).helps) == 2


def test_what_was_accepted_is_not_touched() -> None:
    """An accepted match is what is taken of the weeks already; a plan comes on top of it."""
    free = problem([volunteer()], [request(), request(), request()])
    made = planned(free)
    accepted, others = made.helps[0], [r for r in range(3) if r != made.helps[0].request]
    [own] = accepted.parts
    left = free.part([0], others).replace(
        volunteers={
            "minutes": [[60] * 2 + [120] * (ROWS - 2)],
            "people": [[1] * 2 + [2] * (ROWS - 2)],
            "busy": [[own.day_parts] * 2 + [0] * (ROWS - 2)],
        }
    )
    again = planned(left)
    assert len(again.helps) == 1
    assert again.helps[0].parts[0].day_parts & own.day_parts == 0


# --- and the judge by the ledger is itself right ---------------------------------------------


@pytest.mark.parametrize(
    ("changes", "wrong"),
    [
        ({}, None),
        ({"minutes": [120, 119] + [120] * 11}, "minutes"),
        ({"people": [2, 1] + [2] * 11}, "people"),
        ({"heavy": [2, 1] + [2] * 11}, "heavy"),
        ({"travel_counts": True}, "minutes"),
        ({"travel_counts": True, "minutes": 160}, None),
        ({"minutes": [120, 120] + [0] * 11, "people": [2, 2] + [0] * 11}, None),
    ],
)
def test_the_ledger_and_the_checker_agree(changes: dict[str, object], wrong: str | None) -> None:
    of = problem([volunteer(**{"heavy": 2, **changes})], [request(heavy=True), request(heavy=True)])
    made = plan_of(of, solo(0, part(0, 0b1)), solo(1, part(0, 0b10)))
    passed = first_passed(of, made)
    assert (passed and passed.rsplit(" ", 1)[1]) == wrong
    assert {fault.code for fault in faults(of, made)} == ({wrong} if wrong else set())
