"""Let one of several loops tell something, so that nobody hears the same twice."""

from datetime import date, datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction

from loopplank.store.models import Reminded

#: Long past any moment at which the same could be told again.
MARKS_KEPT = timedelta(days=60)


def first_time(kind: str, subject_id: UUID, day: date, now: datetime) -> bool:
    """Return whether this is told now; no when another loop did, or is doing so this very
    moment.
    """
    if Reminded.objects.filter(kind=kind, subject_id=subject_id, day=day).exists():
        return False
    try:
        with transaction.atomic():
            Reminded.objects.create(kind=kind, subject_id=subject_id, day=day, at=now)
    except IntegrityError:
        return False
    return True


def forget_marks(today: date) -> None:
    """Throw away the marks of a day so long ago that nobody tells of it any more."""
    Reminded.objects.filter(day__lt=today - MARKS_KEPT).delete()
