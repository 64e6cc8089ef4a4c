"""Count a no and follow what becomes of it: the part that can be done, who drops out."""

from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.requests.requests import request_for_change
from loopplank.access.responsibility.on_duty import has_left
from loopplank.access.responsibility.rota import answers_for
from loopplank.actions.kit.action import verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.messages.messages import drop_queued
from loopplank.actions.transitions.transitions import bring_forward, move, save_and_record
from loopplank.core.account.roles import Role
from loopplank.core.gaps import gaps
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.requests.closing import SAYING_NO, ClosingReason
from loopplank.core.requests.refusal import PartialAnswer, may_answer, source_of
from loopplank.core.requests.states import Step
from loopplank.store.models import Membership, Refusal, Request

NO_PARTY = Reason(
    "next_party.none", dutch("Bij deze hulpvraag zei niemand ja. Vernieuw de pagina.")
)
NOT_A_NO = Reason("refusal.reason", dutch("Kies waarom het niet kan."))
REOPENED_COLUMNS = (
    "closed_at",
    "closing_reason",
    "lack",
    "nobody_discussed",
    "next_party",
    "next_party_agreed",
    "next_contact_on",
    "partial_answer",
    "change_reported",
)


@verb("request.answer_partial_offer", Role.HELP_SEEKER)
def answer_partial_offer(*, actor: Actor, now: datetime, request_id: UUID, yes: bool) -> None:
    """Answer, as the person on their own page, to the part that can be done.

    A yes opens the request again, for a call today. The no to the rest stands and counts, and so
    does the party that took it up.
    """
    row = request_for_change(actor, request_id)
    may_answer(row.closing_reason, row.partial_offer, row.partial_answer)
    row.partial_answer = PartialAnswer.YES if yes else PartialAnswer.NO
    if yes:
        _open_for_today(row, now, "partial_yes")
        row.next_contact_on = row.next_contact_on if row.next_party_agreed else None
    else:
        row.changed_at, row.version = now, row.version + 1
    save_and_record(
        row,
        "request.partial_offer_answered",
        actor=actor,
        now=now,
        columns=REOPENED_COLUMNS,
        data={"answer": row.partial_answer},
    )


@verb("request.next_party_withdrew", Role.COORDINATOR)
def next_party_withdrew(*, actor: Actor, now: datetime, request_id: UUID) -> None:
    """Note that who would take it up does not after all.

    What the person read is not true any more: their page says to call us, and the owner calls
    today. Without a next step nothing is closed (P4).
    """
    row = request_for_change(actor, request_id)
    if row.closing_reason not in SAYING_NO or not row.next_party_agreed:
        raise Refused(NO_PARTY)
    _open_for_today(row, now, "next_party_gone")
    row.next_party_agreed, row.next_contact_on = False, None
    drop_queued(row, now, templates=("no",))
    save_and_record(
        row, "request.next_party_withdrew", actor=actor, now=now, columns=REOPENED_COLUMNS
    )


def _open_for_today(row: Request, now: datetime, why: str) -> None:
    """Open it at the talk, first contact kept, with a call to make today."""
    if has_left(row.owner):
        row.owner = _somebody_here(row, local_day(now))
    move(row, Step.REOPEN, now)
    bring_forward(row, local_day(now))
    row.closed_at, row.closing_reason, row.lack, row.nobody_discussed = None, "", "", False
    row.change_reported = why


def _somebody_here(row: Request, today: date) -> Membership:
    """Return who answers for an organisation whose owner left.

    Raises Refused where nobody works any more.
    """
    found = answers_for(row.organisation, today)
    if found is None:
        raise Refused(Reason("request.nobody_here", dutch("Bel ons. Dan kijken wij samen.")))
    return found


# --- that it counts -------------------------------------------------------------------------------


def keep_no(row: Request, actor: Actor, example: str, today: date) -> None:
    """Write down that this request was told no, once, however often that is said again."""
    source = source_of(row.closing_reason, row.lack)
    if source is not None:
        count_no(row, actor, source, today, example)


def count_no(
    row: Request, actor: Actor, source: ClosingReason, today: date, example: str = ""
) -> None:
    """Write down a no to this request, or to a dated part of it. Raises Refused for a reason that
    is no refusal.
    """
    if source not in SAYING_NO:
        raise Refused(NOT_A_NO)
    refusal = Refusal.objects.filter(request=row).first()
    if refusal is None:
        refusal = Refusal(organisation_id=row.organisation_id, request=row, said_on=today)
    elif refusal.taken_back_on is not None:
        refusal.said_on, refusal.taken_back_on = today, None
    refusal.source, refusal.kind, refusal.by_id = source, row.kind, actor.own_membership
    refusal.example = example.strip() or refusal.example
    # one row of one request, whose lock is held
    refusal.save()


def take_no_back(row: Request, today: date) -> None:
    """Take back the no of a request that is open again: it was no no after all."""
    Refusal.objects.filter(request=row, taken_back_on=None).update(taken_back_on=today)


def refuse_names(row: Request, *texts: str) -> None:
    """Raise Refused when a line for the gaps names the person, or holds a BSN."""
    seeker, applicant = row.help_seeker, row.applicant
    names = [seeker.first_name, seeker.last_name, seeker.street] if seeker else []
    names += [applicant.name] if applicant else []
    for text in texts:
        refuse_bsn(text)
        if text and gaps.names_somebody(text, names):
            raise Refused(gaps.NAMES_SOMEBODY)
