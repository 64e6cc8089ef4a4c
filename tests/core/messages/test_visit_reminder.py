"""When the reminder of a visit is due, by what its volunteer chose."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.proofs import examples

from loopplank.core.kit.calendar import WorkingDays, at_local, local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.messages.hours import next_open
from loopplank.core.messages.reminders import visit_is_near, visit_reminder
from loopplank.core.messages.rules import Hours
from loopplank.core.messages.wishes import Calendar, NetworkHours, Wishes

THURSDAY, MONDAY = date(2026, 12, 3), date(2026, 12, 7)
TWO, DAY = time(14), timedelta(days=1)


def told(day: date, start: time | None, days_before: int, **wishes: object) -> datetime | None:
    return visit_reminder(day, start, Wishes(days_before=days_before, **wishes), Calendar())  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("days_before", "day", "hour"),
    [(0, THURSDAY, 8), (1, THURSDAY - DAY, 10), (2, THURSDAY - 2 * DAY, 10)],
)
def test_it_comes_so_long_before_as_was_chosen(days_before: int, day: date, hour: int) -> None:
    assert told(THURSDAY, TWO, days_before) == at_local(day, time(hour))
    assert told(THURSDAY, None, days_before) == at_local(day, time(hour))


def test_whoever_wants_none_gets_none() -> None:
    assert told(THURSDAY, TWO, 0, visit_reminder=False) is None


@pytest.mark.parametrize("days", [-1, 3])
def test_other_days_do_not_exist(days: int) -> None:
    with pytest.raises(Refused):
        Wishes(days_before=days)


def test_an_early_visit_is_told_the_day_before() -> None:
    """Messages leave from half past eight: too late for somebody who leaves home at nine."""
    assert told(THURSDAY, time(9), 0) == at_local(THURSDAY - DAY, time(10))
    assert told(THURSDAY, time(9, 30), 0) == at_local(THURSDAY, time(8))


def test_a_day_of_rest_is_told_before_it() -> None:
    sunday = MONDAY - DAY
    assert told(sunday, TWO, 0) == at_local(sunday - DAY, time(10))
    # a day before Monday nothing leaves, so it is told on Saturday
    assert told(MONDAY, TWO, 1) == at_local(MONDAY - 2 * DAY, time(10))
    assert told(MONDAY, TWO, 1, rest_day=5) == at_local(sunday, time(10)), "on Monday morning"
    # two days before Tuesday is Sunday: it leaves on Monday, still a day before
    assert told(MONDAY + DAY, TWO, 2) == at_local(sunday, time(10))


def test_the_day_is_that_of_the_clock_also_when_it_was_moved() -> None:
    """The clock goes on in the night to Sunday 28 March 2027."""
    assert told(date(2027, 3, 30), TWO, 1) == datetime(2027, 3, 29, 8, tzinfo=UTC)
    assert told(date(2027, 3, 29), TWO, 2, rest_day=5) == at_local(date(2027, 3, 27), time(10))


def test_it_is_due_until_the_visit_and_not_after() -> None:
    same, before = Wishes(days_before=0), Wishes(days_before=2)
    eight = at_local(THURSDAY, time(8))
    assert not visit_is_near(THURSDAY, TWO, same, Calendar(), eight - timedelta(seconds=1))
    assert visit_is_near(THURSDAY, TWO, same, Calendar(), eight)
    assert not visit_is_near(THURSDAY, TWO, same, Calendar(), at_local(THURSDAY, TWO))
    # whoever chooses two days when one is left hears it now
    assert visit_is_near(THURSDAY, TWO, before, Calendar(), at_local(THURSDAY - DAY, time(20)))
    assert not visit_is_near(THURSDAY, TWO, before, Calendar(), at_local(THURSDAY, time()))


@examples(60, many=600)
@given(
    day=st.dates(date(2026, 1, 1), date(2028, 12, 31)),
    start=st.none() | st.times(time(8), time(20)),
    days_before=st.integers(0, 2),
    rest=st.none() | st.integers(0, 6),
    network_rest=st.sampled_from([None, 5, 6]),
    opens=st.times(time(7), time(10)),
    closed=st.sets(st.integers(0, 3), max_size=1),
)
def test_whatever_the_days_of_rest_it_never_comes_later_than_chosen_while_it_can(
    day: date,
    start: time | None,
    days_before: int,
    rest: int | None,
    network_rest: int | None,
    opens: time,
    closed: set[int],
) -> None:
    wishes = Wishes(days_before=days_before, rest_day=rest)
    free = WorkingDays(holidays=frozenset(day - n * DAY for n in closed))
    calendar = Calendar(NetworkHours(quiet_to=opens, rest_day=network_rest), free)
    moment = visit_reminder(day, start, wishes, calendar)
    assert moment is not None
    ahead = (day - local_day(moment)).days
    assert days_before <= ahead <= 2
    leaves = next_open(Hours.VOLUNTEER, wishes, calendar, moment, mail=False)
    if days_before == 0 and not calendar.rests(day) and day.weekday() != rest:
        begins = at_local(day, start or time(12))
        assert leaves + timedelta(hours=1) <= begins or (start or TWO) < time(11)
