"""When a message leaves: hours, rest, places, batches and Mondays, one example each."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest

from loopplank.core.kit.calendar import WorkingDays, at_local
from loopplank.core.kit.reason import Refused
from loopplank.core.messages.looks import TURN
from loopplank.core.messages.rules import Do, Verdict
from loopplank.core.messages.send_policy import Queued, Reader, decide, of_use_until
from loopplank.core.messages.table import RULES
from loopplank.core.messages.wishes import AskAt, Calendar, NetworkHours, Wishes

MONDAY = date(2026, 11, 23)
CHRISTMAS = frozenset({date(2026, 12, 25), date(2026, 12, 26)})
CALENDAR = Calendar(NetworkHours(), WorkingDays(holidays=CHRISTMAS))
DAY = timedelta(days=1)
ANYBODY = Reader()


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return at_local(day, time(hour, minute))


def queued(
    name: str, when: datetime, *, until: datetime | None = None, channel: str = "sms", n: int = 1
) -> Queued:
    return Queued(UUID(int=n), RULES[name], channel, when, until)


def told(
    row: Queued, now: datetime, reader: Reader = ANYBODY, calendar: Calendar = CALENDAR
) -> Verdict:
    return decide(row, reader, calendar, now)


# --- hours --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "channel", "now", "leaves"),
    [
        ("received", "sms", at(MONDAY, 8), at(MONDAY, 9)),
        ("received", "email", at(MONDAY, 8), at(MONDAY, 8)),
        ("received", "email", at(MONDAY - DAY, 3), at(MONDAY - DAY, 3)),
        ("received", "sms", at(MONDAY - DAY, 12), at(MONDAY, 9)),
        ("meeting", "email", at(MONDAY, 18, 59), at(MONDAY, 18, 59)),
        ("meeting", "email", at(MONDAY, 19), at(MONDAY + DAY, 9)),
        ("closed", "sms", at(MONDAY - DAY, 12), at(MONDAY, 9)),
        ("visits_still", "sms", at(MONDAY, 19, 59), at(MONDAY, 19, 59)),
        ("visits_still", "sms", at(MONDAY, 20), at(MONDAY + DAY, 8, 30)),
        ("noted_yes", "sms", at(MONDAY - DAY, 12), at(MONDAY, 8, 30)),
        ("thanks", "email", at(date(2026, 12, 24), 20), at(date(2026, 12, 28), 8, 30)),
        ("referral_yes", "email", at(MONDAY - 2 * DAY, 12), at(MONDAY, 8)),
        ("referral_yes", "email", at(MONDAY, 17, 59), at(MONDAY, 17, 59)),
        ("cover", "email", at(date(2026, 12, 24), 18), at(date(2026, 12, 28), 8)),
        ("alert", "phone", at(MONDAY - DAY, 3), at(MONDAY - DAY, 3)),
        ("limit_raised", "sms", at(MONDAY - DAY, 3), at(MONDAY - DAY, 3)),
        ("proposal", "sms", at(MONDAY, 9), at(MONDAY, 10)),
        ("proposal", "sms", at(MONDAY, 11, 59), at(MONDAY, 11, 59)),
        ("proposal", "sms", at(MONDAY, 12), at(MONDAY + DAY, 10)),
        ("proposal", "sms", at(MONDAY + 4 * DAY, 12), at(MONDAY + 7 * DAY, 10)),
        ("proposal", "sms", at(date(2026, 12, 24), 12), at(date(2026, 12, 28), 10)),
    ],
)
def test_a_message_waits_for_its_hours(
    name: str, channel: str, now: datetime, leaves: datetime
) -> None:
    row = queued(name, now, channel=channel)
    verdict = told(row, now)
    if leaves == now:
        assert verdict == Verdict(Do.SEND)
    else:
        assert verdict == Verdict(Do.WAIT, at=leaves)
        assert told(row, leaves) == Verdict(Do.SEND)
        assert told(row, leaves - timedelta(microseconds=1)).do is Do.WAIT


@pytest.mark.parametrize(
    ("now", "leaves"),
    [
        # the night of 25 October 2026 lasts an hour longer, that of 29 March 2026 an hour less
        (datetime(2026, 10, 24, 18, 0, tzinfo=UTC), datetime(2026, 10, 26, 7, 30, tzinfo=UTC)),
        (datetime(2026, 3, 28, 19, 0, tzinfo=UTC), datetime(2026, 3, 30, 6, 30, tzinfo=UTC)),
        # the night to 1 January 2027, a Friday of week 53
        (datetime(2026, 12, 31, 19, 0, tzinfo=UTC), datetime(2027, 1, 1, 7, 30, tzinfo=UTC)),
    ],
)
def test_half_past_eight_is_on_the_clock_of_amsterdam(now: datetime, leaves: datetime) -> None:
    assert told(queued("noted_yes", now), now) == Verdict(Do.WAIT, at=leaves)


def test_a_network_sets_its_own_hours_and_its_own_rest_day() -> None:
    saturday = MONDAY + 5 * DAY
    ours = Calendar(NetworkHours(quiet_from=time(21), quiet_to=time(7), rest_day=5))
    assert told(queued("visits_on", at(MONDAY, 8)), at(MONDAY, 20, 30), calendar=ours).do is Do.SEND
    assert told(queued("noted_yes", at(MONDAY, 8)), at(saturday, 12), calendar=ours) == Verdict(
        Do.WAIT, at=at(saturday + DAY, 7)
    )
    none = Calendar(NetworkHours(rest_day=None))
    assert (
        told(queued("visits_on", at(MONDAY, 8)), at(saturday + DAY, 12), calendar=none).do
        is Do.SEND
    )


@pytest.mark.parametrize(
    "wrong",
    [
        {"quiet_from": time(19)},
        {"quiet_to": time(10, 30)},
        {"asker_from": time(7)},
        {"asker_to": time(21)},
        {"most_a_week": 0},
        {"most_asks_a_month": 13},
        {"rest_day": 2},
    ],
)
def test_hours_in_which_nobody_could_be_asked_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(Refused):
        NetworkHours(**wrong)  # type: ignore[arg-type]  # one wrong value each


# --- what a volunteer chose ---------------------------------------------------------------------


def test_a_question_comes_at_the_hour_that_the_volunteer_chose() -> None:
    evening = Reader(Wishes(ask_at=AskAt.EVENING))
    row = queued("proposal", at(MONDAY, 9))
    assert told(row, at(MONDAY, 10), evening) == Verdict(Do.WAIT, at=at(MONDAY, 19))
    assert told(row, at(MONDAY, 19, 59), evening).do is Do.SEND
    assert told(row, at(MONDAY, 20), evening) == Verdict(Do.WAIT, at=at(MONDAY + DAY, 19))


def test_nothing_comes_on_their_own_rest_day_but_what_they_asked_for_themselves() -> None:
    off = Reader(Wishes(rest_day=0))
    assert told(queued("noted_yes", at(MONDAY, 9)), at(MONDAY, 9), off) == Verdict(
        Do.WAIT, at=at(MONDAY + DAY, 8, 30)
    )
    assert told(queued("proposal", at(MONDAY, 9)), at(MONDAY, 10), off) == Verdict(
        Do.WAIT, at=at(MONDAY + DAY, 10)
    )
    assert told(queued("week_link", at(MONDAY, 9)), at(MONDAY, 9), off).do is Do.SEND


def test_a_reminder_that_was_switched_off_is_left_out() -> None:
    row = Queued(UUID(int=1), RULES["visit_near"], "sms", at(MONDAY, 10), at(MONDAY + DAY, 10))
    assert told(row, at(MONDAY, 10)).do is Do.SEND
    assert told(row, at(MONDAY, 10), Reader(Wishes(visit_reminder=False))) == Verdict(
        Do.DROP, why="not_wanted"
    )


def test_everything_on_monday_waits_for_monday_and_leaves_as_one() -> None:
    reader = Reader(Wishes(monday=True))
    thanks = queued("thanks", at(MONDAY, 11), n=1)
    other = queued("join", at(MONDAY + DAY, 11), n=2)
    next_monday = at(MONDAY + 7 * DAY, 10)
    assert told(thanks, at(MONDAY, 11), reader) == Verdict(Do.WAIT, at=next_monday)
    both = replace(reader, waiting=(thanks, other))
    assert told(thanks, next_monday, both) == Verdict(Do.SEND, beside=(other.id,))
    # the sender stood still all day: it leaves on Tuesday, and not a week later
    assert told(thanks, at(MONDAY + 8 * DAY, 10), both).do is Do.SEND
    # without a place this Monday it waits for the next one, at ten
    full = replace(both, took_place=(at(MONDAY + 7 * DAY, 9),) * 3)
    assert told(thanks, next_monday, full) == Verdict(Do.WAIT, at=next_monday + 7 * DAY)


def test_what_cannot_wait_for_monday_comes_by_itself() -> None:
    reader = Reader(Wishes(monday=True))
    soon = queued("proposal", at(MONDAY, 9), until=at(MONDAY + 3 * DAY, 12))
    assert told(soon, at(MONDAY, 10), reader).do is Do.SEND
    assert told(queued("visits_still", at(MONDAY, 9)), at(MONDAY, 9), reader).do is Do.SEND


def test_the_message_of_the_week_comes_on_tuesday_when_monday_is_a_day_of_rest() -> None:
    reader = Reader(Wishes(monday=True, rest_day=0))
    row = queued("thanks", at(MONDAY - DAY, 11))
    assert told(row, at(MONDAY, 10), reader) == Verdict(Do.WAIT, at=at(MONDAY + DAY, 10))


# --- three a week -------------------------------------------------------------------------------


def test_the_fourth_of_seven_days_waits_for_the_eighth_day() -> None:
    days = (at(MONDAY, 9), at(MONDAY, 9), at(MONDAY + 2 * DAY, 9))
    full = Reader(took_place=days)
    row, now = queued("thanks", at(MONDAY, 9)), at(MONDAY + 3 * DAY, 9)
    assert told(row, now, full) == Verdict(Do.WAIT, at=at(MONDAY + 7 * DAY, 8, 30))
    assert told(row, at(MONDAY + 7 * DAY, 8, 30), full).do is Do.SEND
    assert told(row, now, replace(full, took_place=days[:2])).do is Do.SEND


@pytest.mark.parametrize("name", ["visits_still", "meeting_volunteer", "limit_raised", "week_link"])
def test_what_cannot_wait_is_not_held_by_a_full_week(name: str) -> None:
    full = Reader(took_place=(at(MONDAY, 9),) * 5)
    assert told(queued(name, at(MONDAY, 10)), at(MONDAY, 10), full).do is Do.SEND


def test_several_go_as_one_message_in_which_at_most_one_question() -> None:
    now = at(MONDAY, 10)
    rows = tuple(
        queued(name, at(MONDAY - DAY, 10) + n * timedelta(minutes=1), n=n)
        for n, name in enumerate(("thanks", "proposal", "proposal", "welcome", "visits_on"), 1)
    )
    reader = Reader(waiting=rows)
    assert told(rows[0], now, reader) == Verdict(Do.SEND, beside=(rows[1].id,))
    assert told(rows[1], now, reader) == Verdict(Do.SEND, beside=(rows[0].id,))
    # what must be read as it is goes by itself; another channel too
    assert told(rows[4], now, reader) == Verdict(Do.SEND)
    mail = replace(rows[1], channel="email")
    assert told(rows[0], now, replace(reader, waiting=(rows[0], mail))) == Verdict(Do.SEND)
    # at nine it is too early for the question
    assert told(rows[0], at(MONDAY, 9), reader) == Verdict(Do.SEND)


# --- one question at a time, and rest -------------------------------------------------------------


def test_a_second_question_waits_while_the_first_is_open() -> None:
    row = queued("proposal", at(MONDAY, 9), until=at(MONDAY + 3 * DAY, 12))
    thinking = Reader(thinking=1)
    assert told(row, at(MONDAY, 10), thinking) == Verdict(
        Do.WAIT, at=at(MONDAY + DAY, 10), why=TURN
    ), "and nobody promises that hour"
    assert told(row, at(MONDAY, 10), replace(thinking, open_asks_at_once=2)).do is Do.SEND


def test_after_a_no_the_question_is_dropped_unheard_rather_than_called() -> None:
    row = queued("proposal", at(MONDAY, 9), until=at(MONDAY + 3 * DAY, 12))
    rests = Reader(rests_until=at(MONDAY + 9 * DAY, 15))
    assert told(row, at(MONDAY, 10), rests) == Verdict(Do.WAIT, at=row.until)
    assert told(row, at(MONDAY + 3 * DAY, 12), rests) == Verdict(Do.DROP, why="passed")
    # and it goes along with nothing else
    thanks = queued("thanks", at(MONDAY, 9), n=2)
    assert told(thanks, at(MONDAY, 10), replace(rests, waiting=(row,))) == Verdict(Do.SEND)


# --- too late -------------------------------------------------------------------------------------


def test_what_would_come_too_late_is_told_by_a_person() -> None:
    meeting = queued("meeting_volunteer", at(MONDAY, 21), until=at(MONDAY + DAY, 8))
    assert told(meeting, at(MONDAY, 21)) == Verdict(Do.BY_HAND, why="too_late")
    assert told(meeting, at(MONDAY + DAY, 8)) == Verdict(Do.DROP, why="passed")
    question = queued("proposal", at(MONDAY, 13), until=at(MONDAY + DAY, 9))
    assert told(question, at(MONDAY, 13)) == Verdict(Do.BY_HAND, why="too_late")
    reminder = Queued(UUID(int=1), RULES["visit_near"], "sms", at(MONDAY, 20), at(MONDAY + DAY, 8))
    assert told(reminder, at(MONDAY, 20)) == Verdict(Do.DROP, why="too_late")


@pytest.mark.parametrize("name", ["visits_still", "visits_still_asker", "meeting_off", "stopped"])
def test_nobody_waits_at_a_door_because_it_is_a_day_of_rest(name: str) -> None:
    saturday, sunday = at(MONDAY - 2 * DAY, 20, 30), at(MONDAY - DAY, 20, 30)
    assert told(queued(name, saturday), saturday) == Verdict(Do.BY_HAND, why="too_late")
    assert told(queued(name, sunday), sunday).do is Do.WAIT, "within a night it goes by itself"


def test_a_promise_of_which_the_day_passed_is_looked_at_by_a_person() -> None:
    row = queued("received", at(MONDAY, 9), until=at(MONDAY + DAY, 17))
    assert told(row, at(MONDAY + DAY, 17)) == Verdict(Do.BY_HAND, why="passed")


def test_a_letter_to_who_waits_is_read_by_a_coordinator_first() -> None:
    assert told(queued("wait_again", at(MONDAY, 9)), at(MONDAY, 10)) == Verdict(
        Do.BY_HAND, why="read_first"
    )


@pytest.mark.parametrize(
    ("name", "params", "until"),
    [
        ("meeting", {"at": "2026-11-26T13:00:00+00:00"}, at(date(2026, 11, 26), 14)),
        ("received", {"due_on": "2026-11-26"}, at(date(2026, 11, 26), 17)),
        ("received", {"due_on": ""}, None),
        ("late", {"again": "2026-11-26"}, at(date(2026, 11, 26), 17)),
        ("thanks", {}, at(MONDAY, 9) + 30 * DAY),
        ("visits_still", {"coordinator": "Anna"}, None),
    ],
)
def test_until_when_a_message_is_of_use(
    name: str, params: dict[str, object], until: datetime | None
) -> None:
    assert of_use_until(RULES[name], params, at(MONDAY, 9)) == until
