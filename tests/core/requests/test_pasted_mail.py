"""What a pasted mail may answer is pointed out with its own words; names and numbers never are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.kit.kinds import Kind
from loopplank.core.requests.intake import ForWhom
from loopplank.core.requests.pasted_mail import MOST_POSTCODES, pointers_in, taken

MAIL = """Beste mensen,

Voor mevrouw De Wit (83), Kade 4, 1013 AB, zoek ik iemand voor de boodschappen en af en toe een
praatje. Zij valt de laatste tijd vaker. Vervoer is niet nodig, en ze wil geen maatje.
Haar nummer is 06 12 34 56 78.

Groet, Karin de Boer
Wijkteam Noord, Plein 1, 1021 CD
"""


def answers(mail: str) -> set[tuple[str, str]]:
    return {(one.field, one.value) for one in pointers_in(mail)}


def test_kinds_area_and_who_asks_are_pointed_out_and_nothing_of_a_person() -> None:
    found = pointers_in(MAIL)
    assert answers(MAIL) == {
        ("for_whom", ForWhom.PROFESSIONAL),
        ("way_in", "professional"),
        ("kinds", Kind.SHOPPING),
        ("kinds", Kind.COMPANY),
        # a person reads the quote, and leaves it out
        ("kinds", Kind.TRANSPORT),
        ("postcode", "1013 AB"),
        ("postcode", "1021 CD"),
    }
    assert not any("06 12" in one.value or "Wit" in one.value for one in found)


def test_each_quotes_the_words_of_its_own_line() -> None:
    quotes = {one.value: one.words for one in pointers_in(MAIL)}
    assert "boodschappen" in quotes[Kind.SHOPPING]
    assert quotes[Kind.TRANSPORT].startswith("… ")
    assert "Vervoer is niet nodig" in quotes[Kind.TRANSPORT]
    assert "\n" not in "".join(quotes.values())


@pytest.mark.parametrize(
    ("mail", "answer"),
    [
        ("Mijn moeder is zo alleen.", ("for_whom", "family")),
        ("Mijn buurvrouw kan niet meer tuinieren.", ("for_whom", "neighbour")),
        ("Onze patiënt gaat naar huis.", ("way_in", "professional")),
        ("Hij wil Nederlands oefenen.", ("kinds", "language")),
    ],
)
def test_other_words(mail: str, answer: tuple[str, str]) -> None:
    assert answer in answers(mail)


def test_what_is_no_postcode_and_what_is_not_asked() -> None:
    assert answers("In 1943 de Wit, kamer 2012 SS, sinds 2024 IS het zo.") <= {
        ("postcode", "2024 IS")
    }
    assert answers("Geen boodschappen.") == set()
    many = " ".join(f"10{n}1 AB" for n in range(1, 9))
    assert len(pointers_in(many)) == MOST_POSTCODES


def test_only_what_was_ticked_and_is_in_the_mail_is_taken() -> None:
    found = pointers_in(MAIL)
    (one,) = taken(found, ["kinds:shopping", "kinds:vigil", "last_name:Wit", ""])
    assert (one.field, one.value) == ("kinds", "shopping")
    assert taken(found, []) == ()


@given(st.text(max_size=400))
def test_whatever_is_pasted_each_answer_once_and_its_words_stand_there(mail: str) -> None:
    found = pointers_in(mail)
    assert len({one.key for one in found}) == len(found)
    for one in found:
        assert one.words.strip("… ") in mail
