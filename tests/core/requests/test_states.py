"""The states of a request: one table, and a day on everything that is open."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.kit.calendar import WorkingDays
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import (
    CLOSING,
    LACK_WORDS,
    SAYING_NO,
    SETTLED,
    Attempts,
    ClosingReason,
    Lack,
    may_close,
)
from loopplank.core.requests.states import (
    CALL_AFTER_YES,
    LATER_EVALUATION,
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
    with pytest.raises(Refused) as refused:
        may_close(
            ClosingReason.NOT_REACHED, "", nobody_discussed=True, lack=None, attempts=attempts
        )
    told = {"tries": attempts.tries, "channels": attempts.channels}
    assert (refused.value.reason.code, refused.value.reason.params) == ("close.attempts", told)


@pytest.mark.parametrize(
    ("reason", "attempts"),
    [(ClosingReason.NOT_REACHED, MANY), (ClosingReason.DECEASED, Attempts(0, 0))],
)
def test_three_tries_over_two_channels_are_enough_and_only_asked_of_who_was_not_reached(
    reason: ClosingReason, attempts: Attempts
) -> None:
    may_close(reason, "", nobody_discussed=False, lack=None, attempts=attempts)


# --- the tables, written once more ---------------------------------------------------------------

#: Where each state goes by each step; what is not here is refused.
STEPS = {
    State.NEW: "spoken talking, not_reached new, close closed, reconsidered new",
    State.TALKING: (
        "spoken talking, not_reached talking, reconsidered talking, search searching,"
        " wait waiting, offered_elsewhere handover, close closed"
    ),
    State.SEARCHING: (
        "spoken searching, not_reached searching, reconsidered talking, asked proposed,"
        " said_yes meeting, wait waiting, offered_elsewhere handover, close closed"
    ),
    State.PROPOSED: (
        "spoken proposed, not_reached proposed, reconsidered talking, asked proposed,"
        " said_yes meeting, no_answer_left searching, close closed"
    ),
    State.MEETING: (
        "spoken meeting, not_reached meeting, reconsidered meeting, started running,"
        " match_ended searching, leg_asked meeting, leg_agreed meeting, close closed"
    ),
    State.RUNNING: (
        "spoken running, not_reached running, reconsidered running, asked running,"
        " said_yes running, no_answer_left running, started running, evaluated running,"
        " match_ended talking, close closed"
    ),
    State.WAITING: (
        "spoken waiting, not_reached waiting, reconsidered talking, search searching,"
        " wait_told waiting, offered_elsewhere handover, close closed"
    ),
    State.HANDOVER: (
        "spoken handover, not_reached handover, reconsidered handover, offer_ended talking,"
        " handed_over handover, handed_back talking, close closed"
    ),
    State.CLOSED: "reopen talking, reopen_unspoken new",
}
CLOCKS = {
    State.NEW: Clock(3, Unit.WORKING_DAYS),
    State.TALKING: Clock(2, Unit.WORKING_DAYS),
    State.SEARCHING: Clock(10, Unit.WORKING_DAYS),
    State.PROPOSED: Clock(3, Unit.DAYS),
    State.MEETING: Clock(10, Unit.WORKING_DAYS),
    State.RUNNING: Clock(6, Unit.WEEKS),
    State.WAITING: Clock(6, Unit.WEEKS),
    State.HANDOVER: Clock(5, Unit.WORKING_DAYS),
    State.CLOSED: None,
}


@pytest.mark.parametrize("state", State)
def test_every_step_from_every_state(state: State) -> None:
    found, words = {}, set()
    for step in Step:
        try:
            found[step.value] = after(state, step).value
        except Refused as refused:
            words.add(refused.reason.params["state"])
    assert words == {RULES[state].label}
    assert found == dict(pair.split() for pair in STEPS[state].split(", "))


def test_what_leaves_the_state_and_the_day_as_they_are() -> None:
    assert set(STAYS) == {Step.SPOKEN, Step.NOT_REACHED, Step.RECONSIDERED}
    # these stand in the table itself, the others follow from `STAYS`
    assert {f"{state} {step}" for (state, step), to in MOVES.items() if to is state} == {
        "new not_reached",
        "talking spoken",
        "talking not_reached",
        "talking reconsidered",
        "proposed asked",
        "meeting leg_asked",
        "meeting leg_agreed",
        "meeting reconsidered",
        "running asked",
        "running said_yes",
        "running no_answer_left",
        "running started",
        "running evaluated",
        "running reconsidered",
        "waiting wait_told",
        "waiting spoken",
        "handover handed_over",
    }


@pytest.mark.parametrize("state", State)
def test_every_clock_is_as_long_as_was_promised(state: State) -> None:
    assert RULES[state].clock == CLOCKS[state]


def test_an_action_takes_as_long_as_a_coordinator_said() -> None:
    minutes = {state: rule.minutes for state, rule in RULES.items()}
    of_twenty = {State.NEW, State.TALKING, State.RUNNING}
    assert {state for state in State if minutes[state] == 20} == of_twenty
    assert (minutes[State.SEARCHING], minutes[State.PROPOSED], minutes[State.MEETING]) == (
        15,
        5,
        30,
    )
    assert (minutes[State.WAITING], minutes[State.HANDOVER], minutes[State.CLOSED]) == (10, 10, 0)


def test_who_said_yes_is_called_within_two_working_days() -> None:
    assert due_after(CALL_AFTER_YES, TUESDAY, WORKWEEK, []) == date(2026, 11, 26)
    # Friday: the weekend does not count
    assert due_after(CALL_AFTER_YES, date(2026, 11, 27), WORKWEEK, []) == date(2026, 12, 1)


def test_a_later_evaluation_comes_each_quarter() -> None:
    assert due_after(LATER_EVALUATION, TUESDAY, WORKWEEK, []) == date(2027, 2, 23)


@pytest.mark.parametrize(
    ("clock", "day"),
    [
        (Clock(0, Unit.WORKING_DAYS), date(2026, 11, 24)),
        (Clock(1, Unit.WORKING_DAYS), date(2026, 11, 25)),
        (Clock(3, Unit.DAYS), date(2026, 11, 27)),
        (Clock(1, Unit.WEEKS), date(2026, 12, 1)),
    ],
)
def test_each_unit_counts_in_its_own_days(clock: Clock, day: date) -> None:
    assert due_after(clock, TUESDAY, WORKWEEK, []) == day


def test_the_same_day_of_a_day_off_is_the_next_one_that_is_worked() -> None:
    saturday = date(2026, 11, 28)
    assert due_after(Clock(0, Unit.WORKING_DAYS), saturday, WORKWEEK, []) == date(2026, 11, 30)


def test_what_a_no_is_and_what_brings_its_own_next_step() -> None:
    assert {str(reason) for reason in SAYING_NO} == {
        "no_place",
        "no_for_professional",
        "no_offer",
        "no_training",
    }
    assert {str(reason) for reason in SETTLED} == {"deceased", "duplicate", "not_reached"}


def test_every_reason_state_and_lack_has_words_of_its_own() -> None:
    for words, all_of in (
        ({reason: rule.label for reason, rule in CLOSING.items()}, ClosingReason),
        (LACK_WORDS, Lack),
        ({state: rule.label for state, rule in RULES.items()}, State),
    ):
        assert set(words) == set(all_of)
        assert len(set(words.values())) == len(words)
