"""Rest after a heavy time, a last day, a question before a raise, and a thank-you a year."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.contact_limits import Known, turn, why_not
from loopplank.core.volunteers.limits import RECENTLY, asks_whether_lighter
from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.rest import first_day_back, rest_until, was_heavy_time
from loopplank.core.volunteers.stopping import is_over, may_stay, may_stop_on
from loopplank.core.volunteers.thanks import FOR_WHAT, is_anniversary, template_of
from loopplank.letters.texts import TEXTS

TODAY = date(2026, 11, 24)
DAY = timedelta(days=1)
LIMITS = Limits(liked_minutes=270, max_minutes=360, max_people=2, max_heavy=1)
LIGHT = {"heavy": False, "died": False, "too_heavy": False}


@pytest.mark.parametrize("why", ["heavy", "died", "too_heavy"])
def test_a_heavy_closing_leaves_something_to_recover_from(why: str) -> None:
    assert was_heavy_time(**{**LIGHT, why: True}, felt_last_first=[])


def test_half_of_the_last_visits_heavy_is_a_heavy_time() -> None:
    assert was_heavy_time(**LIGHT, felt_last_first=["heavy", "fine", "heavy", "fair", "heavy"])
    assert not was_heavy_time(**LIGHT, felt_last_first=["heavy", "fine", "heavy"])
    long_ago = ["fine"] * 6 + ["heavy"] * 3
    assert not was_heavy_time(**LIGHT, felt_last_first=long_ago)


def test_a_rest_is_never_shortened_by_another() -> None:
    assert rest_until(TODAY, 4, None) == TODAY + timedelta(weeks=4)
    later = TODAY + timedelta(weeks=9)
    assert rest_until(TODAY, 4, later) == later
    assert rest_until(TODAY, 0, None) is None


def test_the_first_day_back_is_the_day_after_a_pause() -> None:
    away = replace(LIMITS, pause_from=TODAY - 9 * DAY, pause_to=TODAY - DAY)
    assert first_day_back(away, TODAY)
    assert not first_day_back(away, TODAY + DAY)
    assert not first_day_back(LIMITS, TODAY)


def test_who_stops_or_rests_is_left_alone() -> None:
    def code(**given: date | None) -> str:
        said = why_not(turn(Known(LIMITS, **given), None, TODAY))  # type: ignore[arg-type]
        return said.code if said else ""

    assert code() == ""
    assert code(rests_until=TODAY) == "why_not.rests"
    assert code(rests_until=TODAY - DAY) == ""
    assert code(stops_on=TODAY + 9 * DAY) == "why_not.stops"


def test_a_last_day_is_today_or_later_and_may_be_taken_back_until_it_is_over() -> None:
    may_stop_on(TODAY, TODAY)
    with pytest.raises(Refused):
        may_stop_on(TODAY - DAY, TODAY)
    may_stay(TODAY, TODAY)
    with pytest.raises(Refused):
        may_stay(TODAY - DAY, TODAY)
    assert not is_over(TODAY, TODAY)
    assert is_over(TODAY - DAY, TODAY)


def test_a_raise_soon_after_a_lowering_asks_one_question() -> None:
    more = replace(LIMITS, max_minutes=480)
    assert asks_whether_lighter(LIMITS, more, TODAY - RECENTLY, TODAY)
    assert not asks_whether_lighter(LIMITS, more, TODAY - RECENTLY - DAY, TODAY)
    assert not asks_whether_lighter(LIMITS, more, None, TODAY)
    assert not asks_whether_lighter(more, LIMITS, TODAY, TODAY)
    paused = replace(LIMITS, pause_from=TODAY)
    assert not asks_whether_lighter(paused, LIMITS, TODAY, TODAY)


@pytest.mark.parametrize(
    ("since", "today", "thanked", "yes"),
    [
        (date(2024, 11, 24), TODAY, None, True),
        (date(2025, 11, 24), TODAY, date(2025, 12, 1), True),
        (date(2025, 11, 24), TODAY, TODAY, False),
        # the loop stood still for some days
        (date(2024, 11, 20), TODAY, None, True),
        (date(2024, 11, 20), TODAY, date(2026, 11, 20), False),
        (date(2024, 11, 17), TODAY, None, False),
        (date(2024, 11, 25), TODAY, None, False),
        # not on the first day itself, nor within the first year
        (TODAY, TODAY, None, False),
        (date(2026, 1, 1), TODAY, None, False),
        # over New Year, and on a leap day
        (date(2024, 12, 30), date(2027, 1, 2), None, True),
        (date(2024, 2, 29), date(2027, 2, 28), None, True),
        (date(2024, 2, 29), date(2028, 2, 29), date(2027, 2, 28), True),
    ],
)
def test_once_a_year(since: date, today: date, thanked: date | None, yes: bool) -> None:
    assert is_anniversary(since, today, thanked) is yes


def test_everything_to_thank_for_has_its_message() -> None:
    for what in FOR_WHAT:
        assert template_of(what) in TEXTS
    assert {"limit_kept", "said_no", "said_heavy"} <= set(FOR_WHAT)
