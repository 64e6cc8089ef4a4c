"""Bring up for a talk that somebody is at two people at one hour: how it came is nobody's fault."""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.same_hour import overlapping
from loopplank.access.volunteers.volunteers import volunteer_for_change
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.wellbeing.signal import let_know
from loopplank.core.account.roles import Role
from loopplank.core.wellbeing.signal import SAME_HOUR
from loopplank.store.models import VolunteerSignal


@verb("volunteer.same_hour", Role.SYSTEM)
def bring_up(*, actor: Actor, now: datetime, volunteer_id: UUID) -> int:
    """Ask the owner of the later of two matches to talk about it, once. Returns how many were
    asked.
    """
    volunteer = volunteer_for_change(actor, volunteer_id)
    asked = 0
    for match in overlapping(volunteer_id):
        if VolunteerSignal.objects.filter(match=match, reason=SAME_HOUR).exists():
            continue
        let_know(actor, now, volunteer, match.organisation, SAME_HOUR, match=match, holds=False)
        asked += 1
    if not asked:
        nothing_changed()
    return asked
