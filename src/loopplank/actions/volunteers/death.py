"""When somebody died: a person calls who would have met next, and no message tells it.

Of who was helped each volunteer is called; of a volunteer each person to whom they went.
"""

from datetime import date, datetime, timedelta

from loopplank.access.account.actors import Actor
from loopplank.access.kit import workdays
from loopplank.access.volunteers.own_pages import agreement_of
from loopplank.actions.wellbeing.signal import let_know
from loopplank.core.arrangements.coming import call_after_death
from loopplank.core.kit.calendar import local_day
from loopplank.core.volunteers.visits import days_of
from loopplank.core.wellbeing.signal import DIED
from loopplank.store.models import (
    Match,
    Membership,
    Organisation,
    Request,
    Volunteer,
    VolunteerSignal,
)

#: A visit further away than this is not what the call waits for.
AHEAD = timedelta(weeks=4)


def call_about_death(actor: Actor, now: datetime, request: Request, match: Match) -> None:
    """Ask whoever is there to call this volunteer, who hears it from nobody else: no message tells
    it. The match was ended; the volunteer is locked.
    """
    next_day = next_visit(match, local_day(now))
    ask_to_call(actor, now, match.volunteer, request.organisation, DIED, next_day, match)


def ask_to_call(
    actor: Actor,
    now: datetime,
    volunteer: Volunteer,
    organisation: Organisation,
    reason: str,
    next_day: date | None,
    match: Match | None,
) -> None:
    """Ask whoever is there to call before the next visit would have been."""
    today = local_day(now)
    signal_id = let_know(
        actor,
        now,
        volunteer,
        organisation,
        reason,
        next_day.isoformat() if next_day else "",
        match=match,
        holds=False,
    )
    row = VolunteerSignal.objects.select_related("to").get(pk=signal_id)
    calendar = workdays.of_organisation(organisation, today)
    weekdays = row.to.weekdays if isinstance(row.to, Membership) else ()
    row.call_before = min(row.call_before, call_after_death(next_day, today, calendar, weekdays))
    row.save(update_fields=["call_before"])


def next_visit(match: Match, today: date) -> date | None:
    """Return the day on which they would have gone there next, or None when nobody fixed it."""
    if match.meeting_at is not None and local_day(match.meeting_at) >= today:
        return local_day(match.meeting_at)
    days = days_of(agreement_of(match), max(today, match.first_day), today + AHEAD)
    return days[0] if days else None
