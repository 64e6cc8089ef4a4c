"""Who asked for another sees what that person agreed to, and nothing by default."""

from dataclasses import replace
from datetime import UTC, date, datetime

from loopplank.core.requests.applicant_sees import Sees, applicant_status
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.headlines import Reader
from loopplank.core.requests.states import State
from loopplank.core.requests.status import Course, Helper

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
COURSE = Course(
    State.RUNNING,
    "Anna Prins",
    "Noord",
    date(2026, 11, 20),
    helpers=(Helper("Ria", date(2027, 1, 1)),),
)


def codes(course: Course, sees: Sees) -> set[str]:
    told = applicant_status(course, sees, NOW)
    return {told.promise.code, *(line.code for line in told.lines)}


def test_nothing_tells_only_who_has_the_question() -> None:
    for state in State:
        if state not in {State.CLOSED, State.NEW}:
            shown = codes(replace(COURSE, state=state), Sees.NOTHING)
            assert shown == {"applicant.cares", "applicant.ask"}


def test_whether_help_runs_and_never_how_far_it_is() -> None:
    assert "applicant.runs" in codes(COURSE, Sees.RUNS)
    others = {
        frozenset(codes(replace(COURSE, state=state), Sees.RUNS))
        for state in State
        if state not in {State.RUNNING, State.CLOSED, State.NEW}
    }
    assert len(others) == 1


def test_the_end_is_told_without_its_reason() -> None:
    closed = replace(COURSE, state=State.CLOSED)
    for sees in (Sees.NOTHING, Sees.RUNS):
        assert codes(closed, sees) == {"applicant.closed", "applicant.ask"}


def test_until_the_first_talk_a_family_carer_reads_who_calls_and_when() -> None:
    new = replace(
        COURSE,
        state=State.NEW,
        due_on=date(2026, 11, 26),
        promised_by="Anna Prins",
        reader=Reader.FAMILY,
        is_called=False,
        person="mevrouw De Wit",
    )
    told = applicant_status(new, Sees.NOTHING, NOW)
    assert told.promise.sentence % dict(told.promise.params) == (
        "Anna Prins belt mevrouw De Wit uiterlijk 2026-11-26."
    )
    assert codes(new, Sees.NOTHING) == codes(new, Sees.RUNS)


def test_nobody_is_told_to_ask_somebody_who_died() -> None:
    died = replace(COURSE, state=State.CLOSED, closed_as=ClosingReason.DECEASED)
    for sees in (Sees.NOTHING, Sees.RUNS):
        assert codes(died, sees) == {"applicant.closed_quiet", "closed.death_then"}


def test_visits_that_stand_still_are_not_help_that_runs() -> None:
    still = (Helper("Ria", date(2027, 1, 1), stands_still=True),)
    assert "applicant.still" in codes(replace(COURSE, helpers=still), Sees.RUNS)
