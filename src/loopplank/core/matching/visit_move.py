"""One visit of help that runs on another moment: which can be moved, and to when.

A move stays inside its ISO week, so that what a volunteer carries in a week never changes by it.
What the coming visits are after moves is said by `core/volunteers/visits.py`, for everybody.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from loopplank.core.kit.calendar import at_local, local_day, monday
from loopplank.core.kit.reason import Reason, dutch
from loopplank.core.volunteers.load import Limits
from loopplank.core.volunteers.visits import (
    Agreement,
    Expected,
    Moved,
    days_of,
    moved,
    visits_in_week,
)

#: So many weeks ahead a visit can be moved; what lies further nobody knows yet.
WEEKS_AHEAD = 6

GONE = Reason("visit_move.gone", dutch("Dit bezoek staat er zo niet meer. Vernieuw de pagina."))
SAME = Reason("visit_move.same", dutch("Zo is het al. Kies een andere dag of een ander uur."))
PAST = Reason("visit_move.past", dutch("Dit moment is al voorbij. Kies een later moment."))
OTHER_WEEK = Reason("visit_move.other_week", dutch("Kies een dag in dezelfde week."))
OUTSIDE = Reason("visit_move.outside", dutch("Op die dag is deze hulp er niet. Kies een andere."))
ANOTHER_VISIT = Reason(
    "visit_move.another_visit", dutch("Op die dag is er al een bezoek. Kies een andere dag.")
)
ASK_BOTH = Reason(
    "visit_move.ask_both",
    dutch("Vraag het eerst beiden. Tot zij ja zeggen, blijft het zoals het is."),
)
FIRST_CALL = Reason(
    "visit_move.first_call", dutch("%(name)s wacht nog op een telefoontje. Bel eerst.")
)


def can_move(
    one: Agreement, limits: Limits, written: Collection[date], now: datetime
) -> tuple[Expected, ...]:
    """Return the visits that are still to begin, on a day that is known and of which nothing was
    written."""
    if not one.has_fixed_day:
        return ()
    first = monday(local_day(now))
    return tuple(
        visit
        for n in range(WEEKS_AHEAD)
        for visit in visits_in_week(one, first + timedelta(weeks=n), limits, written)
        if visit.day is not None and _begins(visit.day, visit.start) > now
    )


def agreed_day(one: Agreement, day: date) -> date:
    """Return the day on which the visit of a day was agreed, before it was moved."""
    return next((each.day for each in moved(one) if each.to == day), day)


def is_done(one: Agreement, was: Moved) -> bool:
    """Say whether a visit of that day is already where it was asked to go."""
    return was in one.moves


def why_not(
    name: str,
    one: Agreement,
    limits: Limits,
    written: Collection[date],
    move: Moved,
    now: datetime,
) -> Reason | None:
    """Return why the visit of `move.day` cannot go to its new moment, or None when it can, as far
    as these two are concerned."""
    visit = next((v for v in can_move(one, limits, written, now) if v.day == move.day), None)
    if visit is None:
        return GONE
    if (visit.day, visit.start) == (move.to, move.start):
        return SAME
    if _begins(move.to, move.start) <= now:
        return PAST
    if monday(move.to) != monday(agreed_day(one, move.day)):
        return OTHER_WEEK
    if not one.holds(move.to):
        return OUTSIDE
    if limits.absent_on(move.to):
        return Reason(
            "visit_move.away", dutch("%(name)s kan dan niet: die dag is vrij."), {"name": name}
        )
    if move.to != move.day and (move.to in written or days_of(one, move.to, move.to)):
        return ANOTHER_VISIT
    return None


def _begins(day: date, start: time | None) -> datetime:
    return at_local(day, start or time())
