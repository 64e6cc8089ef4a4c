"""What may stand in the log of security events, and what a page says of it."""

import re
from uuid import UUID

import pytest

from loopplank.core.account.roles import Role
from loopplank.core.account.security_log import (
    DAYS_BACK,
    LABELS,
    MOST_ALIKE,
    MOST_OF_STRANGERS,
    SINCE_WORDS,
    Kind,
    Since,
    details,
    mark,
    may_write,
    said,
)
from loopplank.core.kit.reason import Reason

DOORS = {"request": "/hulpvragen/…/"}


def words(reasons: tuple[Reason, ...]) -> list[str]:
    return [reason.sentence % reason.params for reason in reasons]


def test_every_kind_and_period_has_words() -> None:
    assert set(LABELS) == set(Kind)
    assert set(SINCE_WORDS) == set(DAYS_BACK) == set(Since)


def test_what_is_known_is_said_in_words() -> None:
    kept = {"door": "request", "what": "totp_activated", "role": Role.BOARD.value, "keys": 3}
    assert words(said(kept, DOORS)) == [
        "bladzijde /hulpvragen/…/",
        "met 3 sleutels",
        "bestuurslid",
        "app aangezet",
    ]
    assert words(said({"kind": "phone", "on_behalf": True}, DOORS)) == [
        "telefoonnummer",
        "namens de vrijwilliger",
    ]
    assert not said({"on_behalf": False, "key": str(UUID(int=1))}, DOORS)


@pytest.mark.parametrize("key", ["door", "what", "use", "kind", "role", "why", "name", "keys"])
@pytest.mark.parametrize("slipped_in", ["de_wit", "Truus De Wit", "0612345678", None, ["de_wit"]])
def test_what_slipped_in_is_not_said(key: str, slipped_in: object) -> None:
    """Also what looks like a code and went past the check: a page knows each word beforehand."""
    assert not said({key: slipped_in}, DOORS)


@pytest.mark.parametrize("words_of_somebody", ["Truus", "t.de-wit@example.nl", "1013 AB", 1.5])
def test_what_may_be_about_somebody_is_not_kept(words_of_somebody: object) -> None:
    with pytest.raises(ValueError, match="about a person"):
        details({"what": words_of_somebody})


def test_a_mark_says_no_more_than_that_it_is_the_same() -> None:
    assert re.fullmatch("[0-9a-f]{8}", mark(UUID(int=7 << 100)))


def test_nobody_fills_it() -> None:
    assert may_write(Kind.DENIED, MOST_ALIKE - 1, MOST_OF_STRANGERS - 1)
    assert not may_write(Kind.DENIED, MOST_ALIKE)
    assert not may_write(Kind.DENIED, 0, MOST_OF_STRANGERS)
    assert may_write(Kind.EXPORTED, MOST_ALIKE + 1, MOST_OF_STRANGERS)
