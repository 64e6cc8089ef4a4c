"""Who may be asked: each rule with somebody it stops and somebody it does not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.matching.candidates import FIT_RULES, Asked, Someone, full, load_after, rank
from loopplank.core.requests.intake import day_parts
from loopplank.core.volunteers.away import Away, TimeAway
from loopplank.core.volunteers.contact_limits import (
    FREE,
    Agreed,
    Known,
    Limit,
    Question,
    Verdict,
    verdict,
)
from loopplank.core.volunteers.load import Commitment, Limits, Load
from loopplank.core.volunteers.no_gos import PAID_WORK

TODAY = date(2026, 11, 24)
LATER = TODAY + timedelta(weeks=12)
THURSDAY_AFTERNOON = day_parts([3], [1])
ASKED = Asked(
    kinds=frozenset({"shopping"}),
    day_parts=THURSDAY_AFTERNOON,
    commitment=Commitment("new", "p", TODAY, LATER, visit_minutes=90),
)
RIA = Someone(
    key="ria",
    name="Ria Smit",
    limits=Limits(270, 360, 2, 1),
    most_planned=Load(180, 1, 0),
    kinds=frozenset({"shopping", "company"}),
    day_parts=THURSDAY_AFTERNOON,
    no_gos=frozenset(),
    km=2.0,
    max_km=5,
    minutes_one_way=10,
)

STARTS = TODAY + timedelta(days=9)
FROM_STARTS = replace(ASKED.commitment, first_day=STARTS)


def gone(first: date, last: date) -> Limits:
    return replace(RIA.limits, away=TimeAway((Away(first, last),)))


AGREED = Agreed(days_of_rest=14, open_at_once=1, most_a_month=4)
HERE, THERE = "here", "there"


def contact(**known: object) -> dict[str, object]:
    """What an organisation reads of somebody with these facts."""
    facts = Known(**{"limits": RIA.limits, **known})  # type: ignore[arg-type]
    return {"contact": verdict(facts, AGREED, HERE, TODAY), "limits": facts.limits}


def paused(last: date | None) -> Limits:
    return replace(RIA.limits, pause_from=TODAY, pause_to=last)


def question(*, of: str = HERE, ago: int = 1, **more: object) -> Question:
    return Question(of, TODAY - timedelta(days=ago), **more)  # type: ignore[arg-type]


NO_TODAY = (question(no_on=TODAY),)
STOPPED = [
    ("why_not.pause", contact(limits=paused(None)), {}),
    ("why_not.pause_to", contact(limits=paused(LATER)), {}),
    ("why_not.away", {"limits": gone(TODAY, TODAY)}, {}),
    ("why_not.away", {"limits": gone(STARTS, STARTS)}, {"commitment": FROM_STARTS}),
    ("why_not.away", {"limits": gone(STARTS, LATER)}, {}),
    ("why_not.signal", contact(waits=frozenset({HERE})), {}),
    ("why_not.said_no", contact(asked_this=True), {}),
    ("why_not.kind", {"kinds": frozenset({"paperwork"})}, {}),
    ("why_not.no_go", {"no_gos": frozenset({"cats"})}, {"brings": frozenset({"cats", "dogs"})}),
    ("why_not.no_go", {"no_gos": frozenset({PAID_WORK})}, {"brings": frozenset({PAID_WORK})}),
    ("why_not.far", {"km": 5.1}, {}),
    ("why_not.certificate", {"certificate_seen": False}, {}),
    ("why_not.training", {}, {"needs_training": frozenset({"C4"})}),
    ("why_not.days", {"day_parts": day_parts([0], [0])}, {}),
    ("why_not.until", {"limits": Limits(270, 360, 2, 1, until=TODAY)}, {}),
    ("why_not.short_notice", {}, {"short_notice": True}),
    ("why_not.not_now", contact(waits=frozenset({THERE})), {}),
    ("why_not.rest", contact(questions=NO_TODAY), {}),
    ("why_not.open_question", contact(questions=(question(is_open=True),)), {}),
    ("why_not.asked_often", contact(questions=(question(),) * 4), {}),
    ("why_not.rests", contact(rests_until=LATER), {}),
]
NOT_STOPPED = [
    contact(limits=Limits(270, 360, 2, 1, False, TODAY - timedelta(9), TODAY - timedelta(2))),
    {"limits": gone(TODAY - timedelta(9), TODAY - timedelta(1))},
    {"limits": gone(STARTS, STARTS + timedelta(14))},
    {"no_gos": frozenset({"cats"})},
    {"km": 5.0},
    {"km": None},
    {"max_km": None, "km": 40.0},
    contact(questions=(question(ago=15, no_on=TODAY - timedelta(days=15)),)),
    {"kinds": frozenset()},
    {"day_parts": 0},
    {"limits": Limits(270, 360, 2, 1, until=LATER)},
]


@pytest.mark.parametrize(("code", "someone", "asked"), STOPPED)
def test_a_rule_stops_somebody_and_says_why(
    code: str, someone: dict[str, object], asked: dict[str, object]
) -> None:
    found = rank(replace(ASKED, **asked), [replace(RIA, **someone)], TODAY)  # type: ignore[arg-type]
    assert [n.reason.code for n in found.fits_not] == [code]
    assert found.fits_not_counts == ((code, 1),)
    assert found.no_room_counts == ()


@pytest.mark.parametrize("someone", NOT_STOPPED)
def test_and_does_not_stop_somebody_just_beside_it(someone: dict[str, object]) -> None:
    found = rank(ASKED, [replace(RIA, **someone)], TODAY)  # type: ignore[arg-type]
    assert [c.someone.key for c in found.fits] == ["ria"]


@pytest.mark.parametrize(
    ("planned", "code"),
    [
        (Load(271, 1, 0), "why_not.minutes"),
        (Load(0, 2, 0), "why_not.people"),
        (Load(270, 1, 0), None),
    ],
)
def test_room_is_looked_at_in_the_heaviest_week(planned: Load, code: str | None) -> None:
    found = full(ASKED, replace(RIA, most_planned=planned))
    assert (found.code if found else None) == code


def test_days_away_in_the_term_are_said_of_who_fits() -> None:
    (fits,) = rank(ASKED, [replace(RIA, limits=gone(STARTS, LATER - timedelta(60)))], TODAY).fits
    (said,) = [one for one in fits.cons if one.code == "mind.away"]
    assert said.params == {"first": STARTS, "last": LATER - timedelta(60)}
    (fits,) = rank(ASKED, [RIA], TODAY).fits
    assert "mind.away" not in {one.code for one in fits.cons}


def test_travel_counts_there_and_back_for_who_wants_that() -> None:
    counting = replace(RIA, limits=Limits(270, 360, 2, 1, travel_counts=True))
    assert load_after(ASKED, counting).minutes - load_after(ASKED, RIA).minutes == 20


def test_hidden_hours_give_no_number_away() -> None:
    found = full(ASKED, replace(RIA, most_planned=Load(300, 1, 0), hides_hours=True))
    assert found is not None
    assert (found.code, dict(found.params)) == ("why_not.full", {})


def test_the_order_is_day_then_distance_then_room_then_least_recently_asked() -> None:
    near = replace(RIA, key="near", km=0.5)
    far = replace(RIA, key="far", km=4.0)
    any_day = replace(RIA, key="any-day", km=0.1, day_parts=0)
    fuller = replace(RIA, key="fuller", km=0.6, most_planned=Load(270, 1, 0))
    long_ago = replace(RIA, key="long-ago", km=0.6, last_asked_on=TODAY - timedelta(days=90))
    asked_lately = replace(RIA, key="lately", km=0.6, last_asked_on=TODAY - timedelta(days=3))
    found = rank(ASKED, [any_day, far, fuller, asked_lately, long_ago, near], TODAY)
    assert [c.someone.key for c in found.fits] == [
        "near",
        "long-ago",
        "lately",
        "fuller",
        "far",
        "any-day",
    ]


def test_having_said_no_before_changes_nothing_in_the_order() -> None:
    said_no_elsewhere = replace(RIA, key="a", last_asked_on=TODAY - timedelta(days=30))
    never = replace(RIA, key="b", last_asked_on=TODAY - timedelta(days=30))
    assert [c.someone.key for c in rank(ASKED, [never, said_no_elsewhere], TODAY).fits] == [
        "a",
        "b",
    ]


@given(
    st.lists(
        st.builds(
            replace,
            st.just(RIA),
            key=st.uuids().map(str),
            certificate_seen=st.booleans(),
            contact=st.sampled_from([FREE, Verdict(Limit.SIGNAL), Verdict(Limit.ELSEWHERE)]),
            km=st.none() | st.floats(0, 12),
            most_planned=st.builds(Load, st.integers(0, 500), st.integers(0, 3), st.integers(0, 2)),
        ),
        max_size=30,
    )
)
def test_everybody_stands_in_exactly_one_group_and_nobody_above_a_limit(
    everybody: list[Someone],
) -> None:
    found = rank(ASKED, everybody, TODAY)
    keys = [
        *(c.someone.key for c in found.fits),
        *(n.someone.key for n in found.fits_no_room),
        *(n.someone.key for n in found.fits_not),
    ]
    assert sorted(keys) == sorted(one.key for one in everybody)
    for group, counts in (
        (found.fits_no_room, found.no_room_counts),
        (found.fits_not, found.fits_not_counts),
    ):
        assert sum(count for _, count in counts) == len(group), "each block counts its own"
    for candidate in found.fits:
        limits = candidate.someone.limits
        assert candidate.after.within(Load(limits.max_minutes, limits.max_people, limits.max_heavy))


def test_every_rule_has_somebody_it_stops() -> None:
    stopped = {
        rule.__name__
        for rule in FIT_RULES
        for _, someone, asked in STOPPED
        if rule(replace(ASKED, **asked), replace(RIA, **someone), TODAY)  # type: ignore[arg-type]
    }
    assert stopped == {rule.__name__ for rule in FIT_RULES}
