"""The table of messages: a line for every text, and what each promises."""

import pytest

from loopplank.core.telling.rules import Audience, Hours, Place, Rule
from loopplank.core.telling.table import RULES
from loopplank.letters import texts

VOLUNTEER = frozenset({Audience.VOLUNTEER})
#: Decided here by hand, apart from the table: what nobody may be kept from by other messages.
NEVER_WAITS_FOR_A_PLACE = {
    "meeting_volunteer",
    "handover_giver",
    "handover_taker",
    "visits_still",
    "visits_on",
    "noted_yes",
    "noted_last_day",
    "changed_for_you",
    "limit_raised",
    "week_link",
    "week_link_again",
    "new_device",
    "meeting_near_volunteer",
}
AT_ANY_HOUR = {"code", "invitation", "alert", "limit_raised", "week_link", "week_link_again"} | {
    "new_device",
    "new_sign_in",
    "export_made",
    "signal_unsafe",
    "signal_yours_now",
    "signal_sent",
    "safety_contact_changed",
}


def test_every_text_has_one_line_and_every_line_a_text() -> None:
    assert set(RULES) == set(texts.TEXTS)


def test_who_greets_is_written_to_a_volunteer() -> None:
    """A second look at the audience, from the words: only volunteers are called by their name."""
    for name, text in texts.TEXTS.items():
        if text.greets:
            assert RULES[name].to == VOLUNTEER, name


@pytest.mark.parametrize("name", RULES)
def test_what_cannot_wait_never_waits_for_a_place(name: str) -> None:
    rule = RULES[name]
    if rule.to == VOLUNTEER:
        waits = rule.place is Place.WAITS
        assert waits is (name not in NEVER_WAITS_FOR_A_PLACE)
    assert (rule.hours is Hours.AT_ONCE) is (name in AT_ANY_HOUR)


@pytest.mark.parametrize("name", RULES)
def test_the_end_of_a_message_is_something_that_its_words_say_or_its_action_gives(
    name: str,
) -> None:
    rule, text = RULES[name], texts.TEXTS[name]
    if not rule.ends:
        return
    # `at` fills at_long, `again` the promise; the others stand in the words as they are
    shown = {"at": "%(at_long)s", "again": "%(promise)s"}.get(rule.ends, f"%({rule.ends})s")
    promised = name == "received" and "%(promise)s" in text.long
    assert promised or shown in text.long, name


def test_a_rule_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="only a volunteer"):
        Rule(frozenset({Audience.ASKER}), Hours.ASKER, Place.WAITS)
    with pytest.raises(ValueError, match="cannot wait"):
        Rule(VOLUNTEER, Hours.VOLUNTEER, Place.TAKES, merges=True)
