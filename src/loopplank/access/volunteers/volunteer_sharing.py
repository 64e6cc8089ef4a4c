"""Find volunteers of another organisation of the network who may be seen: after two yeses.

What shows of them are matching facts: a first name, what they do and when, about how far, and
whether there is room. Whoever shows them on a page records that they were read.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet

from loopplank.access.account.actors import Actor
from loopplank.access.kit.affiliations import belonging
from loopplank.access.kit.distances import points_of
from loopplank.access.volunteers.contact_limits import NOTHING, agreed_in, lately_of
from loopplank.access.volunteers.most_planned import most_planned
from loopplank.access.volunteers.volunteers import facts_of, only_telephone
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.matching.candidates import Asked, Someone, has_room
from loopplank.core.organisations.areas import Distance, between
from loopplank.core.volunteers.contact_limits import Verdict, verdict
from loopplank.core.volunteers.load import Limits as LimitFacts
from loopplank.core.volunteers.load import Load, LoadState, fullness
from loopplank.store.models import Affiliation, LoadWeek, Volunteer

_NO_ROOM = frozenset(LoadState) - {LoadState.ROOM, LoadState.GOOD, LoadState.NEARLY}


@dataclass(frozen=True, slots=True)
class SharedVolunteer:
    """All that another organisation may know. `from_organisation` is who to ask about them;
    `distance` is None when one of the two areas is unknown. `has_room` says nothing of why not:
    they may be full in a week of the term, or be left alone for now.
    """

    volunteer_id: UUID
    from_organisation_id: UUID
    from_organisation: str
    first_name: str
    kinds: tuple[str, ...]
    day_parts: int
    distance: Distance | None
    has_room: bool


def shared_in_network(network_id: UUID) -> "QuerySet[Affiliation]":
    """Return every affiliation through which a volunteer is shared in a network: the mask of a
    plan. A volunteer whom two organisations share is there twice; volunteer, limits and
    organisation are loaded.
    """
    return (
        belonging(
            organisation__network_id=network_id,
            shared_by__isnull=False,
            volunteer__limits__share_in_network=True,
        )
        .select_related("volunteer__limits", "organisation__network")
        .order_by("volunteer_id", "shared_at", "pk")
    )


def shared_with(actor: Actor) -> "QuerySet[Affiliation]":
    """Return those that this coordinator's organisation may see: of others, and not its own
    volunteers.
    """
    if actor.role is not Role.COORDINATOR or actor.network_id is None:
        return Affiliation.objects.none()
    own = belonging(volunteer_id=OuterRef("volunteer_id"), organisation_id=actor.own_organisation)
    return shared_in_network(actor.network_id).exclude(Exists(own))


def shared_volunteers(
    actor: Actor, area: str, now: datetime, asked: Asked | None = None
) -> tuple[SharedVolunteer, ...]:
    """Return whom the actor may see, seen from a four-digit postcode; four queries for all of them.

    Room is that of the term that is `asked`, as for an own volunteer; without one, of this week.
    Who is shared by two organisations stands there once, of the first that shared them.
    """
    found: dict[UUID, Affiliation] = {}
    for row in shared_with(actor):
        found.setdefault(row.volunteer_id, row)
    return _seen(actor, found.values(), area, now, asked)


#: How many of them a coordinator reads about at once.
MOST_SHOWN = 5


def who_could_elsewhere(
    actor: Actor, asked: Asked, area: str, now: datetime
) -> tuple[SharedVolunteer, ...]:
    """Return those with room who do such help on such days, the nearest first: whom it makes sense
    to ask about. Whether they really fit is for their own organisation to see.
    """
    found = [
        one
        for one in shared_volunteers(actor, area, now, asked)
        if one.has_room
        and asked.kinds & set(one.kinds)
        and (not asked.day_parts or asked.any_parts & one.day_parts)
    ]
    found.sort(key=lambda one: (one.distance is None, one.distance and one.distance.km))
    return tuple(found[:MOST_SHOWN])


@dataclass(frozen=True, slots=True)
class Sharing:
    """Where the two yeses stand, for the page of a coordinator; `may_note` when the own yes may be
    written down for somebody with only a telephone.
    """

    own_yes: bool
    by: str
    on: date | None
    may_note: bool


def sharing_of(own: Affiliation, now: datetime) -> Sharing:
    """Return it for one volunteer at the organisation that `own` belongs to; limits and member are
    loaded.
    """
    by = own.shared_by
    return Sharing(
        own_yes=own.volunteer.limits.share_in_network,
        by=by.account.name if by else "",
        on=local_day(own.shared_at) if by and own.shared_at else None,
        may_note=only_telephone(own.volunteer, now),
    )


# --- underneath -----------------------------------------------------------------------------------


def _seen(
    actor: Actor, rows: Iterable[Affiliation], area: str, now: datetime, asked: Asked | None
) -> tuple[SharedVolunteer, ...]:
    rows, today = list(rows), local_day(now)
    lately = lately_of({"volunteer_id__in": [row.volunteer_id for row in rows]}, now)
    points = points_of({area[:4], *(row.volunteer.postcode[:4] for row in rows)})
    ids = [row.volunteer_id for row in rows]
    planned = (
        most_planned(asked.commitment, {"volunteer_id__in": ids})
        if asked
        else _this_week(ids, monday(today))
    )
    made = []
    for row in rows:
        one = row.volunteer
        here, there = points.get(area[:4]), points.get(one.postcode[:4])
        far = between(here, there) if here and there else None
        load, facts = planned.get(row.volunteer_id, Load()), facts_of(one.limits)
        contact = verdict(
            lately.get(one.pk, NOTHING).known(one.limits, facts),
            agreed_in(row.organisation.network),
            actor.own_organisation,
            today,
        )
        made.append(
            SharedVolunteer(
                volunteer_id=row.volunteer_id,
                from_organisation_id=row.organisation_id,
                from_organisation=row.organisation.name,
                first_name=one.first_name,
                kinds=tuple(one.limits.kinds),
                day_parts=one.limits.day_parts,
                distance=far,
                has_room=has_room(asked, _someone(one, facts, load, far, contact), today)
                if asked
                else fullness(facts, load, 0, today).state not in _NO_ROOM and contact.may_ask,
            )
        )
    return tuple(made)


def _someone(
    one: Volunteer, facts: LimitFacts, load: Load, far: Distance | None, contact: Verdict
) -> Someone:
    return Someone(
        key=str(one.pk),
        name=one.first_name,
        limits=facts,
        most_planned=load,
        kinds=frozenset(one.limits.kinds),
        day_parts=one.limits.day_parts,
        no_gos=frozenset(one.limits.no_gos),
        km=far.km if far else None,
        max_km=one.limits.max_km,
        minutes_one_way=far.minutes_one_way if far else 0,
        contact=contact,
    )


def _this_week(volunteer_ids: list[UUID], week: date) -> Mapping[UUID, Load]:
    """Return what is planned for each volunteer in the week of Monday `week`."""
    rows = LoadWeek.objects.filter(monday=week, volunteer_id__in=volunteer_ids)
    planned = ("planned_minutes", "planned_people", "planned_heavy")
    return {pk: Load(*load) for pk, *load in rows.values_list("volunteer_id", *planned)}
