"""Until when somebody is sought for a visit that its volunteer cannot make."""

from datetime import UTC, date, datetime, time

import pytest

from loopplank.core.kit.calendar import WorkingDays
from loopplank.core.volunteers.cover import Cover, decide_by, sought_until

#: Easter Sunday and Monday of 2027.
OFFICE = WorkingDays(holidays=frozenset({date(2027, 3, 28), date(2027, 3, 29)}))
WEDNESDAY = datetime(2027, 3, 24, 9, tzinfo=UTC)
TEN = time(10)


@pytest.mark.parametrize(
    ("day", "by"),
    [
        # an ordinary Thursday: noon of Wednesday
        (date(2027, 4, 8), datetime(2027, 4, 7, 10, tzinfo=UTC)),
        # a Monday: nobody works on Sunday
        (date(2027, 4, 5), datetime(2027, 4, 2, 10, tzinfo=UTC)),
        # a Sunday
        (date(2027, 4, 4), datetime(2027, 4, 2, 10, tzinfo=UTC)),
        # the Tuesday after Easter, across the change of the clock: Friday is still winter time
        (date(2027, 3, 30), datetime(2027, 3, 26, 11, tzinfo=UTC)),
        # Easter Monday itself
        (date(2027, 3, 29), datetime(2027, 3, 26, 11, tzinfo=UTC)),
    ],
)
def test_it_is_noon_of_the_last_day_on_which_somebody_works(day: date, by: datetime) -> None:
    assert decide_by(day, TEN, WEDNESDAY, OFFICE) == by


def test_an_organisation_that_works_on_mondays_only_knows_it_on_monday() -> None:
    mondays = WorkingDays(frozenset({0}))
    wanted = datetime(2027, 4, 5, 10, tzinfo=UTC)
    assert decide_by(date(2027, 4, 9), TEN, WEDNESDAY, mondays) == wanted


@pytest.mark.parametrize(
    "now",
    [
        datetime(2027, 4, 3, 9, tzinfo=UTC),  # Saturday: nobody works before Monday
        datetime(2027, 4, 2, 12, tzinfo=UTC),  # Friday after noon
        datetime(2027, 4, 4, 12, tzinfo=UTC),  # Sunday, less than a day before
    ],
)
def test_when_nobody_works_any_more_it_is_said_at_once(now: datetime) -> None:
    by = decide_by(date(2027, 4, 5), TEN, now, OFFICE)
    assert by == now
    assert sought_until(by, now) is Cover.NOBODY
