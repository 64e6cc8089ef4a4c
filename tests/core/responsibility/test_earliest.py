"""The clock of a request is the earlier of what its step, urgency, advised term and deadline ask,
with the reason, and never later because it changed hands.
"""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import product
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.proofs import examples

from loopplank.core.kit.calendar import WorkingDays, at_local, is_late, local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.states import OPEN, Clock, State, Unit
from loopplank.core.responsibility.clocks import ClockSettings, Urgency, clock_for, for_new_owner
from loopplank.core.responsibility.earliest import (
    LEAVES,
    TERMS,
    Asked,
    Because,
    Days,
    Haste,
    advised_day,
    by_deadline,
    earliest,
    for_who_gets_it,
    is_for_today,
    level_of,
    refuse_later,
    why,
    within,
)
from loopplank.core.triage import Urgency as Term

HOLIDAY = date(2026, 12, 25)
OFFICE = WorkingDays(holidays=frozenset({HOLIDAY, date(2026, 12, 26)}))
PLAIN = ClockSettings()
#: An organisation that gave itself far more time than anybody advises.
SLOW = ClockSettings(own={(s, u): Clock(20, Unit.WORKING_DAYS) for s in OPEN for u in Urgency})
#: A Tuesday, at ten.
NOW = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
TUESDAY = date(2026, 12, 1)
DAYS = Days(OFFICE)


def asked(
    state: State, haste: Haste, settings: ClockSettings = PLAIN, now: datetime = NOW
) -> Asked:
    return earliest(state, haste, settings, now, DAYS)


def test_an_ordinary_request_has_the_clock_of_its_state() -> None:
    assert asked(State.NEW, Haste()) == Asked(date(2026, 12, 4), Because.STEP)
    assert why(Because.STEP, Haste()) is None


@pytest.mark.parametrize(
    ("term", "day"),
    [
        (Term.NOW, TUESDAY),
        (Term.TODAY, TUESDAY),
        (Term.HOURS_24, TUESDAY),
        (Term.WORKDAYS_3, date(2026, 12, 4)),
        (Term.WEEKS_2, date(2026, 12, 15)),
        (Term.NORMAL, date(2026, 12, 30)),
    ],
)
def test_the_advised_term_binds_a_slow_organisation(term: Term, day: date) -> None:
    """On the old code the advice was shown, and the clock ran on as if it was not there."""
    found = asked(State.NEW, Haste(advised=term), SLOW)
    assert found.day == day
    assert found.because is (Because.STEP if term is Term.NORMAL else Because.ADVICE)


def test_24_hours_are_no_32() -> None:
    """A day ends at 17:00: weighed at ten, tomorrow would be 31 hours. After 17:00 it is 24."""
    late = at_local(TUESDAY, time(17, 30))
    assert advised_day(Term.HOURS_24, NOW, DAYS) == TUESDAY
    tomorrow = advised_day(Term.HOURS_24, late, DAYS)
    assert tomorrow == TUESDAY + timedelta(days=1)
    assert at_local(tomorrow, time(17)) - late < timedelta(hours=24)


def test_on_a_day_off_it_is_the_first_day_on_which_somebody_is_there() -> None:
    christmas = at_local(HOLIDAY, time(11))
    assert advised_day(Term.TODAY, christmas, DAYS) == date(2026, 12, 28)


@pytest.mark.parametrize(
    ("state", "day"),
    [
        (State.NEW, date(2026, 12, 8)),
        (State.TALKING, date(2026, 12, 9)),
        (State.SEARCHING, date(2026, 12, 9)),
        (State.MEETING, date(2026, 12, 10)),
        (State.WAITING, date(2026, 12, 9)),
        (State.HANDOVER, date(2026, 12, 9)),
        (State.RUNNING, None),
    ],
)
def test_a_deadline_leaves_days_to_what_follows(state: State, day: date | None) -> None:
    """Too late from Friday 11: the last useful day is Thursday."""
    haste = Haste(too_late_on=date(2026, 12, 11))
    assert by_deadline(state, haste, NOW, DAYS) == day
    if day is not None:
        assert asked(state, haste, SLOW) == Asked(day, Because.DEADLINE)


@pytest.mark.parametrize("too_late", [TUESDAY + timedelta(days=n) for n in (1, 2)])
def test_a_near_deadline_is_today(too_late: date) -> None:
    assert by_deadline(State.NEW, Haste(too_late_on=too_late), NOW, DAYS) == TUESDAY


def test_a_deadline_that_passed_asks_nothing_any_more() -> None:
    assert by_deadline(State.NEW, Haste(too_late_on=TUESDAY), NOW, DAYS) is None


def test_what_asked_the_day_has_a_sentence() -> None:
    haste = Haste(Urgency.TODAY, Term.HOURS_24, date(2026, 12, 11))
    for because in (Because.DEADLINE, Because.ADVICE, Because.URGENCY):
        reason = why(because, haste)
        assert reason is not None
        assert "Deze dag, want" in reason.sentence
        assert why(because, Haste()) is None


def test_a_day_is_not_moved_past_the_deadline_nor_past_today_when_that_was_advised() -> None:
    deadline = Haste(too_late_on=date(2026, 12, 11))
    refuse_later(date(2026, 12, 10), State.NEW, deadline, NOW, DAYS)
    with pytest.raises(Refused, match=r"day\.deadline_first"):
        refuse_later(date(2026, 12, 11), State.NEW, deadline, NOW, DAYS)
    with pytest.raises(Refused, match=r"day\.for_today"):
        refuse_later(date(2026, 12, 2), State.TALKING, Haste(advised=Term.HOURS_24), NOW, DAYS)
    refuse_later(date(2026, 12, 2), State.RUNNING, Haste(advised=Term.HOURS_24), NOW, DAYS)


def test_a_meeting_keeps_its_own_day_up_to_the_deadline() -> None:
    haste = Haste(too_late_on=date(2026, 12, 11))
    assert within(date(2026, 12, 9), State.MEETING, haste, NOW, DAYS).because is Because.STEP
    assert within(date(2026, 12, 15), State.MEETING, haste, NOW, DAYS) == Asked(
        date(2026, 12, 10), Because.DEADLINE
    )


_WEEKDAYS = st.sets(st.integers(0, 6), max_size=4).map(lambda days: tuple(sorted(days)))


@examples(60, many=2000)
@given(
    state=st.sampled_from(sorted(OPEN)),
    urgency=st.sampled_from(Urgency),
    advised=st.sampled_from([None, *Term]),
    ahead=st.none() | st.integers(-3, 40),
    hours=st.integers(0, 24 * 40),
    owner=_WEEKDAYS,
    stand_in=st.none() | _WEEKDAYS,
    slow=st.booleans(),
)
def test_it_is_never_later_than_any_of_the_four_asks(
    state: State,
    urgency: Urgency,
    advised: Term | None,
    ahead: int | None,
    hours: int,
    owner: tuple[int, ...],
    stand_in: tuple[int, ...] | None,
    slow: bool,
) -> None:
    settings = SLOW if slow else PLAIN
    now = NOW + timedelta(hours=hours)
    days = Days(OFFICE, owner, stand_in)
    too_late = None if ahead is None else local_day(now) + timedelta(days=ahead)
    haste = Haste(urgency, advised, too_late)
    found = earliest(state, haste, settings, now, days)
    alone = [
        earliest(state, Haste(), settings, now, days),
        earliest(state, Haste(urgency), settings, now, days),
        earliest(state, Haste(advised=advised), settings, now, days),
        earliest(state, Haste(too_late_on=too_late), settings, now, days),
    ]
    assert found.day == min(one.day for one in alone)
    assert found.day >= local_day(now)
    assert not is_late(found.day, now) or clock_for(state, urgency, settings) is None
    if too_late is not None and too_late > local_day(now) and state in LEAVES:
        # before it, unless nobody works up to then
        works = OFFICE.last_on_or_before(too_late - timedelta(days=1), local_day(now))
        assert found.day < too_late or works is None or is_late(works, now)


def _history(seed: int) -> None:
    """Walk one request through random hands: weighed, made urgent, given on, back, stood in."""
    rng = np.random.default_rng(seed)

    def pick(some: Sequence[Any]) -> Any:
        return some[int(rng.integers(len(some)))]

    def weekdays() -> tuple[int, ...]:
        return tuple(n for n in range(5) if rng.random() < 0.6) or (2,)

    now, state = NOW + timedelta(hours=int(rng.integers(24 * 30))), State.NEW
    owner = weekdays()
    haste = Haste()
    days = Days(OFFICE, owner)
    due = earliest(state, haste, PLAIN, now, days)
    for _ in range(30):
        now += timedelta(hours=int(rng.integers(30)))
        step = pick(["weigh", "urgent", "deadline", "owner", "give", "back", "step"])
        before = due
        if step == "weigh":
            haste = Haste(haste.urgency, pick(list(Term)), haste.too_late_on)
            day = advised_day(haste.advised, now, days)
            due = Asked(day, Because.ADVICE) if day and day < due.day else due
            assert due.day <= before.day
            assert day is None or due.day <= day
        elif step == "urgent":
            haste = Haste(pick(list(Urgency)), haste.advised, haste.too_late_on)
            found = earliest(state, haste, PLAIN, now, days)
            due = min(due, found, key=lambda one: one.day)
            assert due.day <= found.day
        elif step == "deadline":
            ahead = local_day(now) + timedelta(days=int(rng.integers(1, 31)))
            haste = Haste(haste.urgency, haste.advised, ahead)
            day = by_deadline(state, haste, now, days)
            due = Asked(day, Because.DEADLINE) if day and day < due.day else due
        elif step == "owner":
            days = Days(OFFICE, weekdays())
            day = for_new_owner(due.day, local_day(now), OFFICE, days.owner)
            assert day <= due.day
            due = Asked(day, due.because)
        elif step in {"give", "back"}:
            state = State.NEW if step == "give" else State.TALKING
            found = earliest(state, haste, PLAIN, now, days)
            due = for_who_gets_it(before.day, found, now, OFFICE)
            assert due.day <= max(before.day, found.day)
            if not is_late(before.day, now):
                assert due.day <= max(before.day, local_day(now) + timedelta(days=4))
                assert due.day <= before.day or before.day < OFFICE.after(local_day(now), 1)
            assert due.day <= found.day
        else:
            state = pick([State.TALKING, State.SEARCHING, State.HANDOVER, State.WAITING])
            due = earliest(state, haste, PLAIN, now, days)
        for term in Term:
            if haste.advised is term and step == "step" and state is State.TALKING:
                day = advised_day(term, now, days)
                assert day is None or due.day <= day


@pytest.mark.parametrize("seed", range(40))
def test_over_random_histories_no_change_of_hands_makes_it_later(seed: int) -> None:
    for n in range(10):
        _history(1000 * seed + n)


def test_the_tables_speak_of_every_term_and_level() -> None:
    assert set(TERMS) == set(Term) - {Term.NORMAL}
    for urgency, term in product(Urgency, [None, *Term]):
        level = level_of(Haste(urgency, term))
        assert list(Urgency).index(level) >= list(Urgency).index(urgency)
    assert is_for_today(Haste(advised=Term.TODAY))
    assert not is_for_today(Haste(advised=Term.WORKDAYS_3))
