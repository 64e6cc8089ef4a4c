"""The reasons to close: each row of the table has all its words, and asks what it needs."""

import pytest

from loopplank.core.requests.closing import (
    CLOSING,
    LACK_WORDS,
    SAYING_NO,
    SETTLED,
    Asks,
    ClosingReason,
    Lack,
)
from loopplank.core.requests.headlines import HEADLINES
from loopplank.letters import texts

TEXTS = {"no": texts.TEXTS["no"], "closed": texts.TEXTS["closed"]}


def test_every_reason_has_a_row() -> None:
    assert list(CLOSING) == list(ClosingReason)
    assert set(LACK_WORDS) == set(Lack)


@pytest.mark.parametrize("reason", ClosingReason)
def test_every_reason_has_its_words(reason: ClosingReason) -> None:
    rule = CLOSING[reason]
    assert rule.label
    for code in (rule.ended, rule.then, *filter(None, [rule.by_party])):
        assert HEADLINES[code].own
    assert (rule.letter in TEXTS) == rule.is_told
    # a no is said, counted and says what lacks; anything else does none of it
    assert bool(rule.refused) == bool(rule.counted) == bool(rule.lacks) == (reason in SAYING_NO)


@pytest.mark.parametrize("reason", ClosingReason)
def test_a_reason_asks_for_a_next_step_or_brings_one(reason: ClosingReason) -> None:
    rule = CLOSING[reason]
    assert (Asks.NEXT_STEP in rule.asks) != bool(rule.next_step)
    assert (reason in SETTLED) == bool(rule.next_step)


@pytest.mark.parametrize("reason", ClosingReason)
def test_what_lacks_is_asked_only_where_it_may_be_more_than_one_thing(
    reason: ClosingReason,
) -> None:
    rule = CLOSING[reason]
    assert (Asks.LACK in rule.asks) == (len(rule.lacks) > 1)


def test_the_first_number_belongs_to_a_duplicate_alone() -> None:
    asks = [reason for reason, rule in CLOSING.items() if Asks.FIRST_NUMBER in rule.asks]
    assert asks == [ClosingReason.DUPLICATE]
