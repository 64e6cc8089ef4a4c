"""Read volunteers as ranking sees them: a fixed number of queries however many there are."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import reduce
from itertools import pairwise
from uuid import UUID

from django.db.models import Case, DateField, Value, When

from loopplank.access.account.actors import Actor
from loopplank.access.kit.affiliations import belonging, who_belong_to
from loopplank.access.kit.distances import points_of, there_and_back
from loopplank.access.volunteers.contact_limits import NOTHING, agreed_in, lately_of
from loopplank.access.volunteers.most_planned import beside, load_in, most_planned
from loopplank.access.volunteers.volunteers import facts_of, volunteers
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.candidates import Someone
from loopplank.core.matching.teams import grid_weeks
from loopplank.core.organisations.areas import Distance, between
from loopplank.core.volunteers.contact_limits import verdict
from loopplank.core.volunteers.load import Commitment, Load, weeks_carried
from loopplank.store.models import Affiliation, LoadWeek, Request, Volunteer


def travel_minutes(area_a: str, area_b: str) -> int:
    """Return the minutes there and back between two four-digit postcodes, or 0 when one is
    unknown.
    """
    return there_and_back(points_of({area_a, area_b}), area_a, area_b)


def everybody(
    actor: Actor,
    request: Request,
    term: Commitment,
    now: datetime,
    *,
    only: Collection[UUID] | None = None,
    by_part: bool = False,
    visit_on: date | None = None,
) -> tuple[Someone, ...]:
    """Return every volunteer of the actor's organisation, with what ranking needs; four queries.

    Or `only` those of them who were asked for. With `by_part` their load is known for each part of
    the term, so that legs can be ranked; with `visit_on` it is about standing in for one visit.
    """
    today = local_day(now)
    among = volunteers(actor) if only is None else volunteers(actor).filter(pk__in=only)
    joined = belonging(organisation_id=actor.own_organisation, volunteer__in=among)
    if only is not None:
        # again, so that the database begins with these few
        joined = joined.filter(volunteer_id__in=only)
    own = list(joined.select_related("volunteer__limits").order_by("volunteer_id"))
    rows = [mine.volunteer for mine in own]
    if only is not None:
        # those who were asked for and exist for the actor
        only = [row.pk for row in rows]
    areas = points_of({row.postcode[:4] for row in rows} | {request.postcode_area})
    here = areas.get(request.postcode_area)
    parts = _planned_by_part(actor, term) if by_part else {}
    planned = (
        {pk: _most(known) for pk, known in parts.items()}
        if by_part
        else most_planned(term, _of(actor, only))
    )
    grid = grid_weeks(term.first_day, term.last_day) if by_part else ()
    agreed = agreed_in(request.organisation.network)
    lately = lately_of(_of(actor, only), now, request=request, visit_on=visit_on)
    organisation_id = actor.own_organisation
    made = []
    for mine, row in zip(own, rows, strict=True):
        there = areas.get(row.postcode[:4])
        far: Distance | None = between(here, there) if here and there else None
        seen, limits = lately.get(row.pk, NOTHING), row.limits
        one = someone(row, mine)
        elsewhere = bool(seen.carries_at - {organisation_id})
        made.append(
            replace(
                one,
                most_planned=planned.get(row.pk, Load()),
                km=far.km if far else None,
                minutes_one_way=far.minutes_one_way if far else 0,
                contact=verdict(seen.known(limits, one.limits), agreed, organisation_id, today),
                hides_hours=elsewhere and not limits.show_hours_elsewhere,
                last_asked_here=seen.last_on(organisation_id),
                helped_before=organisation_id in seen.helped_at,
                by_part=tuple((week, parts.get(row.pk, {}).get(week, Load())) for week in grid),
            )
        )
    return tuple(made)


def someone(volunteer: Volunteer, own: Affiliation) -> Someone:
    """Return one volunteer by themselves, with what they and this organisation set; nothing of
    their load, their distance or what they were asked.
    """
    limits = volunteer.limits
    return Someone(
        key=str(volunteer.pk),
        name=f"{volunteer.first_name} {volunteer.last_name}",
        limits=facts_of(limits),
        most_planned=Load(),
        kinds=frozenset(limits.kinds),
        day_parts=limits.day_parts,
        no_gos=frozenset(limits.no_gos),
        km=None,
        max_km=limits.max_km,
        minutes_one_way=0,
        certificate_seen=own.certificate_seen_on is not None,
        trained_for=frozenset(own.trained_for),
        short_notice=limits.short_notice,
        here_since=own.since,
        area=volunteer.postcode[:4],
    )


def _of(actor: Actor, only: Collection[UUID] | None) -> dict[str, object]:
    """Return rows about volunteers who belong to the actor's organisation, whoever wrote them."""
    if only is not None:
        return {"volunteer_id__in": only}
    return who_belong_to(actor.own_organisation, "volunteer__")


def _planned_by_part(actor: Actor, term: Commitment) -> dict[UUID, dict[date, Load]]:
    """Return what is planned for each part of the term, by its first Monday, in one query."""
    every, grid = weeks_carried(term), grid_weeks(term.first_day, term.last_day)
    # a part ends where the next one begins
    begins = [
        When(monday__gte=first, monday__lt=after, then=Value(first))
        for first, after in pairwise([*grid, every[-1] + timedelta(weeks=1)])
    ]
    rows = LoadWeek.objects.filter(**_of(actor, None)).annotate(
        part=Case(*begins, output_field=DateField())
    )
    found: dict[UUID, dict[date, Load]] = {}
    for r in beside(rows, term, "part"):
        found.setdefault(r["volunteer_id"], {})[r["part"]] = load_in(r)
    return found


def _most(known: Mapping[date, Load]) -> Load:
    return reduce(Load.at_least, known.values(), Load())
