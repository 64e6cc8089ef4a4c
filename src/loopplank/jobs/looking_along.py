"""Once a day: help that grows, and thanks for another year."""

from datetime import datetime
from uuid import UUID

from loopplank.access import creeping as creep_access
from loopplank.access import farewell_due
from loopplank.access.actors import SYSTEM
from loopplank.actions import creeping, thanking
from loopplank.core.calendar import local_day
from loopplank.jobs.one_by_one import Outcome, Stopping, in_batches, one_by_one


def look_along(now: datetime, stopping: Stopping) -> Outcome:
    """Bring the signs that help grows up to date, one volunteer at a time; a look twice changes
    nothing.
    """
    changed, failed = one_by_one(
        "look_along",
        in_batches(lambda last: creep_access.volunteers_to_look_at(local_day(now), last)),
        lambda pk: creeping.look(actor=SYSTEM, now=now, volunteer_id=pk),
        stopping,
    )
    return {"changed": changed, "failed": failed}


def thank(now: datetime, stopping: Stopping) -> Outcome:
    """Queue a thank-you for everybody who began on this day in another year."""

    def once(affiliation_id: UUID) -> int:
        thanking.thank_for_year(actor=SYSTEM, now=now, affiliation_id=affiliation_id)
        return 1

    thanked, failed = one_by_one("thank", farewell_due.anniversaries(now), once, stopping)
    return {"thanked": thanked, "failed": failed}
