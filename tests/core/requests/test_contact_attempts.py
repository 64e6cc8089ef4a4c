"""Trying to reach somebody: another way each time, then a letter, then an end that is true."""

from datetime import date, timedelta

import pytest

from loopplank.core.kit.reason import Refused
from loopplank.core.requests.contact_attempts import (
    NO_WAY,
    Reachable,
    is_enough,
    may_close_unreached,
    may_write,
    next_way,
    proposed,
)

ALL = Reachable(phone=True, sms=True, email=True, letter=True)
PHONE = Reachable(phone=True)
TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("tries", "reachable", "way"),
    [
        ([], ALL, "phone"),
        (["phone"], ALL, "sms"),
        (["phone", "sms"], ALL, "email"),
        (["phone", "sms", "email", "letter"], ALL, "phone"),
        (["phone"], Reachable(phone=True, letter=True), "letter"),
        (["phone", "letter"], Reachable(phone=True, letter=True), "phone"),
        (["phone"], PHONE, "visit"),
        (["visit"], PHONE, "phone"),
        ([], NO_WAY, "visit"),
    ],
)
def test_the_next_try_goes_another_way(tries: list[str], reachable: Reachable, way: str) -> None:
    assert next_way(tries, reachable) == way


def test_three_tries_in_two_ways_are_enough() -> None:
    assert not is_enough(["phone", "letter"])
    assert not is_enough(["phone", "phone", "phone"])
    assert is_enough(["phone", "phone", "letter"])


def test_what_is_proposed_goes_from_another_way_to_a_letter_to_closing() -> None:
    assert proposed(["phone"], ALL, None).code == "reach.again"
    assert proposed(["phone", "phone"], ALL, None).code == "reach.next"
    assert proposed(["phone", "phone", "sms"], ALL, None).code == "reach.enough"
    assert proposed(["phone", "phone", "sms"], ALL, TODAY).code == "reach.written"


def test_the_last_letter_comes_after_the_tries() -> None:
    may_write(["phone", "phone", "letter"])
    with pytest.raises(Refused):
        may_write(["phone", "letter"])


def test_nobody_closes_before_the_day_in_the_letter() -> None:
    for until in (None, TODAY, TODAY + timedelta(days=3)):
        with pytest.raises(Refused):
            may_close_unreached(until, TODAY)
    may_close_unreached(TODAY - timedelta(days=1), TODAY)
