"""Read beside what new visits must fit, from the weeks of volunteers: the fullest that counts."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import Max, Q, QuerySet, Value
from django.db.models.functions import Coalesce

from loopplank.core.volunteers.load import Commitment, Load, minutes_to_weigh, weeks_carried
from loopplank.store.models import LoadWeek

_LIMIT = "volunteer__limits__max_minutes"


def most_planned(term: Commitment, whose: Mapping[str, object]) -> dict[UUID, Load]:
    """Return the heaviest week of the term for each volunteer, in one query; nobody without a
    planned week is in it.
    """
    rows = beside(LoadWeek.objects.filter(**whose), term)
    return {r["volunteer_id"]: load_in(r) for r in rows}


def beside(rows: "QuerySet[LoadWeek]", term: Commitment, *by: str) -> "QuerySet[Any]":
    """Return the heaviest of these weeks by volunteer, and `by` what else; `load_in` reads them."""
    every = weeks_carried(term)
    visited = [week for week in every if term.has_visit_in(week)]
    found: QuerySet[Any] = (
        rows.filter(monday__in=every, volunteer__limits__isnull=False)
        .values("volunteer_id", _LIMIT, *by)
        .annotate(
            visited=Coalesce(Max("planned_minutes", filter=Q(monday__in=visited)), Value(0)),
            any_week=Max("planned_minutes"),
            people=Max("planned_people"),
            heavy=Max("planned_heavy"),
        )
    )
    return found


def load_in(row: Mapping[str, Any]) -> Load:
    """Return one row of `beside` as a load."""
    minutes = minutes_to_weigh(row["visited"], row["any_week"], row[_LIMIT])
    return Load(minutes, row["people"], row["heavy"])
