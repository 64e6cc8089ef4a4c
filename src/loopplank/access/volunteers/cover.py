"""Read a visit that its volunteer cannot make: where it stands, for each of the three who ask."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import Q

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit.names import Named as PersonNamed
from loopplank.access.kit.names import named
from loopplank.access.requests.requests import requests
from loopplank.access.volunteers.own_pages import hour_of, who_arranges
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.matches import MatchState
from loopplank.core.matching.proposals import UNDECIDED
from loopplank.core.messages.states import UNHEARD
from loopplank.core.volunteers.cover import Cover, Named
from loopplank.core.volunteers.visit_plan import VisitPlan
from loopplank.core.wellbeing.signal import CANNOT_COME
from loopplank.store.models import Match, Request, Visit, VisitCover, VolunteerSignal

#: What must be loaded with a visit to say where it stands.
LOADED = ("cover__match__volunteer", "cover__message")


@dataclass(frozen=True, slots=True)
class CoverSeen:
    """Where it stands: `until` somebody is sought, by first name who comes, and whether the person
    knows. `may_come`: the volunteer may still say that they can come after all. `named`: whom the
    volunteer named, for themselves and for whoever arranges it, and never for the person helped;
    `may_name`: that is of use still.
    """

    state: Cover
    until: datetime
    comes: str
    told: bool
    may_come: bool
    named: str = ""
    may_name: bool = False


def seen(cover: VisitCover, today: date) -> CoverSeen:
    """Return how it stands, of a cover with its match, volunteer and message loaded."""
    state, told = Cover(cover.state), _told(cover)
    comes = cover.match.volunteer.first_name if cover.match and state is Cover.FOUND else ""
    settled = state is Cover.FOUND or (state is Cover.NOBODY and told)
    return CoverSeen(
        state=state,
        until=cover.decide_by,
        comes=comes,
        told=told,
        may_come=cover.day >= today and not settled,
        named=cover.named if cover.day >= today else "",
        may_name=cover.day >= today and not settled,
    )


def cover_of_visit(visit: Visit, today: date) -> CoverSeen | None:
    """Return how it stands, of a visit that was read with `LOADED`; None when nobody is sought for
    it.
    """
    cover = getattr(visit, "cover", None)
    return seen(cover, today) if cover is not None else None


@dataclass(frozen=True, slots=True)
class VisitOff:
    """A visit to come that is not as usual, as the person helped may know it."""

    day: date
    volunteer: str
    seen: CoverSeen


def visits_off(request: Request, now: datetime) -> tuple[VisitOff, ...]:
    """Return the visits of this request from today on that somebody cannot make; one query."""
    today = local_day(now)
    comes = Q(visit__match__state=MatchState.RUNNING) | Q(match__state=MatchState.RUNNING)
    rows = VisitCover.objects.filter(comes, request=request, day__gte=today)
    rows = rows.select_related("visit__volunteer", "match__volunteer", "message")
    return tuple(
        VisitOff(row.day, row.visit.volunteer.first_name, replace(seen(row, today), named=""))
        for row in rows.order_by("day", "pk")
    )


def covers_of(
    rows: Iterable[VolunteerSignal], today: date
) -> dict[tuple[UUID, str], tuple[UUID, CoverSeen]]:
    """Return by request and day the visits that somebody let know they cannot make.

    At most one query.
    """
    asked = {row.match.request_id for row in rows if row.match and row.reason == CANNOT_COME}
    if not asked:
        return {}
    found = VisitCover.objects.filter(request_id__in=asked, day__gte=today)
    return {
        (row.request_id, row.day.isoformat()): (row.visit_id, seen(row, today))
        for row in found.select_related("match__volunteer", "message")
    }


@dataclass(frozen=True, slots=True)
class CoverPage:
    """For whoever arranges it: who cannot come, to whom, when, and what was done so far."""

    visit_id: UUID
    request_id: UUID
    who: PersonNamed
    person_phone: str
    volunteer_id: UUID
    volunteer: str
    volunteer_phone: str
    day: date
    start: time | None
    minutes: int
    seen: CoverSeen
    asked: tuple[str, ...]
    past: bool
    named: Named | None = None
    named_at: datetime | None = None


def cover_page(actor: Actor, visit_id: UUID, now: datetime) -> CoverPage:
    """Return one visit of the actor's organisation that is not as usual.

    Raises NotFound for anybody else's.
    """
    today = local_day(now)
    row = (
        VisitCover.objects.filter(visit_id=visit_id, request__in=requests(actor))
        .select_related(
            "visit__volunteer",
            "visit__match",
            "match__volunteer",
            "message",
            "request__help_seeker",
        )
        .first()
    )
    if row is None:
        raise NotFound(visit_id)
    seeker, volunteer = row.request.help_seeker, row.visit.volunteer
    asked = row.request.proposals.filter(state__in=UNDECIDED, first_day=row.day, last_day=row.day)
    record_reading(
        actor, "cover", Purpose.PLANNING, [row.request.help_seeker_id, volunteer.pk], now
    )
    return CoverPage(
        visit_id=row.visit_id,
        request_id=row.request_id,
        who=named(seeker, today),
        person_phone=seeker.phone if seeker else "",
        volunteer_id=volunteer.pk,
        volunteer=volunteer.first_name,
        volunteer_phone=volunteer.phone,
        day=row.day,
        start=hour_of(row.visit.match, row.day),
        minutes=row.visit.match.visit_minutes,
        seen=seen(row, today),
        asked=tuple(asked.order_by("asked_at").values_list("volunteer__first_name", flat=True)),
        past=row.day < today,
        named=Named(row.named, row.named_phone) if row.named and row.day >= today else None,
        named_at=row.named_at,
    )


@dataclass(frozen=True, slots=True)
class NamePage:
    """One visit that the volunteer who asks cannot make, to name somebody for it."""

    visit_id: UUID
    who: PersonNamed
    day: date
    caller: str
    said: Named
    may_name: bool


def name_page(actor: Actor, visit_id: UUID, now: datetime) -> NamePage:
    """Return a visit of the volunteer who asks, with whom they named themselves and nobody else.

    Raises NotFound for another's.
    """
    today = local_day(now)
    if actor.role is not Role.VOLUNTEER or actor.id is None:
        raise NotFound(visit_id)
    row = (
        VisitCover.objects.filter(visit_id=visit_id, visit__volunteer_id=actor.id, day__gte=today)
        .select_related("match__volunteer", "message", "request__help_seeker")
        .select_related("visit__match__request__owner__account", "visit__match__organisation")
        .first()
    )
    if row is None:
        raise NotFound(visit_id)
    runs = row.visit.match.state == MatchState.RUNNING
    record_reading(actor, "name_stand_in", Purpose.OWN, [row.request.help_seeker_id, actor.id], now)
    return NamePage(
        visit_id=row.visit_id,
        who=named(row.request.help_seeker, today),
        day=row.day,
        caller=who_arranges(row.visit.match, now),
        said=Named(row.named, row.named_phone),
        may_name=runs and seen(row, today).may_name,
    )


@dataclass(frozen=True, slots=True)
class VisitSought:
    """One visit that somebody else could make."""

    visit_id: UUID
    day: date
    plan: VisitPlan


def visit_sought(request_id: UUID, day: date) -> VisitSought | None:
    """Return the visit on this day for which somebody is still welcome, if there is one."""
    rows = VisitCover.objects.filter(request_id=request_id, day=day).exclude(state=Cover.FOUND)
    row = rows.select_related("visit__match").first()
    return VisitSought(row.visit_id, day, _one_visit(row.visit.match, day)) if row else None


def _one_visit(match: Match, day: date) -> VisitPlan:
    """Return one day of an agreement as a plan of visits."""
    return VisitPlan(
        first_day=day,
        last_day=day,
        visit_minutes=match.visit_minutes,
        visits_per_week=1,
        every_weeks=1,
        weekday=day.weekday(),
        start_time=hour_of(match, day),
        heavy=match.heavy,
        complete=True,
    )


def _told(cover: VisitCover) -> bool:
    heard = cover.message is not None and cover.message.state not in UNHEARD
    return cover.told_at is not None or heard
