"""How full the volunteers of an organisation are this week: counts, and whom to look at."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from loopplank.access.actors import Actor
from loopplank.access.volunteers import commitment_of, facts_of
from loopplank.core.calendar import monday
from loopplank.core.load import (
    Commitment,
    Fullness,
    Limits,
    Load,
    LoadState,
    load_in,
    real_minutes,
)
from loopplank.core.load_elsewhere import Part, as_seen_by_organisation
from loopplank.store.models import HOLDS_CAPACITY, Affiliation, LoadWeek, Match, Visit

# thousands of these are read at once: without the rest it takes a third less time
_SHOWN = (
    "since",
    "spoken_at",
    "certificate_seen_on",
    "volunteer__first_name",
    "volunteer__last_name",
    "volunteer__phone",
    "volunteer__limits__liked_minutes",
    "volunteer__limits__max_minutes",
    "volunteer__limits__max_people",
    "volunteer__limits__max_heavy",
    "volunteer__limits__travel_counts",
    "volunteer__limits__pause_from",
    "volunteer__limits__pause_to",
    "volunteer__limits__until",
    "volunteer__limits__away",
    "volunteer__limits__school_regions",
    "volunteer__limits__show_hours_elsewhere",
)


@dataclass(frozen=True, slots=True)
class TeamMember:
    volunteer_id: UUID
    first_name: str
    last_name: str
    fullness: Fullness


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody's state by name of the state, and those over their limit or nearly so."""

    size: int
    counts: Mapping[str, int]
    watch: tuple[TeamMember, ...]


def team_of(actor: Actor, today: date) -> Team:
    """The state of every active volunteer this week; four queries."""
    members = [
        TeamMember(a.volunteer_id, a.volunteer.first_name, a.volunteer.last_name, full)
        for a, full in fullness_of_all(actor, today)
    ]
    counts = Counter(str(m.fullness.state) for m in members)
    over = [m for m in members if m.fullness.state is LoadState.OVER]
    return Team(
        size=len(members),
        counts={state: counts.get(state, 0) for state in map(str, LoadState)},
        watch=tuple(over[:3]),
    )


def fullness_of_all(
    actor: Actor, today: date, volunteer_id: UUID | None = None
) -> list[tuple[Affiliation, Fullness]]:
    """Every active volunteer of the organisation with their state as it may be seen there (P6).

    Over the limit looks at what was written down anywhere in this week or the last. With a
    volunteer, only that one.
    """
    week = monday(today)
    one = {} if volunteer_id is None else {"volunteer_id": volunteer_id}
    rows = list(
        Affiliation.objects.filter(organisation_id=actor.own_organisation, state="active", **one)
        .select_related("volunteer__limits")
        .only(*_SHOWN)
        .order_by("volunteer__last_name", "volunteer__first_name", "pk")
    )
    here = {
        "volunteer__affiliations__organisation_id": actor.own_organisation,
        "volunteer__affiliations__state": "active",
    }
    total = {
        carrier: Load(*planned)
        for carrier, *planned in LoadWeek.objects.filter(monday=week, **here).values_list(
            "volunteer_id", "planned_minutes", "planned_people", "planned_heavy"
        )
    }
    limits = {row.volunteer_id: facts_of(row.volunteer.limits) for row in rows}
    own = _own_loads(actor, week, limits)
    logged_here, logged = _most_logged(actor, week, limits, here)
    return [
        (
            row,
            as_seen_by_organisation(
                limits[row.volunteer_id],
                Part(own.get(row.volunteer_id, Load()), logged_here.get(row.volunteer_id, 0)),
                Part(total.get(row.volunteer_id, Load()), logged.get(row.volunteer_id, 0)),
                today,
                shares=row.volunteer.limits.show_hours_elsewhere,
            ),
        )
        for row in rows
    ]


def _own_loads(actor: Actor, week: date, limits: Mapping[UUID, Limits]) -> dict[UUID, Load]:
    """What each volunteer carries for this organisation alone in one week."""
    carried: dict[UUID, list[Commitment]] = {}
    for row in Match.objects.filter(
        organisation_id=actor.own_organisation,
        state__in=HOLDS_CAPACITY,
        first_day__lt=week + timedelta(weeks=1),
        last_day__gte=week,
    ):
        one = commitment_of(row, str(row.pk), str(row.person_key))
        carried.setdefault(row.volunteer_id, []).append(one)
    return {
        volunteer_id: load_in(week, commitments, limits[volunteer_id])
        for volunteer_id, commitments in carried.items()
        if volunteer_id in limits
    }


def _most_logged(
    actor: Actor, week: date, limits: Mapping[UUID, Limits], here: Mapping[str, object]
) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """The most minutes that each wrote down in this week or the last: here, and anywhere."""
    own: Counter[tuple[UUID, date]] = Counter()
    everywhere: Counter[tuple[UUID, date]] = Counter()
    for volunteer_id, organisation_id, day, minutes, travel in Visit.objects.filter(
        state="done",
        day__gte=week - timedelta(weeks=1),
        day__lt=week + timedelta(weeks=1),
        **here,
    ).values_list("volunteer_id", "organisation_id", "day", "minutes", "match__travel_minutes"):
        if volunteer_id not in limits:
            continue
        real = real_minutes(minutes, travel, limits[volunteer_id])
        everywhere[volunteer_id, monday(day)] += real
        if organisation_id == actor.organisation_id:
            own[volunteer_id, monday(day)] += real
    return _most(own), _most(everywhere)


def _most(weeks: Mapping[tuple[UUID, date], int]) -> dict[UUID, int]:
    most: dict[UUID, int] = {}
    for (volunteer_id, _), minutes in weeks.items():
        most[volunteer_id] = max(most.get(volunteer_id, 0), minutes)
    return most
