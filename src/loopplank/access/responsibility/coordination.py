"""Read what each coordinator carries, from their open requests: for themselves and who refers."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.responsibility.clocks import settings_of
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.matches import MatchState
from loopplank.core.requests.states import OPEN, State
from loopplank.core.responsibility import coordination
from loopplank.core.responsibility.clocks import ClockSettings, Urgency
from loopplank.core.responsibility.coordination import (
    WEEKS_SEEN,
    Capacity,
    Carried,
    Fullness,
    Stop,
)
from loopplank.store.models import Match, Membership, Request


def fullness(membership_id: UUID, now: datetime) -> Fullness:
    """Return how full one colleague is; four queries.

    Raises NotFound when nobody works there any more. For whoever chooses an owner: `full` says why
    this one takes nothing more.
    """
    row = (
        Membership.objects.filter(pk=membership_id, active=True)
        .select_related("organisation")
        .first()
    )
    if row is None:
        raise NotFound(membership_id)
    settings = settings_of(row.organisation_id, row.organisation.network_id)
    return coordination.fullness(carried_by([row.pk], now), capacity_of([row]), settings)


def proposed_stop(row: Membership, matches: int, now: datetime) -> Stop | None:
    """Return the stop that is proposed to this member, who guides so many matches; two queries.

    Needs the organisation loaded.
    """
    capacity = capacity_of([row])
    if capacity.minutes_a_week is None and capacity.requests is None:
        return None
    settings = settings_of(row.organisation_id, row.organisation.network_id)
    carried = carried_by([row.pk], now, matches)
    return coordination.proposes_stop(carried, capacity, settings, local_day(now))


def whose_clocks(actor: Actor) -> list[Membership]:
    """Return for whom the page of clocks prints the cost: the coordinator, or for a board all of
    them.
    """
    if actor.role not in MAY_OWN:
        raise NotFound("clocks")
    here = Membership.objects.filter(organisation_id=actor.own_organisation, active=True)
    if actor.role is Role.COORDINATOR:
        return list(here.filter(pk=actor.own_membership))
    return list(here.filter(role=Role.COORDINATOR))


def cost_for(actor: Actor, settings: ClockSettings, now: datetime) -> tuple[Fullness, Stop | None]:
    """Return what these clocks would cost, whether they are kept or only typed; three queries."""
    rows = whose_clocks(actor)
    carried, capacity = carried_by([row.pk for row in rows], now), capacity_of(rows)
    return (
        coordination.fullness(carried, capacity, settings),
        coordination.proposes_stop(carried, capacity, settings, local_day(now)),
    )


def carried_by(members: list[UUID], now: datetime, matches: int | None = None) -> Carried:
    """Return what these members own and guide together; the matches are counted when they are not
    known.

    What came in counts also when it was closed since.
    """
    came_in = Q(received_at__gt=now - timedelta(weeks=WEEKS_SEEN))
    rows = (
        Request.objects.filter(Q(state__in=OPEN) | came_in, owner_id__in=members, erased_at=None)
        .values_list("state", "urgency")
        .annotate(n=Count("pk"), new=Count("pk", filter=came_in))
    )
    found = [(State(state), Urgency(urgency), n, new) for state, urgency, n, new in rows]
    if matches is None:
        mine = Match.objects.filter(state=MatchState.RUNNING, request__owner_id__in=members)
        matches = mine.count()
    return Carried(
        open={(state, urgency): n for state, urgency, n, _new in found if state in OPEN},
        matches=matches,
        came_in=sum(new for *_place, new in found),
    )


def capacity_of(rows: Iterable[Membership]) -> Capacity:
    """Return what was agreed with these members together; nothing as soon as one has no number."""
    members = list(rows)
    hours = _sum([row.hours_a_week for row in members])
    return Capacity(
        minutes_a_week=None if hours is None else hours * 60,
        requests=_sum([row.max_requests for row in members]),
        matches=_sum([row.max_matches for row in members]),
    )


def _sum(numbers: list[int | None]) -> int | None:
    known = [number for number in numbers if number is not None]
    return sum(known) if known and len(known) == len(numbers) else None
