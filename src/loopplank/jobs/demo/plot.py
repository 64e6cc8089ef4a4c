"""What happens with one question in the story, told before it is played."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from loopplank.actions.matching import propose
from loopplank.actions.requests.closing import Closing
from loopplank.actions.requests.handling import PhoneAnswer
from loopplank.actions.triage.triage import Heard
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.requests.closing import Lack
from loopplank.core.requests.intake import Answers
from loopplank.core.requests.states import State
from loopplank.core.triage import Answer, Gate, Route, answers_for_gate
from loopplank.jobs.demo.places import HOUSES
from loopplank.jobs.demo.questions import Question
from loopplank.jobs.demo.requesters import When


@dataclass(frozen=True, slots=True)
class Plot:
    """One question and how far it comes; `fate` is where it stands when the story ends, or when
    it is closed. `began` is in days before the end.

    `told_elsewhere`: what the volunteer writes down of this week and the last is told by itself.
    `asked_first` says how earlier helpers answered ("no", "silent"); `wanted` names who is asked
    then, else the ranking says who. `spoken_at` and `arrives_on` fix a moment where one matters.
    """

    key: str
    house: str
    owner: str
    question: Question
    answers: Answers
    when: When
    fate: State
    began: int
    way: str = "web"
    heard: Heard | None = None
    decides: bool = True
    otherwise: tuple[Route, str, str] | None = None
    impression: str = ""
    asked_first: tuple[str, ...] = ()
    wanted: tuple[str, ...] = ()
    together_with: tuple[str, ...] = ()
    months: int = 5
    lead: tuple[str, str] = ("", "")
    called: PhoneAnswer | None = None
    talk: str = ""
    lack: Lack = Lack.PLACE
    closing: Closing | None = None
    closes_after: int = 1
    closes_at: datetime | None = None
    tries: tuple[str, ...] = ()
    meets: bool = True
    evening: bool = False
    arrives_on: date | None = None
    spoken_at: datetime | None = None
    left_lying: bool = False
    told_elsewhere: bool = False
    taken_over: bool = False


def ordinary(house_key: str, but: Mapping[str, Answer] | None = None, **facts: object) -> Heard:
    """Return an ordinary answer at every gate and no excluded act, except the codes that are
    given.
    """
    answers: dict[str, Answer] = {}
    for gate in Gate:
        answers |= answers_for_gate(gate, "ordinary")
    house = next(h for h in HOUSES if h.key == house_key)
    return Heard(
        answers={**answers, **(but or {})},
        acts={key: Answer.NO for key, _ in house.limits.excluded_acts},
        said_by={gate.value: "person" for gate in Gate},
        **facts,  # type: ignore[arg-type]  # the names of its own fields
    )


def plan_of(plot: Plot, now: datetime) -> propose.Plan:
    """Plan from a week ahead, on the day that suits, for some months; once is one day."""
    question, when = plot.question, plot.when
    # something that is done in one day leaves time to meet first
    once = question.every_weeks is None
    first = local_day(now) + timedelta(days=18 if once else 7)
    first += timedelta(days=(when.weekday - first.weekday()) % 7)
    months = 0 if once else plot.months
    last = first + timedelta(weeks=4 * months)
    until = plot.heard.bridging_until if plot.heard else None
    every = question.every_weeks or 1
    return propose.Plan(
        first_day=first,
        last_day=max(first, min(last, until)) if until else last,
        visit_minutes=question.minutes,
        what=question.summary,
        weekday=when.weekday,
        start_time=time(when.hour, 0),
        every_weeks=every,
        phase=monday(first) if every > 1 else None,
        heavy=question.heavy,
        not_included=question.not_included,
    )
