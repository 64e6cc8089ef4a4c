"""Nine digits that pass the BSN test are found however they are written, telephone numbers not."""

import random  # noqa: TID251 - a seeded draw in a test

import pytest

from loopplank.core.kit import bsn

# 111222333 passes the 11-test and is the number that Dutch public examples use.
VALID = "111222333"


@pytest.mark.parametrize(
    "text",
    [
        VALID,
        "bsn 111222333",
        "mijn bsn:111222333.",
        "111.222.333",
        "111 222 333",
        "1112.22.333",
        "111\u00a0222\u00a0333",
        "11 12 22 333",
        "bsn111222333",
        "111222333 2 kinderen",
        "111.222.333 2 kinderen",
        "2 kinderen, 111 222 333",
        "0612345678 111222333",
    ],
)
def test_found(text: str) -> None:
    (span,) = bsn.find(text)
    assert "".join(c for c in text[span.start : span.end] if c.isdigit()) == VALID
    refusal = bsn.refusal(text)
    assert refusal is not None
    assert not any(c.isdigit() for c in refusal.sentence)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "geen nummer",
        "111222334",
        "11122233",
        "000000000",
        "000.000.000",
        "0111222333",
        "06 12345678",
        "0612345678",
        "+31 20 555 01 42",
        "+31111222333",
        "0031 20 555 01 42",
        "020 555 01 42",
        # Telephone numbers of which nine digits pass the test.
        "+31 612345671",
        "0031 612345671",
        "+31 20 555 01 13",
        "0031 20 555 01 13",
        "+31.20.555.01.13",
        "0 20 555 01 13",
        "NL91ABNA0417164300",
        "1112223331",
        "111 - 222 - 333",
        "111,222,333",
        "111..222..333",
        "١١١٢٢٢٣٣٣",
        "Mijn kinderen zijn 2, 4, 7 en 9.",
    ],
)
def test_left_alone(text: str) -> None:
    assert bsn.find(text) == ()
    assert bsn.refusal(text) is None


def test_two_numbers_have_two_places() -> None:
    text = "van mij 111222333 en van haar 123.456.782"
    assert [text[s.start : s.end] for s in bsn.find(text)] == ["111222333", "123.456.782"]


def test_the_sum_is_the_eleven_test() -> None:
    """One changed digit never passes again, and one in eleven of all numbers does pass."""
    for place in range(9):
        for digit in "0123456789":
            changed = VALID[:place] + digit + VALID[place + 1 :]
            assert bsn.passes_test(changed) is (changed == VALID)
    rng = random.Random(9)
    drawn = [f"{rng.randrange(10**9):09}" for _ in range(20_000)]
    assert 0.08 < sum(map(bsn.passes_test, drawn)) / len(drawn) < 0.1
    # a text is read with a sum of its own, for speed
    for digits in (*drawn, "000000000", "000000012", "999999999"):
        assert bool(bsn.find(f"nr {digits}.")) is bsn.passes_test(digits), digits


@pytest.mark.parametrize("digits", ["", "12345678", "1234567890", "11122233x", "¹²³⁴⁵⁶⁷⁸⁹"])
def test_only_nine_plain_digits_can_pass(digits: str) -> None:
    assert not bsn.passes_test(digits)


def test_a_long_text_of_digits_takes_no_time_to_speak_of() -> None:
    bsn.find("1 " * 5_000 + "1" * 50_000)
