"""What would help most: which course for how many volunteers, and whom to look for and where.

It counts waiting requests and not their worth. Each counts for somebody who could do all of it, and
nobody takes more than they have room for.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from loopplank.core.kit.reason import Param, Reason, Word, dutch
from loopplank.core.matching.changes import ChangeKind, changed
from loopplank.core.matching.problem import ANY_DAY_PART, Column, Problem
from loopplank.core.matching.result import Help, Part, Plan
from loopplank.core.matching.rule_arrays import (
    Comparison,
    Seat,
    able_in,
    alone,
    fitting,
    helped,
    left_after,
    ways_of,
)
from loopplank.core.matching.ways_to_help import How
from loopplank.core.requests.intake import DAYS, PARTS


@dataclass(frozen=True, slots=True)
class Advice:
    """How many waiting requests become possible when so many people are trained, or one is found.

    `what` is the bit of a training, -1 for one level more, and for somebody new the mask of what
    they need. `neighbourhood` and `day_part` are those of somebody new; -1 is any.
    """

    code: str
    requests: int
    people: int
    reason: Reason
    what: int = 0
    neighbourhood: int = -1
    day_part: int = -1


def waiting(problem: Problem, plan: Plan) -> Column:
    """Return the requests that the plan does not help and that nobody can take beside it."""
    rest, ways = left_after(problem, plan), ways_of(problem)
    unmet = np.flatnonzero(~helped(problem, plan))
    return np.array([r for r in unmet.tolist() if not len(able_in(rest, r, ways(r)))], np.int64)


# --- a course -------------------------------------------------------------------------------------

A_STEP = -1


def training_advice(problem: Problem, plan: Plan, most: int = 5) -> tuple[Advice, ...]:
    """Return which course makes most of the waiting requests possible, and for how many
    volunteers."""
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
    found = [_course(trained[course], course, gains[course]) for course in sorted(gains)]
    return tuple(sorted(found, key=lambda a: (-a.requests, a.people))[:most])


def _courses(problem: Problem, request: int) -> list[int]:
    skills = int(problem.requests.skills[request])
    step = [A_STEP] if problem.requests.level[request] > 1 else []
    return [*(bit for bit in range(31) if skills >> bit & 1), *step]


def _course(after: Problem, course: int, gains: Mapping[int, Column]) -> Advice:
    people, requests = _shared_out(after, gains)
    numbers = {"people": people, "requests": requests}
    if course == A_STEP:
        sentence = dutch("Help vrijwilligers een stap verder in ervaring")
        return Advice("level", requests, people, Reason("advice.level", sentence, numbers), course)
    sentence = dutch("Geef vrijwilligers deze scholing")
    reason = Reason("advice.training", sentence, {**numbers, "training": course})
    return Advice("training", requests, people, reason, course)


def _shared_out(after: Problem, gains: Mapping[int, Column]) -> tuple[int, int]:
    """Return how many volunteers at least take how many of these requests, each within their own
    room."""
    options: defaultdict[int, set[int]] = defaultdict(set)
    for request, who in gains.items():
        for volunteer in who.tolist():
            options[volunteer].add(request)
    people, taken = 0, set[int]()
    while options:
        volunteer = max(options, key=lambda v: (len(options[v] - taken), -v))
        mine = _within_room(after, volunteer, options.pop(volunteer) - taken)
        if mine:
            people, taken = people + 1, taken | mine
        elif not any(open_ - taken for open_ in options.values()):
            break
    return people, len(taken)


def _within_room(after: Problem, volunteer: int, requests: set[int]) -> set[int]:
    """Choose as many of these requests as somebody has room for, the shortest first."""
    who = np.array([volunteer])
    pairs = {r: Comparison(after, r, alone(after, r), who) for r in requests}
    takes = {r: int(pair.minutes()[0]) for r, pair in pairs.items()}
    mine, taken = after.part(who, sorted(requests)), set[int]()
    numbers = {r: n for n, r in enumerate(sorted(requests))}
    for request in sorted(requests, key=lambda r: (takes[r], r)):
        number = numbers[request]
        seat = alone(mine, number)
        if len(fitting(mine, number, seat)):
            mine = left_after(mine, _only(mine, number, seat))
            taken.add(request)
    return taken


def _only(mine: Problem, request: int, seat: Seat) -> Plan:
    """Return the plan in which the one volunteer of this problem helps this request, and nothing
    else."""
    pair = Comparison(mine, request, seat, np.zeros(1, np.int64))
    free = int(pair.theirs("day_parts")[0]) & int(pair.asked("day_parts")) & ~int(pair.busy()[0])
    parts = sum(sorted(1 << bit for bit in range(21) if free >> bit & 1)[: seat.visits])
    part = Part(0, 0, seat.weeks, seat.visits, seat.visit_minutes, parts)
    return Plan((Help(request, How.SOLO, (part,)),), np.zeros(0), 0.0, 0.0)


# --- somebody new ---------------------------------------------------------------------------------


def recruitment_advice(problem: Problem, plan: Plan, most: int = 5) -> tuple[Advice, ...]:
    """Return whom to look for, and in which neighbourhood, to make most waiting requests possible.

    A request counts for somebody who can come on one of its parts of the day and has what it needs;
    it counts in one advice only.
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
    """Return the neighbourhood, the training and the level that somebody new would need."""
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


#: By whether the neighbourhood is known, and whether any day is good.
_SOMEBODY = {
    (True, True): dutch("Zoek iemand in de buurt van %(where)s"),
    (True, False): dutch("Zoek iemand die op %(day)s%(part)s kan, in de buurt van %(where)s"),
    (False, True): dutch("Zoek iemand die overal kan komen"),
    (False, False): dutch("Zoek iemand die op %(day)s%(part)s kan"),
}


def _somebody(profile: tuple[int, int, int, int], n: int) -> Advice:
    where, skills, level, part = profile
    params: dict[str, Param] = {"where": where, "training": skills, "level": level, "requests": n}
    known, any_day = where >= 0, part == ANY_PART
    if not any_day:
        params |= {"day": Word(DAYS[part // 3]), "part": Word(PARTS[part % 3])}
    sentence = _SOMEBODY[known, any_day]
    reason = Reason("advice.recruit", sentence, params)
    return Advice("recruit", n, 1, reason, skills, where, part)
