"""Take a concern about a volunteer: into the restricted file, with a hearing and a decision.

Nothing of it stands in a count, an event or a list of anybody but the contact person and the
stand-in; the volunteer reads neutral words, and counts as not available until it is decided.
"""

from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit import workdays
from loopplank.access.requests.requests import request_for_change
from loopplank.access.responsibility.on_duty import away
from loopplank.access.responsibility.promises import named_on
from loopplank.access.wellbeing.safety import file_for_change
from loopplank.access.wellbeing.trusted import contacts_of
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.messages.messages import (
    drop_queued,
    queue_to_account,
    queue_to_asker,
    queue_to_volunteer,
)
from loopplank.actions.wellbeing.safety import write_step
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.matches import MatchState
from loopplank.core.requests.states import due_after
from loopplank.core.wellbeing.safety import SAFE_CHANNELS, Step
from loopplank.core.wellbeing.volunteer_concern import (
    ACT_WITHIN,
    ANSWER_OF,
    DECIDED_ALREADY,
    HEAR_WITHIN,
    Decision,
    may_decide,
)
from loopplank.store.models import (
    AskerConcern,
    Match,
    Membership,
    Organisation,
    Request,
    SafetyFile,
)

ON_HOLD = ("on_hold", "on_hold_asker")


def open_about(
    request: Request, match: Match, words: str, *, actor: Actor, now: datetime
) -> SafetyFile:
    """Open the file about a volunteer, or add to the one that is open about this match."""
    known = SafetyFile.objects.filter(match=match, about_volunteer=True, closed_at=None).first()
    if known is not None:
        write_step(known, Step.TOLD, local_day(now), words, now, by_id=None)
        record(known, "safety.step", actor=actor, now=now, data={"step": Step.TOLD.value})
        return known
    organisation = request.organisation
    holder, other, of_network = _who_reads(organisation, request, now)
    today = local_day(now)
    calendar = workdays.of_organisation(organisation, today)
    row = SafetyFile.objects.create(
        organisation=organisation,
        volunteer_id=match.volunteer_id,
        match=match,
        held_by=holder,
        stand_in=other,
        of_network=of_network,
        opened_at=now,
        about_volunteer=True,
        act_before=due_after(ACT_WITHIN, today, calendar, holder.weekdays),
        hear_before=due_after(HEAR_WITHIN, today, calendar, holder.weekdays),
    )
    write_step(row, Step.TOLD, today, words, now, by_id=None)
    record(row, "safety.opened", actor=actor, now=now, data={})
    queue_to_account(organisation, holder.account, "concern_yours", {}, now=now)
    return row


@verb("safety.note_about_volunteer", Role.COORDINATOR)
def note_about_volunteer(
    *, actor: Actor, now: datetime, request_id: UUID, match_id: UUID, words: str, suspend: bool
) -> UUID:
    """Write down what was said on the telephone. Whoever writes it does not read it back, unless
    they are the contact person.
    """
    request = request_for_change(actor, request_id)
    match = _match_of(request, match_id)
    refuse_bsn(words)
    row = open_about(request, match, words.strip(), actor=actor, now=now)
    if suspend:
        _suspend(row, request, match, actor, now)
    return row.pk


def of_asker(
    request: Request, words: str, *, actor: Actor, now: datetime
) -> tuple[Membership, date]:
    """Take what the person said on their own page. Returns who reads it and before which day."""
    match = request.matches.filter(state=MatchState.RUNNING).order_by("-agreed_at").first()
    if match is None:
        raise NotFound("match")
    row = open_about(request, match, words, actor=actor, now=now)
    return row.held_by, row.act_before or local_day(now)


@verb("safety.suspend", *MAY_OWN)
def suspend(*, actor: Actor, now: datetime, file_id: UUID) -> None:
    """Let the visits stand still until it is decided; for the holder of the file."""
    row, request, match = _locked(actor, file_id)
    if row.suspended_at is not None:
        nothing_changed()
        return
    _suspend(row, request, match, actor, now)


@verb("safety.hear", *MAY_OWN)
def hear(*, actor: Actor, now: datetime, file_id: UUID, on: date, words: str) -> None:
    """Note that the volunteer was heard, by whom, on which day, and what they said."""
    row, _request, _match = _locked(actor, file_id)
    if row.heard_on is not None or not row.about_volunteer:
        nothing_changed()
        return
    refuse_bsn(words)
    row.heard_on, row.heard_by_id = min(on, local_day(now)), actor.own_membership
    row.save(update_fields=["heard_on", "heard_by"])
    write_step(row, Step.HEARD, row.heard_on, words, now, by_id=actor.own_membership)
    record(row, "safety.step", actor=actor, now=now, data={"step": Step.HEARD.value})


@verb("safety.decide", *MAY_OWN)
def decide(
    *,
    actor: Actor,
    now: datetime,
    file_id: UUID,
    decision: Decision,
    words: str,
    until: date | None = None,
) -> None:
    """Decide after the hearing: the volunteer gets it in writing with its last day, and the person
    hears what happens with the next visit.
    """
    row, request, match = _locked(actor, file_id)
    if row.decision:
        raise Refused(DECIDED_ALREADY)
    today = local_day(now)
    may_decide(decision, words, until, today, heard=row.heard_on is not None)
    refuse_bsn(words)
    row.decision, row.decision_words = decision, words.strip()
    row.decided_at, row.decided_until = now, until
    if row.suspended_at is None and decision is not Decision.GOES_ON:
        row.suspended_at = now
    row.save(
        update_fields=["decision", "decision_words", "decided_at", "decided_until", "suspended_at"]
    )
    _stand_still(match, None if decision is Decision.GOES_ON else match.still_from or today)
    step = Step.GOES_ON if decision is Decision.GOES_ON else Step.PAUSE
    write_step(row, step, today, words, now, by_id=actor.own_membership)
    _tell_decision(row, request, match, decision, until, now)
    _answer_person(request, decision, actor, now)
    record(row, "safety.decided", actor=actor, now=now, data={})


@verb("safety.set_near", *MAY_OWN)
def set_near(*, actor: Actor, now: datetime, file_id: UUID, near: bool) -> None:
    """Say that it is about somebody near the person; then messages wait for a safe way."""
    row = file_for_change(actor, file_id)
    if row.near == near:
        nothing_changed()
        return
    row.near = near
    row.save(update_fields=["near"])
    record(row, "safety.step", actor=actor, now=now, data={"step": "near"})


@verb("safety.confirm_channel", *MAY_OWN)
def confirm_channel(*, actor: Actor, now: datetime, file_id: UUID, channel: str) -> None:
    """Confirm how the person is reached without whoever it is about."""
    row = file_for_change(actor, file_id)
    if channel not in SAFE_CHANNELS:
        raise NotFound(channel)
    if row.safe_channel == channel:
        nothing_changed()
        return
    row.safe_channel = channel
    row.save(update_fields=["safe_channel"])
    record(row, "safety.step", actor=actor, now=now, data={"step": "channel"})


# --- underneath -----------------------------------------------------------------------------------


def _locked(actor: Actor, file_id: UUID) -> tuple[SafetyFile, Request, Match]:
    row = file_for_change(actor, file_id)
    if row.match_id is None:
        raise NotFound(file_id)
    match = Match.objects.select_for_update(of=("self",)).get(pk=row.match_id)
    request = Request.objects.select_related("owner__account", "organisation").get(
        pk=match.request_id
    )
    return row, request, match


def _match_of(request: Request, match_id: UUID) -> Match:
    match = (
        request.matches.select_for_update(of=("self",))
        .filter(pk=match_id, state=MatchState.RUNNING)
        .first()
    )
    if match is None:
        raise NotFound(match_id)
    return match


def _who_reads(
    organisation: Organisation, request: Request, now: datetime
) -> tuple[Membership, Membership | None, bool]:
    """Return who reads it and who stands in: whom the organisation or its network trusts, else who
    was named of the board, else the owner alone.
    """
    named = contacts_of(organisation)
    if named.people:
        there = [one for one in named.people if not away(one, local_day(now))]
        first = (there or list(named.people))[0]
        other = next((one for one in named.people if one.pk != first.pk), None)
        return first, other, named.of_network
    board = organisation.board_contact
    if board is not None and board.active:
        return Membership.objects.select_related("account").get(pk=board.pk), None, False
    return request.owner, None, False


def _suspend(row: SafetyFile, request: Request, match: Match, actor: Actor, now: datetime) -> None:
    today = local_day(now)
    row.suspended_at = now
    row.save(update_fields=["suspended_at"])
    _stand_still(match, match.still_from or today)
    drop_queued(request, now, templates=("on_hold_over", "on_hold_over_asker"))
    by = row.hear_before or today
    who = named_on(row.held_by, row.organisation, by)
    name = who.account.name if who else row.organisation.name
    volunteer, asker = ON_HOLD
    words: dict[str, object] = {"coordinator": name, "day": by.isoformat()}
    queue_to_volunteer(
        request.organisation_id, match.volunteer, volunteer, words, now=now, request=request
    )
    act_by = row.act_before or today
    calls = named_on(row.held_by, row.organisation, act_by)
    queue_to_asker(
        request,
        asker,
        {
            "volunteer": match.volunteer.first_name,
            "coordinator": calls.account.name if calls else row.organisation.name,
            "day": act_by.isoformat(),
        },
        now=now,
    )
    record(row, "safety.step", actor=actor, now=now, data={"step": "suspended"})


def _stand_still(match: Match, since: date | None) -> None:
    """Let the visits of a match stand still, or go on: all that is to come of it follows."""
    match.still_from = since
    match.save(update_fields=["still_from"])


def _tell_decision(
    row: SafetyFile,
    request: Request,
    match: Match,
    decision: Decision,
    until: date | None,
    now: datetime,
) -> None:
    drop_queued(request, now, templates=ON_HOLD)
    shared: dict[str, object] = {
        "decision": decision.value,
        "until": until.isoformat() if until else "",
        "coordinator": row.held_by.account.name,
        "volunteer": match.volunteer.first_name,
    }
    queue_to_volunteer(
        request.organisation_id, match.volunteer, "on_hold_over", shared, now=now, request=request
    )
    queue_to_asker(request, "on_hold_over_asker", shared, now=now)


def _answer_person(request: Request, decision: Decision, actor: Actor, now: datetime) -> None:
    AskerConcern.objects.filter(request=request, restricted=True, answered_at=None).update(
        answered_at=now,
        answered_by_id=actor.own_membership,
        outcome=ANSWER_OF[decision],
        spoken=True,
    )
