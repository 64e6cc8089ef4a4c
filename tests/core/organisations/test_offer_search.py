"""Finding offers by what somebody types."""

import pytest

from loopplank.core.organisations.offer_search import found

OFFERS = ("Boodschappen samen of voor u", "Maatje: wandelen, koffie", "Café De Brug, eten")


@pytest.mark.parametrize(
    ("typed", "places"),
    [
        ("", (0, 1, 2)),
        ("hulp bij de", (0, 1, 2)),
        ("BOODSCHAP", (0,)),
        ("boodschappen doen", (0,)),
        ("wandeling", (1,)),
        ("cafe", (2,)),
        ("koffie in café", (1, 2)),
        ("koffie wandelen café", (1, 2)),
        ("gordijnen", ()),
        ("b", ()),
        ("?!", (0, 1, 2)),
    ],
)
def test_words_find_offers(typed: str, places: tuple[int, ...]) -> None:
    assert found(typed, OFFERS, lambda text: (text,)) == tuple(OFFERS[n] for n in places)


def test_more_words_come_first() -> None:
    assert found("eten koffie wandelen", OFFERS, lambda text: (text,))[0] == OFFERS[1]
