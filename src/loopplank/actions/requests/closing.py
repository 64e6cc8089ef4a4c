"""Wait, search on, say no, close and open again: each with a reason and a next step."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.kit import workdays
from loopplank.access.requests.contact_attempts import LAST_LETTER, tries_of
from loopplank.access.requests.requests import request_for_change, requests
from loopplank.access.requests.safety import weighed_of
from loopplank.access.responsibility.on_duty import away, has_left
from loopplank.actions.arrangements.arrangements import end
from loopplank.actions.arrangements.suspension import call_up
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.matching.matches import lock_helpers, stop_all, tell_volunteer_stopped
from loopplank.actions.messages.messages import drop_queued, queue_to_asker, readdress
from loopplank.actions.referrals.transfer import (
    close_ends_offer,
    close_reports_back,
    lock_sender_of,
)
from loopplank.actions.requests.handling import log_contact, write_note
from loopplank.actions.requests.open_questions import take_back
from loopplank.actions.requests.refusal import keep_no, refuse_names, take_no_back
from loopplank.actions.requests.waiting import queue_letter
from loopplank.actions.transitions.transitions import (
    move,
    promised_until,
    save_and_record,
    set_other_day,
)
from loopplank.actions.volunteers.death import call_about_death
from loopplank.actions.volunteers.rest import rest_after_help
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.matching.matches import EndReason, MatchState
from loopplank.core.messages.states import TO_ASKER, MessageState
from loopplank.core.referrals.states import TAKEN_OVER
from loopplank.core.requests import refusal
from loopplank.core.requests.closing import (
    CLOSING,
    SAYING_NO,
    SETTLED,
    Attempts,
    ClosingReason,
    Lack,
    Safe,
    may_close,
    may_leave,
    needs_words,
)
from loopplank.core.requests.contact_attempts import LAST_LETTER as LETTER_CLOCK
from loopplank.core.requests.contact_attempts import may_close_unreached, may_write
from loopplank.core.requests.notes import NoteKind
from loopplank.core.requests.refusal import NOBODY_SAID
from loopplank.core.requests.states import OPEN, Ownership, State, Step
from loopplank.core.requests.waiting import SELDOM, rhythm
from loopplank.core.responsibility.today import PERSON_DIED
from loopplank.store.models import Membership, Message, Referral, Request, Volunteer

CLOSING_COLUMNS = (
    "closing_reason",
    "lack",
    "next_party",
    "nobody_discussed",
    "next_contact_on",
    "partial_offer",
    "partial_answer",
    "duplicate_of",
    "safe_why",
    "safe_tried",
    "safe_said_by",
)
Closing = refusal.Closing
#: When the link had ended, whoever comes back gets it once more.
LINK_ENDED = timedelta(days=30)
LIES_ELSEWHERE = Reason(
    "request.lies_elsewhere",
    dutch("Deze vraag ligt nu bij een ander. Die kan hem opnieuw aan jullie vragen."),
)
NO_FIRST = Reason(
    "close.first_request",
    dutch("Van welke vraag is dit een dubbele? Vul het nummer van de eerste hulpvraag in."),
)
CALL_FIRST = Reason(
    "close.call_first",
    dutch("Vertel een nee eerst aan de telefoon. Noteer dat gesprek, en sluit dan af."),
)


@verb("request.wait", Role.COORDINATOR)
def wait(*, actor: Actor, now: datetime, request_id: UUID, lack: Lack, weeks: int = SELDOM) -> None:
    """Put it on the waiting list, with what lacks.

    The person hears a range and the next date, and then every so many weeks again.
    """
    row = request_for_change(actor, request_id)
    move(row, Step.WAIT, now, clock=rhythm(weeks))
    row.lack, row.wait_message_weeks = lack, weeks
    take_back(row, now)
    queue_letter(row, "wait", now)
    save_and_record(
        row,
        "request.waiting",
        actor=actor,
        now=now,
        columns=["lack", "wait_message_weeks"],
        data={"lack": lack, "weeks": weeks},
    )


@verb("request.search", Role.COORDINATOR)
def search(*, actor: Actor, now: datetime, request_id: UUID) -> None:
    """Search again for what stood on the waiting list."""
    row = request_for_change(actor, request_id)
    move(row, Step.SEARCH, now)
    row.lack = ""
    save_and_record(row, "request.searching", actor=actor, now=now, columns=["lack"])


@verb("request.close", Role.COORDINATOR)
def close(*, actor: Actor, now: datetime, request_id: UUID, closing: Closing) -> None:
    """Close with a reason and a next step (promise P4). Help that still ran stops today.

    A no is told by phone first. "Niemand, besproken" sets a call-back after four weeks.
    """
    died = closing.reason is ClosingReason.DECEASED
    others = _others_of(request_id) if died else []
    volunteers = lock_helpers([request_id, *others])
    row, first = _with_first(actor, request_id, closing, others)
    lock_sender_of(row.pk)
    lack = refusal.lack_of(closing.reason, closing.lack)
    may_close(
        closing.reason,
        closing.next_party,
        nobody_discussed=closing.nobody_discussed,
        lack=lack,
        attempts=_attempts(row),
    )
    weighed = weighed_of(row)
    may_leave(closing.reason, weighed, closing.safe)
    refuse_bsn(closing.next_party, closing.partial_offer, closing.safe.why, closing.safe.tried)
    saying_no = closing.reason in SAYING_NO
    if saying_no and not _spoken_with(row):
        raise Refused(CALL_FIRST)
    refuse_names(row, closing.example)
    today = local_day(now)
    if closing.reason is ClosingReason.NOT_REACHED:
        may_close_unreached(tries_of([row.pk])[row.pk].written_until, today)
    stopped = stop_all(row, volunteers, now, EndReason.DIED if died else EndReason.CLOSED)
    end(row, actor=actor, now=now)
    take_back(row, now)
    move(row, Step.CLOSE, now)
    row.closed_at, row.closing_reason = now, closing.reason
    settled = closing.reason in SETTLED
    row.next_party = closing.next_party.strip()
    row.next_party_agreed = closing.next_party_agreed and bool(row.next_party)
    row.nobody_discussed = (closing.nobody_discussed or settled) and not row.next_party
    close_ends_offer(row, closing.reason, actor=actor, now=now)
    calendar = workdays.of_organisation(row.organisation, today)
    row.next_contact_on = refusal.contact_on(closing, today, calendar)
    row.lack, row.partial_offer = lack or "", closing.partial_offer.strip()
    row.change_reported, row.partial_answer, row.duplicate_of = "", "", first
    _say_safe(row, actor, closing.safe if needs_words(closing.reason, weighed) else NOBODY_SAID)
    drop_queued(row, now)
    if first is not None:
        _note_on_first(actor, row, first, now)
    _tell_closing(row, closing, now)
    if saying_no:
        keep_no(row, actor, closing.example, today)
    for match in stopped:
        rests = (
            rest_after_help(actor, now, volunteers[match.volunteer_id], match, died=died)
            if match.state == MatchState.ENDED
            else None
        )
        if died:
            call_about_death(actor, now, row, match)
        else:
            tell_volunteer_stopped(row, match, now, rests)
    save_and_record(
        row,
        "request.closed",
        actor=actor,
        now=now,
        columns=["closed_at", "next_party_agreed", "change_reported", *CLOSING_COLUMNS],
        data={
            "reason": closing.reason,
            "lack": row.lack,
            "weighed": weighed,
            "safe_said_by": str(row.safe_said_by_id) if row.safe_said_by_id else None,
            "stopped": [str(match.pk) for match in stopped],
        },
    )
    # only now, so that of one question no two records own it
    close_reports_back(row, closing.reason, actor=actor, now=now)
    for pk in others:
        _end_other_of_person(actor, now, pk, volunteers)


def _others_of(request_id: UUID) -> list[UUID]:
    """Return the other open requests of the same person, in the order in which they are locked."""
    person = Request.objects.filter(pk=request_id).values("help_seeker_id")
    rows = Request.objects.filter(help_seeker_id__in=person, help_seeker_id__isnull=False)
    rows = rows.exclude(state=State.CLOSED).exclude(pk=request_id)
    return list(rows.order_by("pk").values_list("pk", flat=True))


def _end_other_of_person(
    actor: Actor, now: datetime, request_id: UUID, volunteers: dict[UUID, Volunteer]
) -> None:
    """End what runs in another request of somebody who died; its owner closes it, today."""
    row = request_for_change(actor, request_id)
    for match in stop_all(row, volunteers, now, EndReason.DIED):
        if match.state == MatchState.ENDED:
            rest_after_help(actor, now, volunteers[match.volunteer_id], match, died=True)
        call_about_death(actor, now, row, match)
    take_back(row, now)
    if row.state in {State.RUNNING, State.MEETING}:
        move(row, Step.MATCH_ENDED, now)
    elif row.state == State.PROPOSED:
        move(row, Step.RECONSIDERED, now)
    drop_queued(row, now)
    call_up(row, PERSON_DIED, now)
    save_and_record(row, "request.person_died", actor=actor, now=now, columns=["change_reported"])


@verb("request.reopen", Role.COORDINATOR)
def reopen(*, actor: Actor, now: datetime, request_id: UUID) -> None:
    """Open again, where it stood: nobody was spoken to yet means a first contact again.

    A record that was given back stays closed while the question is the sender's again: it would
    follow nobody, and be nobody's once the sender closes (promise P1).
    An owner who left meanwhile, or is away, is replaced by whoever opens it. What was to be told
    about the end is not true any more. Who never heard anything still gets to read that the request
    came in.
    The link stays the same; whoever could not open it any more is told that it works again.
    """
    row = request_for_change(actor, request_id)
    if has_left(row.owner) or away(row.owner, local_day(now)):
        row.owner = Membership.objects.select_related("account").get(pk=actor.own_membership)
    closed_at = row.closed_at
    move(row, Step.REOPEN if row.first_contact_at else Step.REOPEN_UNSPOKEN, now)
    if row.standing == Ownership.FOLLOWING and not _taken_over_from(row):
        raise Refused(LIES_ELSEWHERE)
    row.closed_at, row.closing_reason, row.lack = None, "", ""
    row.next_party, row.next_party_agreed, row.nobody_discussed = "", False, False
    row.next_contact_on, row.partial_offer, row.partial_answer = None, "", ""
    row.duplicate_of = None
    _say_safe(row, actor, NOBODY_SAID)
    take_no_back(row, local_day(now))
    drop_queued(row, now, templates=("no", "closed"))
    if not _tell_received_after_all(row) and closed_at and closed_at + LINK_ENDED < now:
        queue_to_asker(
            row,
            "reopened",
            {
                "due_on": row.due_on.isoformat() if row.due_on else "",
                "coordinator": row.owner.account.name,
            },
            now=now,
        )
    save_and_record(
        row,
        "request.reopened",
        actor=actor,
        now=now,
        columns=["closed_at", "next_party_agreed", *CLOSING_COLUMNS],
    )


def _taken_over_from(row: Request) -> bool:
    """Return whether somebody said yes by name to this very record."""
    return Referral.objects.filter(from_request=row, status__in=sorted(TAKEN_OVER)).exists()


@verb("request.called_back", Role.COORDINATOR)
def called_back(
    *,
    actor: Actor,
    now: datetime,
    request_id: UUID,
    kind: str = NoteKind.TALK,
    channel: str = "phone",
    minutes: int | None = None,
    text: str = "",
) -> None:
    """Note the call four weeks after a no without a next party, and what came out of it.

    Without an answer the call stays to be made.
    """
    row = request_for_change(actor, request_id)
    write_note(actor, row, now, kind=kind, channel=channel, minutes=minutes, text=text)
    if kind == NoteKind.TALK:
        row.next_contact_on = None
    row.changed_at, row.version = now, row.version + 1
    save_and_record(
        row,
        "request.called_back" if kind == NoteKind.TALK else "request.not_reached",
        actor=actor,
        now=now,
        columns=["next_contact_on"],
        data={"channel": channel, "minutes": minutes},
    )


def _tell_received_after_all(row: Request) -> bool:
    """Let the first message, dropped at closing, wait again when the person never heard anything.

    Returns whether it does.
    """
    own = Message.objects.filter(request=row, to__in=TO_ASKER)
    if own.filter(state=MessageState.TOLD).exists():
        return False
    first = own.filter(template="received", state=MessageState.DROPPED, done_by=None).first()
    if first is None:
        return False
    first.params = {
        **first.params,
        "due_on": row.due_on.isoformat() if row.due_on else "",
        "spoken": row.first_contact_at is not None,
    }
    first.state, first.done_at = MessageState.QUEUED, None
    first.save(update_fields=["params", "state", "done_at"])
    readdress(row)
    return True


def _with_first(
    actor: Actor, request_id: UUID, closing: Closing, others: Iterable[UUID]
) -> tuple[Request, Request | None]:
    """Lock the request with the `others` of its person, and of a duplicate also the first one, in
    the order of their ids: two that name each other at once do not wait for each other.
    """
    for pk in sorted({request_id, *others}):
        request_for_change(actor, pk)
    if closing.reason is not ClosingReason.DUPLICATE:
        return request_for_change(actor, request_id), None
    number = closing.first_number.strip()
    found = requests(actor).filter(number=number).first() if number else None
    # a duplicate of a duplicate belongs to the first of all
    first_id = (found.duplicate_of_id or found.pk) if found else None
    if first_id is None or first_id == request_id:
        request_for_change(actor, request_id)
        raise Refused(NO_FIRST)
    locked = {pk: request_for_change(actor, pk) for pk in sorted({request_id, first_id})}
    if locked[first_id].duplicate_of_id is not None:
        # it became a duplicate itself a moment ago, perhaps of this very one
        raise Refused(NO_FIRST)
    return locked[request_id], locked[first_id]


def _note_on_first(actor: Actor, row: Request, first: Request, now: datetime) -> None:
    record(first, "request.duplicate_found", actor=actor, now=now, data={"duplicate": str(row.pk)})


def _attempts(row: Request) -> Attempts:
    tried = list(row.notes.filter(kind=NoteKind.NOT_REACHED).values_list("channel", flat=True))
    return Attempts(len(tried), len(set(tried)))


def _say_safe(row: Request, actor: Actor, safe: Safe) -> None:
    """Write who says that it is safe, why, and what was tried; nobody where nobody had to."""
    row.safe_why, row.safe_tried = safe.why.strip()[:300], safe.tried.strip()[:300]
    row.safe_said_by_id = actor.own_membership if row.safe_why else None


def _spoken_with(row: Request) -> bool:
    return row.notes.filter(kind=NoteKind.TALK).exists()


def _tell_closing(row: Request, closing: Closing, now: datetime) -> None:
    """Queue the letter that confirms what was said by phone; to a family in mourning nothing is
    sent.
    """
    template = CLOSING[closing.reason].letter
    if not template:
        return
    queue_to_asker(
        row,
        template,
        refusal.told(
            closing,
            row.owner.account.name,
            local_day(now),
            workdays.of_organisation(row.organisation, local_day(now)),
        ),
        now=now,
    )


# --- nothing needed any more, or nobody reached ---------------------------------------------------

NOT_REPORTED = Reason(
    "withdrawn.not_reported",
    dutch("Deze persoon schreef niet dat hulp niet meer nodig is. Vernieuw de pagina."),
)
IS_CLOSED = Reason("request.is_closed", dutch("Deze hulpvraag is al afgesloten."))


@verb("request.confirm_withdrawn", Role.COORDINATOR)
def confirm_withdrawn(
    *, actor: Actor, now: datetime, request_id: UUID, safe: Safe = NOBODY_SAID
) -> None:
    """Write down the talk about "ik heb geen hulp meer nodig", and close the request.

    Asking again is always possible. Where nobody weighed danger, somebody says why it is safe.
    """
    row = request_for_change(actor, request_id)
    if row.change_reported != "not_needed":
        raise Refused(NOT_REPORTED)
    log_contact(actor=actor, now=now, request_id=request_id, kind=NoteKind.TALK)
    close(
        actor=actor,
        now=now,
        request_id=request_id,
        closing=Closing(ClosingReason.NOT_NEEDED, nobody_discussed=True, safe=safe),
    )


@verb("request.write_last_letter", Role.COORDINATOR)
def write_last_letter(*, actor: Actor, now: datetime, request_id: UUID) -> None:
    """Queue the letter that says that we will close, and until when calling helps.

    After three tries in two ways; the request waits for that very day.
    """
    row = request_for_change(actor, request_id)
    if row.state not in OPEN:
        raise Refused(IS_CLOSED)
    tries = tries_of([row.pk])[row.pk]
    if tries.letter_ready or tries.written_until:
        nothing_changed()
        return
    may_write(tries.ways)
    written_until = promised_until(row, LETTER_CLOCK, now)
    set_other_day(row, written_until, now)
    row.changed_at, row.version = now, row.version + 1
    drop_queued(row, now, templates=("received",))
    queue_to_asker(
        row,
        LAST_LETTER,
        {"due_on": written_until.isoformat(), "coordinator": row.owner.account.name},
        now=now,
    )
    save_and_record(
        row, "request.last_letter_written", actor=actor, now=now, data={"tries": len(tries.ways)}
    )
