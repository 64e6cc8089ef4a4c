"""Somebody who applies as a volunteer."""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from tests.app.cast import Cast

from loopplank.access.account import links
from loopplank.access.account.actors import VISITOR, Actor
from loopplank.actions.volunteers import applications
from loopplank.core.volunteers.application import Age, HowLong, Step, Wanted
from loopplank.store.models import Link, VolunteerApplication

SANNE = applications.Reached("Sanne", "Visser", "0698765432", "sanne@example.nl", "1013 BB")
AN_HOUR = Wanted(
    kinds=("company",),
    day_parts=0,
    minutes=60,
    how_long=HowLong.UNKNOWN,
    until=None,
    age=Age.ADULT,
)


def applied(
    cast: Cast,
    *,
    at: UUID | None = None,
    now: datetime | None = None,
    wanted: Wanted = AN_HOUR,
    submission: str = "",
    source: str | None = None,
    **person: str,
) -> UUID:
    """Sanne applies at Noord; returns the application."""
    applications.apply(
        actor=VISITOR,
        now=now or cast.now,
        organisation_id=at or cast.noord_id,
        person=replace(SANNE, **person),
        wanted=wanted,
        submission=submission,
        source=source,
    )
    rows = VolunteerApplication.objects.filter(organisation_id=at or cast.noord_id)
    who = replace(SANNE, **person)
    return rows.get(first_name__iexact=who.first_name, phone=who.phone).pk


def spoken(cast: Cast, *, of: Actor | None = None, **person: str) -> UUID:
    """Sanne applied and was spoken to."""
    pk = applied(cast, **person)
    by = of or cast.anna
    applications.take_step(actor=by, now=cast.now, application_id=pk, step=Step.SPOKE)
    return pk


def token_of(application_id: UUID) -> str:
    """The token of their own link."""
    row = Link.objects.get(purpose=links.APPLICATION, subject_id=application_id)
    return links.token_of(row.pk, row.generation)
