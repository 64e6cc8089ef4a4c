"""Gaps: what resembles what, what is counted, and that no small number can be worked out."""

from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.gaps.gaps import (
    LEAST,
    STOP_WORDS,
    Known,
    No,
    after_quarter,
    is_many,
    is_named,
    last_closed,
    likeness,
    names_somebody,
    per_month,
    proposed,
    quarter_of,
    words_of,
)

AVOND = Known(
    "1", "Avondhulp voor gezinnen", "oppas", 3, frozenset({"family"}), frozenset({"no_offer"})
)
SCHULD = Known("2", "Schulden met deurwaarder", "", 2, frozenset({"paperwork"}))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Oppas in de avond", {"oppas", "avond"}),
        ("Gezinnen met kinderen", {"gezin", "kind"}),
        ("De avonden en de coördinatoren", {"avond", "coordinator"}),
        ("1013 AB 1013AB huis12 06-12345678", set()),
        ("hij wil het graag om te gaan", {"graag"}),
        ("", set()),
    ],
)
def test_the_words_that_say_something(text: str, words: set[str]) -> None:
    assert words_of(text) - {"ab"} == words


def test_a_stop_word_is_never_a_word() -> None:
    assert words_of(" ".join(STOP_WORDS)) == frozenset()


def test_a_no_is_proposed_by_its_words() -> None:
    no = No(frozenset({"company"}), "no_place", "Gezin zoekt oppas, drie avonden")
    assert proposed(no, [SCHULD, AVOND]) == AVOND


def test_and_by_kind_of_help_with_the_same_reason() -> None:
    assert proposed(No(frozenset({"family"}), "no_offer"), [SCHULD, AVOND]) == AVOND
    assert proposed(No(frozenset({"family"}), "no_place"), [SCHULD, AVOND]) is None


def test_something_else_resembles_nothing() -> None:
    assert proposed(No(frozenset({"transport"}), "no_place", "Rit naar dialyse"), [AVOND]) is None
    other = Known("3", "Zeldzaam", kinds=frozenset({"other"}), sources=frozenset({"no_place"}))
    assert proposed(No(frozenset({"other"}), "no_place"), [other]) is None, "other is no kind"
    assert proposed(No(frozenset({"family"}), "no_offer"), []) is None


def test_a_part_of_a_long_word_is_enough_and_a_short_one_is_not() -> None:
    assert likeness(No(frozenset(), "", "avond"), AVOND) == 2
    assert likeness(No(frozenset(), "", "gez"), AVOND) == 0


def test_of_two_that_are_alike_the_larger_wins() -> None:
    twin = Known("4", "Avondhulp", "", 9, AVOND.kinds, AVOND.sources)
    found = proposed(No(frozenset({"family"}), "no_offer", ""), [AVOND, twin])
    assert found == twin


@pytest.mark.parametrize(
    "text",
    [
        "Mevrouw Yilmaz zoekt oppas",
        "oppas in de Lindenlaan",
        "bel 06 12 34 56 78",
        "in 1013 AB",
        "mail naar oppas@example.nl",
    ],
)
def test_a_line_that_names_somebody_is_seen(text: str) -> None:
    assert names_somebody(text, ["Fatma", "Yilmaz", "Lindenlaan 12"])


@pytest.mark.parametrize("text", ["Oppas in de avond, drie keer", "Gezin in 2026 zonder oma", ""])
def test_and_one_that_names_nobody_is_not(text: str) -> None:
    assert not names_somebody(text, ["Fatma", "Yilmaz", "Lindenlaan 12", "", "De Wit van den Berg"])


# --- what is counted ------------------------------------------------------------------------------


def test_the_trend_counts_each_no_once_in_its_month() -> None:
    today = date(2026, 11, 24)
    days = [date(2026, 11, 1), date(2026, 11, 30), date(2026, 1, 15), date(2025, 12, 1)]
    months = per_month([*days, date(2025, 11, 30)], today)
    assert months == (1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2), "the thirteenth month is gone"


@pytest.mark.parametrize(
    ("today", "quarter"),
    [
        (date(2026, 11, 24), date(2026, 7, 1)),
        (date(2026, 10, 14), date(2026, 4, 1)),
        (date(2026, 10, 15), date(2026, 7, 1)),
        (date(2027, 1, 14), date(2026, 7, 1)),
        (date(2027, 1, 15), date(2026, 10, 1)),
    ],
)
def test_a_quarter_closes_two_weeks_after_its_end(today: date, quarter: date) -> None:
    assert last_closed(today) == quarter


@given(st.dates(date(2020, 1, 1), date(2040, 1, 1)))
def test_quarters_follow_each_other_without_sharing_a_day(day: date) -> None:
    start = quarter_of(day)
    assert start <= day < after_quarter(start)
    assert quarter_of(after_quarter(start)) == after_quarter(start)
    assert after_quarter(last_closed(day)) <= day, "never a quarter that still runs"


# --- what the network sees ------------------------------------------------------------------------


def test_the_bands_of_all_quarters_never_give_away_a_small_number() -> None:
    """Whatever series of bands somebody keeps: behind each band stay all numbers of that side. No
    two bands share a no, so every series with the same bands is as possible as any other.
    """
    numbers = range(LEAST + 3)
    behind: dict[tuple[bool, ...], list[tuple[int, ...]]] = {}
    for counts in product(numbers, repeat=3):
        behind.setdefault(tuple(map(is_many, counts)), []).append(counts)
    for bands, possible in behind.items():
        for place, many in enumerate(bands):
            still = {counts[place] for counts in possible}
            assert still == {n for n in numbers if is_many(n) is many}
            differences = {a[place] - a[place - 1] for a in possible}
            assert len(differences) > 2


@pytest.mark.parametrize(("count", "many"), [(0, False), (9, False), (10, True), (400, True)])
def test_ten_is_many(count: int, many: bool) -> None:
    assert is_many(count) is many


def test_a_name_shows_after_two_yeses_or_once_it_is_large() -> None:
    assert not is_named(0, [])
    assert not is_named(1, [False, False])
    assert is_named(2, [])
    assert is_named(0, [False, True])
