"""What a visit gives: when it is asked, whom a permission reaches, and what is read anew."""

from datetime import date, timedelta

import pytest

from loopplank.core.kit.reason import Refused
from loopplank.core.wellbeing.quote import (
    ASKED_AFTER,
    Permission,
    Reading,
    covers,
    is_asked,
    may_say,
    reading_after,
    refuse_choosing_for,
)

SINCE = date(2026, 1, 5)
FIRST = SINCE + ASKED_AFTER
DAY, YEAR = timedelta(days=1), timedelta(weeks=52)
NOBODY, HERE, FIGURES = Permission


@pytest.mark.parametrize(
    ("today", "asked"),
    [
        (SINCE, False),
        (FIRST - DAY, False),
        (FIRST, True),
        (FIRST + 13 * DAY, True),
        (FIRST + 14 * DAY, False),
        (FIRST + YEAR - DAY, False),
        (FIRST + YEAR, True),
        (FIRST + 3 * YEAR + 13 * DAY, True),
    ],
)
def test_it_is_asked_two_weeks_a_year(today: date, asked: bool) -> None:
    assert is_asked(SINCE, None, today) is asked


def test_over_ten_years_nobody_is_asked_on_more_than_fourteen_days_a_year() -> None:
    days = [SINCE + n * DAY for n in range(3650)]
    asked = [day for day in days if is_asked(SINCE, None, day)]
    assert all(sum(day <= one < day + YEAR for one in asked) <= 14 for day in asked)


def test_who_answered_is_not_asked_for_a_year() -> None:
    again = FIRST + YEAR
    assert not is_asked(SINCE, again - YEAR + DAY, again)
    assert is_asked(SINCE, again - YEAR, again)


@pytest.mark.parametrize(
    ("given", "wanted", "enough"),
    [
        (NOBODY, HERE, False),
        (NOBODY, FIGURES, False),
        (HERE, HERE, True),
        (HERE, FIGURES, False),
        (FIGURES, HERE, True),
        (FIGURES, FIGURES, True),
    ],
)
def test_a_permission_reaches_no_further_than_it_was_given(
    given: Permission, wanted: Permission, enough: bool
) -> None:
    assert covers(given, wanted) is enough


@pytest.mark.parametrize(
    ("before", "after", "same_words", "left"),
    [
        (FIGURES, HERE, True, Reading.FINE),
        (HERE, HERE, True, Reading.FINE),
        (HERE, FIGURES, True, Reading.NOT_YET),
        (NOBODY, HERE, True, Reading.NOT_YET),
        (FIGURES, FIGURES, False, Reading.NOT_YET),
    ],
)
def test_other_words_or_more_readers_are_read_anew(
    before: Permission, after: Permission, same_words: bool, left: Reading
) -> None:
    assert reading_after(Reading.FINE, before, after, same_words=same_words) is left


def test_nothing_is_no_quote_and_nobody_chooses_for_who_has_a_page() -> None:
    with pytest.raises(Refused, match=r"quote\.empty"):
        may_say(" \n")
    may_say("Tijd.")
    with pytest.raises(Refused, match=r"quote\.own_choice"):
        refuse_choosing_for("Bram", only_telephone=False)
    refuse_choosing_for("Toon", only_telephone=True)
