"""What a relative may see, and who may be named: both sides of each rule."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from loopplank.core.requests.intake import Knows
from loopplank.core.requests.relatives import (
    A_MONTH,
    MOST,
    MOST_IN_A_MONTH,
    Coming,
    Facts,
    May,
    Naming,
    SaidBy,
    Somebody,
    is_same,
    seen_by_relative,
    why_not_named,
)
from loopplank.core.requests.states import OPEN, State

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
PETER = Somebody("Peter de Wit", "0611112222", "peter@example.nl")
OPEN_ONE = Naming(State.RUNNING, False, Knows.YES, True, SaidBy.PERSON, True)
RUNS = Facts(State.RUNNING, False, coming=(Coming("Ria", date(2026, 11, 26), "14:00"),))


def codes(facts: Facts, may: May) -> list[str]:
    seen = seen_by_relative(facts, may, NOW)
    return [seen.now.code, *(line.code for line in seen.lines)]


def test_who_comes_is_for_everybody_and_the_course_only_where_the_person_said_so() -> None:
    assert codes(RUNS, May.VISITS) == ["relative.comes_at"]
    assert codes(RUNS, May.COURSE) == ["relative.comes_at", "relative.course_running"]
    for state in OPEN:
        facts = Facts(state, False)
        assert codes(facts, May.VISITS) == ["relative.nobody"], "how far it is shows in nothing"
        assert codes(facts, May.COURSE) == ["relative.nobody", f"relative.course_{state}"]


@pytest.mark.parametrize("may", May)
def test_after_the_end_a_handover_or_a_death_everybody_reads_the_same(may: May) -> None:
    over = (replace(RUNS, over=True), Facts(State.CLOSED, False), Facts(State.NEW, True))
    one, *others = (seen_by_relative(facts, may, NOW) for facts in over)
    assert others == [one, one]
    assert one.shut
    assert not one.visits
    assert one.now.code == "relative.shut"


def test_a_first_meeting_is_told_until_it_was_and_somebody_without_a_name_comes() -> None:
    meets = Facts(State.MEETING, False, meets="Ria", meeting_at=NOW)
    assert codes(meets, May.VISITS) == ["relative.meets"]
    past = replace(meets, meeting_at=datetime(2026, 11, 24, 9, tzinfo=UTC))
    assert codes(past, May.VISITS) == ["relative.nobody"]
    nameless = replace(RUNS, coming=(Coming("", date(2026, 11, 26)),))
    assert codes(nameless, May.VISITS) == ["relative.somebody"]
    still = replace(RUNS, coming=(), stands_still=True)
    assert codes(still, May.COURSE) == ["relative.nobody", "relative.course_still"]


def test_who_may_be_named_and_who_not() -> None:
    assert why_not_named(PETER, OPEN_ONE) is None

    def code(who: Somebody = PETER, **other: object) -> str:
        found = why_not_named(who, replace(OPEN_ONE, **other))  # type: ignore[arg-type]
        return found.code if found else ""

    assert code(state=State.CLOSED) == "relative.closed"
    assert code(elsewhere=True) == "relative.elsewhere"
    assert code(knows=Knows.NO) == "relative.does_not_know"
    assert code(knows=Knows.CANNOT) == "relative.who_decides"
    assert code(knows=Knows.CANNOT, said_by=SaidBy.REPRESENTATIVE) == ""
    assert code(spoken=False) == "relative.not_spoken"
    assert code(spoken=False, by_link=False) == ""
    assert code(Somebody("Peter")) == "relative.no_way"
    assert code(Somebody("Peter"), by_link=False) == ""
    assert code(there=(PETER,)) == "relative.twice"
    assert code(applicant=PETER) == "relative.is_applicant"
    others = tuple(Somebody(f"N{n}", f"061000000{n}") for n in range(MOST))
    assert code(there=others) == "relative.full"
    assert code(there=others[1:]) == ""
    assert code(in_a_month=MOST_IN_A_MONTH) == "relative.often"
    assert code(in_a_month=MOST_IN_A_MONTH, by_link=False) == ""
    assert A_MONTH.days == 30


def test_one_person_typed_twice_is_one_and_a_family_may_share_a_number() -> None:
    assert is_same(PETER, Somebody("peter  DE wit"))
    assert is_same(PETER, Somebody("Piet", email="peter@example.nl"))
    assert not is_same(PETER, Somebody("Karin", PETER.phone))
    assert not is_same(PETER, Somebody("Peter de Wit", "0633334444"))
