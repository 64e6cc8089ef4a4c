"""What somebody carries, week by week, against what they set; and how that is said."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.kit.calendar import monday
from loopplank.core.kit.reason import Minutes
from loopplank.core.volunteers.away import Away, TimeAway
from loopplank.core.volunteers.load import (
    NOTHING,
    STATE_WORDS,
    Commitment,
    Limits,
    Load,
    LoadState,
    first_limit_passed,
    fullness,
    ledger,
    load_in,
    real_minutes,
    weeks_above,
    weeks_carried,
)
from loopplank.core.volunteers.load_elsewhere import Part, as_seen_by_organisation, without_numbers

WEEK = date(2026, 11, 23)
TODAY = date(2026, 11, 24)
SIX_HOURS = Limits(270, 360, 2, 1)


def visits(key: str = "a", person: str = "p", **changes: object) -> Commitment:
    given: dict[str, object] = {
        "first_day": date(2026, 11, 26),
        "last_day": date(2027, 2, 18),
        "visit_minutes": 90,
    }
    return Commitment(key, person, **{**given, **changes})  # type: ignore[arg-type]


def passed(limits: Limits, new: Commitment, *others: Commitment) -> str | None:
    found = first_limit_passed("Ria", limits, new, others)
    return found.limit if found else None


# --- what cannot be -----


@pytest.mark.parametrize(
    "wrong",
    [
        {"liked_minutes": 400},
        {"liked_minutes": -1},
        {"max_heavy": 3},
        {"pause_to": TODAY},
        {"pause_from": TODAY, "pause_to": TODAY - timedelta(days=1)},
    ],
)
def test_limits_that_cannot_be_are_refused(wrong: dict[str, object]) -> None:
    base: dict[str, object] = {
        "liked_minutes": 270,
        "max_minutes": 360,
        "max_people": 2,
        "max_heavy": 1,
    }
    with pytest.raises(ValueError, match=r"lies between|are among|a pause ends"):
        Limits(**{**base, **wrong})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "wrong",
    [
        {"last_day": date(2026, 11, 25)},
        {"visit_minutes": 0},
        {"travel_minutes": -5},
        {"visits_per_week": 0},
        {"every_weeks": 0},
    ],
)
def test_a_commitment_that_cannot_be_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"last day|takes time|at least one"):
        visits(**wrong)


@pytest.mark.parametrize(
    "just",
    [
        {"liked_minutes": 0},
        {"liked_minutes": 360},
        {"max_heavy": 0},
        {"max_heavy": 2},
        {"pause_from": TODAY, "pause_to": TODAY},
        {"pause_from": TODAY, "pause_to": None},
    ],
)
def test_limits_may_go_up_to_each_other(just: dict[str, object]) -> None:
    base = {"liked_minutes": 270, "max_minutes": 360, "max_people": 2, "max_heavy": 1}
    assert Limits(**{**base, **just}) != SIX_HOURS  # type: ignore[arg-type]


def test_one_visit_of_a_minute_on_one_day_is_a_commitment() -> None:
    day = date(2026, 11, 29)
    least = visits(first_day=day, last_day=day, visit_minutes=1, travel_minutes=0)
    assert (least.visits_per_week, least.every_weeks, least.heavy) == (1, 1, False)
    assert ledger([least], SIX_HOURS) == {WEEK: Load(1, 1, 0)}
    assert visits(travel_minutes=1).minutes_a_week(travel_counts=True) == 91
    assert visits().minutes_a_week(travel_counts=True) == 90


def test_who_comes_back_has_the_same_limits_without_pause_or_days_away() -> None:
    spell = Away(TODAY, TODAY)
    gone = replace(SIX_HOURS, pause_from=TODAY, pause_to=TODAY, away=TimeAway((spell,)))
    assert gone.without_pause() == replace(SIX_HOURS, away=gone.away)
    assert gone.always_there() == SIX_HOURS
    assert gone.without_pause().absent_on(TODAY)
    assert not gone.without_pause().absent_on(TODAY + timedelta(days=1))
    assert replace(SIX_HOURS, pause_from=TODAY).absent_on(TODAY)


def test_each_of_three_lies_within_the_other() -> None:
    most = Load(10, 2, 1)
    assert most.within(most)
    for more in (Load(11, 2, 1), Load(10, 3, 1), Load(10, 2, 2)):
        assert not more.within(most)
        assert most.within(more)
    assert Load(10, 0, 1).at_least(Load(5, 2, 0)) == Load(10, 2, 1)


# --- the ledger -----


def test_the_ledger_counts_a_visit_in_its_own_weeks_and_the_person_in_all() -> None:
    one = visits(every_weeks=2, phase=WEEK)
    counted = ledger([one], SIX_HOURS)
    assert counted[WEEK] == Load(90, 1, 0)
    assert counted[WEEK + timedelta(weeks=1)] == Load(0, 1, 0)
    assert counted[WEEK + timedelta(weeks=2)] == Load(90, 1, 0)


def test_without_a_phase_any_week_may_be_the_one_and_all_count() -> None:
    counted = ledger([visits(every_weeks=2)], SIX_HOURS)
    assert {load.minutes for load in counted.values()} == {90}


def test_one_person_with_two_agreements_counts_once_and_is_heavy_when_either_is() -> None:
    counted = ledger([visits("a"), visits("b", heavy=True)], SIX_HOURS)
    assert counted[WEEK] == Load(180, 1, 1)


def test_travel_counts_only_when_the_volunteer_chose_so() -> None:
    one = visits(travel_minutes=30, visits_per_week=2)
    travelling = Limits(270, 360, 2, 1, travel_counts=True)
    assert ledger([one], SIX_HOURS)[WEEK].minutes == 180
    assert ledger([one], travelling)[WEEK].minutes == 240


def test_a_week_that_lies_wholly_in_a_pause_carries_and_allows_nothing() -> None:
    away = Limits(270, 360, 2, 1, pause_from=WEEK, pause_to=WEEK + timedelta(days=6))
    assert ledger([visits()], away)[WEEK] == NOTHING
    assert away.in_week(WEEK) == NOTHING
    # one day at home makes it a week that counts
    nearly = Limits(270, 360, 2, 1, pause_from=WEEK, pause_to=WEEK + timedelta(days=5))
    assert ledger([visits()], nearly)[WEEK] == Load(90, 1, 0)
    assert nearly.in_week(WEEK) == Load(360, 2, 1)


def test_a_pause_until_further_notice_never_ends() -> None:
    away = Limits(270, 360, 2, 1, pause_from=WEEK)
    assert away.absent_all_week(date(2031, 5, 5))
    assert not away.paused_on(WEEK - timedelta(days=1))


def test_the_week_of_the_last_day_still_allows_and_the_next_does_not() -> None:
    until = Limits(270, 360, 2, 1, until=date(2026, 11, 25))
    assert until.in_week(WEEK) == Load(360, 2, 1)
    assert until.in_week(WEEK + timedelta(weeks=1)) == NOTHING


def test_week_53_and_new_year_lie_between_their_neighbours() -> None:
    one = visits(first_day=date(2026, 12, 24), last_day=date(2027, 1, 8))
    assert weeks_carried(one) == (date(2026, 12, 21), date(2026, 12, 28), date(2027, 1, 4))
    assert date(2026, 12, 28).isocalendar()[:2] == (2026, 53)
    assert set(ledger([one], SIX_HOURS)) == set(weeks_carried(one))


@pytest.mark.parametrize("sunday", [date(2026, 10, 25), date(2027, 3, 28)])
def test_the_night_in_which_the_clock_moves_belongs_to_its_own_week(sunday: date) -> None:
    one = visits(first_day=sunday, last_day=sunday + timedelta(days=1))
    assert weeks_carried(one) == (sunday - timedelta(days=6), sunday + timedelta(days=1))


# --- does it fit -----


def test_the_first_limit_that_is_passed_is_named() -> None:
    beside = visits("b", "q", visit_minutes=300)
    assert passed(SIX_HOURS, visits()) is None
    assert passed(SIX_HOURS, visits(), beside) == "minutes"
    assert passed(SIX_HOURS, visits(), visits("b", "q"), visits("c", "r")) == "people"
    assert passed(SIX_HOURS, visits(heavy=True), visits("b", "q", heavy=True)) == "heavy"
    assert passed(Limits(270, 360, 2, 1, until=date(2027, 1, 1)), visits()) == "until"
    assert passed(Limits(270, 360, 2, 1, pause_from=WEEK), visits()) is None


def test_a_pause_gives_no_room_since_it_may_end_any_day() -> None:
    away = Limits(90, 90, 1, 0, pause_from=WEEK, pause_to=date(2027, 1, 10))
    assert passed(away, visits()) is None
    assert passed(away, visits(), visits("b", "q")) == "people"
    within = visits("b", "q", first_day=date(2026, 12, 10), last_day=date(2027, 1, 7))
    assert passed(away, within, visits()) == "people"
    found = first_limit_passed("Ria", away, within, [visits()])
    assert found is not None
    assert (found.week, found.reason.params["planned"]) == (date(2026, 12, 7), 1)


def test_what_was_held_already_is_kept_also_under_a_lower_limit() -> None:
    low, held = Limits(60, 60, 1, 0, until=date(2027, 2, 1)), visits()
    shorter = visits(last_day=date(2027, 1, 7))
    assert passed(low, shorter) == "minutes"
    assert first_limit_passed("Ria", low, shorter, [], held) is None
    assert first_limit_passed("Ria", low, held, [], held) is None
    more = first_limit_passed("Ria", low, replace(held, visits_per_week=2), [], held)
    assert more is not None
    assert more.limit == "minutes", "what was held is kept, and nothing on top of it"
    longer = first_limit_passed("Ria", low, visits(last_day=date(2027, 3, 4)), [], held)
    assert longer is not None
    assert longer.limit == "until"
    sooner = first_limit_passed("Ria", low, visits(first_day=date(2026, 11, 19)), [], held)
    assert sooner is not None
    assert (sooner.limit, sooner.week) == ("minutes", date(2026, 11, 16))


def test_the_weeks_above_the_limit_are_those_that_are_still_to_come() -> None:
    low = Limits(60, 60, 1, 0)
    above = weeks_above([visits()], low, date(2026, 12, 7))
    assert min(above) == date(2026, 12, 7)
    assert len(above) == 11
    away = Limits(60, 60, 1, 0, pause_from=date(2026, 12, 7))
    assert weeks_above([visits()], away, date(2026, 12, 7)) == set()


def test_exactly_the_limit_fits_and_one_minute_more_does_not() -> None:
    assert passed(SIX_HOURS, visits(visit_minutes=360)) is None
    assert passed(SIX_HOURS, visits(visit_minutes=361)) == "minutes"


def test_a_week_in_the_middle_of_the_term_is_enough_to_refuse() -> None:
    once = visits(
        "b", "q", visit_minutes=300, first_day=date(2027, 1, 7), last_day=date(2027, 1, 7)
    )
    found = first_limit_passed("Ria", SIX_HOURS, visits(), [once])
    assert found is not None
    assert found.week == date(2027, 1, 4)
    assert found.reason.params["planned"] == 300
    hidden = without_numbers(found, "Ria")
    assert hidden.reason.params == {"name": "Ria"}
    assert hidden.limit == found.limit


def test_each_limit_that_is_passed_has_its_own_sentence() -> None:
    beside = visits("b", "q", visit_minutes=300, heavy=True)
    week = date(2026, 11, 23)

    def said(new: Commitment, *others: Commitment, limits: Limits = SIX_HOURS) -> object:
        found = first_limit_passed("Ria", limits, new, others)
        assert found is not None
        assert found.week == (week if found.limit != "until" else date(2026, 12, 28))
        assert found.reason.params["name"] == "Ria"
        return found.reason.code, {k: v for k, v in found.reason.params.items() if k != "name"}

    assert said(visits(), beside) == (
        "load.minutes",
        {"limit": 360, "planned": 300, "extra": 90, "week": week},
    )
    assert said(visits(), visits("b", "q"), visits("c", "r")) == (
        "load.people",
        {"limit": 2, "planned": 2, "week": week},
    )
    assert said(visits(heavy=True), replace(beside, visit_minutes=60)) == (
        "load.heavy",
        {"limit": 1, "planned": 1},
    )
    until = date(2027, 1, 1)
    assert said(visits(), limits=replace(SIX_HOURS, until=until)) == (
        "load.until",
        {"until": until},
    )


def test_the_last_day_that_somebody_wants_is_still_theirs() -> None:
    until = replace(SIX_HOURS, until=date(2027, 2, 18))
    assert passed(until, visits()) is None
    assert passed(until, visits(last_day=date(2027, 2, 19))) == "until"
    # that day on a Monday: the week of it is theirs too
    monday = replace(SIX_HOURS, until=date(2027, 2, 15))
    assert monday.in_week(date(2027, 2, 15)) == Load(360, 2, 1)


def test_only_a_later_last_day_asks_again_what_was_held() -> None:
    held = visits()
    gone = replace(SIX_HOURS, until=date(2027, 1, 1))
    assert first_limit_passed("Ria", gone, replace(held, visit_minutes=60), [], held) is None
    away = replace(SIX_HOURS, away=TimeAway((Away(date(2026, 11, 26), date(2026, 11, 26)),)))
    assert passed(away, visits()) == "away"
    assert first_limit_passed("Ria", away, held, [], held) is None


# --- in words -----


@pytest.mark.parametrize(
    ("planned", "logged", "code", "numbers"),
    [
        (Load(60, 2), 0, "load.words_people", {"now": 2, "limit": 2}),
        (Load(180, 1), 60, "load.words_minutes", {"now": 180, "limit": 360}),
        (Load(60, 2), 361, "load.words_minutes", {"now": 361, "limit": 360}),
        (Load(60, 2), 360, "load.words_people", {"now": 2, "limit": 2}),
    ],
)
def test_what_is_tightest_is_said_and_real_hours_only_above_the_limit(
    planned: Load, logged: int, code: str, numbers: dict[str, int]
) -> None:
    full = fullness(SIX_HOURS, planned, logged, TODAY)
    said = dict(full.words.params)
    assert said.pop("word") == full.word
    assert (full.words.code, said) == (code, numbers)
    assert isinstance(said["now"], Minutes) is (code == "load.words_minutes")


def test_a_pause_without_an_end_says_so() -> None:
    there = fullness(replace(SIX_HOURS, pause_from=TODAY), NOTHING, 0, TODAY)
    assert (there.state, there.words.code) == (LoadState.PAUSE, "load.paused")
    ends = replace(SIX_HOURS, pause_from=TODAY, pause_to=TODAY)
    assert fullness(ends, NOTHING, 0, TODAY).words.code == "load.paused_to"


def test_days_away_say_until_when() -> None:
    gone = replace(SIX_HOURS, away=TimeAway((Away(TODAY, TODAY),)))
    full = fullness(gone, Load(60, 2), 999, TODAY)
    assert full.state is LoadState.AWAY
    assert full.words.code not in {"load.words_people", "load.words_minutes"}
    assert fullness(gone, Load(60, 2), 999, TODAY + timedelta(days=1)).state is LoadState.OVER


def test_every_state_has_a_word_of_its_own() -> None:
    assert set(STATE_WORDS) == set(LoadState)
    assert len(set(STATE_WORDS.values())) == len(STATE_WORDS)


@pytest.mark.parametrize(
    ("planned", "logged", "state", "tightest"),
    [
        (Load(0, 0), 0, LoadState.ROOM, "minutes"),
        (Load(179, 0), 0, LoadState.ROOM, "minutes"),
        (Load(180, 0), 0, LoadState.GOOD, "minutes"),
        (Load(287, 1), 0, LoadState.GOOD, "minutes"),
        (Load(288, 1), 0, LoadState.NEARLY, "minutes"),
        (Load(360, 1), 0, LoadState.FULL, "minutes"),
        (Load(60, 2), 0, LoadState.FULL, "people"),
        (Load(60, 1), 0, LoadState.GOOD, "people"),
        (Load(60, 1, 1), 0, LoadState.GOOD, "people"),
        (Load(360, 2), 360, LoadState.FULL, "minutes"),
        (Load(60, 1), 361, LoadState.OVER, "people"),
    ],
)
def test_the_states_begin_where_the_concept_says(
    planned: Load, logged: int, state: LoadState, tightest: str
) -> None:
    full = fullness(SIX_HOURS, planned, logged, TODAY)
    assert full.state is state
    assert full.tightest == tightest
    assert full.word == STATE_WORDS[state]


def test_a_pause_hides_all_else_and_says_until_when() -> None:
    to = TODAY + timedelta(days=3)
    away = Limits(270, 360, 2, 1, pause_from=TODAY, pause_to=to)
    full = fullness(away, Load(400, 2), 999, TODAY)
    assert full.state is LoadState.PAUSE
    assert full.words.params == {"to": to}
    assert fullness(away, NOTHING, 0, to + timedelta(days=1)).state is LoadState.ROOM


def test_who_offers_nothing_is_full_and_not_divided_by() -> None:
    assert fullness(Limits(0, 0, 0, 0), NOTHING, 0, TODAY).state is LoadState.FULL


def test_hours_elsewhere_show_only_with_a_yes() -> None:
    own, total = Part(Load(90, 1)), Part(Load(300, 2))
    open_ = as_seen_by_organisation(SIX_HOURS, own, total, TODAY, shares=True)
    assert open_.planned == total.planned
    closed = as_seen_by_organisation(SIX_HOURS, own, total, TODAY, shares=False)
    assert closed.state is LoadState.FULL
    assert closed.planned == own.planned
    assert 300 not in closed.words.params.values()
    # below full only "ruimte" comes through, whatever it really is
    nearly = Part(Load(290, 1))
    roomy = as_seen_by_organisation(SIX_HOURS, own, nearly, TODAY, shares=False)
    assert roomy.state is LoadState.ROOM


def test_real_hours_elsewhere_show_as_a_word_only() -> None:
    """110 minutes here and 260 there is over a limit of six hours, and nobody hears of the 260."""
    own, total = Part(Load(60, 1), 110), Part(Load(120, 2), 370)
    closed = as_seen_by_organisation(SIX_HOURS, own, total, TODAY, shares=False)
    assert closed.state is LoadState.OVER
    assert closed.words.params == {"word": STATE_WORDS[LoadState.OVER], "own": 110}
    assert (closed.planned, closed.logged_minutes) == (own.planned, 110)
    open_ = as_seen_by_organisation(SIX_HOURS, own, total, TODAY, shares=True)
    assert open_.words.params["now"] == 370
    alone = as_seen_by_organisation(
        SIX_HOURS, replace(own, logged_minutes=365), total, TODAY, shares=False
    )
    assert alone.words.params["now"] == 365, "what is over here alone is said with its number"


def test_a_pause_shows_no_hours_of_elsewhere() -> None:
    away = Limits(270, 360, 2, 1, pause_from=TODAY)
    own, total = Part(Load(90, 1)), Part(Load(300, 2), 400)
    seen = as_seen_by_organisation(away, own, total, TODAY, shares=False)
    assert (seen.state, seen.planned, seen.logged_minutes) == (LoadState.PAUSE, own.planned, 0)


def test_travel_is_real_when_the_volunteer_counts_it() -> None:
    assert real_minutes(90, 30, SIX_HOURS) == 90
    assert real_minutes(90, 30, replace(SIX_HOURS, travel_counts=True)) == 120


# --- properties -----

DAYS = st.dates(date(2026, 9, 1), date(2027, 9, 1))


@st.composite
def commitments(draw: st.DrawFn) -> Commitment:
    first = draw(DAYS)
    every = draw(st.integers(1, 4))
    return Commitment(
        key=draw(st.uuids()).hex,
        person=draw(st.sampled_from("pqrs")),
        first_day=first,
        last_day=first + timedelta(days=draw(st.integers(0, 200))),
        visit_minutes=draw(st.integers(15, 300)),
        travel_minutes=draw(st.integers(0, 60)),
        visits_per_week=draw(st.integers(1, 3)),
        every_weeks=every,
        phase=draw(st.none() | st.just(monday(first))),
        heavy=draw(st.booleans()),
    )


@st.composite
def limits_of(draw: st.DrawFn) -> Limits:
    most, people = draw(st.integers(0, 1200)), draw(st.integers(0, 5))
    start = draw(st.none() | DAYS)
    return Limits(
        draw(st.integers(0, most)),
        most,
        people,
        draw(st.integers(0, people)),
        travel_counts=draw(st.booleans()),
        pause_from=start,
        pause_to=start + timedelta(days=draw(st.integers(0, 60)))
        if start and draw(st.booleans())
        else None,
        until=draw(st.none() | DAYS),
    )


@given(st.lists(commitments(), max_size=5), limits_of())
def test_the_ledger_is_the_same_whatever_the_order(all_: list[Commitment], limits: Limits) -> None:
    assert ledger(all_, limits) == ledger(reversed(all_), limits)
    for week, load in ledger(all_, limits).items():
        assert week.weekday() == 0
        assert load == load_in(week, all_, limits)
        assert load.heavy <= load.people <= len(all_)


@given(st.lists(commitments(), max_size=4), commitments(), limits_of())
def test_adding_one_never_makes_any_week_lighter(
    others: list[Commitment], new: Commitment, limits: Limits
) -> None:
    before, after = ledger(others, limits), ledger([*others, new], limits)
    assert all(load.within(after[week]) for week, load in before.items())
    assert set(after) == {*before, *weeks_carried(new)}


@given(st.lists(commitments(), max_size=4), commitments(), limits_of())
def test_what_fits_stays_within_the_limit_in_every_week_of_its_term(
    others: list[Commitment], new: Commitment, limits: Limits
) -> None:
    """Also in the weeks of a pause, which may end any day."""
    back = limits.without_pause()
    planned = ledger([*others, new], back)
    found = first_limit_passed("Ria", limits, new, others)
    weeks = weeks_carried(new)
    if found is None:
        for now in (limits, back):
            load = ledger([*others, new], now)
            assert all(load[week].within(now.in_week(week)) for week in weeks)
        assert limits.until is None or new.last_day <= limits.until
    elif found.limit == "until":
        assert limits.until is not None
        assert new.last_day > limits.until
    else:
        allowed = back.in_week(found.week)
        assert getattr(planned[found.week], found.limit) > getattr(allowed, found.limit)
        earlier = [week for week in weeks if week < found.week]
        assert all(planned[week].within(back.in_week(week)) for week in earlier)


@given(st.lists(commitments(), max_size=4), commitments(), limits_of(), limits_of())
def test_who_allows_more_refuses_nothing_that_fitted(
    others: list[Commitment], new: Commitment, low: Limits, high: Limits
) -> None:
    wider = Limits(
        high.liked_minutes,
        max(low.max_minutes, high.max_minutes),
        max(low.max_people, high.max_people),
        max(low.max_heavy, high.max_heavy),
        travel_counts=low.travel_counts,
        pause_from=low.pause_from,
        pause_to=low.pause_to,
        until=low.until,
    )
    before = first_limit_passed("Ria", low, new, others)
    after = first_limit_passed("Ria", wider, new, others)
    assert before is not None or after is None


@given(limits_of(), st.integers(0, 2000), st.integers(0, 6), st.integers(0, 2000), DAYS)
def test_the_state_never_says_room_where_there_is_none(
    limits: Limits, minutes: int, people: int, logged: int, today: date
) -> None:
    full = fullness(limits, Load(minutes, people), logged, today)
    if full.state is LoadState.PAUSE:
        assert limits.paused_on(today)
    elif full.state is LoadState.OVER:
        assert logged > limits.max_minutes
    else:
        fits = minutes < limits.max_minutes and people < limits.max_people
        assert (full.state is LoadState.FULL) is not fits


@given(limits_of(), st.integers(0, 1200), st.integers(0, 600), st.integers(0, 600), DAYS)
def test_without_a_yes_no_number_of_elsewhere_shows(
    limits: Limits, own: int, elsewhere: int, real: int, today: date
) -> None:
    mine, all_ = Part(Load(own, 1), real), Part(Load(own + elsewhere, 2), real + elsewhere)
    seen = as_seen_by_organisation(limits, mine, all_, today, shares=False)
    assert (seen.planned, seen.logged_minutes) == (mine.planned, real)
    shown = [v for v in seen.words.params.values() if isinstance(v, int)]
    known = {own, real, 1, limits.max_minutes, limits.max_people}
    assert set(shown) <= known
    assert seen.state not in {LoadState.GOOD, LoadState.NEARLY}
