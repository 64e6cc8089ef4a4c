"""Last days that are over, and days on which somebody began: what the loop must do now."""

from collections.abc import Collection
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q

from loopplank.core.affiliations import NOT_LEFT, AffiliationState
from loopplank.core.calendar import local_day
from loopplank.core.matches import HOLDS_CAPACITY
from loopplank.core.thanks import STILL_THE_SAME, is_anniversary
from loopplank.store.models import (
    Affiliation,
    Limits,
    Match,
    VolunteerSignal,
)

BATCH = 50


def stopped(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Volunteers whose last day is over and who still carry something, or belong somewhere where
    every call that they were promised has been made.
    """
    carries = Match.objects.filter(volunteer=OuterRef("pk"), state__in=HOLDS_CAPACITY)
    waits = VolunteerSignal.objects.filter(
        volunteer=OuterRef("volunteer"), organisation=OuterRef("organisation"), answered_at=None
    )
    belongs = Affiliation.objects.filter(
        ~Exists(waits),
        volunteer=OuterRef("pk"),
        state__in=NOT_LEFT,
    )
    rows = Limits.objects.filter(stops_on__lt=local_day(now), volunteer__erased_at=None)
    rows = rows.filter(Exists(carries) | Exists(belongs)).exclude(pk__in=skip)
    return list(rows.order_by("stops_on", "pk").values_list("pk", flat=True)[:limit])


def stopped_matches(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Help of which the last day that the volunteer chose is over."""
    rows = Match.objects.filter(stops_on__lt=local_day(now), state__in=HOLDS_CAPACITY)
    rows = rows.exclude(pk__in=skip)
    return list(rows.order_by("stops_on", "pk").values_list("pk", flat=True)[:limit])


def anniversaries(now: datetime) -> list[UUID]:
    """Who is to be thanked for another year, also when the loop stood still for some days."""
    today = local_day(now)
    days = [today - timedelta(days=n) for n in range(STILL_THE_SAME)]
    wanted = Q()
    for day in days:
        wanted |= Q(since__month=day.month, since__day=day.day)
        if (day.month, day.day) == (2, 28):
            # who began on a leap day is thanked on the last day of February
            wanted |= Q(since__month=2, since__day=29)
    rows = Affiliation.objects.filter(
        wanted,
        state=AffiliationState.ACTIVE,
        volunteer__erased_at=None,
        volunteer__limits__stops_on=None,
        since__lt=today - timedelta(days=300),
    )
    found = rows.order_by("pk").values_list("pk", "since", "thanked_on")
    return [pk for pk, since, thanked_on in found if is_anniversary(since, today, thanked_on)]
