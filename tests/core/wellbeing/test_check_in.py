"""When somebody is asked how it goes: every six weeks, and never while something else goes on."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from loopplank.core.wellbeing.check_in import (
    ANSWERS,
    QUESTION_WORDS,
    QUESTIONS,
    Standing,
    may_ask,
    next_question,
)

TODAY = date(2026, 11, 24)
AT_EASE = Standing(
    joined_on=TODAY - timedelta(weeks=20),
    paused=False,
    last_asked_on=None,
    is_open=False,
    signalled_on=None,
    waits_for_call=False,
)


def days(count: int) -> date:
    return TODAY - timedelta(days=count)


def test_who_helps_and_was_never_asked_is_asked() -> None:
    assert may_ask(AT_EASE, TODAY)


@pytest.mark.parametrize(
    ("column", "not_yet", "now"),
    [
        ("joined_on", days(27), days(28)),
        ("last_asked_on", days(41), days(42)),
        ("signalled_on", days(13), days(14)),
    ],
)
def test_it_waits_until_the_day_itself(column: str, not_yet: date, now: date) -> None:
    assert not may_ask(replace(AT_EASE, **{column: not_yet}), TODAY)  # type: ignore[arg-type]
    assert may_ask(replace(AT_EASE, **{column: now}), TODAY)  # type: ignore[arg-type]


@pytest.mark.parametrize("column", ["paused", "is_open", "waits_for_call"])
def test_nobody_is_asked_while_something_else_goes_on(column: str) -> None:
    assert not may_ask(replace(AT_EASE, **{column: True}), TODAY)  # type: ignore[arg-type]


def test_who_helps_nobody_is_not_asked() -> None:
    assert not may_ask(replace(AT_EASE, joined_on=None), TODAY)


def test_four_questions_of_four_answers_and_no_number_in_any() -> None:
    assert len(QUESTIONS) == 4
    assert [next_question(n) for n in (1, 2, 3, 4)] == [2, 3, 4, None]
    for question in QUESTIONS:
        said = [QUESTION_WORDS[question], *ANSWERS[question].values()]
        assert len(ANSWERS[question]) == 4
        assert not any(sign.isdigit() for words in said for sign in words)
