"""Becoming a volunteer: the table of steps, who may apply, and with which limits one begins."""

from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest

from loopplank.core.kit.calendar import WorkingDays
from loopplank.core.kit.kinds import Kind
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.states import due_after
from loopplank.core.volunteers.application import (
    CLOCKS,
    DOING,
    HOURS,
    LONGEST_AHEAD,
    MORE,
    MOVES,
    NEXT_WORDS,
    OPEN_APPLICATION,
    ORDINARY,
    STATE_WORDS,
    STEP_WORDS,
    STILL_TAKEN,
    STOP_WORDS,
    TOLD_STATE,
    Age,
    ApplicationState,
    HowLong,
    Step,
    StopReason,
    Wanted,
    after,
    call_words,
    erased_from,
    first_limits,
    kinds_to_choose,
    may_apply,
    may_start,
    may_stop,
    minutes_of,
    seen_on,
    steps_from,
    still_taken,
)

TODAY = date(2026, 12, 1)
S, D = ApplicationState, Step


def wanted(**changes: object) -> Wanted:
    base: dict[str, object] = {
        "kinds": ("company",),
        "day_parts": 0,
        "minutes": 60,
        "how_long": HowLong.UNKNOWN,
        "until": None,
        "age": Age.ADULT,
    }
    return Wanted(**{**base, **changes})  # type: ignore[arg-type]


def test_every_step_leads_where_the_table_says_and_nowhere_else() -> None:
    for state, step in product(ApplicationState, Step):
        if (state, step) in MOVES:
            assert after(state, step) is MOVES[state, step]
        else:
            with pytest.raises(Refused):
                after(state, step)


def test_from_every_open_state_one_can_stop_and_reach_a_start() -> None:
    for state in OPEN_APPLICATION:
        assert after(state, D.STOP) is S.STOPPED
        seen, todo = {state}, [state]
        while todo:
            here = todo.pop()
            for step in steps_from(here):
                there = after(here, step)
                if there not in seen:
                    seen.add(there)
                    todo.append(there)
        assert S.STARTED in seen
    assert not steps_from(S.STARTED)
    assert not steps_from(S.STOPPED)


def test_nobody_begins_without_a_talk() -> None:
    assert (S.INTEREST, D.START) not in MOVES
    assert (S.INTEREST, D.TRY) not in MOVES
    # who waits for a certificate that was asked for does not begin without it
    assert (S.CERTIFICATE_ASKED, D.START) not in MOVES


def test_each_open_state_has_a_clock_and_words() -> None:
    assert set(CLOCKS) == set(NEXT_WORDS) == OPEN_APPLICATION
    assert set(STATE_WORDS) == set(TOLD_STATE) == set(ApplicationState)
    assert set(STEP_WORDS) == set(Step)
    assert set(STOP_WORDS) == set(StopReason)
    assert set(ORDINARY) <= set(DOING) == set(Kind) - {Kind.OTHER}


def test_who_writes_on_a_tuesday_is_called_by_thursday() -> None:
    assert due_after(CLOCKS[S.INTEREST], TODAY, WorkingDays(), ()) == date(2026, 12, 3)
    assert due_after(CLOCKS[S.INTEREST], TODAY, WorkingDays(), (2,)) == date(2026, 12, 2)


def test_a_child_calls_with_a_parent_and_nothing_is_taken_in() -> None:
    with pytest.raises(Refused) as refused:
        may_apply(wanted(age=Age.CHILD), TODAY)
    assert refused.value.reason.code == "application.child"
    may_apply(wanted(age=Age.YOUNG), TODAY)


def test_somebody_of_16_begins_when_a_parent_knows() -> None:
    with pytest.raises(Refused) as refused:
        may_start(Age.YOUNG, "Sam", parent_knows=False)
    assert refused.value.reason.params["name"] == "Sam"
    may_start(Age.YOUNG, "Sam", parent_knows=True)
    may_start(Age.ADULT, "Sam", parent_knows=False)


@pytest.mark.parametrize(
    ("until", "fine"),
    [
        (None, False),
        (TODAY, False),
        (TODAY + timedelta(days=1), True),
        (TODAY + LONGEST_AHEAD, True),
        (TODAY + LONGEST_AHEAD + timedelta(days=1), False),
    ],
)
def test_a_last_day_is_still_to_come(until: date | None, fine: bool) -> None:
    chosen = wanted(how_long=HowLong.UNTIL, until=until)
    if fine:
        may_apply(chosen, TODAY)
    else:
        with pytest.raises(Refused):
            may_apply(chosen, TODAY)


def test_the_hours_become_the_limit_and_never_more() -> None:
    assert HOURS[0] == 60 == minutes_of("60")
    assert minutes_of(MORE) == HOURS[-1]
    for other in ("240", "0", "-60"):
        with pytest.raises(ValueError, match=other):
            minutes_of(other)
    for minutes in HOURS:
        limits = first_limits(wanted(minutes=minutes), TODAY)
        assert limits.liked_minutes == limits.max_minutes == minutes
        assert (limits.max_people, limits.max_heavy, limits.until) == (1, 0, None)


def test_for_how_long_becomes_the_last_day() -> None:
    assert first_limits(wanted(how_long=HowLong.SIX_WEEKS), TODAY).until == date(2027, 1, 12)
    day = TODAY + timedelta(days=90)
    chosen = wanted(how_long=HowLong.UNTIL, until=day)
    assert first_limits(chosen, TODAY).until == day
    # it passed while we talked: they said themselves that they begin
    assert first_limits(chosen, day).until is None
    assert first_limits(wanted(how_long=HowLong.ONCE), TODAY).until is None


def test_something_else_needs_a_sentence() -> None:
    with pytest.raises(Refused):
        may_stop(StopReason.OTHER, "  ")
    may_stop(StopReason.OTHER, "Verhuist")
    may_stop(StopReason.NO_TIME, "")


def test_a_certificate_was_seen_today_or_before() -> None:
    assert seen_on(TODAY, TODAY) == TODAY
    with pytest.raises(Refused):
        seen_on(TODAY + timedelta(days=1), TODAY)


def test_four_weeks_after_a_no_nothing_is_left() -> None:
    assert erased_from(TODAY) == date(2026, 12, 29)


def test_the_form_asks_what_is_offered_or_what_is_ordinary() -> None:
    assert kinds_to_choose(["vigil", "shopping"]) == (Kind.SHOPPING, Kind.VIGIL)
    assert kinds_to_choose([]) == kinds_to_choose(["other"]) == ORDINARY


def test_a_page_that_closed_takes_for_a_while_what_was_being_written() -> None:
    closed_at = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
    assert still_taken(None, closed_at)
    assert still_taken(closed_at, closed_at + STILL_TAKEN)
    assert not still_taken(closed_at, closed_at + STILL_TAKEN + timedelta(seconds=1))


def test_a_promise_names_a_person_only_when_there_is_one() -> None:
    assert call_words("Anna Prins", TODAY, "Noord").params["who"] == "Anna Prins"
    assert call_words("", TODAY, "Noord").params["who"] == "Noord"
