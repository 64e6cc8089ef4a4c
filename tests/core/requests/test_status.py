"""What somebody is told about their question: in every state something, and never a new promise
of a day that has passed."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.kit.reason import Reason
from loopplank.core.requests.closing import SAYING_NO, ClosingReason
from loopplank.core.requests.states import OPEN, State
from loopplank.core.requests.status import Course, Helper, Mood, closed_status, open_status, steps

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
DUE = date(2026, 11, 26)
COURSE = Course(
    state=State.NEW,
    owner="Marleen Bos",
    organisation="Buurtkracht Oost",
    received_on=date(2026, 11, 20),
    stand_in="Yusuf Demir",
    due_on=DUE,
    catch_up_on=date(2026, 11, 27),
    meets="Ria",
    helpers=(Helper("Ria", date(2027, 3, 31)),),
)
PROMISED = (State.NEW, State.TALKING, State.SEARCHING, State.WAITING, State.MEETING)


def said(reason: Reason) -> str:
    return reason.sentence % dict(reason.params)


@pytest.mark.parametrize("state", sorted(OPEN))
def test_every_open_state_says_something_and_fills_in_every_word(state: State) -> None:
    course = replace(COURSE, state=state)
    told = open_status(course, NOW)
    assert told.mood is Mood.CALM
    for reason in (told.promise, *told.lines):
        assert "%(" not in said(reason)
    road = steps(course, NOW)
    assert len(road) == 4
    assert [step.state for step in road].count("here") == (state is not State.RUNNING)
    for step in road:
        assert "%(" not in said(step.text)


@pytest.mark.parametrize("state", PROMISED)
def test_a_missed_promise_brings_the_stand_in_and_another_day(state: State) -> None:
    course = replace(COURSE, state=state)
    late = datetime(2026, 11, 26, 16, 0, tzinfo=UTC)
    assert open_status(course, late - timedelta(minutes=1)).mood is Mood.CALM
    told = open_status(course, late)
    assert told.mood is Mood.LATE
    assert said(told.promise) == "Yusuf Demir belt u uiterlijk 2026-11-27."
    assert "Het spijt ons." in said(told.lines[0])
    again = open_status(course, datetime(2026, 11, 27, 16, 0, tzinfo=UTC))
    assert again.mood is Mood.CALL_US
    for step in steps(course, late):
        assert step.when is None or DUE not in step.when.params.values()


def test_without_a_stand_in_the_owner_apologises() -> None:
    late = datetime(2026, 11, 26, 17, 0, tzinfo=UTC)
    told = open_status(replace(COURSE, stand_in=""), late)
    assert said(told.promise).startswith("Marleen Bos")


@pytest.mark.parametrize("state", [State.PROPOSED, State.RUNNING])
def test_a_day_that_was_never_promised_is_never_missed(state: State) -> None:
    course = replace(COURSE, state=state)
    assert open_status(course, NOW + timedelta(days=30)).mood is Mood.CALM


def test_a_planned_meeting_has_its_own_day_and_afterwards_a_call() -> None:
    meeting = datetime(2026, 12, 3, 13, 0, tzinfo=UTC)
    course = replace(COURSE, state=State.MEETING, meeting_at=meeting)
    assert said(open_status(course, NOW).promise) == (
        "Ria komt kennismaken op 2026-12-03 om 14:00 uur."
    )
    after = open_status(course, meeting + timedelta(days=3))
    assert after.mood is Mood.CALM
    assert said(after.promise).startswith("U maakte kennis met Ria.")


def test_the_end_is_announced_five_weeks_before() -> None:
    course = replace(COURSE, state=State.RUNNING)
    before = open_status(course, datetime(2027, 2, 23, 12, 0, tzinfo=UTC))
    near = open_status(course, datetime(2027, 2, 24, 12, 0, tzinfo=UTC))
    assert before.lines[-1].code == "told.wrong"
    assert near.lines[-1].code == "told.ends"


def test_two_helpers_are_both_named_and_none_at_all_is_still_a_sentence() -> None:
    two = (*COURSE.helpers, Helper("Anton", date(2027, 1, 31)))
    told = open_status(replace(COURSE, state=State.RUNNING, helpers=two), NOW)
    assert "Anton helpt u tot en met 2027-01-31." in [said(line) for line in told.lines]
    assert said(open_status(replace(COURSE, state=State.RUNNING, helpers=()), NOW).promise) == (
        "U krijgt hulp."
    )


def test_a_reported_change_is_heard() -> None:
    told = open_status(replace(COURSE, change_reported=True), NOW)
    assert said(told.lines[0]) == "Wij weten dat er iets is veranderd."


@given(
    st.sampled_from(sorted(OPEN)),
    st.none() | st.dates(date(2026, 11, 1), date(2027, 3, 1)),
    st.booleans(),
    st.integers(0, 120 * 24).map(lambda hours: NOW + timedelta(hours=hours - 500)),
)
def test_no_promise_ever_names_a_day_that_has_passed(
    state: State, due_on: date | None, may_call: bool, now: datetime
) -> None:
    course = replace(
        COURSE,
        state=state,
        due_on=due_on,
        catch_up_on=due_on + timedelta(days=1) if due_on else None,
        may_call=may_call,
        helpers=(),
    )
    told = open_status(course, now)
    for day in told.promise.params.values():
        assert not isinstance(day, date) or day >= now.date()


@pytest.mark.parametrize("reason", sorted(set(ClosingReason) - SAYING_NO))
def test_every_end_that_is_no_no_has_words(reason: ClosingReason) -> None:
    for party in ("", "Humanitas"):
        told = closed_status(reason, DUE, party)
        for line in (told.promise, *told.lines):
            assert "%(" not in said(line)
