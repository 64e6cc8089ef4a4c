"""The other pages of a volunteer: a visit, limits, pause, own details."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from loopplank.access import workdays
from loopplank.access.actors import Actor, NotFound
from loopplank.access.covering import LOADED, CoverSeen, cover_of_visit
from loopplank.access.people import Named
from loopplank.access.reading import Purpose, record_reading
from loopplank.access.resting import rests, weeks_in_force
from loopplank.access.volunteers import facts_of
from loopplank.access.week_rows import (
    Contact,
    OpenSignal,
    WaitingRaise,
    agreement_of,
    contact_of,
    goes_there,
    matches_of,
    open_signals,
    person_of,
    shared_by,
    volunteer_of,
    waiting_raise,
)
from loopplank.core.calendar import local_day, monday
from loopplank.core.load import Limits, Load
from loopplank.core.matches import HAS_HELPED, HOLDS_CAPACITY, MatchState
from loopplank.core.responsibility import due_after
from loopplank.core.signals import HEARD_WITHIN
from loopplank.core.visits import VisitState
from loopplank.store.models import (
    LoadWeek,
    Match,
    Visit,
    Volunteer,
)


@dataclass(frozen=True, slots=True)
class HelpedPerson:
    """Somebody whom this volunteer helps, to choose from. `caller` calls when something is up."""

    match_id: UUID
    who: Named
    caller: Contact


@dataclass(frozen=True, slots=True)
class VisitPage:
    """One visit to write down, with what was written before, if anything. `fixed`: they are
    expected that day, so it can also be that they cannot come.

    The address shows only while the help runs: then the volunteer goes there every time.
    """

    match_id: UUID
    who: Named
    what: str
    day: date
    fixed: bool
    start: time | None
    planned_minutes: int
    felt: str
    minutes: int | None
    note: str
    extra: bool
    cannot: bool
    visit_id: UUID | None
    cover: CoverSeen | None
    contact: Contact
    calls_before: date
    street: str
    postcode: str
    place: str
    phone: str
    last_day: date
    not_included: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody likes to do and when, as it is stored."""

    kinds: tuple[str, ...]
    day_parts: int
    no_gos: tuple[str, ...]
    max_km: int | None
    short_notice: bool
    show_hours_elsewhere: bool
    share_in_network: bool


@dataclass(frozen=True, slots=True)
class LimitsPage:
    """Limits and wishes of one volunteer, `most_planned` from this week on, what waits, who calls
    because of what was let know, whom they visit now, and which organisations let others see them.
    `weeks_of_rest` follow help that was heavy; `rests_until` while they rest for that.
    """

    volunteer_id: UUID
    limits: Limits
    wanted: Wanted
    most_planned: Load
    waiting: WaitingRaise | None
    set_at: datetime
    set_by_self: bool
    signals: tuple[OpenSignal, ...]
    people: tuple[HelpedPerson, ...]
    shared_by: tuple[str, ...]
    lowered_on: date | None
    weeks_of_rest: int
    rests_until: date | None


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
    """A visit of the volunteer who asks, on a day."""
    row = _match_of(actor, match_id)
    logged = Visit.objects.filter(match=row, day=day).select_related(*LOADED).first()
    agreement = agreement_of(row)
    fixed = agreement.has_fixed_day and day.weekday() == row.weekday
    seeker = row.request.help_seeker if goes_there(row, local_day(now)) else None
    owner = row.request.owner
    calendar = workdays.of_organisation(row.organisation, local_day(now))
    record_reading(
        actor,
        "visit",
        Purpose.OWN,
        [row.volunteer_id, row.request.help_seeker_id],
        now,
    )
    return VisitPage(
        match_id=row.pk,
        who=person_of(row, now),
        what=row.what,
        day=day,
        fixed=fixed,
        start=row.start_time if fixed else None,
        planned_minutes=row.visit_minutes,
        felt=logged.felt if logged else "",
        minutes=logged.minutes if logged and logged.state == VisitState.DONE else None,
        note=logged.note if logged else "",
        extra=logged is not None and logged.extra,
        cannot=logged is not None and logged.state == VisitState.CANNOT,
        visit_id=logged.pk if logged else None,
        cover=cover_of_visit(logged, local_day(now)) if logged else None,
        contact=contact_of(owner, row.organisation.phone),
        calls_before=due_after(HEARD_WITHIN, local_day(now), calendar, owner.weekdays),
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
    people = _people(matches_of(me, local_day(now)), now)
    record_reading(actor, "other_visit", Purpose.OWN, [me.pk, *(p.who.id for p in people)], now)
    return people


def limits_page(actor: Actor, now: datetime) -> LimitsPage:
    """The limits of the volunteer who asks."""
    me, today = volunteer_of(actor), local_day(now)
    limits = me.limits
    running = [row for row in matches_of(me, today) if row.state == MatchState.RUNNING]
    people = _people(running, now)
    record_reading(actor, "limits", Purpose.OWN, [me.pk, *(p.who.id for p in people)], now)
    return LimitsPage(
        volunteer_id=me.pk,
        limits=facts_of(limits),
        wanted=Wanted(
            tuple(limits.kinds),
            limits.day_parts,
            tuple(limits.no_gos),
            limits.max_km,
            limits.short_notice,
            limits.show_hours_elsewhere,
            limits.share_in_network,
        ),
        most_planned=_most_planned(me, monday(today)),
        waiting=waiting_raise(me),
        set_at=limits.set_at,
        set_by_self=limits.set_by_self,
        signals=open_signals(me, today),
        people=people,
        shared_by=shared_by(me) if limits.share_in_network else (),
        lowered_on=limits.lowered_on,
        weeks_of_rest=weeks_in_force(me),
        rests_until=limits.rest_until if limits.rest_after_id and rests(limits, today) else None,
    )


def details_page(actor: Actor, now: datetime) -> OwnDetails:
    """The volunteer's own contact data, and how much help runs now."""
    me = volunteer_of(actor)
    mine = Match.objects.filter(volunteer=me, state__in=HOLDS_CAPACITY)
    record_reading(actor, "own_details", Purpose.OWN, [me.pk], now)
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


def _match_of(actor: Actor, match_id: UUID) -> Match:
    rows = Match.objects.filter(pk=match_id, state__in=HAS_HELPED).select_related(
        "request__help_seeker", "request__owner__account", "organisation"
    )
    row = rows.filter(volunteer=volunteer_of(actor)).first()
    if row is None:
        raise NotFound(match_id)
    return row


def _people(carried: Iterable[Match], now: datetime) -> tuple[HelpedPerson, ...]:
    """Of those who have met; somebody with two agreements is there once, with the one that runs."""
    found: dict[UUID, HelpedPerson] = {}
    for row in sorted(carried, key=lambda row: row.state != MatchState.RUNNING):
        if row.state != MatchState.MEETING:
            caller = contact_of(row.request.owner, row.organisation.phone)
            found.setdefault(row.person_key, HelpedPerson(row.pk, person_of(row, now), caller))
    return tuple(found.values())


def _most_planned(me: Volunteer, week: date) -> Load:
    """The heaviest of the weeks from this one on, in each of the three."""
    most = Load()
    for row in LoadWeek.objects.filter(volunteer=me, monday__gte=week):
        most = most.at_least(Load(row.planned_minutes, row.planned_people, row.planned_heavy))
    return most
