"""Which clock counts, and on which day it runs out for somebody who works part of the week."""

from datetime import UTC, date, datetime, timedelta

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.kit.calendar import WorkingDays, deadline, is_late, last_passed
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.states import (
    LATER_EVALUATION,
    OPEN,
    RULES,
    Clock,
    State,
    Unit,
    last_day_of,
)
from loopplank.core.responsibility.clocks import (
    DEFAULTS,
    FIRST_TERMINAL,
    LATER_TERMINAL,
    MOST,
    ClockSettings,
    Urgency,
    clock_for,
    due_for,
    evaluations,
    for_new_owner,
    is_terminal,
    may_be_set,
    refuse_day,
    weeks_of,
)

NEW = (State.NEW, Urgency.NORMAL)
DUTCH = WorkingDays(holidays=frozenset(holidays.country_holidays("NL", years=range(2020, 2031))))
ONE, TWO, THREE, FOUR = (Clock(n, Unit.WORKING_DAYS) for n in (1, 2, 3, 4))
MON, TUE, WED, THU, FRI = range(5)


# --- which clock ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("settings", "found"),
    [
        (ClockSettings(), THREE),
        (ClockSettings(network={NEW: FOUR}), FOUR),
        (ClockSettings(own={NEW: TWO}), TWO),
        (ClockSettings(own={NEW: TWO}, network={NEW: FOUR}), TWO),
        (ClockSettings(own={NEW: TWO}, network={NEW: FOUR}).without_own(), FOUR),
        (ClockSettings(own={(State.NEW, Urgency.TODAY): TWO}), THREE),
    ],
)
def test_the_own_clock_goes_before_the_networks_and_that_before_the_ordinary(
    settings: ClockSettings, found: Clock
) -> None:
    assert clock_for(*NEW, settings) == found


def test_every_open_state_has_a_clock_at_every_urgency_and_a_closed_one_none() -> None:
    assert set(DEFAULTS) == {(state, urgency) for state in OPEN for urgency in Urgency}
    for urgency in Urgency:
        assert clock_for(State.CLOSED, urgency, ClockSettings()) is None


@pytest.mark.parametrize("state", sorted(OPEN))
def test_what_is_more_urgent_never_waits_longer(state: State) -> None:
    lengths = [weeks_of(DEFAULTS[state, urgency]) for urgency in Urgency]
    assert lengths == sorted(lengths, reverse=True)
    assert DEFAULTS[state, Urgency.NORMAL] == RULES[state].clock


def test_every_ordinary_clock_may_be_set_and_no_endless_one() -> None:
    assert all(may_be_set(state, clock) for (state, _), clock in DEFAULTS.items())
    for unit, most in MOST.items():
        assert not may_be_set(State.NEW, Clock(most + 1, unit))
    assert may_be_set(State.NEW, Clock(0, Unit.WORKING_DAYS))
    assert not may_be_set(State.RUNNING, Clock(0, Unit.DAYS))


# --- on which day ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("clock", "today", "owner", "stand_in", "day"),
    [
        # Tuesday 24 November: three working days are Friday; who works until Thursday does it then
        (THREE, date(2026, 11, 24), [], None, date(2026, 11, 27)),
        (THREE, date(2026, 11, 24), [MON, TUE, THU], None, date(2026, 11, 26)),
        # the owner has no day left: the stand-in's last one, or the organisation's day
        (TWO, date(2026, 11, 24), [MON, TUE], [WED], date(2026, 11, 25)),
        (TWO, date(2026, 11, 24), [MON, TUE], [WED, THU], date(2026, 11, 26)),
        (TWO, date(2026, 11, 24), [MON, TUE], [MON], date(2026, 11, 26)),
        (TWO, date(2026, 11, 24), [MON, TUE], None, date(2026, 11, 26)),
        # the stand-in is not asked while the owner has a day
        (TWO, date(2026, 11, 24), [WED], [THU], date(2026, 11, 25)),
        # Christmas week: 25 and 26 December are no working days, 28 is a Monday
        (TWO, date(2026, 12, 23), [], None, date(2026, 12, 28)),
        (TWO, date(2026, 12, 23), [THU], None, date(2026, 12, 24)),
        (ONE, date(2026, 12, 24), [TUE], [MON], date(2026, 12, 28)),
        # week 53 and New Year: 1 January 2027 is a Friday
        (THREE, date(2026, 12, 29), [], None, date(2027, 1, 4)),
        (THREE, date(2026, 12, 29), [THU, FRI], None, date(2026, 12, 31)),
        (Clock(1, Unit.WORKING_DAYS), date(2026, 12, 31), [], None, date(2027, 1, 4)),
        (Clock(10, Unit.WORKING_DAYS), date(2020, 12, 21), [], None, date(2021, 1, 6)),
        # both changes of the clock: a day is a day
        (TWO, date(2027, 3, 26), [], None, date(2027, 3, 31)),
        (Clock(3, Unit.DAYS), date(2026, 10, 24), [], None, date(2026, 10, 27)),
        (Clock(1, Unit.WEEKS), date(2026, 10, 22), [MON], None, date(2026, 10, 26)),
        # the same day; on a Sunday that is the next working day
        (Clock(0, Unit.WORKING_DAYS), date(2026, 11, 24), [], None, date(2026, 11, 24)),
        (Clock(0, Unit.WORKING_DAYS), date(2026, 11, 24), [WED], [TUE], date(2026, 11, 24)),
        (Clock(0, Unit.WORKING_DAYS), date(2026, 11, 22), [], None, date(2026, 11, 23)),
        (Clock(0, Unit.WORKING_DAYS), date(2026, 12, 25), [], None, date(2026, 12, 28)),
        # weeks end on the owner's own day before, also over a holiday
        (Clock(6, Unit.WEEKS), date(2026, 11, 13), [], None, date(2026, 12, 24)),
        (Clock(26, Unit.WEEKS), date(2026, 11, 24), [], None, date(2027, 5, 25)),
    ],
)
def test_the_day_on_which_a_clock_runs_out(
    clock: Clock, today: date, owner: list[int], stand_in: list[int] | None, day: date
) -> None:
    assert due_for(clock, today, DUTCH, owner, stand_in) == day


CLOCKS = st.builds(Clock, st.integers(0, 26), st.sampled_from(Unit))
DAYS = st.dates(date(2025, 1, 1), date(2028, 12, 31))
SOME_DAYS = st.sets(st.integers(0, 4), min_size=1)


@given(CLOCKS, DAYS, SOME_DAYS, st.none() | SOME_DAYS)
def test_nobody_makes_a_deadline_later_than_the_organisations_own(
    clock: Clock, today: date, owner: set[int], stand_in: set[int] | None
) -> None:
    assert today <= due_for(clock, today, DUTCH, owner, stand_in)
    assert due_for(clock, today, DUTCH, owner, stand_in) <= last_day_of(clock, today, DUTCH)


@given(DAYS, st.integers(0, 60), SOME_DAYS)
def test_a_new_owner_never_makes_it_later(today: date, ahead: int, owner: set[int]) -> None:
    due_on = today + timedelta(days=ahead)
    found = for_new_owner(due_on, today, DUTCH, owner)
    assert today <= found <= due_on
    assert found == due_on or DUTCH.works(found)
    own = DUTCH.of_person(owner)
    if any(own.works(today + timedelta(days=n)) for n in range(ahead + 1)):
        assert own.works(found)


@pytest.mark.parametrize(
    ("day", "utc"),
    [
        (date(2026, 10, 23), datetime(2026, 10, 23, 15, tzinfo=UTC)),
        (date(2026, 10, 26), datetime(2026, 10, 26, 16, tzinfo=UTC)),
        (date(2027, 3, 26), datetime(2027, 3, 26, 16, tzinfo=UTC)),
        (date(2027, 3, 29), datetime(2027, 3, 29, 15, tzinfo=UTC)),
    ],
)
def test_a_clock_runs_out_at_five_in_amsterdam_in_summer_and_in_winter(
    day: date, utc: datetime
) -> None:
    assert deadline(day) == utc
    before = utc - timedelta(seconds=1)
    assert (last_passed(before), last_passed(utc)) == (day - timedelta(days=1), day)
    assert not is_late(day, before)


# --- another day ----------------------------------------------------------------------------------

NOON = datetime(2026, 12, 22, 11, tzinfo=UTC)


@pytest.mark.parametrize(
    ("day", "code"),
    [
        (date(2026, 12, 21), "day.passed"),
        (date(2026, 12, 25), "day.not_working"),
        (date(2026, 12, 27), "day.not_working"),
        (date(2027, 12, 22), "day.too_far"),
    ],
)
def test_a_day_that_nobody_can_keep_is_refused(day: date, code: str) -> None:
    with pytest.raises(Refused) as refused:
        refuse_day(day, NOON, DUTCH)
    assert refused.value.reason.code == code


def test_today_is_a_day_until_five() -> None:
    today = date(2026, 12, 22)
    refuse_day(today, NOON, DUTCH)
    with pytest.raises(Refused):
        refuse_day(today, deadline(today), DUTCH)


# --- how help goes --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kinds", "k4", "heavy", "terminal"),
    [
        (("vigil",), False, False, True),
        (("company", "vigil"), False, False, True),
        (("company",), True, True, True),
        (("company",), True, False, False),
        (("company",), False, True, False),
    ],
)
def test_help_beside_somebody_who_dies_is_known_by_its_kind_or_its_weight(
    kinds: tuple[str, ...], k4: bool, heavy: bool, terminal: bool
) -> None:
    assert is_terminal(kinds, dying_or_grief=k4, heavy=heavy) is terminal


def test_it_is_asked_after_days_there_and_after_weeks_elsewhere() -> None:
    six = Clock(6, Unit.WEEKS)
    there = evaluations(six, Urgency.NORMAL, terminal=True)
    assert (there.first, there.later) == (FIRST_TERMINAL, LATER_TERMINAL)
    assert there.first < timedelta(weeks=1)
    elsewhere = evaluations(six, Urgency.NORMAL, terminal=False)
    assert elsewhere.first == timedelta(weeks=6)
    assert elsewhere.later == timedelta(weeks=LATER_EVALUATION.amount)
    urgent = evaluations(Clock(1, Unit.WEEKS), Urgency.TODAY, terminal=False)
    assert (urgent.first, urgent.later) == (timedelta(weeks=1), timedelta(weeks=1))
