"""What the holder of a status link may see of one request: where it stands, and no more.

No address, no surname of a volunteer, no story: whoever finds the link learns little.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Max

from loopplank.access import workdays
from loopplank.access.actors import Actor, NotFound
from loopplank.access.confirmed import confirmed_mark
from loopplank.access.links import MOST_TRIES, STATUS, address_of
from loopplank.access.network import PublicPlace, place_of
from loopplank.access.people import Named, named
from loopplank.access.reading import Purpose, record_reading
from loopplank.access.referral_sides import latest_of, receiver_name, responsible
from loopplank.access.requests import requests
from loopplank.core.calendar import local_day
from loopplank.core.intake import HoldingOut
from loopplank.core.progress import Course, Helper
from loopplank.core.referral import TAKEN_OVER
from loopplank.core.responsibility import ClosingReason, State
from loopplank.core.roles import Role
from loopplank.store.models import (
    HOLDS_CAPACITY,
    Event,
    Link,
    Match,
    Offer,
    Organisation,
    Request,
)

ASK_DIGITS_AFTER = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class DigitsNeeded:
    """Nothing happened for ninety days: whoever opens the link now shows that they know more."""

    place: PublicPlace
    tries_left: int
    has_phone: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """How a closed request ended, and what was arranged."""

    reason: ClosingReason
    on: date
    next_party: str
    next_party_agreed: bool
    next_contact_on: date | None
    partial_offer: str
    complaints_to: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Whom a family carer may call now who cannot go on: professionals of this network."""

    name: str
    phone: str


@dataclass(frozen=True, slots=True)
class StatusPage:
    place: PublicPlace
    number: str
    kinds: tuple[str, ...]
    reader: Named
    reader_name: str
    course: Course
    wait_words: str
    change_reported: str
    ended: Ended | None
    cannot_go_on: bool
    carers_numbers: tuple[Numbers, ...]
    own_link: str


def status_page(actor: Actor, now: datetime, confirmed: str = "") -> StatusPage | DigitsNeeded:
    """The page of one request, or the question for digits; `confirmed` is the browser's mark."""
    row = _row(actor)
    link = _link(row.pk)
    needed = _digits_needed(row, link, now, confirmed)
    if needed is not None:
        return needed
    matches = list(
        Match.objects.filter(request=row, state__in=HOLDS_CAPACITY)
        .select_related("volunteer")
        .order_by("agreed_at")
    )
    record_reading(
        actor,
        "status",
        Purpose.OWN,
        [row.help_seeker_id, *(match.volunteer_id for match in matches)],
        now,
    )
    by_applicant = row.applicant if row.person_knows != "yes" else None
    cannot_go_on = row.holding_out == HoldingOut.NO_MORE and row.state != State.CLOSED
    return StatusPage(
        place=place_of(row.organisation.network, row.organisation),
        number=row.number,
        kinds=tuple(row.kinds),
        reader=named(row.help_seeker if by_applicant is None else None, local_day(now)),
        reader_name=by_applicant.name if by_applicant else "",
        course=_course(row, matches),
        wait_words=_wait_words(row),
        change_reported=row.change_reported,
        ended=_ended(row),
        cannot_go_on=cannot_go_on,
        carers_numbers=_professionals(row) if cannot_go_on else (),
        own_link=address_of(link),
    )


@dataclass(frozen=True, slots=True)
class ChangePage:
    """Enough to report that something changed: whose number this is, and whether it still can."""

    place: PublicPlace
    number: str
    is_open: bool


def change_page(actor: Actor, now: datetime, confirmed: str = "") -> ChangePage | DigitsNeeded:
    """For the page on which somebody says that something changed; shows nothing of a person."""
    row = _row(actor)
    link = _link(row.pk)
    needed = _digits_needed(row, link, now, confirmed)
    if needed is not None:
        return needed
    return ChangePage(
        place_of(row.organisation.network, row.organisation),
        row.number,
        row.state != State.CLOSED,
    )


def _row(actor: Actor) -> Request:
    if actor.role is not Role.HELP_SEEKER or actor.id is None:
        raise NotFound("status")
    row = (
        requests(actor)
        .select_related(
            "owner__account",
            "organisation__network",
            "organisation__first_contact__account",
            "organisation__stand_in__account",
            "help_seeker",
            "applicant",
        )
        .filter(pk=actor.id)
        .first()
    )
    if row is None:
        raise NotFound(actor.id)
    return row


def _link(request_id: UUID) -> Link:
    row = Link.objects.filter(purpose=STATUS, subject_id=request_id).first()
    if row is None:
        raise NotFound(request_id)
    return row


def _digits_needed(row: Request, link: Link, now: datetime, confirmed: str) -> DigitsNeeded | None:
    last = Event.objects.filter(aggregate="request", aggregate_id=row.pk).aggregate(at=Max("at"))
    quiet_since = last["at"] or row.changed_at
    if now - quiet_since <= ASK_DIGITS_AFTER:
        return None
    if confirmed == confirmed_mark(link.pk, link.generation):
        return None
    return DigitsNeeded(
        place_of(row.organisation.network, row.organisation),
        MOST_TRIES - link.failed_tries,
        any(person and person.phone for person in (row.help_seeker, row.applicant)),
    )


def _course(row: Request, matches: list[Match]) -> Course:
    organisation, stand_in = row.organisation, row.organisation.stand_in
    meeting = next((m for m in matches if m.state == "meeting"), None)
    running = [m for m in matches if m.state == "running"]
    met = meeting or (running[0] if running else None)
    offered = latest_of([row.pk]).get(row.pk) if row.state == State.HANDOVER else None
    taken = offered is not None and offered.status in TAKEN_OVER
    return Course(
        state=State(row.state),
        owner=row.owner.account.name,
        organisation=organisation.name,
        received_on=local_day(row.received_at),
        stand_in=stand_in.account.name if stand_in and stand_in.pk != row.owner_id else "",
        due_on=row.due_on,
        catch_up_on=_catch_up_on(organisation, row.due_on),
        spoken_on=local_day(row.first_contact_at) if row.first_contact_at else None,
        may_call=_may_call(row),
        meets=meeting.volunteer.first_name if meeting else "",
        meeting_at=met.meeting_at if met else None,
        helpers=tuple(Helper(m.volunteer.first_name, m.last_day) for m in running),
        change_reported=bool(row.change_reported),
        offered_to=receiver_name(offered) if offered else "",
        taken_over_by=responsible(offered) if offered and taken else "",
        taken_over_until=offered.first_contact_by
        if offered and taken and not offered.first_contact_on
        else None,
    )


def _catch_up_on(organisation: Organisation, due_on: date | None) -> date | None:
    """The new day after a missed one: the first on which the organisation works again.

    It hangs on the day that was missed and not on today, so that it never slips.
    """
    if due_on is None:
        return None
    return workdays.of_organisation(organisation, due_on).after(due_on, 1)


def _may_call(row: Request) -> bool:
    """Whether whoever reads this can be called: the applicant while the person does not know."""
    reader = row.applicant if row.person_knows != "yes" and row.applicant else row.help_seeker
    return bool(reader and reader.phone)


def _wait_words(row: Request) -> str:
    """What the organisation tells everybody about waiting for this kind of help, if it does."""
    if row.state != State.WAITING:
        return ""
    words = (
        Offer.objects.filter(
            organisation_id=row.organisation_id, kind=row.kind, active=True, space="waiting"
        )
        .order_by("name")
        .values_list("space_words", flat=True)
        .first()
    )
    return words or ""


def _professionals(row: Request) -> tuple[Numbers, ...]:
    rows = (
        Organisation.objects.filter(network_id=row.organisation.network_id, kind="formal")
        .exclude(phone="")
        .order_by("name")
        .values_list("name", "phone")
    )
    return tuple(Numbers(name, phone) for name, phone in rows)


def _ended(row: Request) -> Ended | None:
    if row.state != State.CLOSED or row.closed_at is None:
        return None
    return Ended(
        reason=ClosingReason(row.closing_reason),
        on=local_day(row.closed_at),
        next_party=row.next_party,
        next_party_agreed=row.next_party_agreed,
        next_contact_on=row.next_contact_on,
        partial_offer=row.partial_offer,
        complaints_to=row.organisation.complaints_to,
    )
