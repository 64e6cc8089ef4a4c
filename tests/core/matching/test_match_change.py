"""What a change of help means for the volunteer, and whose yes it needs."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.kit.calendar import monday
from loopplank.core.matching.match_change import (
    ChangeSide,
    ChangeState,
    Rhythm,
    Weight,
    after_yes,
    answer_by,
    grown,
    needs_yes,
)

THURSDAY = date(2026, 12, 3)
NOW = Rhythm(3, time(10), 60, 1, 1, date(2027, 3, 11))

RHYTHMS = st.builds(
    Rhythm,
    weekday=st.none() | st.integers(0, 6),
    start_time=st.none() | st.sampled_from([time(9), time(14, 30)]),
    visit_minutes=st.sampled_from([30, 60, 90]),
    visits_per_week=st.integers(1, 3),
    every_weeks=st.integers(1, 4),
    last_day=st.sampled_from([date(2027, 1, 7), date(2027, 3, 11)]),
)


@pytest.mark.parametrize(
    ("change", "weight"),
    [
        ({}, Weight.SAME),
        ({"visit_minutes": 45}, Weight.LIGHTER),
        ({"every_weeks": 2}, Weight.LIGHTER),
        ({"last_day": date(2027, 2, 4)}, Weight.LIGHTER),
        ({"weekday": 4}, Weight.MOVED),
        ({"start_time": time(14)}, Weight.MOVED),
        # shorter, but on another day: somebody has to be free then
        ({"weekday": 4, "visit_minutes": 30}, Weight.MOVED),
        ({"visit_minutes": 75}, Weight.HEAVIER),
        ({"visits_per_week": 2}, Weight.HEAVIER),
        ({"last_day": date(2027, 4, 1)}, Weight.HEAVIER),
        # longer visits less often are still longer visits
        ({"visit_minutes": 90, "every_weeks": 2}, Weight.HEAVIER),
        # two visits every second week: as often, but two in one week
        ({"visits_per_week": 2, "every_weeks": 2}, Weight.MOVED),
    ],
)
def test_what_a_change_means(change: dict[str, object], weight: Weight) -> None:
    assert replace(NOW, **change).weight_after(NOW) is weight  # type: ignore[arg-type]


@given(RHYTHMS, RHYTHMS)
def test_nothing_that_grows_begins_without_a_yes(before: Rhythm, after: Rhythm) -> None:
    """In no week is a change that nobody was asked about more than what it comes in place of."""
    if needs_yes(after.weight_after(before)):
        return
    assert after.minutes_a_week <= before.minutes_a_week
    assert after.visits_per_week * after.visit_minutes <= (
        before.visits_per_week * before.visit_minutes
    )
    assert after.last_day <= before.last_day
    assert (after.weekday, after.start_time) == (before.weekday, before.start_time)


@given(RHYTHMS, RHYTHMS, RHYTHMS)
def test_only_what_was_asked_is_changed(before: Rhythm, after: Rhythm, now: Rhythm) -> None:
    became = after.onto(before, now)
    for name in ("weekday", "start_time", "visit_minutes", "visits_per_week", "last_day"):
        asked, was = getattr(after, name), getattr(before, name)
        assert getattr(became, name) == (asked if asked != was else getattr(now, name))


def test_every_second_week_counts_from_the_first_visit_of_the_new_rhythm() -> None:
    fortnightly = replace(NOW, every_weeks=2)
    assert fortnightly.phase_from(THURSDAY) == monday(THURSDAY)
    assert fortnightly.phase_from(THURSDAY + timedelta(days=1)) == monday(THURSDAY) + timedelta(7)
    assert NOW.phase_from(THURSDAY) is None
    assert replace(fortnightly, weekday=None).phase_from(THURSDAY) is None


def test_it_begins_with_both_on_its_day() -> None:
    both = dict.fromkeys(ChangeSide, True)
    one = {ChangeSide.VOLUNTEER: True}
    assert after_yes(one, THURSDAY, THURSDAY) is ChangeState.ASKED
    assert after_yes(both, THURSDAY, THURSDAY) is ChangeState.IN_FORCE
    assert after_yes(both, THURSDAY + timedelta(days=1), THURSDAY) is ChangeState.AGREED


def test_nobody_answers_after_the_day_on_which_it_would_begin() -> None:
    assert answer_by(THURSDAY + timedelta(days=2), THURSDAY) == THURSDAY + timedelta(days=2)
    assert answer_by(THURSDAY + timedelta(days=30), THURSDAY) == THURSDAY + timedelta(days=7)


def test_the_beginning_is_not_forgotten() -> None:
    said = grown(NOW, replace(NOW, visit_minutes=75, visits_per_week=2))
    assert list(said.params.values()) == [60, 150]
