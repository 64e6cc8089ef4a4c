"""Follow up once a day: visits of who will be away, changes of help, help that grows, thanks."""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import SYSTEM
from loopplank.access.matching.match_change import due_changes
from loopplank.access.practice import place as practice_places
from loopplank.access.volunteers import away as volunteer_away
from loopplank.access.volunteers import farewell
from loopplank.access.volunteers import same_hour as same_hours
from loopplank.access.volunteers import same_volunteer as same_rows
from loopplank.access.wellbeing import creep as creep_access
from loopplank.actions.matching import match_change
from loopplank.actions.practice import removal
from loopplank.actions.volunteers import away, same_hour, same_volunteer, thanks
from loopplank.actions.wellbeing import creep
from loopplank.core.kit.calendar import local_day
from loopplank.jobs.nightly.one_by_one import Outcome, Stopping, in_batches, one_by_one

# --- who will be away -----------------------------------------------------------------------------


def look_ahead(now: datetime, stopping: Stopping) -> Outcome:
    """See to the visits of the coming two weeks, one volunteer at a time; a look twice changes
    nothing.
    """
    visits, failed = one_by_one(
        "look_ahead",
        in_batches(volunteer_away.volunteers_after),
        lambda pk: away.look_ahead(actor=SYSTEM, now=now, volunteer_id=pk),
        stopping,
    )
    return {"visits": visits, "failed": failed}


def look_at_hours(now: datetime, stopping: Stopping) -> Outcome:
    """Bring up who is at two people at one hour, one volunteer at a time; each is said once."""
    asked, failed = one_by_one(
        "same_hour",
        in_batches(same_hours.volunteers_to_look_at),
        lambda pk: same_hour.bring_up(actor=SYSTEM, now=now, volunteer_id=pk),
        stopping,
    )
    return {"asked": asked, "failed": failed}


def change_help(now: datetime, stopping: Stopping) -> Outcome:
    """Let the changes of help begin whose day it is, and end those that nobody answered."""

    def once(change_id: UUID) -> int:
        match_change.due(actor=SYSTEM, now=now, change_id=change_id)
        return 1

    changed, failed = one_by_one("change_help", due_changes(local_day(now)), once, stopping)
    return {"changed": changed, "failed": failed}


def lapse_same(now: datetime, stopping: Stopping) -> Outcome:
    """End the questions whether two rows are one volunteer that were not answered in time."""

    def once(pair_id: UUID) -> int:
        same_volunteer.lapse(actor=SYSTEM, now=now, pair_id=pair_id)
        return 1

    lapsed, failed = one_by_one("lapse_same", same_rows.lapsed(now), once, stopping)
    return {"lapsed": lapsed, "failed": failed}


# --- places to practise in ------------------------------------------------------------------------


def end_practice(now: datetime, stopping: Stopping) -> Outcome:
    """Remove the places to practise in that everybody forgot."""

    def once(place_id: UUID) -> int:
        removal.end(actor=SYSTEM, now=now, place_id=place_id)
        return 1

    ended, failed = one_by_one("end_practice", practice_places.places_over(now), once, stopping)
    return {"ended": ended, "failed": failed}


# --- help that grows, and thanks for another year -------------------------------------------------


def look_along(now: datetime, stopping: Stopping) -> Outcome:
    """Bring the signs that help grows up to date, one volunteer at a time; a look twice changes
    nothing.
    """
    changed, failed = one_by_one(
        "look_along",
        in_batches(lambda last: creep_access.volunteers_to_look_at(local_day(now), last)),
        lambda pk: creep.look(actor=SYSTEM, now=now, volunteer_id=pk),
        stopping,
    )
    return {"changed": changed, "failed": failed}


def thank(now: datetime, stopping: Stopping) -> Outcome:
    """Queue a thank-you for everybody who began on this day in another year."""

    def once(affiliation_id: UUID) -> int:
        thanks.thank_for_year(actor=SYSTEM, now=now, affiliation_id=affiliation_id)
        return 1

    thanked, failed = one_by_one("thank", farewell.anniversaries(now), once, stopping)
    return {"thanked": thanked, "failed": failed}
