"""Beside what a volunteer carries: rest, a last day, what grew, and what is to be lightened."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from loopplank.access.actors import Actor
from loopplank.access.creeping import Seen, signs_of
from loopplank.access.resting import left_alone
from loopplank.access.volunteers import commitment_of, facts_of
from loopplank.core.calendar import monday
from loopplank.core.load import Limits, Load, ledger, load_in, real_minutes
from loopplank.core.matches import HAS_HELPED, HOLDS_CAPACITY
from loopplank.core.reason import Reason
from loopplank.core.visits import VisitState
from loopplank.store.models import LoadWeek, Match, Visit, Volunteer

AHEAD = timedelta(weeks=26)
WEEKS_BACK = 12


@dataclass(frozen=True, slots=True)
class Aside:
    """`too_much` is the heaviest week ahead when it is above the limit, as may be seen here.

    `stops_on` is the last day that they chose; `leaving` that of one match, by its id.
    """

    left_alone: Reason | None
    stops_on: date | None
    leaving: dict[UUID, date]
    signs: tuple[Seen, ...]
    too_much: Load | None


def aside_of(actor: Actor, volunteer: Volunteer, today: date) -> Aside:
    """Four queries, or five where there is a sign; the page that shows it records the reading."""
    row = volunteer.limits
    rows = Match.objects.filter(
        volunteer=volunteer, organisation_id=actor.own_organisation, state__in=HOLDS_CAPACITY
    )
    matches = list(rows)
    facts = facts_of(row)
    most = (
        _most_anywhere(volunteer, today)
        if row.show_hours_elsewhere
        else _most_here(matches, facts, today)
    )
    allowed = Load(facts.max_minutes, facts.max_people, facts.max_heavy)
    return Aside(
        left_alone=left_alone(row, actor.own_organisation, today),
        stops_on=row.stops_on,
        leaving={one.pk: one.stops_on for one in matches if one.stops_on is not None},
        signs=signs_of(actor, volunteer.pk, today),
        too_much=None if most.within(allowed) else most,
    )


def weeks_of(matches: list[Match], limits: Limits, today: date) -> tuple[int, ...]:
    """Minutes of the last twelve ISO weeks, oldest first: what was written down, or what was
    planned where nothing was.
    """
    first = monday(today) - timedelta(weeks=WEEKS_BACK - 1)
    logged: dict[date, int] = {}
    for day, minutes, travel in Visit.objects.filter(
        match__in=[m.pk for m in matches], state=VisitState.DONE, day__gte=first
    ).values_list("day", "minutes", "match__travel_minutes"):
        real = real_minutes(minutes, travel, limits)
        logged[monday(day)] = logged.get(monday(day), 0) + real
    carried = [
        commitment_of(m, str(m.pk), str(m.person_key)) for m in matches if m.state in HAS_HELPED
    ]
    weeks = [first + timedelta(weeks=n) for n in range(WEEKS_BACK)]
    planned = {week: load_in(week, carried, limits) for week in weeks}
    return tuple(logged.get(week, planned.get(week, Load()).minutes) for week in weeks)


def _most_anywhere(volunteer: Volunteer, today: date) -> Load:
    most = Load()
    ahead = LoadWeek.objects.filter(
        volunteer=volunteer, monday__gte=monday(today), monday__lt=today + AHEAD
    )
    for row in ahead:
        most = most.at_least(Load(row.planned_minutes, row.planned_people, row.planned_heavy))
    return most


def _most_here(matches: list[Match], limits: Limits, today: date) -> Load:
    carried = [commitment_of(one, str(one.pk), str(one.person_key)) for one in matches]
    most = Load()
    for week, load in ledger(carried, limits).items():
        if monday(today) <= week < today + AHEAD:
            most = most.at_least(load)
    return most
