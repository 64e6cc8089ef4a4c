"""In which weeks visits of once in so many weeks fall: one answer for all who ask."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.volunteers.load import Commitment
from loopplank.core.volunteers.visit_weeks import EVEN, EVERY_WEEK, ODD, falls_in, weeks_of_plan
from loopplank.core.volunteers.visits import Agreement

MONDAY = date(2026, 11, 23)
WEEK = timedelta(weeks=1)


@pytest.mark.parametrize(
    ("every", "phase", "counts"),
    [
        (1, None, EVERY_WEEK),
        (1, MONDAY, EVERY_WEEK),
        (2, MONDAY, EVEN),
        (2, MONDAY + timedelta(days=6), EVEN),
        (2, MONDAY + WEEK, ODD),
        (2, MONDAY - WEEK, ODD),
        (2, MONDAY - 40 * WEEK, EVEN),
        # nobody knows which week, so that any may be the one
        (2, None, EVERY_WEEK),
        # of once in three weeks the weeks change sides, and of once in four they do not
        (3, MONDAY, EVERY_WEEK),
        (4, MONDAY, EVEN),
        (4, MONDAY + 3 * WEEK, ODD),
    ],
)
def test_in_which_weeks_of_a_plan_it_counts(every: int, phase: date | None, counts: int) -> None:
    assert weeks_of_plan(every, phase, MONDAY) == counts


@given(
    every=st.integers(1, 4),
    since=st.none() | st.integers(-300, 300),
    at=st.integers(0, 60),
    first=st.integers(-30, 30),
)
def test_load_week_page_and_plan_agree(every: int, since: int | None, at: int, first: int) -> None:
    """A plan that begins on any Monday counts each week that has a visit, and of every second week
    no other."""
    phase, begins = (
        MONDAY + timedelta(days=since) if since is not None else None,
        MONDAY + first * WEEK,
    )
    week = begins + at * WEEK
    says = falls_in(week, every, phase)
    carried = Commitment("a", "p", begins, begins + 99 * WEEK, 60, every_weeks=every, phase=phase)
    agreed = Agreement(begins, begins + 99 * WEEK, 60, every_weeks=every, phase=phase)
    assert carried.has_visit_in(week) == agreed.falls_in(week) == says
    counted = bool(weeks_of_plan(every, phase, begins) & (ODD if at % 2 else EVEN))
    assert counted >= says
    if every <= 2:
        assert counted == says
