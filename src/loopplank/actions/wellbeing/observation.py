"""Take what a volunteer sees or would like to begin; somebody with a name answers."""

from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from loopplank.access.account import links as link_access
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.affiliations import belonging
from loopplank.access.responsibility.rota import answers_for
from loopplank.access.volunteers.volunteers import volunteer_for_change
from loopplank.access.wellbeing.observation import answer_day, observations
from loopplank.actions.gaps.gaps import chosen_gap
from loopplank.actions.kit.action import nothing_changed, record, record_of_installation, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.messages.messages import queue_to_volunteer
from loopplank.actions.wellbeing.name_check import refuse_naming
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import at_local, local_day, months_after
from loopplank.core.wellbeing.observation import (
    GAP,
    KINDS,
    LONGEST,
    LONGEST_ANSWER,
    MONTHS_KEPT,
    OUTCOMES,
    may_answer,
    may_send,
)
from loopplank.store.models import Observation


@verb("observation.send", Role.VOLUNTEER)
def send(
    *, actor: Actor, now: datetime, kind: str, words: str, organisation_id: UUID | None = None
) -> UUID:
    """Send it to an organisation where this volunteer belongs: the one joined first unless another
    is named. The same words again, while nobody answered, make no second one.
    """
    if actor.id is None or kind not in KINDS:
        raise NotFound("observation")
    volunteer = volunteer_for_change(actor, actor.id)
    here = belonging(volunteer=volunteer)
    if organisation_id is not None:
        here = here.filter(organisation_id=organisation_id)
    at = here.select_related("organisation").order_by("since", "pk").first()
    if at is None:
        raise NotFound(organisation_id)
    words = words.strip()[:LONGEST]
    may_send(words)
    refuse_bsn(words)
    same = Observation.objects.filter(
        volunteer=volunteer,
        organisation_id=at.organisation_id,
        kind=kind,
        words=words,
        answered_at=None,
    ).first()
    if same is not None:
        nothing_changed()
        return same.pk
    today = local_day(now)
    to = answers_for(at.organisation, today)
    if to is None:
        raise NotFound("coordinator")
    row = Observation.objects.create(
        organisation_id=at.organisation_id,
        volunteer=volunteer,
        kind=kind,
        words=words,
        at=now,
        to=to,
        answer_before=answer_day(at.organisation, to, today),
    )
    record(row, "observation.sent", actor=actor, now=now, data={"kind": kind, "to": str(to.pk)})
    return row.pk


@dataclass(frozen=True, slots=True)
class Answer:
    """What came of it, a code of `OUTCOMES`; words for the volunteer; and which gap it is, a known
    one or a new name.
    """

    outcome: str
    words: str = ""
    gap_id: UUID | None = None
    gap_name: str = ""


@verb("observation.answer", Role.COORDINATOR)
def answer(*, actor: Actor, now: datetime, observation_id: UUID, answer: Answer) -> None:
    """Answer it, with the own name; the volunteer gets a message and reads it on their page."""
    row = (
        observations(actor)
        .select_related("volunteer")
        .select_for_update(of=("self",))
        .filter(pk=observation_id)
        .first()
    )
    if row is None or answer.outcome not in OUTCOMES:
        raise NotFound(observation_id)
    if row.answered_at is not None:
        nothing_changed()
        return
    words, name = answer.words.strip()[:LONGEST_ANSWER], answer.gap_name.strip()
    named = bool(answer.gap_id or name)
    may_answer(answer.outcome, words, has_gap=named)
    refuse_bsn(words, name)
    # the name of a gap is read by others
    refuse_naming(row.volunteer, name)
    if answer.outcome == GAP:
        row.gap = chosen_gap(actor, now, answer.gap_id, name)
    row.answered_at, row.answered_by_id = now, actor.own_membership
    row.outcome, row.answer = answer.outcome, words
    row.save(update_fields=["gap", "answered_at", "answered_by", "outcome", "answer"])
    queue_to_volunteer(
        row.organisation_id,
        row.volunteer,
        "observation_answered",
        {"by": actor.name},
        now=now,
        link=link_access.of_subject(link_access.WEEK, row.volunteer_id),
    )
    data: dict[str, object] = {
        "outcome": answer.outcome,
        "gap": str(row.gap_id) if row.gap_id else None,
    }
    record(row, "observation.answered", actor=actor, now=now, data=data)


@verb("observation.forget", Role.SYSTEM)
def forget(*, actor: Actor, now: datetime) -> int:
    """Delete what was answered more than a year ago. The gap that it became stays."""
    before = at_local(months_after(local_day(now), -MONTHS_KEPT), time())
    gone, _ = Observation.objects.filter(answered_at__lt=before).delete()
    if not gone:
        nothing_changed()
        return 0
    record_of_installation(actor, now, "observations.forgotten", {"observations": gone})
    return gone


# --- underneath -----------------------------------------------------------------------------------
