"""Let other organisations see a volunteer: two yeses, each of them taken back at once."""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.volunteers import (
    affiliation_for_change,
    only_telephone,
    volunteer_for_change,
)
from loopplank.actions.kit.action import nothing_changed, record_event, verb
from loopplank.actions.volunteers.volunteers import tell_on_behalf, unshare
from loopplank.core.account.roles import Role
from loopplank.core.volunteers.volunteer_sharing import refuse_before_own_yes, refuse_speaking_for
from loopplank.store.models import Limits


@verb("affiliation.share", Role.COORDINATOR)
def share(*, actor: Actor, now: datetime, volunteer_id: UUID, yes: bool) -> None:
    """Give the coordinator's yes, after the volunteer's own; or take it back."""
    volunteer = volunteer_for_change(actor, volunteer_id)
    row = affiliation_for_change(actor, volunteer_id)
    if yes == (row.shared_by_id is not None):
        nothing_changed()
        return
    if yes:
        own_yes = Limits.objects.get(pk=volunteer.pk).share_in_network
        refuse_before_own_yes(volunteer.first_name, own_yes=own_yes)
    row.shared_by_id, row.shared_at = (actor.own_membership, now) if yes else (None, None)
    row.save(update_fields=["shared_by", "shared_at"])
    record_event(
        "volunteer",
        volunteer.pk,
        "affiliation.shared" if yes else "affiliation.unshared",
        actor=actor,
        now=now,
        organisation_id=row.organisation_id,
        data={"affiliation": str(row.pk)},
    )


@verb("volunteer.note_sharing", Role.COORDINATOR)
def note_sharing(*, actor: Actor, now: datetime, volunteer_id: UUID, yes: bool) -> None:
    """Note what the volunteer said about it in a talk.

    A yes is noted only of who has just a telephone, and they are told that it was; a no is noted of
    anybody.
    """
    volunteer = volunteer_for_change(actor, volunteer_id)
    row = Limits.objects.get(pk=volunteer.pk)
    if row.share_in_network == yes:
        nothing_changed()
        return
    if yes:
        refuse_speaking_for(volunteer.first_name, only_telephone=only_telephone(volunteer, now))
    row.share_in_network, row.set_at, row.set_by_self = yes, now, False
    row.save(update_fields=["share_in_network", "set_at", "set_by_self"])
    if not yes:
        unshare(volunteer)
    tell_on_behalf(actor, volunteer, now)
    record_event(
        "volunteer",
        volunteer.pk,
        "volunteer.sharing_noted",
        actor=actor,
        now=now,
        organisation_id=actor.own_organisation,
        data={"yes": yes, "on_behalf": True},
    )
