"""Whether somebody works on a day: what a message may promise by name."""

from datetime import date

from django.db.models import Q

from loopplank.core.calendar import MONDAY_TO_FRIDAY
from loopplank.store.models import Absence, Membership


def on_duty(membership: Membership, day: date) -> bool:
    """Active, working on that weekday, and not absent that day; one query."""
    return works_on(membership, day) and not away(membership, day)


def works_on(membership: Membership, day: date) -> bool:
    """Active, and working on that weekday; says nothing of an absence."""
    return membership.active and day.weekday() in (membership.weekdays or MONDAY_TO_FRIDAY)


def away(membership: Membership, day: date) -> bool:
    """Whether this person is absent from this organisation on that day, in whichever role."""
    return (
        Absence.objects.filter(
            absent_on(day),
            organisation_id=membership.organisation_id,
            membership__account_id=membership.account_id,
        )
    ).exists()


def absent_on(day: date) -> Q:
    """The absences that hold a day."""
    lasts = Q(last_day=None) | Q(last_day__gte=day)
    return Q(returned_at=None, first_day__lte=day) & lasts
