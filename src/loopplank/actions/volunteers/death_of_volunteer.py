"""Write down that a volunteer died, or that this was a mistake.

Whom they helped hears it from a person, before the next visit would have been; no message tells it.
"""

from datetime import date, datetime, timedelta
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.kit.affiliations import belonging
from loopplank.access.volunteers.volunteers import carried_by, volunteer_for_change
from loopplank.actions.account.links import close_links
from loopplank.actions.kit.action import nothing_changed, record_of_volunteer, verb
from loopplank.actions.ledger.ledger import recount
from loopplank.actions.messages.devices import withdraw_unused
from loopplank.actions.privacy.erasure import hand_back, leave_teams
from loopplank.actions.volunteers.death import ask_to_call, next_visit
from loopplank.actions.wellbeing.signal import let_know
from loopplank.actions.wellbeing.volunteer_concern import volunteer_gone
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.messages.states import MessageState
from loopplank.core.wellbeing.signal import NOT_DEAD, VOLUNTEER_DIED, Route
from loopplank.store.models import Device, Event, Limits, Message, VolunteerSignal

ONE_DAY = timedelta(days=1)


@verb("volunteer.note_death", Role.COORDINATOR)
def note_death_of_volunteer(*, actor: Actor, now: datetime, volunteer_id: UUID) -> None:
    """Write down that a volunteer died. All help stops today and comes back to its owners, and a
    person calls whom they helped before the next visit would have been.

    Nothing is sent to them from now on, their keys open nothing, and every organisation to which
    they belonged reads it today. Said twice it is done once.
    """
    volunteer = volunteer_for_change(actor, volunteer_id)
    if volunteer.death_noted_on is not None:
        nothing_changed()
        return
    today = local_day(now)
    volunteer.death_noted_on, volunteer.feed_address_at = today, None
    volunteer.save(update_fields=["death_noted_on", "feed_address_at"])
    limits = Limits.objects.get(pk=volunteer.pk)
    said, limits.stops_on = limits.stops_on, today - ONE_DAY
    limits.save(update_fields=["stops_on"])
    close_links(volunteer.pk)
    Device.objects.filter(volunteer=volunteer).delete()
    withdraw_unused(volunteer, now)
    Message.objects.filter(volunteer=volunteer, state=MessageState.QUEUED).update(
        state=MessageState.DROPPED, done_at=now
    )
    # what they asked for themselves nobody calls them about any more; a confidence stays with whom
    # it was given to
    VolunteerSignal.objects.filter(
        volunteer=volunteer, route=Route.COORDINATOR, answered_at=None
    ).update(answered_at=now, answered_by_id=actor.own_membership, outcome="other")
    carried = list(
        carried_by(volunteer).select_related("organisation", "request__owner").order_by("pk")
    )
    days = {match.pk: next_visit(match, today) for match in carried}
    hand_back(actor, now, volunteer, by_message=False)
    leave_teams(actor, now, volunteer)
    volunteer_gone(volunteer, actor=actor, now=now, erased=False)
    for match in carried:
        next_day = days[match.pk]
        ask_to_call(actor, now, volunteer, match.organisation, VOLUNTEER_DIED, next_day, match)
    helped = {match.organisation_id for match in carried}
    for one in belonging(volunteer=volunteer).select_related("organisation").order_by("pk"):
        if one.organisation_id not in {*helped, actor.own_organisation}:
            ask_to_call(actor, now, volunteer, one.organisation, VOLUNTEER_DIED, None, None)
    recount(volunteer)
    known: dict[str, object] = {
        "helped": len(carried),
        "stops_on": said.isoformat() if said else None,
    }
    record_of_volunteer(actor, now, volunteer.pk, "volunteer.death_noted", known)


@verb("volunteer.take_back_death", Role.COORDINATOR)
def take_back_death(*, actor: Actor, now: datetime, volunteer_id: UUID) -> None:
    """Take it back: it was a mistake. Help that stopped does not begin by itself again; each
    organisation is asked to call the volunteer, and they get a new link of their own. A day of
    stopping that they said before holds as before.
    """
    volunteer = volunteer_for_change(actor, volunteer_id)
    if volunteer.death_noted_on is None:
        nothing_changed()
        return
    volunteer.death_noted_on = None
    volunteer.save(update_fields=["death_noted_on"])
    noted = Event.objects.filter(
        aggregate="volunteer", aggregate_id=volunteer.pk, type="volunteer.death_noted"
    )
    said = noted.order_by("-at").values_list("data__stops_on", flat=True).first()
    Limits.objects.filter(pk=volunteer.pk).update(stops_on=said and date.fromisoformat(said))
    VolunteerSignal.objects.filter(
        volunteer=volunteer, reason=VOLUNTEER_DIED, answered_at=None
    ).update(answered_at=now, answered_by_id=actor.own_membership, outcome="other")
    for one in belonging(volunteer=volunteer).select_related("organisation").order_by("pk"):
        let_know(actor, now, volunteer, one.organisation, NOT_DEAD, holds=False)
    recount(volunteer)
    record_of_volunteer(actor, now, volunteer.pk, "volunteer.death_taken_back", {})
