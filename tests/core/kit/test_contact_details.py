"""Phone numbers and postcodes as people type them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.proofs import examples

from loopplank.core.kit import contact_details
from loopplank.core.kit.reason import Refused


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("06 12345678", "0612345678"),
        ("06-12 34 56 78", "0612345678"),
        ("+31 6 12345678", "0612345678"),
        ("0031612345678", "0612345678"),
        ("+31 (0)6 12345678", "0612345678"),
        ("(020) 555.01.42", "0205550142"),
        ("+32 470 12 34 56", "+32470123456"),
        ("0049 30 123456", "+4930123456"),
    ],
)
def test_a_number_is_kept_in_one_way(typed: str, kept: str) -> None:
    assert contact_details.phone(typed) == kept


@pytest.mark.parametrize("typed", ["", "0612", "06123456789", "abc", "0012", "+31 12"])
def test_what_is_no_number_gets_a_sentence(typed: str) -> None:
    with pytest.raises(Refused) as refused:
        contact_details.phone(typed)
    assert refused.value.reason == contact_details.WRONG_PHONE


def test_numbers_are_read_in_groups() -> None:
    assert contact_details.phone_readable("0612345678") == "06 12 34 56 78"
    assert contact_details.phone_readable("0205550142") == "020 555 01 42"
    assert contact_details.phone_readable("+32470123456") == "+32470123456"


@examples(25, many=500)
@given(st.from_regex(r"0[1-9][0-9]{8}", fullmatch=True))
def test_reading_and_typing_again_gives_the_same(number: str) -> None:
    assert contact_details.phone(contact_details.phone_readable(number)) == number


@pytest.mark.parametrize(
    ("typed", "kept"), [("1013ab", "1013 AB"), (" 1013 AB ", "1013 AB"), ("1013", "1013")]
)
def test_a_postcode_is_kept_in_one_way(typed: str, kept: str) -> None:
    assert contact_details.postcode(typed) == kept


@pytest.mark.parametrize("typed", ["0123 AB", "1013 A", "1013 SS", "10134", "AB 1013"])
def test_what_is_no_postcode_gets_a_sentence(typed: str) -> None:
    with pytest.raises(Refused):
        contact_details.postcode(typed)


@pytest.mark.parametrize(
    "typed", ["anna", "anna@", "anna@noord", "a nna@noord.nl", "anna@@noord.nl"]
)
def test_what_is_no_address_gets_a_sentence(typed: str) -> None:
    with pytest.raises(Refused):
        contact_details.email(typed)
