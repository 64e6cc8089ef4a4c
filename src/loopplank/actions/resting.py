"""Rest after a heavy time: nobody asks anything new, and the volunteer ends it with one tap."""

from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from loopplank.access.actors import Actor, NotFound
from loopplank.access.resting import quiet_for, rests
from loopplank.access.volunteers import volunteer_for_change
from loopplank.actions.doing import nothing_changed, record, record_of_volunteer, verb
from loopplank.core.calendar import local_day
from loopplank.core.matches import EndReason
from loopplank.core.reason import Param, Refused
from loopplank.core.rest import (
    LOOK_BACK,
    REFUSALS,
    Quiet,
    may_be_set,
    rest_until,
    was_heavy_time,
)
from loopplank.core.roles import Role
from loopplank.core.visits import VisitState
from loopplank.store.models import Limits, Match, Network, Visit, Volunteer


@verb("volunteer.end_rest", Role.VOLUNTEER)
def end_rest(*, actor: Actor, now: datetime, volunteer_id: UUID) -> None:
    """ "Ik heb weer ruimte": the volunteer's own act, and it works at once."""
    volunteer = volunteer_for_change(actor, volunteer_id)
    row = Limits.objects.get(pk=volunteer.pk)
    if not rests(row, local_day(now)):
        nothing_changed()
        return
    _save(row, None, None)
    record_of_volunteer(actor, now, volunteer.pk, "volunteer.rest_ended", {})


@verb("network.set_rest", Role.NETWORK_ADMIN)
def set_rest(*, actor: Actor, now: datetime, weeks: int) -> None:
    """How many weeks of rest follow heavy help that ends from now on; a rest that began stays."""
    if actor.network_id is None:
        raise NotFound("network")
    may_be_set(weeks)
    row = Network.objects.select_for_update().get(pk=actor.network_id)
    before = row.weeks_of_rest_after_heavy
    if before == weeks:
        nothing_changed()
        return
    row.weeks_of_rest_after_heavy = weeks
    row.save(update_fields=["weeks_of_rest_after_heavy"])
    record(row, "network.rest_set", actor=actor, now=now, data={"weeks": weeks, "before": before})


def rest_after_help(
    actor: Actor, now: datetime, volunteer: Volunteer, match: Match, *, died: bool = False
) -> date | None:
    """Let somebody rest when the help that just ended was heavy. Returns the last day of that rest.

    Needs the volunteer locked.
    """
    felt = (
        Visit.objects.filter(match=match, state=VisitState.DONE).exclude(felt="").order_by("-day")
    )
    heavy = was_heavy_time(
        heavy=match.heavy,
        died=died,
        too_heavy=match.end_reason == EndReason.TOO_HEAVY,
        felt_last_first=list(felt.values_list("felt", flat=True)[:LOOK_BACK]),
    )
    if not heavy:
        return None
    network = Network.objects.get(organisations=match.organisation_id)
    row = Limits.objects.get(pk=volunteer.pk)
    so_far = row.rest_until if rests(row, local_day(now)) else None
    until = rest_until(local_day(now), network.weeks_of_rest_after_heavy, so_far)
    if until is None or until == so_far:
        return until
    _save(row, until, match.organisation_id)
    data: dict[str, object] = {"match": str(match.pk), "until": until.isoformat()}
    record_of_volunteer(actor, now, volunteer.pk, "volunteer.rests", data)
    return until


def rest_on_first_day_back(row: Limits, until: date) -> None:
    """Who comes back from a pause is asked nothing on that day; the limits' own event tells it."""
    if row.rest_until is None or row.rest_until < until:
        row.rest_until, row.rest_after = until, None


def refuse_left_alone(organisation_id: UUID, volunteer: Volunteer, today: date) -> None:
    """Raise Refused for who stops, rests after a heavy time, or came back from a pause today."""
    row = volunteer.limits
    found = quiet_for(row, organisation_id, today)
    if found is None:
        return
    params: dict[str, Param] = {"name": volunteer.first_name}
    if found is Quiet.STOPS and row.stops_on is not None:
        params["day"] = row.stops_on
    if found is Quiet.RESTS and row.rest_until is not None:
        params["until"] = row.rest_until
    raise Refused(replace(REFUSALS[found], params=params))


def _save(row: Limits, until: date | None, organisation_id: UUID | None) -> None:
    row.rest_until, row.rest_after_id = until, organisation_id
    row.save(update_fields=["rest_until", "rest_after"])
