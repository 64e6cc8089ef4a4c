"""Find volunteers whom nobody asked anything and nobody spoke to for long: they show, once, calmly.

Who is never asked is easily forgotten, and whoever is forgotten goes. Of this organisation only:
what happens elsewhere is not known here (promise P6).
"""

from dataclasses import dataclass
from datetime import date, time, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from loopplank.access.account.actors import Actor
from loopplank.access.kit.affiliations import belonging
from loopplank.access.kit.workdays import time_away
from loopplank.access.volunteers.volunteers import in_pause
from loopplank.core.kit.calendar import at_local, local_day
from loopplank.store.models import Affiliation, Proposal, Visit

LONG = timedelta(weeks=13)
SHOWN = 3


@dataclass(frozen=True, slots=True)
class LongUnspoken:
    """One of them; `spoken_on` None means never."""

    volunteer_id: UUID
    name: str
    phone: str
    spoken_on: date | None


def perhaps_unspoken(actor: Actor, today: date) -> "QuerySet[Affiliation]":
    """Return whom nobody spoke to or asked, and who was on no visit, for a quarter of a year.

    Not who has a pause or wants to stop: they are left alone on purpose. With those who are away
    today: a database cannot tell them apart.
    """
    since, here = today - LONG, {"organisation_id": actor.own_organisation}
    whose = {"volunteer_id": OuterRef("volunteer_id"), **here}
    moment = at_local(since, time())
    return (
        belonging(since__lte=since, **here)
        .filter(Q(spoken_at=None) | Q(spoken_at__lt=moment))
        .exclude(in_pause(today, "volunteer__"))
        .exclude(volunteer__limits__until__lt=today)
        .exclude(Exists(Proposal.objects.filter(asked_at__gte=moment, **whose)))
        .exclude(Exists(Visit.objects.filter(day__gte=since, **whose)))
    )


def long_unspoken(actor: Actor, today: date) -> tuple[LongUnspoken, ...]:
    """Return all of them who are there today, who waits longest first; one query."""
    rows = perhaps_unspoken(actor, today).select_related("volunteer__limits")
    order = (F("spoken_at").asc(nulls_first=True), "since", "pk")
    return tuple(
        LongUnspoken(
            row.volunteer_id,
            f"{row.volunteer.first_name} {row.volunteer.last_name}",
            row.volunteer.phone,
            local_day(row.spoken_at) if row.spoken_at else None,
        )
        for row in rows.order_by(*order)
        if time_away(row.volunteer.limits).on(today) is None
    )
