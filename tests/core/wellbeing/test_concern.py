"""It does not go well: to whom, how soon, and what the person reads."""

from datetime import UTC, date, datetime

import pytest

from loopplank.core.kit.reason import Refused
from loopplank.core.requests.states import State
from loopplank.core.wellbeing.concern import (
    about_the_coordinator,
    answered_within,
    concern_answer,
    concern_status,
    may_raise,
)

DAY = date(2026, 11, 26)


def test_two_working_days_and_one_for_who_does_not_feel_safe() -> None:
    assert answered_within(["no_rapport"]).amount == 2
    assert answered_within(["no_rapport", "not_safe"]).amount == 1


def test_about_the_coordinator_it_goes_past_them() -> None:
    assert about_the_coordinator(["coordinator"])
    assert not about_the_coordinator(["not_safe"])


@pytest.mark.parametrize("state", [state for state in State if state is not State.RUNNING])
def test_without_help_there_is_nothing_to_say_about_it(state: State) -> None:
    with pytest.raises(Refused):
        may_raise(state, ["not_safe"], "Help")


def test_a_word_or_a_reason_is_enough_and_one_of_them_is_needed() -> None:
    may_raise(State.RUNNING, [], "Het klikt niet.")
    may_raise(State.RUNNING, ["no_rapport"], "")
    with pytest.raises(Refused):
        may_raise(State.RUNNING, [], "  ")


def test_a_day_that_passed_is_an_apology_and_not_promised_again() -> None:
    before = concern_status("Anna", DAY, datetime(2026, 11, 26, 15, 59, tzinfo=UTC))
    assert [one.code for one in before] == ["concern.answers", "concern.private"]
    after = concern_status("Anna", DAY, datetime(2026, 11, 26, 16, 0, tzinfo=UTC))
    assert [one.code for one in after] == ["concern.late", "concern.call_us"]


def test_what_was_done_says_honestly_whether_they_spoke() -> None:
    assert concern_answer("Anna", DAY, spoken=True)[0].code == "concern.spoken"
    assert concern_answer("Anna", DAY, spoken=False)[0].code == "concern.not_spoken"
