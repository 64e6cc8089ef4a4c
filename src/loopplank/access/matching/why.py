"""Say why one request waits: what would make somebody fit, and why not those who live nearest."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

import numpy as np

from loopplank.access.account.access_records import Purpose, record_reading
from loopplank.access.account.actors import Actor
from loopplank.access.kit.names import Named, named
from loopplank.access.matching.last_plan import LastPlan, last_plan
from loopplank.access.matching.planning_problem import SEEKS, OwnProblem, own_problem
from loopplank.access.matching.planning_volunteers import frame_of
from loopplank.access.requests.request import request_row
from loopplank.access.requests.requests import requests
from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason
from loopplank.core.matching.changes import Change, smallest_change
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.matching.rule_arrays import Comparison, alone, everybody
from loopplank.core.matching.why import (
    to_another_organisation,
    why_not,
    why_waits,
    without_hours,
)
from loopplank.store.models import Match, Request, Volunteer

MOST_NEAR = 10


@dataclass(frozen=True, slots=True)
class NotThisOne:
    """Somebody who lives near and does not fit. Without a name: of another organisation."""

    volunteer_id: UUID
    name: str
    reason: Reason


@dataclass(frozen=True, slots=True)
class Held:
    """Another request of the own organisation, for which those who fit are needed."""

    id: UUID
    who: Named
    kinds: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WhyPage:
    """`reason` is None when nobody is sought for this request now. Week 0 begins on `first`.

    `held`: requests of the own organisation that the plan of `planned_on` helps with those who fit.
    """

    row: Request
    who: Named
    reason: Reason | None
    changes: tuple[Change, ...]
    near: tuple[NotThisOne, ...]
    first: date
    held: tuple[Held, ...] = ()
    planned_on: date | None = None


def why_page(actor: Actor, request_id: UUID, now: datetime) -> WhyPage:
    """Return why this request of the own organisation waits; a fixed number of queries."""
    row = request_row(actor, request_id)
    frame = frame_of(row.organisation.network_id, now)
    seen = own_problem(frame, actor.own_organisation, [row.pk])
    sought = row.state in SEEKS
    near = _near(actor, seen) if sought else ()
    today = local_day(now)
    plan = last_plan(row.organisation.network_id) if sought else None
    by_plan = _by_plan(plan, row.pk)
    held = _held(actor, plan, by_plan, today)
    record_reading(
        actor,
        "why_waits",
        Purpose.PLANNING,
        [
            row.help_seeker_id,
            *(seeker for seeker, _ in held),
            *(one.volunteer_id for one in near),
        ],
        now,
    )
    return WhyPage(
        row=row,
        who=named(row.help_seeker, today),
        reason=(by_plan or why_waits(seen.problem, None, 0)) if sought else None,
        changes=smallest_change(seen.problem, 0) if sought else (),
        near=near,
        first=seen.first,
        held=tuple(one for _, one in held),
        planned_on=plan.made_on if plan and by_plan else None,
    )


#: What a plan knows better than a look at this one request.
_OF_PLAN = frozenset({"waits.planned", "waits.elsewhere"})


def _by_plan(plan: LastPlan | None, request_id: UUID) -> Reason | None:
    """Return why the last plan has nobody, where that is not plain from this request alone."""
    row = plan.row_of(request_id) if plan else None
    if plan is None or row is None:
        return None
    reason = why_waits(plan.problem, plan.plan, row)
    return reason if reason.code in _OF_PLAN else None


def _held(
    actor: Actor, plan: LastPlan | None, reason: Reason | None, today: date
) -> list[tuple[UUID | None, Held]]:
    """Return the requests that a reason names, as far as they are this organisation's (P6).

    One query. Each with the help seeker whose it is.
    """
    if plan is None or reason is None:
        return []
    rows = [row for name, row in reason.params.items() if name.startswith("row_")]
    ids = [plan.requests[row] for row in rows if isinstance(row, int)]
    own = requests(actor).filter(pk__in=ids).select_related("help_seeker").order_by("received_at")
    return [
        (
            row.help_seeker_id,
            Held(row.pk, named(row.help_seeker, today), (*(row.kinds or [row.kind]),)),
        )
        for row in own
    ]


def _near(actor: Actor, seen: OwnProblem) -> tuple[NotThisOne, ...]:
    """Return the nearest who do not fit, in the order of their distance; two queries."""
    problem = seen.problem
    rows = [
        (place, reason)
        for place in _by_distance(seen)
        if problem.volunteers.organisation[place] == seen.own or problem.volunteers.shared[place]
        if (reason := why_not(problem, 0, place)) is not None
    ][:MOST_NEAR]
    ids = [seen.volunteer_ids[place] for place, _ in rows]
    names = {
        pk: f"{first} {last}"
        for pk, first, last in Volunteer.objects.filter(pk__in=ids).values_list(
            "pk", "first_name", "last_name"
        )
    }
    hidden = _hidden(actor, ids)
    return tuple(
        _told(
            seen.volunteer_ids[place],
            names[seen.volunteer_ids[place]],
            reason,
            own=problem.volunteers.organisation[place] == seen.own,
            hidden=seen.volunteer_ids[place] in hidden,
        )
        for place, reason in rows
    )


def _told(volunteer_id: UUID, name: str, reason: Reason, *, own: bool, hidden: bool) -> NotThisOne:
    if not own:
        return NotThisOne(volunteer_id, "", to_another_organisation(reason))
    return NotThisOne(volunteer_id, name, without_hours(reason) if hidden else reason)


def _by_distance(seen: OwnProblem) -> list[int]:
    """Return everybody's row: who lives nearest first, and last whose place is not known."""
    vs = seen.problem.volunteers
    pair = Comparison(seen.problem, 0, alone(seen.problem, 0), everybody(seen.problem))
    return [int(place) for place in np.lexsort((vs.key, pair.square_km(), ~vs.located))]


def _hidden(actor: Actor, volunteer_ids: Collection[UUID]) -> set[UUID]:
    """Return who of these does something at another organisation and keeps those hours to
    themselves.
    """
    return set(
        Match.objects.filter(
            volunteer_id__in=volunteer_ids,
            state__in=HOLDS_CAPACITY,
            volunteer__limits__show_hours_elsewhere=False,
        )
        .exclude(organisation_id=actor.own_organisation)
        .values_list("volunteer_id", flat=True)
    )
