"""How often something may be done: the table, and the moment from which it may be done again."""

from datetime import UTC, datetime, timedelta

import pytest

from loopplank.core.account.how_often import DAY, HOUR, KEPT, MINUTE, RULES, Use, free_from

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)


def test_each_use_has_a_rule_and_no_rule_looks_back_further_than_is_kept() -> None:
    assert set(RULES) == set(Use)
    for rule in RULES.values():
        assert all(limit.within < KEPT and limit.most > 0 for limit in rule.limits)
        assert list(rule.pauses) == sorted(rule.pauses), "they grow"


def test_no_rule_counts_an_account_alone() -> None:
    """With one, whoever guesses wrong on purpose keeps the owner out."""
    assert {use for use in Use if use.startswith("sign_in")} == {
        Use.SIGN_IN_PAIR,
        Use.SIGN_IN_PLACE,
    }


@pytest.mark.parametrize("use", list(Use))
def test_the_last_that_fits_passes_and_the_next_waits(use: Use) -> None:
    first = RULES[use].limits[0]
    gap = max([first.within / (first.most * 3), *RULES[use].pauses])
    earlier = [NOW - gap * (n + 1) for n in range(first.most - 1)]
    if gap * first.most < first.within:
        assert free_from(use, earlier, NOW) is None
    full = [NOW - timedelta(seconds=1)] * first.most
    free = free_from(use, full, NOW)
    assert free is not None
    assert free_from(use, full, NOW + KEPT) is None


def test_a_next_code_waits_longer_each_time() -> None:
    sent: list[datetime] = []
    waits = []
    at = NOW
    while len(sent) < 5:
        free = free_from(Use.CODE_LINK, sent, at)
        waits.append((free or at) - at)
        at = free or at
        sent.append(at)
    assert waits == [0 * MINUTE, 0 * MINUTE, MINUTE, 5 * MINUTE, 30 * MINUTE]
    sent.append(at + 2 * HOUR)
    assert free_from(Use.CODE_LINK, sent, at + 3 * HOUR) == NOW + DAY


def test_what_is_still_to_come_does_not_count() -> None:
    assert free_from(Use.SIGN_IN_PAIR, [NOW + MINUTE] * 9, NOW) is None
