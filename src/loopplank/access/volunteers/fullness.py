"""Read how full the volunteers of an organisation are this week: counts, and whom to look at."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    Count,
    F,
    FilteredRelation,
    Max,
    Q,
    QuerySet,
    Sum,
    Value,
    When,
)

from loopplank.access.account.actors import Actor
from loopplank.access.kit.affiliations import belonging, who_belong_to
from loopplank.access.kit.workdays import away_from_stored
from loopplank.access.volunteers.coming import still_on
from loopplank.access.volunteers.volunteers import commitment_of, facts_of, in_pause
from loopplank.core.kit.calendar import monday
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.volunteers.load import (
    Commitment,
    Fullness,
    Limits,
    Load,
    LoadState,
    fullness,
    load_in,
    real_minutes,
)
from loopplank.core.volunteers.load_elsewhere import Part, as_seen_by_organisation
from loopplank.core.volunteers.visits import VisitState
from loopplank.core.wellbeing.signal import Route
from loopplank.store.models import (
    Affiliation,
    LoadWeek,
    Match,
    Visit,
    Volunteer,
    VolunteerSignal,
)
from loopplank.store.models import Limits as LimitsRow

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
    "volunteer__limits__over_until",
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
    """Return the state of every active volunteer this week.

    Two queries, and three more where somebody may be over their limit or keeps hours elsewhere to
    themselves: only those are read one by one.
    """
    apart = (
        Q(volunteer_id__in=_perhaps_over(actor, today))
        | Q(volunteer_id__in=_keeps_to_themselves(actor, today))
        | Q(volunteer__limits__over_until__gte=today)
    )
    members = [
        TeamMember(a.volunteer_id, a.volunteer.first_name, a.volunteer.last_name, full)
        for a, full in fullness_of_all(actor, today, only=apart)
    ]
    counts = _counted(actor, today, apart)
    counts.update(str(m.fullness.state) for m in members)
    # who said that it is too heavy stands on the page as a row of their own
    over = [m for m in members if m.fullness.state is LoadState.OVER]
    return Team(
        size=counts.total(),
        counts={state: counts[state] for state in map(str, LoadState)},
        watch=tuple(over[:3]),
    )


def _counted(actor: Actor, today: date, apart: Q) -> Counter[str]:
    """Return how many of the others are in each state.

    The database counts who has the same limits and the same week; what state that is says the same
    function as for one.
    """
    week = FilteredRelation("volunteer__weeks", condition=Q(volunteer__weeks__monday=monday(today)))
    limits = "volunteer__limits"
    rows = (
        belonging(organisation_id=actor.own_organisation)
        .exclude(apart)
        .annotate(week=week, paused=Case(When(in_pause(today, "volunteer__"), then=1), default=0))
        .annotate(heavy=_heavy(actor))
        .values_list(
            "paused",
            "heavy",
            f"{limits}__max_minutes",
            f"{limits}__max_people",
            f"{limits}__away",
            f"{limits}__school_regions",
            "week__planned_minutes",
            "week__planned_people",
        )
        .annotate(n=Count("pk"))
        .order_by()
    )
    found: Counter[str] = Counter()
    for paused, heavy, max_minutes, max_people, away, regions, minutes, people, n in rows:
        allowed = Limits(
            0,
            max_minutes,
            max_people,
            0,
            pause_from=today if paused else None,
            away=away_from_stored(away, regions),
        )
        planned = Load(minutes or 0, people or 0)
        full = fullness(allowed, planned, 0, today, too_heavy=bool(heavy))
        found[str(full.state)] += n
    return found


def _perhaps_over(actor: Actor, today: date) -> "QuerySet[Visit, Any]":
    """Return who wrote down more than their limit in this week or the last, anywhere, if the way
    there counts.
    """
    week = monday(today)
    return (
        Visit.objects.filter(
            state=VisitState.DONE,
            day__gte=week - timedelta(weeks=1),
            day__lt=week + timedelta(weeks=1),
            **_here(actor),
        )
        .annotate(this_week=Case(When(day__gte=week, then=Value(1)), default=Value(0)))
        .values("volunteer_id", "this_week")
        .annotate(
            real=Sum(F("minutes") + F("match__travel_minutes")),
            most=Max("volunteer__limits__max_minutes"),
        )
        .filter(real__gt=F("most"))
        .values("volunteer_id")
    )


def _keeps_to_themselves(actor: Actor, today: date) -> "QuerySet[Match, Any]":
    """Return who helps at another organisation this week, and does not show for how long (P6)."""
    week = monday(today)
    return (
        still_on(Match.objects.all(), week)
        .filter(
            state__in=HOLDS_CAPACITY,
            first_day__lt=week + timedelta(weeks=1),
            volunteer__limits__show_hours_elsewhere=False,
            **_here(actor),
        )
        .exclude(organisation_id=actor.own_organisation)
        .values("volunteer_id")
    )


def _here(actor: Actor) -> dict[str, object]:
    """Return rows about volunteers of the actor's organisation, whoever wrote them."""
    return who_belong_to(actor.own_organisation, "volunteer__")


def fullness_of_all(
    actor: Actor, today: date, only: Q | None = None
) -> list[tuple[Affiliation, Fullness]]:
    """Return every active volunteer of the organisation with their state as it may be seen there
    (P6).

    Over the limit looks at what was written down anywhere in this week or the last. With `only`,
    only those of them. Four queries; one where there is nobody.
    """
    week = monday(today)
    rows = list(
        belonging(only or Q(), organisation_id=actor.own_organisation)
        .select_related("volunteer__limits")
        .annotate(heavy=_heavy(actor))
        .only(*_SHOWN)
        .order_by("volunteer__last_name", "volunteer__first_name", "pk")
    )
    limits = {row.volunteer_id: facts_of(row.volunteer.limits) for row in rows}
    theirs = _here(actor) if only is None else {"volunteer_id__in": list(limits)}
    total = {
        carrier: Load(*planned)
        for carrier, *planned in LoadWeek.objects.filter(monday=week, **theirs).values_list(
            "volunteer_id", "planned_minutes", "planned_people", "planned_heavy"
        )
    }
    own = _own_loads(actor, week, limits, theirs)
    logged_here, logged = _most_logged(actor, week, limits, theirs)
    return [
        (
            row,
            as_seen_by_organisation(
                limits[row.volunteer_id],
                Part(own.get(row.volunteer_id, Load()), logged_here.get(row.volunteer_id, 0)),
                Part(total.get(row.volunteer_id, Load()), logged.get(row.volunteer_id, 0)),
                today,
                shares=row.volunteer.limits.show_hours_elsewhere,
                was_over=was_over(row.volunteer.limits, today),
                too_heavy=bool(row.heavy),
            ),
        )
        for row in rows
    ]


def _heavy(actor: Actor) -> Case:
    """Say of each row, as 1 or 0, who told the actor's organisation that it is too heavy and waits
    for an answer: whom no question may reach (core/volunteers/contact_limits.py). Of a signal that
    a coordinator may not know of, nothing shows.
    """
    waits = VolunteerSignal.objects.filter(
        organisation_id=actor.own_organisation,
        route=Route.COORDINATOR.value,
        answered_at=None,
        wants_call=True,
    )
    said = When(volunteer_id__in=waits.values("volunteer_id"), then=Value(1))
    return Case(said, default=Value(0))


def was_over(row: LimitsRow, today: date) -> bool:
    """Return whether they did more lately than the limit of then."""
    return row.over_until is not None and today <= row.over_until


def _own_loads(
    actor: Actor, week: date, limits: Mapping[UUID, Limits], theirs: Mapping[str, object]
) -> dict[UUID, Load]:
    """Return what each volunteer carries for this organisation alone in one week."""
    carried: dict[UUID, list[Commitment]] = {}
    for row in Match.objects.filter(
        organisation_id=actor.own_organisation,
        state__in=HOLDS_CAPACITY,
        first_day__lt=week + timedelta(weeks=1),
        last_day__gte=week,
        **theirs,
    ):
        one = commitment_of(row, str(row.pk), str(row.person_key))
        carried.setdefault(row.volunteer_id, []).append(one)
    return {
        volunteer_id: load_in(week, commitments, limits[volunteer_id])
        for volunteer_id, commitments in carried.items()
        if volunteer_id in limits
    }


def _most_logged(
    actor: Actor, week: date, limits: Mapping[UUID, Limits], theirs: Mapping[str, object]
) -> tuple[dict[UUID, int], dict[UUID, int]]:
    """Return the most minutes that each wrote down in this week or the last: here, and anywhere."""
    own: Counter[tuple[UUID, date]] = Counter()
    everywhere: Counter[tuple[UUID, date]] = Counter()
    for volunteer_id, organisation_id, day, minutes, travel in Visit.objects.filter(
        state=VisitState.DONE,
        day__gte=week - timedelta(weeks=1),
        day__lt=week + timedelta(weeks=1),
        **theirs,
    ).values_list("volunteer_id", "organisation_id", "day", "minutes", "match__travel_minutes"):
        if volunteer_id not in limits:
            continue
        real = real_minutes(minutes, travel, limits[volunteer_id])
        everywhere[volunteer_id, monday(day)] += real
        if organisation_id == actor.organisation_id:
            own[volunteer_id, monday(day)] += real
    return _most(own), _most(everywhere)


def real_of_week(volunteer: Volunteer, week: date) -> int:
    """Return the real minutes of somebody in the ISO week of Monday `week`, anywhere, as they
    count.
    """
    limits = facts_of(LimitsRow.objects.get(pk=volunteer.pk))
    rows = Visit.objects.filter(
        volunteer=volunteer,
        state=VisitState.DONE,
        day__gte=week,
        day__lt=week + timedelta(weeks=1),
    )
    found = rows.values_list("minutes", "match__travel_minutes")
    return sum(real_minutes(minutes, travel, limits) for minutes, travel in found)


def _most(weeks: Mapping[tuple[UUID, date], int]) -> dict[UUID, int]:
    most: dict[UUID, int] = {}
    for (volunteer_id, _), minutes in weeks.items():
        most[volunteer_id] = max(most.get(volunteer_id, 0), minutes)
    return most
