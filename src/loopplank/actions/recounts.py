"""Counting the weeks of a volunteer anew, for the nightly check (promise P2)."""

from uuid import UUID

from django.db import transaction

from loopplank.actions.ledger import differences
from loopplank.store.models import Volunteer


def differing_weeks(volunteer_id: UUID) -> int:
    """In how many weeks the ledger of a volunteer differs from a fresh count; must be 0.

    Looks without a lock first; only what seems to differ is counted again under the lock, since
    somebody may have been saying yes at that very moment.
    """
    row = Volunteer.objects.filter(pk=volunteer_id, erased_at=None).first()
    if row is None or not differences(row):
        return 0
    with transaction.atomic():
        locked = (
            Volunteer.objects.select_for_update(of=("self",))
            .filter(pk=volunteer_id, erased_at=None)
            .first()
        )
        return len(differences(locked)) if locked is not None else 0
