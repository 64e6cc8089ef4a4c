"""Read who wants to become a volunteer: the list, one of them, and how many get how far."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Subquery

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.account.links import APPLICATION, address_of, of_subject
from loopplank.access.kit.affiliations import belonging
from loopplank.access.kit.rows import count_of
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import last_passed, local_day
from loopplank.core.volunteers.application import (
    KEPT_AFTER_A_NO,
    OPEN_APPLICATION,
    ApplicationState,
    Funnel,
    StopReason,
    erased_from,
    takes_new,
)
from loopplank.store.models import Organisation, Volunteer, VolunteerApplication

MOST, BATCH = 25, 100
MOST_ENDED = 50
YEAR = timedelta(days=365)


# --- for a coordinator ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Applying:
    """One of them on a list."""

    id: UUID
    name: str
    phone: str
    kinds: tuple[str, ...]
    state: ApplicationState
    due_on: date
    received_on: date
    owner: str
    mine: bool


@dataclass(frozen=True, slots=True)
class Ended:
    """One that is over and not erased yet."""

    id: UUID
    name: str
    state: ApplicationState
    reason: str
    on: date


@dataclass(frozen=True, slots=True)
class ApplicationsPage:
    """What is open, what was over lately, and how many came as far as they did in a year. `taking`:
    the page on which people apply is open.
    """

    taking: bool
    rows: tuple[Applying, ...]
    ended: tuple[Ended, ...]
    funnel: Funnel


@dataclass(frozen=True, slots=True)
class ApplicationPage:
    """Everything about one of them. `known`: a volunteer of the own organisation who is perhaps the
    same person. `link`: their own, to print or to read aloud; empty once they began or stopped.
    """

    id: UUID
    first_name: str
    last_name: str
    phone: str
    email: str
    postcode: str
    language: str
    kinds: tuple[str, ...]
    day_parts: int
    minutes: int
    how_long: str
    until: date | None
    age: str
    again: int
    state: ApplicationState
    due_on: date | None
    received_on: date
    owner: str
    mine: bool
    spoken_on: date | None
    certificate_asked_on: date | None
    certificate_seen_on: date | None
    certificate_seen_by: str
    tried_on: date | None
    parent_knows_on: date | None
    ended_on: date | None
    stop_reason: str
    stop_words: str
    stopped_by_self: bool
    volunteer_id: UUID | None
    erased_from: date | None
    known: tuple[tuple[UUID, str], ...]
    link: str


def applications(actor: Actor) -> "QuerySet[VolunteerApplication]":
    """Return what exists for this actor: of the own organisation, for a coordinator."""
    if actor.role is not Role.COORDINATOR:
        return VolunteerApplication.objects.none()
    rows = VolunteerApplication.objects.filter(
        organisation_id=actor.own_organisation, erased_at=None
    )
    return rows.filter(owner_id=actor.id) if actor.only_own else rows


def application_for_change(actor: Actor, application_id: UUID) -> VolunteerApplication:
    """Return one of them, locked, with its organisation and its owner.

    Raises NotFound when it is not theirs.
    """
    rows = applications(actor)
    if actor.role is Role.SYSTEM:
        rows = VolunteerApplication.objects.filter(erased_at=None)
    row = (
        rows.select_related("organisation", "owner__account")
        .select_for_update(of=("self",))
        .filter(pk=application_id)
        .first()
    )
    if row is None:
        raise NotFound(application_id)
    return row


def applications_page(actor: Actor, now: datetime) -> ApplicationsPage:
    """Return the open ones by their day, what ended lately, and the numbers of a year."""
    if actor.role is not Role.COORDINATOR:
        raise NotFound("applications")
    rows = applications(actor).select_related("owner__account")
    open_ones = list(rows.filter(state__in=OPEN_APPLICATION).order_by("due_on", "received_at"))
    over = list(rows.exclude(state__in=OPEN_APPLICATION).order_by("-ended_at")[:MOST_ENDED])
    record_reading(
        actor, "applications", Purpose.PLANNING, [row.pk for row in (*open_ones, *over)], now
    )
    return ApplicationsPage(
        takes_new(
            Organisation.objects.values_list("applications_closed_at", flat=True).get(
                pk=actor.own_organisation
            )
        ),
        tuple(_applying(row, actor) for row in open_ones),
        tuple(
            Ended(
                row.pk,
                _name(row),
                ApplicationState(row.state),
                row.stop_reason,
                local_day(row.ended_at or now),
            )
            for row in over
        ),
        funnel(actor, now),
    )


def funnel(actor: Actor, now: datetime) -> Funnel:
    """Return how many wrote in a year, were spoken to and began, and why others did not. Of the own
    organisation, also those of whom nothing else is left; never shown to anybody outside it.
    """
    rows = VolunteerApplication.objects.filter(
        organisation_id=actor.own_organisation, received_at__gt=now - YEAR
    )
    counted = rows.aggregate(
        wrote=Count("pk"),
        spoken=Count("pk", filter=Q(spoken_at__isnull=False)),
        started=Count("pk", filter=Q(state=ApplicationState.STARTED)),
    )
    reasons = rows.exclude(stop_reason="").values("stop_reason").annotate(n=Count("pk"))
    return Funnel(
        **counted,
        stopped={
            StopReason(row["stop_reason"]): row["n"]
            for row in reasons.order_by("-n", "stop_reason")
        },
    )


def application_page(actor: Actor, application_id: UUID, now: datetime) -> ApplicationPage:
    """Return one of them with everything that they chose. Raises NotFound when it is not theirs."""
    row = (
        applications(actor)
        .select_related("owner__account", "certificate_seen_by__account", "organisation")
        .filter(pk=application_id)
        .first()
    )
    if row is None:
        raise NotFound(application_id)
    known = _known(row)
    record_reading(
        actor, "application", Purpose.PLANNING, [row.pk, *(one[0] for one in known)], now
    )
    is_open = row.state in OPEN_APPLICATION
    link = of_subject(APPLICATION, row.pk) if is_open else None
    return ApplicationPage(
        id=row.pk,
        first_name=row.first_name,
        last_name=row.last_name,
        phone=row.phone,
        email=row.email,
        postcode=row.postcode,
        language=row.language,
        kinds=tuple(row.kinds),
        day_parts=row.day_parts,
        minutes=row.minutes,
        how_long=row.how_long,
        until=row.until,
        age=row.age,
        again=row.again,
        state=ApplicationState(row.state),
        due_on=row.due_on,
        received_on=local_day(row.received_at),
        owner=row.owner.account.name,
        mine=row.owner_id == actor.id,
        spoken_on=local_day(row.spoken_at) if row.spoken_at else None,
        certificate_asked_on=row.certificate_asked_on,
        certificate_seen_on=row.certificate_seen_on,
        certificate_seen_by=row.certificate_seen_by.account.name if row.certificate_seen_by else "",
        tried_on=row.tried_on,
        parent_knows_on=row.parent_knows_on,
        ended_on=local_day(row.ended_at) if row.ended_at else None,
        stop_reason=row.stop_reason,
        stop_words=row.stop_words,
        stopped_by_self=row.stopped_by_self,
        volunteer_id=row.volunteer_id,
        erased_from=erased_from(local_day(row.ended_at)) if row.ended_at else None,
        known=known,
        link=address_of(link) if link else "",
    )


def _known(row: VolunteerApplication) -> tuple[tuple[UUID, str], ...]:
    """Return volunteers of this organisation who are perhaps the same person: only its own."""
    here = belonging(organisation_id=row.organisation_id).values("volunteer_id")
    reach = Q(phone=row.phone) if row.phone else Q(pk=None)
    if row.email:
        reach |= Q(email=row.email)
    rows = Volunteer.objects.filter(reach, pk__in=here, erased_at=None)
    return tuple(
        (one.pk, f"{one.first_name} {one.last_name}".strip())
        for one in rows.order_by("first_name", "pk")[:3]
        if one.pk != row.volunteer_id
    )


def unanswered_applications(actor: Actor) -> Subquery:
    """Count the open ones of the organisation: joined to another query, so that a list of today
    without any asks nothing more.
    """
    return count_of(applications(actor).filter(state__in=OPEN_APPLICATION))


def applications_to_do(
    actor: Actor, now: datetime, working: Collection[UUID] | None
) -> tuple[Applying, ...]:
    """Return what this coordinator is to do next, within a week; one query.

    Who stands in, and so gets to know who is `working`, sees what is late, and what is for today of
    who is not there.
    """
    today = local_day(now)
    theirs = _own(actor)
    if working is not None:
        theirs |= Q(due_on__lte=last_passed(now))
        theirs |= Q(due_on=today) & ~Q(owner_id__in=list(working))
    rows = applications(actor).filter(
        theirs, state__in=OPEN_APPLICATION, due_on__lte=today + timedelta(days=7)
    )
    found = rows.select_related("owner__account").order_by("due_on", "received_at")[:MOST]
    return tuple(_applying(row, actor) for row in found)


def own_applications_due(actor: Actor, today: date) -> Subquery:
    """Count those of today and before that are the actor's own, whoever else they stand in for."""
    rows = applications(actor).filter(_own(actor), state__in=OPEN_APPLICATION)
    return count_of(rows.filter(due_on__lte=today))


def _own(actor: Actor) -> Q:
    return Q(owner_id=actor.own_membership)


def _applying(row: VolunteerApplication, actor: Actor) -> Applying:
    return Applying(
        id=row.pk,
        name=_name(row),
        phone=row.phone,
        kinds=tuple(row.kinds),
        state=ApplicationState(row.state),
        due_on=row.due_on or local_day(row.received_at),
        received_on=local_day(row.received_at),
        owner=row.owner.account.name,
        mine=row.owner_id == actor.id,
    )


def _name(row: VolunteerApplication) -> str:
    return f"{row.first_name} {row.last_name}".strip()


# --- past their day -------------------------------------------------------------------------------


def forgettable_applications(
    now: datetime, skip: Collection[UUID] = (), limit: int = BATCH
) -> list[UUID]:
    """Return what was over four weeks ago, of which something about a person is left."""
    rows = VolunteerApplication.objects.filter(
        ended_at__lte=now - KEPT_AFTER_A_NO, erased_at=None
    ).exclude(pk__in=skip)
    return list(rows.order_by("ended_at", "pk").values_list("pk", flat=True)[:limit])
