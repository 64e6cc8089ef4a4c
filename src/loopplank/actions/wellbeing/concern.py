"""Take what the person helped says does not go well; somebody with a name answers before a day."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit import workdays
from loopplank.access.requests.requests import request_for_change
from loopplank.access.responsibility.rota import standing_in
from loopplank.access.wellbeing.concern import concern_for_change
from loopplank.access.wellbeing.volunteer_concern import helping
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.wellbeing.volunteer_concern import of_asker
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.requests.states import State, due_after
from loopplank.core.wellbeing.concern import (
    LONGEST,
    OUTCOMES,
    REASONS,
    about_the_coordinator,
    answered_within,
    may_raise,
)
from loopplank.core.wellbeing.volunteer_concern import is_restricted
from loopplank.store.models import AskerConcern, Match, Membership, Request, Volunteer


@verb("concern.raise", Role.HELP_SEEKER)
def raise_concern(
    *,
    actor: Actor,
    now: datetime,
    request_id: UUID,
    reasons: Collection[str] = (),
    words: str = "",
    match_id: UUID | None = None,
    past_reader: bool = False,
) -> UUID:
    """Say that it does not go well. It goes to the owner; past them when it is about them. Saying
    the same again while nobody answered makes no second one.
    """
    whom_it_may_be = Match.objects.filter(request_id=request_id).values("volunteer_id")
    # before the request, as everywhere
    list(
        Volunteer.objects.select_for_update(of=("self",))
        .filter(pk__in=whom_it_may_be)
        .order_by("pk")
    )
    row = request_for_change(actor, request_id)
    words = words.strip()[:LONGEST]
    codes = [code for code in REASONS if code in reasons]
    may_raise(State(row.state), codes, words)
    refuse_bsn(words)
    about_helper = is_restricted(codes, words) and not about_the_coordinator(codes)
    if about_helper and helping(row):
        return _restricted(row, codes, words, actor, now, match_id, past=past_reader)
    same = row.concerns.filter(
        answered_at=None, words=words, reasons=codes, by_applicant=actor.for_another
    ).first()
    if same is not None:
        nothing_changed()
        return same.pk
    past_owner = about_the_coordinator(codes)
    today = local_day(now)
    to = _who_answers(row, today, past_owner=past_owner)
    calendar = workdays.of_organisation(row.organisation, today)
    made = AskerConcern.objects.create(
        organisation_id=row.organisation_id,
        request=row,
        at=now,
        reasons=codes,
        words=words,
        about_coordinator=past_owner,
        by_applicant=actor.for_another,
        to=to,
        answer_before=due_after(answered_within(codes), today, calendar, to.weekdays),
    )
    # its own aggregate: the history of the request is read by whom it may be about
    _record(made, "concern.raised", actor, now, {"reasons": codes, "to": str(to.pk)})
    return made.pk


def _restricted(
    row: Request,
    codes: list[str],
    words: str,
    actor: Actor,
    now: datetime,
    match_id: UUID | None,
    *,
    past: bool,
) -> UUID:
    """Put what it says in the file of the contact person; here stays who answers, and when."""
    said = " ".join([*(REASONS[code] + "." for code in codes), words]).strip()
    to, before, new = of_asker(row, said, actor=actor, now=now, match_id=match_id, past=past)
    if not new:
        nothing_changed()
    made, _created = AskerConcern.objects.get_or_create(
        organisation_id=row.organisation_id,
        request=row,
        restricted=True,
        answered_at=None,
        by_applicant=actor.for_another,
        defaults={"at": now, "to": to, "answer_before": before},
    )
    return made.pk


@dataclass(frozen=True, slots=True)
class Answer:
    """What was done, a code of `OUTCOMES`; whether they spoke; and words for the record."""

    outcome: str
    spoken: bool
    done: str = ""


@verb("concern.answer", Role.COORDINATOR)
def answer(*, actor: Actor, now: datetime, concern_id: UUID, answer: Answer) -> None:
    """Close it with what was done."""
    row = concern_for_change(actor, concern_id, now)
    if row.answered_at is not None:
        nothing_changed()
        return
    if answer.outcome not in OUTCOMES:
        raise NotFound(answer.outcome)
    refuse_bsn(answer.done)
    row.answered_at, row.answered_by_id = now, actor.own_membership
    row.outcome, row.spoken, row.done = answer.outcome, answer.spoken, answer.done.strip()
    row.save(update_fields=["answered_at", "answered_by", "outcome", "spoken", "done"])
    _record(
        row,
        "concern.answered",
        actor,
        now,
        {"outcome": answer.outcome, "spoken": answer.spoken},
    )


def _who_answers(row: Request, today: date, *, past_owner: bool) -> Membership:
    """Return the owner.

    About the owner: the stand-in, or whoever else coordinates there; only where there is nobody
    else it is the owner after all, and the page says so by name.
    """
    if not past_owner:
        return row.owner
    others = standing_in(row.organisation_id, today, anybody=True).select_related("account")
    coordinators = others.filter(role=Role.COORDINATOR).exclude(account_id=row.owner.account_id)
    return coordinators.first() or row.owner


def _record(
    row: AskerConcern, type_: str, actor: Actor, now: datetime, data: dict[str, object]
) -> None:
    record(
        row,
        type_,
        actor=actor,
        now=now,
        journey_id=row.request.journey_id,
        data={"request": str(row.request_id), **data},
    )
