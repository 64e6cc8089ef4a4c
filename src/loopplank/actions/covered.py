"""The end of the one day on which somebody stood in."""

from datetime import datetime
from uuid import UUID

from loopplank.access.actors import Actor
from loopplank.actions.covering import end_of_one_day, locked, record
from loopplank.actions.doing import nothing_changed, verb
from loopplank.actions.matches import stop
from loopplank.core.calendar import local_day
from loopplank.core.matches import HOLDS_CAPACITY, EndReason, MatchState
from loopplank.core.responsibility import State
from loopplank.core.roles import Role
from loopplank.store.models import Volunteer


@verb("cover.finish", Role.SYSTEM)
def finish(*, actor: Actor, now: datetime, visit_id: UUID) -> None:
    """The one day is over: whoever stood in is free again, and nothing of it asks for a talk."""
    cover, _volunteer, request = locked(actor, visit_id)
    match = cover.match
    if match is None or match.state != MatchState.RUNNING or cover.day >= local_day(now):
        nothing_changed()
        return
    carried_on = request.matches.filter(state__in=HOLDS_CAPACITY).exclude(pk=match.pk).exists()
    helper = Volunteer.objects.select_for_update(of=("self",)).get(pk=match.volunteer_id)
    if not carried_on and request.state == State.RUNNING:
        # the help itself stopped meanwhile: the owner decides what now
        stop(actor, now, helper, request, match, EndReason.DONE, state=MatchState.ENDED)
        return
    end_of_one_day(match, helper, cover.day)
    record(cover, request, "cover.finished", actor, now)
