"""What stands around every work page: the place, the counts of the menu, who is signed in."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from loopplank.access.actors import Actor
from loopplank.core.calendar import local_day
from loopplank.core.responsibility import OPEN
from loopplank.core.roles import Role
from loopplank.store.models import Membership, Message, Request, VolunteerSignal


@dataclass(frozen=True, slots=True)
class Frame:
    """Names and counts for the side bar; two or three queries."""

    organisation: str
    network: str
    name: str
    role: Role
    hours_a_week: int | None
    weekdays: tuple[int, ...]
    stand_in: str
    today: int
    requests: int
    messages: int
    memberships: int


def frame_of(actor: Actor, now: datetime) -> Frame:
    """Read the frame of a member. Counts are the organisation's, and today's are the actor's."""
    row = Membership.objects.select_related(
        "account", "organisation__network", "organisation__stand_in__account"
    ).get(pk=actor.own_membership)
    organisation = row.organisation
    counts = {"today": 0, "requests": 0, "messages": 0, "signals": 0}
    if actor.role is Role.COORDINATOR:
        counts = Request.objects.filter(
            organisation=organisation, state__in=OPEN, erased_at=None
        ).aggregate(
            requests=Count("pk"),
            today=Count("pk", filter=Q(owner_id=actor.id, due_on__lte=local_day(now))),
        )
        counts["messages"] = Message.objects.filter(
            organisation=organisation, state="queued"
        ).count()
        counts["signals"] = VolunteerSignal.objects.filter(to_id=actor.id, answered_at=None).count()
    return Frame(
        organisation=organisation.name,
        network=organisation.network.name,
        name=row.account.name,
        role=actor.role,
        hours_a_week=row.hours_a_week,
        weekdays=tuple(row.weekdays),
        stand_in=organisation.stand_in.account.name if organisation.stand_in else "",
        today=counts["today"] + counts["signals"],
        requests=counts["requests"],
        messages=counts["messages"],
        memberships=Membership.objects.filter(account_id=row.account_id, active=True).count(),
    )
