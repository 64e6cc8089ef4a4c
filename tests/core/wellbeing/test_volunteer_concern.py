"""A concern about a volunteer: who reads it, who may be asked again, and how it is decided."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loopplank.core.kit.reason import Refused
from loopplank.core.wellbeing.safety import (
    CHOSEN,
    NEEDS_REASON,
    OWN_PHONE,
    Step,
    is_held,
    may_note,
)
from loopplank.core.wellbeing.volunteer_concern import (
    TOLD_PERSON,
    TOLD_VOLUNTEER,
    Decision,
    Held,
    is_final,
    is_restricted,
    may_close,
    may_decide,
    unavailable,
)

TODAY = date(2026, 11, 24)


@pytest.mark.parametrize(
    ("reasons", "words", "restricted"),
    [
        ([], "Hij vroeg of hij geld mocht lenen.", True),
        ([], "Ik ben bang voor hem.", True),
        ([], "Hij wilde mijn PINPAS.", True),
        (["money"], "", True),
        (["volunteer"], "", True),
        (["does_not_come"], "Zij komt steeds niet opdagen.", False),
        ([], "De bank staat in de weg.", False),
        ([], "", False),
    ],
)
def test_what_is_about_a_volunteer_is_for_the_contact_person(
    reasons: list[str], words: str, restricted: bool
) -> None:
    assert is_restricted(reasons, words) is restricted


@given(
    st.booleans(),
    st.sampled_from(["", *Decision]),
    st.none() | st.integers(-5, 5).map(lambda n: TODAY + timedelta(days=n)),
    st.booleans(),
)
def test_nobody_is_asked_between_the_suspension_and_the_decision(
    suspended: bool, decision: str, until: date | None, closed: bool
) -> None:
    held = unavailable(Held(suspended, decision, until, closed), TODAY)
    if not suspended or decision == Decision.GOES_ON:
        assert not held
    elif decision == "":
        assert held is not closed
    else:
        assert held is (until is None or until >= TODAY)


@pytest.mark.parametrize(
    ("decision", "words", "until", "heard", "code"),
    [
        (Decision.GOES_ON, "Het klopte niet.", None, False, "concern.not_heard"),
        (Decision.GOES_ON, " ", None, True, "concern.no_reason"),
        (Decision.PAUSE, "Eerst rust.", None, True, "concern.no_end"),
        (Decision.ENDS, "Geld geleend.", TODAY - timedelta(days=1), True, "concern.ends_before"),
    ],
)
def test_a_decision_has_a_hearing_a_reason_and_an_end(
    decision: Decision, words: str, until: date | None, heard: bool, code: str
) -> None:
    with pytest.raises(Refused) as refused:
        may_decide(decision, words, until, TODAY, heard=heard)
    assert refused.value.reason.code == code
    may_decide(Decision.PAUSE, "Eerst rust.", TODAY, TODAY, heard=True)


def test_after_a_pause_somebody_decides_once_more_and_then_no_more() -> None:
    may_decide(Decision.GOES_ON, "Het klopte niet.", None, TODAY, heard=True, before="pause")
    for last in (Decision.GOES_ON, Decision.ENDS):
        with pytest.raises(Refused) as refused:
            may_decide(Decision.PAUSE, "Toch.", TODAY, TODAY, heard=True, before=last)
        assert refused.value.reason.code == "concern.decided"


@pytest.mark.parametrize("decision", ["", *Decision])
def test_a_file_closes_only_when_nobody_waits_for_a_decision(decision: str) -> None:
    may_close(decision, help_runs=False)
    if is_final(decision):
        may_close(decision, help_runs=True)
    else:
        with pytest.raises(Refused):
            may_close(decision, help_runs=True)


def test_no_word_to_anybody_says_why() -> None:
    for words in (*TOLD_VOLUNTEER.values(), *TOLD_PERSON.values()):
        assert not is_restricted([], words), words


@pytest.mark.parametrize("step", sorted(CHOSEN))
def test_a_decision_in_a_file_stands_there_with_its_reason(step: Step) -> None:
    if step in NEEDS_REASON:
        with pytest.raises(Refused):
            may_note(step, "  ", TODAY)
    may_note(step, "Omdat het niet veilig is.", TODAY)
    if step is Step.WITHOUT_CONSENT:
        with pytest.raises(Refused) as refused:
            may_note(step, "Hij lag op de grond.", None)
        assert refused.value.reason.code == "safety.when_told"


def test_messages_wait_only_while_somebody_near_might_read_them() -> None:
    assert is_held(near=True, safe_channel="", is_open=True)
    # our own messages still reach whoever it is about: somebody tells it in person
    assert is_held(near=True, safe_channel="visit", is_open=True)
    assert not is_held(near=True, safe_channel=OWN_PHONE, is_open=True)
    assert not is_held(near=False, safe_channel="", is_open=True)
    assert not is_held(near=True, safe_channel="", is_open=False)
