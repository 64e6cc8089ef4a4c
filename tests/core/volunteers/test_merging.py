"""Two rows of one volunteer: the strictest of both, never the sum, and nothing forgotten."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.kit.reason import Reason, Refused
from loopplank.core.volunteers import merging
from loopplank.core.volunteers.away import Away, TimeAway
from loopplank.core.volunteers.contact_limits import Agreed, Known, Limit, Question, verdict
from loopplank.core.volunteers.limits import raises
from loopplank.core.volunteers.load import Commitment, Limits, first_limit_passed
from loopplank.core.volunteers.merging import Choices, Row, merged, strictest, strictest_limits
from loopplank.core.volunteers.visits import Agreement

TODAY = date(2026, 11, 26)
DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
MONDAY = date(2026, 11, 30)
SIX = Limits(270, 360, 2, 1)
AGREED = Agreed(days_of_rest=14, open_at_once=2, most_a_month=3)
HERE, THERE = "Waterstad", "Dorp"
DAYS = st.integers(-40, 40).map(lambda n: TODAY + n * DAY)


def a_row(limits: Limits = SIX, **known: object) -> Row:
    return Row(Known(limits, **known), proven=True)  # type: ignore[arg-type]


def why(one: Row, other: Row) -> Reason:
    """What stands in the way; the same from both sides."""
    with pytest.raises(Refused) as refused:
        merged(one, other, TODAY)
    with pytest.raises(Refused) as turned:
        merged(other, one, TODAY)
    assert turned.value.reason == refused.value.reason
    return refused.value.reason


def with_person(key: str, minutes: int = 120) -> Commitment:
    return Commitment(key, key, MONDAY, MONDAY + 8 * WEEK, minutes)


# --- limits ---------------------------------------------------------------------------------------


@st.composite
def some_limits(draw: st.DrawFn) -> Limits:
    most, people = draw(st.integers(0, 900)), draw(st.integers(0, 6))
    pause = draw(st.none() | DAYS)
    last = draw(st.none() | st.integers(0, 30).map(lambda n: pause + n * DAY)) if pause else None
    periods = draw(st.lists(st.tuples(DAYS, st.integers(0, 20)), max_size=2))
    return Limits(
        draw(st.integers(0, most)),
        most,
        people,
        draw(st.integers(0, people)),
        draw(st.booleans()),
        pause,
        last,
        draw(st.none() | DAYS),
        TimeAway(tuple(Away(first, first + n * DAY) for first, n in periods)),
    )


@given(some_limits(), some_limits())
def test_it_allows_nothing_that_one_of_both_did_not(one: Limits, other: Limits) -> None:
    """Nobody raises a limit by merging, also not the volunteer in passing."""
    both = strictest_limits(one, other, TODAY)
    for each in (one, other):
        assert not raises(each.always_there(), both.always_there(), TODAY)
    for n in range(90):
        day = TODAY + n * DAY
        assert both.absent_on(day) == (one.absent_on(day) or other.absent_on(day))


@given(some_limits(), some_limits())
def test_which_is_named_first_makes_no_difference(one: Limits, other: Limits) -> None:
    assert strictest_limits(one, other, TODAY) == strictest_limits(other, one, TODAY)


def test_six_hours_and_six_hours_are_six_hours() -> None:
    both = merged(a_row(), a_row(), TODAY)
    assert both.known.limits == SIX
    assert both.sign is None


def test_two_pauses_leave_the_days_between_them_free() -> None:
    winter = replace(SIX, pause_from=TODAY + 5 * DAY, pause_to=TODAY + 9 * DAY)
    for_good = replace(SIX, pause_from=TODAY + 60 * DAY)
    both = strictest_limits(winter, for_good, TODAY)
    assert (both.pause_from, both.pause_to) == (for_good.pause_from, None)
    assert both.away.periods == (Away(TODAY + 5 * DAY, TODAY + 9 * DAY),)
    assert not both.absent_on(TODAY + 30 * DAY)


def test_a_pause_that_is_over_holds_nobody_back() -> None:
    past = replace(SIX, pause_from=TODAY - 9 * DAY, pause_to=TODAY - 2 * DAY)
    to_come = replace(SIX, pause_from=TODAY + 60 * DAY, pause_to=TODAY + 70 * DAY)
    both = strictest_limits(past, to_come, TODAY)
    assert both.pause_from == to_come.pause_from
    assert not both.absent_on(TODAY)


# --- what they carry ------------------------------------------------------------------------------


def test_both_together_above_the_limit_is_said_and_leaves_no_room() -> None:
    one = replace(a_row(), carries=(with_person("a", 240),))
    other = replace(a_row(), carries=(with_person("b", 240),))
    both = merged(one, other, TODAY)
    assert both.above[0] == MONDAY
    assert both.sign is not None
    assert both.sign.params == {"week": MONDAY}
    new = with_person("c", 10)
    assert first_limit_passed("Ria", both.known.limits, new, (*one.carries, *other.carries))
    # apart, each of the rows would have taken it
    assert first_limit_passed("Ria", SIX, new, one.carries) is None


def test_a_pause_does_not_hide_that_it_is_too_much() -> None:
    paused = replace(SIX, pause_from=TODAY)
    one = replace(a_row(paused), carries=(with_person("a", 240),))
    other = replace(a_row(), carries=(with_person("b", 240),))
    assert merged(one, other, TODAY).sign is not None


def test_who_is_helped_by_both_rows_is_one_person() -> None:
    one_person = Limits(270, 360, 1, 1)
    row = replace(a_row(one_person), carries=(with_person("a"),))
    twice = replace(row, carries=(replace(with_person("a"), key="again"),))
    assert merged(row, twice, TODAY).above == ()
    assert merged(row, replace(row, carries=(with_person("b"),)), TODAY).above[0] == MONDAY


def test_two_people_at_one_hour_must_be_parted_first() -> None:
    at_two = Agreement(MONDAY, MONDAY + 8 * WEEK, 90, weekday=0, start_time=time(14))
    one = replace(a_row(), agreements=(at_two,))
    other = replace(a_row(), agreements=(replace(at_two, start_time=time(15)),))
    reason = why(one, other)
    assert reason.code == merging.AT_ONCE.code
    assert reason.params == {"day": MONDAY, "time": "15:00"}
    later = replace(a_row(), agreements=(replace(at_two, start_time=time(15, 30)),))
    assert merged(one, later, TODAY).above == ()


# --- asking ---------------------------------------------------------------------------------------


def test_a_no_of_either_row_gives_rest() -> None:
    no = Question(THERE, TODAY - 3 * DAY, no_on=TODAY - 3 * DAY)
    both = merged(a_row(), a_row(questions=(no,)), TODAY).known
    assert verdict(both, AGREED, THERE, TODAY).limit is Limit.SAID_NO
    # and the other organisation reads nothing but that it is not now
    assert verdict(both, AGREED, HERE, TODAY).limit is Limit.ELSEWHERE


def test_questions_of_a_month_count_together() -> None:
    twice = tuple(Question(HERE, TODAY - n * DAY) for n in (20, 25))
    row = a_row(questions=twice)
    assert verdict(row.known, AGREED, HERE, TODAY).may_ask
    assert verdict(merged(row, row, TODAY).known, AGREED, HERE, TODAY).limit is Limit.ASKED_OFTEN


@pytest.mark.parametrize(
    ("known", "limit"),
    [
        ({"rests_until": TODAY + 9 * DAY, "rests_of": HERE}, Limit.RESTS),
        ({"over_until": TODAY + 9 * DAY}, Limit.OVER),
        ({"waits": frozenset({HERE})}, Limit.SIGNAL),
        ({"raised": frozenset({HERE})}, Limit.RAISED_TODAY),
        ({"asked_this": True}, Limit.ASKED_ALREADY),
        ({"helps_here": True}, Limit.HELPS),
    ],
)
def test_what_holds_of_one_holds_of_both(known: dict[str, object], limit: Limit) -> None:
    row = Row(Known(SIX, **known), proven=True)  # type: ignore[arg-type]
    for pair in ((row, a_row()), (a_row(), row)):
        assert verdict(merged(*pair, TODAY).known, AGREED, HERE, TODAY).limit is limit


def test_the_longer_rest_and_the_earlier_farewell() -> None:
    one = a_row(rests_until=TODAY + 5 * DAY, rests_of=HERE, stops_on=TODAY + 40 * DAY)
    other = a_row(rests_until=TODAY + 9 * DAY, rests_of=THERE, stops_on=TODAY + 20 * DAY)
    both = merged(one, other, TODAY).known
    assert (both.rests_until, both.rests_of) == (TODAY + 9 * DAY, THERE)
    assert both.stops_on == TODAY + 20 * DAY


def test_a_short_rest_of_which_everybody_knew_does_not_shorten_a_long_one() -> None:
    known_to_all = a_row(rests_until=TODAY + 5 * DAY)
    heavy = a_row(rests_until=TODAY + 9 * DAY, rests_of=THERE)
    for pair in ((known_to_all, heavy), (heavy, known_to_all)):
        assert merged(*pair, TODAY).known.rests_until == TODAY + 9 * DAY


# --- what they chose ------------------------------------------------------------------------------


def test_what_both_do_and_what_neither_does() -> None:
    one = Choices(frozenset({"visit", "shop"}), 0b0110, frozenset({"dogs"}), 5, True, True, True)
    other = Choices(frozenset({"shop"}), 0b0011, frozenset({"stairs"}), None)
    assert strictest(one, other) == Choices(
        frozenset({"shop"}), 0b0010, frozenset({"dogs", "stairs"}), 5
    )


def test_anything_beside_a_choice_is_the_choice() -> None:
    chosen = Choices(frozenset({"shop"}), 0b0011)
    assert strictest(chosen, Choices()) == strictest(Choices(), chosen) == chosen


@pytest.mark.parametrize(
    ("one", "other", "reason"),
    [
        (
            Choices(kinds=frozenset({"shop"})),
            Choices(kinds=frozenset({"visit"})),
            merging.KINDS_FIRST,
        ),
        (Choices(day_parts=0b01), Choices(day_parts=0b10), merging.TIMES_FIRST),
    ],
)
def test_choices_that_share_nothing_never_become_everything(
    one: Choices, other: Choices, reason: Reason
) -> None:
    assert why(replace(a_row(), choices=one), replace(a_row(), choices=other)) == reason


# --- who may, and when ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("column", "reason"),
    [
        ("quiet", merging.NOT_NOW),
        ("raise_waits", merging.RAISE_FIRST),
        ("address_changes", merging.ADDRESS_FIRST),
    ],
)
def test_what_stands_open_is_finished_first(column: str, reason: Reason) -> None:
    assert why(replace(a_row(), **{column: True}), a_row()) == reason  # type: ignore[arg-type]


@pytest.mark.parametrize("last_day", [TODAY + 9 * DAY, TODAY - 300 * DAY])
def test_who_stops_on_one_row_only_says_first_which_of_both_it_is(last_day: date) -> None:
    """Else running help would end by it, or a farewell would be forgotten."""
    assert why(a_row(stops_on=last_day), a_row()) == merging.STOP_FIRST


def test_an_open_question_is_answered_first() -> None:
    asked = a_row(questions=(Question(HERE, TODAY, is_open=True),))
    assert why(asked, a_row()) == merging.ANSWER_FIRST


def test_with_one_key_nobody_learns_what_stands_open_on_the_other_row() -> None:
    mine = a_row()
    everything = replace(
        a_row(questions=(Question(THERE, TODAY, is_open=True),)),
        choices=Choices(frozenset({"shop"})),
        quiet=True,
        raise_waits=True,
        address_changes=True,
        proven=False,
    )
    assert why(mine, everything) == why(mine, replace(mine, proven=False)) == merging.OTHER_KEY


def test_a_file_hides_behind_the_same_words_as_anything_else() -> None:
    """Nobody reads from the answer that there is a concern, nor what else waits beside it."""
    held = replace(a_row(questions=(Question(HERE, TODAY, is_open=True),)), quiet=True)
    assert why(held, a_row()) == why(replace(a_row(), quiet=True), a_row()) == merging.NOT_NOW
