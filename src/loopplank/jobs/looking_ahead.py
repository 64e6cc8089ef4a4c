"""Once a day: the visits of who will be away come near, and holidays became known."""

from datetime import datetime

from loopplank.access import volunteers_away
from loopplank.access.actors import SYSTEM
from loopplank.actions import away
from loopplank.jobs.one_by_one import Outcome, Stopping, in_batches, one_by_one


def look_ahead(now: datetime, stopping: Stopping) -> Outcome:
    """See to the visits of the coming two weeks, one volunteer at a time; a look twice changes
    nothing.
    """
    visits, failed = one_by_one(
        "look_ahead",
        in_batches(volunteers_away.volunteers_after),
        lambda pk: away.look_ahead(actor=SYSTEM, now=now, volunteer_id=pk),
        stopping,
    )
    return {"visits": visits, "failed": failed}
