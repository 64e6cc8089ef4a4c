"""The other pages of a volunteer: a visit, what is too heavy, limits, pause, own details."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from loopplank.access import workdays
from loopplank.access.actors import Actor, NotFound
from loopplank.access.people import Named
from loopplank.access.reading import Purpose, record_reading
from loopplank.access.volunteers import facts_of, volunteers
from loopplank.access.week_rows import (
    Contact,
    OpenSignal,
    WaitingRaise,
    affiliations,
    agreement_of,
    contact_of,
    first_contact,
    matches_of,
    open_signals,
    person_of,
    volunteer_of,
    waiting_raise,
)
from loopplank.core.calendar import local_day, monday
from loopplank.core.load import Limits, Load
from loopplank.core.responsibility import due_after
from loopplank.core.roles import Role
from loopplank.core.signals import CALL_WITHIN
from loopplank.store.models import LoadWeek, Match, Visit, Volunteer


@dataclass(frozen=True, slots=True)
class HelpedPerson:
    """Somebody whom this volunteer helps, to choose from."""

    match_id: UUID
    who: Named
    what: str


@dataclass(frozen=True, slots=True)
class VisitPage:
    """One visit to write down. `logged` is what was written before, if anything.

    The address shows only while the help runs: then the volunteer goes there every time.
    """

    match_id: UUID
    who: Named
    what: str
    day: date
    start: time | None
    planned_minutes: int
    felt: str
    minutes: int | None
    note: str
    cannot: bool
    contact: Contact
    calls_before: date
    street: str
    postcode: str
    place: str
    phone: str
    last_day: date
    not_included: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class TooHeavyPage:
    """Whom it may be about, what is open already, and who is on duty at each organisation."""

    people: tuple[HelpedPerson, ...]
    signals: tuple[OpenSignal, ...]
    on_duty: tuple[Contact, ...]
    contact: Contact | None
    calls_before: date | None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody likes to do and when, as it is stored."""

    kinds: tuple[str, ...]
    day_parts: int
    no_gos: tuple[str, ...]
    max_km: int | None
    short_notice: bool
    show_hours_elsewhere: bool


@dataclass(frozen=True, slots=True)
class LimitsPage:
    """Limits and wishes of one volunteer, `most_planned` from this week on, and what waits."""

    volunteer_id: UUID
    first_name: str
    limits: Limits
    wanted: Wanted
    most_planned: Load
    waiting: WaitingRaise | None
    only_telephone: bool
    set_at: datetime
    set_by_self: bool
    people: tuple[Named, ...]
    contact: Contact | None


@dataclass(frozen=True, slots=True)
class OwnDetails:
    """Contact data, which are the volunteer's own."""

    volunteer_id: UUID
    first_name: str
    last_name: str
    phone: str
    email: str
    postcode: str
    channel: str
    language: str
    running: int


def visit_page(actor: Actor, match_id: UUID, day: date, now: datetime) -> VisitPage:
    """A visit of a volunteer on a day; for a coordinator one of their own organisation."""
    row = _match_of(actor, match_id)
    logged = Visit.objects.filter(match=row, day=day).first()
    agreement = agreement_of(row)
    seeker = row.request.help_seeker if row.state == "running" else None
    owner = row.request.owner
    calendar = workdays.of_organisation(row.organisation, local_day(now))
    record_reading(
        actor,
        "visit",
        Purpose.OWN if actor.role is Role.VOLUNTEER else Purpose.PLANNING,
        [row.volunteer_id, row.request.help_seeker_id],
        now,
    )
    return VisitPage(
        match_id=row.pk,
        who=person_of(row, now),
        what=row.what,
        day=day,
        start=row.start_time if agreement.has_fixed_day and day.weekday() == row.weekday else None,
        planned_minutes=row.visit_minutes,
        felt=logged.felt if logged else "",
        minutes=logged.minutes if logged and logged.state == "done" else None,
        note=logged.note if logged else "",
        cannot=logged is not None and logged.state == "cannot",
        contact=contact_of(owner, row.organisation.phone),
        calls_before=due_after(CALL_WITHIN, local_day(now), calendar, owner.weekdays),
        street=seeker.street if seeker else "",
        postcode=seeker.postcode if seeker else "",
        place=seeker.place if seeker else "",
        phone=seeker.phone if seeker else "",
        last_day=row.last_day,
        not_included=tuple(row.not_included),
    )


def other_visit_page(actor: Actor, now: datetime) -> tuple[HelpedPerson, ...]:
    """Whom a visit on another day may have been to."""
    me = volunteer_of(actor)
    people = _people(me, now)
    record_reading(actor, "other_visit", Purpose.OWN, [me.pk, *(p.who.id for p in people)], now)
    return people


def too_heavy_page(actor: Actor, now: datetime) -> TooHeavyPage:
    """Everything to say that it is too heavy with; NotFound for who belongs nowhere yet."""
    me, today = volunteer_of(actor), local_day(now)
    carried, belongs = matches_of(me, today), affiliations(me)
    active = [one.organisation for one in belongs if one.state == "active"]
    if not active and not carried:
        raise NotFound("affiliation")
    people = _people(me, now)
    owner = carried[0].request.owner if carried else active[0].first_contact
    around = carried[0].organisation if carried else active[0]
    calendar = workdays.of_organisation(around, today)
    record_reading(actor, "too_heavy", Purpose.OWN, [me.pk, *(p.who.id for p in people)], now)
    return TooHeavyPage(
        people=people,
        signals=open_signals(me),
        on_duty=tuple(
            contact_of(one.stand_in, one.duty_phone, duty=True)
            for one in {o.pk: o for o in active}.values()
            if one.stand_in and one.duty_phone
        ),
        contact=first_contact(carried, belongs),
        calls_before=due_after(CALL_WITHIN, today, calendar, owner.weekdays) if owner else None,
    )


def limits_page(actor: Actor, now: datetime, volunteer_id: UUID | None = None) -> LimitsPage:
    """The limits of the volunteer who asks, or for a coordinator those of one of their people."""
    me = _volunteer(actor, volunteer_id)
    today = local_day(now)
    limits = me.limits
    own = actor.role is Role.VOLUNTEER
    carried = matches_of(me, today) if own else []
    running = [row for row in carried if row.state == "running"]
    record_reading(
        actor,
        "limits" if own else "volunteer_limits",
        Purpose.OWN if own else Purpose.PLANNING,
        [me.pk, *(row.request.help_seeker_id for row in running)],
        now,
    )
    return LimitsPage(
        volunteer_id=me.pk,
        first_name=me.first_name,
        limits=facts_of(limits),
        wanted=Wanted(
            tuple(limits.kinds),
            limits.day_parts,
            tuple(limits.no_gos),
            limits.max_km,
            limits.short_notice,
            limits.show_hours_elsewhere,
        ),
        most_planned=_most_planned(me, monday(today)) if own else Load(),
        waiting=waiting_raise(me),
        only_telephone=me.channel == "phone" and not me.email,
        set_at=limits.set_at,
        set_by_self=limits.set_by_self,
        people=tuple(person_of(row, now) for row in running),
        contact=first_contact(carried, affiliations(me)) if own else None,
    )


def details_page(actor: Actor, now: datetime, volunteer_id: UUID | None = None) -> OwnDetails:
    """Contact data, for the volunteer or on their behalf, and how much help runs now."""
    me = _volunteer(actor, volunteer_id)
    own = actor.role is Role.VOLUNTEER
    mine = Match.objects.filter(volunteer=me, state__in=["meeting", "running"])
    if not own:
        mine = mine.filter(organisation_id=actor.own_organisation)
    record_reading(
        actor,
        "own_details" if own else "volunteer_details",
        Purpose.OWN if own else Purpose.PLANNING,
        [me.pk],
        now,
    )
    return OwnDetails(
        volunteer_id=me.pk,
        first_name=me.first_name,
        last_name=me.last_name,
        phone=me.phone,
        email=me.email,
        postcode=me.postcode,
        channel=me.channel,
        language=me.language,
        running=mine.count(),
    )


# --- underneath -----


def _volunteer(actor: Actor, volunteer_id: UUID | None) -> Volunteer:
    """The volunteer who asks; or the one that a coordinator names."""
    if actor.role is Role.VOLUNTEER:
        return volunteer_of(actor)
    if volunteer_id is None:
        raise NotFound("volunteer")
    row = volunteers(actor).select_related("limits").filter(pk=volunteer_id).first()
    if row is None:
        raise NotFound(volunteer_id)
    return row


def _match_of(actor: Actor, match_id: UUID) -> Match:
    rows = Match.objects.filter(pk=match_id, state__in=["running", "ended"]).select_related(
        "request__help_seeker", "request__owner__account", "organisation", "volunteer"
    )
    if actor.role is Role.VOLUNTEER and actor.id is not None:
        rows = rows.filter(volunteer_id=actor.id, volunteer__erased_at=None)
    elif actor.role is Role.COORDINATOR:
        rows = rows.filter(organisation_id=actor.own_organisation, volunteer__erased_at=None)
    else:
        rows = rows.none()
    row = rows.first()
    if row is None:
        raise NotFound(match_id)
    return row


def _people(me: Volunteer, now: datetime) -> tuple[HelpedPerson, ...]:
    return tuple(
        HelpedPerson(row.pk, person_of(row, now), row.what)
        for row in matches_of(me, local_day(now))
        if row.state != "meeting"
    )


def _most_planned(me: Volunteer, week: date) -> Load:
    """The heaviest of the weeks from this one on, in each of the three."""
    most = Load()
    for row in LoadWeek.objects.filter(volunteer=me, monday__gte=week):
        most = most.at_least(Load(row.planned_minutes, row.planned_people, row.planned_heavy))
    return most
