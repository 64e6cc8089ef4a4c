"""Read when the own organisation is closed, and what was promised for those days already."""

from dataclasses import dataclass
from datetime import date, datetime

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.core.account.roles import MAY_OWN
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.matches import MatchState
from loopplank.core.responsibility.closures import Closure, from_stored
from loopplank.store.models import Match, Organisation


@dataclass(frozen=True, slots=True)
class ClosedPeriod:
    """One period; `meetings` is how many first meetings are planned in it, for somebody to move."""

    closure: Closure
    runs: bool
    meetings: int


@dataclass(frozen=True, slots=True)
class ClosuresPage:
    organisation: str
    periods: tuple[ClosedPeriod, ...]


def closures_page(actor: Actor, now: datetime) -> ClosuresPage:
    """Return the periods that are not over."""
    if actor.role not in MAY_OWN:
        raise NotFound("organisation")
    today = local_day(now)
    row = Organisation.objects.get(pk=actor.own_organisation)
    planned = [
        local_day(at)
        for at in Match.objects.filter(
            organisation=row, state=MatchState.MEETING, meeting_at__gt=now
        ).values_list("meeting_at", flat=True)
        if at is not None
    ]
    record_reading(actor, "closures", Purpose.PLANNING, [row.pk], now)
    return ClosuresPage(
        row.name,
        tuple(
            ClosedPeriod(one, one.first <= today, sum(day in one.days() for day in planned))
            for one in from_stored(row.closed)
            if one.last >= today
        ),
    )


def closures_of(row: Organisation) -> tuple[Closure, ...]:
    """Return the periods of an organisation that is read already."""
    return from_stored(row.closed)


def any_closed(row: Organisation, day: date) -> bool:
    """Return whether an organisation is closed on a day."""
    return any(one.first <= day <= one.last for one in from_stored(row.closed))
