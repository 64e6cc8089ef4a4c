"""Why not this one, and why a request still waits: facts in plain sentences.

What the algorithm weighs stays inside: a coordinator reads days, kilometres and hours, and decides.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from math import ceil, floor, sqrt
from types import MappingProxyType

import numpy as np

from loopplank.core.kit.reason import Minutes, Param, Reason, Word, dutch
from loopplank.core.matching import rules
from loopplank.core.matching.problem import Column, Problem
from loopplank.core.matching.result import Plan
from loopplank.core.matching.rule_arrays import (
    ROOM,
    Comparison,
    Seat,
    able,
    alone,
    everybody,
    first_failing,
    fitting,
    helped,
    left_after,
)
from loopplank.core.requests.intake import DAYS, PARTS, pairs_in

MOST_NAMED = 3


def counted(
    code: str, one: str, more: str, n: int, params: Mapping[str, Param] | None = None
) -> Reason:
    """Return a reason with a number in it, in the singular or the plural; both sentences know
    `%(people)s`."""
    return Reason(code, one if n == 1 else more, {"people": n, **(params or {})})


# --- why not that one -----------------------------------------------------------------------------


def why_not(problem: Problem, request: int, volunteer: int) -> Reason | None:
    """Return the first hard rule that forbids this pair, with its facts; None when no rule does.

    It looks at somebody who would do all of it: whoever could do one leg of a relay reads what the
    whole would ask.
    """
    who, seat = np.array([volunteer]), alone(problem, request)
    number = int(first_failing(problem, request, seat, who)[0])
    if number < 0:
        return None
    rule = rules.HARD[number]
    say = _CONS.get(rule.code)
    if say is None:
        return Reason(f"blocked.{rule.code}", rule.sentence)
    return say(Comparison(problem, request, seat, who))


def _closed(pair: Comparison) -> Reason:
    code = int(pair.theirs("closed")[0])
    what, sentence = rules.CLOSED.get(code, ("closed", dutch("krijgt nu geen vraag")))
    return Reason(f"blocked.{what}", sentence)


def _training(pair: Comparison) -> Reason:
    missing = int(pair.asked("skills")) & ~int(pair.theirs("skills")[0])
    return Reason("blocked.training", dutch("mist de scholing die nodig is"), {"missing": missing})


def _level(pair: Comparison) -> Reason:
    return Reason(
        "blocked.level",
        dutch("heeft ervaring voor niveau %(has)s, en niveau %(needed)s is nodig"),
        {"has": int(pair.theirs("level")[0]), "needed": int(pair.asked("level"))},
    )


def _far(pair: Comparison) -> Reason:
    return Reason(
        "blocked.far",
        dutch("te ver: %(km)s km, en %(most)s km is het verste"),
        {"km": ceil(sqrt(pair.square_km()[0])), "most": floor(pair.theirs("reach")[0])},
    )


def _days(pair: Comparison) -> Reason:
    visits, free = pair.seat.visits, int(pair.free_parts()[0])
    able_to = rules.count_parts(pair.theirs("day_parts") & pair.asked("day_parts"))
    if int(able_to[0]) >= visits:
        return Reason("blocked.days_taken", dutch("is op de gevraagde dagen al bezet"))
    if free == 0:
        return _other_days(int(pair.theirs("day_parts")[0]))
    return Reason(
        "blocked.days_few",
        dutch("kan %(free)s keer per week op de gevraagde dagen, en %(visits)s keer is nodig"),
        {"free": free, "visits": visits},
    )


def _other_days(mask: int) -> Reason:
    if not mask:
        return Reason("blocked.days", dutch("kan op andere dagen"))
    day, part = pairs_in(mask)[0]
    return Reason(
        "blocked.days_such_as",
        dutch("kan op andere dagen, zoals %(day)s%(part)s"),
        {"day": Word(DAYS[day]), "part": Word(PARTS[part])},
    )


def _until(pair: Comparison) -> Reason:
    return Reason(
        "blocked.until",
        dutch("wil dit nog %(term)s weken doen, en %(weeks)s weken is gevraagd"),
        {"term": int(pair.theirs("term")[0]), "weeks": pair.seat.weeks},
    )


def _minutes(pair: Comparison) -> Reason:
    rest, takes = int(pair.least("minutes")[0]), int(pair.minutes()[0])
    if rest == 0:
        return Reason("blocked.no_minutes", dutch("vol: heeft geen tijd meer over"))
    return Reason(
        "blocked.minutes",
        dutch("vol: heeft nog %(rest)s per week, en %(takes)s is nodig"),
        {"rest": Minutes(rest), "takes": Minutes(takes)},
    )


_CONS: Mapping[str, Callable[[Comparison], Reason]] = MappingProxyType(
    {
        "closed": _closed,
        "training": _training,
        "level": _level,
        "far": _far,
        "days": _days,
        "until": _until,
        "people": lambda _: Reason("blocked.people", dutch("vol: helpt al genoeg mensen")),
        "heavy": lambda _: Reason("blocked.heavy", dutch("vol: helpt al iemand bij iets zwaars")),
        "minutes": _minutes,
    }
)


# --- what others may hear -------------------------------------------------------------------------

_HIDES_HOURS = frozenset(
    f"blocked.{code}" for code in ("people", "heavy", "minutes", "no_minutes", "days_taken")
)
_THEY_SAID_YES_TO = frozenset(
    f"blocked.{code}" for code in ("kind", "days", "days_such_as", "full")
)
_CLOSED = frozenset(f"blocked.{code}" for code, _ in rules.CLOSED.values())


def without_hours(reason: Reason) -> Reason:
    """Return the same reason for a reader who may not know what somebody does elsewhere (promise
    P6)."""
    if reason.code == "blocked.days_taken":
        return Reason("blocked.days", dutch("kan op andere dagen"))
    return Reason("blocked.full", dutch("vol")) if reason.code in _HIDES_HOURS else reason


def to_another_organisation(reason: Reason) -> Reason:
    """Return the same reason about a shared volunteer with no more than they agreed to show:
    what they do, when, about how far, and whether there is room
    (`volunteer_sharing.WHAT_OTHERS_SEE`)."""
    if reason.code in _CLOSED:
        return Reason("blocked.not_now", dutch("krijgt nu even geen nieuwe vragen"))
    if reason.code == "blocked.far":
        return Reason("blocked.far_off", dutch("te ver"))
    if reason.code == "blocked.days_few":
        return Reason("blocked.days", dutch("kan op andere dagen"))
    told = without_hours(reason)
    if told.code in _THEY_SAID_YES_TO:
        return told
    return Reason("blocked.not_here", dutch("past nu niet bij deze vraag"))


# --- why it waits ---------------------------------------------------------------------------------


def why_waits(problem: Problem, plan: Plan | None, request: int) -> Reason:
    """Return why the plan has nobody for this request. It names up to three requests (`row_1` …)
    that hold the people who fit, the least needed there first. Without a plan it says who fits and
    has room, or why nobody does."""
    if plan and helped(problem, plan)[request]:
        return Reason(
            "waits.planned", dutch("In het voorstel voor de week is er iemand voor deze vraag.")
        )
    could = able(problem, request)
    if not len(could):
        return why_nobody(problem, request)
    room = able(left_after(problem, plan), request) if plan else could
    if plan is None or len(room):
        return counted(
            "waits.room",
            dutch("Er past 1 mens die ruimte heeft."),
            dutch("Er passen %(people)s mensen die ruimte hebben."),
            len(room),
        )
    return _needed_elsewhere(problem, plan, request, could)


def why_nobody(problem: Problem, request: int) -> Reason:
    """Return why nobody can do it: all who fit are full, or what is missing most."""
    seat = alone(problem, request)
    full = len(fitting(problem, request, seat, but=ROOM))
    if full:
        return counted(
            "waits.full",
            dutch("Er past 1 mens, maar die zit vol."),
            dutch("Er passen %(people)s mensen, maar zij zitten vol."),
            full,
        )
    found = first_failing(problem, request, seat, everybody(problem))
    # who belongs to another organisation is no part of the answer (promise P6)
    own = problem.volunteers.organisation == problem.requests.organisation[request]
    codes = [rules.HARD[n].code for n in found[own].tolist() if n > 0]
    if not codes:
        return Reason("waits.no_volunteers", dutch("Er is nog niemand om te vragen."))
    code, n = Counter(codes).most_common(1)[0]
    return counted(
        "waits.nobody",
        dutch("Er past nu niemand. De meest gewone reden: %(why)s (1 vrijwilliger)."),
        dutch("Er past nu niemand. De meest gewone reden: %(why)s (%(people)s vrijwilligers)."),
        n,
        {"why": Word(_IN_SHORT[code])},
    )


_IN_SHORT: Mapping[str, str] = MappingProxyType(
    {
        "closed": dutch("krijgt nu even geen vraag"),
        "said_no": dutch("gaf al antwoord op deze vraag"),
        "kind": dutch("wil liever iets anders doen"),
        "no_go": dutch("wil dit liever niet"),
        "certificate": dutch("VOG nog niet gezien"),
        "training": dutch("mist de scholing die nodig is"),
        "level": dutch("heeft nog niet de ervaring die nodig is"),
        "far": dutch("woont te ver weg"),
        "short_notice": dutch("wil niet op korte termijn gebeld worden"),
        "days": dutch("kan op andere dagen"),
        "until": dutch("wil minder lang helpen"),
        "people": dutch("helpt al genoeg mensen"),
        "heavy": dutch("helpt al iemand bij iets zwaars"),
        "minutes": dutch("heeft te weinig uren over"),
    }
)


def _needed_elsewhere(problem: Problem, plan: Plan, request: int, could: Column) -> Reason:
    by_volunteer: dict[int, list[int]] = {}
    for one in plan.helps:
        for part in one.parts:
            by_volunteer.setdefault(part.volunteer, []).append(one.request)
    needed = [v for v in could.tolist() if v in by_volunteer]
    seat = alone(problem, request)
    needed.sort(key=lambda v: (_price(problem, plan, request, seat, v), v))
    rows = list(dict.fromkeys(row for v in needed for row in by_volunteer[v]))
    kinds = Counter(_which(problem, request, row) for row in rows)
    kind = max(range(len(_WHICH)), key=lambda n: (kinds[n], -n))
    named = {f"row_{n}": row for n, row in enumerate(rows[:MOST_NAMED], start=1)}
    return counted(
        "waits.elsewhere",
        dutch("De ene die past, is nodig bij %(what)s."),
        dutch("De %(people)s mensen die passen, zijn nodig bij %(what)s."),
        len(needed),
        {"what": Word(_WHICH[kind]), **named},
    )


def _price(problem: Problem, plan: Plan, request: int, seat: Seat, volunteer: int) -> float:
    """Return what the weeks of this volunteer are worth to others; only used to order, never
    shown."""
    pair = Comparison(problem, request, seat, np.array([volunteer]))
    use = [float(pair.minutes()[0]), 1.0, float(pair.asked("heavy")), float(seat.visits)]
    return float((plan.prices[volunteer, seat.row : seat.row_end, : len(use)] @ use).sum())


_WHICH = (
    dutch("vragen met meer haast"),
    dutch("vragen die langer wachten"),
    dutch("vragen die zwaarder zijn"),
    dutch("vragen waar meer hulp nodig is"),
    dutch("andere vragen"),
)


def _which(problem: Problem, request: int, other: int) -> int:
    """Return the first of `_WHICH` that sets the other request apart from this one."""
    asked = problem.requests
    much = asked.visits.astype(np.int64) * asked.visit_minutes * asked.weeks
    more = (asked.urgency, asked.waited, asked.heavy.astype(int), much)
    return next((n for n, column in enumerate(more) if column[other] > column[request]), 4)
