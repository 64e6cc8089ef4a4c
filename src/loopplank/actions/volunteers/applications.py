"""Take in who wants to become a volunteer, and lead them to a first time, or to an honest end."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import APPLICATION
from loopplank.access.kit import workdays
from loopplank.access.organisations.apply import own_application
from loopplank.access.responsibility.on_duty import colleague_at
from loopplank.access.responsibility.promises import call_promise
from loopplank.access.volunteers.applications import application_for_change
from loopplank.actions.account.links import make_link
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.kit.locks import lock_organisation
from loopplank.actions.kit.uses import take
from loopplank.actions.messages.messages import queue_to_applying
from loopplank.actions.responsibility.applied_to import hand_application
from loopplank.actions.volunteers.volunteers import Details, Wishes, register
from loopplank.core.account.how_often import Use
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Refused
from loopplank.core.requests.states import due_after
from loopplank.core.volunteers.application import (
    CLOCKS,
    KEPT_AFTER_A_NO,
    LONGEST_WORDS,
    OPEN_APPLICATION,
    PAGE_CLOSED,
    Age,
    ApplicationState,
    HowLong,
    Step,
    StopReason,
    Wanted,
    after,
    first_limits,
    may_apply,
    may_start,
    may_stop,
    seen_on,
    still_taken,
)
from loopplank.store.models import Affiliation, Link, Message, VolunteerApplication

#: What is left of a person nowhere, once it is erased.
PERSONAL = ("first_name", "last_name", "phone", "email", "postcode", "submission", "stop_words")


@dataclass(frozen=True, slots=True)
class Reached:
    """Who applies and how to reach them; phone, email and postcode already in stored form."""

    first_name: str
    last_name: str
    phone: str
    email: str = ""
    postcode: str = ""
    language: str = "nl"


@verb("volunteer.apply", Role.VISITOR)
def apply(
    *,
    actor: Actor,
    now: datetime,
    organisation_id: UUID,
    person: Reached,
    wanted: Wanted,
    submission: str = "",
    source: str | None = None,
) -> None:
    """Take in an application. The same sending twice, and the same name and number while one is
    open, stay one row; whoever sends gets no answer that says which.

    Raises Refused when somebody is too young or chose a day that passed, and where nobody new is
    taken; TooOften, and NotFound where nobody works any more.
    """
    today = local_day(now)
    refuse_bsn(person.first_name, person.last_name)
    may_apply(wanted, today)
    organisation = lock_organisation(organisation_id)
    rows = VolunteerApplication.objects.filter(organisation=organisation)
    if submission and rows.filter(submission=submission).exists():
        nothing_changed()
        return
    if not still_taken(organisation.applications_closed_at, now):
        raise Refused(PAGE_CLOSED)
    if source is not None:
        take(
            now,
            (Use.APPLY_PLACE, source),
            (Use.APPLY_ADDRESS, person.phone),
            (Use.APPLY_ORGANISATION, str(organisation.pk)),
            phone=organisation.phone,
        )
    promise = call_promise(organisation, CLOCKS[ApplicationState.INTEREST], now)
    if promise is None:
        raise NotFound("application")
    same = (
        rows.filter(
            state__in=OPEN_APPLICATION, phone=person.phone, first_name__iexact=person.first_name
        )
        .select_for_update(of=("self",))
        .first()
    )
    if same is not None:
        # what was promised on the page that they just saw holds for this one too
        same.again += 1
        same.due_on = min(same.due_on or promise.on, promise.on)
        same.save(update_fields=["again", "due_on"])
        record(same, "application.again", actor=actor, now=now, data={"again": same.again})
        return
    row = VolunteerApplication.objects.create(
        organisation=organisation,
        owner=promise.owner,
        due_on=promise.on,
        received_at=now,
        submission=submission,
        kinds=list(wanted.kinds),
        day_parts=wanted.day_parts,
        minutes=wanted.minutes,
        how_long=wanted.how_long,
        until=wanted.until if wanted.how_long is HowLong.UNTIL else None,
        age=wanted.age,
        first_name=person.first_name,
        last_name=person.last_name,
        phone=person.phone,
        email=person.email,
        postcode=person.postcode,
        language=person.language,
    )
    record(
        row,
        "application.received",
        actor=actor,
        now=now,
        data={"owner": str(row.owner_id), "due_on": promise.on.isoformat(), "kinds": row.kinds},
    )
    queue_to_applying(
        row,
        "application_received",
        {"due_on": promise.on.isoformat()},
        now=now,
        link=make_link(APPLICATION, row.pk, organisation.pk, now),
    )


@verb("application.step", Role.COORDINATOR)
def take_step(
    *,
    actor: Actor,
    now: datetime,
    application_id: UUID,
    step: Step,
    day: date | None = None,
    seen_as: ApplicationState | None = None,
) -> None:
    """Write down that somebody was spoken to, that a certificate was asked or seen, or that a first
    time is planned. `day` is when; of a certificate nothing else is kept. `seen_as` is the state
    that the page showed: what a colleague did meanwhile is not undone by a second press.
    """
    row = application_for_change(actor, application_id)
    if step in {Step.START, Step.STOP}:
        raise NotFound(step)
    if seen_as is not None and seen_as != row.state:
        nothing_changed()
        return
    today = local_day(now)
    _move(row, step, now, since=max(day or today, today) if step is Step.TRY else today)
    if step is Step.SPOKE:
        row.spoken_at = now
    elif step is Step.ASK_CERTIFICATE:
        row.certificate_asked_on = day or today
    elif step is Step.SEE_CERTIFICATE:
        row.certificate_seen_on = seen_on(day or today, today)
        row.certificate_seen_by_id = actor.own_membership
    else:
        row.tried_on = day or today
    row.save()
    _record_move(row, f"application.{step}", actor, now)


@verb("application.start", Role.COORDINATOR)
def start(
    *, actor: Actor, now: datetime, application_id: UUID, parent_knows: bool = False
) -> UUID | None:
    """Let somebody begin: they become a volunteer with the limits that they chose themselves.

    Somebody who is known already, here or elsewhere, becomes a pending affiliation as with any
    registering, and nothing about them is revealed. Returns the volunteer, where they are one of
    this organisation now.
    """
    row = application_for_change(actor, application_id)
    if row.state == ApplicationState.STARTED:
        nothing_changed()
        return row.volunteer_id
    may_start(Age(row.age), row.first_name, parent_knows=parent_knows)
    today = local_day(now)
    _move(row, Step.START, now, since=today)
    affiliation_id = register(
        actor=actor,
        now=now,
        details=Details(
            first_name=row.first_name,
            last_name=row.last_name,
            phone=row.phone,
            email=row.email,
            postcode=row.postcode,
            channel="email" if row.email else "sms" if row.phone.startswith("06") else "phone",
            language=row.language,
        ),
        limits=first_limits(_wanted(row), today),
        wishes=Wishes(kinds=tuple(row.kinds), day_parts=row.day_parts),
        certificate_seen_on=row.certificate_seen_on,
        chosen_by_self=True,
    )
    found = Affiliation.objects.filter(pk=affiliation_id, typed_name="").first()
    row.volunteer_id = found.volunteer_id if found else None
    if row.age == Age.YOUNG:
        row.parent_knows_on = today
    row.ended_at = now
    row.save()
    _end_link(row)
    _record_move(row, "application.started", actor, now)
    return row.volunteer_id


@verb("application.stop", Role.COORDINATOR)
def stop(
    *, actor: Actor, now: datetime, application_id: UUID, reason: StopReason, words: str = ""
) -> None:
    """Note that somebody does not begin, and why; after four weeks nothing of them is left."""
    row = application_for_change(actor, application_id)
    refuse_bsn(words)
    may_stop(reason, words)
    _stop(row, reason, words, actor, now, by_self=False)


@verb("application.withdraw", Role.VISITOR)
def withdraw(*, actor: Actor, now: datetime, token: str) -> None:
    """Say with one's own link that one does not want to go on. Said twice it is said once."""
    row = _behind(token, now)
    if row.state not in OPEN_APPLICATION:
        nothing_changed()
        return
    _stop(row, StopReason.OWN_CHOICE, "", actor, now, by_self=True)


@verb("application.take", Role.COORDINATOR)
def take_over(
    *, actor: Actor, now: datetime, application_id: UUID, membership_id: UUID | None = None
) -> None:
    """Take an application over from a colleague, or give it to one; the day is never later."""
    row = application_for_change(actor, application_id)
    to = colleague_at(row.organisation, membership_id or actor.own_membership)
    if row.state not in OPEN_APPLICATION or row.owner_id == to.pk:
        nothing_changed()
        return
    hand_application(row, to, actor, now, "application.taken")


@verb("application.erase", Role.COORDINATOR, Role.VISITOR, Role.SYSTEM)
def erase(
    *, actor: Actor, now: datetime, application_id: UUID | None = None, token: str = ""
) -> None:
    """Erase everything about a person who applied: at once when they ask, or four weeks after it
    was over. That somebody applied stays, as a number.
    """
    if actor.role is Role.VISITOR:
        row = _behind(token, now)
    else:
        row = application_for_change(actor, application_id or UUID(int=0))
    if actor.role is Role.SYSTEM and (row.ended_at is None or row.ended_at > now - KEPT_AFTER_A_NO):
        nothing_changed()
        return
    if row.state in OPEN_APPLICATION:
        _stop(row, StopReason.OWN_CHOICE, "", actor, now, by_self=actor.role is Role.VISITOR)
    strip(row, now)
    record(row, "application.erased", actor=actor, now=now)


def strip(row: VolunteerApplication, now: datetime) -> None:
    """Take everything out of the row by which somebody could be known; what was asked, and how it
    went, stays without a name.
    """
    for column in PERSONAL:
        setattr(row, column, "")
    row.day_parts, row.until, row.volunteer, row.erased_at = 0, None, None, now
    row.save(update_fields=[*PERSONAL, "day_parts", "until", "volunteer", "erased_at"])
    Message.objects.filter(application=row).delete()
    _end_link(row)


# --- underneath -----------------------------------------------------------------------------------


def _move(row: VolunteerApplication, step: Step, now: datetime, *, since: date) -> None:
    row.state = after(ApplicationState(row.state), step)
    clock = CLOCKS.get(ApplicationState(row.state))
    calendar = workdays.of_organisation(row.organisation, local_day(now))
    row.due_on = due_after(clock, since, calendar, row.owner.weekdays) if clock else None


def _stop(
    row: VolunteerApplication,
    reason: StopReason,
    words: str,
    actor: Actor,
    now: datetime,
    *,
    by_self: bool,
) -> None:
    _move(row, Step.STOP, now, since=local_day(now))
    row.ended_at, row.stop_reason, row.stopped_by_self = now, reason, by_self
    row.stop_words = words.strip()[:LONGEST_WORDS]
    row.save()
    _record_move(row, "application.stopped", actor, now)


def _record_move(row: VolunteerApplication, type_: str, actor: Actor, now: datetime) -> None:
    record(
        row,
        type_,
        actor=actor,
        now=now,
        data={
            "state": str(row.state),
            "due_on": row.due_on.isoformat() if row.due_on else None,
            **({"reason": str(row.stop_reason)} if row.stop_reason else {}),
        },
    )


def _wanted(row: VolunteerApplication) -> Wanted:
    return Wanted(
        kinds=tuple(row.kinds),
        day_parts=row.day_parts,
        minutes=row.minutes,
        how_long=HowLong(row.how_long),
        until=row.until,
        age=Age(row.age),
    )


def _behind(token: str, now: datetime) -> VolunteerApplication:
    """Return the application behind a link, locked. Raises NotFound for any other token."""
    found = own_application(token, now)
    if found is None:
        raise NotFound("application")
    rows = VolunteerApplication.objects.select_related("organisation", "owner__account")
    return rows.select_for_update(of=("self",)).get(pk=found.id)


def _end_link(row: VolunteerApplication) -> None:
    Link.objects.filter(purpose=APPLICATION, subject_id=row.pk).delete()
