"""Until when somebody is sought for a visit that its volunteer cannot make."""

from datetime import UTC, date, datetime, time

import pytest

from loopplank.core.kit.calendar import WorkingDays
from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.cover import (
    LONGEST_NAME,
    Cover,
    Named,
    decide_by,
    may_be,
    may_name,
    named,
    sought_until,
)

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


@pytest.mark.parametrize(
    ("said", "phone", "who", "is_them"),
    [
        ("Joop", "", ("Joop", "de Wit", ""), True),
        ("joop de wit", "", ("Joop", "de Wit", ""), True),
        ("Joop Wit", "", ("Joop", "de Wit", ""), True),
        ("Yilmaz", "", ("Yılmaz", "Kaya", ""), True),
        ("mijn buurman", "0611112222", ("Joop", "de Wit", "0611112222"), True),
        ("Joop Bakker", "", ("Joop", "de Wit", ""), False),
        ("Wit", "", ("Joop", "de Wit", ""), False),
        ("Kees", "0611112222", ("Joop", "de Wit", "0633334444"), False),
        ("Joop", "", ("", "", ""), False),
        # an empty number is nobody's
        ("Kees", "", ("Joop", "de Wit", ""), False),
    ],
)
def test_who_may_be_meant(said: str, phone: str, who: tuple[str, str, str], is_them: bool) -> None:
    assert may_be(Named(said, phone), *who) is is_them


def test_a_name_is_kept_short_and_a_number_as_a_number() -> None:
    assert named("  Joop   de Wit ", "06 - 1111 2222") == Named("Joop de Wit", "0611112222")
    assert named("Joop") == Named("Joop")
    assert len(named("J" * 200).name) == LONGEST_NAME


@pytest.mark.parametrize(("name", "phone"), [("", ""), ("  ", "0611112222"), ("Joop", "twaalf")])
def test_no_name_or_no_number_is_refused(name: str, phone: str) -> None:
    with pytest.raises(Refused):
        named(name, phone)


@pytest.mark.parametrize(
    ("state", "told", "runs", "code"),
    [
        (Cover.SOUGHT, False, True, ""),
        (Cover.NOBODY, False, True, ""),
        (Cover.NOBODY, True, True, "cover.known"),
        (Cover.FOUND, False, True, "cover.found"),
        (Cover.SOUGHT, False, False, "cover.no_visit"),
    ],
)
def test_when_somebody_may_be_named(state: Cover, told: bool, runs: bool, code: str) -> None:
    if not code:
        may_name(state, told=told, runs=runs)
        return
    with pytest.raises(Refused, match=code):
        may_name(state, told=told, runs=runs)
