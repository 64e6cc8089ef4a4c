"""Reading what somebody types to look up a person."""

import pytest

from loopplank.core.kit.lookup import LookedUp, looked_up


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("", LookedUp()),
        ("De Wit", LookedUp(("De", "Wit"))),
        ("Mevrouw De Wit", LookedUp(("De", "Wit"))),
        ("de heer Van Dam", LookedUp(("Van", "Dam"))),
        ("1013", LookedUp(("1013",))),
        ("2611-022", LookedUp(("2611-022",))),
        ("2611-0", LookedUp(("2611-0",))),
        ("1013 AB", LookedUp((), "1013 AB", ("1013", "AB"))),
        ("1013ab", LookedUp((), "1013 AB", ("1013", "ab"))),
        ("De Wit 1013 AB", LookedUp(("De", "Wit"), "1013 AB", ("1013", "AB"))),
        ("06 12 34 56 78", LookedUp(digits="0612345678")),
        ("06-12345678", LookedUp(digits="0612345678")),
        ("(020) 555 01 42", LookedUp(digits="0205550142")),
        ("+31 6 12345678", LookedUp(digits="0612345678")),
        ("0031 (0)6 12345678", LookedUp(digits="0612345678")),
        ("34 56 78", LookedUp(digits="345678")),
        ("Wit 06 1234 5678", LookedUp(("Wit",), digits="0612345678")),
        ("12 34", LookedUp(("12", "34"))),
    ],
)
def test_what_was_typed_is_read_however_it_is_grouped(typed: str, read: LookedUp) -> None:
    assert looked_up(typed) == read
