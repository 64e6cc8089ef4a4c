"""When a person decides instead of a plan."""

from datetime import date, timedelta

import pytest

from loopplank.core.matching.passed_over import OFTEN, counts, longest_search_since, why_decide
from loopplank.core.requests.states import State

TODAY = date(2026, 11, 24)
THIRTEEN = TODAY - timedelta(weeks=13)


@pytest.mark.parametrize(
    ("times", "since", "code"),
    [
        (0, TODAY, None),
        (OFTEN - 1, TODAY, None),
        (OFTEN, TODAY, "work.passed_over"),
        (OFTEN + 2, None, "work.passed_over"),
        (0, THIRTEEN + timedelta(days=1), None),
        (0, THIRTEEN, "work.waits_long"),
        (OFTEN, THIRTEEN, "work.passed_over"),
        (0, None, None),
    ],
)
def test_three_times_or_thirteen_weeks(times: int, since: date | None, code: str | None) -> None:
    why = why_decide(State.SEARCHING, times, since, TODAY)
    assert (why.code if why else None) == code


def test_the_sentence_says_how_often_and_how_long() -> None:
    often = why_decide(State.SEARCHING, 4, TODAY, TODAY)
    long = why_decide(State.SEARCHING, 0, TODAY - timedelta(weeks=15, days=3), TODAY)
    assert often
    assert often.sentence % often.params == "4 keer niet gekozen in het voorstel. Beslis zelf."
    assert long
    assert long.sentence % long.params == "Wacht 15 weken. Beslis zelf."


@pytest.mark.parametrize("state", sorted(set(State) - {State.SEARCHING}))
def test_only_while_it_is_searched_for(state: State) -> None:
    assert why_decide(state, 9, THIRTEEN, TODAY) is None
    assert not counts(state, None, TODAY)


def test_it_counts_once_a_day() -> None:
    assert counts(State.SEARCHING, None, TODAY)
    assert counts(State.SEARCHING, TODAY - timedelta(days=1), TODAY)
    assert not counts(State.SEARCHING, TODAY, TODAY)


def test_the_day_that_a_list_asks_for_is_the_day_of_the_rule() -> None:
    since = longest_search_since(TODAY)
    assert why_decide(State.SEARCHING, 0, since, TODAY)
    assert not why_decide(State.SEARCHING, 0, since + timedelta(days=1), TODAY)
