"""A stop begins and ends by itself, has an end within six months, and says why."""

from datetime import date, timedelta

import pytest

from loopplank.core.kit.reason import Refused
from loopplank.core.responsibility.intake_stop import Stop, may_stop, stop_for

TODAY = date(2026, 11, 24)
UNTIL = date(2027, 1, 15)
A_DAY = timedelta(days=1)
STOP = Stop("buddy", TODAY, UNTIL, "Onze maatjes zitten vol.")


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        (TODAY - A_DAY, False),
        (TODAY, True),
        (UNTIL - A_DAY, True),
        (UNTIL, False),
    ],
)
def test_it_begins_and_ends_by_the_day(day: date, in_force: bool) -> None:
    assert STOP.in_force(day) is in_force


def test_ended_early_it_is_over_from_that_day() -> None:
    ended = Stop("buddy", TODAY, UNTIL, "Vol.", ended_on=TODAY + A_DAY)
    assert ended.in_force(TODAY)
    assert not ended.in_force(TODAY + A_DAY)
    assert ended.is_over(TODAY + A_DAY)


def test_one_kind_that_is_welcome_makes_the_question_welcome() -> None:
    assert stop_for([STOP], ["buddy"], TODAY) == STOP
    assert stop_for([STOP], ["buddy", "shopping"], TODAY) is None
    everything = Stop("", TODAY, UNTIL, "Vol.")
    assert stop_for([everything], ["buddy", "shopping"], TODAY) == everything


def test_of_several_the_longest_counts() -> None:
    longer = Stop("", TODAY, UNTIL + A_DAY, "Vol.")
    assert stop_for([STOP, longer], ["buddy"], TODAY) == longer


@pytest.mark.parametrize(
    ("first", "until", "words", "code"),
    [
        (TODAY - A_DAY, UNTIL, "Vol.", "stop.begins"),
        (TODAY, TODAY, "Vol.", "stop.ends"),
        (TODAY, date(2027, 5, 25), "Vol.", "stop.too_long"),
        (TODAY, UNTIL, "  ", "stop.words"),
    ],
)
def test_without_an_end_or_a_sentence_it_is_no_stop(
    first: date, until: date, words: str, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        may_stop(first, until, words, TODAY)
    assert refused.value.reason.code == code


def test_six_months_to_the_day_is_allowed() -> None:
    may_stop(TODAY, date(2027, 5, 24), "Vol.", TODAY)
