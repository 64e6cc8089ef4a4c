"""Read one visit of the volunteer who asks, to write it down."""

from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit import workdays
from loopplank.access.kit.names import Named
from loopplank.access.responsibility.promises import who_reads
from loopplank.access.volunteers.coming import last_day_of
from loopplank.access.volunteers.cover import LOADED, CoverSeen, cover_of_visit
from loopplank.access.volunteers.limits import HelpedPerson, helped_people
from loopplank.access.volunteers.own_pages import (
    Contact,
    agreement_of,
    contact_on,
    goes_there,
    matches_of,
    person_of,
    volunteer_of,
)
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.matches import HAS_HELPED
from loopplank.core.requests.states import due_after
from loopplank.core.volunteers.visits import VisitState, days_of, start_on
from loopplank.core.wellbeing.signal import HEARD_WITHIN
from loopplank.store.models import Match, Visit


@dataclass(frozen=True, slots=True)
class VisitPage:
    """One visit to write down, with what was written before, if anything. `fixed`: they are
    expected that day, so it can also be that they cannot come. `reads`: who reads a note, and on
    which day at the latest.

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
    caller: str
    calls_before: date
    reads: tuple[str, date] | None
    street: str
    postcode: str
    place: str
    phone: str
    last_day: date
    not_included: tuple[str, ...]


def visit_page(actor: Actor, match_id: UUID, day: date, now: datetime) -> VisitPage:
    """Return a visit of the volunteer who asks, on a day."""
    row = _match_of(actor, match_id)
    logged = Visit.objects.filter(match=row, day=day).select_related(*LOADED).first()
    agreement = agreement_of(row)
    fixed = agreement.has_fixed_day and day in days_of(agreement, day, day)
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
    calls_before = due_after(HEARD_WITHIN, local_day(now), calendar, owner.weekdays)
    return VisitPage(
        match_id=row.pk,
        who=person_of(row, now),
        what=row.what,
        day=day,
        fixed=fixed,
        start=start_on(agreement, day) if fixed else None,
        planned_minutes=row.visit_minutes,
        felt=logged.felt if logged else "",
        minutes=logged.minutes if logged and logged.state == VisitState.DONE else None,
        note=logged.note if logged else "",
        extra=logged is not None and logged.extra,
        cannot=logged is not None and logged.state == VisitState.CANNOT,
        visit_id=logged.pk if logged else None,
        cover=cover_of_visit(logged, local_day(now)) if logged else None,
        contact=contact_on(owner, row.organisation, local_day(now)),
        caller=contact_on(owner, row.organisation, calls_before).first_name,
        reads=who_reads(row.request, now),
        calls_before=calls_before,
        street=seeker.street if seeker else "",
        postcode=seeker.postcode if seeker else "",
        place=seeker.place if seeker else "",
        phone=seeker.phone if seeker else "",
        last_day=last_day_of(row),
        not_included=tuple(row.not_included),
    )


def other_visit_page(actor: Actor, now: datetime) -> tuple[HelpedPerson, ...]:
    """Return whom a visit on another day may have been to."""
    me = volunteer_of(actor)
    people = helped_people(matches_of(me, local_day(now)), now)
    record_reading(actor, "other_visit", Purpose.OWN, [me.pk, *(p.who.id for p in people)], now)
    return people


def _match_of(actor: Actor, match_id: UUID) -> Match:
    rows = Match.objects.filter(pk=match_id, state__in=HAS_HELPED).select_related(
        "request__help_seeker", "request__owner__account", "request__organisation", "organisation"
    )
    row = rows.filter(volunteer=volunteer_of(actor)).first()
    if row is None:
        raise NotFound(match_id)
    return row
