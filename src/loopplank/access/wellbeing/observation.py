"""Read what volunteers see or would like to begin: their own, and what a coordinator is to
answer.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet, Subquery

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit import workdays
from loopplank.access.kit.rows import count_of
from loopplank.access.responsibility.on_duty import left
from loopplank.access.responsibility.rota import answers_for
from loopplank.access.volunteers.own_pages import (
    Contact,
    affiliations,
    contact_of,
    contact_on,
    volunteer_of,
)
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import last_passed, local_day
from loopplank.core.requests.states import due_after
from loopplank.core.volunteers.affiliations import AffiliationState
from loopplank.core.wellbeing.observation import ANSWER_WITHIN, WEEKS_ON_WEEK
from loopplank.store.models import Gap, Membership, Observation, Organisation, Volunteer

MOST = 25
MOST_OWN = 12


@dataclass(frozen=True, slots=True)
class Reader:
    """Who of one organisation answers, and before when."""

    organisation_id: UUID
    organisation: str
    contact: Contact
    answer_before: date


@dataclass(frozen=True, slots=True)
class OwnObservation:
    """One of their own as a volunteer reads it."""

    id: UUID
    kind: str
    words: str
    on: date
    contact: Contact
    answer_before: date
    answered_on: date | None
    answered_by: str
    outcome: str
    answer: str


@dataclass(frozen=True, slots=True)
class ObservationsPage:
    """`readers`: where it can go, the organisation joined first before the others."""

    readers: tuple[Reader, ...]
    own: tuple[OwnObservation, ...]


@dataclass(frozen=True, slots=True)
class Observed:
    """One of them as a coordinator reads it; `mine` when it was sent to whoever reads."""

    id: UUID
    volunteer_id: UUID
    name: str
    kind: str
    words: str
    at: datetime
    to: str
    answer_before: date
    mine: bool
    answered_at: datetime | None
    answered_by: str
    outcome: str
    answer: str
    gap: str


@dataclass(frozen=True, slots=True)
class ObservationPage:
    """One of them to answer; `gaps` are the names that this organisation uses."""

    row: Observed
    gaps: tuple[tuple[UUID, str], ...]


def observations_page(actor: Actor, now: datetime) -> ObservationsPage:
    """Return where a volunteer writes, and what they wrote before.

    Raises NotFound for who belongs nowhere.
    """
    me, today = volunteer_of(actor), local_day(now)
    active = [one.organisation for one in affiliations(me) if one.state == AffiliationState.ACTIVE]
    readers = tuple(one for here in active if (one := reader_of(here, today)) is not None)
    rows = _with_people(Observation.objects.filter(volunteer=me)).order_by("-at")[:MOST_OWN]
    own = tuple(_own(row) for row in rows)
    if not readers and not own:
        raise NotFound("observations")
    record_reading(actor, "observations", Purpose.OWN, [me.pk], now)
    return ObservationsPage(readers, own)


def observations_of_week(me: Volunteer, now: datetime) -> tuple[OwnObservation, ...]:
    """Return what waits for an answer, and what was answered lately; one query."""
    since = now - timedelta(weeks=WEEKS_ON_WEEK)
    rows = Observation.objects.filter(
        Q(answered_at=None) | Q(answered_at__gte=since), volunteer=me
    ).order_by(F("answered_at").desc(nulls_first=True), "at")
    return tuple(_own(row) for row in _with_people(rows)[:3])


def reader_of(organisation: Organisation, today: date) -> Reader | None:
    """Return who would answer today, and before which day; None where nobody works any more."""
    who = answers_for(organisation, today)
    if who is None:
        return None
    before = answer_day(organisation, who, today)
    return Reader(organisation.pk, organisation.name, contact_on(who, organisation, before), before)


def answer_day(organisation: Organisation, who: Membership, today: date) -> date:
    """Return the day ten working days from today, or the next on which they work."""
    calendar = workdays.of_organisation(organisation, today)
    return due_after(ANSWER_WITHIN, today, calendar, who.weekdays)


# --- for a coordinator ----------------------------------------------------------------------------


def unanswered(actor: Actor) -> Subquery:
    """Count how many of the organisation wait: joined to another query, so that a list of today
    without any, as most have, asks nothing more.
    """
    return count_of(observations(actor).filter(answered_at=None))


def open_observations(actor: Actor, now: datetime, *, stands_in: bool) -> tuple[Observed, ...]:
    """Return what this coordinator is to answer; one query.

    Of who left, the first contact answers; who stands in sees what is late.
    """
    me = actor.own_membership
    theirs = Q(to_id=me) | left("to") & Q(organisation__first_contact_id=me)
    if stands_in:
        theirs |= Q(answer_before__lte=last_passed(now)) | left("to")
    rows = observations(actor).filter(theirs, answered_at=None)
    found = _with_people(rows).order_by("answer_before", "at")[:MOST]
    return tuple(_observed(row, actor) for row in found)


def observation_page(actor: Actor, observation_id: UUID, now: datetime) -> ObservationPage:
    """Return one observation, to answer it."""
    row = _with_people(observations(actor).filter(pk=observation_id)).first()
    if row is None:
        raise NotFound(observation_id)
    names = Gap.objects.filter(organisation_id=actor.own_organisation).order_by("name")
    record_reading(actor, "observation", Purpose.PLANNING, [row.volunteer_id], now)
    return ObservationPage(_observed(row, actor), tuple(names.values_list("pk", "name")))


def observations(actor: Actor) -> "QuerySet[Observation]":
    """Return the observations that exist for this coordinator: of the own organisation."""
    if actor.role is not Role.COORDINATOR:
        return Observation.objects.none()
    return Observation.objects.filter(organisation_id=actor.own_organisation)


# --- underneath -----------------------------------------------------------------------------------


def _with_people(rows: "QuerySet[Observation]") -> "QuerySet[Observation]":
    return rows.select_related(
        "organisation", "volunteer", "to__account", "answered_by__account", "gap"
    )


def _own(row: Observation) -> OwnObservation:
    return OwnObservation(
        id=row.pk,
        kind=row.kind,
        words=row.words,
        on=local_day(row.at),
        contact=contact_on(row.to, row.organisation, row.answer_before)
        if row.answered_at is None
        else contact_of(row.to, row.organisation.phone),
        answer_before=row.answer_before,
        answered_on=local_day(row.answered_at) if row.answered_at else None,
        answered_by=row.answered_by.account.name if row.answered_by else "",
        outcome=row.outcome,
        answer=row.answer,
    )


def _observed(row: Observation, actor: Actor) -> Observed:
    return Observed(
        id=row.pk,
        volunteer_id=row.volunteer_id,
        name=f"{row.volunteer.first_name} {row.volunteer.last_name}",
        kind=row.kind,
        words=row.words,
        at=row.at,
        to=row.to.account.name,
        answer_before=row.answer_before,
        mine=row.to_id == actor.id,
        answered_at=row.answered_at,
        answered_by=row.answered_by.account.name if row.answered_by else "",
        outcome=row.outcome,
        answer=row.answer,
        gap=row.gap.name if row.gap else "",
    )
