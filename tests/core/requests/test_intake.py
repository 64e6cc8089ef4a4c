"""The six questions as core knows them: their words, days and parts, and what still lacks."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.requests import intake
from loopplank.core.requests.intake import (
    ANY_TIME,
    WORDS,
    AgeBand,
    Answers,
    Channel,
    Duration,
    ForWhom,
    HelpedBy,
    HoldingOut,
    Knows,
    age_band,
    day_parts,
    days_in,
    pairs_in,
    part_of_hour,
    parts_in,
    still_missing,
)

ENUMS = (ForWhom, Knows, Duration, HelpedBy, HoldingOut, Channel, AgeBand)


@pytest.mark.parametrize("codes", ENUMS)
def test_every_code_has_words(codes: type[ForWhom]) -> None:
    for code in codes:
        assert WORDS[code]


def test_two_questions_may_share_a_code_and_not_its_words() -> None:
    assert WORDS[ForWhom.FAMILY] == "Voor iemand in mijn familie"
    assert WORDS[HelpedBy.FAMILY] == "Ja, van familie of buren"
    assert WORDS[Duration.WEEKS] == "Een paar weken"
    assert len(WORDS) == sum(len(codes) for codes in ENUMS) == len(list(WORDS))


@given(st.sets(st.integers(0, 6)), st.sets(st.integers(0, 2)))
def test_days_and_parts_come_back_as_they_were_chosen(days: set[int], parts: set[int]) -> None:
    mask = day_parts(days, parts)
    assert 0 < mask <= ANY_TIME
    assert set(days_in(mask)) == (days or set(range(7)))
    assert set(parts_in(mask)) == (parts or set(range(3)))
    assert len(pairs_in(mask)) == len(days_in(mask)) * len(parts_in(mask))


def test_nothing_chosen_is_any_time() -> None:
    assert day_parts([], []) == ANY_TIME


@pytest.mark.parametrize(("hour", "part"), [(0, 0), (11, 0), (12, 1), (17, 1), (18, 2), (23, 2)])
def test_the_part_of_a_day(hour: int, part: int) -> None:
    assert part_of_hour(hour) == part


@pytest.mark.parametrize(
    ("born", "band"),
    [
        (2026, AgeBand.UNDER_18),
        (2009, AgeBand.UNDER_18),
        (2008, AgeBand.UNDER_40),
        (1961, AgeBand.UNDER_75),
        (1943, AgeBand.UNDER_85),
        (1941, AgeBand.OLDEST),
        (1900, AgeBand.OLDEST),
    ],
)
def test_the_band_of_an_age(born: int, band: AgeBand) -> None:
    assert age_band(born, date(2026, 11, 24)) is band


def test_an_empty_talk_lacks_everything_and_a_whole_one_nothing() -> None:
    assert [reason.code for reason in still_missing(Answers())] == [
        "intake.name",
        "intake.reach",
        "intake.kinds",
        "intake.postcode",
        "intake.when",
        "intake.duration",
        "intake.helped",
    ]
    whole = Answers(
        last_name="De Wit",
        phone="0612345678",
        kinds=("shopping",),
        postcode="1013 AB",
        day_parts=ANY_TIME,
        duration=Duration.UNKNOWN,
        helped_by=(HelpedBy.NOBODY,),
    )
    assert still_missing(whole) == ()


@pytest.mark.parametrize("way", ["phone", "email", "street"])
def test_one_way_to_reach_somebody_is_enough(way: str) -> None:
    codes = [reason.code for reason in still_missing(Answers(**{way: "x"}))]  # type: ignore[arg-type]  # a name of a field
    assert "intake.reach" not in codes


def test_only_a_carer_who_cannot_go_on_is_urgent() -> None:
    for code in HoldingOut:
        assert Answers(holding_out=code).urgent_for_carer is (code is HoldingOut.NO_MORE)
    assert not Answers().urgent_for_carer
    assert not Answers().on_behalf
    assert Answers(for_whom=ForWhom.NEIGHBOUR).on_behalf
    assert intake.DAYS[0] == "maandag"
