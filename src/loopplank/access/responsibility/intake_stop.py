"""Read which organisation takes nobody new now, until when, and what it says about that."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.organisations.offers import offers
from loopplank.core.account.roles import MAY_OWN
from loopplank.core.kit.calendar import local_day
from loopplank.core.responsibility.intake_stop import Stop, stop_for
from loopplank.store.models import IntakeStop


def stop_of(row: IntakeStop) -> Stop:
    ended = local_day(row.ended_early_at) if row.ended_early_at else None
    return Stop(row.kind, row.first_day, row.until, row.words, ended)


def stop_met(organisation_id: UUID, kinds: Collection[str], today: date) -> IntakeStop | None:
    """Return the stop that a new question for these kinds of help meets at this organisation, if
    any.
    """
    rows = list(
        IntakeStop.objects.filter(
            organisation_id=organisation_id, first_day__lte=today, until__gt=today
        ).order_by("made_at", "pk")
    )
    met = stop_for([stop_of(row) for row in rows], kinds, today)
    return next((row for row in rows if stop_of(row) == met), None) if met else None


@dataclass(frozen=True, slots=True)
class StopRow:
    """One stop as the organisation's own page shows it."""

    id: UUID
    stop: Stop
    made_by: str
    made_at: datetime


@dataclass(frozen=True, slots=True)
class StopsPage:
    """What is stopped now or soon, what was before, and which kinds of help are offered."""

    coming: tuple[StopRow, ...]
    over: tuple[StopRow, ...]
    kinds: tuple[str, ...]


def stops_page(actor: Actor, now: datetime) -> StopsPage:
    """Return the stops of the own organisation; two queries."""
    if actor.role not in MAY_OWN:
        raise NotFound("stops")
    rows = (
        IntakeStop.objects.filter(organisation_id=actor.own_organisation)
        .select_related("made_by__account")
        .order_by("-until", "-made_at")[:30]
    )
    today = local_day(now)
    made = [StopRow(r.pk, stop_of(r), r.made_by.account.name, r.made_at) for r in rows]
    return StopsPage(
        tuple(one for one in made if not one.stop.is_over(today)),
        tuple(one for one in made if one.stop.is_over(today)),
        tuple(dict.fromkeys(offer.kind for offer in offers(actor) if offer.active)),
    )
