"""One week of a volunteer laid on days: what is there, what is asked, and who is not."""

from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.volunteers.away import Away, TimeAway
from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.team_week import (
    Absence,
    Absent,
    Asked,
    Block,
    Carried,
    Kind,
    as_week,
    blocks_of,
    cells_of,
    first_visit,
    week_of,
)
from loopplank.core.volunteers.visits import Agreement, VisitState, visits_in_week

WEEK = date(2026, 12, 7)
ROOM = Limits(270, 360, 2, 1)
ONE, TWO = UUID(int=1), UUID(int=2)


def on(weekday: int | None = 3, **changes: object) -> Agreement:
    given: dict[str, object] = {
        "first_day": date(2026, 11, 2),
        "last_day": date(2027, 2, 28),
        "visit_minutes": 90,
        "weekday": weekday,
        "start_time": time(14, 0) if weekday is not None else None,
    }
    return Agreement(**{**given, **changes})  # type: ignore[arg-type]


def day(n: int) -> date:
    return WEEK + timedelta(days=n)


def test_a_week_holds_what_was_done_what_cannot_be_and_what_is_asked() -> None:
    carried = [
        Carried(ONE, on(0), runs=True, written={day(0): VisitState.DONE}),
        Carried(TWO, on(1), runs=True, written={day(1): VisitState.CANNOT}),
        Carried(UUID(int=3), on(2), runs=False, meets_at=datetime(2026, 12, 9, 13, 0, tzinfo=UTC)),
    ]
    asked = [Asked(UUID(int=4), on(4)), Asked(UUID(int=5), on(None), Kind.PROPOSED)]
    assert [(b.kind, b.day, b.start) for b in blocks_of(WEEK, ROOM, carried, asked)] == [
        (Kind.DONE, day(0), time(14, 0)),
        (Kind.CANNOT, day(1), time(14, 0)),
        (Kind.MEETING, day(2), time(14, 0)),
        (Kind.ASKED, day(4), time(14, 0)),
        (Kind.PROPOSED, None, None),
    ]


def test_a_match_that_waits_for_its_meeting_has_no_visits_yet() -> None:
    assert not blocks_of(WEEK, ROOM, [Carried(ONE, on(), runs=False)])


@pytest.mark.parametrize(
    "one",
    [
        Carried(ONE, on(last_day=day(2)), runs=True),
        Carried(ONE, on(still_from=day(3)), runs=True, written={day(3): VisitState.CANNOT}),
        Carried(ONE, on(last_day=day(2)), runs=True, written={day(3): VisitState.CANNOT}),
        Carried(ONE, on(), runs=True, stays_away=True),
        Carried(ONE, on(every_weeks=2, phase=WEEK - timedelta(weeks=1)), runs=True),
    ],
)
def test_after_an_end_or_while_it_stands_still_nothing_shows_at_any_hour(one: Carried) -> None:
    assert not blocks_of(WEEK, ROOM, [one])


def test_what_was_done_stays_also_after_an_end_and_in_a_pause() -> None:
    paused = Limits(270, 360, 2, 1, pause_from=day(3))
    one = Carried(ONE, on(last_day=day(1)), runs=True, written={day(3): VisitState.DONE})
    (block,) = blocks_of(WEEK, paused, [one])
    assert block.kind is Kind.DONE
    assert [(c.first, c.days, bool(c.blocks)) for c in cells_of(WEEK, paused, [block])][3:] == [
        (day(3), 1, True),
        (day(4), 3, False),
    ]


def test_an_absence_spans_its_days_and_says_its_own_last_day() -> None:
    away = Limits(270, 360, 2, 1, away=TimeAway((Away(day(1), day(3)),)), pause_from=day(5))
    cells = cells_of(WEEK, away, ())
    assert [(c.first, c.days, c.absence) for c in cells] == [
        (day(0), 1, None),
        (day(1), 3, Absence(Absent.AWAY, day(3))),
        (day(4), 1, None),
        (day(5), 2, Absence(Absent.PAUSE, None)),
    ]
    assert sum(c.days for c in cells) == 7


def test_what_was_cancelled_for_days_away_is_said_by_those_days_alone() -> None:
    away = Limits(270, 360, 2, 1, away=TimeAway((Away(day(3), day(3)),)))
    one = Carried(ONE, on(), runs=True, written={day(3): VisitState.CANNOT})
    assert not blocks_of(WEEK, away, [one])


def test_one_single_visit_without_a_weekday_is_on_its_only_day() -> None:
    """A calendar says that day; a list that said "somewhere this week" would contradict it."""
    once = on(None, first_day=day(2), last_day=day(2))
    assert [v.day for v in visits_in_week(once, WEEK, ROOM)] == [day(2)]
    assert not visits_in_week(once, WEEK + timedelta(weeks=1), ROOM)
    paused = Limits(270, 360, 2, 1, pause_from=day(0))
    assert not visits_in_week(once, WEEK, paused)


def test_a_request_is_wanted_on_its_first_day_in_the_week() -> None:
    assert first_visit(on(2), WEEK) == Block(Kind.VISIT, UUID(int=0), day(2), time(14, 0))
    assert first_visit(on(2, first_day=day(9), last_day=day(30)), WEEK) is None


@pytest.mark.parametrize(
    "typed", ["", "2026", "2026-54", "x-1", "2026-00", "-1-1", "9999999999-1", "2040-01", "²-²"]
)
def test_an_address_that_names_no_week_near_is_this_week(typed: str) -> None:
    assert week_of(typed, day(2)) == WEEK


@given(st.integers(-52, 52))
def test_a_week_in_an_address_reads_back(n: int) -> None:
    week = WEEK + timedelta(weeks=n)
    assert week_of(as_week(week + timedelta(days=n % 7)), WEEK) == week


def test_week_53_and_new_year_have_their_own_number() -> None:
    assert as_week(date(2026, 12, 31)) == "2026-53"
    assert as_week(date(2027, 1, 4)) == "2027-01"
