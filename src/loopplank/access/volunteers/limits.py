"""Read the limits and wishes of the volunteer who asks, with what waits and whom they visit."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.kit.names import Named
from loopplank.access.volunteers.own_pages import (
    Contact,
    OpenSignal,
    WaitingRaise,
    contact_of,
    matches_of,
    open_signals,
    person_of,
    shared_by,
    volunteer_of,
    waiting_raise,
)
from loopplank.access.volunteers.rest import rests, weeks_in_force
from loopplank.access.volunteers.volunteers import facts_of
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.matching.matches import MatchState
from loopplank.core.volunteers.load import Limits, Load
from loopplank.store.models import LoadWeek, Match, Volunteer


@dataclass(frozen=True, slots=True)
class HelpedPerson:
    """Somebody whom this volunteer helps, to choose from. `caller` calls when something is up."""

    match_id: UUID
    who: Named
    caller: Contact


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


def limits_page(actor: Actor, now: datetime) -> LimitsPage:
    """Return the limits of the volunteer who asks."""
    me, today = volunteer_of(actor), local_day(now)
    limits = me.limits
    running = [row for row in matches_of(me, today) if row.state == MatchState.RUNNING]
    people = helped_people(running, now)
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


def helped_people(carried: Iterable[Match], now: datetime) -> tuple[HelpedPerson, ...]:
    """Return whom this volunteer has met; of two agreements with one person the one that runs."""
    found: dict[UUID, HelpedPerson] = {}
    for row in sorted(carried, key=lambda row: row.state != MatchState.RUNNING):
        if row.state != MatchState.MEETING:
            caller = contact_of(row.request.owner, row.organisation.phone)
            found.setdefault(row.person_key, HelpedPerson(row.pk, person_of(row, now), caller))
    return tuple(found.values())


def _most_planned(me: Volunteer, week: date) -> Load:
    """Return the heaviest of the weeks from this one on, in each of the three."""
    most = Load()
    for row in LoadWeek.objects.filter(volunteer=me, monday__gte=week):
        most = most.at_least(Load(row.planned_minutes, row.planned_people, row.planned_heavy))
    return most
