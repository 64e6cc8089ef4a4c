"""Who may be asked: each rule with somebody it stops and somebody it does not."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.matching import candidate_order as order
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
from loopplank.core.volunteers.load import Commitment, Limits, Load, measured, state_at
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


#: What each word of the order means, read from the page alone; written apart from the order itself.
MEANS = {
    "gevraagde dag": lambda asked, one: (
        0 if one.day_parts & asked.day_parts else 1 if one.day_parts else 2
    ),
    "minuten reizen": lambda asked, one: 9999 if one.km is None else one.minutes_one_way,
    "ruimte": lambda asked, one: [
        "ruimte", "zit goed", "bijna vol", "vol"].index(shown_word(asked, one)),
    "langst niet gevraagd": lambda asked, one: one.last_asked_here or date.min,
    "naam": lambda asked, one: one.name.casefold(),
    "mag kort vooraf gebeld worden": lambda asked, one: not one.short_notice,
}  # fmt: skip


def shown_word(asked: Asked, one: Someone) -> str:
    """The word of the load after a yes, by the rule of the house: under 50, 80 and 100 %."""
    if one.hides_hours:
        return "ruimte"
    after, limits = load_after(asked, one), one.limits
    share = max(after.minutes / limits.max_minutes, after.people / limits.max_people)
    return (
        "ruimte"
        if share < 0.5
        else "zit goed"
        if share < 0.8
        else "bijna vol"
        if share < 1
        else "vol"
    )


some_people = st.lists(
    st.builds(
        replace,
        st.just(RIA),
        key=st.uuids().map(str),
        name=st.sampled_from(["Ria", "anna", "Bas"]),
        km=st.none() | st.just(1.0),
        minutes_one_way=st.sampled_from([5, 10, 15]),
        limits=st.sampled_from([Limits(270, 360, 4, 1), Limits(100, 180, 9, 1)]),
        most_planned=st.builds(Load, st.integers(0, 270), st.integers(0, 3)),
        day_parts=st.sampled_from([0, THURSDAY_AFTERNOON, day_parts([4], [1])]),
        hides_hours=st.booleans(),
        short_notice=st.booleans(),
        last_asked_here=st.none() | st.sampled_from([TODAY, TODAY - timedelta(90)]),
    ),
    max_size=12,
)


@given(some_people, st.none() | st.sampled_from(order.CHOICES), st.booleans())
def test_the_words_of_the_order_are_exactly_the_order(
    everybody: list[Someone], first: order.By | None, at_short_notice: bool
) -> None:
    asked = replace(ASKED, also_parts=day_parts([4], [1]))
    turn = order.in_turn(first, short_notice=at_short_notice)
    words = order.words_of(turn)
    assert len(set(words)) == len(words) >= 4
    assert first is None or order.WORDS[first] == words[int(at_short_notice)]
    found = [c.someone for c in rank(asked, everybody, TODAY, turn).fits]

    def by_words(one: Someone) -> tuple[object, ...]:
        return tuple(MEANS[said](asked, one) for said in words)

    places = [by_words(one) for one in found]
    assert places == sorted(places)  # type: ignore[type-var]


def test_nothing_of_another_organisation_shows_in_the_order() -> None:
    """Two of whom the page shows the same stand in no order that says more (promise P6)."""
    empty = replace(RIA, key="b", hides_hours=True, most_planned=Load(0, 0, 0))
    busy = replace(RIA, key="a", hides_hours=True, most_planned=Load(270, 1, 0))
    assert [c.someone.key for c in rank(ASKED, [empty, busy], TODAY).fits] == ["a", "b"]
    busier = replace(busy, key="c")
    assert [c.someone.key for c in rank(ASKED, [busier, empty], TODAY).fits] == ["b", "c"]


def test_whoever_can_on_another_day_only_is_never_said_to_be_there_on_the_asked_one() -> None:
    friday = replace(RIA, key="friday", km=0.1, day_parts=day_parts([4], [1]))
    asked = replace(ASKED, also_parts=day_parts([4], [1]))
    first, second = rank(asked, [friday, RIA], TODAY).fits
    assert (first.someone.key, second.someone.key) == ("ria", "friday")
    assert "why.day" in {one.code for one in first.pros}
    assert "why.day" not in {one.code for one in second.pros}
    assert "mind.other_day" in {one.code for one in second.cons}


@pytest.mark.parametrize(
    ("planned", "state", "unit"),
    [
        (Load(0, 0), "room", "minutes"),
        (Load(179, 0), "room", "minutes"),
        (Load(180, 0), "good", "minutes"),
        (Load(288, 0), "nearly", "minutes"),
        (Load(359, 0), "nearly", "minutes"),
        (Load(360, 0), "full", "minutes"),
        (Load(60, 2), "good", "people"),
        (Load(60, 4), "full", "people"),
    ],
)
def test_the_word_and_the_bar_are_of_what_is_tightest(planned: Load, state: str, unit: str) -> None:
    found = measured(Limits(0, 360, 4, 4), planned)
    assert (found.state, found.unit) == (state, unit)
    assert state_at(found.after / found.limit) == found.state, "the bar shows what its word says"
    heavy = measured(Limits(0, 360, 4, 4), planned, too_heavy=True)
    assert (heavy.state, heavy.after) == ("heavy", found.after), "an open signal beats the hours"


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
