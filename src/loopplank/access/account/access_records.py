"""Record that a person's data was read, before the response leaves (promise P5)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.db import transaction

from loopplank.access.account.actors import Actor
from loopplank.core.kit.calendar import local_day
from loopplank.store.models import AccessRecord, AccessSubject

KEPT = timedelta(days=5 * 365)


class Purpose(StrEnum):
    """Why somebody's data was on a screen; each has a sentence on the page "wie keek er"."""

    HELP = "help"
    PLANNING = "planning"
    OWN = "own"
    ACCOUNT = "account"
    EXPORT = "export"
    #: what a volunteer told in confidence, and a suspicion of abuse: not for "wie keek er"
    CONFIDENTIAL = "confidential"
    SAFETY = "safety"


#: That such a file exists would show in who looked.
HIDDEN = (Purpose.CONFIDENTIAL.value, Purpose.SAFETY.value)


def record_reading(
    actor: Actor, page: str, purpose: Purpose, subjects: Iterable[UUID | None], now: datetime
) -> None:
    """Write one access record with a row for each person shown. Commits by itself.

    When it cannot be written the exception goes through, so that nothing is shown.
    """
    ids = sorted({s for s in subjects if s is not None}, key=str)
    expires_on = local_day(now) + KEPT
    with transaction.atomic():
        record = AccessRecord.objects.create(
            at=now,
            actor_role=actor.role,
            # of a key holder nobody knows more than which key it was
            actor_id=actor.key_id or actor.id,
            organisation_id=actor.organisation_id,
            page=page,
            purpose=purpose,
            expires_on=expires_on,
        )
        AccessSubject.objects.bulk_create(
            AccessSubject(record=record, subject_id=subject, expires_on=expires_on)
            for subject in ids
        )
