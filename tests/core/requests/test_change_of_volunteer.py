"""Another helper after a while: only after a yes, and only of who knows of the request."""

import pytest

from loopplank.core.kit.reason import Refused
from loopplank.core.requests.change_of_volunteer import (
    ChangingFaces,
    may_change,
    refuse_unasked,
    told,
)
from loopplank.core.requests.intake import Knows


@pytest.mark.parametrize(("answer", "may"), [("", False), ("no", False), ("yes", True)])
def test_a_relay_only_after_a_yes(answer: str, may: bool) -> None:
    assert may_change(answer) is may


def test_who_was_not_asked_reads_nothing_and_each_answer_has_its_own_sentence() -> None:
    assert told("") is None
    sentences = {reason.sentence for one in ChangingFaces if (reason := told(one))}
    assert len(sentences) == len(ChangingFaces)


def test_who_does_not_know_said_nothing() -> None:
    refuse_unasked(Knows.YES)
    refuse_unasked(Knows.CANNOT)
    with pytest.raises(Refused):
        refuse_unasked(Knows.NO)
