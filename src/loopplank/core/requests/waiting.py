"""How long waiting takes, as a range in weeks: from what really happened, and never a promise.

Whoever still waits counts as much as whoever was helped: counting only the finished ones makes
waiting look short (a survival estimate, Kaplan and Meier 1958). Never an average, never a place in
a queue, never a number of people.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from loopplank.core.kit.reason import Reason, dutch
from loopplank.core.requests.headlines import Voice, headline
from loopplank.core.requests.states import Clock, Unit

FEWEST = 10
LOOKS_BACK = timedelta(days=365)
#: How often who waits hears from us: every six weeks, or every three when they want that.
SELDOM, OFTEN = 6, 3
#: A quarter is helped before the first of these is left, three quarters before the second.
_LOW, _HIGH = Fraction(3, 4), Fraction(1, 4)


@dataclass(frozen=True, slots=True)
class Case:
    """One question: the day it came in, and the day of the first real help, if that came.

    `left_on` is the day on which it ended without help; a case without either day waits still.
    """

    asked_on: date
    helped_on: date | None = None
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class WaitRange:
    """Half of the people wait between `low` and `high` weeks; `high` None is not known yet."""

    low: int
    high: int | None


def range_in_weeks(cases: Iterable[Case], today: date) -> WaitRange | None:
    """Return the quartiles of the wait in whole weeks, rounded up; None when they are unknown.

    They are unknown with fewer than ten cases, or while fewer than a quarter were helped. One more
    case that still waits never makes the range shorter.
    """
    known = list(cases)
    if len(known) < FEWEST:
        return None
    helped = Counter[int]()
    seen_until = Counter[int]()
    for case in known:
        end = case.helped_on or case.left_on or today
        days = max(0, (min(end, today) - case.asked_on).days)
        seen_until[days] += 1
        if case.helped_on is not None and case.helped_on <= today:
            helped[days] += 1
    low = high = None
    at_risk, waiting = len(known), Fraction(1)
    for days in sorted(seen_until):
        if helped[days]:
            waiting *= 1 - Fraction(helped[days], at_risk)
        if low is None and waiting <= _LOW:
            low = _weeks(days)
        if high is None and waiting <= _HIGH:
            high = _weeks(days)
        at_risk -= seen_until[days]
    return WaitRange(low, high) if low is not None else None


def weeks_waited(asked_on: date, today: date) -> int:
    return max(0, (today - asked_on).days) // 7


def wait_told(found: WaitRange | None, waited: int = 0) -> Reason:
    """Return the sentence for whoever has waited this many weeks. To somebody who has waited longer
    than the range it says so: "2 to 3 weeks" after five would be a promise that was broken before
    it was made."""
    if found is not None and found.high is not None and waited > found.high:
        return Reason(
            "wait.longer",
            dutch(
                "Meestal duurt het hooguit %(high)s weken. Nu duurt het al langer. Het spijt ons."
            ),
            {"high": found.high},
        )
    if found is None:
        return Reason("wait.unknown", dutch("Hoe lang dat duurt, is nog niet te zeggen."))
    if found.high is None:
        return Reason(
            "wait.at_least", dutch("Dat duurt nu meestal %(low)s weken of langer."), _low(found)
        )
    if found.low == found.high:
        return Reason(
            "wait.about", dutch("Dat duurt nu meestal ongeveer %(low)s weken."), _low(found)
        )
    return Reason(
        "wait.range",
        dutch("Dat duurt nu meestal %(low)s tot %(high)s weken."),
        {"low": found.low, "high": found.high},
    )


def waiting_told(
    found: WaitRange | None,
    due_on: date | None,
    meanwhile: str,
    waited: int = 0,
    *,
    voice: Voice = Voice.OWN,
    person: str = "",
) -> tuple[Reason, ...]:
    """Return all that belongs to "we have nobody for you yet": how long, the next word, how we
    choose, what can be done meanwhile, and that stopping is fine."""
    told = [wait_told(found, waited)]
    if due_on is not None:
        told.append(headline("told.waiting_until", voice, person, {"day": due_on}))
    told.append(headline("told.order", voice, person))
    if meanwhile:
        told.append(headline("told.meanwhile", voice, person, {"what": meanwhile}))
    told.append(headline("told.stop_waiting", voice, person))
    return tuple(told)


def wait_label(found: WaitRange) -> Reason:
    """Return the same in a few words, to stand beside an offer."""
    if found.high is None:
        return Reason("wait.label_at_least", dutch("wachten: %(low)s weken of langer"), _low(found))
    if found.low == found.high:
        return Reason("wait.label_about", dutch("wachten: ongeveer %(low)s weken"), _low(found))
    return Reason(
        "wait.label",
        dutch("wachten: %(low)s tot %(high)s weken"),
        {"low": found.low, "high": found.high},
    )


def rhythm(weeks: int) -> Clock:
    """Return the clock of somebody who waits: the next word comes after so many weeks."""
    if weeks not in {SELDOM, OFTEN}:
        raise ValueError(f"who waits hears every {SELDOM} or {OFTEN} weeks, not every {weeks}")
    return Clock(weeks, Unit.WEEKS)


def _low(found: WaitRange) -> dict[str, int]:
    return {"low": found.low}


def _weeks(days: int) -> int:
    """Return whole weeks, rounded up and at least one: sooner than we said is better than later."""
    return max(1, -(-days // 7))
