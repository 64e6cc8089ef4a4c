"""Find which volunteers said that they are away some time, for the loop that looks ahead."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import QuerySet

from loopplank.core.kit.calendar import local_day
from loopplank.core.wellbeing.creep import LONG
from loopplank.store.models import Limits

BATCH = 200
#: Help that grows looks back so far, and must know on which days nobody was there.
_KEPT_FOR = timedelta(weeks=LONG + 1)


def said_so() -> "QuerySet[Limits]":
    """Return the limits of those who said anything about being away."""
    rows = Limits.objects.filter(volunteer__erased_at=None)
    return rows.exclude(away=[], school_regions=[])


def volunteers_after(last: UUID | None) -> list[UUID]:
    """Return everybody to look ahead for; a batch, after `last`."""
    rows = said_so()
    if last is not None:
        rows = rows.filter(pk__gt=last)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])


def kept_until(now: datetime) -> date:
    """Return the first day of which it is still of use to know who was away."""
    return local_day(now) - _KEPT_FOR
