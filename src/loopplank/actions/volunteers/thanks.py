"""Thank volunteers: as a coordinator chose, and once a year on the day that somebody began."""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.affiliations import belonging
from loopplank.access.volunteers.volunteers import affiliation_for_change
from loopplank.actions.kit.action import nothing_changed, record_of_volunteer_at, verb
from loopplank.actions.messages.messages import queue_to_volunteer
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.messages.states import MessageState
from loopplank.core.volunteers.affiliations import AffiliationState
from loopplank.core.volunteers.thanks import FOR_WHAT, SAID_ALREADY, is_anniversary, template_of
from loopplank.store.models import Affiliation, Message, Volunteer


@verb("volunteer.thank", Role.COORDINATOR)
def thank(*, actor: Actor, now: datetime, volunteer_id: UUID, what: str) -> None:
    """Thank somebody with a sentence from the list; it waits with the other messages."""
    row = affiliation_for_change(actor, volunteer_id)
    if row.state != AffiliationState.ACTIVE or what not in FOR_WHAT:
        raise NotFound(volunteer_id)
    volunteer = _locked(row)
    waits = Message.objects.filter(
        volunteer=volunteer,
        organisation_id=row.organisation_id,
        template=template_of(what),
        state=MessageState.QUEUED,
    )
    if waits.exists():
        raise Refused(SAID_ALREADY)
    queue_to_volunteer(
        row.organisation_id, volunteer, template_of(what), {"coordinator": actor.name}, now=now
    )
    record_of_volunteer_at(
        row.organisation_id, actor, now, row.volunteer_id, "volunteer.thanked", {"for": what}
    )


@verb("affiliation.thank_year", Role.SYSTEM)
def thank_for_year(*, actor: Actor, now: datetime, affiliation_id: UUID) -> None:
    """Thank somebody once a year, on the day that they began here."""
    row = belonging(pk=affiliation_id).select_for_update(of=("self",)).first()
    if row is None:
        raise NotFound(affiliation_id)
    today = local_day(now)
    if not is_anniversary(row.since, today, row.thanked_on):
        nothing_changed()
        return
    volunteer = _locked(row)
    row.thanked_on = today
    row.save(update_fields=["thanked_on"])
    queue_to_volunteer(row.organisation_id, volunteer, "thanks_year", {}, now=now)
    record_of_volunteer_at(
        row.organisation_id, actor, now, row.volunteer_id, "volunteer.thanked", {"for": "year"}
    )


def _locked(row: Affiliation) -> Volunteer:
    return Volunteer.objects.select_for_update(of=("self",)).get(pk=row.volunteer_id)
