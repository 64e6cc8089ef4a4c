"""The table of messages: a line for every text, and what each promises."""

from collections.abc import Callable
from datetime import time

import pytest

from loopplank.core.account.secrets import OF_OWN_SIGN_IN
from loopplank.core.kit.reason import Refused
from loopplank.core.messages.rules import Audience, Channel, Do, Hours, Place, Rule
from loopplank.core.messages.table import RULES
from loopplank.core.messages.wishes import ASK_TIMES, AskAt, NetworkHours, Wishes
from loopplank.letters import texts

VOLUNTEER = frozenset({Audience.VOLUNTEER})
#: Decided here by hand, apart from the table: what nobody may be kept from by other messages.
NEVER_WAITS_FOR_A_PLACE = {
    "meeting_volunteer",
    "handover_giver",
    "handover_taker",
    "visits_still",
    "visits_on",
    "on_hold",
    "on_hold_over",
    "noted_yes",
    "noted_last_day",
    "changed_for_you",
    "limit_raised",
    "week_link",
    "week_link_again",
    "new_device",
    "key_opened",
    "device_met",
    "same_merged",
    "same_merged_above",
    "noted_yes_by_key",
    "address_changed",
    "address_changed_former",
    "meeting_near_volunteer",
    "change_agreed_volunteer",
    "change_off_volunteer",
    "visit_moved_volunteer",
}
AT_ANY_HOUR = {
    "danger",
    "code",
    "invitation",
    "alert",
    "limit_raised",
    "week_link",
    "week_link_again",
} | {
    "new_device",
    "key_opened",
    "device_met",
    "address_changed",
    "address_changed_former",
    "same_merged",
    "same_merged_above",
    "new_sign_in",
    "export_made",
    "nobody_found_owner",
    "concern_yours",
    "concern_watch",
    "signal_unsafe",
    "signal_yours_now",
    "signal_sent",
    "safety_contact_changed",
    "invitation_accepted",
    *OF_OWN_SIGN_IN,
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


# --- the table, written once more ---------------------------------------------------------------

#: After so many days it is of no use any more; anything else has its own end, or none.
DAYS = {
    "digest": 1,
    **dict.fromkeys(("check_in", "quarter_figures"), 21),
    **dict.fromkeys(("goodbye", "not_started", "thanks"), 30),
    **dict.fromkeys(("thanks_rest", "thanks_year", "thanks_limit_kept"), 30),
    **dict.fromkeys(("thanks_said_no", "thanks_said_heavy", "thanks_came", "thanks_saw"), 30),
    **dict.fromkeys(("join", "observation_answered", "welcome"), 60),
    "relative_named": 30,
}
SAYS_NOTHING_WITHOUT_ITS_LINK = {
    "week_link",
    "week_link_again",
    "invitation",
    "password_reset",
    "second_step_asked",
    "arrangement_party",
    "end_near_party",
    "relative_named",
}
SOMEBODY_STANDS_AT_A_DOOR = {
    "meeting_off",
    "stopped",
    "visits_still",
    "visits_on",
    "visits_still_asker",
    "visits_on_asker",
    "on_hold",
    "on_hold_over",
    "on_hold_asker",
    "on_hold_over_asker",
    "visit_sought",
    "visit_covered",
    "visit_nobody",
    "visit_on_again",
    "nobody_found",
    "part_nobody",
    "change_agreed",
    "change_agreed_volunteer",
    "change_off",
    "visit_moved",
    "visit_moved_volunteer",
    "change_off_volunteer",
}
LEFT_OUT_WHEN_LATE = {"proposal_near", "visit_near", "check_in", "digest", "quarter_figures"} | set(
    OF_OWN_SIGN_IN
)
#: An asker and a colleague elsewhere always hear something of us, except of a day that is past.
PASSES_BY = {"meeting", "handover_asker", "meeting_near", "no"}
TOLD_WITH_OTHERS = {name for name in DAYS if name.startswith("thanks")} | {
    "proposal",
    "arrangement_volunteer",
    "change_asked_volunteer",
    "not_started",
    "join",
    "check_in",
    "observation_answered",
}


def those(which: Callable[[Rule], object]) -> set[str]:
    return {name for name, rule in RULES.items() if which(rule)}


def test_how_long_each_message_is_of_use() -> None:
    assert {name: rule.days for name, rule in RULES.items() if rule.days is not None} == DAYS
    assert not those(lambda rule: rule.days is not None and rule.ends)


def test_what_each_message_needs_and_what_becomes_of_it() -> None:
    assert those(lambda rule: rule.own_link) == SAYS_NOTHING_WITHOUT_ITS_LINK
    assert those(lambda rule: rule.urgent) == SOMEBODY_STANDS_AT_A_DOOR
    assert those(lambda rule: not rule.by_hand) == LEFT_OUT_WHEN_LATE
    assert those(lambda rule: rule.merges) == TOLD_WITH_OTHERS
    assert those(lambda rule: rule.digest) == TOLD_WITH_OTHERS
    assert those(lambda rule: rule.read_first) == {"wait", "wait_again"}
    assert those(lambda rule: rule.sums_up) == {"digest"}
    assert those(lambda rule: rule.wish) == {"visit_near"}


def test_a_person_looks_at_what_is_late_for_who_asked_and_for_who_refers() -> None:
    elsewhere = {name for name in RULES if name.startswith("referral_")}
    asked = those(lambda rule: rule.to == {Audience.ASKER})
    assert those(lambda rule: rule.late is Do.BY_HAND) == (asked - PASSES_BY) | elsewhere


def test_a_rule_is_calm_unless_it_says_so() -> None:
    plain = Rule(VOLUNTEER, Hours.VOLUNTEER)
    assert (plain.place, plain.channel, plain.late) == (Place.NONE, Channel.OWN, Do.DROP)
    assert (plain.ends, plain.days, plain.wish, plain.by_hand) == ("", None, None, True)
    yes_or_no = plain.merges, plain.digest, plain.urgent, plain.asks, plain.read_first
    assert not any((*yes_or_no, plain.own_link, plain.sums_up))


# --- the hours of a network ---------------------------------------------------------------------


def test_the_hours_of_a_network_that_set_none() -> None:
    usual = NetworkHours()
    assert (usual.quiet_from, usual.quiet_to) == (time(20), time(8, 30))
    assert (usual.asker_from, usual.asker_to) == (time(9), time(19))
    assert (usual.rest_day, usual.most_a_week, usual.most_asks_a_month) == (6, 3, 4)
    wishes = Wishes()
    assert (wishes.ask_at, wishes.visit_reminder) == (AskAt.MORNING, True)
    assert (wishes.monday, wishes.rest_day) == (False, None)
    assert dict(ASK_TIMES) == {AskAt.MORNING: time(10), AskAt.EVENING: time(19)}


@pytest.mark.parametrize(
    ("which", "least", "most", "below", "above"),
    [
        ("quiet_from", time(19, 30), time(22), time(19, 29), time(22, 1)),
        ("quiet_to", time(7), time(10), time(6, 59), time(10, 1)),
        ("asker_from", time(8), time(12), time(7, 59), time(12, 1)),
        ("asker_to", time(15), time(20), time(14, 59), time(20, 1)),
        ("most_a_week", 1, 7, 0, 8),
        ("most_asks_a_month", 1, 12, 0, 13),
        ("rest_day", 5, 6, 4, 7),
    ],
)
def test_what_a_network_may_set(
    which: str, least: object, most: object, below: object, above: object
) -> None:
    for good in (least, most):
        assert getattr(NetworkHours(**{which: good}), which) == good  # type: ignore[arg-type]
    for bad in (below, above):
        with pytest.raises(Refused) as refused:
            NetworkHours(**{which: bad})  # type: ignore[arg-type]
        assert refused.value.reason.code == f"hours.{which}"
