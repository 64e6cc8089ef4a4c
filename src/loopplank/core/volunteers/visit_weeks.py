"""In which weeks visits of once in so many weeks fall: for load, plan, question, yes and week page.

`store/same_hour.py` says `falls_in` once more, in SQL; a test compares them.
"""

from datetime import date, timedelta

from loopplank.core.kit.calendar import monday

#: Which weeks of a plan help counts in, as bits: those with an even number, and those with an odd
#: one. The first week of a plan is week 0.
EVEN, ODD = 1, 2
EVERY_WEEK = EVEN | ODD


def falls_in(week: date, every_weeks: int, phase: date | None) -> bool:
    """Say whether the ISO week of Monday `week` has a visit of once in so many weeks. `phase` is a
    day in a week that has one; without it any week may be the one, so that the answer is yes."""
    if every_weeks == 1 or phase is None:
        return True
    return ((week - monday(phase)).days // 7) % every_weeks == 0


def weeks_of_plan(every_weeks: int, phase: date | None, first: date) -> int:
    """Return in which weeks such visits count in a plan that begins on the Monday `first`.

    A plan knows even and odd weeks only: of once in four weeks it counts two, and of once in three
    weeks all.
    """
    found = 0
    for number in range(2 * every_weeks):
        if falls_in(first + timedelta(weeks=number), every_weeks, phase):
            found |= ODD if number % 2 else EVEN
    return found
