"""What would help most: which course for how many volunteers, and whom to look for and where.

It counts waiting requests, never their worth. Each request counts once, for somebody who would do
all of it; parts of the day that two requests would share are not weighed here.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from loopplank.core.intake import DAYS, PARTS
from loopplank.core.matching.beside import (
    Beside,
    able_in,
    alone,
    fitting,
    helped,
    left_after,
    ways_of,
)
from loopplank.core.matching.changes import ChangeKind, changed
from loopplank.core.matching.problem import ANY_DAY_PART, Column, Problem
from loopplank.core.matching.result import Plan
from loopplank.core.reason import Param, Reason, Word, dutch


@dataclass(frozen=True, slots=True)
class Advice:
    """How many waiting requests become possible when so many people are trained, or one is found.

    `what` is the bit of a training, -1 for a step of level, and for somebody new the mask of what
    they need. `neighbourhood` and `day_part` (-1: any) are of somebody new.
    """

    code: str
    requests: int
    people: int
    reason: Reason
    what: int = 0
    neighbourhood: int = -1
    day_part: int = -1


def waiting(problem: Problem, plan: Plan) -> Column:
    """The requests that the plan does not help and that nobody can take beside it."""
    rest, ways = left_after(problem, plan), ways_of(problem)
    unmet = np.flatnonzero(~helped(problem, plan))
    return np.array([r for r in unmet.tolist() if not len(able_in(rest, r, ways(r)))], np.int64)


# --- a course -------------------------------------------------------------------------------------

A_STEP = -1


def training_advice(problem: Problem, plan: Plan, most: int = 5) -> tuple[Advice, ...]:
    """Which course makes most of the waiting requests possible, and for how many volunteers."""
    rest = left_after(problem, plan)
    trained: dict[int, Problem] = {}
    gains: defaultdict[int, dict[int, Column]] = defaultdict(dict)
    for request in waiting(problem, plan).tolist():
        for course in _courses(problem, request):
            if course not in trained:
                kind = ChangeKind.LEVEL if course == A_STEP else ChangeKind.TRAINING
                trained[course] = changed(rest, request, kind, max(course, 0))
            who = fitting(trained[course], request, alone(rest, request))
            if len(who):
                gains[course][request] = who
    found = [_course(rest, course, gained) for course, gained in sorted(gains.items())]
    return tuple(sorted(found, key=lambda a: (-a.requests, a.people))[:most])


def _courses(problem: Problem, request: int) -> list[int]:
    skills = int(problem.requests.skills[request])
    step = [A_STEP] if problem.requests.level[request] > 1 else []
    return [*(bit for bit in range(31) if skills >> bit & 1), *step]


def _course(rest: Problem, course: int, gains: Mapping[int, Column]) -> Advice:
    people, requests = _shared_out(rest, gains)
    numbers = {"people": people, "requests": requests}
    if course == A_STEP:
        sentence = dutch("Help vrijwilligers een stap verder in ervaring")
        return Advice("level", requests, people, Reason("advice.level", sentence, numbers), course)
    sentence = dutch("Geef vrijwilligers deze scholing")
    reason = Reason("advice.training", sentence, {**numbers, "training": course})
    return Advice("training", requests, people, reason, course)


def _shared_out(rest: Problem, gains: Mapping[int, Column]) -> tuple[int, int]:
    """How few volunteers, each within their own room, take how many of these requests."""
    options: defaultdict[int, set[int]] = defaultdict(set)
    for request, who in gains.items():
        for volunteer in who.tolist():
            options[volunteer].add(request)
    people, taken = 0, set[int]()
    while options:
        volunteer = max(options, key=lambda v: (len(options[v] - taken), -v))
        mine = _within_room(rest, volunteer, options.pop(volunteer) - taken)
        if mine:
            people, taken = people + 1, taken | mine
        elif not any(open_ - taken for open_ in options.values()):
            break
    return people, len(taken)


def _within_room(rest: Problem, volunteer: int, requests: set[int]) -> set[int]:
    """As many of these as stay within what somebody may still be asked, the shortest first."""
    vs, who = rest.volunteers, np.array([volunteer])
    minutes, people = vs.minutes[volunteer].copy(), vs.people[volunteer].copy()
    heavy = vs.heavy[volunteer].copy()
    takes = {r: int(Beside(rest, r, alone(rest, r), who).minutes()[0]) for r in sorted(requests)}
    taken = set()
    for request in sorted(takes, key=lambda r: (takes[r], r)):
        rows = slice(0, alone(rest, request).row_end)
        weighs = int(rest.requests.heavy[request])
        fits = (
            (minutes[rows] >= takes[request]) & (people[rows] >= 1) & (heavy[rows] >= weighs)
        ).all()
        if fits:
            minutes[rows] -= takes[request]
            people[rows] -= 1
            heavy[rows] -= weighs
            taken.add(request)
    return taken


# --- somebody new ---------------------------------------------------------------------------------


def recruitment_advice(problem: Problem, plan: Plan, most: int = 5) -> tuple[Advice, ...]:
    """Whom to look for, and in which neighbourhood, to make most waiting requests possible.

    A request counts for somebody who can on one of its parts of the day and has what it needs; it
    counts in one advice only.
    """
    asked, left = problem.requests, set(waiting(problem, plan).tolist())
    found: list[Advice] = []
    while left and len(found) < most:
        profiles = Counter(
            (*_needs(problem, r), part)
            for r in sorted(left)
            for part in _parts(int(asked.day_parts[r]))
        )
        best, n = max(profiles.items(), key=lambda item: (item[1], tuple(-x for x in item[0])))
        *needs, part = best
        found.append(_somebody(best, n))
        left -= {
            r
            for r in left
            if list(_needs(problem, r)) == needs and part in _parts(int(asked.day_parts[r]))
        }
    return tuple(found)


ANY_PART = -1


def _needs(problem: Problem, request: int) -> tuple[int, int, int]:
    """Where, which training and which level somebody new would need."""
    asked = problem.requests
    return (
        int(asked.neighbourhood[request]),
        int(asked.skills[request]),
        int(asked.level[request]),
    )


def _parts(mask: int) -> list[int]:
    if mask == ANY_DAY_PART:
        return [ANY_PART, *range(21)]
    return [part for part in range(21) if mask >> part & 1]


def _somebody(profile: tuple[int, int, int, int], n: int) -> Advice:
    where, skills, level, part = profile
    params: dict[str, Param] = {"where": where, "training": skills, "level": level, "requests": n}
    sentence = dutch("Zoek iemand in de buurt van %(where)s")
    if part != ANY_PART:
        sentence = dutch("Zoek iemand die op %(day)s kan (%(part)s), in de buurt van %(where)s")
        params |= {"day": Word(DAYS[part // 3]), "part": Word(PARTS[part % 3])}
    reason = Reason("advice.recruit", sentence, params)
    return Advice("recruit", n, 1, reason, skills, where, part)
