"""Keep a suspicion of abuse in its own file, for the contact person and their stand-in alone."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.responsibility.on_duty import colleague_at
from loopplank.access.wellbeing.safety import file_for_change
from loopplank.access.wellbeing.trusted import contacts_of, trusted_by
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.messages.messages import queue_to_account
from loopplank.actions.organisations.organisations import record_organisation
from loopplank.actions.wellbeing.signal_steps import acknowledge_row, close_with
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.wellbeing.safety import CHOSEN, LONGEST, OUTCOMES, Step, may_note
from loopplank.core.wellbeing.volunteer_concern import may_close
from loopplank.store.models import (
    AskerConcern,
    Membership,
    Organisation,
    SafetyFile,
    SafetyStep,
    Trusted,
    VolunteerSignal,
)

NOT_YET = Reason("safety.not_yet", dutch("Deze dag moet nog komen. Kies een andere dag."))
IS_CLOSED = Reason("safety.closed", dutch("Dit dossier is al afgesloten."))
STAND_IN_IS_ANOTHER = Reason(
    "safety.stand_in", dutch("De vervanger is een ander dan de contactpersoon.")
)
NUMBER_MISSING = Reason(
    "safety.adviser_phone", dutch("Vul ook een telefoonnummer in van de vertrouwenspersoon.")
)


@dataclass(frozen=True, slots=True)
class Outside:
    """A confidential adviser who is no member."""

    name: str = ""
    phone: str = ""


def open_file(
    signal: VolunteerSignal, holder: Membership, words: str, *, actor: Actor, now: datetime
) -> SafetyFile:
    """Open the file of one signal; what the volunteer said stands here and nowhere else."""
    both = contacts_of(signal.organisation).people
    other = next((one for one in both if one.pk != holder.pk), None)
    row = SafetyFile.objects.create(
        organisation_id=signal.organisation_id,
        signal=signal,
        volunteer_id=signal.volunteer_id,
        match_id=signal.match_id,
        held_by=holder,
        stand_in=other,
        of_network=signal.of_network,
        opened_at=now,
    )
    write_step(row, Step.TOLD, local_day(now), words, now, by_id=None)
    record(row, "safety.opened", actor=actor, now=now, data={"signal": str(signal.pk)})
    return row


def told_again(signal: VolunteerSignal, words: str, *, actor: Actor, now: datetime) -> bool:
    """Add more about the same as one step in the file that is open already.

    Returns whether there is one.
    """
    row = SafetyFile.objects.filter(signal=signal, closed_at=None).first()
    if row is None:
        return False
    said = row.steps.filter(step=Step.TOLD.value).values_list("words", flat=True)
    if words and words not in set(said):
        write_step(row, Step.TOLD, local_day(now), words, now, by_id=None)
        record(row, "safety.step", actor=actor, now=now, data={"step": Step.TOLD.value})
    return True


@verb("safety.note_step", *MAY_OWN)
def note_step(
    *,
    actor: Actor,
    now: datetime,
    file_id: UUID,
    step: str,
    on: date,
    words: str = "",
    tell_on: date | None = None,
) -> None:
    """Note one step, with its day and what was said; a decision with its reason, and acting without
    consent with the day on which the person hears of it.
    """
    row = file_for_change(actor, file_id)
    if row.closed_at is not None:
        raise Refused(IS_CLOSED)
    if step not in set(CHOSEN):
        raise NotFound(step)
    if on > local_day(now):
        raise Refused(NOT_YET)
    may_note(Step(step), words, tell_on)
    refuse_bsn(words)
    note_action(row, now)
    write_step(row, Step(step), on, words, now, by_id=actor.own_membership, tell_on=tell_on)
    record(row, "safety.step", actor=actor, now=now, data={"step": step, "day": on.isoformat()})


@verb("safety.spoken", *MAY_OWN)
def say_spoken(*, actor: Actor, now: datetime, file_id: UUID) -> None:
    """Note that the volunteer was called.

    Of a file that is closed already nothing more is to be decided.
    """
    row = file_for_change(actor, file_id)
    signal = row.signal
    if signal is None or signal.answered_at is not None:
        nothing_changed()
    elif row.closed_at is not None:
        close_with(signal, actor, now, "talked")
    else:
        acknowledge_row(signal, actor, now)


@verb("safety.close", *MAY_OWN)
def close_file(
    *, actor: Actor, now: datetime, file_id: UUID, outcome: str, words: str = ""
) -> None:
    """Close a file with what came of it.

    The signal behind it is answered by that too, and the volunteer is asked whether they were
    spoken to.
    """
    row = file_for_change(actor, file_id)
    if outcome not in OUTCOMES:
        raise NotFound(outcome)
    if row.closed_at is not None:
        nothing_changed()
        return
    if row.about_volunteer:
        may_close(row.decision, help_runs=_help_runs(row))
    refuse_bsn(words)
    row.closed_at, row.outcome = now, outcome
    row.save(update_fields=["closed_at", "outcome"])
    if words.strip():
        write_step(row, Step.NOTE, local_day(now), words, now, by_id=actor.own_membership)
    if row.signal is not None and row.signal.answered_at is None:
        close_with(row.signal, actor, now, "arranged")
    if row.about_volunteer:
        # help that was over already: nothing is left to decide
        answer_restricted(row, "stopped", actor.own_membership, now)
    record(row, "safety.closed", actor=actor, now=now, data={"outcome": outcome})


@verb("safety.forget", Role.SYSTEM)
def forget_file(*, actor: Actor, now: datetime, file_id: UUID) -> None:
    """Erase a file that was closed long enough ago, with every word in it."""
    row = SafetyFile.objects.select_for_update(of=("self",)).filter(pk=file_id).first()
    if row is None:
        nothing_changed()
        return
    record(row, "safety.forgotten", actor=actor, now=now)
    row.delete()


@verb("organisation.set_trusted", *MAY_OWN)
def set_trusted(
    *,
    actor: Actor,
    now: datetime,
    adviser_id: UUID | None = None,
    adviser_name: str = "",
    adviser_phone: str = "",
    safety_contact_id: UUID | None = None,
    safety_stand_in_id: UUID | None = None,
) -> None:
    """Name whom volunteers can turn to.

    A file that is open stays with who holds it; and who was the contact person until now hears that
    it is somebody else.
    """
    organisation = Organisation.objects.select_for_update(of=("self",)).get(
        pk=actor.own_organisation
    )
    adviser = _member(organisation, adviser_id)
    contact = _member(organisation, safety_contact_id)
    stand_in = _member(organisation, safety_stand_in_id)
    outside = Outside(adviser_name.strip(), adviser_phone)
    refuse_odd(adviser, outside, contact, stand_in)
    before = trusted_by(organisation)
    Trusted.objects.update_or_create(
        organisation=organisation,
        defaults={
            "adviser": adviser,
            "adviser_name": outside.name,
            "adviser_phone": outside.phone,
            "safety_contact": contact,
            "safety_stand_in": stand_in,
            "changed_at": now,
        },
    )
    was = before.safety_contact if before else None
    if was is not None and was.pk not in {actor.id, contact.pk if contact else None}:
        queue_to_account(organisation, was.account, "safety_contact_changed", {}, now=now)
    record_organisation(
        actor,
        now,
        organisation.pk,
        "organisation.trusted_set",
        {
            "adviser": str(adviser.pk) if adviser else None,
            "safety_contact": str(contact.pk) if contact else None,
            "safety_stand_in": str(stand_in.pk) if stand_in else None,
        },
    )


def refuse_odd(
    adviser: Membership | None,
    outside: Outside,
    contact: Membership | None,
    stand_in: Membership | None,
) -> None:
    """Refuse what cannot be, whoever names them: twice the same person, or a name without a number.

    Raises Refused.
    """
    if contact and stand_in and contact.account_id == stand_in.account_id:
        raise Refused(STAND_IN_IS_ANOTHER)
    if adviser is None and outside.name and not outside.phone:
        raise Refused(NUMBER_MISSING)


# --- underneath -----------------------------------------------------------------------------------


def _help_runs(row: SafetyFile) -> bool:
    return row.match is not None and row.match.state in HOLDS_CAPACITY


def answer_restricted(row: SafetyFile, outcome: str, by: UUID, now: datetime) -> None:
    """Answer what the person said about their volunteer with what came of it; that somebody spoke
    to them only when that stands in the file.
    """
    if row.match is None:
        return
    spoken = row.steps.filter(step=Step.TALK.value).exists()
    AskerConcern.objects.filter(
        request_id=row.match.request_id, restricted=True, answered_at=None
    ).update(answered_at=now, answered_by_id=by, outcome=outcome, spoken=spoken)


def note_action(row: SafetyFile, now: datetime) -> None:
    """Note that a person took the first step in a file; the caller records it."""
    if row.acted_at is None:
        row.acted_at = now
        row.save(update_fields=["acted_at"])


def _member(organisation: Organisation, membership_id: UUID | None) -> Membership | None:
    return colleague_at(organisation, membership_id) if membership_id else None


def write_step(
    row: SafetyFile,
    step: Step,
    on: date,
    words: str,
    now: datetime,
    *,
    by_id: UUID | None,
    tell_on: date | None = None,
) -> None:
    """Write one step of a file; the caller records it."""
    SafetyStep.objects.create(
        file=row,
        at=now,
        by_id=by_id,
        step=step.value,
        on=on,
        words=words.strip()[:LONGEST],
        tell_on=tell_on,
    )
