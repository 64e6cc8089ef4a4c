"""Ask one volunteer in one act: the question, and its message on its way or told already; and take
that back while it has not left.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from django.db.models import QuerySet

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.messages.messages import on_lists_of
from loopplank.access.requests.requests import request_for_change
from loopplank.access.volunteers.volunteers import volunteer_for_change
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.matching import propose, teams
from loopplank.actions.matching.proposals import decline, withdraw
from loopplank.actions.messages import hand_over_keys
from loopplank.actions.messages.messages import (
    close_as_told,
    own_message,
    record_of_message,
    still_to_leave,
)
from loopplank.actions.messages.moments import schedule
from loopplank.actions.messages.press import keep_back, refuse_to_keep_back
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.proposals import ProposalState
from loopplank.core.messages.deeds import NOT_TRUE_NOW
from loopplank.core.messages.states import Addressee
from loopplank.core.messages.table import RULES
from loopplank.store.models import Message, Proposal, Request, Volunteer


class Way(StrEnum):
    """How a volunteer is asked. MESSAGE: by their own channel. CALLED: on the telephone, a moment
    ago, and they think it over. BY_HAND: on paper or by copying, with a hand-over key in it.
    SAID_YES, SAID_NO: on the telephone, and that was the answer.
    """

    MESSAGE = "message"
    CALLED = "called"
    BY_HAND = "by_hand"
    SAID_YES = "said_yes"
    SAID_NO = "said_no"


@dataclass(frozen=True, slots=True)
class Part:
    """Which leg of a team it is about; `replaces` when somebody else stood in it."""

    team_id: UUID
    number: int
    replaces: bool = False


@verb("proposal.ask_by", Role.COORDINATOR)
def ask_by(
    *,
    actor: Actor,
    now: datetime,
    request_id: UUID,
    volunteer_id: UUID,
    plan: propose.Plan,
    way: Way,
    part: Part | None = None,
) -> UUID:
    """Put a question, and see to it that it is told: all of it or nothing. Returns the message's
    id, or the match's after a yes. Pressed twice it is asked once.

    Raises Refused for everything that forbids a question.
    """
    # the volunteer before the request, always in this order
    volunteer = volunteer_for_change(actor, volunteer_id)
    request = request_for_change(actor, request_id)
    if way is Way.SAID_YES:
        return _put(actor, now, request, volunteer, plan, part, said_yes=True)
    before = _asked_before(actor, request, volunteer, plan, now)
    if before:
        nothing_changed()
    else:
        _put(actor, now, request, volunteer, plan, part)
    message = _message_of(request, volunteer)
    if way is Way.MESSAGE and not before:
        schedule(message, now)
    elif way in {Way.CALLED, Way.SAID_NO}:
        close_as_told(actor, now, message.pk, "spoken")
        if way is Way.SAID_NO:
            decline(actor=actor, now=now, proposal_id=_open_question(request, volunteer).pk)
    elif way is Way.BY_HAND:
        hand_over_keys.make_for_messages(actor=actor, now=now, message_ids=[message.pk])
        message.refresh_from_db()
        if still_to_leave(message):
            # somebody brings it, so it does not come twice
            keep_back(message, actor, now)
    return message.pk


@verb("message.recall", Role.COORDINATOR)
def recall(*, actor: Actor, now: datetime, message_id: UUID) -> bool:
    """Take back a message that has not left: from then on a person tells it, or not. One that puts
    a question takes the question back too. Returns whether it did.

    Raises Refused once it left, and for what nobody keeps back.
    """
    found = Message.objects.filter(on_lists_of(actor), pk=message_id)
    ids = found.values_list("template", "volunteer_id", "request_id").first()
    if ids is None:
        raise NotFound(message_id)
    template, volunteer_id, request_id = ids
    asks = RULES[template].asks if template in RULES else False
    if asks:
        volunteer_for_change(actor, volunteer_id)
        request_for_change(actor, request_id)
    row = own_message(actor, message_id)
    refuse_to_keep_back(row)
    if not asks:
        keep_back(row, actor, now)
        return False
    asked = Proposal.objects.filter(
        request_id=request_id, volunteer_id=volunteer_id, state=ProposalState.OPEN
    ).first()
    if asked is None:
        raise Refused(NOT_TRUE_NOW)
    withdraw(actor=actor, now=now, proposal_id=asked.pk)
    record_of_message(row, "message.recalled", actor, now, {})
    return True


# --- underneath -----------------------------------------------------------------------------------


def _put(
    actor: Actor,
    now: datetime,
    request: Request,
    volunteer: Volunteer,
    plan: propose.Plan,
    part: Part | None,
    *,
    said_yes: bool = False,
) -> UUID:
    """Put the question, or note the yes that was given already: for the whole, or for one leg of a
    team.
    """
    if part is None:
        act = propose.note_yes if said_yes else propose.ask
        return act(
            actor=actor, now=now, request_id=request.pk, volunteer_id=volunteer.pk, plan=plan
        )
    if part.replaces:
        return teams.replace_leg(
            actor=actor,
            now=now,
            team_id=part.team_id,
            number=part.number,
            volunteer_id=volunteer.pk,
            plan=plan,
            said_yes=said_yes,
        )
    return teams.ask_leg(
        actor=actor,
        now=now,
        team_id=part.team_id,
        number=part.number,
        plan=plan,
        said_yes=said_yes,
    )


def _asked_before(
    actor: Actor, request: Request, volunteer: Volunteer, plan: propose.Plan, now: datetime
) -> bool:
    """Return whether this same person put this same question, and it is still open."""
    return Proposal.objects.filter(
        request=request,
        volunteer=volunteer,
        state=ProposalState.OPEN,
        expires_at__gt=now,
        asked_by_id=actor.own_membership,
        first_day=plan.first_day,
        last_day=plan.last_day,
        weekday=plan.weekday,
        start_time=plan.start_time,
        visit_minutes=plan.visit_minutes,
    ).exists()


def open_questions(request_id: UUID, volunteer_id: UUID, now: datetime) -> "QuerySet[Proposal]":
    """Return the question about this request that this volunteer thinks over now."""
    return Proposal.objects.filter(
        request_id=request_id,
        volunteer_id=volunteer_id,
        state=ProposalState.OPEN,
        expires_at__gt=now,
    )


def _open_question(request: Request, volunteer: Volunteer) -> Proposal:
    return Proposal.objects.get(request=request, volunteer=volunteer, state=ProposalState.OPEN)


def _message_of(request: Request, volunteer: Volunteer) -> Message:
    """Return the message that puts the last question about this request to this volunteer."""
    return (
        Message.objects.select_for_update(of=("self",))
        .filter(request=request, volunteer=volunteer, to=Addressee.VOLUNTEER, template="proposal")
        .latest("queued_at", "pk")
    )
