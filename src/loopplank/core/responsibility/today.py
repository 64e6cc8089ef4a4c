"""What a coordinator must do: one list, by lateness, with the next step of each row."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, dutch
from loopplank.core.matching.team_state import kind_of
from loopplank.core.requests.states import RULES, State
from loopplank.core.responsibility.next_step import next_step
from loopplank.core.responsibility.situation import (
    CHANGES,
    LEAD_LEFT,
    OF_AN_ARRANGEMENT,
    PERSON_DIED,
    SOMEBODY_SAID_NO,
    STANDS_STILL,
    Lateness,
    Situation,
    Verb,
    asks_a_person,
    lateness,
    of_team,
)

__all__ = [
    "CHANGES",
    "HORIZON",
    "LEAD_LEFT",
    "OF_AN_ARRANGEMENT",
    "PERSON_DIED",
    "SOMEBODY_SAID_NO",
    "STANDS_STILL",
    "Lateness",
    "Situation",
    "Task",
    "Verb",
    "lateness",
    "task_for",
    "total_minutes",
]

HORIZON = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Task:
    """One row: its kind, why it is here, the next step, and about how many minutes that takes.
    `leg` is the one leg of a duo or relay that must be sought."""

    lateness: Lateness
    due_on: date
    days_late: int
    kind: str
    why: Reason
    verb: Verb
    minutes: int
    leg: int = 0


def task_for(one: Situation, now: datetime) -> Task:
    """Return the row of one open request."""
    late = lateness(one.due_on, now)
    step = next_step(one, now)
    if late is Lateness.LATER and asks_a_person(one, now):
        # however far away the day of the search is
        late = Lateness.TODAY
    rule = RULES[one.state]
    asked = of_team(one, now)
    kind = kind_of(asked[1]) if asked else rule.task
    if one.alarming:
        kind = dutch("Nu navragen")
    return Task(
        lateness=Lateness.LATE if one.alarming else late,
        due_on=one.due_on,
        days_late=max(0, (local_day(now) - one.due_on).days),
        kind=dutch("Er is iets veranderd") if one.change_reported else kind,
        why=step.why,
        verb=step.verb,
        minutes=rule.minutes,
        leg=step.leg,
    )


def total_minutes(waiting: Mapping[State, int]) -> int:
    """Return about how many minutes the next steps of so many requests in each state take
    together."""
    return sum(RULES[state].minutes * count for state, count in waiting.items())
