"""The one rule of what is still to come of a match."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from loopplank.core.arrangements.coming import (
    FATES,
    Carried,
    Fate,
    Happened,
    Thing,
    call_after_death,
    fate,
    last_day,
    what_happened,
    yes_waits,
)
from loopplank.core.kit.calendar import WorkingDays
from loopplank.core.matching.matches import MatchState
from loopplank.core.volunteers.load import Limits

TODAY = date(2026, 12, 1)  # a Tuesday
DAY = timedelta(days=1)
RUNS = Carried(MatchState.RUNNING, TODAY - 30 * DAY, TODAY + 60 * DAY)


def test_every_thing_has_a_fate_whatever_happened() -> None:
    assert set(FATES) == set(Happened)
    assert all(set(fates) == set(Thing) for fates in FATES.values())


@pytest.mark.parametrize(
    ("columns", "last"),
    [
        ({}, TODAY + 60 * DAY),
        ({"stops_on": TODAY + 3 * DAY}, TODAY + 3 * DAY),
        ({"leaves_on": TODAY}, TODAY),
        ({"stops_on": TODAY + 3 * DAY, "leaves_on": TODAY + 9 * DAY}, TODAY + 3 * DAY),
        ({"stops_on": TODAY + 90 * DAY}, TODAY + 60 * DAY),
        ({"state": MatchState.ENDED, "ended_on": TODAY}, TODAY - DAY),
    ],
)
def test_the_last_day_is_the_first_of_all_that_end_it(
    columns: dict[str, object], last: date
) -> None:
    one = replace(RUNS, **columns)  # type: ignore[arg-type]
    assert last_day(one) == last
    assert what_happened(one, last) is Happened.GOES_ON
    assert what_happened(one, last + DAY) is Happened.ENDED


def test_ended_today_means_nothing_of_today_and_of_yesterday_all() -> None:
    ended = replace(RUNS, state=MatchState.ENDED, ended_on=TODAY)
    assert {fate(thing, ended, TODAY) for thing in Thing} == {Fate.GONE}
    assert {fate(thing, ended, TODAY - DAY) for thing in Thing} == {Fate.STAYS}


def test_who_died_has_nothing_that_stays() -> None:
    died = replace(RUNS, state=MatchState.ENDED, ended_on=TODAY, died=True)
    assert what_happened(died, TODAY) is Happened.DIED
    assert {fate(thing, died, TODAY) for thing in Thing} == {Fate.GONE}


def test_a_pause_takes_its_own_days_only() -> None:
    pause = Limits(120, 120, 2, 1, pause_from=TODAY, pause_to=TODAY + 7 * DAY)
    assert fate(Thing.VISIT, RUNS, TODAY, pause) is Fate.GONE
    assert fate(Thing.STATUS, RUNS, TODAY, pause) is Fate.STAYS
    assert fate(Thing.VISIT, RUNS, TODAY + 8 * DAY, pause) is Fate.STAYS


def test_what_stands_still_waits_from_that_day_on() -> None:
    still = replace(RUNS, still_from=TODAY)
    assert fate(Thing.VISIT, still, TODAY - DAY) is Fate.STAYS
    assert fate(Thing.VISIT, still, TODAY) is Fate.WAITS
    assert fate(Thing.MESSAGE, still, TODAY) is Fate.GONE


def test_an_unread_change_lets_a_yes_wait_and_no_visit() -> None:
    assert fate(Thing.VISIT, RUNS, TODAY, changed=True) is Fate.STAYS
    assert fate(Thing.PROPOSAL, RUNS, TODAY, changed=True) is Fate.WAITS
    assert yes_waits("not_needed")
    assert not yes_waits("")


@pytest.mark.parametrize(
    ("next_day", "by"),
    [
        (None, TODAY),
        (TODAY, TODAY),
        (TODAY + DAY, TODAY),
        # on Thursday 10 December: by Wednesday
        (date(2026, 12, 10), date(2026, 12, 9)),
        # on Sunday: by Friday
        (date(2026, 12, 13), date(2026, 12, 11)),
    ],
)
def test_a_volunteer_is_called_before_the_next_visit(next_day: date | None, by: date) -> None:
    assert call_after_death(next_day, TODAY, WorkingDays(), range(5)) == by
