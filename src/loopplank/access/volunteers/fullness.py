"""Read how full the volunteers of an organisation are this week: counts, and whom to look at."""

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple
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
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast

from loopplank.access.account.actors import Actor
from loopplank.access.kit.affiliations import belonging, who_belong_to
from loopplank.access.kit.workdays import away_from_stored
from loopplank.access.volunteers.coming import still_on
from loopplank.access.volunteers.volunteers import (
    LIMIT_COLUMNS,
    commitment_of,
    facts_from,
    facts_of,
    in_pause,
)
from loopplank.core.kit.calendar import monday
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.volunteers.load import (
    NOTHING,
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
from loopplank.store.models import Limits as LimitsRow
from loopplank.store.models import (
    LoadWeek,
    Match,
    Visit,
    Volunteer,
    VolunteerSignal,
)

#: What is read of a volunteer, in the order of `Member`.
_OF_MEMBER = (
    "volunteer_id",
    "volunteer__first_name",
    "volunteer__last_name",
    "volunteer__phone",
    "volunteer__postcode",
    "since",
    "spoken_at",
    "certificate_seen_on",
)
#: And of their limits.
_OF_LIMITS = (
    *(f"volunteer__limits__{name}" for name in LIMIT_COLUMNS),
    "away",
    "regions",
)


class Member(NamedTuple):
    """What is known of one active volunteer beside how full they are. Thousands are read at once:
    as rows of three tables each it took most of the time of a page."""

    volunteer_id: UUID
    first_name: str
    last_name: str
    phone: str
    postcode: str
    since: date
    spoken_at: datetime | None
    certificate_seen_on: date | None
    limits: Limits

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


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
        TeamMember(one.volunteer_id, one.first_name, one.last_name, full)
        for one, full in fullness_of_all(actor, today, only=apart)
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
) -> list[tuple[Member, Fullness]]:
    """Return every active volunteer of the organisation with their state as it may be seen there
    (P6).

    Over the limit looks at what was written down anywhere in this week or the last. With `only`,
    only those of them. Four queries; one where there is nobody.
    """
    week = monday(today)
    rows = _members(actor, today, only)
    limits = {one.volunteer_id: one.limits for one, _ in rows}
    theirs = _here(actor) if only is None else {"volunteer_id__in": list(limits)}
    total = {
        carrier: Load(*planned)
        for carrier, *planned in LoadWeek.objects.filter(monday=week, **theirs).values_list(
            "volunteer_id", "planned_minutes", "planned_people", "planned_heavy"
        )
    }
    own = _own_loads(actor, week, limits, theirs)
    logged_here, logged = _most_logged(actor, week, limits, theirs)
    said: dict[tuple[object, ...], Fullness] = {}
    found = []
    for one, (shares, over, too_heavy) in rows:
        pk = one.volunteer_id
        here = own.get(pk, NOTHING), logged_here.get(pk, 0)
        anywhere = total.get(pk, NOTHING), logged.get(pk, 0)
        # who set the same and carries the same is as full; equal limits are one object here
        key = (id(one.limits), here, anywhere, shares, over, too_heavy)
        if key not in said:
            said[key] = as_seen_by_organisation(
                one.limits,
                Part(*here),
                Part(*anywhere),
                today,
                shares=shares,
                was_over=over,
                too_heavy=too_heavy,
            )
        found.append((one, said[key]))
    return found


def _members(
    actor: Actor, today: date, only: Q | None
) -> list[tuple[Member, tuple[bool, bool, bool]]]:
    """Return who belongs, by last name, and whether they show their hours elsewhere, did more
    lately than the limit of then, and said that it is too heavy."""
    rows = (
        belonging(only or Q(), organisation_id=actor.own_organisation)
        .annotate(heavy=_heavy(actor))
        .annotate(
            # as text: to read the JSON of each took longer than all the rest
            away=Cast("volunteer__limits__away", TextField()),
            regions=Cast("volunteer__limits__school_regions", TextField()),
        )
        .order_by("volunteer__last_name", "volunteer__first_name", "pk")
        .values_list(
            *_OF_MEMBER,
            "volunteer__limits__show_hours_elsewhere",
            "heavy",
            "volunteer__limits__over_until",
            *_OF_LIMITS,
        )
    )
    kept: dict[tuple[object, ...], Limits] = {}
    found = []
    for row in rows:
        of_member, of_limits = row[: len(_OF_MEMBER)], row[len(_OF_MEMBER) + 3 :]
        shares, heavy, until = row[len(_OF_MEMBER) : len(_OF_MEMBER) + 3]
        limits = kept.get(of_limits)
        if limits is None:
            *values, away, regions = of_limits
            limits = kept[of_limits] = facts_from(
                values, away_from_stored(json.loads(away), json.loads(regions))
            )
        one = Member._make((*of_member, limits))
        found.append((one, (shares, _is_over(until, today), bool(heavy))))
    return found


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
    return _is_over(row.over_until, today)


def _is_over(until: date | None, today: date) -> bool:
    return until is not None and today <= until


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
