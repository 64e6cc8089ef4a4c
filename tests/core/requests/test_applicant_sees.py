"""Who asked for another sees what that person agreed to, and nothing by default."""

from dataclasses import replace
from datetime import date

from loopplank.core.requests.applicant_sees import Sees, applicant_status
from loopplank.core.requests.states import State
from loopplank.core.requests.status import Course, Helper

COURSE = Course(
    State.RUNNING,
    "Anna Prins",
    "Noord",
    date(2026, 11, 20),
    helpers=(Helper("Ria", date(2027, 1, 1)),),
)


def codes(course: Course, sees: Sees) -> set[str]:
    told = applicant_status(course, sees)
    return {told.promise.code, *(line.code for line in told.lines)}


def test_nothing_tells_only_who_has_the_question() -> None:
    for state in State:
        if state is not State.CLOSED:
            shown = codes(replace(COURSE, state=state), Sees.NOTHING)
            assert shown == {"applicant.cares", "applicant.ask"}


def test_whether_help_runs_and_never_how_far_it_is() -> None:
    assert "applicant.runs" in codes(COURSE, Sees.RUNS)
    others = {
        frozenset(codes(replace(COURSE, state=state), Sees.RUNS))
        for state in State
        if state not in {State.RUNNING, State.CLOSED}
    }
    assert len(others) == 1


def test_the_end_is_told_without_its_reason() -> None:
    closed = replace(COURSE, state=State.CLOSED)
    for sees in (Sees.NOTHING, Sees.RUNS):
        assert codes(closed, sees) == {"applicant.closed", "applicant.ask"}
