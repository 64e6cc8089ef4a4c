"""Read the message that puts a question to a volunteer: as it will be, and as it stands now."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.messages.channels import channels
from loopplank.access.messages.messages import MessageFacts, facts_of, read_as_member, with_people
from loopplank.access.messages.send_policy import foreseen
from loopplank.access.volunteers.volunteers import volunteers
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.proposals import ProposalState
from loopplank.core.messages.rules import Verdict
from loopplank.core.messages.states import Addressee
from loopplank.store.models import Message, Organisation, Proposal, Request, Volunteer

_TEMPLATE = "proposal"


@dataclass(frozen=True, slots=True)
class Question:
    """One question as a message. `verdict` says when it leaves by itself; None when no loop sends
    by that channel. `proposal_id` once it was put.
    """

    facts: MessageFacts
    verdict: Verdict | None
    proposal_id: UUID | None = None


def question_to_be(
    actor: Actor, row: Request, volunteer_id: UUID, until: datetime, now: datetime
) -> Question | None:
    """Return the question that was not put yet; None for whoever is no volunteer of theirs. `until`
    is the moment that it asks for. The page that shows it records the reading.
    """
    who = volunteers(actor).filter(pk=volunteer_id).first()
    if who is None:
        return None
    house = Organisation.objects.select_related("network").get(pk=row.organisation_id)
    draft = _draft(row, who, house, now)
    facts = facts_of([draft], local_day(now))[0]
    leaves = draft.channel in channels()
    return Question(facts, foreseen(draft, until, now) if leaves else None)


def questions_to_be(
    actor: Actor, asked: Iterable[tuple[Request, UUID]], now: datetime
) -> dict[tuple[UUID, UUID], MessageFacts]:
    """Return what each of these volunteers would read, by request and volunteer, without those who
    are no volunteer of theirs; as many queries for one as for all. The requests come with owner and
    organisation. The page that shows them records the reading.
    """
    pairs = list(asked)
    whom = volunteers(actor).in_bulk({volunteer_id for _row, volunteer_id in pairs})
    drafts = [
        _draft(row, whom[volunteer_id], row.organisation, now)
        for row, volunteer_id in pairs
        if volunteer_id in whom
    ]
    facts = facts_of(drafts, local_day(now))
    return {
        (row.request_id, row.volunteer_id): one
        for row, one in zip(drafts, facts, strict=True)
        if row.request_id and row.volunteer_id
    }


def questions_put(
    actor: Actor, asked: Collection[tuple[UUID, UUID]], now: datetime
) -> dict[tuple[UUID, UUID], Question]:
    """Return the questions that are open now, by request and volunteer, and how their messages
    stand; as many queries for one as for all.
    """
    among = {
        "request_id__in": {request_id for request_id, _volunteer_id in asked},
        "volunteer_id__in": {volunteer_id for _request_id, volunteer_id in asked},
    }
    put = Proposal.objects.filter(
        **among,
        organisation_id=actor.own_organisation,
        state=ProposalState.OPEN,
        expires_at__gt=now,
    )
    open_now = {(one.request_id, one.volunteer_id): one.pk for one in put}
    rows = Message.objects.filter(**among, template=_TEMPLATE).order_by("queued_at", "pk")
    last = {(row.request_id, row.volunteer_id): row for row in with_people(rows)}
    told = [row for pair, row in last.items() if pair in open_now and pair in asked]
    return {
        pair: Question(one, None, open_now[pair])
        for one in read_as_member(actor, told, now)
        if one.request_id and one.volunteer_id
        for pair in ((one.request_id, one.volunteer_id),)
    }


def _draft(row: Request, who: Volunteer, house: Organisation, now: datetime) -> Message:
    """Return the message as it would be queued now; it is not saved."""
    return Message(
        organisation=house,
        request=row,
        volunteer=who,
        to=Addressee.VOLUNTEER,
        channel=who.channel,
        template=_TEMPLATE,
        language=who.language,
        params={"from": row.owner.account.name},
        queued_at=now,
    )


def question_put(
    actor: Actor, request_id: UUID, volunteer_id: UUID, now: datetime
) -> Question | None:
    """Return the question that is open now and how its message stands; None when there is none."""
    asked = Proposal.objects.filter(
        request_id=request_id,
        volunteer_id=volunteer_id,
        organisation_id=actor.own_organisation,
        state=ProposalState.OPEN,
        expires_at__gt=now,
    ).values_list("pk", flat=True)
    proposal_id = asked.first()
    if proposal_id is None:
        return None
    rows = Message.objects.filter(
        request_id=request_id, volunteer_id=volunteer_id, template=_TEMPLATE
    )
    row = with_people(rows.order_by("-queued_at", "-pk")).first()
    if row is None:
        return None
    return Question(read_as_member(actor, [row], now)[0], None, proposal_id)
