"""Write what is said and agreed about a request after it came in."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.organisations.own_limits import current_policy, limits_of
from loopplank.access.requests.requests import request_for_change
from loopplank.actions.account.links import part_links
from loopplank.actions.arrangements.suspension import helper_to_speak, left_to_decide
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.messages.messages import promise_no_call, queue_to_danger_phone, readdress
from loopplank.actions.requests.change_of_volunteer import set_changing_faces
from loopplank.actions.requests.intake import (
    ANSWER_COLUMNS,
    SEEKER_COLUMNS,
    applicant_columns,
    fill_answers,
    fill_seeker,
    hear_words,
    words_of,
)
from loopplank.actions.requests.proposed_days import follow_bridging
from loopplank.actions.transitions.transitions import (
    bring_forward,
    hurry,
    keep_day_for_new_owner,
    move,
    save_and_record,
)
from loopplank.core.account.roles import Role
from loopplank.core.kit import contact_details
from loopplank.core.kit.calendar import local_day, months_after
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.requests.intake import Answers, Knows
from loopplank.core.requests.notes import NoteKind
from loopplank.core.requests.states import State, Step
from loopplank.core.triage import paid_work
from loopplank.core.triage.danger import kinds_in
from loopplank.core.wellbeing.signal import Route
from loopplank.store.models import (
    Applicant,
    HelpSeeker,
    Membership,
    Note,
    PhoneReferral,
    Request,
    VolunteerSignal,
)

STALE = Reason(
    "request.stale",
    dutch("Iemand paste deze hulpvraag net aan. Lees eerst wat er veranderde, en bewaar dan."),
)
LAST_DAY_TOO_FAR = Reason(
    "request.last_day_too_far",
    dutch("Onze grens is %(months)s maanden. Kies een eerdere dag; verlengen kan altijd."),
)
AGREED_COLUMNS = (
    "summary",
    "visit_minutes",
    "visits_per_week",
    "every_weeks",
    "weekday",
    "start_time",
    "last_day",
    "heavy",
    "not_included",
    "brings",
    "asks_for_paid_work",
    "came_from",
    "paid_before",
    "bridging_until",
    "lead_name",
    "lead_phone",
)


@verb("request.amend", Role.COORDINATOR)
def amend(
    *,
    actor: Actor,
    now: datetime,
    request_id: UUID,
    answers: Answers,
    seen_version: int | None = None,
) -> None:
    """Change what was answered. Refused when somebody else changed it since it was read."""
    row = request_for_change(actor, request_id)
    if seen_version is not None and seen_version != row.version:
        raise Refused(STALE)
    refuse_bsn(*words_of(answers))
    today = local_day(now)
    seeker = _seeker(row)
    before = {c: getattr(row, c) for c in ANSWER_COLUMNS}
    before_seeker = {c: getattr(seeker, c) for c in SEEKER_COLUMNS}
    fill_seeker(seeker, answers)
    seeker.save(update_fields=list(SEEKER_COLUMNS))
    if answers.on_behalf:
        if row.applicant_id:
            Applicant.objects.filter(pk=row.applicant_id).update(**applicant_columns(answers))
        else:
            row.applicant = Applicant.objects.create(
                organisation_id=row.organisation_id, **applicant_columns(answers)
            )
    nobody_asked = row.applicant if not answers.on_behalf else None
    if nobody_asked is not None:
        row.applicant = None
    fill_answers(row, answers, today)
    differing = [c for c in ANSWER_COLUMNS if before[c] != getattr(row, c)]
    differing += [c for c in SEEKER_COLUMNS if before_seeker[c] != getattr(seeker, c)]
    if not row.assessments.exists():
        hear_words(row)
    hurry(row, now)
    readdressed = readdress(row)
    row.changed_at, row.version = now, row.version + 1
    save_and_record(
        row,
        "request.amended",
        actor=actor,
        now=now,
        columns=[*ANSWER_COLUMNS, "advised", "applicant"],
        data={"columns": sorted(differing), "readdressed": readdressed},
    )
    if nobody_asked is not None:
        nobody_asked.delete()
    elif row.applicant and before["person_knows"] != row.person_knows == Knows.YES:
        part_links(row, now)


def _seeker(row: Request) -> HelpSeeker:
    if row.help_seeker is None:
        raise NotFound("help seeker")
    return row.help_seeker


def _refuse_too_long(row: Request, agreed: dict[str, object], today: date) -> None:
    """Refuse a last day that passes the organisation's own limit on how long help lasts."""
    last, longest = (
        agreed.get("last_day"),
        limits_of(current_policy(row.organisation_id)).max_months,
    )
    if isinstance(last, date) and longest is not None and last > months_after(today, longest):
        raise Refused(Reason(LAST_DAY_TOO_FAR.code, LAST_DAY_TOO_FAR.sentence, {"months": longest}))


@verb("request.agree", Role.COORDINATOR)
def agree(*, actor: Actor, now: datetime, request_id: UUID, agreed: dict[str, object]) -> None:
    """Write down what help it comes down to: how long, how often, what not, until when, and what
    the person said about another helper after a while.
    """
    agreed = dict(agreed)
    if (faces := agreed.pop("changing_faces", None)) is not None:
        set_changing_faces(actor=actor, now=now, request_id=request_id, answer=str(faces))
    row = request_for_change(actor, request_id)
    unknown = set(agreed) - set(AGREED_COLUMNS)
    if unknown:
        raise ValueError(f"no such columns: {sorted(unknown)}")
    for value in agreed.values():
        refuse_bsn(*(value if isinstance(value, list | tuple) else [str(value or "")]))
    for column, value in agreed.items():
        setattr(row, column, value)
    _refuse_too_long(row, agreed, local_day(now))
    followed = [] if "last_day" in agreed else follow_bridging(row)
    paid_work.may_bridge(row.paid_before, row.bridging_until, row.last_day)
    if row.lead_phone:
        row.lead_phone = contact_details.phone(row.lead_phone)
    row.changed_at, row.version = now, row.version + 1
    save_and_record(
        row,
        "request.agreed",
        actor=actor,
        now=now,
        columns=[*sorted(agreed), *followed],
        data={"columns": sorted(agreed)},
    )


@verb("request.log_contact", Role.COORDINATOR)
def log_contact(
    *,
    actor: Actor,
    now: datetime,
    request_id: UUID,
    kind: str,
    channel: str = "phone",
    minutes: int | None = None,
    text: str = "",
) -> None:
    """Write down a talk, a try that failed, or a note.

    A talk about a new request is its first contact.
    """
    row = request_for_change(actor, request_id)
    write_note(actor, row, now, kind=kind, channel=channel, minutes=minutes, text=text)
    columns = []
    if kind == NoteKind.TALK:
        move(row, Step.SPOKEN, now)
        if row.first_contact_at is None:
            row.first_contact_at = now
            columns.append("first_contact_at")
        row.change_reported = left_to_decide(row) or helper_to_speak(row, now)
        columns.append("change_reported")
        promise_no_call(row, now)
    elif kind == NoteKind.NOT_REACHED:
        move(row, Step.NOT_REACHED, now)
    save_and_record(
        row,
        f"request.{'spoken' if kind == 'talk' else kind}",
        actor=actor,
        now=now,
        columns=columns,
        data={"channel": channel, "minutes": minutes},
    )


def write_note(
    actor: Actor,
    row: Request,
    now: datetime,
    *,
    kind: str,
    channel: str,
    minutes: int | None,
    text: str,
) -> None:
    """Write what somebody says of a talk, a try or a thought. Raises Refused for a BSN."""
    refuse_bsn(text)
    Note.objects.create(
        organisation_id=row.organisation_id,
        request=row,
        kind=kind,
        channel=channel,
        minutes=minutes,
        text=text.strip(),
        by_id=actor.own_membership,
        at=now,
    )


@verb("request.take_over", Role.COORDINATOR)
def take_over(*, actor: Actor, now: datetime, request_id: UUID) -> None:
    """Become the owner yourself, and call whoever helps here and waits for a call. No day moves to
    later by it.
    """
    row = request_for_change(actor, request_id)
    if row.owner_id == actor.id:
        nothing_changed()
        return
    before = row.owner_id
    row.owner = Membership.objects.select_related("account").get(pk=actor.own_membership)
    keep_day_for_new_owner(row, now)
    row.changed_at, row.version = now, row.version + 1
    signals = VolunteerSignal.objects.filter(
        match__request=row, answered_at=None, route=Route.COORDINATOR.value
    )
    moved = [str(pk) for pk in signals.order_by("pk").values_list("pk", flat=True)]
    signals.update(to_id=row.owner_id)
    save_and_record(
        row,
        "request.taken_over",
        actor=actor,
        now=now,
        data={"from_owner": str(before), "signals": moved},
    )


@dataclass(frozen=True, slots=True)
class PhoneAnswer:
    """What another party said on the phone about taking this over: yes, no or thinking."""

    party: str
    spoke_with: str
    answer: str
    spoken_on: date
    phone: str = ""
    calls_before: date | None = None


@verb("request.note_referral", Role.COORDINATOR)
def note_referral(*, actor: Actor, now: datetime, request_id: UUID, said: PhoneAnswer) -> None:
    """Note a referral by telephone, with name, answer and date.

    The coordinator stays the owner, and has it on the list on the day by which the other would
    call.
    """
    row = request_for_change(actor, request_id)
    refuse_bsn(said.party, said.spoke_with)
    PhoneReferral.objects.create(
        organisation_id=row.organisation_id,
        request=row,
        party=said.party.strip(),
        spoke_with=said.spoke_with.strip(),
        phone=contact_details.phone(said.phone) if said.phone.strip() else "",
        spoken_on=said.spoken_on,
        answer=said.answer,
        calls_before=said.calls_before,
        by_id=actor.own_membership,
        at=now,
    )
    if said.calls_before is not None and row.due_on is not None:
        # whoever is still the owner looks that day whether they called
        bring_forward(row, said.calls_before)
    row.changed_at, row.version = now, row.version + 1
    save_and_record(
        row, "request.referral_noted", actor=actor, now=now, data={"answer": said.answer}
    )


@verb("request.report_change", Role.HELP_SEEKER)
def report_change(
    *, actor: Actor, now: datetime, request_id: UUID, what: str, text: str = ""
) -> None:
    """Report through the status page that something changed; it comes up today."""
    row = request_for_change(actor, request_id)
    if row.state == State.CLOSED:
        raise Refused(
            Reason(
                "request.closed",
                dutch("Deze vraag is al klaar. Bel ons, dan openen wij hem weer."),
            )
        )
    refuse_bsn(text)
    if kinds_in(text):
        queue_to_danger_phone(row, now=now)
    Note.objects.create(
        organisation_id=row.organisation_id,
        request=row,
        kind=NoteKind.CHANGE,
        channel="",
        text=text.strip()[:500],
        by=None,
        at=now,
    )
    row.change_reported = what
    bring_forward(row, local_day(now))
    row.changed_at, row.version = now, row.version + 1
    save_and_record(
        row,
        "request.change_reported",
        actor=actor,
        now=now,
        columns=["change_reported"],
        data={"what": what},
    )
