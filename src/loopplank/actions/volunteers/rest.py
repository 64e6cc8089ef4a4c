"""Let a volunteer rest after a heavy time: nobody asks anything new, and they end it with one tap;
and set what a network does about leaving volunteers alone.
"""

from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.volunteers.rest import rests
from loopplank.access.volunteers.volunteers import volunteer_for_change
from loopplank.actions.kit.action import nothing_changed, record, record_of_volunteer, verb
from loopplank.actions.messages.messages import judge_anew
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.matches import EndReason
from loopplank.core.volunteers import contact_limits
from loopplank.core.volunteers.rest import LOOK_BACK, may_be_set, rest_until, was_heavy_time
from loopplank.core.volunteers.visits import VisitState
from loopplank.store.models import Limits, Match, Message, Network, Visit, Volunteer


@verb("volunteer.end_rest", Role.VOLUNTEER)
def end_rest(*, actor: Actor, now: datetime, volunteer_id: UUID) -> None:
    """End the rest ("Ik heb weer ruimte"): the volunteer's own act, and it works at once."""
    volunteer = volunteer_for_change(actor, volunteer_id)
    row = Limits.objects.get(pk=volunteer.pk)
    if not rests(row, local_day(now)):
        nothing_changed()
        return
    _save(row, None, None)
    record_of_volunteer(actor, now, volunteer.pk, "volunteer.rest_ended", {})


@verb("network.set_rest", Role.NETWORK_ADMIN)
def set_rest(
    *, actor: Actor, now: datetime, weeks: int, days_after_no: int, open_at_once: int
) -> None:
    """Set how long a volunteer is left alone, and how many questions they think over at once.

    `weeks` of rest follow heavy help that ends from now on; a rest that began stays. The days and
    the open questions count at once, for what waits already too. Raises Refused out of bounds.
    """
    if actor.network_id is None:
        raise NotFound("network")
    may_be_set(weeks)
    contact_limits.may_be_set(days_after_no, open_at_once)
    row = Network.objects.select_for_update().get(pk=actor.network_id)
    new = {
        "weeks_of_rest_after_heavy": weeks,
        "days_of_rest_after_no": days_after_no,
        "open_asks_at_once": open_at_once,
    }
    before = {name: getattr(row, name) for name in new}
    if before == new:
        nothing_changed()
        return
    for name, value in new.items():
        setattr(row, name, value)
    row.save(update_fields=list(new))
    judge_anew(Message.objects.filter(organisation__network=row), now)
    record(
        row,
        "network.rest_set",
        actor=actor,
        now=now,
        data={
            "weeks": weeks,
            "days_after_no": days_after_no,
            "open_at_once": open_at_once,
            "before": before["weeks_of_rest_after_heavy"],
            "days_before": before["days_of_rest_after_no"],
            "open_before": before["open_asks_at_once"],
        },
    )


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
    """Let who comes back from a pause be asked nothing on that day; the limits' own event
    tells it.
    """
    if row.rest_until is None or row.rest_until < until:
        row.rest_until, row.rest_after = until, None


def _save(row: Limits, until: date | None, organisation_id: UUID | None) -> None:
    row.rest_until, row.rest_after_id = until, organisation_id
    row.save(update_fields=["rest_until", "rest_after"])
