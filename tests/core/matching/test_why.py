"""Why not that one, and why a request waits: each reason from a problem by hand."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.core.small_problem import THURSDAY, TUESDAY, WEDNESDAY, plan_of, problem
from tests.proofs import examples

from loopplank.core.kit.reason import Reason
from loopplank.core.matching import rules
from loopplank.core.matching.problem import Problem
from loopplank.core.matching.rule_arrays import able, alone, fitting, left_after
from loopplank.core.matching.why import (
    to_another_organisation,
    why_not,
    why_waits,
    without_hours,
)
from loopplank.core.requests.intake import ANY_TIME
from loopplank.core.volunteers.load import Commitment, Limits, load_in


def said(reason: Reason | None) -> str:
    assert reason is not None
    return reason.sentence % reason.params


# --- why not that one -----------------------------------------------------------------------------


def test_who_could_do_one_leg_of_a_relay_hears_what_the_whole_would_ask() -> None:
    one = problem([{"term": 14}], [{"weeks": 26, "changing_faces": True}])
    assert said(why_not(one, 0, 0)) == "wil dit nog 14 weken doen, en 26 weken is gevraagd"


NO: list[tuple[dict[str, Any], dict[str, Any], str]] = [
    ({"organisation": 1}, {"shareable": True}, "hoort bij een andere organisatie"),
    ({"organisation": 1, "shared": True}, {}, "hoort bij een andere organisatie"),
    ({"closed": 1}, {}, "heeft pauze"),
    ({"closed": 2}, {}, "gaf ‘te zwaar’ aan; praat eerst"),
    ({"closed": 3}, {}, "zei pas nee en krijgt rust"),
    ({"kinds": 2}, {"kinds": 1}, "wil liever iets anders doen"),
    ({"no_gos": 4}, {"brings": 6}, "wil dit liever niet"),
    ({"certificate": False}, {}, "VOG nog niet gezien"),
    ({"skills": 1}, {"skills": 3}, "mist de scholing die nodig is"),
    ({"level": 2}, {"level": 4}, "heeft ervaring voor niveau 2, en niveau 4 is nodig"),
    ({"x": 9.0}, {}, "te ver: 9 km, en 5 km is het verste"),
    ({"x": 5.2}, {}, "te ver: 6 km, en 5 km is het verste"),
    ({}, {"short_notice": True}, "wil niet op korte termijn gebeld worden"),
    ({"day_parts": 0}, {}, "kan op andere dagen"),
    ({"day_parts": TUESDAY}, {}, "kan op andere dagen, zoals dinsdagmiddag"),
    ({"day_parts": THURSDAY << 1}, {}, "kan op andere dagen, zoals donderdagavond"),
    ({"busy": THURSDAY}, {}, "is op de gevraagde dagen al bezet"),
    (
        {},
        {"visits": 2, "day_parts": THURSDAY | TUESDAY},
        "kan 1 keer per week op de gevraagde dagen, en 2 keer is nodig",
    ),
    ({"term": 10}, {}, "wil dit nog 10 weken doen, en 26 weken is gevraagd"),
    ({"people": 0}, {}, "vol: helpt al genoeg mensen"),
    ({"heavy": 0}, {"heavy": True}, "vol: helpt al iemand bij iets zwaars"),
    ({"minutes": 45}, {}, "vol: heeft nog 45 per week, en 60 is nodig"),
    ({"minutes": 0}, {}, "vol: heeft geen tijd meer over"),
    (
        {"minutes": 60, "travel_counts": True},
        {},
        "vol: heeft nog 60 per week, en 70 is nodig",
    ),
]


@pytest.mark.parametrize(("volunteer", "request_", "sentence"), NO)
def test_each_reason_not_to_ask_somebody(
    volunteer: dict[str, Any], request_: dict[str, Any], sentence: str
) -> None:
    one = problem([volunteer], [request_])
    assert said(why_not(one, 0, 0)) == sentence
    assert why_not(problem([{}], [{}]), 0, 0) is None


def test_every_hard_rule_has_a_reason_of_its_own() -> None:
    refused = problem([{}], [{}], refused=np.array([[0, 0]]))
    assert said(why_not(refused, 0, 0)) == "is al gevraagd voor deze vraag"
    reasons = [why_not(problem([v], [r]), 0, 0) for v, r, _ in NO]
    found = {reason.code.partition(".")[2] for reason in reasons if reason}
    wanted = {rule.code for rule in rules.HARD} - {"closed", "said_no"}
    assert wanted <= found


def test_the_first_rule_that_fails_is_said() -> None:
    assert said(why_not(problem([{"x": 9.0, "people": 0}], [{}]), 0, 0)).startswith("te ver")


def test_a_week_later_in_the_term_counts_too() -> None:
    later = np.full(13, 240)
    later[5] = 30
    one = problem([{"minutes": later}], [{}, {"weeks": 20}])
    assert said(why_not(one, 0, 0)) == "vol: heeft nog 30 per week, en 60 is nodig"
    assert why_not(one, 1, 0) is None


HOURS = ({"people": 0}, {"heavy": 0}, {"minutes": 45}, {"minutes": 0}, {"busy": THURSDAY})


@pytest.mark.parametrize("volunteer", HOURS)
def test_hours_elsewhere_stay_hidden(volunteer: dict[str, Any]) -> None:
    """Promise P6: "vol" is all that shows."""
    reason = why_not(problem([volunteer], [{"heavy": True}]), 0, 0)
    assert reason
    assert said(without_hours(reason)) in {"vol", "kan op andere dagen"}
    assert without_hours(reason).params == {}


def test_another_organisation_hears_nothing_of_a_signal_or_a_no() -> None:
    for code in rules.CLOSED:
        reason = why_not(problem([{"closed": code}], [{}]), 0, 0)
        assert reason
        outside = to_another_organisation(reason)
        assert said(outside) == "krijgt nu even geen nieuwe vragen"
        assert without_hours(reason) == reason


FIT = {
    "kinds": 1,
    "skills": 1,
    "needs_certificate": True,
    "brings": 1,
    "short_notice": True,
    "weeks": 20,
}


@pytest.mark.parametrize(
    ("volunteer", "heard"),
    [
        ({"x": 9.0}, "te ver"),
        ({"kinds": 2}, "wil liever iets anders doen"),
        ({"day_parts": 1}, "kan op andere dagen, zoals maandagochtend"),
        ({"certificate": False}, "past nu niet bij deze vraag"),
        ({"skills": 0}, "past nu niet bij deze vraag"),
        ({"no_gos": 1}, "past nu niet bij deze vraag"),
        ({"short_notice": False}, "past nu niet bij deze vraag"),
        ({"term": 3}, "past nu niet bij deze vraag"),
        ({"minutes": 0}, "vol"),
    ],
)
def test_another_organisation_hears_no_more_than_they_said_yes_to(
    volunteer: dict[str, Any], heard: str
) -> None:
    """A volunteer agreed to what they do, when, about how far, and whether there is room: no
    certificate, training, last day, no-go or limit of theirs shows there.
    """
    able = {"kinds": 1, "skills": 1, "short_notice": True}
    reason = why_not(problem([{**able, **volunteer}], [FIT]), 0, 0)
    assert reason
    assert said(to_another_organisation(reason)) == heard


def test_why_nobody_fits_speaks_of_the_own_volunteers() -> None:
    theirs = {"organisation": 1, "shared": True, "certificate": False}
    one = problem([theirs, theirs, {"kinds": 2}], [{"kinds": 1, "shareable": True}])
    assert said(why_waits(one, None, 0)).endswith("wil liever iets anders doen (1 vrijwilliger).")
    alone = problem([theirs], [{"shareable": True}])
    assert said(why_waits(alone, None, 0)) == "Er is nog niemand om te vragen."


# --- the same rules, one pair at a time -----------------------------------------------------------

SMALL_MASK = st.integers(0, 7)


@st.composite
def pairs(draw: st.DrawFn) -> Problem:
    rows = st.lists(st.integers(0, 2), min_size=13, max_size=13)
    volunteers = [
        {
            "x": float(draw(st.integers(0, 8))),
            "located": draw(st.booleans()),
            "kinds": draw(SMALL_MASK),
            "skills": draw(SMALL_MASK),
            "level": draw(st.integers(1, 3)),
            "no_gos": draw(SMALL_MASK) & draw(SMALL_MASK),
            "certificate": draw(st.integers(0, 4)) > 0,
            "short_notice": draw(st.booleans()),
            "term": draw(st.integers(6, 40)),
            "day_parts": draw(st.sampled_from([THURSDAY, TUESDAY, TUESDAY | THURSDAY, ANY_TIME])),
            "organisation": draw(st.integers(0, 1)),
            "shared": draw(st.booleans()),
            "travel_counts": draw(st.booleans()),
            "minutes": np.array(draw(rows)) * 60,
            "people": np.array(draw(rows)),
            "heavy": np.array(draw(rows)),
            "busy": draw(st.sampled_from([0, THURSDAY])),
            "closed": draw(st.integers(0, 5)) // 5,
        }
        for _ in range(draw(st.integers(1, 4)))
    ]
    request = {
        "kinds": draw(SMALL_MASK),
        "skills": draw(SMALL_MASK) & draw(SMALL_MASK),
        "level": draw(st.integers(1, 3)),
        "brings": draw(SMALL_MASK) & draw(SMALL_MASK),
        "short_notice": draw(st.booleans()),
        "day_parts": draw(st.sampled_from([THURSDAY, TUESDAY, WEDNESDAY, TUESDAY | THURSDAY])),
        "visit_minutes": draw(st.sampled_from([45, 60, 100])),
        "visits": draw(st.integers(1, 2)),
        "weeks": draw(st.integers(1, 60)),
        "heavy": draw(st.booleans()),
        "shareable": draw(st.booleans()),
        "changing_faces": draw(st.booleans()),
    }
    return problem(volunteers, [request])


def passes(of: Problem, volunteer: int) -> bool:
    """Whether one pair passes every hard rule, from single values."""
    v = {f: getattr(of.volunteers, f)[volunteer] for f in of.volunteers.__slots__}
    r = {f: getattr(of.requests, f)[0] for f in of.requests.__slots__}
    weeks = min(int(r["weeks"]), 52)
    rows = slice(0, -(-weeks // 4))
    near = ((v["x"] - r["x"]) ** 2 + (v["y"] - r["y"]) ** 2) * (v["located"] and r["located"])
    travel = int(v["travel_counts"]) * int(rules.travel_minutes(np.float32(near**0.5)))
    free = int(v["day_parts"]) & int(r["day_parts"])
    for taken in v["busy"][rows]:
        free &= ~int(taken)
    return bool(
        (v["organisation"] == r["organisation"] or (v["shared"] and r["shareable"]))
        and v["closed"] == 0
        and (not r["kinds"] or not v["kinds"] or v["kinds"] & r["kinds"])
        and not v["no_gos"] & r["brings"]
        and (v["certificate"] or not r["needs_certificate"])
        and int(r["skills"]) & ~int(v["skills"]) == 0
        and v["level"] >= r["level"]
        and near <= v["reach"] ** 2
        and (v["short_notice"] or not r["short_notice"])
        and free.bit_count() >= r["visits"]
        and v["term"] >= weeks
        and min(v["people"][rows]) >= 1
        and (not r["heavy"] or min(v["heavy"][rows]) >= 1)
        and min(v["minutes"][rows]) >= r["visits"] * (int(r["visit_minutes"]) + travel)
    )


@examples(60, many=1200)
@given(pairs())
def test_no_reason_exactly_when_every_hard_rule_passes(of: Problem) -> None:
    alone_fit = set(fitting(of, 0, alone(of, 0)).tolist())
    for volunteer in range(len(of.volunteers)):
        reason = why_not(of, 0, volunteer)
        assert (reason is None) is passes(of, volunteer)
        assert (reason is None) is (volunteer in alone_fit)
        if reason is None:
            assert volunteer in able(of, 0)


# --- who could take part --------------------------------------------------------------------------


def test_a_relay_needs_somebody_of_its_own_for_each_leg() -> None:
    asked = {"weeks": 16, "changing_faces": True}
    assert able(problem([{"term": 10}], [asked]), 0).tolist() == []
    assert able(problem([{"term": 10}, {"term": 8}], [asked]), 0).tolist() == [0, 1]
    assert able(problem([{"term": 10}, {"term": 3}], [asked]), 0).tolist() == []


def test_a_duo_shares_the_visits() -> None:
    asked = {"visits": 2, "day_parts": TUESDAY | THURSDAY}
    both = [{"day_parts": TUESDAY}, {"day_parts": THURSDAY}]
    assert able(problem(both, [asked]), 0).tolist() == [0, 1]
    assert able(problem(both[:1], [asked]), 0).tolist() == []


# --- what a plan leaves ---------------------------------------------------------------------------


def test_what_a_plan_takes_is_gone_in_its_own_weeks_only() -> None:
    town = problem([{"travel_counts": True}], [{"weeks": 6, "heavy": True}])
    left = left_after(town, plan_of(town, (0, 0))).volunteers
    assert left.minutes[0].tolist() == [170, 170, *[240] * 11]
    assert left.people[0].tolist() == [1, 1, *[2] * 11]
    assert left.heavy[0].tolist() == [0, 0, *[1] * 11]
    assert left.busy[0].tolist() == [THURSDAY, THURSDAY, *[0] * 11]


def test_what_is_left_is_what_the_ledger_says() -> None:
    """Judged by the rules of load, which know nothing of plans."""
    monday = date(2026, 11, 30)
    town = problem([{"minutes": 300, "people": 3}], [{"weeks": 6}, {"weeks": 10, "visits": 2}])
    both = TUESDAY | THURSDAY | WEDNESDAY
    town = town.replace(volunteers={"day_parts": [both]}, requests={"day_parts": [both, both]})
    left = left_after(town, plan_of(town, (0, 0), (1, 0))).volunteers
    limits = Limits(liked_minutes=300, max_minutes=300, max_people=3, max_heavy=1)
    carried = [
        Commitment("a", "a", monday, monday + timedelta(weeks=6, days=-1), 60, 1),
        Commitment("b", "b", monday, monday + timedelta(weeks=10, days=-1), 60, 2),
    ]
    for week in range(12):
        load = load_in(monday + timedelta(weeks=week), carried, limits)
        assert left.minutes[0, week // 4] <= limits.max_minutes - load.minutes
        assert left.people[0, week // 4] <= limits.max_people - load.people


# --- why it waits ---------------------------------------------------------------------------------


def test_a_request_in_the_plan_does_not_wait() -> None:
    town = problem([{}], [{}])
    assert why_waits(town, plan_of(town, (0, 0)), 0).code == "waits.planned"


def test_who_has_room_is_said() -> None:
    town = problem([{}], [{}])
    assert said(why_waits(town, plan_of(town), 0)) == "Er past 1 mens die ruimte heeft."
    two = problem([{}, {}], [{}])
    assert said(why_waits(two, None, 0)) == "Er passen 2 mensen die ruimte hebben."


def test_nobody_fits_and_what_is_missing_most() -> None:
    others = [{"x": 9.0}, {"x": 8.0}, {"day_parts": TUESDAY}, {"organisation": 1}] * 2
    town = problem(others, [{}])
    assert said(why_waits(town, plan_of(town), 0)) == (
        "Er past nu niemand. De meest gewone reden: woont te ver weg (4 vrijwilligers)."
    )
    one = problem([{"day_parts": TUESDAY}], [{}])
    assert said(why_waits(one, plan_of(one), 0)).endswith("kan op andere dagen (1 vrijwilliger).")
    empty = problem([{"organisation": 1}], [{}])
    assert why_waits(empty, plan_of(empty), 0).code == "waits.no_volunteers"


def test_all_who_fit_are_full_by_what_they_do_already() -> None:
    town = problem([{"people": 0}, {"minutes": 30}, {"x": 9.0}], [{}])
    assert said(why_waits(town, plan_of(town), 0)) == "Er passen 2 mensen, maar zij zitten vol."


@pytest.mark.parametrize(
    ("other", "words"),
    [
        ({"urgency": 3, "waited": 9}, "vragen met meer haast"),
        ({"waited": 9}, "vragen die langer wachten"),
        ({"heavy": True}, "vragen die zwaarder zijn"),
        ({"visit_minutes": 90}, "vragen waar meer hulp nodig is"),
        ({}, "andere vragen"),
    ],
)
def test_those_who_fit_are_needed_elsewhere(other: dict[str, Any], words: str) -> None:
    town = problem([{"people": 1}] * 3, [{}, other, other, other])
    waits = why_waits(town, plan_of(town, (1, 0), (2, 1), (3, 2)), 0)
    assert said(waits) == f"De 3 mensen die passen, zijn nodig bij {words}."
    assert {waits.params[f"row_{n}"] for n in (1, 2, 3)} == {1, 2, 3}


def test_the_requests_that_hold_the_least_needed_people_are_named_first() -> None:
    town = problem([{"people": 1}] * 5, [{}] * 6)
    plan = plan_of(town, *((request, request - 1) for request in range(1, 6)))
    prices = plan.prices.copy()
    prices[:, :, 1] = np.array([5, 4, 1, 2, 3])[:, None]
    params = why_waits(town, replace(plan, prices=prices), 0).params
    assert [params[f"row_{n}"] for n in (1, 2, 3)] == [3, 4, 5]
    assert "row_4" not in params
