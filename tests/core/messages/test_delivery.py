"""What becomes of a message after a try: never lost, and never twice where that does harm."""

from datetime import UTC, datetime, timedelta

import pytest

from loopplank.core.kit.contact_details import international
from loopplank.core.messages.delivery import (
    FIRST_REST,
    LONGEST_REST,
    MOST_ATTEMPTS,
    TROUBLE_WORDS,
    Fate,
    Standing,
    Trouble,
    after,
    rest_after,
)

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def stands(fate: Fate, *, attempts: int = 1, repeatable: bool = True) -> Standing:
    return after(fate, attempts=attempts, repeatable=repeatable, now=NOW)


@pytest.mark.parametrize("repeatable", [True, False])
def test_what_was_taken_is_told(repeatable: bool) -> None:
    assert stands(Fate.SENT, repeatable=repeatable).state == "told"


@pytest.mark.parametrize("repeatable", [True, False])
def test_what_was_not_handed_over_is_tried_again(repeatable: bool) -> None:
    found = stands(Fate.NOT_SENT, repeatable=repeatable)
    assert (found.state, found.look_again_at) == ("queued", NOW + FIRST_REST)


def test_what_may_have_arrived_is_sent_again_only_where_that_is_harmless() -> None:
    assert stands(Fate.UNKNOWN, repeatable=True).state == "queued"
    assert stands(Fate.UNKNOWN, repeatable=False).state == "unsure"
    assert stands(Fate.UNKNOWN, repeatable=False, attempts=MOST_ATTEMPTS).state == "unsure"


def test_what_is_refused_for_good_or_tried_too_often_is_given_up() -> None:
    assert stands(Fate.REFUSED).state == "dead"
    assert stands(Fate.NOT_SENT, attempts=MOST_ATTEMPTS - 1).state == "queued"
    assert stands(Fate.NOT_SENT, attempts=MOST_ATTEMPTS).state == "dead"
    assert stands(Fate.UNKNOWN, attempts=MOST_ATTEMPTS).state == "dead"


def test_without_an_address_a_person_tells_it() -> None:
    assert stands(Fate.NO_ADDRESS) == Standing("queued", by_hand="no_address")


def test_rests_double_and_the_last_try_comes_within_a_day() -> None:
    rests = [rest_after(n) for n in range(1, MOST_ATTEMPTS)]
    assert rests[:3] == [FIRST_REST, 2 * FIRST_REST, 4 * FIRST_REST]
    assert rests == sorted(rests)
    assert max(rests) == LONGEST_REST
    assert timedelta(hours=12) < sum(rests, timedelta()) < timedelta(hours=24)


def test_every_trouble_has_words() -> None:
    assert set(TROUBLE_WORDS) == set(Trouble) - {Trouble.NONE}


@pytest.mark.parametrize(
    ("stored", "wanted"),
    [("0612345678", "+31612345678"), ("+32470123456", "+32470123456"), ("", ""), ("-", "")],
)
def test_a_gateway_gets_an_international_number(stored: str, wanted: str) -> None:
    assert international(stored) == wanted
