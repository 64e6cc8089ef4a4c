"""When a volunteer may be asked: each limit with its last day and the day after, and what shows."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.kit.reason import Reason, Refused
from loopplank.core.volunteers.away import Away, TimeAway
from loopplank.core.volunteers.contact_limits import (
    AT_ONCE_WRONG,
    DAYS_WRONG,
    FREE,
    MONTH,
    Agreed,
    Known,
    Limit,
    Question,
    Verdict,
    free_again,
    may_be_set,
    turn,
    verdict,
    why_not,
)
from loopplank.core.volunteers.load import Limits

TODAY = date(2026, 10, 26)  # the Monday after the clock went back
DAY = timedelta(days=1)
HERE, THERE = "here", "there"
WIDE = Limits(270, 360, 4, 2)
NOBODY_ASKED = Known(WIDE)
AGREED = Agreed(days_of_rest=14, open_at_once=1, most_a_month=2)


def said(known: Known, today: date = TODAY, agreed: Agreed = AGREED) -> Verdict:
    return verdict(known, agreed, HERE, today)


def asked(
    *, of: str = HERE, on: date = TODAY, open_: bool = False, no: date | None = None
) -> Known:
    return replace(NOBODY_ASKED, questions=(Question(of, on, open_, no),))


# --- each on both sides -----


def test_about_whom_nothing_is_known_may_be_asked() -> None:
    assert said(NOBODY_ASKED) == FREE
    assert said(NOBODY_ASKED).may_ask
    assert why_not(FREE) is None


@pytest.mark.parametrize(
    ("limit", "known", "last"),
    [
        (Limit.SAID_NO, asked(on=TODAY - 60 * DAY, no=TODAY), TODAY + 14 * DAY),
        (Limit.RESTS, replace(NOBODY_ASKED, rests_until=TODAY), TODAY),
        (Limit.PAUSE, Known(replace(WIDE, pause_from=TODAY - DAY, pause_to=TODAY)), TODAY),
        (Limit.AWAY, Known(replace(WIDE, away=TimeAway((Away(TODAY, TODAY + DAY),)))), TODAY + DAY),
    ],
)
def test_it_lasts_the_whole_of_its_last_day(limit: Limit, known: Known, last: date) -> None:
    for day in (TODAY, last):
        found = said(known, day)
        assert (found.limit, found.again) == (limit, last + DAY)
    after = said(known, last + DAY)
    assert after.may_ask is (limit is not Limit.PAUSE)
    if limit is Limit.PAUSE:
        assert (after.limit, after.again) == (Limit.IS_BACK, last + 2 * DAY)
        assert said(known, last + 2 * DAY) == FREE


def test_a_pause_without_an_end_names_no_day() -> None:
    found = said(Known(replace(WIDE, pause_from=TODAY)))
    assert found == Verdict(Limit.PAUSE)
    reason = why_not(found)
    assert reason is not None
    assert (reason.code, dict(reason.params)) == ("why_not.pause", {})


def test_rest_after_a_no_is_as_long_as_the_network_set_it() -> None:
    known = asked(on=TODAY - 60 * DAY, no=TODAY)
    assert said(known, agreed=replace(AGREED, days_of_rest=0)) == FREE
    ten = replace(AGREED, days_of_rest=10)
    assert said(known, TODAY + 10 * DAY, ten).again == TODAY + 11 * DAY
    assert said(known, TODAY + 11 * DAY, ten) == FREE


def test_so_many_questions_at_once_as_the_network_set() -> None:
    known = asked(open_=True)
    assert said(known).limit is Limit.OPEN_QUESTION
    assert said(known, agreed=replace(AGREED, open_at_once=2)) == FREE


def test_so_many_questions_in_any_thirty_days() -> None:
    first, second = TODAY - 20 * DAY, TODAY - DAY
    known = replace(NOBODY_ASKED, questions=(Question(HERE, first), Question(HERE, second)))
    found = said(known)
    assert (found.limit, found.again) == (Limit.ASKED_OFTEN, first + MONTH)
    assert said(known, first + MONTH - DAY).limit is Limit.ASKED_OFTEN
    assert said(known, first + MONTH) == FREE


def test_what_has_no_day_lasts_until_it_is_done() -> None:
    assert said(replace(NOBODY_ASKED, waits=frozenset({HERE}))) == Verdict(Limit.SIGNAL)
    assert said(replace(NOBODY_ASKED, asked_this=True)) == Verdict(Limit.ASKED_ALREADY)
    assert said(replace(NOBODY_ASKED, helps_here=True)) == Verdict(Limit.HELPS)
    stops = said(replace(NOBODY_ASKED, stops_on=TODAY + 9 * DAY))
    assert (stops.limit, stops.again, stops.on) == (Limit.STOPS, None, TODAY + 9 * DAY)


def test_on_the_day_of_a_talk_about_a_higher_limit_nobody_asks() -> None:
    known = replace(NOBODY_ASKED, raised=frozenset({HERE}))
    assert said(known) == Verdict(Limit.RAISED_TODAY, TODAY + DAY)


def test_a_turn_is_said_beside_a_pause() -> None:
    paused = replace(WIDE, pause_from=TODAY)
    known = Known(paused, rests_until=TODAY, rests_of=HERE)
    assert said(known).limit is Limit.PAUSE
    assert turn(known, HERE, TODAY).limit is Limit.RESTS
    assert turn(known, THERE, TODAY) == FREE
    assert turn(replace(known, stops_on=TODAY), THERE, TODAY).limit is Limit.STOPS


# --- what a network may set, and what is said -----


@pytest.mark.parametrize(
    ("days", "at_once", "wrong"),
    [
        (0, 1, None),
        (60, 5, None),
        (-1, 1, DAYS_WRONG),
        (61, 1, DAYS_WRONG),
        (14, 0, AT_ONCE_WRONG),
        (14, 6, AT_ONCE_WRONG),
        (-1, 0, DAYS_WRONG),
    ],
)
def test_a_network_sets_a_rest_and_a_number_at_once(
    days: int, at_once: int, wrong: Reason | None
) -> None:
    found = None
    try:
        may_be_set(days, at_once)
    except Refused as refused:
        found = refused.reason
    assert found == wrong


def test_one_question_fewer_than_the_most_leaves_room() -> None:
    today, before = TODAY, TODAY - 3 * DAY
    assert free_again([], 1) is None
    assert free_again([before], 2) is None
    assert free_again([before], 1) == before + MONTH
    assert free_again([before, today], 1) == today + MONTH
    assert free_again([before, today], 2) == before + MONTH
    # a network that sets no number has no day on which it is over
    assert free_again([before, today], 0) is None


def test_a_sentence_names_the_last_day_and_the_day_after() -> None:
    found = Verdict(Limit.SAID_NO, again=TODAY, on=TODAY - 5 * DAY)
    reason = Reason("x", "%(again)s %(until)s %(last)s %(to)s %(day)s %(first)s %(name)s")
    assert found.said(reason, name="Bram").params == {
        "again": TODAY,
        "until": TODAY - DAY,
        "last": TODAY - DAY,
        "to": TODAY - DAY,
        "day": TODAY - 5 * DAY,
        "first": TODAY - 5 * DAY,
        "name": "Bram",
    }


@pytest.mark.parametrize(
    ("found", "code", "days"),
    [
        (Verdict(Limit.HELPS), "helps", {}),
        (Verdict(Limit.ASKED_ALREADY), "said_no", {}),
        (Verdict(Limit.SIGNAL), "signal", {}),
        (Verdict(Limit.PAUSE), "pause", {}),
        (Verdict(Limit.PAUSE, TODAY), "pause_to", {"to": TODAY - DAY}),
        (Verdict(Limit.AWAY, TODAY, TODAY - 9 * DAY), "away", {
            "first": TODAY - 9 * DAY, "last": TODAY - DAY,
        }),
        (Verdict(Limit.STOPS, on=TODAY), "stops", {"day": TODAY}),
        (Verdict(Limit.RESTS, TODAY), "rests", {"until": TODAY - DAY}),
        (Verdict(Limit.IS_BACK, TODAY), "is_back", {}),
        (Verdict(Limit.RAISED_TODAY, TODAY), "raised_today", {}),
        (Verdict(Limit.SAID_NO, TODAY), "rest", {"until": TODAY - DAY}),
        (Verdict(Limit.OPEN_QUESTION), "open_question", {}),
        (Verdict(Limit.ASKED_OFTEN, TODAY), "asked_often", {}),
        (Verdict(Limit.ELSEWHERE), "not_now", {}),
    ],
)  # fmt: skip
def test_each_limit_says_its_own_reason(found: Verdict, code: str, days: dict[str, date]) -> None:
    reason = why_not(found)
    assert reason is not None
    assert (reason.code, dict(reason.params)) == (f"why_not.{code}", days)


# --- what another organisation may know -----


@pytest.mark.parametrize(
    "known",
    [
        asked(of=THERE, open_=True),
        asked(of=THERE, no=TODAY),
        replace(NOBODY_ASKED, questions=(Question(THERE, TODAY), Question(HERE, TODAY))),
        replace(NOBODY_ASKED, waits=frozenset({THERE})),
        replace(NOBODY_ASKED, raised=frozenset({THERE})),
        replace(NOBODY_ASKED, rests_until=TODAY, rests_of=THERE),
    ],
)
def test_of_another_organisation_only_that_it_is_not_now(known: Known) -> None:
    assert said(known) == Verdict(Limit.ELSEWHERE)


DAYS = st.integers(-40, 20).map(lambda n: TODAY + n * DAY)
ORGANISATIONS = st.sampled_from([HERE, THERE])
QUESTIONS = st.builds(Question, ORGANISATIONS, DAYS, st.booleans(), st.none() | DAYS)
SOME = st.frozensets(ORGANISATIONS)
ANYBODY = st.builds(
    Known,
    st.sampled_from(
        [
            WIDE,
            replace(WIDE, pause_from=TODAY - 5 * DAY, pause_to=TODAY + 3 * DAY),
            replace(WIDE, pause_from=TODAY + 2 * DAY),
            replace(WIDE, away=TimeAway((Away(TODAY - DAY, TODAY + 6 * DAY),))),
        ]
    ),
    stops_on=st.none() | DAYS,
    rests_until=st.none() | DAYS,
    rests_of=st.none() | ORGANISATIONS,
    questions=st.lists(QUESTIONS, max_size=5).map(tuple),
    waits=SOME,
    raised=SOME,
    asked_this=st.booleans(),
)
SET = st.builds(Agreed, st.integers(0, 30), st.integers(1, 3), st.integers(1, 4))


@given(ANYBODY, SET, DAYS)
def test_a_reason_shows_nothing_of_another_organisation(
    known: Known, agreed: Agreed, today: date
) -> None:
    found = verdict(known, agreed, HERE, today)
    alone = verdict(known.seen_by(HERE), agreed, HERE, today)
    assert found == alone if not alone.may_ask else found in {FREE, Verdict(Limit.ELSEWHERE)}


@given(ANYBODY, SET, DAYS)
def test_all_organisations_agree_whether_somebody_may_be_asked(
    known: Known, agreed: Agreed, today: date
) -> None:
    assert (
        verdict(known, agreed, HERE, today).may_ask == verdict(known, agreed, THERE, today).may_ask
    )


@given(ANYBODY, SET, DAYS)
def test_the_day_that_is_named_is_the_first_on_which_that_limit_is_over(
    known: Known, agreed: Agreed, today: date
) -> None:
    found = verdict(known, agreed, HERE, today)
    if found.again is None or found.limit is Limit.RAISED_TODAY:
        return
    assert found.again > today
    assert verdict(known, agreed, HERE, found.again - DAY).limit is not None
    after = verdict(known, agreed, HERE, found.again)
    assert after.limit is not found.limit or after.again != found.again


@given(ANYBODY, SET, DAYS, QUESTIONS)
def test_one_question_more_never_opens_anything(
    known: Known, agreed: Agreed, today: date, more: Question
) -> None:
    if not verdict(known, agreed, HERE, today).may_ask:
        with_it = replace(known, questions=(*known.questions, more))
        assert not verdict(with_it, agreed, HERE, today).may_ask


@given(ANYBODY, SET, DAYS)
def test_every_verdict_has_its_sentence(known: Known, agreed: Agreed, today: date) -> None:
    found = verdict(known, agreed, HERE, today)
    reason = why_not(found)
    assert (reason is None) is found.may_ask
    if reason is not None:
        assert reason.sentence % reason.params
