"""One next step: the same question everywhere, and no refusal that was not said before."""

import os
from pathlib import Path

import pytest
from tests.core.responsibility.next_step_table import NOW, cases, said, table

from loopplank.core.requests.states import State
from loopplank.core.responsibility.next_step import (
    BLOCKERS,
    STAGES,
    Road,
    Stage,
    Standing,
    Where,
    next_step,
)
from loopplank.core.responsibility.situation import Situation
from loopplank.core.responsibility.today import task_for

PAGE = Path(__file__).parents[3] / "docs" / "next_step.md"
BEGIN, END = "<!-- table -->", "<!-- end of table -->"
ALL = [pytest.param(one, id=f"{state}-{name or 'ordinary'}") for state, name, one in cases()]


def test_the_page_holds_the_table() -> None:
    """`LPTEST_WRITE=1` writes it anew."""
    text = PAGE.read_text()
    before, rest = text.split(BEGIN)
    _old, after = rest.split(END)
    made = f"{before}{BEGIN}\n\n{table()}\n\n{END}{after}"
    if os.environ.get("LPTEST_WRITE"):
        PAGE.write_text(made)
    assert text == made, "run this test with LPTEST_WRITE=1"


@pytest.mark.parametrize("one", ALL)
def test_each_case_asks_one_question_and_offers_a_way_on(one: Situation) -> None:
    step = next_step(one, NOW)
    assert said(step.question)
    assert said(step.why)
    assert step.stage in STAGES
    codes = [check.code for check in step.checks]
    assert len(codes) == len(set(codes)), codes
    if one.state is not State.CLOSED:
        assert {Road.CLOSE, Road.SAY_NO} <= {road.road for road in step.roads}
        task = task_for(one, NOW)
        assert (task.verb, task.why) == (step.verb, step.why), "Vandaag says the same"


@pytest.mark.parametrize("one", ALL)
def test_what_blocks_is_a_refusal_that_is_known(one: Situation) -> None:
    for check in next_step(one, NOW).checks:
        if check.standing is Standing.BLOCKING:
            assert BLOCKERS[check.code] is Where.CHECK, check.code


def test_every_refusal_that_stands_under_the_question_is_shown_in_some_case() -> None:
    shown = {check.code for _s, _n, one in cases() for check in next_step(one, NOW).checks}
    assert {code for code, where in BLOCKERS.items() if where is Where.CHECK} <= shown


def test_a_signal_goes_before_a_blocker_before_a_deadline_before_the_stage() -> None:
    def asks(**facts: object) -> str:
        one = Situation(state=State.MEETING, due_on=NOW.date(), received_on=NOW.date(), **facts)  # type: ignore[arg-type]
        return next_step(one, NOW).why.code

    all_at_once = {"agreed": "Ria", "assessed": True, "decided": True, "meeting_on": NOW.date()}
    assert asks(**all_at_once) == "work.met"
    blocked = {**all_at_once, "together": True}
    assert asks(**blocked) == "work.no_arrangement"
    assert asks(**blocked, signal="Ria") == "work.signal"
    assert asks(**blocked, signal="Ria", alarming=True) == "work.alarm"


def test_who_waits_or_was_offered_elsewhere_keeps_the_stage() -> None:
    stages = {(state, name): next_step(one, NOW).stage for state, name, one in cases()}
    assert stages[State.WAITING, ""] is Stage.ASK
    assert stages[State.HANDOVER, ""] is Stage.ASK
    assert stages[State.MEETING, "geweest"] is Stage.AGREE
    assert stages[State.MEETING, "gepland"] is Stage.MEET
