"""Find what would help most, for one organisation or the whole network: counts only.

Outside one organisation no line speaks of fewer than ten people in one neighbourhood (P7).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.matching.planning_problem import SEEKS, own_problem, problem_of
from loopplank.access.matching.planning_volunteers import frame_of
from loopplank.core.account.roles import Role
from loopplank.core.gaps.gaps import LEAST
from loopplank.core.kit.reason import Reason
from loopplank.core.matching.most_help import Advice, recruitment_advice, training_advice, waiting
from loopplank.core.matching.problem import Problem
from loopplank.core.matching.rule_arrays import nothing_planned
from loopplank.core.requests.states import Ownership
from loopplank.store.models import PostcodeArea, Request

SEES_MOST_HELP = frozenset({Role.COORDINATOR, Role.BOARD, Role.NETWORK_ADMIN})


@dataclass(frozen=True, slots=True)
class MostHelp:
    """`waiting`: how many requests nobody can take now. A count is shown as a band by the door."""

    waiting: int
    courses: tuple[Advice, ...]
    newcomers: tuple[Advice, ...]


def most_help(actor: Actor, now: datetime) -> MostHelp:
    """Return it for the own organisation, or all of the network for who runs that; shows nobody."""
    if actor.role not in SEES_MOST_HELP or actor.network_id is None:
        raise NotFound("most help")
    if actor.role is Role.NETWORK_ADMIN:
        whole = problem_of(actor.network_id, now)
        found = _advice(whole.problem, whole.request_ids)
        return replace(found, newcomers=_large(found))
    frame = frame_of(actor.network_id, now)
    # a board member has no requests of their own to see: only how many there are
    asked = Request.objects.filter(
        organisation_id=actor.own_organisation,
        standing=Ownership.OWNING,
        state__in=SEEKS,
        erased_at=None,
    ).values_list("pk", flat=True)
    seen = own_problem(frame, actor.own_organisation, list(asked))
    return _advice(seen.problem, seen.request_ids)


def _large(found: MostHelp) -> tuple[Advice, ...]:
    """Return the advice that speaks of ten requests or more, and leaves no rest of fewer than ten:
    each request is in one of them at most, so that the rest is told by what they add up to.
    """
    large = [one for one in found.newcomers if one.requests >= LEAST]
    while large and 0 < found.waiting - sum(one.requests for one in large) < LEAST:
        large.remove(min(large, key=lambda one: one.requests))
    return tuple(large)


def _advice(problem: Problem, request_ids: tuple[UUID, ...]) -> MostHelp:
    plan = nothing_planned(problem)
    newcomers = recruitment_advice(problem, plan)
    return MostHelp(
        waiting=len(waiting(problem, plan)),
        courses=training_advice(problem, plan),
        newcomers=_named(newcomers, problem, request_ids),
    )


def _named(
    advice: Iterable[Advice], problem: Problem, request_ids: tuple[UUID, ...]
) -> tuple[Advice, ...]:
    """Return the same with the name of each neighbourhood in the place of its number; one query."""
    number_of = dict(zip(request_ids, problem.requests.neighbourhood.tolist(), strict=True))
    areas = Request.objects.filter(pk__in=request_ids).values_list("pk", "postcode_area")
    area_of = {number_of[pk]: area for pk, area in areas}
    names = {
        pk: name or pk
        for pk, name in PostcodeArea.objects.filter(pk__in=area_of.values()).values_list(
            "pk", "neighbourhood"
        )
    }
    return tuple(
        replace(one, reason=_with_name(one.reason, names.get(area_of[one.neighbourhood], "")))
        for one in advice
    )


def _with_name(reason: Reason, name: str) -> Reason:
    return Reason(reason.code, reason.sentence, {**reason.params, "where": name})
