"""Do what every change of a referral needs: its status, the responsibility, and the event."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account import links as link_access
from loopplank.access.account.actors import Actor
from loopplank.access.referrals.referrals import open_referral_of
from loopplank.access.referrals.sides import receiver_name
from loopplank.actions.account.links import make_link
from loopplank.actions.kit.action import record_event
from loopplank.actions.messages.messages import queue_to_account, queue_to_asker, queue_to_party
from loopplank.actions.referrals.receive import receive
from loopplank.actions.transitions.transitions import (
    bring_forward,
    keep_day_that_stood,
    move,
    owned_by_another,
    save_and_record,
    set_day,
)
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.referrals.states import (
    FINAL,
    OUTCOME_AFTER,
    WITH_RECEIVER,
    Answer,
    Move,
    Outcome,
    Status,
    Why,
    after,
)
from loopplank.core.requests.closing import CLOSING, ClosingReason
from loopplank.core.requests.states import Ownership, State, Step
from loopplank.core.responsibility.earliest import Asked, Because
from loopplank.store.models import Link, Membership, Referral, Request

NOT_CONFIRMED = Reason(
    "close.not_confirmed",
    dutch(
        "%(party)s heeft nog niet gezegd dat deze persoon geholpen is. Vraag het eerst, of kies"
        " een andere reden."
    ),
)


def advance(
    row: Referral,
    step: Move,
    *,
    actor: Actor,
    now: datetime,
    why: Why | None = None,
    columns: Iterable[str] = (),
    data: Mapping[str, object] | None = None,
) -> None:
    """Move a locked referral, save the named columns beside its status, and write the event."""
    row.status = after(Status(row.status), step, why)
    row.why = why or ""
    row.version += 1
    saved = ["status", "why", "version", *columns]
    if row.status in FINAL:
        row.ended_at = now
        saved.append("ended_at")
    row.save(update_fields=saved)
    record_referral(row, f"referral.{step}", actor=actor, now=now, data=data)


def record_referral(
    row: Referral,
    type_: str,
    *,
    actor: Actor,
    now: datetime,
    data: Mapping[str, object] | None = None,
) -> None:
    """Write the event of a referral: where it stands and which records it ties, never a name."""
    record_event(
        "referral",
        row.pk,
        type_,
        actor=actor,
        now=now,
        organisation_id=actor.organisation_id,
        journey_id=row.journey_id,
        data={
            "status": str(row.status),
            "why": str(row.why),
            "from_request": str(row.from_request_id) if row.from_request_id else None,
            "to_request": str(row.to_request_id) if row.to_request_id else None,
            "handler": str(row.handler_id) if row.handler_id else None,
            "answer_by": row.answer_by.isoformat() if row.answer_by else None,
            **(data or {}),
        },
    )


# --- a yes ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TakenOver:
    """Who takes it over by name, and the last day of their first contact."""

    first_contact_by: date
    owner: Membership | None = None
    name: str = ""
    phone: str = ""


def take_over(row: Referral, taken: TakenOver, *, actor: Actor, now: datetime) -> None:
    """Take it over with a yes: the sender's record follows from here on, the receiver's owns
    (promise P1).

    The sender's record turns first: at no moment do two of one journey own.
    """
    # a colleague was just before: refused before anything is made
    after(Status(row.status), Move.ACCEPT)
    row.answer, row.answered_at = Answer.YES, now
    row.first_contact_by = taken.first_contact_by
    row.outcome_due_on = local_day(now) + OUTCOME_AFTER
    row.taken_by = taken.owner.account.name if taken.owner else taken.name
    row.taken_by_phone = "" if taken.owner else taken.phone
    if row.from_request is not None:
        _follow(row, row.from_request, actor, now)
    if taken.owner is not None:
        row.to_request = receive(row, taken.owner, taken.first_contact_by, actor=actor, now=now)
        _link_for(row.to_request, row, now)
    advance(
        row,
        Move.ACCEPT,
        actor=actor,
        now=now,
        columns=(
            "answer",
            "answered_at",
            "first_contact_by",
            "outcome_due_on",
            "taken_by",
            "taken_by_phone",
            "to_request",
        ),
        data={"owner": str(taken.owner.pk) if taken.owner else None},
    )


def _follow(row: Referral, request: Request, actor: Actor, now: datetime) -> None:
    move(request, Step.HANDED_OVER, now)
    request.standing = Ownership.FOLLOWING
    if row.outcome_due_on is not None:
        set_day(request, Asked(row.outcome_due_on, Because.STEP))
    queue_to_asker(
        request,
        "handed_over",
        {
            "party": receiver_name(row),
            "taken_by": row.taken_by,
            "day": row.first_contact_by.isoformat() if row.first_contact_by else "",
        },
        now=now,
    )
    save_and_record(
        request,
        "request.handed_over",
        actor=actor,
        now=now,
        data={"referral": str(row.pk)},
    )


def _link_for(request: Request, row: Referral, now: datetime) -> None:
    """Let the person follow the new record; who had no link yet gets to hear of it."""
    link = make_link(link_access.STATUS, request.pk, request.organisation_id, now)
    if row.from_request is None:
        queue_to_asker(
            request,
            "received",
            {
                "number": request.number,
                "due_on": request.due_on.isoformat() if request.due_on else "",
                "spoken": False,
            },
            now=now,
            link=link,
        )


# --- back to the sender ---------------------------------------------------------------------------


def return_to_sender(
    row: Referral, *, actor: Actor, now: datetime, due: date | None = None
) -> None:
    """Return it to the sender: after a no, a silence, or when the receiver gave it back.

    A record that was closed meanwhile stays closed. When the receiver handed it on before, whoever
    owns it now keeps it, and the sender only gets to decide what to do with the own record.
    """
    request = row.from_request
    if request is None or request.state == State.CLOSED:
        return
    following = request.standing == Ownership.FOLLOWING
    if following and owned_by_another(request):
        bring_forward(request, local_day(now))
        save_and_record(
            request, "request.handed_on", actor=actor, now=now, data={"referral": str(row.pk)}
        )
        return
    if request.state == State.HANDOVER:
        # while another followed it, its day was that of the outcome, and nobody's to keep
        stood = None if following else request.due_on
        move(request, Step.HANDED_BACK if following else Step.OFFER_ENDED, now)
        keep_day_that_stood(request, stood, now)
    request.standing = Ownership.OWNING
    bring_forward(request, due)
    save_and_record(
        request,
        "request.handed_back" if following else "request.offer_ended",
        actor=actor,
        now=now,
        data={"referral": str(row.pk), "why": str(row.why)},
    )


def tell_sender(row: Referral, template: str, params: Mapping[str, object], now: datetime) -> None:
    """Tell a sender without a record of their own here: a professional, or a party outside."""
    about = {"number": row.number, **params}
    if row.from_party is not None:
        queue_to_party(row.from_party, template, about, now=now, link=link_of(row, now))
    elif row.from_member is not None and row.to_organisation is not None:
        queue_to_account(row.to_organisation, row.from_member.account, template, about, now=now)


def link_of(row: Referral, now: datetime) -> Link:
    """Return the one link of a referral: for whichever side of it is outside."""
    party = row.from_party or row.to_party
    organisation_id = party.organisation_id if party else None
    return make_link(link_access.REFERRAL, row.pk, organisation_id, now)


# --- what closing a request means for its referrals -----------------------------------------------


def lock_sender_of(request_id: UUID) -> None:
    """Lock the record of whoever referred this here, after its own and before the referral."""
    found = Referral.objects.filter(to_request_id=request_id).values_list("from_request_id")
    ids = [pk for (pk,) in found if pk is not None]
    list(Request.objects.select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk"))


def close_ends_offer(
    request: Request, reason: ClosingReason, *, actor: Actor, now: datetime
) -> None:
    """End the offer of a question of ours that closes: nobody is asked for it any more.

    "Helped elsewhere" is measured, not assumed: the other side must have said so.
    """
    row = open_referral_of(request)
    if row is None:
        return
    if row.status == Status.REQUESTED:
        advance(row, Move.WITHDRAW, actor=actor, now=now, why=Why.QUESTION_CLOSED)
    elif reason is ClosingReason.HELPED_ELSEWHERE:
        raise Refused(
            Reason(NOT_CONFIRMED.code, NOT_CONFIRMED.sentence, {"party": receiver_name(row)})
        )


def close_reports_back(
    request: Request, reason: ClosingReason, *, actor: Actor, now: datetime
) -> None:
    """Report what came of a question that another party gave us, when it closes."""
    row = (
        Referral.objects.select_for_update(of=("self",))
        .filter(to_request=request, status__in=sorted(s.value for s in WITH_RECEIVER))
        .first()
    )
    if row is None:
        return
    row.from_request = (
        Request.objects.select_related("organisation", "owner__account").get(pk=row.from_request_id)
        if row.from_request_id
        else None
    )
    why = CLOSING[reason].given_back
    if why is not None:
        row.outcome, row.outcome_at = Outcome.NOT_HELPED, now
        step = Move.HAND_BACK
        if reason is ClosingReason.DUPLICATE and row.status == Status.ACCEPTED:
            step = Move.FOUND_DOUBLE
        advance(
            row,
            step,
            actor=actor,
            now=now,
            why=why,
            columns=("outcome", "outcome_at"),
        )
        tell_sender(row, "referral_given_back", {"why": row.why}, now)
        return_to_sender(row, actor=actor, now=now)
        return
    report_helped(row, Outcome.HELPED, actor=actor, now=now)


def report_helped(row: Referral, outcome: str, *, actor: Actor, now: datetime) -> None:
    """Report that the person was helped; the sender's record can close now."""
    row.outcome, row.outcome_at = outcome, now
    advance(row, Move.COMPLETE, actor=actor, now=now, columns=("outcome", "outcome_at"))
    tell_sender(row, "referral_outcome", {"outcome": outcome}, now)
    request = row.from_request
    if request is not None and request.state == State.HANDOVER:
        bring_forward(request, local_day(now))
        request.changed_at, request.version = now, request.version + 1
        save_and_record(
            request,
            "request.outcome_heard",
            actor=actor,
            now=now,
            data={"referral": str(row.pk), "outcome": outcome},
        )
