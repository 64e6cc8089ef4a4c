"""The states of a referral against those of the guide for closed loops."""

import json
from pathlib import Path

import pytest

from loopplank.core.referrals.consent import Capacity
from loopplank.core.referrals.states import FINAL, MOVES, NEEDS_REASON, Status


@pytest.fixture(scope="module")
def guide(conformance: Path) -> dict[str, object]:
    found: dict[str, object] = json.loads(
        (conformance / "referral" / "referral_state_machine.json").read_text(encoding="utf-8")
    )
    return found


def test_the_states_are_those_of_the_guide(guide: dict[str, list[str]]) -> None:
    assert {str(s) for s in Status} == set(guide["states"])
    assert {str(s) for s in FINAL} == set(guide["final"])
    assert {str(s) for s in NEEDS_REASON} == set(guide["statusReason_required_for"])


def test_every_move_is_one_that_the_guide_allows(guide: dict[str, dict[str, list[str]]]) -> None:
    transitions, from_anywhere = guide["transitions"], set(guide["any_to"])
    for (status, move), to in MOVES.items():
        allowed = {status, *transitions.get(status, []), *from_anywhere}
        assert to in allowed, (status, move, to)


def test_every_transition_of_the_guide_can_be_made(guide: dict[str, dict[str, list[str]]]) -> None:
    made = {(str(status), str(to)) for (status, _move), to in MOVES.items()}
    wanted = {(a, b) for a, others in guide["transitions"].items() for b in others}
    assert wanted <= made


def test_the_answers_about_capacity_are_those_of_the_guide(guide: dict[str, list[str]]) -> None:
    assert {str(c) for c in Capacity} == set(guide["capacity_codes"])
