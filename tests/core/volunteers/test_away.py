"""Days on which somebody is not there: how they add up, what they stop and what goes on."""

import itertools
from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.messages.calendar_feed import days_of_visits
from loopplank.core.volunteers.away import (
    Away,
    TimeAway,
    gained,
    in_the_way,
    interval,
    interval_of,
    left_of,
    taken_from,
    together,
    within,
)
from loopplank.core.volunteers.limits import lower_of, raises
from loopplank.core.volunteers.load import (
    NOTHING,
    Commitment,
    Limits,
    Load,
    LoadState,
    first_limit_passed,
    fullness,
    ledger,
)
from loopplank.core.volunteers.load_elsewhere import Part, as_seen_by_organisation, without_numbers
from loopplank.core.volunteers.visits import (
    Agreement,
    fixed_days,
    not_written_down,
    visits_in_week,
)
from loopplank.core.wellbeing.creep import Done, Sign, of_match, of_person

TODAY = date(2026, 11, 24)
CHRISTMAS = Away(date(2026, 12, 19), date(2027, 1, 3))
SIX = Limits(270, 360, 2, 1)
GONE = replace(SIX, away=TimeAway((CHRISTMAS,)))
THURSDAYS = Commitment("a", "p", date(2026, 11, 26), date(2027, 2, 18), 90)
AGREED = Agreement(date(2026, 11, 26), date(2027, 2, 18), 90, weekday=3, start_time=time(14))
DAYS = st.integers(0, 60).map(lambda n: TODAY + timedelta(days=n))
PERIODS = st.lists(st.builds(lambda a, b: Away(min(a, b), max(a, b)), DAYS, DAYS), max_size=5)


def days_of(periods: tuple[Away, ...]) -> set[date]:
    return {
        one.first + timedelta(days=n)
        for one in periods
        for n in range((one.last - one.first).days + 1)
    }


# --- how periods add up -----


def test_a_period_that_ends_before_it_begins_cannot_be() -> None:
    with pytest.raises(ValueError, match="ends on or after"):
        Away(TODAY, TODAY - timedelta(days=1))


@given(PERIODS)
def test_together_are_the_same_days_in_runs_with_a_day_between(periods: list[Away]) -> None:
    made = together(periods)
    assert days_of(made) == days_of(tuple(periods))
    assert all(
        one.last + timedelta(days=1) < after.first for one, after in itertools.pairwise(made)
    )


@given(PERIODS, PERIODS)
def test_taking_days_away_leaves_the_others(periods: list[Away], gone: list[Away]) -> None:
    left = tuple(periods)
    for one in gone:
        left = taken_from(left, one)
    assert days_of(left) == days_of(tuple(periods)) - days_of(tuple(gone))


@given(PERIODS, PERIODS, DAYS)
def test_what_was_gained_is_what_was_not_there_before(
    before: list[Away], after: list[Away], today: date
) -> None:
    more = gained(TimeAway(tuple(before)), TimeAway(tuple(after)), today)
    wanted = days_of(tuple(after)) - days_of(tuple(before))
    assert days_of(more) == {day for day in wanted if day >= today}


def test_a_spell_runs_on_over_a_period_and_the_holiday_beside_it() -> None:
    said = TimeAway((Away(date(2027, 1, 4), date(2027, 1, 10)),), ("north",), (CHRISTMAS,))
    assert said.on(date(2026, 12, 25)) == Away(CHRISTMAS.first, date(2027, 1, 10))
    assert said.on(CHRISTMAS.first - timedelta(days=1)) is None


def test_an_interval_is_read_back_as_it_was_written() -> None:
    assert interval_of(interval(CHRISTMAS)) == CHRISTMAS
    assert left_of((CHRISTMAS,), date(2026, 12, 25)) == (Away(date(2026, 12, 25), CHRISTMAS.last),)
    assert left_of((CHRISTMAS,), date(2027, 1, 4)) == ()


def test_a_year_before_the_holidays_end_it_is_said() -> None:
    known = TimeAway(regions=("north",), school=(CHRISTMAS,))
    assert known.soon_unknown(CHRISTMAS.last - timedelta(days=365)) is None
    assert known.soon_unknown(CHRISTMAS.last - timedelta(days=364)) == CHRISTMAS.last
    assert TimeAway((CHRISTMAS,)).soon_unknown(TODAY) is None


# --- load -----


def test_a_week_away_carries_nothing_and_allows_nothing() -> None:
    planned = ledger([THURSDAYS], GONE)
    assert planned[date(2026, 12, 21)] == NOTHING
    assert GONE.in_week(date(2026, 12, 28)) == NOTHING
    # a weekend at its beginning is not a week
    assert planned[date(2026, 12, 14)] == Load(90, 1, 0)
    assert GONE.in_week(date(2026, 12, 14)) == Load(360, 2, 1)


def test_a_new_agreement_runs_across_days_away_and_counts_as_if_there_were_none() -> None:
    assert first_limit_passed("Ria", GONE, THURSDAYS, []) is None
    over = replace(THURSDAYS, visit_minutes=300)
    passed = first_limit_passed(
        "Ria", GONE, replace(over, key="b", person="q", first_day=date(2026, 12, 17)), [over]
    )
    assert passed is not None
    assert passed.limit == "minutes"
    # in weeks away too: else whoever is back sooner would carry too much
    only_there = replace(over, first_day=date(2026, 12, 21), last_day=date(2026, 12, 27))
    new = replace(over, key="b", person="q", first_day=date(2026, 12, 10))
    found = first_limit_passed("Ria", GONE, new, [only_there])
    assert found is not None
    assert found.week == date(2026, 12, 21)


@pytest.mark.parametrize(
    ("first", "last", "stops"),
    [
        (CHRISTMAS.first, date(2027, 3, 1), True),
        (CHRISTMAS.last, CHRISTMAS.last, True),
        (CHRISTMAS.last + timedelta(days=1), date(2027, 3, 1), False),
        # three weeks of which two are away; four of which two are
        (date(2026, 12, 14), date(2027, 1, 3), True),
        (date(2026, 12, 14), date(2027, 1, 10), False),
        (TODAY, TODAY, False),
    ],
)
def test_what_begins_while_away_or_passes_mostly_away_is_refused(
    first: date, last: date, stops: bool
) -> None:
    found = first_limit_passed("Ria", GONE, replace(THURSDAYS, first_day=first, last_day=last), [])
    assert (found.limit if found else None) == ("away" if stops else None)
    if found is not None:
        assert found.reason.params["last"] == CHRISTMAS.last
        assert without_numbers(found, "Ria") == found


def test_what_runs_already_may_change_its_days() -> None:
    longer = replace(THURSDAYS, first_day=CHRISTMAS.first, last_day=date(2026, 12, 31))
    assert first_limit_passed("Ria", GONE, longer, [], held=THURSDAYS) is None


def test_the_state_says_until_when() -> None:
    full = fullness(GONE, NOTHING, 0, date(2026, 12, 25))
    assert (full.state, full.word) == (LoadState.AWAY, "weg")
    assert full.words.params == {"to": CHRISTMAS.last}
    assert fullness(GONE, NOTHING, 0, CHRISTMAS.last + timedelta(days=1)).state is LoadState.ROOM
    # the same for an organisation that may not see the hours elsewhere
    seen = as_seen_by_organisation(
        GONE, Part(), Part(Load(360, 2, 0)), date(2026, 12, 25), shares=False
    )
    assert seen.state is LoadState.AWAY
    paused = replace(GONE, pause_from=date(2026, 12, 1))
    assert fullness(paused, NOTHING, 0, date(2026, 12, 25)).state is LoadState.PAUSE


# --- up and down (promise P10) -----


def test_being_away_more_is_no_raise_and_being_away_less_is() -> None:
    later = Away(date(2027, 2, 1), date(2027, 2, 7))
    more = replace(GONE, away=TimeAway((CHRISTMAS, later)))
    assert not raises(GONE, more, TODAY)
    assert raises(more, GONE, TODAY)
    assert lower_of(more, GONE, TODAY).away == more.away
    assert raises(GONE, replace(GONE, away=TimeAway()), TODAY)
    shorter = TimeAway((replace(CHRISTMAS, last=date(2026, 12, 27)),))
    assert raises(GONE, replace(GONE, away=shorter), TODAY)
    longer = TimeAway((replace(CHRISTMAS, last=date(2027, 1, 10)),))
    assert not raises(GONE, replace(GONE, away=longer), TODAY)


def test_the_days_that_are_over_may_be_dropped_by_anybody() -> None:
    after = CHRISTMAS.last + timedelta(days=1)
    assert not raises(GONE, SIX, after)
    # and of a period that runs only what is left counts
    rest = TimeAway((Away(date(2026, 12, 25), CHRISTMAS.last),))
    assert not raises(GONE, replace(GONE, away=rest), date(2026, 12, 25))


def test_another_region_keeps_the_days_of_the_old_one_until_it_may_go() -> None:
    north = replace(SIX, away=TimeAway(regions=("north",), school=(CHRISTMAS,)))
    south = replace(SIX, away=TimeAway(regions=("south",), school=(Away(TODAY, TODAY),)))
    floor = lower_of(north, south, TODAY).away
    assert floor.regions == ("north", "south")
    assert floor.on(TODAY)
    assert floor.on(CHRISTMAS.last)
    assert raises(north, south, TODAY)
    assert not raises(SIX, north, TODAY)


@given(PERIODS, PERIODS)
def test_the_lower_of_both_is_away_whenever_one_is(one: list[Away], other: list[Away]) -> None:
    old, new = (replace(SIX, away=TimeAway(tuple(periods))) for periods in (one, other))
    floor = lower_of(old, new, TODAY)
    assert days_of(floor.away.periods) == days_of((*one, *other))
    assert not raises(old, floor, TODAY)


# --- visits, calendar, growing help -----


def test_visits_on_days_away_do_not_take_place() -> None:
    assert visits_in_week(AGREED, date(2026, 12, 21), GONE) == ()
    assert len(visits_in_week(AGREED, date(2026, 12, 14), GONE)) == 1
    loose = replace(AGREED, weekday=None)
    assert visits_in_week(loose, date(2026, 12, 28), GONE) == ()
    # where part of the week is left it can still be
    assert len(visits_in_week(loose, date(2026, 12, 14), GONE)) == 1


def test_nobody_is_asked_to_write_down_a_visit_of_days_away() -> None:
    assert not_written_down(AGREED, date(2027, 1, 4), GONE, ()) == ()
    assert len(not_written_down(AGREED, date(2027, 1, 4), SIX, ())) == 2


def test_fixed_days_are_those_that_were_agreed_whoever_can_come() -> None:
    first, last = date(2026, 12, 17), date(2026, 12, 31)
    assert fixed_days(AGREED, first, last) == (first, date(2026, 12, 24), last)
    fortnight = replace(AGREED, every_weeks=2, phase=date(2026, 11, 23))
    assert fixed_days(fortnight, first, last) == (date(2026, 12, 24),)
    assert fixed_days(replace(AGREED, weekday=None), first, last) == ()
    once = Agreement(first, first, 60)
    assert fixed_days(once, first, last) == (first,)
    assert fixed_days(once, first + timedelta(days=1), last) == ()


def test_the_calendar_says_that_those_visits_are_cancelled() -> None:
    shown = days_of_visits(AGREED, TODAY, GONE, told_until=AGREED.last_day)
    cancelled = {one.day for one in shown if one.cancelled}
    assert cancelled == {date(2026, 12, 24), date(2026, 12, 31)}


def test_weeks_away_are_no_weeks_in_which_help_grows() -> None:
    after = date(2027, 1, 4)
    hours = {date(2026, 12, 21): 600, date(2026, 12, 28): 600}
    assert of_person(hours, SIX, after)
    assert of_person(hours, GONE, after) == ()
    # and less was agreed in them, so what was done beside them is not too little to judge
    visits = [Done(date(2026, 12, 10), 150), Done(date(2026, 12, 17), 150)]
    more = [Done(date(2026, 12, day), 150) for day in (8, 9, 11, 15, 16, 18)]
    found = of_match(AGREED, [*visits, *more], GONE, after)
    assert Sign.OFTENER in {one.sign for one in found}


def test_the_first_days_away_in_a_term_are_something_to_mind() -> None:
    assert within(GONE.away, TODAY, date(2027, 2, 1)) == CHRISTMAS
    assert within(GONE.away, TODAY, date(2026, 12, 18)) is None
    assert in_the_way(GONE.away, TODAY, date(2027, 2, 1)) is None
