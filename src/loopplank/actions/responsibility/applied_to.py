"""Give whoever applied as a volunteer another owner: on absence and back, and for good."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.kit import workdays
from loopplank.actions.kit.action import record
from loopplank.core.kit.calendar import local_day
from loopplank.core.responsibility.clocks import for_new_owner
from loopplank.core.volunteers.application import OPEN_APPLICATION
from loopplank.store.models import Absence, AbsentRequest, Membership, VolunteerApplication


def hand_application(
    row: VolunteerApplication, to: Membership, actor: Actor, now: datetime, type_: str
) -> None:
    """Give an open application another owner; the day is their last working day on or before it,
    never later. Its organisation comes along with the row, which is locked.
    """
    before, today = row.owner_id, local_day(now)
    calendar = workdays.of_organisation(row.organisation, today)
    row.owner = to
    row.due_on = for_new_owner(row.due_on or today, today, calendar, to.weekdays)
    row.save(update_fields=["owner", "due_on"])
    data = {"from_owner": str(before), "owner": str(to.pk), "due_on": row.due_on.isoformat()}
    record(row, type_, actor=actor, now=now, data=dict(data))


def lend_applications(absence: Absence, cover: Membership, actor: Actor, now: datetime) -> int:
    """Move all that is open at whoever is away to who stands in, and remember the way back. Returns
    how many.
    """
    theirs = _locked(
        owner__account_id=absence.membership.account_id, organisation=cover.organisation_id
    )
    AbsentRequest.objects.bulk_create(
        (AbsentRequest(absence=absence, application=one, owner_id=one.owner_id) for one in theirs),
        ignore_conflicts=True,
    )
    for one in theirs:
        hand_application(one, cover, actor, now, "application.covered")
    return len(theirs)


def pass_applications_on(
    absence: Absence, before_id: UUID, cover: Membership, actor: Actor, now: datetime
) -> int:
    """Move what an absence lent from the cover of before to the one of now. Returns how many."""
    rows = _still_at(absence, before_id)
    for one in rows:
        hand_application(one, cover, actor, now, "application.covered")
    return len(rows)


def give_applications_back(
    absence: Absence, owners: Mapping[UUID, Membership], actor: Actor, now: datetime
) -> int:
    """Move what the cover still has back to whose it was. Returns how many."""
    if absence.cover_id is None:
        return 0
    moved = absence.moved.exclude(application=None).values_list("application_id", "owner_id")
    of = dict(moved)
    back = 0
    for one in _still_at(absence, absence.cover_id):
        owner = owners.get(of[one.pk])
        if owner is not None:
            hand_application(one, owner, actor, now, "application.returned")
            back += 1
    return back


def take_applications(ids: Iterable[UUID], to: Membership, actor: Actor, now: datetime) -> int:
    """Move these to a colleague for good. Returns how many."""
    rows = _locked(pk__in=list(ids))
    for one in rows:
        hand_application(one, to, actor, now, "application.taken")
    return len(rows)


def _still_at(absence: Absence, cover_id: UUID) -> list[VolunteerApplication]:
    moved = absence.moved.exclude(application=None).values("application_id")
    return _locked(pk__in=moved, owner_id=cover_id)


def _locked(**where: object) -> list[VolunteerApplication]:
    rows = VolunteerApplication.objects.filter(state__in=OPEN_APPLICATION, **where)
    rows = rows.select_related("organisation", "owner__account")
    return list(rows.select_for_update(of=("self",)).order_by("pk"))
