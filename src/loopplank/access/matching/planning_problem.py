"""Make the problem of a plan from the store: who has room and who seeks, of one network at one
moment.

Nothing of it holds a name. Help that was agreed is no pair: it is in what is left of a volunteer's
weeks, so that no plan can move it.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Exists, OuterRef, QuerySet

from loopplank.access.kit.distances import points_of
from loopplank.access.matching.plan_settings import settings_in
from loopplank.access.matching.planning_volunteers import (
    ONLY_LEVEL,
    Frame,
    UpTo,
    frame_of,
    mask_or_refuse,
    volunteers_of,
)
from loopplank.access.matching.request_needs import asked_of, plan_of
from loopplank.access.matching.teams import in_team
from loopplank.access.volunteers.contact_limits import pairs_asked
from loopplank.core.kit.calendar import monday, weeks
from loopplank.core.matching.candidates import Asked
from loopplank.core.matching.masks import KINDS, NO_GOS, TRAINING
from loopplank.core.matching.matches import MatchState
from loopplank.core.matching.plan_settings import HandoverCost
from loopplank.core.matching.problem import ANY_DAY_PART, Problem, Requests
from loopplank.core.organisations.areas import Point
from loopplank.core.requests.change_of_volunteer import may_change
from loopplank.core.requests.intake import HoldingOut
from loopplank.core.requests.states import Ownership, State
from loopplank.core.responsibility.clocks import Urgency
from loopplank.core.triage import Facts, facts_from_stored
from loopplank.core.volunteers.visit_plan import VisitPlan
from loopplank.core.volunteers.visit_weeks import weeks_of_plan
from loopplank.store.models import Assessment, Match, PostcodeArea, Request
from loopplank.store.models.requests import WAYS_IN

#: For these somebody is being sought; who is asked at this moment thinks first.
SEEKS = (State.SEARCHING.value, State.WAITING.value)
#: A family carer who cannot hold out goes before an ordinary question.
_CANNOT_WAIT = frozenset({HoldingOut.WEEKS.value, HoldingOut.NO_MORE.value})
_URGENCY = {Urgency.NORMAL.value: 0, Urgency.THIS_WEEK.value: 2, Urgency.TODAY.value: 3}
#: What one change of helper takes off, by what the network chose for this kind of help.
_HANDOVER_COST = {HandoverCost.NONE: 0.0, HandoverCost.LITTLE: 0.02, HandoverCost.MUCH: 0.1}
UNKNOWN_NEIGHBOURHOOD = -1
OWN_ONLY = {"shareable": False}


@dataclass(frozen=True, slots=True)
class Keyed:
    """A problem and whose rows it holds, in their order. Week 0 begins on `first`."""

    problem: Problem
    volunteer_ids: tuple[UUID, ...]
    request_ids: tuple[UUID, ...]
    organisation_ids: tuple[UUID, ...]
    first: date
    fairness: str


def problem_of(
    network_id: UUID, now: datetime, *, proposed: Collection[tuple[UUID, UUID]] = ()
) -> Keyed:
    """Return the whole problem of a network at `now`, in a fixed number of queries.

    `proposed`: pairs (request, volunteer) that an earlier plan proposed and that still lie with a
    coordinator; the new plan keeps them if it can. Raises Impossible on data that cannot be.
    """
    frame = frame_of(network_id, now)
    volunteers, volunteer_ids = volunteers_of(frame)
    requests, request_ids = requests_of(frame)
    answered = pairs_asked(_seeking(frame))
    return Keyed(
        problem=Problem(
            volunteers,
            requests,
            refused=_pairs(answered, request_ids, volunteer_ids),
            proposed=_pairs(proposed, request_ids, volunteer_ids),
        ),
        volunteer_ids=volunteer_ids,
        request_ids=request_ids,
        organisation_ids=frame.organisations,
        first=frame.first,
        fairness=frame.network.fairness,
    )


def requests_of(
    frame: Frame, *, only: Collection[UUID] | None = None
) -> tuple[Requests, tuple[UUID, ...]]:
    """Return all requests of the network for which somebody is sought, or `only` these whatever
    their state, in the order of their ids; four queries. Raises Impossible on a code that is
    unknown.
    """
    chosen = Request.objects.filter(pk__in=_seeking(frame) if only is None else only)
    facts = _last_facts(chosen)
    rows = list(
        chosen.select_related("organisation")
        .annotate(
            stopped=Exists(Match.objects.filter(request=OuterRef("pk"), state=MatchState.ENDED))
        )
        .order_by("pk")
    )
    points = points_of(row.postcode_area for row in rows)
    neighbourhoods = _neighbourhoods(points)
    made = []
    for place, row in enumerate(rows):
        plan = plan_of(row, frame.now)
        asked = asked_of(row, facts.get(row.pk), plan)
        at = points.get(row.postcode_area)
        near = neighbourhoods.get(row.postcode_area, UNKNOWN_NEIGHBOURHOOD)
        made.append(_row(frame, place, row, plan, asked, _Place(at, near)))
    return requests_from(made), tuple(row.pk for row in rows)


def request_asked(
    frame: Frame, row: Request, plan: VisitPlan, asked: Asked, at: Point | None
) -> Requests:
    """Return one request that lies `at` this point, as a coordinator looks at it now, among the own
    volunteers.
    """
    made = _row(frame, 0, row, plan, asked, _Place(at, UNKNOWN_NEIGHBOURHOOD))
    return requests_from([{**made, "day_parts": asked.any_parts or ANY_DAY_PART} | OWN_ONLY])


# --- one row --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    at: Point | None
    neighbourhood: int


def _row(
    frame: Frame, place: int, row: Request, plan: VisitPlan, asked: Asked, where: _Place
) -> dict[str, Any]:
    key = str(row.pk)
    x, y = frame.km(where.at) if where.at else (0.0, 0.0)
    return {
        "key": key,
        "x": x,
        "y": y,
        "located": where.at is not None,
        "kinds": mask_or_refuse("request", place, key, KINDS, asked.kinds),
        "skills": mask_or_refuse("request", place, key, TRAINING, asked.needs_training),
        "level": ONLY_LEVEL,
        "brings": mask_or_refuse("request", place, key, NO_GOS, asked.brings),
        "needs_certificate": asked.needs_certificate,
        "short_notice": asked.short_notice,
        "day_parts": _day_parts(asked.any_parts, row.day_parts, plan.visits_per_week),
        "visit_minutes": plan.visit_minutes,
        "visits": plan.visits_per_week,
        "weeks": _weeks(frame, plan),
        "heavy": plan.heavy,
        "organisation": frame.number_of(row.organisation_id),
        # who is shared said yes to being seen by the others; the question stays where it is
        "shareable": True,
        "neighbourhood": where.neighbourhood,
        "way_in": WAYS_IN.index(row.way_in),
        "urgency": _urgency(row),
        "waited": max(0, (frame.now - row.received_at).days // 7),
        "changing_faces": may_change(row.changing_faces),
        "handover_cost": _handover_cost(frame, row),
        # annotated where all are read; who looks at one request ranks, and its worth counts little
        "continuing": getattr(row, "stopped", False),
        "fair": 1.0,
        "fortnight": weeks_of_plan(plan.every_weeks, plan.phase, frame.first),
    }


def _day_parts(asked: int, said: int, visits: int) -> int:
    """Return in which parts of the week the visits may fall.

    One agreed day holds one visit: the others may fall where the person said, and when that does
    not do, anywhere.
    """
    for mask in (asked, asked | said):
        if mask.bit_count() >= visits:
            return mask
    return ANY_DAY_PART


def _weeks(frame: Frame, plan: VisitPlan) -> int:
    """Count the weeks from the first one of the plan until the last day; at least one."""
    if monday(plan.first_day) >= frame.first:
        return len(weeks(plan.first_day, plan.last_day))
    return len(weeks(frame.first, max(frame.first, plan.last_day)))


def _urgency(row: Request) -> int:
    if row.search_first:
        return _URGENCY[Urgency.TODAY.value]
    return max(_URGENCY[row.urgency], int(row.holding_out in _CANNOT_WAIT))


def _handover_cost(frame: Frame, row: Request) -> float:
    return _HANDOVER_COST[settings_in(frame.network).cost_of(row.kind)]


# --- underneath -----------------------------------------------------------------------------------


def _seeking(frame: Frame) -> Any:
    """Return for whom a plan seeks; not for whom a coordinator chose a duo or relay already."""
    return Request.objects.filter(
        ~in_team(),
        organisation__network_id=frame.network.pk,
        standing=Ownership.OWNING,
        state__in=SEEKS,
        erased_at=None,
    ).values_list("pk", flat=True)


def _last_facts(chosen: "QuerySet[Request]") -> dict[UUID, Facts]:
    """Return the facts of the last triage of each; the later one of a request overwrites the
    earlier.
    """
    found = Assessment.objects.filter(request__in=chosen.values("pk")).order_by("number")
    return {pk: facts_from_stored(facts) for pk, facts in found.values_list("request_id", "facts")}


def _neighbourhoods(areas: Iterable[str]) -> dict[str, int]:
    """Return a number for the neighbourhood of each area: of this problem, in order of the
    alphabet.
    """
    rows = PostcodeArea.objects.filter(pk__in=list(areas))
    names = {pk: name or pk for pk, name in rows.values_list("pk", "neighbourhood")}
    number = {name: place for place, name in enumerate(sorted(set(names.values())))}
    return {pk: number[name] for pk, name in names.items()}


def _pairs(
    pairs: Iterable[tuple[UUID, UUID]],
    request_ids: tuple[UUID, ...],
    volunteer_ids: tuple[UUID, ...],
) -> Any:
    """Return pairs of ids as pairs of rows; who is not in the problem is left out."""
    request = {pk: place for place, pk in enumerate(request_ids)}
    volunteer = {pk: place for place, pk in enumerate(volunteer_ids)}
    known = sorted((request[r], volunteer[v]) for r, v in pairs if r in request and v in volunteer)
    return np.array(known, np.int32).reshape(-1, 2)


def requests_from(rows: list[dict[str, Any]]) -> Requests:
    """Return rows as columns; without rows still with the right types."""
    names = Requests.__dataclass_fields__
    real = {"x", "y", "handover_cost", "fair"}

    def column(name: str) -> Any:
        if rows:
            return np.array([row[name] for row in rows])
        return np.zeros(0, np.str_ if name == "key" else np.float64 if name in real else np.int64)

    return Requests(**{name: column(name) for name in names})


# --- the problem of one organisation --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class OwnProblem:
    """`own` is the number of the organisation in the problem. Week 0 begins on `first`."""

    problem: Problem
    volunteer_ids: tuple[UUID, ...]
    request_ids: tuple[UUID, ...]
    own: int
    first: date


def own_problem(
    frame: Frame, organisation_id: UUID, requests: Collection[UUID], *, up_to: UpTo = UpTo.LIMIT
) -> OwnProblem:
    """Return these requests of this organisation beside everybody it may ask; ten queries."""
    volunteers, volunteer_ids = volunteers_of(frame, of=organisation_id, up_to=up_to)
    asked, request_ids = requests_of(frame, only=requests)
    place_r = {pk: place for place, pk in enumerate(request_ids)}
    place_v = {pk: place for place, pk in enumerate(volunteer_ids)}
    answered = pairs_asked(request_ids)
    refused = sorted({(place_r[r], place_v[v]) for r, v in answered if v in place_v})
    return OwnProblem(
        problem=Problem(volunteers, asked, refused=np.array(refused, np.int32).reshape(-1, 2)),
        volunteer_ids=volunteer_ids,
        request_ids=request_ids,
        own=frame.organisations.index(organisation_id),
        first=frame.first,
    )
