"""What would make somebody fit: single changes to what is asked, or to what an organisation does.

Nobody's own limit is ever such a change (promises P2 and P10): what a volunteer wants to give,
how far, how long and what not, is theirs alone.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import numpy as np

from loopplank.core.kit.reason import Minutes, Reason, Word, dutch
from loopplank.core.matching.problem import ANY_DAY_PART, HORIZON_WEEKS, ROW_WEEKS, Column, Problem
from loopplank.core.matching.rule_arrays import able, fitting
from loopplank.core.matching.rule_arrays import alone as seat_alone
from loopplank.core.matching.why import counted
from loopplank.core.requests.intake import DAYS

MOST_DAYS = 3
SHORTEST_VISIT = 30
STEP_MINUTES = 15
TOP_LEVEL = 5


class ChangeKind(StrEnum):
    """What may be changed, in the order of how little changes for the person who asked."""

    CERTIFICATE = "certificate"
    TRAINING = "training"
    LEVEL = "level"
    SHARE = "share"
    SHORT_NOTICE = "short_notice"
    DAY = "day"
    VISIT_MINUTES = "visit_minutes"
    VISITS = "visits"
    WEEKS = "weeks"
    CHANGING_FACES = "changing_faces"


_ORDER = tuple(ChangeKind)


@dataclass(frozen=True, slots=True)
class Change:
    """One change after which `people` more could help. `to` is what it becomes: a day of the week
    (0 is Monday), visits, weeks, minutes, or the bit of a training; 0 where there is no choice."""

    kind: ChangeKind
    people: int
    reason: Reason
    to: int = 0


def smallest_change(problem: Problem, request: int) -> tuple[Change, ...]:
    """Return the single changes after which somebody more could help, least change for the person
    first: of days the best three, of lengths the longest that helps."""
    small = problem.part(_who_may_matter(problem, request), [request])
    before = able(small, 0)
    found = [
        change
        for kind in _ORDER
        for change in _best_of(kind, _tried(small, before, kind, _values(small, kind)))
    ]
    return tuple(found)


def changed(problem: Problem, request: int, kind: ChangeKind, to: int = 0) -> Problem:
    """Return the problem as it is after this change."""
    if kind in _TRAINED:
        return problem.replace(volunteers=_trained(problem, kind, to))
    column, value = _asked_instead(problem, request, kind, to)
    values = getattr(problem.requests, column).copy()
    values[request] = value
    return problem.replace(requests={column: values})


# --- what could change ----------------------------------------------------------------------------

_TRAINED = frozenset({ChangeKind.CERTIFICATE, ChangeKind.TRAINING, ChangeKind.LEVEL})


def _trained(problem: Problem, kind: ChangeKind, to: int) -> dict[str, Column]:
    vs = problem.volunteers
    if kind is ChangeKind.CERTIFICATE:
        return {"certificate": np.ones(len(vs), bool)}
    if kind is ChangeKind.TRAINING:
        return {"skills": vs.skills | (1 << to)}
    return {"level": np.minimum(vs.level + 1, TOP_LEVEL)}


def _asked_instead(problem: Problem, request: int, kind: ChangeKind, to: int) -> tuple[str, Any]:
    if kind is ChangeKind.DAY:
        return "day_parts", problem.requests.day_parts[request] | _whole_day(to)
    fixed = {
        ChangeKind.SHARE: ("shareable", True),
        ChangeKind.SHORT_NOTICE: ("short_notice", False),
        ChangeKind.CHANGING_FACES: ("changing_faces", True),
    }
    return fixed.get(kind, (kind.value, to))


def _whole_day(weekday: int) -> int:
    return 7 << (3 * weekday)


def _who_may_matter(problem: Problem, request: int) -> Column:
    """Return the rows of the volunteers whom some change could make fit, so that the others need no
    look."""
    can_change = {"other_organisation", "certificate", "training", "level", "short_notice", "days"}
    of_weeks = {"until", "people", "heavy", "minutes"}
    seat = seat_alone(problem, request)
    return fitting(problem, request, seat, but=frozenset(can_change | of_weeks))


def _values(one: Problem, kind: ChangeKind) -> Iterable[int]:
    """Return what the only request of this problem could become, the smallest change first."""
    asked = one.requests
    minutes, visits = int(asked.visit_minutes[0]), int(asked.visits[0])
    weeks = min(int(asked.weeks[0]), HORIZON_WEEKS)
    skills, mask = int(asked.skills[0]), int(asked.day_parts[0])
    longest = (minutes - 1) // STEP_MINUTES * STEP_MINUTES
    values: Mapping[ChangeKind, Iterable[int]] = {
        ChangeKind.CERTIFICATE: range(int(asked.needs_certificate[0])),
        ChangeKind.TRAINING: (bit for bit in range(31) if skills >> bit & 1),
        ChangeKind.LEVEL: range(int(asked.level[0] > 1)),
        ChangeKind.SHARE: range(int(not asked.shareable[0])),
        ChangeKind.SHORT_NOTICE: range(int(asked.short_notice[0])),
        ChangeKind.DAY: (d for d in range(7) if mask != ANY_DAY_PART and ~mask & _whole_day(d)),
        ChangeKind.VISIT_MINUTES: range(longest, SHORTEST_VISIT - 1, -STEP_MINUTES),
        ChangeKind.VISITS: range(visits - 1, 0, -1),
        ChangeKind.WEEKS: range((weeks - 1) // ROW_WEEKS * ROW_WEEKS, 0, -ROW_WEEKS),
        ChangeKind.CHANGING_FACES: range(int(not asked.changing_faces[0])),
    }
    return values[kind]


def _tried(
    one: Problem, before: Column, kind: ChangeKind, values: Iterable[int]
) -> Iterator[Change]:
    vs, own = one.volunteers.organisation, one.requests.organisation[0]
    for to in values:
        could = np.setdiff1d(able(changed(one, 0, kind, to), 0), before)
        # an organisation trains and looks at its own volunteers; of others it does not know (P6)
        more = int((vs[could] == own).sum()) if kind in _TRAINED else len(could)
        if more:
            yield Change(kind, more, _reason(one, kind, to, more), to)


def _best_of(kind: ChangeKind, changes: Iterator[Change]) -> list[Change]:
    """Keep the days with most people, each training, and of a length only the first."""
    if kind in {ChangeKind.DAY, ChangeKind.TRAINING}:
        return sorted(changes, key=lambda c: (-c.people, c.to))[:MOST_DAYS]
    first = next(changes, None)
    return [first] if first else []


# --- in words -------------------------------------------------------------------------------------

_WORDS: Mapping[ChangeKind, tuple[str, str]] = MappingProxyType(
    {
        ChangeKind.CERTIFICATE: (
            dutch("Als de VOG gezien is: 1 mens erbij"),
            dutch("Als de VOG gezien is: %(people)s mensen erbij"),
        ),
        ChangeKind.TRAINING: (
            dutch("Met de scholing die nu mist: 1 mens erbij"),
            dutch("Met de scholing die nu mist: %(people)s mensen erbij"),
        ),
        ChangeKind.LEVEL: (
            dutch("Met één stap meer ervaring: 1 mens erbij"),
            dutch("Met één stap meer ervaring: %(people)s mensen erbij"),
        ),
        ChangeKind.SHARE: (
            dutch("Samen met een organisatie in de buurt: 1 mens erbij"),
            dutch("Samen met een organisatie in de buurt: %(people)s mensen erbij"),
        ),
        ChangeKind.SHORT_NOTICE: (
            dutch("Als het niet op korte termijn hoeft: 1 mens erbij"),
            dutch("Als het niet op korte termijn hoeft: %(people)s mensen erbij"),
        ),
        ChangeKind.DAY: (
            dutch("Op %(day)s: 1 mens erbij"),
            dutch("Op %(day)s: %(people)s mensen erbij"),
        ),
        ChangeKind.VISIT_MINUTES: (
            dutch("Met bezoeken van %(minutes)s: 1 mens erbij"),
            dutch("Met bezoeken van %(minutes)s: %(people)s mensen erbij"),
        ),
        ChangeKind.VISITS: (
            dutch("Met minder bezoeken (%(visits)s keer per week): 1 mens erbij"),
            dutch("Met minder bezoeken (%(visits)s keer per week): %(people)s mensen erbij"),
        ),
        ChangeKind.WEEKS: (
            dutch("Als het korter duurt (%(weeks)s weken): 1 mens erbij"),
            dutch("Als het korter duurt (%(weeks)s weken): %(people)s mensen erbij"),
        ),
        ChangeKind.CHANGING_FACES: (
            dutch("Als er na een tijd iemand anders mag komen: 1 mens erbij"),
            dutch("Als er na een tijd iemand anders mag komen: %(people)s mensen erbij"),
        ),
    }
)


def _reason(one: Problem, kind: ChangeKind, to: int, people: int) -> Reason:
    code = f"change.{kind.value}"
    words = _WORDS[kind]
    if kind is ChangeKind.DAY:
        if int(one.requests.day_parts[0]) & _whole_day(to):
            words = (
                dutch("Op een ander deel van %(day)s: 1 mens erbij"),
                dutch("Op een ander deel van %(day)s: %(people)s mensen erbij"),
            )
            code = "change.day_part"
        return counted(code, *words, people, {"day": Word(DAYS[to])})
    if kind is ChangeKind.VISIT_MINUTES:
        return counted(code, *words, people, {"minutes": Minutes(to)})
    if kind in {ChangeKind.VISITS, ChangeKind.WEEKS, ChangeKind.TRAINING}:
        return counted(code, *words, people, {kind.value: to})
    return counted(code, *words, people)
