"""Note days on which a volunteer does not come: at once and without a reason; and take them back.

Being there less is lowering, so it is always accepted; being there again is a raise like any other
(promise P10): the volunteer's own act, or with two people for whoever has only a telephone.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.kit.workdays import REGIONS, of_regions
from loopplank.access.volunteers.away import kept_until
from loopplank.access.volunteers.volunteers import facts_of, volunteer_for_change
from loopplank.actions.kit.action import nothing_changed, record_of_volunteer, verb
from loopplank.actions.ledger.ledger import differences, recount
from loopplank.actions.volunteers.away_visits import cover_near
from loopplank.actions.volunteers.limits import change_limits, wanted_away
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.volunteers.away import Away, TimeAway, taken_from, together
from loopplank.core.volunteers.limits import Change
from loopplank.store.models import Limits

#: Longer than this is no time away but a stop, or a pause.
LONGEST = timedelta(days=366)
#: How many periods one person may have before them.
MOST = 24
TOO_LONG = Reason(
    "away.too_long", dutch("Dit is langer dan een jaar. Neem een pauze, of stop even helemaal.")
)
OVER = Reason("away.over", dutch("Deze dagen zijn al voorbij. Kies een laatste dag die nog komt."))
TOO_MANY = Reason(
    "away.too_many", dutch("Er staan al veel dagen. Haal er eerst een weg die niet meer geldt.")
)


@verb("volunteer.away", Role.VOLUNTEER, Role.COORDINATOR)
def away(*, actor: Actor, now: datetime, volunteer_id: UUID, period: Away) -> Change:
    """Note that they are not there from the first to the last day. At once, no questions."""
    if period.last < local_day(now):
        raise Refused(OVER)
    if period.last - period.first > LONGEST:
        raise Refused(TOO_LONG)

    def more(old: TimeAway) -> TimeAway:
        periods = together((*old.periods, period))
        if len(periods) > MOST:
            raise Refused(TOO_MANY)
        return replace(old, periods=periods)

    return _change(actor, now, volunteer_id, more)


@verb("volunteer.not_away", Role.VOLUNTEER, Role.COORDINATOR)
def not_away(*, actor: Actor, now: datetime, volunteer_id: UUID, period: Away) -> Change:
    """Note that they are there after all on these days."""
    return _change(
        actor,
        now,
        volunteer_id,
        lambda old: replace(old, periods=taken_from(old.periods, period)),
    )


@verb("volunteer.school_holidays", Role.VOLUNTEER, Role.COORDINATOR)
def school_holidays(*, actor: Actor, now: datetime, volunteer_id: UUID, region: str) -> Change:
    """Note that they are away in the school holidays of a region; with "" they are there in the
    holidays as well.
    """
    regions = (region,) if region in REGIONS else ()
    return _change(
        actor,
        now,
        volunteer_id,
        lambda old: TimeAway(old.periods, regions, of_regions(regions)),
    )


@verb("volunteer.look_ahead", Role.SYSTEM)
def look_ahead(*, actor: Actor, now: datetime, volunteer_id: UUID) -> int:
    """Look ahead once a day: cover the visits that come near, count the weeks of holidays that
    became known, and forget periods of long ago. Returns how many visits were seen to.
    """
    volunteer = volunteer_for_change(actor, volunteer_id)
    row = Limits.objects.get(pk=volunteer.pk)
    since: date = kept_until(now)
    kept = [one for one in row.away if date.fromisoformat(one[1]) >= since]
    forgotten = len(row.away) - len(kept)
    if forgotten:
        row.away = kept
        row.save(update_fields=["away"])
    differing = len(differences(volunteer))
    if differing:
        recount(volunteer)
    visits = cover_near(actor, now, volunteer, facts_of(row))
    if not (visits or forgotten or differing):
        nothing_changed()
        return 0
    record_of_volunteer(
        actor,
        now,
        volunteer.pk,
        "volunteer.looked_ahead",
        {"visits": visits, "weeks": differing, "forgotten": forgotten},
    )
    return visits


# --- underneath -----------------------------------------------------------------------------------


def _change(
    actor: Actor, now: datetime, volunteer_id: UUID, wish: Callable[[TimeAway], TimeAway]
) -> Change:
    """Change the days away, beside a raise that waits: what they said last of being away goes along
    in it.
    """
    volunteer = volunteer_for_change(actor, volunteer_id)
    row = Limits.objects.get(pk=volunteer.pk)
    before, toward = facts_of(row), wish(wanted_away(volunteer, row))
    wanted = replace(before, away=toward)
    if before.away.at_least(wish(before.away), local_day(now)) == wish(before.away):
        # only more days away: what waits stays as it waits, and no one is made to wait for this
        wanted = replace(before, away=wish(before.away))
    return change_limits(actor, now, volunteer, row, wanted, toward=toward)
