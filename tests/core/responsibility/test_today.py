"""The list of today: lateness, why a row is here, and the next verb."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from loopplank.core.matching.team_state import Kind, LegFacts, LegState, TeamFacts
from loopplank.core.requests.states import OPEN, State
from loopplank.core.responsibility.today import (
    Lateness,
    Situation,
    Verb,
    lateness,
    task_for,
    total_minutes,
)

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
TODAY = date(2026, 11, 24)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


def situation(state: State = State.NEW, due: date = TODAY, **known: object) -> Situation:
    return Situation(state=state, due_on=due, received_on=YESTERDAY, **known)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("due", "now", "found"),
    [
        (YESTERDAY, NOW, Lateness.LATE),
        (TODAY, NOW, Lateness.TODAY),
        (TODAY, datetime(2026, 11, 24, 16, tzinfo=UTC), Lateness.LATE),
        (TOMORROW, NOW, Lateness.LATER),
    ],
)
def test_a_day_ends_at_five(due: date, now: datetime, found: Lateness) -> None:
    assert lateness(due, now) is found


@pytest.mark.parametrize("state", sorted(OPEN))
def test_every_open_state_has_a_row_with_a_reason_and_a_verb(state: State) -> None:
    task = task_for(situation(state, agreed="Ria", asked="Ria"), NOW)
    assert task.why.sentence
    assert task.verb in Verb
    assert task.minutes > 0


def test_danger_stands_on_top_whatever_its_day() -> None:
    task = task_for(situation(State.TALKING, TOMORROW, alarming=True), NOW)
    assert task.lateness is Lateness.LATE
    assert task.verb is Verb.CALL_PERSON


def test_a_change_that_was_reported_goes_before_the_ordinary_task() -> None:
    task = task_for(situation(State.RUNNING, change_reported="not_needed"), NOW)
    assert task.why.code == "work.change"


def test_who_cannot_be_called_gets_a_letter() -> None:
    assert task_for(situation(reachable=False), NOW).verb is Verb.WRITE


@pytest.mark.parametrize(
    ("known", "verb"),
    [
        ({}, Verb.WEIGH),
        ({"assessed": True}, Verb.DECIDE),
        ({"assessed": True, "decided": True}, Verb.OPEN),
    ],
)
def test_talking_first_weighs_then_decides(known: dict[str, object], verb: Verb) -> None:
    assert task_for(situation(State.TALKING, **known), NOW).verb is verb


@pytest.mark.parametrize(
    ("known", "code"),
    [
        ({"agreed": "Ria"}, "work.meet"),
        ({"agreed": "Ria", "meeting_on": TODAY}, "work.met"),
        ({"agreed": "Ria", "meeting_on": TOMORROW}, "work.will_meet"),
    ],
)
def test_a_meeting_is_planned_then_awaited_then_told(known: dict[str, object], code: str) -> None:
    assert task_for(situation(State.MEETING, **known), NOW).why.code == code


def test_near_the_last_day_it_is_about_what_comes_after() -> None:
    near = situation(State.RUNNING, agreed="Ria", last_day=TODAY + timedelta(weeks=4))
    far = situation(State.RUNNING, agreed="Ria", last_day=TODAY + timedelta(weeks=20))
    assert task_for(near, NOW).why.code == "work.ends"
    assert task_for(far, NOW).why.code == "work.evaluate"


@pytest.mark.parametrize(
    "known", [{"passed_over": 3}, {"sought_since": TODAY - timedelta(weeks=13)}]
)
def test_what_a_plan_passed_over_is_decided_today_however_far_its_day(
    known: dict[str, object],
) -> None:
    task = task_for(situation(State.SEARCHING, TODAY + timedelta(weeks=2), **known), NOW)
    assert (task.lateness, task.verb) == (Lateness.TODAY, Verb.DECIDE_AFTER_PASSING_OVER)
    late = task_for(situation(State.SEARCHING, YESTERDAY, **known), NOW)
    assert (late.lateness, late.verb) == (Lateness.LATE, Verb.DECIDE_AFTER_PASSING_OVER)
    danger = task_for(situation(State.SEARCHING, TOMORROW, alarming=True, **known), NOW)
    assert danger.verb is Verb.CALL_PERSON
    asked = task_for(situation(State.PROPOSED, TOMORROW, asked="Ria", **known), NOW)
    assert asked.lateness is Lateness.LATER, "somebody was chosen after all"


def test_each_state_takes_its_own_time() -> None:
    assert total_minutes({State.NEW: 2, State.PROPOSED: 1, State.TALKING: 0}) == 45


def test_a_leg_that_fell_away_says_which_one_on_its_button() -> None:
    first = date(2026, 11, 26)
    ria = LegFacts(1, "Ria", first, first + timedelta(weeks=12), LegState.RUNNING)
    gone = LegFacts(2, "Samira", ria.last_day, first + timedelta(weeks=25), LegState.FELL_AWAY)
    team = TeamFacts(Kind.RELAY, (ria, gone))
    task = task_for(situation(state=State.RUNNING, team=team), NOW)
    assert (task.verb, task.leg, task.kind) == (Verb.SEEK_LEG, 2, "Vrijwilliger zoeken")
    whole = replace(team, legs=(ria, replace(gone, state=LegState.AGREED)))
    assert task_for(situation(state=State.RUNNING, team=whole), NOW).leg == 0
    # on the day for which it is on the list, and not on the day that somebody looks
    later = situation(state=State.RUNNING, team=whole, due=first + timedelta(weeks=9))
    assert task_for(later, NOW).why.code == "work.plan_handover"
