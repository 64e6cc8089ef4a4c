"""Saying no: what lacks, which of the four noes it is, and who calls the person next."""

from datetime import date, timedelta

import pytest

from loopplank.core.kit.reason import Refused
from loopplank.core.requests.closing import SAYING_NO, ClosingReason, Lack
from loopplank.core.requests.refusal import (
    LACKS,
    Closing,
    contact_on,
    lack_of,
    may_answer,
    on_a_button,
    source_of,
    told,
)

TODAY = date(2026, 11, 24)
NO_PLACE, NO_OFFER = ClosingReason.NO_PLACE, ClosingReason.NO_OFFER


def test_every_no_says_what_may_lack_and_nothing_else_does() -> None:
    assert set(LACKS) == SAYING_NO
    assert len(SAYING_NO) == 4


@pytest.mark.parametrize("reason", sorted(SAYING_NO - {NO_PLACE}))
def test_what_lacks_follows_from_the_reason_where_it_can(reason: ClosingReason) -> None:
    assert lack_of(reason, None) is LACKS[reason][0]


def test_no_place_may_be_no_hours_so_it_is_asked() -> None:
    assert lack_of(NO_PLACE, None) is None
    assert lack_of(NO_PLACE, Lack.COORDINATION) is Lack.COORDINATION


@pytest.mark.parametrize(
    ("reason", "lack", "source"),
    [
        ("no_place", "place", NO_PLACE),
        ("no_place", "coordination", NO_PLACE),
        ("no_place", "skill", ClosingReason.NO_TRAINING),
        ("no_training", "skill", ClosingReason.NO_TRAINING),
        ("no_for_professional", "skill", ClosingReason.NO_FOR_PROFESSIONAL),
        ("no_offer", "offer", NO_OFFER),
        ("helped", "", None),
        ("deceased", "", None),
        ("", "", None),
    ],
)
def test_reason_and_lack_make_one_of_four_sources(
    reason: str, lack: str, source: ClosingReason | None
) -> None:
    assert source_of(reason, lack) == source


def test_a_party_without_a_yes_is_no_promise_so_we_call() -> None:
    in_four_weeks = TODAY + timedelta(weeks=4)
    assert contact_on(Closing(NO_OFFER, nobody_discussed=True), TODAY) == in_four_weeks
    assert contact_on(Closing(NO_OFFER, next_party="Wijkteam"), TODAY) == in_four_weeks
    agreed = Closing(NO_OFFER, next_party="Wijkteam", next_party_agreed=True)
    assert contact_on(agreed, TODAY) is None
    own_day = Closing(NO_OFFER, nobody_discussed=True, next_contact_on=date(2026, 12, 1))
    assert contact_on(own_day, TODAY) == date(2026, 12, 1)
    assert contact_on(Closing(ClosingReason.HELPED, nobody_discussed=True), TODAY) is None
    assert contact_on(Closing(ClosingReason.DECEASED, next_contact_on=TODAY), TODAY) is None


def test_the_letter_names_a_party_only_after_its_yes() -> None:
    day = date(2026, 11, 27)
    yes = Closing(NO_OFFER, "Wijkteam Oost", next_party_agreed=True, next_contact_on=day)
    assert told(yes, "Anna", TODAY)["next_party"] == "Wijkteam Oost"
    assert told(yes, "Anna", TODAY)["next_contact_on"] == "2026-11-27"
    thinking = told(Closing(NO_OFFER, "Wijkteam Oost"), "Anna", TODAY)
    assert (thinking["next_party"], thinking["next_contact_on"]) == ("", "2026-12-22")


@pytest.mark.parametrize(
    ("offer", "words"),
    [
        ("Woensdagmiddag naar buiten.", "woensdagmiddag naar buiten"),
        ("OV-maatje", "OV-maatje"),
        ("", ""),
        ("op woensdagmiddag kan iemand met de kinderen naar buiten", ""),
    ],
)
def test_a_short_offer_fits_on_the_button(offer: str, words: str) -> None:
    assert on_a_button(offer) == words


def test_a_partial_offer_is_answered_once_and_only_while_the_no_stands() -> None:
    may_answer("no_place", "Woensdag", "")
    for closed in (("no_place", "", ""), ("no_place", "Woensdag", "no"), ("", "Woensdag", "")):
        with pytest.raises(Refused):
            may_answer(*closed)
