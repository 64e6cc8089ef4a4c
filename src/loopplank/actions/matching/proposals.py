"""Take the answer to a question to a volunteer: yes takes the room, a no costs nothing."""

from datetime import datetime, timedelta
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.requests.requests import any_request_for_change, request_for_change
from loopplank.access.volunteers.volunteers import volunteer_for_change
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.matching.propose import agree_on
from loopplank.actions.messages.messages import drop_questions
from loopplank.actions.requests.open_questions import search_on
from loopplank.actions.transitions.transitions import bring_forward, save_and_record
from loopplank.core.account.roles import AS_VOLUNTEER, Role
from loopplank.core.arrangements.coming import yes_waits
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.matching.proposals import (
    TAKEN_BACK,
    UNDECIDED,
    AnsweredVia,
    DeclineReason,
    ProposalState,
    of_use_until,
)
from loopplank.core.requests.states import State
from loopplank.store.models import Match, Proposal, Request, Volunteer

SOLVED = Reason("proposal.solved", dutch("Deze vraag is al opgelost. Dank dat je keek."))
READ_FIRST = Reason(
    "proposal.read_first",
    dutch("Er is iets veranderd. Bel eerst en schrijf dat gesprek op; dan kan deze ja tellen."),
)
EXPIRED = Reason(
    "proposal.expired",
    dutch("De tijd om te antwoorden is voorbij. Dat is prima; wij zoeken verder."),
)


@verb("proposal.accept", Role.VOLUNTEER, Role.KEY_HOLDER, Role.COORDINATOR)
def accept(*, actor: Actor, now: datetime, proposal_id: UUID) -> UUID | None:
    """Say yes, and take the capacity in this same transaction. Returns the match.

    Something that changed and that nobody read yet comes first: then the yes waits for a
    coordinator, takes nothing, and there is no match yet (None). Raises Refused when the limit, the
    request or the time does not allow it any more.
    """
    volunteer, request, row = _locked(actor, proposal_id)
    if row.state == ProposalState.YES:
        nothing_changed()
        return Match.objects.get(proposal=row).pk
    if row.state == ProposalState.WAITS:
        nothing_changed()
        return None
    _still_open(request, row, now)
    if actor.role in AS_VOLUNTEER and yes_waits(request.change_reported):
        _let_wait(actor, now, request, row)
        return None
    row.state, row.answered_at = ProposalState.YES, now
    row.answered_via = _via(actor)
    row.save(update_fields=["state", "answered_at", "answered_via"])
    return agree_on(actor, now, request, volunteer, row)


@verb("proposal.let_count", Role.COORDINATOR)
def let_yes_count(*, actor: Actor, now: datetime, proposal_id: UUID) -> UUID:
    """Let a yes count that waited, now that somebody read what changed. Returns the match.

    All that stands in the way of a yes is looked at again. Raises Refused while nobody read it, or
    when there is no room any more.
    """
    volunteer, request, row = _locked(actor, proposal_id)
    if row.state == ProposalState.YES:
        nothing_changed()
        return Match.objects.get(proposal=row).pk
    if row.state != ProposalState.WAITS or request.state == State.CLOSED:
        raise Refused(SOLVED)
    if yes_waits(request.change_reported):
        raise Refused(READ_FIRST)
    row.state = ProposalState.YES
    row.save(update_fields=["state"])
    return agree_on(actor, now, request, volunteer, row)


@verb("proposal.decline", Role.VOLUNTEER, Role.KEY_HOLDER, Role.COORDINATOR)
def decline(
    *, actor: Actor, now: datetime, proposal_id: UUID, reason: str = DeclineReason.UNSAID
) -> None:
    """Say no, which is a good answer: nothing else happens than that the search goes on."""
    _volunteer, request, row = _locked(actor, proposal_id)
    if row.state == ProposalState.NO:
        if reason in set(DeclineReason) and reason not in {
            row.decline_reason,
            DeclineReason.UNSAID,
        }:
            row.decline_reason = reason
            row.save(update_fields=["decline_reason"])
            save_and_record(
                request,
                "request.decline_explained",
                actor=actor,
                now=now,
                data={"proposal": str(row.pk), "reason": reason},
            )
        else:
            nothing_changed()
        return
    if row.state not in UNDECIDED:
        raise Refused(SOLVED if row.state in TAKEN_BACK else EXPIRED)
    row.state, row.answered_at = ProposalState.NO, now
    row.answered_via = _via(actor)
    row.decline_reason = reason if reason in set(DeclineReason) else DeclineReason.UNSAID
    row.save(update_fields=["state", "answered_at", "answered_via", "decline_reason"])
    drop_questions(request, now, row.volunteer_id)
    search_on(request, now)
    save_and_record(
        request,
        "request.declined",
        actor=actor,
        now=now,
        data={"proposal": str(row.pk), "reason": row.decline_reason},
    )


@verb("proposal.question", Role.VOLUNTEER)
def question(*, actor: Actor, now: datetime, proposal_id: UUID, text: str) -> None:
    """Ask something first: the coordinator calls the volunteer. The question to them stays open."""
    _volunteer, request, row = _locked(actor, proposal_id)
    _still_open(request, row, now)
    refuse_bsn(text)
    row.question = text.strip()[:300] or "?"
    longer = max(row.expires_at, now + timedelta(days=3))
    row.expires_at = min(longer, of_use_until(row.first_day, row.last_day, row.start_time))
    row.save(update_fields=["question", "expires_at"])
    bring_forward(request, local_day(now))
    request.changed_at, request.version = now, request.version + 1
    save_and_record(
        request, "request.volunteer_asks", actor=actor, now=now, data={"proposal": str(row.pk)}
    )


@verb("proposal.withdraw", Role.COORDINATOR)
def withdraw(*, actor: Actor, now: datetime, proposal_id: UUID) -> None:
    """Take a question back before it was answered."""
    _volunteer, request, row = _locked(actor, proposal_id)
    if row.state not in UNDECIDED:
        raise Refused(SOLVED)
    row.state, row.answered_at = ProposalState.WITHDRAWN, now
    row.save(update_fields=["state", "answered_at"])
    drop_questions(request, now, row.volunteer_id)
    search_on(request, now)
    save_and_record(
        request, "request.proposal_withdrawn", actor=actor, now=now, data={"proposal": str(row.pk)}
    )


@verb("proposal.expire", Role.SYSTEM)
def expire(*, actor: Actor, now: datetime, proposal_id: UUID) -> None:
    """End a question of which the time to answer passed: recorded as "geen antwoord", which costs
    nothing.
    """
    _volunteer, request, row = _locked(actor, proposal_id)
    if row.state not in UNDECIDED or row.expires_at > now:
        nothing_changed()
        return
    said = row.state == ProposalState.WAITS
    row.state, row.answered_at = ProposalState.GONE if said else ProposalState.SILENT, now
    row.save(update_fields=["state", "answered_at"])
    drop_questions(request, now, row.volunteer_id)
    search_on(request, now)
    save_and_record(
        request, "request.no_answer", actor=actor, now=now, data={"proposal": str(row.pk)}
    )


# --- underneath -----------------------------------------------------------------------------------


def _via(actor: Actor) -> AnsweredVia:
    by = {Role.VOLUNTEER: AnsweredVia.SELF, Role.KEY_HOLDER: AnsweredVia.BY_KEY}
    return by.get(actor.role, AnsweredVia.BY_PHONE)


def _locked(actor: Actor, proposal_id: UUID) -> tuple[Volunteer, Request, Proposal]:
    """Lock the volunteer first, then the request, always in this order; then read the proposal as
    it is now. Raises NotFound when it is not the actor's.
    """
    rows = Proposal.objects.filter(pk=proposal_id)
    if actor.role is Role.KEY_HOLDER:
        rows = rows.filter(organisation_id=actor.own_organisation)
    found = rows.values_list("volunteer_id", "request_id").first()
    if found is None:
        raise NotFound(proposal_id)
    volunteer_id, request_id = found
    if actor.role in AS_VOLUNTEER and volunteer_id != actor.id:
        raise NotFound(proposal_id)
    volunteer = (
        volunteer_for_change(actor, volunteer_id)
        if actor.role is Role.KEY_HOLDER
        else _any_volunteer(volunteer_id)
    )
    request = (
        any_request_for_change(request_id)
        if actor.role in AS_VOLUNTEER
        else request_for_change(actor, request_id)
    )
    row = Proposal.objects.get(pk=proposal_id)
    if row.volunteer_id != volunteer.pk:
        # while this waited for the lock, two rows of this volunteer became one
        raise NotFound(proposal_id)
    return volunteer, request, row


def _any_volunteer(volunteer_id: UUID) -> Volunteer:
    # a proposal may outlive the affiliation, so the lock goes by the row itself
    return Volunteer.objects.select_for_update(of=("self",)).get(pk=volunteer_id)


def _let_wait(actor: Actor, now: datetime, request: Request, row: Proposal) -> None:
    """Keep a yes for the owner, who reads today what changed; it takes no room until then."""
    row.state, row.answered_at, row.answered_via = ProposalState.WAITS, now, _via(actor)
    # it waits as long as it can still be of use
    row.expires_at = of_use_until(row.first_day, row.last_day, row.start_time)
    row.save(update_fields=["state", "answered_at", "answered_via", "expires_at"])
    drop_questions(request, now, row.volunteer_id)
    bring_forward(request, local_day(now))
    request.changed_at, request.version = now, request.version + 1
    save_and_record(
        request, "request.yes_waits", actor=actor, now=now, data={"proposal": str(row.pk)}
    )


def _still_open(request: Request, row: Proposal, now: datetime) -> None:
    if row.state != ProposalState.OPEN or request.state == State.CLOSED:
        raise Refused(EXPIRED if row.state == ProposalState.SILENT else SOLVED)
    if row.expires_at <= now:
        raise Refused(EXPIRED)
