"""Find whether the same person may have asked already: other open requests of the organisation."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.kit.names import Named, named
from loopplank.access.requests.requests import requests
from loopplank.core.kit.calendar import local_day
from loopplank.core.requests.states import OPEN
from loopplank.store.models import Request

MOST = 3


@dataclass(frozen=True, slots=True)
class Alike:
    """An open request of somebody with the same number, or the same name at the same postcode."""

    id: UUID
    number: str
    who: Named


def alike(actor: Actor, row: Request, now: datetime) -> tuple[Alike, ...]:
    """Return the oldest few that look like `row`; only of the actor's own organisation."""
    seeker = row.help_seeker
    if seeker is None:
        return ()
    same = Q(help_seeker__phone=seeker.phone) if seeker.phone else Q(pk=None)
    if seeker.last_name and seeker.postcode:
        same |= Q(
            help_seeker__last_name__iexact=seeker.last_name, help_seeker__postcode=seeker.postcode
        )
    found = list(
        requests(actor)
        .filter(same, state__in=OPEN)
        .exclude(pk=row.pk)
        .select_related("help_seeker")
        .order_by("received_at", "pk")[:MOST]
    )
    if found:
        seen = [one.help_seeker_id for one in found]
        record_reading(actor, "request", Purpose.HELP, seen, now)
    today = local_day(now)
    return tuple(Alike(one.pk, one.number, named(one.help_seeker, today)) for one in found)
