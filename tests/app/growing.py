"""Help that grows: visits that last longer week after week, and the sign that follows."""

from datetime import timedelta
from uuid import UUID

from tests.app.cast import NOW, Cast

from loopplank.access.account.actors import SYSTEM, Actor
from loopplank.actions.volunteers import visits
from loopplank.actions.wellbeing import creep
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.store.models import CreepSign, Limits, Match

#: A Tuesday, six weeks after the help began.
LATER = NOW + timedelta(weeks=6)


def write_down(match_id: UUID, minutes: int = 90, *, weeks: int = 4) -> None:
    """The visits of the last whole weeks before `LATER`, each as long as this."""
    match = Match.objects.get(pk=match_id)
    who = Actor(Role.VOLUNTEER, id=match.volunteer_id)
    tuesday = local_day(LATER)
    for back in range(weeks, 0, -1):
        day = tuesday - timedelta(weeks=back) + timedelta(days=2)
        visits.log_visit(
            actor=who, now=LATER, match_id=match_id, day=day, minutes=minutes, felt="fine"
        )


def longer_visits(cast: Cast, match_id: UUID | None = None) -> UUID:
    """Visits of two and a half hours in place of one and a half. Returns whose they are."""
    match_id = match_id or cast.running(cast.bram)
    write_down(match_id, 150)
    return Match.objects.get(pk=match_id).volunteer_id


def creeping_at(cast: Cast, match_id: UUID | None = None) -> UUID:
    """A sign that visits last longer than agreed."""
    volunteer_id = longer_visits(cast, match_id)
    creep.look(actor=SYSTEM, now=LATER, volunteer_id=volunteer_id)
    return CreepSign.objects.get(volunteer_id=volunteer_id, sign="longer").pk


def over_the_limit(cast: Cast) -> UUID:
    """Bram, whose limit is an hour a week, wrote down three hours of each week for a month."""
    match_id = cast.running(cast.bram)
    Limits.objects.filter(pk=cast.bram_id).update(liked_minutes=60, max_minutes=60)
    write_down(match_id, 180)
    creep.look(actor=SYSTEM, now=LATER, volunteer_id=cast.bram_id)
    return CreepSign.objects.get(volunteer_id=cast.bram_id, sign="over_limit").pk
