"""Find who may own a request, and who works on a day: what may be promised by name."""

from datetime import date
from uuid import UUID

from django.db.models import OuterRef, Q, QuerySet

from loopplank.access.account.actors import NotFound
from loopplank.core.account.roles import MAY_OWN
from loopplank.core.kit.calendar import MONDAY_TO_FRIDAY
from loopplank.store.models import Absence, Membership, Organisation


def on_duty(membership: Membership, day: date) -> bool:
    """Return whether they are active, work on that weekday, and are not absent that day; one query.

    One query.
    """
    return works_on(membership, day) and not away(membership, day)


def works_on(membership: Membership, day: date) -> bool:
    """Return whether they are active and work on that weekday; says nothing of an absence."""
    return membership.active and day.weekday() in (membership.weekdays or MONDAY_TO_FRIDAY)


def left(member: str) -> Q:
    """Pick the rows whose `member`, a key to a membership, is of somebody who cannot act any more.

    Their membership ended, or they cannot sign in. A row without such a member is none.
    """
    ended = Q(**{f"{member}__active": False})
    return ended | Q(**{f"{member}__account__is_active": False})


def has_left(membership: Membership) -> bool:
    """Whether this one works here no more or cannot sign in: `left`, of one with their account."""
    return not (membership.active and membership.account.is_active)


def away(membership: Membership, day: date) -> bool:
    """Return whether this person is absent from this organisation on that day, in whichever
    role.
    """
    return absences_of(membership.organisation_id, membership.account_id, day).exists()


def absences_of(
    organisation_id: UUID | OuterRef, account_id: UUID | OuterRef, day: date
) -> "QuerySet[Absence]":
    """Return the absences of one person at one organisation that hold a day: whichever role was
    noted.
    """
    return Absence.objects.filter(
        absent_on(day), organisation_id=organisation_id, membership__account_id=account_id
    )


def absent_on(first: date, last: date | None = None) -> Q:
    """Return the absences that hold a day, or any day up to `last`."""
    lasts = Q(last_day=None) | Q(last_day__gte=first)
    return Q(returned_at=None, first_day__lte=last or first) & lasts


def may_own(**where: object) -> "QuerySet[Membership]":
    """Return who may own a request, as the database demands of every owner (promise P1): an active
    membership, in a role that owns, of a person who can sign in; with their account.
    """
    rows = Membership.objects.filter(
        active=True, account__is_active=True, role__in=list(MAY_OWN), **where
    )
    return rows.select_related("account")


def colleague_at(organisation: Organisation, membership_id: UUID) -> Membership:
    """Return one who may own a request here. Raises NotFound for anybody else."""
    row = may_own(pk=membership_id, organisation=organisation).first()
    if row is None:
        raise NotFound(membership_id)
    return row
