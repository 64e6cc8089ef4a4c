"""Seven conditions for help beside a professional, each on both sides, and the table of states."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from loopplank.core.arrangements import (
    Answer,
    Arrangement,
    Side,
    Signatory,
    State,
    Step,
    Task,
    Terms,
    Who,
    concerned,
    may_resume,
    may_start,
    missing,
    step_after_no,
    unfinished,
)
from loopplank.core.arrangements import conditions as rules
from loopplank.core.arrangements.starters import STARTERS, starter_tasks
from loopplank.core.arrangements.states import MOVES, after
from loopplank.core.kit.kinds import Kind
from loopplank.core.kit.reason import Refused
from loopplank.core.triage import Route

START = date(2026, 11, 26)
TERMS = Terms(
    tasks=(
        Task("Boodschappen", Who.VOLUNTEER, "donderdag 14:00", "steunen bij lopen"),
        Task("Douchen", Who.PROFESSIONAL, "3 keer per week"),
        Task("Ramen lappen", Who.NOBODY_DISCUSSED),
    ),
    call_by_day="Anna, 020 555 01 43",
    call_outside_hours="huisartsenpost",
    evaluate_on=START + timedelta(weeks=6),
    last_day=date(2027, 3, 31),
    if_ill="Anna belt",
    stop_rule="bij een val",
)
LEAD = Signatory(Side.PROFESSIONAL, Answer.YES, "Nadia", "Meander", "0205550188")
PERSON = Signatory(Side.PERSON, Answer.YES, "mevrouw")
RIA = Signatory(Side.VOLUNTEER, Answer.YES, "Ria", key="ria")
WHOLE = Arrangement(State.AGREED, TERMS, (PERSON, RIA, LEAD), START)


def with_terms(**terms: object) -> Arrangement:
    return replace(WHOLE, terms=replace(TERMS, **terms))  # type: ignore[arg-type]


def with_lead(**lead: object) -> Arrangement:
    changed = replace(LEAD, **lead)  # type: ignore[arg-type]
    return replace(WHOLE, signatories=(PERSON, RIA, changed))


NOT_HELD = {
    rules.a_professional_agreed: (
        replace(WHOLE, signatories=(PERSON, RIA)),
        with_lead(name=""),
        with_lead(works_at=""),
        with_lead(phone=""),
        with_lead(answer=Answer.WAITING),
        with_lead(answer=Answer.LEFT),
    ),
    rules.tasks_are_divided: (
        with_terms(tasks=()),
        with_terms(tasks=(Task("Douchen", Who.PROFESSIONAL),)),
        with_terms(tasks=(*TERMS.tasks, Task("Geld en post"))),
        with_terms(tasks=(replace(TERMS.tasks[0], leaves_out=""), *TERMS.tasks[1:])),
    ),
    rules.somebody_to_call: (with_terms(call_by_day=""), with_terms(call_outside_hours="")),
    rules.evaluation_is_near: (
        with_terms(evaluate_on=None),
        with_terms(evaluate_on=START - timedelta(days=1)),
        with_terms(evaluate_on=START + timedelta(weeks=8, days=1)),
    ),
    rules.stop_rule_is_set: (with_terms(stop_rule=""),),
    rules.the_person_agreed: (
        replace(WHOLE, signatories=(RIA, LEAD)),
        replace(WHOLE, signatories=(replace(PERSON, answer=Answer.WITHDRAWN), RIA, LEAD)),
    ),
    rules.nobody_left: (
        replace(WHOLE, state=State.SUSPENDED),
        replace(WHOLE, state=State.ENDED),
    ),
}


def test_there_are_seven() -> None:
    assert len(rules.CONDITIONS) == len(set(rules.CONDITIONS)) == len(NOT_HELD) == 7
    assert missing(WHOLE) == ()
    assert missing(with_terms(evaluate_on=START + timedelta(weeks=8))) == ()


@pytest.mark.parametrize("condition", rules.CONDITIONS, ids=lambda c: c.__name__)
def test_each_holds_and_does_not_hold(condition: rules.Condition) -> None:
    assert condition(WHOLE) is None
    for broken in NOT_HELD[condition]:
        reason = condition(broken)
        assert reason is not None
        # the others do not mind, and it stands in the list
        assert missing(broken) == (reason,)
        assert reason.sentence % dict(reason.params)


def test_a_task_without_anybody_blocks_unless_that_was_discussed() -> None:
    gap = (*TERMS.tasks, Task("Geld en post"))
    reason = rules.tasks_are_divided(with_terms(tasks=gap))
    assert reason is not None
    assert reason.params == {"task": "Geld en post"}
    discussed = (*TERMS.tasks, Task("Geld en post", Who.NOBODY_DISCUSSED))
    assert missing(with_terms(tasks=discussed)) == ()


def test_a_combination_starts_with_all_seven_and_everybodys_yes() -> None:
    combination = Route.COMBINATION
    assert may_start(combination, WHOLE, "ria") == ()
    assert may_start(combination, None) == (rules.NONE_YET,)
    for broken in (one for many in NOT_HELD.values() for one in many):
        assert may_start(combination, broken, "ria") == missing(broken) != ()
    waiting = replace(WHOLE, signatories=(PERSON, replace(RIA, answer=Answer.WAITING), LEAD))
    assert [r.code for r in may_start(combination, waiting, "ria")] == ["arrangement.yes"]
    assert [r.code for r in may_start(combination, WHOLE, "somebody else")] == [
        "arrangement.helper"
    ]
    draft = replace(WHOLE, state=State.DRAFT)
    assert [r.code for r in may_start(combination, draft, "ria")] == ["arrangement.offer"]


@pytest.mark.parametrize("route", [Route.VOLUNTEER, None])
def test_a_volunteer_alone_needs_none_of_it(route: Route | None) -> None:
    assert may_start(route, None) == ()
    assert may_start(route, replace(WHOLE, state=State.SUSPENDED)) == ()


def test_it_is_put_to_everybody_when_all_that_is_written_is_there() -> None:
    nobody_asked = replace(
        WHOLE,
        state=State.DRAFT,
        signatories=tuple(replace(s, answer=Answer.NOT_ASKED) for s in WHOLE.signatories),
    )
    assert unfinished(Route.COMBINATION, nobody_asked) == ()
    without = replace(nobody_asked, terms=replace(TERMS, stop_rule="", call_by_day=""))
    codes = [r.code for r in unfinished(Route.COMBINATION, without)]
    assert codes == ["arrangement.call", "arrangement.stop_rule"]
    plain = replace(nobody_asked, terms=Terms((Task("Koffie", Who.VOLUNTEER),)))
    assert unfinished(Route.VOLUNTEER, plain) == ()
    gap = replace(nobody_asked, terms=Terms((Task("Koffie", Who.VOLUNTEER), Task("Geld"))))
    assert [r.code for r in unfinished(Route.VOLUNTEER, gap)] == ["arrangement.task_of_nobody"]


def test_what_stood_still_goes_on_with_all_conditions_again() -> None:
    still = replace(WHOLE, state=State.SUSPENDED)
    assert may_resume(Route.COMBINATION, still) == ()
    gone = replace(with_lead(answer=Answer.LEFT), state=State.SUSPENDED)
    assert [r.code for r in may_resume(Route.COMBINATION, gone)] == ["arrangement.lead_left"]
    waits = replace(still, signatories=(PERSON, replace(RIA, answer=Answer.WAITING), LEAD))
    assert [r.code for r in may_resume(Route.COMBINATION, waits)] == ["arrangement.yes"]


@pytest.mark.parametrize(
    ("changes", "asked_again"),
    [
        ({}, set()),
        ({"call_by_day": "Henk"}, {Side.VOLUNTEER}),
        ({"if_ill": "niemand"}, {Side.VOLUNTEER, Side.PERSON}),
        ({"stop_rule": "bij koorts"}, set(Side)),
        ({"last_day": None}, set(Side)),
        (
            {"tasks": (*TERMS.tasks, Task("Post", Who.FAMILY))},
            {Side.PERSON, Side.FAMILY},
        ),
        (
            {"tasks": (TERMS.tasks[0], replace(TERMS.tasks[1], when="elke dag"), TERMS.tasks[2])},
            {Side.PERSON, Side.PROFESSIONAL},
        ),
        # from the professional to the volunteer: both
        (
            {"tasks": (TERMS.tasks[0], Task("Douchen", Who.VOLUNTEER), TERMS.tasks[2])},
            {Side.PERSON, Side.PROFESSIONAL, Side.VOLUNTEER},
        ),
        ({"tasks": TERMS.tasks[::-1]}, set()),
    ],
)
def test_a_change_asks_those_whom_it_concerns(
    changes: dict[str, object], asked_again: set[Side]
) -> None:
    assert concerned(TERMS, replace(TERMS, **changes)) == asked_again  # type: ignore[arg-type]


def test_the_table_of_states_is_what_it_says() -> None:
    follow = after
    assert follow(State.DRAFT, Step.OFFERED) is State.OFFERED
    assert follow(State.OFFERED, Step.ALL_SAID_YES) is State.AGREED
    assert follow(State.OFFERED, Step.REFUSED) is State.DRAFT
    assert follow(State.AGREED, Step.CHANGED) is State.DRAFT
    for state in set(State) - {State.ENDED}:
        assert follow(state, Step.STOOD_STILL) is State.SUSPENDED
        assert follow(state, Step.OVER) is State.ENDED
    # nothing but the coordinator's own decision lets visits go on
    ways_out = {
        step
        for (state, step), to in MOVES.items()
        if state is State.SUSPENDED and to is not State.SUSPENDED
    }
    assert ways_out == {Step.RESUMED, Step.OVER}
    for step in Step:
        with pytest.raises(Refused):
            follow(State.ENDED, step)
    with pytest.raises(Refused):
        follow(State.DRAFT, Step.ALL_SAID_YES)


def test_a_no_of_the_person_or_the_professional_stops_help_that_runs() -> None:
    for side in Side:
        assert step_after_no(side, help_runs=False) is Step.REFUSED
    stops = {side for side in Side if step_after_no(side, help_runs=True) is Step.STOOD_STILL}
    assert stops == {Side.PERSON, Side.PROFESSIONAL}


def test_every_kind_of_help_has_something_to_begin_with() -> None:
    assert set(STARTERS) == set(Kind)
    for kind in Kind:
        alone = starter_tasks([kind], with_professional=False)
        assert any(task.who is Who.VOLUNTEER for task in alone)
        beside = starter_tasks([kind, kind], with_professional=True)
        assert len(set(beside)) == len(beside) > len(alone)
        assert any(task.who is None for task in beside), "the gaps are there to be seen"
