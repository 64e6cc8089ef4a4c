"""A referral that closes its loop: states, answers, and the days on which silence counts.

Source: the states of a closed-loop referral after the HL7 Gravity SDOH guide (FHIR R4 Task), and
the product concept 2.3 and 3.2. Two rules hold on every edge: the sender is responsible until a
yes names who takes it over (promise P3), and an end other than "completed" has a reason.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.calendar import WorkingDays, is_late
from loopplank.core.kit.reason import Reason, Refused, dutch


class Status(StrEnum):
    """Where a referral stands; the names are those of the guide."""

    DRAFT = "draft"
    REQUESTED = "requested"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    IN_PROGRESS = "in-progress"
    ON_HOLD = "on-hold"
    COMPLETED = "completed"
    FAILED = "failed"
    CANCELLED = "cancelled"
    ENTERED_IN_ERROR = "entered-in-error"


class Move(StrEnum):
    """What can happen to a referral."""

    SEND = "send"
    CONSULT = "consult"
    ACCEPT = "accept"
    REJECT = "reject"
    WITHDRAW = "withdraw"
    EXPIRE = "expire"
    BEGIN = "begin"
    HOLD = "hold"
    COMPLETE = "complete"
    HAND_BACK = "hand_back"
    FOUND_DOUBLE = "found_double"
    MISTAKE = "mistake"


#: Nothing more happens to these.
FINAL = frozenset(
    {
        Status.REJECTED,
        Status.COMPLETED,
        Status.FAILED,
        Status.CANCELLED,
        Status.ENTERED_IN_ERROR,
    }
)
#: Sent, and not at its end: of one request at most one.
UNDER_WAY = (Status.REQUESTED, Status.ACCEPTED, Status.IN_PROGRESS, Status.ON_HOLD)
#: The other said yes, and a named person there is responsible.
TAKEN_OVER = frozenset({Status.ACCEPTED, Status.IN_PROGRESS, Status.ON_HOLD, Status.COMPLETED})
#: The receiver still works on it.
WITH_RECEIVER = TAKEN_OVER - {Status.COMPLETED}
NEEDS_REASON = frozenset({Status.REJECTED, Status.CANCELLED, Status.ON_HOLD, Status.FAILED})

MOVES: Mapping[tuple[Status, Move], Status] = MappingProxyType(
    {
        (Status.DRAFT, Move.SEND): Status.REQUESTED,
        # talking it over first is no answer: the day stays, and so does the sender
        (Status.REQUESTED, Move.CONSULT): Status.REQUESTED,
        (Status.REQUESTED, Move.ACCEPT): Status.ACCEPTED,
        (Status.REQUESTED, Move.REJECT): Status.REJECTED,
        (Status.REQUESTED, Move.WITHDRAW): Status.CANCELLED,
        # silence is no yes: the question was never out of the sender's hands
        (Status.REQUESTED, Move.EXPIRE): Status.CANCELLED,
        # on the telephone, with the person's consent: only then a name was said before a yes
        (Status.REQUESTED, Move.FOUND_DOUBLE): Status.REJECTED,
        (Status.ACCEPTED, Move.FOUND_DOUBLE): Status.CANCELLED,
        (Status.ACCEPTED, Move.BEGIN): Status.IN_PROGRESS,
        (Status.ON_HOLD, Move.BEGIN): Status.IN_PROGRESS,
        # a waiting list, or first a visit: still theirs, and the sender hears it
        (Status.ACCEPTED, Move.HOLD): Status.ON_HOLD,
        (Status.IN_PROGRESS, Move.HOLD): Status.ON_HOLD,
        **{
            (status, move): to
            for status in sorted(WITH_RECEIVER)
            for move, to in (
                (Move.COMPLETE, Status.COMPLETED),
                (Move.HAND_BACK, Status.FAILED),
                # who takes back their consent after a yes ends it there too
                (Move.WITHDRAW, Status.CANCELLED),
            )
        },
        **{(status, Move.MISTAKE): Status.ENTERED_IN_ERROR for status in Status},
    }
)

STATUS_WORDS: Mapping[Status, str] = MappingProxyType(
    {
        Status.DRAFT: dutch("nog niet verstuurd"),
        Status.REQUESTED: dutch("wacht op antwoord"),
        Status.ACCEPTED: dutch("overgenomen"),
        Status.REJECTED: dutch("niet overgenomen"),
        Status.IN_PROGRESS: dutch("overgenomen, er is contact"),
        Status.ON_HOLD: dutch("overgenomen, wacht daar"),
        Status.COMPLETED: dutch("geholpen"),
        Status.FAILED: dutch("teruggegeven"),
        Status.CANCELLED: dutch("gestopt"),
        Status.ENTERED_IN_ERROR: dutch("vergissing"),
    }
)


class Why(StrEnum):
    """Why a referral was refused, stopped, put on hold or given back."""

    NO_PLACE = "no_place"
    FOR_PROFESSIONAL = "for_professional"
    NO_OFFER = "no_offer"
    OUTSIDE_AREA = "outside_area"
    DOUBLE = "double"
    WITHDRAWN = "withdrawn"
    CONSENT_WITHDRAWN = "consent_withdrawn"
    NO_ANSWER = "no_answer"
    QUESTION_CLOSED = "question_closed"
    WAITLIST = "waitlist"
    ASSESSMENT_FIRST = "assessment_first"
    NOT_WANTED = "not_wanted"
    NOT_REACHED = "not_reached"
    COULD_NOT_HELP = "could_not_help"
    DECEASED = "deceased"


WHY_WORDS: Mapping[Why, str] = MappingProxyType(
    {
        Why.NO_PLACE: dutch("wij hebben geen plek"),
        Why.FOR_PROFESSIONAL: dutch("dit is werk voor een beroepskracht"),
        Why.NO_OFFER: dutch("wij doen dit niet"),
        Why.OUTSIDE_AREA: dutch("dit is buiten ons gebied"),
        Why.DOUBLE: dutch("wij kennen deze persoon al"),
        Why.WITHDRAWN: dutch("de vraag is teruggetrokken"),
        Why.CONSENT_WITHDRAWN: dutch("de persoon wil het niet meer delen"),
        Why.NO_ANSWER: dutch("er kwam geen antwoord"),
        Why.QUESTION_CLOSED: dutch("de vraag is afgesloten"),
        Why.WAITLIST: dutch("er is een wachtlijst"),
        Why.ASSESSMENT_FIRST: dutch("eerst is een gesprek of bezoek nodig"),
        Why.NOT_WANTED: dutch("de persoon wil dit niet meer"),
        Why.NOT_REACHED: dutch("de persoon was niet te bereiken"),
        Why.COULD_NOT_HELP: dutch("het lukte ons niet"),
        Why.DECEASED: dutch("de persoon is overleden"),
    }
)
#: The same as the sender reads it: of the others it is "zij".
WHY_THEY: Mapping[Why, str] = MappingProxyType(
    {
        **WHY_WORDS,
        Why.NO_PLACE: dutch("zij hebben geen plek"),
        Why.NO_OFFER: dutch("zij doen dit niet"),
        Why.OUTSIDE_AREA: dutch("dit is buiten hun gebied"),
        Why.DOUBLE: dutch("zij kennen deze persoon al"),
        Why.COULD_NOT_HELP: dutch("het lukte hun niet"),
    }
)
#: What a receiver may say no with, give back with, and wait with.
REFUSALS = (Why.NO_PLACE, Why.FOR_PROFESSIONAL, Why.NO_OFFER, Why.OUTSIDE_AREA)
GIVEN_BACK = (Why.COULD_NOT_HELP, *REFUSALS, Why.NOT_REACHED, Why.NOT_WANTED)
ON_HOLD_FOR = (Why.WAITLIST, Why.ASSESSMENT_FIRST)


class Answer(StrEnum):
    """The four answers of a receiver."""

    YES = "yes"
    CONSULT = "consult"
    NO = "no"
    DOUBLE = "double"


ANSWER_WORDS: Mapping[Answer, str] = MappingProxyType(
    {
        Answer.YES: dutch("Ja, wij nemen het over"),
        Answer.CONSULT: dutch("Eerst overleggen"),
        Answer.NO: dutch("Nee, omdat"),
        Answer.DOUBLE: dutch("Dubbel: wij kennen deze persoon al"),
    }
)


def after(status: Status, move: Move, why: Why | None = None) -> Status:
    """Return the status after a move.

    Raises Refused when the table has no such move, or when the new status asks for a reason.
    """
    to = MOVES.get((status, move))
    if to is None:
        raise Refused(
            Reason(
                "referral.no_such_move",
                dutch(
                    "Dit kan nu niet: deze overdracht staat op ‘%(status)s’. Vernieuw de pagina."
                ),
                {"status": STATUS_WORDS[status]},
            )
        )
    if to in NEEDS_REASON and why is None:
        raise Refused(Reason("referral.needs_reason", dutch("Kies waarom.")))
    return to


def sender_is_responsible(status: Status) -> bool:
    """Say whether the sender is responsible (promise P3): until a yes, and again when it is given
    back."""
    return status not in TAKEN_OVER


class Outcome(StrEnum):
    """What came of a question, as the receiver reports it."""

    HELPED = "helped"
    PARTLY_HELPED = "partly_helped"
    NOT_HELPED = "not_helped"


#: The sender's record may close as helped elsewhere.
WAS_HELPED = (Outcome.HELPED, Outcome.PARTLY_HELPED)


class Waiting(StrEnum):
    """What the sender of a referral waits for, or must do."""

    ANSWER = "answer"
    TALK = "talk"
    RECEIPT = "receipt"
    SILENT = "silent"
    OUTCOME = "outcome"
    NOTHING = "nothing"


def waiting_for(status: Status, answer: str, *, silent: bool, unheard: bool) -> Waiting:
    """Return what the sender waits for. `silent`: its day passed without an answer; `unheard`: a
    formal party did not even confirm that it arrived."""
    if status in WITH_RECEIVER:
        return Waiting.OUTCOME
    if status is not Status.REQUESTED:
        return Waiting.NOTHING
    if silent:
        return Waiting.SILENT
    if answer == Answer.CONSULT:
        return Waiting.TALK
    return Waiting.RECEIPT if unheard else Waiting.ANSWER


def contact_is_missed(
    status: Status, by: date | None, *, made: bool, told: bool, now: datetime
) -> bool:
    """Say whether a receiver who said yes missed the promised first contact, and sender and person
    did not hear so yet."""
    return status in WITH_RECEIVER and by is not None and not made and not told and is_late(by, now)


# --- the days -------------------------------------------------------------------------------------


class Track(StrEnum):
    """Which days count: those of another volunteer organisation, of a formal party, or of the law.

    Peers answer within five working days. Formal parties receive it within two and answer within
    ten. A report under the Wmo has its legal term: the municipality investigates within six weeks
    (Wmo 2015, art. 2.3.2).
    """

    PEER = "peer"
    FORMAL = "formal"
    WMO_REPORT = "wmo_report"


@dataclass(frozen=True, slots=True)
class Terms:
    """The term of a track. With `expires` silence ends the referral; otherwise the sender is told
    to call."""

    answer: int | timedelta
    remind: int | None = None
    receive: int | None = None
    expires: bool = False


TERMS: Mapping[Track, Terms] = MappingProxyType(
    {
        Track.PEER: Terms(answer=5, remind=4, expires=True),
        Track.FORMAL: Terms(answer=10, receive=2),
        Track.WMO_REPORT: Terms(answer=timedelta(weeks=6), receive=2),
    }
)
#: Working days after which the administrator of the network sees what nobody touched.
UNTOUCHED = 10
OUTCOME_AFTER = timedelta(weeks=6)


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one referral; each ends at 17:00."""

    answer_by: date
    remind_on: date | None
    receive_by: date | None
    admin_on: date


def no_later(days: Days, day: date) -> Days:
    """Return the days of a referral that cannot wait so long: everything on or before this day,
    and silence is seen on the next one."""
    if day >= days.answer_by:
        return days
    return Days(
        answer_by=day,
        remind_on=days.remind_on if days.remind_on and days.remind_on < day else None,
        receive_by=min(days.receive_by, day) if days.receive_by else None,
        admin_on=days.admin_on,
    )


def days_of(track: Track, sent_on: date, calendar: WorkingDays) -> Days:
    """Return the days of a referral that is sent on `sent_on`, counted on the sender's calendar."""
    terms = TERMS[track]
    if isinstance(terms.answer, timedelta):
        last = sent_on + terms.answer
        answer_by = calendar.last_on_or_before(last, sent_on + timedelta(days=1)) or last
        admin_on = calendar.after(answer_by, UNTOUCHED)
    else:
        answer_by = calendar.after(sent_on, terms.answer)
        admin_on = calendar.after(sent_on, UNTOUCHED)
    return Days(
        answer_by=answer_by,
        remind_on=calendar.after(sent_on, terms.remind) if terms.remind else None,
        receive_by=calendar.after(sent_on, terms.receive) if terms.receive else None,
        admin_on=max(admin_on, answer_by),
    )


def diagram() -> str:
    """Return the table of moves as a Mermaid state diagram, for the documentation."""
    lines = ["stateDiagram-v2", "    [*] --> draft"]
    grouped: dict[tuple[Status, Status], list[str]] = {}
    for (status, move), to in MOVES.items():
        if status is not to and move is not Move.MISTAKE:
            grouped.setdefault((status, to), []).append(move)
    lines += [
        f"    {a.replace('-', '_')} --> {b.replace('-', '_')}: {', '.join(moves)}"
        for (a, b), moves in grouped.items()
    ]
    lines.append(
        "    note right of entered_in_error: from anywhere, when it was a mistake (mistake)"
    )
    return "\n".join(lines)
