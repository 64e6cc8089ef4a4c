"""Find the volunteers that exist for an actor, and lock them when limits or weeks change."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from typing import Any, cast
from uuid import UUID

from django.db.models import Q, QuerySet

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.affiliations import who_belong_to
from loopplank.access.kit.workdays import away_from_stored, time_away
from loopplank.access.volunteers.coming import last_day_of
from loopplank.core.account.roles import Role
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.volunteers.away import TimeAway
from loopplank.core.volunteers.limits import COOLING
from loopplank.core.volunteers.load import Commitment
from loopplank.core.volunteers.load import Limits as LimitFacts
from loopplank.store.models import (
    Affiliation,
    Event,
    Limits,
    Match,
    Pattern,
    Volunteer,
)


def volunteers(actor: Actor) -> "QuerySet[Volunteer]":
    """Return the volunteers that exist for this actor: of the own organisation, joined by
    themselves. Nobody comes in as one who died, with whatever key.
    """
    rows = Volunteer.objects.filter(erased_at=None)
    if actor.role is Role.SYSTEM:
        return rows
    if actor.role is Role.COORDINATOR and actor.organisation_id:
        return rows.filter(**who_belong_to(actor.organisation_id))
    if actor.role is Role.VOLUNTEER and actor.id:
        return rows.filter(pk=actor.id, death_noted_on=None)
    if actor.role is Role.KEY_HOLDER and actor.id and actor.key_id:
        # one who was given a key exists where it was made, for as long as both lasts
        return rows.filter(
            pk=actor.id,
            death_noted_on=None,
            **who_belong_to(actor.own_organisation),
            keys__pk=actor.key_id,
            keys__organisation_id=actor.own_organisation,
            keys__used_at__isnull=False,
            keys__withdrawn_at=None,
        )
    return rows.none()


def rows_of(volunteer_id: UUID) -> list[UUID]:
    """Return the ids under which this volunteer stands in what is never rewritten: their own first,
    then those of the rows that were closed because both were one.
    """
    closed = Volunteer.objects.filter(same_as_id=volunteer_id).order_by("pk")
    return [volunteer_id, *closed.values_list("pk", flat=True)]


def kept_of(actor: Actor, volunteer_id: UUID) -> UUID | None:
    """Return the row that was kept of one that was closed because both were one volunteer, where it
    exists for this actor.
    """
    kept = Volunteer.objects.filter(pk=volunteer_id).values("same_as")
    return volunteers(actor).filter(pk__in=kept).values_list("pk", flat=True).first()


def volunteer_for_change(actor: Actor, volunteer_id: UUID) -> Volunteer:
    """Return one volunteer, locked until the end of the transaction; always before a request.

    Whoever takes capacity or changes a limit holds this lock, so that no two of them can each find
    the same hour free.
    """
    row = volunteers(actor).select_for_update(of=("self",)).filter(pk=volunteer_id).first()
    if row is None:
        raise NotFound(volunteer_id)
    # the lock may have waited for whoever withdrew the key
    if actor.role is Role.KEY_HOLDER and not volunteers(actor).filter(pk=row.pk).exists():
        raise NotFound(volunteer_id)
    return row


def affiliation_for_change(actor: Actor, volunteer_id: UUID) -> Affiliation:
    """Return the own organisation's row about a volunteer, locked."""
    row = (
        Affiliation.objects.select_for_update(of=("self",))
        .filter(
            volunteer_id=volunteer_id,
            organisation_id=actor.own_organisation,
            volunteer__erased_at=None,
        )
        .first()
    )
    if row is None or actor.role is not Role.COORDINATOR:
        raise NotFound(volunteer_id)
    return row


#: The columns of limits that core reads as they are; days away are put together.
LIMIT_COLUMNS = (
    "liked_minutes",
    "max_minutes",
    "max_people",
    "max_heavy",
    "travel_counts",
    "pause_from",
    "pause_to",
    "until",
)


def facts_of(row: Limits) -> LimitFacts:
    """Return the limits of one volunteer as core reads them."""
    return facts_from((getattr(row, name) for name in LIMIT_COLUMNS), time_away(row))


def facts_from(values: Iterable[Any], away: TimeAway) -> LimitFacts:
    """Return the same from the values of `LIMIT_COLUMNS`, in that order."""
    return LimitFacts(**dict(zip(LIMIT_COLUMNS, values, strict=True)), away=away)


def carried_by(volunteer: Volunteer) -> "QuerySet[Match]":
    """Return the help that holds a volunteer's capacity now, with whose request it is."""
    rows = Match.objects.filter(volunteer=volunteer, state__in=HOLDS_CAPACITY)
    return rows.select_related("request__owner", "organisation")


def in_pause(today: date, of: str = "") -> Q:
    """Return volunteers who are in a pause on a day; without an end it lasts."""
    begun = Q(**{f"{of}limits__pause_from__lte": today})
    no_end = Q(**{f"{of}limits__pause_to": None})
    return begun & (no_end | Q(**{f"{of}limits__pause_to__gte": today}))


def commitment_of(row: Pattern, key: str, person: str) -> Commitment:
    """Return the visit pattern of a proposal or match as core reads it."""
    return Commitment(
        key=key,
        person=person,
        first_day=row.first_day,
        # the term of a commitment has at least its first day
        last_day=max(row.first_day, last_day_of(row)),
        visit_minutes=row.visit_minutes,
        travel_minutes=row.travel_minutes,
        visits_per_week=row.visits_per_week,
        every_weeks=row.every_weeks,
        phase=row.phase,
        heavy=row.heavy,
    )


def only_telephone(row: Volunteer, now: datetime) -> bool:
    """Return whether this volunteer can be reached by telephone only, and not since lately by the
    hand of somebody else: else whoever takes their address away could raise their limit next.
    """
    if row.channel != "phone" or row.email:
        return False
    changes = Event.objects.filter(
        aggregate="volunteer",
        aggregate_id__in=rows_of(row.pk),
        type="volunteer.details_changed",
        at__gt=now - COOLING,
    ).values_list("data", flat=True)
    reach = {"channel", "email"}
    return not any(one["on_behalf"] and reach & set(one["columns"]) for one in changes)


def limits_from_stored(stored: Mapping[str, object]) -> LimitFacts:
    """Return limits that wait, from the JSON in which they were kept."""
    values = {
        name: date.fromisoformat(str(value)) if value and name in _DAYS else value
        for name, value in stored.items()
        if name not in _AWAY
    }
    # what was kept before there were days away says nothing of them
    away, regions = (cast("list[list[str]]", stored.get(name, [])) for name in _AWAY)
    values["away"] = away_from_stored(away, [str(region) for region in regions])
    return LimitFacts(**values)  # type: ignore[arg-type]  # JSON of limits, read back


_AWAY = ("away", "school_regions")
_DAYS = {"pause_from", "pause_to", "until"}
