"""Stop with one person or altogether: nobody asks why, and every match comes back with a day.

Nothing new is asked from that moment on. Whoever asked last hears it and calls the person who is
helped; the volunteer arranges nothing, and may stay after all until the end of the last day. Being
erased is something else: see `erasure.erase_volunteer`.
"""

from datetime import date, datetime, time
from uuid import UUID

from django.db.models import QuerySet

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.affiliations import belonging, not_left
from loopplank.access.requests.requests import any_request_for_change
from loopplank.access.volunteers.farewell import said_themselves
from loopplank.access.volunteers.volunteers import (
    carried_by,
    only_telephone,
    volunteer_for_change,
)
from loopplank.actions.kit.action import nothing_changed, record_of_volunteer, verb
from loopplank.actions.ledger.ledger import held_by, recount, take_capacity
from loopplank.actions.matching.matches import stop
from loopplank.actions.messages.messages import queue_to_volunteer
from loopplank.actions.privacy.erasure import hand_back, leave_teams
from loopplank.actions.volunteers.volunteers import tell_on_behalf, unshare
from loopplank.actions.wellbeing.signal import let_know
from loopplank.actions.wellbeing.volunteer_concern import volunteer_gone
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import at_local, local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.matches import HOLDS_CAPACITY, EndReason, MatchState
from loopplank.core.matching.proposals import ProposalState
from loopplank.core.messages.states import MessageState
from loopplank.core.volunteers.affiliations import AffiliationState
from loopplank.core.volunteers.stopping import (
    NOT_CARRIED,
    is_over,
    may_stay,
    may_stop_on,
    may_undo,
)
from loopplank.core.wellbeing.signal import STAYS, STOPS
from loopplank.store.models import (
    Affiliation,
    Limits,
    Match,
    Message,
    Organisation,
    Proposal,
    Volunteer,
    VolunteerSignal,
)


@verb("volunteer.stop", Role.VOLUNTEER, Role.COORDINATOR)
def stop_helping(*, actor: Actor, now: datetime, volunteer_id: UUID, last_day: date) -> None:
    """Stop altogether after `last_day`; saying another day replaces it."""
    volunteer = volunteer_for_change(actor, volunteer_id)
    today = local_day(now)
    may_stop_on(last_day, today)
    row = Limits.objects.get(pk=volunteer.pk)
    said: dict[str, object] = {"last_day": last_day.isoformat()}
    if row.stops_on == last_day:
        _say_the_same(actor, now, volunteer, "volunteer.stops", said)
        return
    if row.stops_on is not None and last_day > row.stops_on:
        _may_undo(actor, now, volunteer)
    row.stops_on = last_day
    row.save(update_fields=["stops_on"])
    carried_by(volunteer).update(leaves_on=last_day)
    recount(volunteer)
    # whoever was just asked something need not answer it any more
    Proposal.objects.filter(volunteer=volunteer, state=ProposalState.OPEN).update(expires_at=now)
    _unsay(VolunteerSignal.objects.filter(volunteer=volunteer))
    carried = list(carried_by(volunteer).order_by("pk"))
    for match in carried:
        _say(actor, now, volunteer, match.organisation, last_day, match)
    told = {match.organisation_id for match in carried}
    for one in _affiliations(volunteer).exclude(organisation_id__in=told):
        _say(actor, now, volunteer, one.organisation, last_day, None)
    tell_on_behalf(actor, volunteer, now)
    _record(actor, now, volunteer, "volunteer.stops", said)


@verb("volunteer.stay", Role.VOLUNTEER, Role.COORDINATOR)
def stay(*, actor: Actor, now: datetime, volunteer_id: UUID) -> None:
    """Let them stay after all. Who was called about it already is called again."""
    volunteer = volunteer_for_change(actor, volunteer_id)
    row = Limits.objects.get(pk=volunteer.pk)
    if row.stops_on is None:
        nothing_changed()
        return
    may_stay(row.stops_on, local_day(now))
    _may_undo(actor, now, volunteer)
    row.stops_on = None
    row.save(update_fields=["stops_on"])
    # nothing new was asked meanwhile, so their weeks are as they were
    carried_by(volunteer).update(leaves_on=None)
    recount(volunteer)
    _take_back(actor, now, volunteer, VolunteerSignal.objects.filter(volunteer=volunteer))
    tell_on_behalf(actor, volunteer, now)
    _record(actor, now, volunteer, "volunteer.stays", {})


@verb("match.stop", Role.VOLUNTEER, Role.COORDINATOR)
def stop_with(*, actor: Actor, now: datetime, match_id: UUID, last_day: date) -> None:
    """Stop with this one person after `last_day`."""
    volunteer, match = _match_of(actor, match_id)
    may_stop_on(last_day, local_day(now))
    if match.state not in HOLDS_CAPACITY:
        raise Refused(NOT_CARRIED)
    said: dict[str, object] = {"match": str(match.pk), "last_day": last_day.isoformat()}
    if match.stops_on == last_day:
        _say_the_same(actor, now, volunteer, "match.stops", said, match)
        return
    if match.stops_on is not None and last_day > match.stops_on:
        _may_undo(actor, now, volunteer, match)
    match.stops_on = last_day
    match.save(update_fields=["stops_on"])
    recount(volunteer)
    _unsay(VolunteerSignal.objects.filter(match=match))
    _say(actor, now, volunteer, match.organisation, last_day, match)
    tell_on_behalf(actor, volunteer, now)
    _record(actor, now, volunteer, "match.stops", said)


@verb("match.stay", Role.VOLUNTEER, Role.COORDINATOR)
def stay_with(*, actor: Actor, now: datetime, match_id: UUID) -> None:
    """Let them go on with this person after all."""
    volunteer, match = _match_of(actor, match_id)
    if match.stops_on is None or match.state not in HOLDS_CAPACITY:
        nothing_changed()
        return
    may_stay(match.stops_on, local_day(now))
    _may_undo(actor, now, volunteer, match)
    held = held_by(match)
    match.stops_on = None
    # the weeks and the hour after it may be given away already
    take_capacity(volunteer, match, told_to=actor, held=held)
    match.save(update_fields=["stops_on"])
    recount(volunteer)
    _take_back(actor, now, volunteer, VolunteerSignal.objects.filter(match=match))
    tell_on_behalf(actor, volunteer, now)
    _record(actor, now, volunteer, "match.stays", {"match": str(match.pk)})


@verb("volunteer.finish_stop", Role.SYSTEM)
def finish_stop(*, actor: Actor, now: datetime, volunteer_id: UUID) -> None:
    """Finish when the last day is over: all help comes back to its owners, and the volunteer is
    thanked.

    They leave an organisation once every call that they were promised there has been made.
    """
    volunteer = volunteer_for_change(actor, volunteer_id)
    row = Limits.objects.get(pk=volunteer.pk)
    if not is_over(row.stops_on, local_day(now)) or row.stops_on is None:
        nothing_changed()
        return
    hand_back(actor, now, volunteer)
    leave_teams(actor, now, volunteer)
    volunteer_gone(volunteer, actor=actor, now=now, erased=False)
    _thank(volunteer, row.stops_on, now)
    left = _leave(volunteer, local_day(now))
    _record(actor, now, volunteer, "volunteer.stopped", {"left": left})


@verb("match.finish_stop", Role.SYSTEM)
def finish_stop_with(*, actor: Actor, now: datetime, match_id: UUID) -> None:
    """Finish when the last day with this person is over; the request comes back to its owner."""
    volunteer, match = _match_of(actor, match_id)
    over = is_over(match.stops_on, local_day(now))
    if not over or match.state not in HOLDS_CAPACITY:
        nothing_changed()
        return
    request = any_request_for_change(match.request_id)
    state = MatchState.ENDED if match.state == MatchState.RUNNING else MatchState.NOT_STARTED
    stop(actor, now, volunteer, request, match, EndReason.OTHER, state=state)


# --- underneath -----------------------------------------------------------------------------------


def _say(
    actor: Actor,
    now: datetime,
    volunteer: Volunteer,
    organisation: Organisation,
    last_day: date,
    match: Match | None,
) -> None:
    let_know(
        actor,
        now,
        volunteer,
        organisation,
        STOPS,
        last_day.isoformat(),
        match=match,
        holds=False,
    )


def _may_undo(
    actor: Actor, now: datetime, volunteer: Volunteer, match: Match | None = None
) -> None:
    """Refuse that a coordinator undoes what a volunteer said in their own words: staying, or a
    later last day. Raises Refused.
    """
    if actor.role is Role.COORDINATOR:
        may_undo(
            volunteer.first_name,
            own_words=said_themselves(volunteer.pk, match.pk if match else None),
            only_telephone=only_telephone(volunteer, now),
        )


def _say_the_same(
    actor: Actor,
    now: datetime,
    volunteer: Volunteer,
    type_: str,
    said: dict[str, object],
    match: Match | None = None,
) -> None:
    """Write the day that was written down for them in their own words: theirs to take back,
    once.
    """
    own = actor.role is Role.VOLUNTEER
    if own and not said_themselves(volunteer.pk, match.pk if match else None):
        _record(actor, now, volunteer, type_, said)
    else:
        nothing_changed()


def _unsay(signals: "QuerySet[VolunteerSignal]") -> None:
    """Close the calls about a day that is not true any more; the events keep that it was."""
    signals.filter(reason__in=[STOPS, STAYS], answered_at=None).delete()


def _take_back(
    actor: Actor, now: datetime, volunteer: Volunteer, signals: "QuerySet[VolunteerSignal]"
) -> None:
    called = signals.filter(reason=STOPS, answered_at__isnull=False).exclude(match=None)
    carried = carried_by(volunteer).filter(pk__in=list(called.values_list("match_id", flat=True)))
    _unsay(signals)
    for match in carried:
        let_know(actor, now, volunteer, match.organisation, STAYS, match=match, holds=False)


def _thank(volunteer: Volunteer, last_day: date, now: datetime) -> None:
    """Thank them with one goodbye of each organisation, in place of a thank-you for each person."""
    one_by_one = ["thanks", "thanks_rest", "not_started"]
    Message.objects.filter(
        volunteer=volunteer, template__in=one_by_one, state=MessageState.QUEUED, queued_at=now
    ).update(state=MessageState.DROPPED, done_at=now)
    said = Message.objects.filter(
        volunteer=volunteer, template="goodbye", queued_at__gte=at_local(last_day, time())
    )
    done = set(said.values_list("organisation_id", flat=True))
    for one in _affiliations(volunteer).exclude(organisation_id__in=done):
        queue_to_volunteer(one.organisation_id, volunteer, "goodbye", {}, now=now)


def _leave(volunteer: Volunteer, today: date) -> int:
    unshare(volunteer)
    waits = VolunteerSignal.objects.filter(volunteer=volunteer, answered_at=None)
    rows = not_left(volunteer=volunteer)
    return rows.exclude(
        organisation_id__in=list(waits.values_list("organisation_id", flat=True))
    ).update(state=AffiliationState.ENDED, ended_on=today)


def _affiliations(volunteer: Volunteer) -> "QuerySet[Affiliation]":
    rows = belonging(volunteer=volunteer)
    return rows.select_related("organisation__first_contact").order_by("since", "pk")


def _match_of(actor: Actor, match_id: UUID) -> tuple[Volunteer, Match]:
    """Return a match of the volunteer who acts, or of the organisation of the coordinator who
    does.
    """
    rows = Match.objects.select_related("request__owner", "organisation", "volunteer")
    if actor.role is Role.VOLUNTEER and actor.id:
        rows = rows.filter(volunteer_id=actor.id)
    elif actor.role is not Role.SYSTEM:
        rows = rows.filter(organisation_id=actor.own_organisation)
    found = rows.filter(pk=match_id).first()
    if found is None:
        raise NotFound(match_id)
    volunteer = Volunteer.objects.select_for_update(of=("self",)).get(pk=found.volunteer_id)
    # read again under the lock
    return volunteer, rows.get(pk=match_id)


def _record(
    actor: Actor, now: datetime, volunteer: Volunteer, type_: str, data: dict[str, object]
) -> None:
    by = {"on_behalf": actor.role is Role.COORDINATOR}
    record_of_volunteer(actor, now, volunteer.pk, type_, {**data, **by})
