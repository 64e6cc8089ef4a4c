"""Take yes, no, and no longer: what each side says to an arrangement, and what follows at once."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.arrangements.arrangements import Sheet, signature_for_change
from loopplank.actions.arrangements.arrangements import settle
from loopplank.actions.arrangements.suspension import call_up, stand_still
from loopplank.actions.kit.action import nothing_changed, record_event, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.transitions.transitions import save_and_record
from loopplank.core.account.roles import Role
from loopplank.core.arrangements import (
    Answer,
    Channel,
    No,
    Side,
    State,
    Step,
    after,
    step_after_no,
)
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.matching.matches import MatchState
from loopplank.core.responsibility.today import SOMEBODY_SAID_NO
from loopplank.store.models import Request, Signature

BY_LINK = (Role.SIGNATORY, Role.VOLUNTEER, Role.HELP_SEEKER)
NOT_ASKED = Reason(
    "signature.not_asked",
    dutch("Deze afspraak wordt nu aangepast. Er komt een nieuwe vraag om een ja."),
)
NOT_YET = Reason("signature.future", dutch("Deze dag moet nog komen."))
NOTHING_TO_TAKE_BACK = Reason("signature.no_yes", dutch("Er is nog geen ja om in te trekken."))
_COLUMNS = (
    "answer",
    "version",
    "answered_at",
    "channel",
    "said_by",
    "said_on",
    "noted_by",
    "reason",
    "words",
)


@dataclass(frozen=True, slots=True)
class Said:
    """An answer as it is written down. On the phone or on paper: by whom and on which day."""

    answer: Answer
    channel: Channel = Channel.LINK
    by: str = ""
    on: date | None = None
    reason: No | None = None
    words: str = ""


@verb("arrangement.sign", *BY_LINK)
def sign(*, actor: Actor, now: datetime, signature_id: UUID, said: Said) -> None:
    """Say yes or no by one's own link. Who said yes before and says no now takes it back."""
    request, sheet, row = signature_for_change(actor, signature_id)
    _say(request, sheet, row, said, actor=actor, now=now)


@verb("arrangement.note_signature", Role.COORDINATOR)
def note_signature(*, actor: Actor, now: datetime, signature_id: UUID, said: Said) -> None:
    """Note what somebody said on the phone or put on paper, with the name and the day."""
    request, sheet, row = signature_for_change(actor, signature_id)
    if said.on is not None and said.on > local_day(now):
        raise Refused(NOT_YET)
    _say(request, sheet, row, said, actor=actor, now=now)


@verb("arrangement.withdraw", *BY_LINK)
def withdraw(*, actor: Actor, now: datetime, signature_id: UUID) -> None:
    """Take back a yes: it has effect at once, and needs no reason."""
    request, sheet, row = signature_for_change(actor, signature_id)
    if row.answer != Answer.YES:
        raise Refused(NOTHING_TO_TAKE_BACK)
    _say(request, sheet, row, Said(Answer.WITHDRAWN), actor=actor, now=now)


@verb("arrangement.leave", Role.SIGNATORY, Role.COORDINATOR)
def leave(*, actor: Actor, now: datetime, signature_id: UUID) -> None:
    """Let a professional or somebody of the family go, by their own link or heard by the
    coordinator. Without the professional the volunteer's part stands still.
    """
    request, sheet, row = signature_for_change(actor, signature_id)
    if row.answer == Answer.LEFT or row.party is None:
        nothing_changed()
        return
    channel = Channel.PHONE if actor.role is Role.COORDINATOR else Channel.LINK
    _write(row, sheet, Said(Answer.LEFT, channel), actor, now)
    _record(row, request, actor, now)
    if row.side == Side.PROFESSIONAL:
        stand_still(request, sheet, actor=actor, now=now)
    else:
        _back_to_the_table(request, sheet, Step.CHANGED, actor, now)


# --- underneath -----------------------------------------------------------------------------------


def _say(
    request: Request, sheet: Sheet, row: Signature, said: Said, *, actor: Actor, now: datetime
) -> None:
    """Write an answer down, and let follow what follows from it."""
    before = Answer(row.answer)
    if said.answer is before:
        nothing_changed()
        return
    if before is Answer.YES and said.answer is not Answer.YES:
        _write(row, sheet, _taken_back(said), actor, now)
        _record(row, request, actor, now)
        stand_still(request, sheet, actor=actor, now=now)
        return
    if said.answer is Answer.WITHDRAWN:
        raise Refused(NOTHING_TO_TAKE_BACK)
    if before is not Answer.WAITING:
        raise Refused(NOT_ASKED)
    _write(row, sheet, said, actor, now)
    _record(row, request, actor, now)
    if said.answer is Answer.YES:
        settle(request, sheet, actor=actor, now=now)
        return
    runs = any(match.state == MatchState.RUNNING for match in sheet.helpers)
    step = step_after_no(Side(row.side), help_runs=runs)
    if step is Step.STOOD_STILL:
        stand_still(request, sheet, actor=actor, now=now)
    else:
        _back_to_the_table(request, sheet, step, actor, now)


def _taken_back(said: Said) -> Said:
    return Said(Answer.WITHDRAWN, said.channel, said.by, said.on, said.reason, said.words)


def _write(row: Signature, sheet: Sheet, said: Said, actor: Actor, now: datetime) -> None:
    refuse_bsn(said.words, said.by)
    row.answer, row.version = said.answer.value, sheet.row.version
    row.answered_at, row.channel = now, said.channel.value
    row.said_by, row.said_on = said.by.strip(), said.on
    row.noted_by_id = actor.own_membership if actor.role is Role.COORDINATOR else None
    row.reason, row.words = said.reason or "", said.words.strip()
    row.save(update_fields=_COLUMNS)


def _back_to_the_table(
    request: Request, sheet: Sheet, step: Step, actor: Actor, now: datetime
) -> None:
    """Ask the owner to change it today, or to find another way."""
    sheet.row.state = after(State(sheet.row.state), step)
    sheet.row.changed_at = now
    sheet.row.save(update_fields=["state", "changed_at"])
    if sheet.row.state == State.SUSPENDED:
        return
    call_up(request, SOMEBODY_SAID_NO, now)
    save_and_record(
        request,
        "request.arrangement_refused",
        actor=actor,
        now=now,
        columns=["change_reported"],
        data={"arrangement": str(sheet.row.pk)},
    )


def _record(row: Signature, request: Request, actor: Actor, now: datetime) -> None:
    record_event(
        "arrangement",
        row.arrangement_id,
        f"arrangement.{row.answer}",
        actor=actor,
        now=now,
        organisation_id=request.organisation_id,
        journey_id=request.journey_id,
        data={
            "signature": str(row.pk),
            "side": row.side,
            "version": row.version,
            "channel": row.channel,
            "reason": row.reason,
        },
    )
