"""How a message stands, and what a person can do with it: one table each."""

import pytest

from loopplank.core.messages.deeds import (
    TAKEN_BACK,
    Chances,
    Deed,
    deeds,
    may_recall,
    may_send,
    must_leave,
)
from loopplank.core.messages.looks import LOOKS, TURN, Shown, shown
from loopplank.core.messages.rules import Audience
from loopplank.core.messages.states import MessageState
from loopplank.core.messages.table import RULES


@pytest.mark.parametrize(
    ("given", "how"),
    [
        ({"state": "queued", "leaves": False}, Shown.READY),
        ({"state": "queued", "leaves": True, "by_hand": "read_first"}, Shown.READY),
        ({"state": "queued", "leaves": True}, Shown.LEAVES),
        ({"state": "queued", "leaves": True, "waits_for": TURN}, Shown.WAITS),
        ({"state": "queued", "leaves": True, "being_sent": True}, Shown.ON_ITS_WAY),
        ({"state": "told", "leaves": True, "done_how": "texted"}, Shown.SENT),
        ({"state": "told", "leaves": True, "done_how": "spoken"}, Shown.TOLD),
        ({"state": "unsure", "leaves": True}, Shown.UNSURE),
        ({"state": "dead", "leaves": True}, Shown.FAILED),
        ({"state": "dropped", "leaves": True}, Shown.OVER),
    ],
)
def test_each_state_has_one_word(given: dict[str, object], how: Shown) -> None:
    state = MessageState(str(given.pop("state")))
    assert shown(state, **given) is how  # type: ignore[arg-type]  # as the case says


def test_no_two_states_look_the_same() -> None:
    assert set(LOOKS) == set(Shown)
    assert len({look.word for look in LOOKS.values()}) == len(Shown)
    needs_a_person = [LOOKS[one] for one in (Shown.READY, Shown.FAILED, Shown.UNSURE)]
    assert len({look.shape for look in needs_a_person}) == 3
    assert len({look.colour for look in needs_a_person}) == 3


@pytest.mark.parametrize(
    ("how", "given", "first"),
    [
        (Shown.READY, {"channel": "letter", "calls": True}, Deed.PRINT),
        (Shown.READY, {"channel": "phone", "calls": True}, Deed.CALL),
        (Shown.READY, {"channel": "phone"}, Deed.READ),
        (Shown.READY, {"channel": "sms", "sends": True, "opens": True}, Deed.SEND),
        (Shown.READY, {"channel": "sms", "opens": True, "calls": True}, Deed.OPEN),
        (Shown.READY, {"channel": "email", "calls": True}, Deed.CALL),
        (Shown.READY, {"channel": "email"}, Deed.READ),
        (Shown.LEAVES, {"channel": "sms", "recalls": True}, Deed.RECALL),
        (Shown.LEAVES, {"channel": "sms"}, Deed.READ),
        (Shown.FAILED, {"channel": "sms", "calls": True}, Deed.SEND_AGAIN),
        (Shown.FAILED, {"channel": "sms", "calls": True, "refused": True}, Deed.CALL),
        (Shown.UNSURE, {"channel": "sms", "calls": True}, Deed.CALL),
        (Shown.UNSURE, {"channel": "email"}, Deed.ARRIVED),
        (Shown.SENT, {"channel": "sms"}, Deed.READ),
    ],
)
def test_one_button_comes_first(how: Shown, given: dict[str, object], first: Deed) -> None:
    found = deeds(how, Chances(**given))  # type: ignore[arg-type]  # as the case says
    assert found.first is first
    assert first not in found.more


def test_what_is_over_only_goes_back_where_a_person_ended_it() -> None:
    assert deeds(Shown.OVER, Chances("sms")).more == ()
    assert deeds(Shown.OVER, Chances("sms", may_put_back=True)).more == (Deed.PUT_BACK,)


def test_reading_lets_go_only_what_waits_to_be_read() -> None:
    rule = RULES["wait"]
    for why in ("read_first", "old", TAKEN_BACK):
        assert may_send(why, rule, leaves=True), why
        assert not may_send(why, rule, leaves=False), why
    for why in ("no_address", "no_sms", "may_not_know", "deceased", "not_joined", "no_phone"):
        assert not may_send(why, rule, leaves=True), why


def test_nobody_keeps_back_what_guards_somebody_or_what_a_colleague_hears() -> None:
    """A coordinator who wrote down a yes that was never said cannot stop the message about it."""
    guards = {"noted_yes", "noted_yes_by_key", "noted_last_day", "key_opened", "limit_raised"}
    for name, rule in RULES.items():
        ours = rule.to <= {Audience.ASKER, Audience.VOLUNTEER, Audience.PARTY}
        assert may_recall(rule) is (ours and not rule.guards), name
        assert must_leave(rule, leaves=True) is rule.guards, name
        assert not must_leave(rule, leaves=False), name
    assert all(RULES[name].guards for name in guards)
    assert not may_recall(None)
