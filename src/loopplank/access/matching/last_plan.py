"""Read the last plan of a network as it was made, to say why it has nobody for one request.

It holds the numbers of rows only. What was set aside or is not true any more is left out of it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import QuerySet

from loopplank.access.account.actors import NotFound
from loopplank.access.volunteers.volunteer_sharing import shared_in_network
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.plan_states import MADE, HelpForm, PlanProposalState
from loopplank.core.matching.problem import Problem
from loopplank.core.matching.provenance import Provenance, read_provenance
from loopplank.core.matching.result import Help, Part, Plan
from loopplank.core.matching.rules import CLOSED
from loopplank.core.matching.ways_to_help import How
from loopplank.store.models import PlanFile, PlanPart, PlanRun

_NOT_NOW = next(code for code, (name, _) in CLOSED.items() if name == "not_now")
STANDS = (PlanProposalState.OPEN.value, PlanProposalState.ACCEPTED.value)


@dataclass(frozen=True, slots=True)
class LastPlan:
    """`requests`: whose rows the problem holds, in their order."""

    problem: Problem
    plan: Plan
    requests: Sequence[str]
    made_on: date

    def row_of(self, request_id: UUID) -> int | None:
        """Return the row of a request, or None when it came later than this plan."""
        key = str(request_id)
        return self.requests.index(key) if key in self.requests else None


def last_plan(network_id: UUID) -> LastPlan | None:
    """Return the last plan of this network that was finished, with only whom it may still speak of.

    Three queries.
    """
    file = (
        PlanFile.objects.select_related("run")
        .filter(run__network_id=network_id, run__state__in=MADE)
        .order_by("-run__finished_at")
        .first()
    )
    if file is None or file.run.finished_at is None:
        return None
    requests, volunteers = list(file.keys["requests"]), list(file.keys["volunteers"])
    parts = PlanPart.objects.filter(proposal__run=file.run, proposal__state__in=STANDS)
    helps = helps_of(parts, requests, volunteers)
    problem = _as_far_as_shown(Problem.load(BytesIO(bytes(file.problem))), volunteers, network_id)
    helps = tuple(one for one in helps if _may_speak_of(problem, one))
    return LastPlan(
        problem=problem,
        plan=Plan(helps, prices_of(file), file.run.value or 0.0, file.run.bound or 0.0),
        requests=requests,
        made_on=local_day(file.run.finished_at),
    )


def _as_far_as_shown(problem: Problem, volunteers: Sequence[str], network_id: UUID) -> Problem:
    """Leave out who may not be seen any more: a yes to being seen by others that was taken back
    works here too, and whoever was erased is nobody who fits (promise P6).
    """
    now = {str(pk) for pk in shared_in_network(network_id).values_list("volunteer_id", flat=True)}
    vs = problem.volunteers
    still = np.array([key in now for key in volunteers], dtype=bool)
    gone = np.array([not key for key in volunteers], dtype=bool)
    return problem.replace(
        volunteers={
            "shared": (vs.shared.astype(bool) & still).astype(vs.shared.dtype),
            "closed": np.where(gone, _NOT_NOW, vs.closed).astype(vs.closed.dtype),
        }
    )


def _may_speak_of(problem: Problem, one: Help) -> bool:
    own = problem.requests.organisation[one.request]
    vs = problem.volunteers
    return all(vs.organisation[p.volunteer] == own or vs.shared[p.volunteer] for p in one.parts)


def helps_of(
    parts: "QuerySet[PlanPart]",
    of_request: Sequence[str],
    of_volunteer: Sequence[str],
    first: date | None = None,
) -> tuple[Help, ...]:
    """Return the helps of these parts in rows of their problem; whoever was erased since is left
    out. One query. Week 0 begins on `first`.
    """
    requests = {key: row for row, key in enumerate(of_request)}
    volunteers = {key: row for row, key in enumerate(of_volunteer)}
    rows = parts.order_by("proposal_id", "number").values(
        "proposal__request_id",
        "proposal__how",
        "volunteer_id",
        "first_day",
        "last_day",
        "visits",
        "visit_minutes",
        "day_parts",
    )
    known = [
        row
        for row in rows
        if str(row["proposal__request_id"]) in requests and str(row["volunteer_id"]) in volunteers
    ]
    # the help of every request begins in the first week of the plan, so the earliest day is that
    first = first or min((row["first_day"] for row in known), default=date.min)
    found: dict[int, tuple[HelpForm, list[Part]]] = {}
    for row in known:
        part = Part(
            volunteer=volunteers[str(row["volunteer_id"])],
            first_week=(row["first_day"] - first).days // 7,
            weeks=((row["last_day"] - row["first_day"]).days + 1) // 7,
            visits=row["visits"],
            visit_minutes=row["visit_minutes"],
            day_parts=row["day_parts"],
        )
        request = requests[str(row["proposal__request_id"])]
        found.setdefault(request, (HelpForm(row["proposal__how"]), []))[1].append(part)
    return tuple(
        Help(request, _how(how, len(parts)), tuple(parts))
        for request, (how, parts) in sorted(found.items())
    )


def _how(how: HelpForm, parts: int) -> How:
    if how is HelpForm.RELAY:
        return How(max(parts, int(How.RELAY_2)))
    return How.DUO if how is HelpForm.DUO else How.SOLO


def prices_of(file: PlanFile) -> Any:
    """Return the prices that prove how good the plan is."""
    with np.load(BytesIO(bytes(file.prices)), allow_pickle=False) as found:
        return np.asarray(found["prices"], dtype=np.float64)


# --- one plan as it was kept ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """`course`: how it was made, or None before that was kept. Of `requests` and `volunteers` each
    row has a key, and "" is somebody who was erased since; with them went what was proposed.
    """

    problem: Problem
    plan: Plan
    course: Provenance | None
    seed: int
    effort: str
    rules_version: int
    requests: Sequence[str]
    volunteers: Sequence[str]

    @property
    def is_whole(self) -> bool:
        """Whether nobody of it was erased."""
        return all(self.requests) and all(self.volunteers)


def kept_plan(run_id: UUID) -> KeptPlan:
    """Return a plan that was made, with whatever became of its proposals; two queries.

    Raises NotFound.
    """
    file = PlanFile.objects.select_related("run").filter(run_id=run_id, run__state__in=MADE).first()
    if file is None:
        raise NotFound(run_id)
    requests, volunteers = list(file.keys["requests"]), list(file.keys["volunteers"])
    course = read_provenance(bytes(file.course))
    helps = helps_of(
        PlanPart.objects.filter(proposal__run=file.run),
        requests,
        volunteers,
        course.first_monday if course else None,
    )
    return KeptPlan(
        problem=Problem.load(BytesIO(bytes(file.problem))),
        plan=Plan(helps, prices_of(file), file.run.value or 0.0, file.run.bound or 0.0),
        course=course,
        seed=file.run.seed,
        effort=file.run.effort,
        rules_version=file.run.rules_version,
        requests=requests,
        volunteers=volunteers,
    )


def last_of_each_network() -> list[UUID]:
    """Return the last plan that was made in each network."""
    rows = PlanRun.objects.filter(state__in=MADE, file__isnull=False).order_by("finished_at", "pk")
    # the later one of a network takes the place of the earlier
    return list(dict(rows.values_list("network_id", "pk")).values())
