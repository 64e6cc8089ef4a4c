"""The sheet on the fridge: six visits at most, and whether what hangs there still holds."""

from dataclasses import replace
from datetime import date, time, timedelta
from uuid import UUID

import pytest

from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.sheets import (
    MOST,
    Helps,
    Printed,
    SheetLine,
    SheetState,
    lines_of,
    state_of,
)
from loopplank.core.volunteers.visits import Agreement

TODAY = date(2026, 12, 1)
ROOM = Limits(270, 360, 2, 1)
RIA = Helps(UUID(int=1), Agreement(date(2026, 11, 5), date(2027, 3, 25), 90, 3, time(14, 0)), ROOM)


def test_six_visits_of_all_who_help_in_the_order_of_their_days() -> None:
    samira = Helps(UUID(int=2), replace(RIA.agreement, weekday=0, start_time=None), ROOM)
    lines = lines_of([RIA, samira], TODAY)
    assert len(lines) == MOST
    assert [line.day.day for line in lines] == [3, 7, 10, 14, 17, 21]
    assert SheetLine.from_stored(lines[0].as_stored()) == lines[0]
    assert SheetLine.from_stored(lines[1].as_stored()).start is None


def test_who_comes_on_a_day_that_two_settle_stands_on_no_line() -> None:
    assert not lines_of([replace(RIA, agreement=replace(RIA.agreement, weekday=None))], TODAY)


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (RIA, SheetState.HOLDS),
        (replace(RIA, limits=replace(ROOM, pause_from=date(2026, 12, 20))), SheetState.VOID),
        (replace(RIA, known=frozenset({date(2026, 12, 10)})), SheetState.VOID),
        (
            replace(RIA, agreement=replace(RIA.agreement, last_day=date(2026, 12, 17))),
            SheetState.VOID,
        ),
        (replace(RIA, agreement=replace(RIA.agreement, start_time=time(15, 0))), SheetState.VOID),
        # after the last day of the sheet, and of what was written of today
        (
            replace(RIA, agreement=replace(RIA.agreement, last_day=date(2027, 1, 7))),
            SheetState.HOLDS,
        ),
        (replace(RIA, known=frozenset({TODAY})), SheetState.HOLDS),
    ],
)
def test_a_sheet_holds_until_something_in_it_changes(now: Helps, state: SheetState) -> None:
    printed = Printed(lines_of([RIA], TODAY))
    assert printed.lines[-1].day == date(2027, 1, 7)
    assert state_of(printed, [now], TODAY) is state
    if state is SheetState.VOID:
        assert state_of(replace(printed, told=True), [now], TODAY) is SheetState.TOLD


def test_time_alone_makes_no_sheet_untrue_before_its_last_day() -> None:
    printed = Printed(lines_of([RIA], TODAY))
    last = printed.lines[-1].day
    for n in range((last - TODAY).days + 1):
        assert state_of(printed, [RIA], TODAY + timedelta(days=n)) is SheetState.HOLDS
    assert state_of(printed, [RIA], last + timedelta(days=1)) is SheetState.OVER


def test_without_a_sheet_nothing_is_untrue() -> None:
    assert state_of(None, [RIA], TODAY) is SheetState.NONE


def test_a_second_helper_on_another_day_makes_it_untrue() -> None:
    printed = Printed(lines_of([RIA], TODAY))
    other = Helps(UUID(int=2), replace(RIA.agreement, weekday=1), ROOM)
    assert state_of(printed, [RIA, other], TODAY) is SheetState.VOID
