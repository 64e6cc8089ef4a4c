"""The states of a request: one table, and a day on everything that is open."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.calendar import WorkingDays
from loopplank.core.closing import SAYING_NO, SETTLED, Attempts, ClosingReason, Lack, may_close
from loopplank.core.reason import Refused
from loopplank.core.responsibility import (
    MOVES,
    OPEN,
    RULES,
    STAYS,
    Clock,
    State,
    Step,
    Unit,
    after,
    due_after,
)

WORKWEEK = WorkingDays()
TUESDAY = date(2026, 11, 24)
MANY = Attempts(tries=3, channels=2)


def test_every_open_state_has_a_clock_and_only_those() -> None:
    assert {state for state, rule in RULES.items() if rule.clock} == OPEN


@pytest.mark.parametrize("state", sorted(OPEN))
def test_whatever_is_open_can_close_and_comes_back_to_a_talk(state: State) -> None:
    assert after(state, Step.CLOSE) is State.CLOSED
    assert after(State.CLOSED, Step.REOPEN) is State.TALKING
    assert after(State.CLOSED, Step.REOPEN_UNSPOKEN) is State.NEW


@pytest.mark.parametrize("state", sorted(OPEN))
def test_from_every_open_state_a_person_can_be_called(state: State) -> None:
    assert after(state, Step.SPOKEN) in OPEN


@given(st.sampled_from(State), st.sampled_from(Step))
def test_a_move_that_the_table_does_not_have_is_a_sentence(state: State, step: Step) -> None:
    if (state, step) in MOVES or (state in OPEN and step in STAYS):
        assert after(state, step) in State
        return
    with pytest.raises(Refused) as refused:
        after(state, step)
    assert refused.value.reason.code == "request.no_such_move"


def test_a_new_request_cannot_be_offered_before_anybody_spoke() -> None:
    for step in (Step.SEARCH, Step.ASKED, Step.WAIT, Step.STARTED):
        with pytest.raises(Refused):
            after(State.NEW, step)


def test_no_closed_request_moves_without_being_opened() -> None:
    for step in set(Step) - {Step.REOPEN, Step.REOPEN_UNSPOKEN}:
        with pytest.raises(Refused):
            after(State.CLOSED, step)


def test_three_working_days_fall_on_the_owners_last_day_before() -> None:
    clock = Clock(3, Unit.WORKING_DAYS)
    # Friday 27 November; somebody who works Monday, Tuesday and Thursday does it on Thursday
    assert due_after(clock, TUESDAY, WORKWEEK, []) == date(2026, 11, 27)
    assert due_after(clock, TUESDAY, WORKWEEK, [0, 1, 3]) == date(2026, 11, 26)


def test_without_a_working_day_of_the_owner_the_day_stays() -> None:
    assert due_after(Clock(1, Unit.WORKING_DAYS), TUESDAY, WORKWEEK, [0]) == date(2026, 11, 25)


@given(
    st.dates(date(2024, 1, 1), date(2030, 1, 1)),
    st.integers(1, 30),
    st.sets(st.integers(0, 4)),
)
def test_a_deadline_is_never_moved_to_later_and_never_to_today(
    today: date, amount: int, weekdays: set[int]
) -> None:
    clock = Clock(amount, Unit.WORKING_DAYS)
    found = due_after(clock, today, WORKWEEK, weekdays)
    assert today < found <= WORKWEEK.after(today, amount)


@pytest.mark.parametrize("reason", sorted(set(ClosingReason) - SETTLED))
def test_nothing_closes_without_a_next_step(reason: ClosingReason) -> None:
    with pytest.raises(Refused) as refused:
        may_close(reason, " ", nobody_discussed=False, lack=Lack.PLACE, attempts=MANY)
    assert refused.value.reason.code == "close.next_step"


@pytest.mark.parametrize("reason", sorted(SETTLED))
def test_some_reasons_bring_their_own_next_step(reason: ClosingReason) -> None:
    """Nobody discusses a next step with somebody who died, is unreachable or was there already."""
    assert reason not in SAYING_NO
    may_close(reason, "", nobody_discussed=False, lack=None, attempts=MANY)


@pytest.mark.parametrize("reason", sorted(ClosingReason))
def test_only_a_no_has_to_say_what_lacks(reason: ClosingReason) -> None:
    if reason in SAYING_NO:
        with pytest.raises(Refused) as refused:
            may_close(reason, "Wijkteam", nobody_discussed=False, lack=None, attempts=MANY)
        assert refused.value.reason.code == "close.lack"
    else:
        may_close(reason, "Wijkteam", nobody_discussed=False, lack=None, attempts=MANY)


@pytest.mark.parametrize("attempts", [Attempts(2, 2), Attempts(5, 1), Attempts(0, 0)])
def test_not_reached_needs_three_tries_over_two_channels(attempts: Attempts) -> None:
    with pytest.raises(Refused):
        may_close(
            ClosingReason.NOT_REACHED, "", nobody_discussed=True, lack=None, attempts=attempts
        )
