"""A referral closes its loop: its states, its days, and what stops it before it is sent."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.kit.calendar import WorkingDays
from loopplank.core.kit.reason import Refused
from loopplank.core.referrals.consent import Refusal, Yes, fingerprint, may_send
from loopplank.core.referrals.states import (
    ANSWER_WORDS,
    FINAL,
    GIVEN_BACK,
    MOVES,
    NEEDS_REASON,
    ON_HOLD_FOR,
    REFUSALS,
    STATUS_WORDS,
    TAKEN_OVER,
    UNTOUCHED,
    WHY_WORDS,
    WITH_RECEIVER,
    Answer,
    Move,
    Status,
    Track,
    Waiting,
    Why,
    after,
    days_of,
    sender_is_responsible,
    waiting_for,
)

WORKWEEK = WorkingDays()
CHRISTMAS = WorkingDays(holidays=frozenset({date(2026, 12, 25), date(2026, 12, 26)}))
TUESDAY = date(2026, 11, 24)


def test_every_referral_can_be_sent_and_none_is_answered_before() -> None:
    assert after(Status.DRAFT, Move.SEND) is Status.REQUESTED
    for move in Move:
        if move not in {Move.SEND, Move.MISTAKE}:
            with pytest.raises(Refused):
                after(Status.DRAFT, move, Why.NO_PLACE)


@pytest.mark.parametrize("status", sorted(FINAL))
def test_an_ended_referral_moves_no_more_but_for_a_mistake(status: Status) -> None:
    assert [m for m in Move if (status, m) in MOVES] == [Move.MISTAKE]


@given(st.sampled_from(sorted(MOVES)))
def test_an_end_other_than_helped_needs_a_reason(edge: tuple[Status, Move]) -> None:
    to = MOVES[edge]
    if to in NEEDS_REASON:
        with pytest.raises(Refused) as refused:
            after(*edge)
        assert refused.value.reason.code == "referral.needs_reason"
    assert after(*edge, Why.NO_PLACE) is to


@given(st.sampled_from(sorted(MOVES)))
def test_only_a_yes_takes_the_responsibility_from_the_sender(edge: tuple[Status, Move]) -> None:
    """Promise P3, over the whole table."""
    if sender_is_responsible(edge[0]) and not sender_is_responsible(MOVES[edge]):
        assert edge == (Status.REQUESTED, Move.ACCEPT)


def test_silence_leads_back_to_the_sender() -> None:
    assert sender_is_responsible(after(Status.REQUESTED, Move.EXPIRE, Why.NO_ANSWER))
    assert all(not sender_is_responsible(status) for status in TAKEN_OVER)


# --- days ---------------------------------------------------------------------------------------


def test_a_peer_is_reminded_on_day_four_and_silent_on_day_five() -> None:
    days = days_of(Track.PEER, TUESDAY, WORKWEEK)
    assert days.remind_on == date(2026, 11, 30)
    assert days.answer_by == date(2026, 12, 1)
    assert days.admin_on == date(2026, 12, 8)
    assert days.receive_by is None


def test_a_formal_party_says_that_it_arrived_and_answers_in_ten() -> None:
    days = days_of(Track.FORMAL, TUESDAY, WORKWEEK)
    assert (days.receive_by, days.answer_by) == (date(2026, 11, 26), date(2026, 12, 8))
    assert days.remind_on is None


def test_a_report_under_the_wmo_has_its_legal_term() -> None:
    days = days_of(Track.WMO_REPORT, TUESDAY, WORKWEEK)
    assert days.answer_by == date(2027, 1, 5)
    assert days.admin_on > days.answer_by


def test_a_christmas_week_counts_for_nothing() -> None:
    days = days_of(Track.PEER, date(2026, 12, 22), CHRISTMAS)
    assert days.remind_on == date(2026, 12, 29)
    assert days.answer_by == date(2026, 12, 30)


@given(
    st.sampled_from(Track),
    st.dates(date(2024, 1, 1), date(2032, 12, 31)),
    st.sets(st.integers(0, 6), min_size=1).map(frozenset),
)
def test_the_days_come_in_order_and_on_days_that_are_worked(
    track: Track, sent_on: date, weekdays: frozenset[int]
) -> None:
    calendar = WorkingDays(weekdays)
    days = days_of(track, sent_on, calendar)
    assert sent_on < days.answer_by <= days.admin_on
    if days.remind_on:
        assert sent_on < days.remind_on < days.answer_by
    if track is Track.PEER:
        assert calendar.count_between(sent_on, days.answer_by) == 5
        assert calendar.count_between(sent_on, days.admin_on) == UNTOUCHED


# --- before sending -------------------------------------------------------------------------------


def test_without_a_yes_of_the_person_nothing_is_sent() -> None:
    with pytest.raises(Refused) as refused:
        may_send("zuid", "Zuid", "a", (), Yes(asked=False))
    assert refused.value.reason.code == "referral.consent"
    may_send("zuid", "Zuid", "a", (), Yes(asked=True))


def test_who_refused_the_same_facts_is_not_asked_again() -> None:
    earlier = (Refusal("zuid", "a", Why.NO_PLACE),)
    with pytest.raises(Refused) as refused:
        may_send("zuid", "Zuid", "a", earlier, Yes(asked=True))
    assert "plek" in str(refused.value.reason.params["why"])
    may_send("zuid", "Zuid", "b", earlier, Yes(asked=True))
    may_send("west", "West", "a", earlier, Yes(asked=True))


def test_the_mark_of_facts_does_not_hang_on_their_order() -> None:
    assert fingerprint({"a": 1, "b": [2]}) == fingerprint({"b": [2], "a": 1})
    assert fingerprint({"a": 1}) != fingerprint({"a": 2})


def test_every_way_to_close_says_whether_the_person_was_helped() -> None:
    """A new reason to close must not count as help by being forgotten."""
    from loopplank.core.requests.closing import CLOSING, ClosingReason

    helped = {ClosingReason.HELPED, ClosingReason.HELPED_ELSEWHERE}
    given_back = {reason for reason, rule in CLOSING.items() if rule.given_back is not None}
    assert given_back == set(ClosingReason) - helped


# --- the tables, written once more ---------------------------------------------------------------

#: Where each status goes by each move, beside a mistake, which is always one.
STEPS = {
    Status.DRAFT: "send requested",
    Status.REQUESTED: (
        "consult requested, accept accepted, reject rejected, withdraw cancelled,"
        " expire cancelled, found_double rejected"
    ),
    Status.ACCEPTED: (
        "found_double cancelled, begin in-progress, hold on-hold, complete completed,"
        " hand_back failed, withdraw cancelled"
    ),
    Status.IN_PROGRESS: ("hold on-hold, complete completed, hand_back failed, withdraw cancelled"),
    Status.ON_HOLD: ("begin in-progress, complete completed, hand_back failed, withdraw cancelled"),
}


@pytest.mark.parametrize("status", Status)
def test_every_move_from_every_status(status: Status) -> None:
    found, codes = {}, set()
    for move in Move:
        try:
            found[move.value] = after(status, move, Why.NO_PLACE).value
        except Refused as refused:
            codes.add(refused.reason.code)
    assert codes == {"referral.no_such_move"}
    known = dict(pair.split() for pair in STEPS[status].split(", ")) if status in STEPS else {}
    assert found == {**known, "mistake": "entered-in-error"}


def test_the_sets_of_statuses() -> None:
    assert set(FINAL) == set(Status) - set(STEPS)
    assert {str(s) for s in WITH_RECEIVER} == {"accepted", "in-progress", "on-hold"}
    assert WITH_RECEIVER | {Status.COMPLETED} == TAKEN_OVER
    assert {str(s) for s in NEEDS_REASON} == {"rejected", "cancelled", "on-hold", "failed"}


def test_what_a_receiver_may_say() -> None:
    assert REFUSALS == (Why.NO_PLACE, Why.FOR_PROFESSIONAL, Why.NO_OFFER, Why.OUTSIDE_AREA)
    assert set(GIVEN_BACK) == {*REFUSALS, Why.COULD_NOT_HELP, Why.NOT_REACHED, Why.NOT_WANTED}
    assert set(ON_HOLD_FOR) == {Why.WAITLIST, Why.ASSESSMENT_FIRST}


def test_every_status_reason_and_answer_has_words_of_its_own() -> None:
    for words, all_of in ((STATUS_WORDS, Status), (WHY_WORDS, Why), (ANSWER_WORDS, Answer)):
        assert set(words) == set(all_of)
        assert len(set(words.values())) == len(words)


@pytest.mark.parametrize(
    ("status", "answer", "silent", "unheard", "waits_for"),
    [
        (Status.DRAFT, "", False, False, Waiting.NOTHING),
        (Status.REQUESTED, "", False, False, Waiting.ANSWER),
        (Status.REQUESTED, "", False, True, Waiting.RECEIPT),
        (Status.REQUESTED, "consult", False, True, Waiting.TALK),
        (Status.REQUESTED, "consult", True, True, Waiting.SILENT),
        (Status.ACCEPTED, "yes", True, True, Waiting.OUTCOME),
        (Status.IN_PROGRESS, "yes", False, False, Waiting.OUTCOME),
        (Status.ON_HOLD, "yes", False, False, Waiting.OUTCOME),
        (Status.COMPLETED, "yes", False, False, Waiting.NOTHING),
        (Status.REJECTED, "no", True, False, Waiting.NOTHING),
    ],
)
def test_what_the_sender_waits_for(
    status: Status, answer: str, silent: bool, unheard: bool, waits_for: Waiting
) -> None:
    assert waiting_for(status, answer, silent=silent, unheard=unheard) is waits_for
