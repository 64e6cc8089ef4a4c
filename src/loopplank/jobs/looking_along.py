"""Once a day: help that grows, and thanks for another year."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import structlog

from loopplank.access import creeping as creep_access
from loopplank.access import farewell_due
from loopplank.access.actors import SYSTEM
from loopplank.actions import creeping, thanking
from loopplank.core.calendar import local_day

log = structlog.get_logger("loopplank.loop")

Stopping = Callable[[], bool]
Outcome = dict[str, object]


def look_along(now: datetime, stopping: Stopping) -> Outcome:
    """Bring the signs that help grows up to date, one volunteer at a time.

    Stopped half-way it begins anew another time: a look twice changes nothing.
    """
    changed = failed = 0
    last: UUID | None = None
    while batch := creep_access.volunteers_to_look_at(local_day(now), last):
        for pk in batch:
            if stopping():
                return {"changed": changed, "failed": failed}
            try:
                changed += creeping.look(actor=SYSTEM, now=now, volunteer_id=pk)
            except Exception:  # one bad row never stops the others
                failed += 1
                log.exception("row_failed", kind="look_along", id=str(pk))
        last = batch[-1]
    return {"changed": changed, "failed": failed}


def thank(now: datetime, stopping: Stopping) -> Outcome:
    """Queue a thank-you for everybody who began on this day in another year."""
    thanked = failed = 0
    for pk in farewell_due.anniversaries(now):
        if stopping():
            break
        try:
            thanking.thank_for_year(actor=SYSTEM, now=now, affiliation_id=pk)
        except Exception:  # one bad row never stops the others
            failed += 1
            log.exception("row_failed", kind="thank", id=str(pk))
        else:
            thanked += 1
    return {"thanked": thanked, "failed": failed}
