"""Two yeses before another organisation sees a volunteer, the volunteer's own first."""

import pytest

from loopplank.core.kit.reason import Refused
from loopplank.core.volunteers.volunteer_sharing import (
    is_shared,
    missing,
    refuse_before_own_yes,
    refuse_speaking_for,
)


@pytest.mark.parametrize(
    ("own", "theirs", "said"),
    [
        (False, False, "Ria zei nog geen ja."),
        (True, False, "Ria zei ja; jij nog niet."),
        (True, True, "Ria zei ja, en jullie ook."),
    ],
)
def test_what_is_missing_is_said(own: bool, theirs: bool, said: str) -> None:
    reason = missing("Ria", own_yes=own, coordinators_yes=theirs)
    assert reason.sentence % reason.params == said
    assert is_shared(own_yes=own, coordinators_yes=theirs) is (own and theirs)


def test_the_coordinator_comes_second() -> None:
    refuse_before_own_yes("Ria", own_yes=True)
    with pytest.raises(Refused):
        refuse_before_own_yes("Ria", own_yes=False)


def test_somebody_with_a_link_speaks_for_themselves() -> None:
    refuse_speaking_for("Ria", only_telephone=True)
    with pytest.raises(Refused):
        refuse_speaking_for("Ria", only_telephone=False)
