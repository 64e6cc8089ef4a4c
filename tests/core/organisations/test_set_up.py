"""The list of an organisation that begins: made of facts, and gone when all of them are there."""

from dataclasses import fields, replace

import pytest

from loopplank.core.account.roles import Role
from loopplank.core.organisations.set_up import (
    DONE_BY,
    FORM_NEEDS,
    Facts,
    Part,
    State,
    may_open,
    step_of,
    steps_for,
)

ALL = Facts(**{field.name: True for field in fields(Facts)})
BOTH = {Role.COORDINATOR, Role.NETWORK_ADMIN}


def test_nothing_is_done_at_the_beginning_and_nobody_sees_a_list_that_is_done() -> None:
    steps = steps_for(Facts(), BOTH)
    assert [step.part for step in steps] == list(Part)
    assert not any(step.done for step in steps)
    assert steps_for(ALL, BOTH) == ()


@pytest.mark.parametrize("fact", [field.name for field in fields(Facts)])
def test_each_fact_alone_brings_the_list_back_with_its_own_line(fact: str) -> None:
    """No tick is kept: what goes away later is to be done again."""
    steps = steps_for(replace(ALL, **{fact: False}), BOTH)
    assert sum(not step.done for step in steps) == 1


@pytest.mark.parametrize("fact", ["phone", "first_contact", "stand_in", "duty_phone"])
def test_without_what_answers_a_question_the_form_stays_closed(fact: str) -> None:
    lacking = replace(ALL, **{fact: False, "form_open": False})
    assert may_open(ALL)
    assert not may_open(lacking)
    assert step_of(Part.FORM, lacking).blocked
    assert [p for p in FORM_NEEDS if step_of(p, lacking).state is State.MISSING]
    # a number without hours is still a number
    assert may_open(replace(ALL, phone_hours=False))
    assert step_of(Part.DETAILS, replace(ALL, phone_hours=False)).state is State.ADVISED


def test_everybody_sees_what_is_theirs_to_do() -> None:
    for role in (Role.COORDINATOR, Role.BOARD, Role.NETWORK_ADMIN, Role.READER):
        seen = {step.part for step in steps_for(Facts(), {role})}
        assert seen == {part for part in Part if role in DONE_BY[part]}
    assert steps_for(Facts(), {Role.READER}) == ()
    # what only another may do keeps nobody's list open
    assert steps_for(replace(ALL, sends=False, areas=False), {Role.COORDINATOR}) == ()
