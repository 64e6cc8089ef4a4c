"""When a session ends by itself: never sooner than it was said, and little later."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.account.sessions import (
    ENDED_WORDS,
    GRAIN,
    IDLE,
    LONGEST,
    WARNS,
    Ended,
    SessionFacts,
    ended,
    left,
    to_note,
)

BEGAN = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_it_ends_after_two_hours_of_nothing_and_after_twelve_of_anything() -> None:
    session = SessionFacts(BEGAN, BEGAN)
    assert ended(session, BEGAN + IDLE) is None
    assert ended(session, BEGAN + IDLE + GRAIN) is Ended.IDLE
    busy = SessionFacts(BEGAN, BEGAN + LONGEST - MINUTE)
    assert ended(busy, BEGAN + LONGEST - MINUTE) is None
    assert ended(busy, BEGAN + LONGEST) is Ended.LONG
    assert set(ENDED_WORDS) == set(Ended)


@given(
    seen=st.timedeltas(timedelta(), LONGEST),
    unseen=st.timedeltas(timedelta(), GRAIN),
    later=st.timedeltas(timedelta(), LONGEST),
)
def test_it_goes_on_as_long_as_was_said(
    seen: timedelta, unseen: timedelta, later: timedelta
) -> None:
    """Also when the last sign of life was too near the one before to be written down."""
    session = SessionFacts(BEGAN, BEGAN + seen)
    last = BEGAN + seen + unseen
    if not to_note(session, last) and last < BEGAN + LONGEST and later <= left(session, last):
        assert ended(session, last + later) is None or last + later >= BEGAN + LONGEST
    assert left(session, last) >= timedelta()


def test_it_is_said_in_time_to_do_something() -> None:
    assert timedelta() < WARNS < IDLE < LONGEST
