"""Read a match for the one rule of what is still to come (`core/arrangements/coming.py`)."""

from datetime import date
from typing import Any

from django.db.models import Exists, F, OuterRef, QuerySet
from django.db.models.functions import Coalesce, Least

from loopplank.core.arrangements.coming import Carried, Fate, Thing, fate, last_day
from loopplank.core.matching.matches import EndReason, MatchState
from loopplank.core.wellbeing.signal import Route
from loopplank.store.models import Match, Pattern, VolunteerSignal


def carried_of(row: Match) -> Carried:
    """Return one match with all that bears on what is still to come of it; its own row tells it
    whole.
    """
    return Carried(
        state=MatchState(row.state),
        first_day=row.first_day,
        last_day=row.last_day,
        ended_on=row.ended_on,
        stops_on=row.stops_on,
        leaves_on=row.leaves_on,
        still_from=row.still_from,
        died=row.end_reason == EndReason.DIED,
    )


def last_day_of(row: Pattern) -> date:
    """Return the last day on which a visit may be; of a question the one that it asks for."""
    return last_day(carried_of(row)) if isinstance(row, Match) else row.last_day


def with_last_day(rows: "QuerySet[Match]") -> "QuerySet[Any]":
    """Return matches that hold capacity with `until`: their last day, as `last_day_of` says it."""
    days = (Coalesce(F(name), F("last_day")) for name in ("stops_on", "leaves_on"))
    return rows.annotate(until=Least(F("last_day"), *days))


def still_on(rows: "QuerySet[Match]", day: date) -> "QuerySet[Any]":
    """Return of these matches those whose last day is on or after a day."""
    return with_last_day(rows).filter(until__gte=day)


def stays_away() -> Exists:
    """Return whether the volunteer of a match does not go there for now and waits for a call, as
    far as every coordinator may know of it."""
    return Exists(
        VolunteerSignal.objects.filter(
            match=OuterRef("pk"),
            route=Route.COORDINATOR.value,
            answered_at=None,
            stays_away_at__isnull=False,
        )
    )


def fate_of(thing: Thing, row: Match, day: date) -> Fate:
    """Return what becomes of one thing of this match that is to come on a day, apart from days on
    which the volunteer is away.
    """
    return fate(thing, carried_of(row), day)


def stays(thing: Thing, row: Match, day: date) -> bool:
    """Return whether this thing is still to come as it was agreed."""
    return fate_of(thing, row, day) is Fate.STAYS
