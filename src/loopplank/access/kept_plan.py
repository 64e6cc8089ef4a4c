"""One plan as it was kept, to make it again and to judge it again (promise P8). Rows, no people."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from uuid import UUID

from loopplank.access.actors import NotFound
from loopplank.access.last_plan import helps_of, prices_of
from loopplank.core.matching.course import Course, read_course
from loopplank.core.matching.problem import Problem
from loopplank.core.matching.result import Plan
from loopplank.core.matching.running import MADE
from loopplank.store.models import PlanFile, PlanPart, PlanRun


@dataclass(frozen=True, slots=True)
class KeptPlan:
    """`course`: how it was made, or None before that was kept. Of `requests` and `volunteers` each
    row has a key, and "" is somebody who was erased since; with them went what was proposed.
    """

    problem: Problem
    plan: Plan
    course: Course | None
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
    """A plan that was made, with whatever became of its proposals; two queries. Raises NotFound."""
    file = PlanFile.objects.select_related("run").filter(run_id=run_id, run__state__in=MADE).first()
    if file is None:
        raise NotFound(run_id)
    requests, volunteers = list(file.keys["requests"]), list(file.keys["volunteers"])
    course = read_course(bytes(file.course))
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
    """The last plan that was made in each network."""
    rows = PlanRun.objects.filter(state__in=MADE, file__isnull=False).order_by("finished_at", "pk")
    # the later one of a network takes the place of the earlier
    return list(dict(rows.values_list("network_id", "pk")).values())
