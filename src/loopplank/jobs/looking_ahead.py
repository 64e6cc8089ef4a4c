"""Once a day: the visits of who will be away come near, and holidays became known."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import structlog

from loopplank.access import volunteers_away
from loopplank.access.actors import SYSTEM
from loopplank.actions import away

log = structlog.get_logger("loopplank.loop")

Stopping = Callable[[], bool]
Outcome = dict[str, object]


def look_ahead(now: datetime, stopping: Stopping) -> Outcome:
    """See to the visits of the coming two weeks, one volunteer at a time.

    Stopped half-way it begins anew another time: a look twice changes nothing.
    """
    visits = failed = 0
    last: UUID | None = None
    while batch := volunteers_away.volunteers_after(last):
        for pk in batch:
            if stopping():
                return {"visits": visits, "failed": failed}
            try:
                visits += away.look_ahead(actor=SYSTEM, now=now, volunteer_id=pk)
            except Exception:  # one bad row never stops the others
                failed += 1
                log.exception("row_failed", kind="look_ahead", id=str(pk))
        last = batch[-1]
    return {"visits": visits, "failed": failed}
