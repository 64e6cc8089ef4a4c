"""Read the check-ins of a volunteer: for that volunteer, and what they shared.

What was answered has one reader. A coordinator gets here only what was shared with them, and a
board, a network or a municipality has no way in at all: see `check_in_totals`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.affiliations import belonging
from loopplank.access.responsibility.rota import answers_for
from loopplank.access.volunteers.own_pages import Contact, contact_of, contact_on, volunteer_of
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.matches import MatchState
from loopplank.core.wellbeing.check_in import (
    EVERY,
    QUESTIONS,
    STILL_CHANGES,
    WRITTEN,
    CheckInState,
    Question,
    asked_by_call,
)
from loopplank.store.models import Affiliation, CheckIn, Match, Volunteer, VolunteerSignal

#: How many earlier ones are shown; older ones than a year are gone.
MOST = 12
SHARED_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Answered:
    """One check-in as its own volunteer sees it. `answers` holds only what was answered."""

    id: UUID
    on: date
    answers: Mapping[Question, str]
    shared: bool
    organisation: str
    noted_by: str


@dataclass(frozen=True, slots=True)
class Current:
    """What is open now, or was answered and may still be changed. `calls_before` is there while
    somebody is to call because of it.
    """

    id: UUID
    is_open: bool
    answers: Mapping[Question, str]
    closes_on: date
    contact: Contact
    wants_talk: bool | None
    shared: bool
    caller: Contact | None
    calls_before: date | None
    by_call: bool


@dataclass(frozen=True, slots=True)
class CheckInPage:
    """`next_on`: about when the next one comes, when nothing is open. `wants_call` when they would
    rather be called for it; None for whoever has only a telephone, and is called anyway.
    """

    current: Current | None
    earlier: tuple[Answered, ...]
    next_on: date | None
    contact: Contact | None
    wants_call: bool | None


def check_in_page(actor: Actor, now: datetime) -> CheckInPage:
    """Return the check-in that is open, and what this volunteer answered before."""
    me, today = volunteer_of(actor), local_day(now)
    rows = list(_with_people(CheckIn.objects.filter(volunteer=me)).order_by("-asked_at")[:MOST])
    current = next((row for row in rows if may_change(row, today)), None)
    record_reading(actor, "check_in", Purpose.OWN, [me.pk], now)
    last = rows[0] if rows else None
    return CheckInPage(
        current=_current(current, today) if current else None,
        earlier=tuple(
            Answered(
                row.pk,
                local_day(row.answered_at or row.asked_at),
                answers_of(row),
                row.shared_at is not None,
                row.organisation.name,
                row.noted_by.account.name if row.noted_by else "",
            )
            for row in rows
            if row.state == CheckInState.ANSWERED
        ),
        next_on=local_day(last.asked_at) + EVERY if last else None,
        contact=_reader(last, today) if last else None,
        wants_call=me.check_in_by_phone if me.channel in WRITTEN else None,
    )


def check_in_of_week(me: Volunteer, today: date, *, quiet: bool) -> Current | None:
    """Return what stands on the first page: the questions while they are open, and who will call.

    With `quiet`, in a pause or while something is wrong, the questions do not stand there.
    """
    waits = Q(signal__isnull=False, signal__answered_at=None)
    rows = CheckIn.objects.filter(Q(state=CheckInState.OPEN) | waits, volunteer=me)
    row = _with_people(rows).order_by(F("signal").desc(nulls_last=True), "-asked_at").first()
    if row is None or (row.state == CheckInState.OPEN and (quiet or row.closes_on < today)):
        return None
    return _current(row, today)


def check_in_for_change(actor: Actor, now: datetime, me: Volunteer) -> CheckIn:
    """Return the one that may be answered now; the volunteer is locked already."""
    if actor.role is not Role.VOLUNTEER:
        raise NotFound("check-in")
    rows = CheckIn.objects.select_related("organisation").filter(volunteer=me)
    row = rows.order_by("-asked_at").first()
    if row is None or not may_change(row, local_day(now)):
        raise NotFound("check-in")
    return row


def own_check_in(me: Volunteer, check_in_id: UUID) -> CheckIn:
    """Return a check-in that this volunteer answered."""
    row = CheckIn.objects.filter(pk=check_in_id, volunteer=me, state=CheckInState.ANSWERED).first()
    if row is None:
        raise NotFound(check_in_id)
    return row


def may_change(row: CheckIn, today: date) -> bool:
    """Return whether an answer that is in may be changed: as long as it could be given."""
    return row.state in STILL_CHANGES and today <= row.closes_on


def answers_of(row: CheckIn) -> Mapping[Question, str]:
    """Return what was answered; a question that was skipped is not there."""
    given = {question: str(getattr(row, question.value)) for question in QUESTIONS}
    return {question: answer for question, answer in given.items() if answer}


# --- for a coordinator ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Shared:
    """What a volunteer let their coordinator see."""

    on: date
    answers: Mapping[Question, str]


def shared_with(actor: Actor, volunteer_id: UUID) -> tuple[Shared, ...]:
    """Return what this volunteer shares with the coordinators of this organisation, newest first.

    One query. The page that shows it records the reading.
    """
    if actor.role is not Role.COORDINATOR:
        return ()
    rows = CheckIn.objects.filter(
        volunteer_id=volunteer_id,
        organisation_id=actor.own_organisation,
        shared_at__isnull=False,
        state=CheckInState.ANSWERED,
    ).order_by("-asked_at")[:SHARED_SHOWN]
    return tuple(
        Shared(local_day(row.answered_at or row.asked_at), answers_of(row)) for row in rows
    )


# --- whose turn it is -----------------------------------------------------------------------------


def helping_at(volunteer: object) -> "QuerySet[Affiliation]":
    """Return where somebody belongs and helps now, longest first: without a visit there is nothing
    to ask.

    `volunteer` is a row, an id or a reference to the outer query.
    """
    running = Match.objects.filter(
        state=MatchState.RUNNING,
        volunteer_id=OuterRef("volunteer_id"),
        organisation_id=OuterRef("organisation_id"),
    )
    rows = belonging(Exists(running), volunteer=volunteer)
    return rows.order_by("since", "pk")


def signals_that_count(volunteer: object) -> "QuerySet[VolunteerSignal]":
    """Return the signals for which a volunteer waits for a call; that they cannot come once is
    arranged without.
    """
    return VolunteerSignal.objects.filter(volunteer=volunteer, wants_call=True)


# --- underneath -----------------------------------------------------------------------------------


def _with_people(rows: "QuerySet[CheckIn]") -> "QuerySet[CheckIn]":
    return rows.select_related(
        "organisation", "volunteer", "noted_by__account", "signal__to__account"
    )


def _current(row: CheckIn, today: date) -> Current:
    signal = row.signal if row.signal and row.signal.answered_at is None else None
    return Current(
        id=row.pk,
        is_open=row.state == CheckInState.OPEN,
        answers=answers_of(row),
        closes_on=row.closes_on,
        contact=_reader(row, today),
        wants_talk=row.wants_talk,
        shared=row.shared_at is not None,
        caller=contact_on(signal.to, row.organisation, signal.call_before)
        if signal and signal.to
        else None,
        calls_before=signal.call_before if signal else None,
        by_call=asked_by_call(row.volunteer.channel, wants_call=row.volunteer.check_in_by_phone),
    )


def _reader(row: CheckIn, today: date) -> Contact:
    """Return whoever would call: the page names them before anything is answered."""
    if row.signal is not None and row.signal.to is not None and row.signal.answered_at is None:
        return contact_of(row.signal.to, row.organisation.phone)
    who = answers_for(row.organisation, today)
    house = row.organisation
    return contact_of(who, house.phone) if who else Contact(house.short_name, house.phone)
