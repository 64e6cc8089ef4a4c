"""Read what somebody agreed to and what they wrote down since, to see early that it grows; and the
signs of it, for the coordinators of one organisation.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from loopplank.access.account.actors import Actor
from loopplank.access.kit.affiliations import belonging, who_belong_to
from loopplank.access.kit.names import Named, named
from loopplank.access.volunteers.coming import last_day_of
from loopplank.access.volunteers.own_pages import agreement_of
from loopplank.access.volunteers.volunteers import facts_of
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.matching.matches import HAS_HELPED, MatchState
from loopplank.core.volunteers.load import Limits, real_minutes
from loopplank.core.volunteers.visits import Agreement, VisitState
from loopplank.core.wellbeing.creep import LONG, Creep, Done, Sign, window
from loopplank.store.models import CreepSign, Match, Visit, Volunteer

BATCH = 200
MOST_SHOWN = 25


@dataclass(frozen=True, slots=True)
class Carried:
    """One match with its visits of the last weeks; `over` when it has ended."""

    match_id: UUID
    organisation_id: UUID
    agreement: Agreement
    over: bool
    visits: tuple[Done, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """All that one volunteer did lately, everywhere. `minutes` are by organisation and Monday.

    Hours elsewhere count for an organisation only where the volunteer `shares` them (P6).
    """

    limits: Limits
    limit_since: date
    raised: tuple[date | None, int | None]
    shares: bool
    organisations: frozenset[UUID]
    carried: tuple[Carried, ...]
    minutes: Mapping[tuple[UUID, date], int]

    def minutes_for(self, organisation_id: UUID) -> dict[date, int]:
        """Return real minutes by Monday, as this organisation may count them."""
        found: Counter[date] = Counter()
        for (whose, week), minutes in self.minutes.items():
            if self.shares or whose == organisation_id:
                found[week] += minutes
        return found

    def counts_elsewhere(self, organisation_id: UUID) -> bool:
        return self.shares and any(whose != organisation_id for whose, _week in self.minutes)


def work_of(volunteer: Volunteer, today: date) -> Work:
    """Return what core needs to look at; four queries. The volunteer is locked by who writes."""
    limits = volunteer.limits
    facts, first = facts_of(limits), window(today, LONG)[0]
    rows = Match.objects.filter(volunteer=volunteer, state__in=HAS_HELPED)
    matches = list(rows.exclude(ended_on__lt=first))
    visits: dict[UUID, list[Done]] = {}
    minutes: Counter[tuple[UUID, date]] = Counter()
    travel = {row.pk: row.travel_minutes for row in matches}
    for row in Visit.objects.filter(match_id__in=travel, state=VisitState.DONE, day__gte=first):
        visits.setdefault(row.match_id, []).append(Done(row.day, row.minutes, row.extra))
        real = real_minutes(row.minutes, travel[row.match_id], facts)
        minutes[row.organisation_id, monday(row.day)] += real
    joined = belonging(volunteer=volunteer)
    return Work(
        limits=facts,
        limit_since=limits.lowered_on or date.min,
        raised=(limits.raised_on, limits.minutes_before),
        shares=limits.show_hours_elsewhere,
        organisations=frozenset(joined.values_list("organisation_id", flat=True)),
        carried=tuple(
            Carried(
                row.pk,
                row.organisation_id,
                agreement_of(row),
                row.state == MatchState.ENDED,
                tuple(visits.get(row.pk, ())),
            )
            for row in matches
        ),
        minutes=minutes,
    )


def volunteers_to_look_at(today: date, last: UUID | None) -> list[UUID]:
    """Return who wrote something down lately, or about whom there is a sign; a batch, after
    `last`.
    """
    visits = Visit.objects.filter(
        volunteer=OuterRef("pk"), state=VisitState.DONE, day__gte=window(today, LONG)[0]
    )
    signs = CreepSign.objects.filter(volunteer=OuterRef("pk"), over_on=None)
    rows = Volunteer.objects.filter(Exists(visits) | Exists(signs), erased_at=None)
    if last is not None:
        rows = rows.filter(pk__gt=last)
    return list(rows.order_by("pk").values_list("pk", flat=True)[:BATCH])


# --- the signs, for a coordinator -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Seen:
    """One sign. `weeks` are the minutes of that match in the last twelve weeks, oldest first."""

    sign_id: UUID
    volunteer_id: UUID
    first_name: str
    name: str
    person: Named | None
    creep: Creep
    last_day: date
    first_seen_on: date
    talked_on: date | None
    outcome: str
    rests_until: date | None
    agreed_a_week: int = 0
    weeks: tuple[int, ...] = ()

    def rests(self, today: date) -> bool:
        return self.rests_until is not None and today <= self.rests_until


def to_look_at(actor: Actor, today: date) -> "QuerySet[CreepSign]":
    """Return what this coordinator may look at when it suits: of the people whose requests are
    hers, and, as first contact, of who has no request that runs.
    """
    me = actor.own_membership
    running = Match.objects.filter(
        volunteer=OuterRef("volunteer"),
        organisation=OuterRef("organisation"),
        state=MatchState.RUNNING,
    )
    hers = Q(match__request__owner_id=me) | Q(
        Exists(running.filter(request__owner_id=me)), match=None
    )
    nobodys = Q(organisation__first_contact_id=me) & Q(~Exists(running), match=None)
    return _signs(actor).filter(hers | nobodys).exclude(rests_until__gte=today)


def over_their_limit(actor: Actor, today: date) -> int:
    """Return how many volunteers wrote down more hours than their limit, week after week."""
    return to_look_at(actor, today).filter(sign=Sign.OVER_LIMIT).count()


def signs_to_look_at(actor: Actor, today: date) -> tuple[Seen, ...]:
    rows = to_look_at(actor, today).order_by("first_seen_on", "volunteer__first_name", "pk")
    return tuple(_seen(row, today) for row in rows[:MOST_SHOWN])


def subjects_of(signs: Iterable[Seen]) -> set[UUID]:
    """Return everybody who is named in them, for the record of reading."""
    named_ones = {one.person.id for one in signs if one.person}
    return named_ones | {one.volunteer_id for one in signs}


def signs_of(actor: Actor, volunteer_id: UUID, today: date) -> tuple[Seen, ...]:
    """Return the signs about one volunteer, also those that rest, with the weeks of each match."""
    rows = list(_signs(actor).filter(volunteer_id=volunteer_id).order_by("first_seen_on", "pk"))
    if not rows:
        return ()
    mondays = window(today, LONG)
    visits = Visit.objects.filter(
        match_id__in=[row.match_id for row in rows], state=VisitState.DONE, day__gte=mondays[0]
    )
    minutes: Counter[tuple[UUID, date]] = Counter()
    for match_id, day, length in visits.values_list("match_id", "day", "minutes"):
        minutes[match_id, monday(day)] += length
    return tuple(
        _seen(
            row,
            today,
            tuple(minutes[row.match_id, week] for week in mondays) if row.match_id else (),
        )
        for row in rows
    )


def _signs(actor: Actor) -> "QuerySet[CreepSign]":
    """Return what this organisation may see now: not what holds hours elsewhere that are not
    shared.
    """
    shared = Q(elsewhere=False) | Q(volunteer__limits__show_hours_elsewhere=True)
    here = Q(**who_belong_to(F("organisation_id"), "volunteer__"))
    rows = CreepSign.objects.filter(
        shared, here, organisation_id=actor.own_organisation, over_on=None
    )
    return rows.select_related("volunteer", "match__request__help_seeker")


def _seen(row: CreepSign, today: date, weeks: tuple[int, ...] = ()) -> Seen:
    match = row.match
    return Seen(
        sign_id=row.pk,
        volunteer_id=row.volunteer_id,
        first_name=row.volunteer.first_name,
        name=f"{row.volunteer.first_name} {row.volunteer.last_name}",
        person=named(match.request.help_seeker, today) if match else None,
        creep=Creep(Sign(row.sign), row.weeks, row.times, row.agreed, row.real),
        last_day=last_day_of(match) if match else today + timedelta(days=1),
        first_seen_on=row.first_seen_on,
        talked_on=local_day(row.talked_at) if row.talked_at else None,
        outcome=row.outcome,
        rests_until=row.rests_until,
        agreed_a_week=match.visit_minutes * match.visits_per_week if match else 0,
        weeks=weeks,
    )
