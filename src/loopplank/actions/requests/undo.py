"""Undo the last step of a request: one act that puts back what stood, and an event that says so.

An action that can be undone keeps with its event what stood before it (`before`, of
`actions/transitions/transitions.py`): codes, numbers and dates only. What it queued is dropped, and
what it dropped waits again; when something of it left already, nothing is undone.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q

from loopplank.access.account.actors import Actor
from loopplank.access.requests.requests import request_for_change
from loopplank.access.requests.undo import as_done, last_event
from loopplank.actions.kit.action import verb
from loopplank.actions.transitions.transitions import save_and_record
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.proposals import ProposalState
from loopplank.core.messages.states import MessageState
from loopplank.core.responsibility.undo import ACTED, LEFT, NOT_THIS, UNDONE, why_not
from loopplank.store.models import Assessment, Event, Match, Message, Proposal, Request


@verb("request.undo", Role.COORDINATOR)
def undo(*, actor: Actor, now: datetime, request_id: UUID, sequence: int) -> None:
    """Undo the step with this number. Raises Refused after half a minute, for anybody else, once
    something else happened, and when a message about it left.
    """
    row = request_for_change(actor, request_id)
    last = last_event(row.pk)
    refused = why_not(as_done(last), sequence, actor.id, now)
    if refused is not None or last is None:
        raise Refused(refused or NOT_THIS)
    _take_messages_back(row, last, now)
    _BACK[last.type](row, last.data, now)
    columns = [name for name in last.data["before"] if name != "match"]
    for name in columns:
        stood = last.data["before"][name]
        column: Any = Request._meta.get_field(name)  # noqa: SLF001  Django's own way
        setattr(row, name, column.to_python(stood))
    row.changed_at, row.version = now, row.version + 1
    save_and_record(
        row,
        UNDONE,
        actor=actor,
        now=now,
        columns=columns,
        data={"undid": last.type, "of": sequence},
    )


# --- underneath -----------------------------------------------------------------------------------


#: What each of them queues.
_TEMPLATES = {
    "request.waiting": ("wait",),
    "request.proposed": ("proposal",),
    "request.meeting_planned": ("meeting", "meeting_volunteer"),
}


def _take_messages_back(row: Request, last: Event, now: datetime) -> None:
    """Drop what was queued by it, and let what it dropped wait again. Raises Refused when something
    of it left, or is being sent now.
    """
    about = Message.objects.filter(request=row)
    queued = about.filter(queued_at=last.at, template__in=_TEMPLATES.get(last.type, ()))
    still = Q(lease_until=None) | Q(lease_until__lte=now)
    waits = queued.filter(still, state=MessageState.QUEUED)
    many = queued.exclude(state=MessageState.DROPPED).count()
    if waits.update(state=MessageState.DROPPED, done_at=now) != many:
        raise Refused(LEFT)
    dropped = about.filter(state=MessageState.DROPPED, done_at=last.at).exclude(queued_at=last.at)
    dropped.update(state=MessageState.QUEUED, done_at=None)


def _decision(row: Request, data: Mapping[str, Any], now: datetime) -> None:  # noqa: ARG001  one shape
    made = Assessment.objects.get(pk=data["assessment"], request=row)
    made.decision, made.decided_route = "", ""
    made.decision_reason, made.decision_words = "", ""
    made.decided_by, made.decided_at = None, None
    made.save(
        update_fields=[
            *("decision", "decided_route", "decision_reason", "decision_words"),
            *("decided_by", "decided_at"),
        ]
    )


def _waiting(row: Request, data: Mapping[str, Any], now: datetime) -> None:
    """Nothing but the columns of the request and the letter."""


def _question(row: Request, data: Mapping[str, Any], now: datetime) -> None:
    """Take the question back before it left: the volunteer may be asked for it again."""
    asked = Proposal.objects.filter(
        pk=data["proposal"], request=row, state=ProposalState.OPEN, question=""
    )
    if not asked.update(state=ProposalState.WITHDRAWN, answered_at=now):
        raise Refused(ACTED)


def _meeting(row: Request, data: Mapping[str, Any], now: datetime) -> None:  # noqa: ARG001  one shape
    stood = data["before"]["match"]
    match = Match.objects.get(pk=data["match"], request=row)
    match.meeting_at = datetime.fromisoformat(stood) if stood else None
    match.save(update_fields=["meeting_at"])


_BACK = {
    "request.decided": _decision,
    "request.waiting": _waiting,
    "request.proposed": _question,
    "request.meeting_planned": _meeting,
}
