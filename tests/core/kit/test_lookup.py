"""Reading what somebody types to look up a person, and the words that a row is kept by."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.proofs import examples

from loopplank.core.kit.folding import (
    after,
    fold,
    marked,
    words_of_code,
    words_of_email,
    words_of_name,
    words_of_phone,
)
from loopplank.core.kit.lookup import LookedUp, looked_up

Words = Callable[[str], frozenset[str]]


def ways(*ways: tuple[str, ...]) -> LookedUp:
    return LookedUp(ways)


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", LookedUp()),
        ("?! -", LookedUp()),
        ("w", LookedUp()),
        ("De Wit", ways(("de", "wit"))),
        ("Wit, de", ways(("wit", "de"))),
        ("Mevrouw De Wit", ways(("de", "wit"))),
        ("de heer Van Dam", ways(("van", "dam"))),
        ("1013", ways(("1013",))),
        ("2611-022", ways(("2611022",))),
        ("2611-0", ways(("26110",))),
        ("1013 AB", ways(("1013ab",), ("1013", "ab"))),
        ("1013ab", ways(("1013ab",), ("1013", "ab"))),
        ("1013 De Wit", ways(("1013de", "wit"), ("1013", "de", "wit"))),
        ("06 12 34 56 78", ways(("0612345678",))),
        ("06-1234 5678", ways(("0612345678",))),
        ("(020) 555 01 42", ways(("0205550142",))),
        ("+31 6 12345678", ways(("0612345678",))),
        ("+316 1234", ways(("061234",))),
        ("31612345678", ways(("0612345678",))),
        ("0031 (0)6 12345678", ways(("0612345678",))),
        ("+49 170 1234567", ways(("491701234567",))),
        ("0049 170 1234567", ways(("491701234567",))),
        ("34 56 78", ways(("345678",))),
        ("Wit 06 1234 5678", ways(("0612345678", "wit"))),
        ("12 34", ways(("12", "34"))),
        ("a b c d e f g hh", LookedUp()),
    ],
)
def test_what_was_typed_is_read_however_it_is_grouped(typed: str, read: LookedUp) -> None:
    assert looked_up(typed) == read


@pytest.mark.parametrize(
    ("kept", "words_of", "typed"),
    [
        ("Yılmaz", words_of_name, "yilmaz"),
        ("Yilmaz", words_of_name, "YILMAZ"),
        ("Şükran Öztürk", words_of_name, "sukran ozturk"),
        ("İbrahim", words_of_name, "ibrahim"),
        ("De Wit", words_of_name, "dewit"),
        ("De Wit", words_of_name, "Wit, de"),
        ("De Wit", words_of_name, "wi"),
        ("d’Hondt", words_of_name, "d'hondt"),
        ("d'Hondt", words_of_name, "hondt"),
        ("d'Hondt", words_of_name, "dhondt"),
        ("'t Hooft", words_of_name, "t hooft"),
        ("De Bruyn", words_of_name, "bruijn"),
        ("De Bruijn", words_of_name, "bruyn"),
        ("Van Dĳk", words_of_name, "dijk"),
        ("Dyk", words_of_name, "di"),
        ("Wit-Aydın", words_of_name, "aydin"),
        ("Wit-Aydın", words_of_name, "wit aydin"),
        ("Nguyễn", words_of_name, "nguyen"),
        ("Łukasz", words_of_name, "lukasz"),
        ("Søren Weiß", words_of_name, "soren weiss"),
        ("Иван", words_of_name, "иван"),
        ("1013 AB", words_of_code, "1013ab"),
        ("1013 AB", words_of_code, "1013 AB"),
        ("2611-022", words_of_code, "2611-022"),
        ("2611-022", words_of_code, "2611022"),
        ("2611-022", words_of_code, "022"),
        ("2611-022", words_of_code, "2611-0"),
        ("0612345678", words_of_phone, "06-1234 5678"),
        ("0612345678", words_of_phone, "+31612345678"),
        ("0612345678", words_of_phone, "0031 6 1234 5678"),
        ("0612345678", words_of_phone, "34 56 78"),
        ("+491701234567", words_of_phone, "0049 170 12 34 567"),
        ("karin.de.wit@example.nl", words_of_email, "karin.de.wit@example.nl"),
        ("karin.de.wit@example.nl", words_of_email, "karin"),
    ],
)
def test_who_is_kept_is_found_however_they_are_spelled(
    kept: str, words_of: Words, typed: str
) -> None:
    words, read = words_of(kept), looked_up(typed)
    assert any(
        all(any(word.startswith(one) for word in words) for one in way) for way in read.ways
    ), (words, read)


@pytest.mark.parametrize(
    ("kept", "words_of", "typed"),
    [
        ("De Wit", words_of_name, "wits"),
        ("De Wit", words_of_name, "de bruin"),
        ("1013 AB", words_of_code, "ab"),
        ("0612345678", words_of_phone, "345679"),
        ("0612345678", words_of_phone, "5678"),
        ("karin@example.nl", words_of_email, "example"),
    ],
)
def test_who_is_somebody_else_is_not(kept: str, words_of: Words, typed: str) -> None:
    words, read = words_of(kept), looked_up(typed)
    assert not any(
        all(any(word.startswith(one) for word in words) for one in way) for way in read.ways
    )


def test_what_is_found_is_marked_where_it_stands() -> None:
    pieces = list(marked("Mevrouw De Wit-Aydın (83)", ("wit", "aijdi")))
    assert "".join(piece for piece, _ in pieces) == "Mevrouw De Wit-Aydın (83)"
    assert [piece for piece, found in pieces if found] == ["Wit", "Aydı"]
    assert [piece for piece, found in marked("Dyk", ("di",)) if found] == ["Dy"]
    assert not [piece for piece, found in marked("", ("wit",)) if found]


@examples(50, many=1000)
@given(st.text(max_size=30), st.text(max_size=12))
def test_no_text_breaks_it(text: str, more: str) -> None:
    """Whatever is typed or pasted: folding twice changes nothing, and what begins a word is found
    in the range of it."""
    for word in fold(text):
        assert "".join(fold(word)) == word[:40]
        for end in range(1, len(word)):
            assert word[:end] <= word < after(word[:end])
    assert "".join(piece for piece, _ in marked(text, looked_up(more).words)) == text
    for words_of in (words_of_name, words_of_code, words_of_phone, words_of_email):
        assert all(0 < len(word) <= 40 for word in words_of(text))
