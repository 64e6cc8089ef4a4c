"""Read check-ins that are put on the telephone: whose turn it is, for the coordinator who calls.

Nobody chases them: a call that is not made goes away by itself, like a check-in that is not
answered. What was answered is not here, also not right after it was written down.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.affiliations import belonging
from loopplank.access.kit.workdays import time_away
from loopplank.access.volunteers.volunteers import in_pause
from loopplank.access.wellbeing.check_in import signals_that_count
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.wellbeing.check_in import EVERY, QUESTIONS, WRITTEN, CheckInState
from loopplank.store.models import CheckIn, Volunteer

#: So few stand on the list at once; the rest comes after them, or goes away.
MOST = 5


@dataclass(frozen=True, slots=True)
class CallDue:
    """One call to make; it may be made until a day, and need not be."""

    check_in_id: UUID
    volunteer_id: UUID
    name: str
    closes_on: date


@dataclass(frozen=True, slots=True)
class CallPage:
    """Whom to call. `is_open` while it may still be written down."""

    check_in_id: UUID
    volunteer_id: UUID
    first_name: str
    name: str
    phone: str
    closes_on: date
    is_open: bool


@dataclass(frozen=True, slots=True)
class AboutCheckIns:
    """What a coordinator sees of the check-ins of a volunteer: when, and nothing of what was said.
    `wants_call` is None for whoever has only a telephone.
    """

    last_on: date | None
    next_on: date | None
    wants_call: bool | None
    call_id: UUID | None


def calls(actor: Actor, today: date) -> "QuerySet[CheckIn]":
    """Return the calls of an organisation that may be made now.

    Not in a pause, not to whoever let know that something is wrong (they are called about that),
    and not to whoever began to answer: what they gave themselves stays theirs.
    """
    if actor.role is not Role.COORDINATOR:
        return CheckIn.objects.none()
    since = signals_that_count(OuterRef("volunteer")).filter(at__gte=OuterRef("asked_at"))
    return (
        _of_organisation(actor)
        .filter(state=CheckInState.OPEN, closes_on__gte=today)
        .filter(~Exists(since), **{one.value: "" for one in QUESTIONS})
        .exclude(in_pause(today, "volunteer__"))
    )


def calls_of(actor: Actor, today: date, working: Iterable[UUID] | None) -> "QuerySet[CheckIn]":
    """Return those of this actor: the first contact calls.

    Who stands in, and gets to know who is `working`, calls when the first contact does not work
    that day.
    """
    me = actor.own_membership
    theirs = Q(organisation__first_contact_id=me)
    if working is not None:
        theirs |= ~Q(organisation__first_contact_id__in=list(working))
    return calls(actor, today).filter(theirs)


def calls_due(actor: Actor, today: date, working: Iterable[UUID] | None) -> tuple[CallDue, ...]:
    """Return the first few of them who are there, for the list of today; one query.

    Today's page records the reading.
    """
    rows = calls_of(actor, today, working).select_related("volunteer__limits")
    there = (
        row
        for row in rows.order_by("closes_on", "pk").iterator()
        if not time_away(row.volunteer.limits).on(today)
    )
    return tuple(
        CallDue(row.pk, row.volunteer_id, _name(row.volunteer), row.closes_on)
        for row in islice(there, MOST)
    )


def call_of(actor: Actor, check_in_id: UUID) -> CheckIn:
    """Return a check-in of the own organisation that is put on the telephone, also one that is
    over.
    """
    rows = _of_organisation(actor) if actor.role is Role.COORDINATOR else CheckIn.objects.none()
    row = rows.select_related("volunteer").filter(pk=check_in_id).first()
    if row is None:
        raise NotFound(check_in_id)
    return row


def call_page(actor: Actor, check_in_id: UUID, now: datetime) -> CallPage:
    """Return whom to call, with their number. Raises NotFound for everybody else's volunteers."""
    row = call_of(actor, check_in_id)
    record_reading(actor, "check_in_call", Purpose.PLANNING, [row.volunteer_id], now)
    return CallPage(
        check_in_id=row.pk,
        volunteer_id=row.volunteer_id,
        first_name=row.volunteer.first_name,
        name=_name(row.volunteer),
        phone=row.volunteer.phone,
        closes_on=row.closes_on,
        is_open=calls(actor, local_day(now)).filter(pk=row.pk).exists(),
    )


def about_check_ins(actor: Actor, volunteer: Volunteer, today: date) -> AboutCheckIns:
    """Return when this organisation last asked one of its volunteers how it goes.

    The page of that volunteer records the reading.
    """
    rows = CheckIn.objects.filter(volunteer=volunteer, organisation_id=actor.own_organisation)
    last = rows.order_by("-asked_at").first()
    may_call = last is not None and last.state == CheckInState.OPEN
    return AboutCheckIns(
        last_on=local_day(last.asked_at) if last else None,
        next_on=local_day(last.asked_at) + EVERY if last else None,
        wants_call=volunteer.check_in_by_phone if volunteer.channel in WRITTEN else None,
        call_id=last.pk
        if last is not None and may_call and calls(actor, today).filter(pk=last.pk).exists()
        else None,
    )


# --- underneath -----------------------------------------------------------------------------------


def _of_organisation(actor: Actor) -> "QuerySet[CheckIn]":
    """Return the check-ins of volunteers who belong here and are called for it."""
    belongs = belonging(volunteer=OuterRef("volunteer"), organisation=OuterRef("organisation"))
    called = ~Q(volunteer__channel__in=sorted(WRITTEN)) | Q(volunteer__check_in_by_phone=True)
    return CheckIn.objects.filter(called, Exists(belongs), organisation_id=actor.own_organisation)


def _name(row: Volunteer) -> str:
    return f"{row.first_name} {row.last_name}".strip()
