"""Answer a referral and follow it: four answers, and an outcome that is told back."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit import workdays
from loopplank.access.referrals.referrals import is_receiver, is_sender, referral_for_change
from loopplank.access.responsibility.clocks import settings_of
from loopplank.access.responsibility.coordination import fullness
from loopplank.access.responsibility.on_duty import away, may_own
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.kit.locks import lock_organisation
from loopplank.actions.messages.messages import queue_to_party
from loopplank.actions.referrals.receive import haste_shared
from loopplank.actions.referrals.transfer import (
    TakenOver,
    advance,
    record_referral,
    report_helped,
    return_to_sender,
    take_over,
    tell_sender,
)
from loopplank.actions.transitions.transitions import bring_forward, save_and_record
from loopplank.core.account.roles import Role
from loopplank.core.kit import contact_details
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.organisations.organisations import OrganisationKind
from loopplank.core.referrals.states import (
    FINAL,
    GIVEN_BACK,
    ON_HOLD_FOR,
    REFUSALS,
    WAS_HELPED,
    WITH_RECEIVER,
    Answer,
    Move,
    Outcome,
    Status,
    Why,
)
from loopplank.core.requests.states import Ownership, State
from loopplank.core.responsibility.earliest import Because, Haste, days_of, earliest
from loopplank.store.models import (
    Consent,
    Membership,
    Organisation,
    Referral,
    ReferredPerson,
    Request,
)

ANSWERING = (Role.COORDINATOR, Role.PROFESSIONAL, Role.PARTY)
FIRST_CONTACT_WITHIN = timedelta(weeks=4)
WHO_TAKES_IT = Reason(
    "referral.who_takes_it", dutch("Vul in wie het overneemt. Eén persoon, met naam.")
)
IS_AWAY = Reason("referral.is_away", dutch("%(name)s is er vandaag niet. Kies een andere collega."))
IS_FULL = Reason(
    "referral.is_full",
    dutch("%(name)s zit vol. Kies een andere collega, of zeg nee en stel een aanmeldstop in."),
)
FIRST_CONTACT = Reason(
    "referral.first_contact",
    dutch("Kies de dag waarop het eerste contact uiterlijk is, binnen vier weken."),
)
SOONER = Reason(
    "referral.sooner",
    dutch("Dit kan niet zo lang wachten. Kies een dag tot en met %(day)s."),
)
DOUBLE_AFTER_YES = Reason(
    "referral.double_after_yes",
    dutch(
        "Of iemand dubbel is, weten jullie pas met een naam. Die zien jullie na een ja. Of bel de"
        " afzender, als de persoon dat goed vindt."
    ),
)
CONSENT_GONE = Reason(
    "referral.consent_gone",
    dutch("De persoon wil dit niet meer delen. Deze overdracht is gestopt."),
)


@dataclass(frozen=True, slots=True)
class Said:
    """What a receiver answers. `owner_id` is a colleague who becomes the owner; a receiver without
    records here names somebody instead. `by_phone`: heard on the telephone, with consent.
    """

    answer: Answer
    why: Why | None = None
    words: str = ""
    owner_id: UUID | None = None
    taken_by: str = ""
    taken_by_phone: str = ""
    first_contact_by: date | None = None
    by_phone: bool = False


@verb("referral.answer", *ANSWERING)
def answer(*, actor: Actor, now: datetime, referral_id: UUID, said: Said) -> None:
    """Answer with a yes, a first talk, a no, or that it is double.

    The sender stays responsible until a yes (promise P3).
    """
    if said.answer is Answer.YES and actor.organisation_id is not None:
        # before the referral: whoever leaves or is away gives theirs on under this lock
        lock_organisation(actor.organisation_id)
    row = _at_receiver(actor, referral_id)
    refuse_bsn(said.words, said.taken_by)
    if row.status == Status.REQUESTED and _consent_is_gone(row):
        raise Refused(CONSENT_GONE)
    row.words = said.words.strip()[:300]
    if row.received_at is None:
        row.received_at = now
    if said.answer is Answer.YES:
        take_over(row, _taken(row, said, now), actor=actor, now=now)
        row.save(update_fields=["words", "received_at"])
        tell_sender(row, "referral_yes", _yes(row), now)
        return
    row.answer = said.answer
    columns = ["answer", "words", "received_at"]
    if said.answer is Answer.CONSULT:
        advance(row, Move.CONSULT, actor=actor, now=now, columns=columns)
        tell_sender(row, "referral_consult", {}, now)
        _ask_sender_to_call(row, actor, now)
        return
    row.answered_at = now
    columns.append("answered_at")
    if said.answer is Answer.DOUBLE:
        if not said.by_phone:
            raise Refused(DOUBLE_AFTER_YES)
        advance(row, Move.FOUND_DOUBLE, actor=actor, now=now, why=Why.DOUBLE, columns=columns)
    else:
        why = said.why if said.why in REFUSALS else None
        advance(row, Move.REJECT, actor=actor, now=now, why=why, columns=columns)
    tell_sender(row, "referral_no", {"why": row.why}, now)
    return_to_sender(row, actor=actor, now=now)


def _taken(row: Referral, said: Said, now: datetime) -> TakenOver:
    """Return who takes it over and by when; an organisation with records here names a colleague."""
    first, today = said.first_contact_by, local_day(now)
    if first is None or not today <= first <= today + FIRST_CONTACT_WITHIN:
        raise Refused(FIRST_CONTACT)
    organisation = row.to_organisation
    last = _first_contact_at_last(row, organisation, now)
    if last is not None and first > last:
        raise Refused(Reason(SOONER.code, SOONER.sentence, {"day": last}))
    if organisation is not None and organisation.kind == OrganisationKind.VOLUNTEERS:
        return TakenOver(first, owner=_colleague(organisation, said.owner_id, now))
    name, number = said.taken_by.strip(), said.taken_by_phone.strip()
    if not name or not number:
        raise Refused(WHO_TAKES_IT)
    return TakenOver(first, name=name, phone=contact_details.phone(number))


def _first_contact_at_last(
    row: Referral, organisation: Organisation | None, now: datetime
) -> date | None:
    """Return the last day of a first contact that keeps what makes this urgent; None for an
    ordinary question, or a receiver whose calendar we do not know.
    """
    house = organisation or row.from_organisation
    haste = haste_shared(row)
    if house is None or haste == Haste():
        return None
    days = days_of(workdays.of_organisation(house, local_day(now)), (), None)
    longest = local_day(now) + FIRST_CONTACT_WITHIN
    asked = earliest(
        State.NEW, haste, settings_of(house.pk, house.network_id), now, days, step=longest
    )
    return None if asked.because is Because.STEP else asked.day


def _colleague(organisation: Organisation, membership_id: UUID | None, now: datetime) -> Membership:
    """Return a colleague who is there today and not full: a coordinator has limits too."""
    there = may_own(organisation=organisation)
    owner = there.filter(pk=membership_id).first() if membership_id else None
    if owner is None:
        raise Refused(WHO_TAKES_IT)
    if away(owner, local_day(now)):
        raise Refused(Reason(IS_AWAY.code, IS_AWAY.sentence, {"name": owner.account.name}))
    full = fullness(owner.pk, now).full
    if full is not None:
        raise Refused(
            Reason(IS_FULL.code, IS_FULL.sentence, {"name": owner.account.name}), because=(full,)
        )
    return owner


def _yes(row: Referral) -> dict[str, object]:
    return {
        "taken_by": row.taken_by,
        "day": row.first_contact_by.isoformat() if row.first_contact_by else "",
    }


def _ask_sender_to_call(row: Referral, actor: Actor, now: datetime) -> None:
    """Ask the sender to call: the receiver wants to talk first.

    The sender has it on the list today, and the day to answer stays.
    """
    request = row.from_request
    if request is None:
        return
    bring_forward(request, local_day(now))
    request.changed_at, request.version = now, request.version + 1
    save_and_record(
        request, "request.consult_asked", actor=actor, now=now, data={"referral": str(row.pk)}
    )


@verb("referral.acknowledge", *ANSWERING)
def acknowledge(*, actor: Actor, now: datetime, referral_id: UUID) -> None:
    """Say that it arrived. It is no answer, and nothing moves by it."""
    row = _at_receiver(actor, referral_id)
    if row.received_at is not None:
        nothing_changed()
        return
    row.received_at = now
    row.save(update_fields=["received_at"])
    record_referral(row, "referral.received", actor=actor, now=now)


# --- after a yes ----------------------------------------------------------------------------------


@verb("referral.begin", *ANSWERING)
def begin(*, actor: Actor, now: datetime, referral_id: UUID) -> None:
    """Note that the first contact was made; the sender can see it."""
    row = _at_receiver(actor, referral_id)
    if row.status == Status.IN_PROGRESS:
        nothing_changed()
        return
    row.first_contact_on = local_day(now)
    advance(row, Move.BEGIN, actor=actor, now=now, columns=["first_contact_on"])


@verb("referral.hold", *ANSWERING)
def hold(*, actor: Actor, now: datetime, referral_id: UUID, why: Why) -> None:
    """Let it wait at the receiver, with the reason; still theirs, and the sender can see it."""
    row = _at_receiver(actor, referral_id)
    advance(row, Move.HOLD, actor=actor, now=now, why=why if why in ON_HOLD_FOR else None)


@verb("referral.report", *ANSWERING)
def report(*, actor: Actor, now: datetime, referral_id: UUID, outcome: str) -> None:
    """Report how it went, after about six weeks: helped is measured, not sent.

    Raises NotFound for an outcome that does not exist; whoever could not help gives it back
    instead.
    """
    row = _at_receiver(actor, referral_id)
    if outcome not in WAS_HELPED:
        raise NotFound(outcome)
    report_helped(row, outcome, actor=actor, now=now)


@verb("referral.give_back", Role.PROFESSIONAL, Role.PARTY)
def give_back(*, actor: Actor, now: datetime, referral_id: UUID, why: Why, words: str = "") -> None:
    """Give it back as a receiver without a request here, who could not help after all: the sender
    is on again.

    An organisation with its own record closes that; the closing gives it back.
    """
    row = _at_receiver(actor, referral_id)
    refuse_bsn(words)
    row.words, row.outcome, row.outcome_at = words.strip()[:300], Outcome.NOT_HELPED, now
    advance(
        row,
        Move.HAND_BACK,
        actor=actor,
        now=now,
        why=why if why in GIVEN_BACK else None,
        columns=["words", "outcome", "outcome_at"],
    )
    return_to_sender(row, actor=actor, now=now)


# --- the sender -----------------------------------------------------------------------------------


@verb("referral.withdraw", *ANSWERING)
def withdraw(*, actor: Actor, now: datetime, referral_id: UUID) -> None:
    """Take a question back that has no answer yet."""
    row = _at_sender(actor, referral_id)
    if row.status in WITH_RECEIVER:
        raise Refused(
            Reason(
                "referral.already_theirs",
                dutch("%(party)s zei al ja. Bel hen als er iets veranderd is."),
                {"party": row.taken_by},
            )
        )
    advance(row, Move.WITHDRAW, actor=actor, now=now, why=Why.WITHDRAWN)
    _forget_person(row)
    _tell_receiver_it_stopped(row, now)
    return_to_sender(row, actor=actor, now=now)


@verb("referral.withdraw_consent", *ANSWERING)
def withdraw_consent(*, actor: Actor, now: datetime, referral_id: UUID) -> None:
    """End the sharing, because the person does not want it any more: at once, also after a yes.

    The receiver's record follows from here on and asks its owner to close it; the sender owns.
    """
    row = referral_for_change(actor, referral_id)
    consent = Consent.objects.filter(referral=row, withdrawn_at=None).first()
    if consent is None or row.status in FINAL:
        nothing_changed()
        return
    consent.withdrawn_at = now
    consent.save(update_fields=["withdrawn_at"])
    theirs = row.to_request
    if theirs is not None and theirs.state != State.CLOSED:
        _let_go(theirs, row, actor, now)
    advance(row, Move.WITHDRAW, actor=actor, now=now, why=Why.CONSENT_WITHDRAWN)
    row.shared = {}
    row.save(update_fields=["shared"])
    _forget_person(row)
    _tell_receiver_it_stopped(row, now)
    return_to_sender(row, actor=actor, now=now)


def _let_go(theirs: Request, row: Referral, actor: Actor, now: datetime) -> None:
    # where no record of the sender is there to own it again, it stays theirs until it is closed
    back = row.from_request is not None and row.from_request.state != State.CLOSED
    theirs.standing = Ownership.FOLLOWING if back else theirs.standing
    theirs.change_reported = "consent_withdrawn"
    bring_forward(theirs, local_day(now))
    theirs.changed_at, theirs.version = now, theirs.version + 1
    save_and_record(
        theirs,
        "request.consent_withdrawn",
        actor=actor,
        now=now,
        columns=["change_reported"],
        data={"referral": str(row.pk)},
    )


@verb("referral.mistake", *ANSWERING)
def mistake(*, actor: Actor, now: datetime, referral_id: UUID) -> None:
    """Undo what should never have been sent, such as to the wrong party; nothing of it stays
    readable.

    Only while it is unanswered: after a yes somebody else is responsible.
    """
    row = _at_sender(actor, referral_id)
    if row.status not in {Status.DRAFT, Status.REQUESTED}:
        raise NotFound(referral_id)
    advance(row, Move.MISTAKE, actor=actor, now=now)
    row.shared, row.words = {}, ""
    row.save(update_fields=["shared", "words"])
    _forget_person(row)
    _tell_receiver_it_stopped(row, now)
    return_to_sender(row, actor=actor, now=now)


# --- underneath -----------------------------------------------------------------------------------


def _at_receiver(actor: Actor, referral_id: UUID) -> Referral:
    row = referral_for_change(actor, referral_id)
    if not is_receiver(actor, row):
        raise NotFound(referral_id)
    return row


def _at_sender(actor: Actor, referral_id: UUID) -> Referral:
    row = referral_for_change(actor, referral_id)
    if not is_sender(actor, row):
        raise NotFound(referral_id)
    return row


def _consent_is_gone(row: Referral) -> bool:
    return not Consent.objects.filter(referral=row, withdrawn_at=None).exists()


def _forget_person(row: Referral) -> None:
    ReferredPerson.objects.filter(referral=row).delete()


def _tell_receiver_it_stopped(row: Referral, now: datetime) -> None:
    if row.to_party is not None and row.sent_at is not None:
        queue_to_party(row.to_party, "referral_stopped", {"number": row.number}, now=now)
