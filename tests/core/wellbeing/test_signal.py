"""To whom a signal of a volunteer goes, how soon somebody calls, and that every code has words."""

import pytest

from loopplank.core.wellbeing import safety
from loopplank.core.wellbeing.signal import (
    ABOVE_NEW_LIMIT,
    CALL_WITHIN,
    CANNOT_COME,
    DECIDED_WITHIN,
    HEARD_WITHIN,
    NO_REASON,
    NOT_RIGHT,
    PRIVATE_TEMPLATES,
    SIGNAL_WORDS,
    STEP_WORDS,
    TALKS,
    TOO_HEAVY,
    Route,
    Step,
    heard_within,
    needs_deciding,
    route_of,
)
from loopplank.letters.texts import TEXTS


@pytest.mark.parametrize(
    ("reason", "chosen", "route"),
    [
        ("time", {}, Route.COORDINATOR),
        (NO_REASON, {}, Route.COORDINATOR),
        (NOT_RIGHT, {}, Route.SAFETY),
        ("time", {"past_coordinator": True}, Route.PAST_COORDINATOR),
        (NOT_RIGHT, {"past_coordinator": True}, Route.PAST_COORDINATOR),
        (NOT_RIGHT, {"adviser": True}, Route.ADVISER),
        ("time", {"adviser": True, "past_coordinator": True}, Route.ADVISER),
    ],
)
def test_a_confidential_choice_comes_before_everything(
    reason: str, chosen: dict[str, bool], route: Route
) -> None:
    assert route_of(reason, **chosen) is route


def test_too_heavy_is_heard_within_a_day_and_decided_within_three() -> None:
    assert (HEARD_WITHIN.amount, DECIDED_WITHIN.amount) == (1, 3)
    for reason in (*TOO_HEAVY, NO_REASON):
        assert heard_within(reason) is HEARD_WITHIN
        assert needs_deciding(reason)
    for reason in (CANNOT_COME, ABOVE_NEW_LIMIT):
        assert heard_within(reason) is CALL_WITHIN
        assert not needs_deciding(reason)


def test_every_code_has_its_words() -> None:
    assert set(SIGNAL_WORDS) >= TALKS
    assert set(STEP_WORDS) == set(Step)
    assert set(safety.STEPS) == set(safety.Step)
    assert safety.Step.TOLD not in safety.CHOSEN


def test_what_is_private_is_a_text_that_exists() -> None:
    assert set(TEXTS) >= PRIVATE_TEMPLATES
