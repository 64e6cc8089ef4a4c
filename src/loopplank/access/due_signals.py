"""Which signals of volunteers the background loop must see to now."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from loopplank.access.counting import BATCH
from loopplank.access.on_duty import absences_of
from loopplank.core.calendar import last_passed, local_day
from loopplank.core.safety import KEPT_AFTER_CLOSING
from loopplank.core.signals import ASKED_FOR, OUTSIDE_HOLDS_FOR, TALKS, TOP, Heard, Route
from loopplank.store.models import SafetyFile, VolunteerSignal


def signals_to_climb(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Nobody called before the day, nothing was decided in time, or whoever had it is not there."""
    rows = _to_climb(now).exclude(pk__in=skip)
    return list(rows.order_by("call_before", "at").values_list("pk", flat=True)[:limit])


def climb_is_due(row: VolunteerSignal, now: datetime) -> bool:
    return _to_climb(now).filter(pk=row.pk).exists()


def signals_to_close(now: datetime, skip: Collection[UUID] = (), limit: int = BATCH) -> list[UUID]:
    """Answered two weeks ago, and the volunteer did not say whether they were spoken to."""
    rows = _to_close(now).exclude(pk__in=skip)
    return list(rows.order_by("at").values_list("pk", flat=True)[:limit])


def quiet_is_due(row: VolunteerSignal, now: datetime) -> bool:
    return _to_close(now).filter(pk=row.pk).exists()


def safety_files_to_forget(
    now: datetime, skip: Collection[UUID] = (), limit: int = BATCH
) -> list[UUID]:
    """Concern files that were closed longer ago than they are kept."""
    rows = SafetyFile.objects.filter(closed_at__lte=now - KEPT_AFTER_CLOSING)
    return list(
        rows.exclude(pk__in=skip).order_by("closed_at").values_list("pk", flat=True)[:limit]
    )


# --- underneath -----------------------------------------------------------------------------------


def _to_climb(now: datetime) -> "QuerySet[VolunteerSignal]":
    passed, today = last_passed(now), local_day(now)
    # what went to a coordinator moves along with an absence; what is confidential does not
    away = absences_of(OuterRef("to__organisation_id"), OuterRef("to__account_id"), today)
    gone = Q(to__active=False) | Exists(away)
    late = Q(acknowledged_at=None, call_before__lte=passed) | Q(decide_before__lte=passed)
    return VolunteerSignal.objects.filter(
        late | ~Q(route=Route.COORDINATOR.value) & gone,
        answered_at=None,
        wants_call=True,
        to__isnull=False,
        level__lt=TOP,
    )


def _to_close(now: datetime) -> "QuerySet[VolunteerSignal]":
    not_said = Q(
        heard=Heard.NOT_YET.value,
        reason__in=TALKS,
        wants_call=True,
        answered_at__lte=now - ASKED_FOR,
    )
    outside = Q(to=None, answered_at=None, at__lte=now - OUTSIDE_HOLDS_FOR)
    return VolunteerSignal.objects.filter(not_said | outside)
