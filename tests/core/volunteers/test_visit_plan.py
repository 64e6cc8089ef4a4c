"""What help comes down to in visits."""

from datetime import date, time, timedelta

import pytest

from loopplank.core.requests.intake import day_parts
from loopplank.core.volunteers.visit_plan import AgreedSoFar, tags_brought, visit_plan

TODAY = date(2026, 11, 24)
NOTHING = AgreedSoFar("", None, 1, 1, None, None, None, heavy=False)


def test_nothing_agreed_is_an_hour_for_a_quarter_and_not_complete() -> None:
    plan = visit_plan(NOTHING, TODAY)
    assert plan.visit_minutes == 60
    assert plan.last_day - plan.first_day == timedelta(weeks=13)
    assert not plan.complete


@pytest.mark.parametrize("weekday", range(7))
def test_the_first_day_is_that_weekday_with_three_days_to_answer(weekday: int) -> None:
    plan = visit_plan(AgreedSoFar("months", 90, 1, 1, weekday, None, None, heavy=False), TODAY)
    assert plan.first_day.weekday() == weekday
    assert 3 <= (plan.first_day - TODAY).days <= 9


def test_once_is_one_day() -> None:
    plan = visit_plan(AgreedSoFar("once", 60, 1, 1, None, None, None, heavy=False), TODAY)
    assert plan.first_day == plan.last_day


def test_a_last_day_before_the_first_possible_one_still_is_a_plan() -> None:
    soon = TODAY + timedelta(days=1)
    plan = visit_plan(AgreedSoFar("once", 60, 1, 1, None, None, soon, heavy=False), TODAY)
    assert plan.first_day == plan.last_day == soon
    assert plan.complete


def test_the_agreed_hour_is_a_part_of_that_day() -> None:
    at = AgreedSoFar("months", 60, 1, 1, 3, time(14, 0), None, heavy=False)
    assert visit_plan(at, TODAY).day_parts() == day_parts([3], [1])
    assert visit_plan(NOTHING, TODAY).day_parts() == 0


def test_an_evening_and_paid_work_are_brought_along() -> None:
    found = tags_brought(["cats"], asks_for_paid_work=True, start_time=time(19, 0))
    assert found == {"cats", "paid_work", "evening"}
