"""Ask for a plan, stop it, and keep what came out as proposals. Nobody is assigned."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from io import BytesIO
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.actions.kit.action import nothing_changed, record, record_of_installation, verb
from loopplank.core.account.roles import Role
from loopplank.core.matching.plan_reasons import reasons_of
from loopplank.core.matching.plan_states import (
    KEPT,
    MADE,
    RULES_VERSION,
    Failure,
    HelpForm,
    PlanProposalState,
    RunState,
)
from loopplank.core.matching.problem import Problem
from loopplank.core.matching.result import Effort, Help, Plan
from loopplank.core.matching.ways_to_help import How
from loopplank.store.models import (
    Membership,
    Network,
    PlanFile,
    PlanLeft,
    PlanPart,
    PlanProposal,
    PlanRun,
    Request,
    Volunteer,
)
from loopplank.store.models.plans import BUSY

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Made:
    """A plan that passed the checker, with the problem that it solves. Keys of volunteers and
    requests are ids; `prices` are as the next plan reads them, and `course` is how it was made.
    """

    problem: Problem
    plan: Plan
    first_monday: date
    prices: bytes
    course: bytes = b""
    stopped: bool = False


@verb("plan.ask", Role.COORDINATOR)
def ask(*, actor: Actor, now: datetime) -> UUID:
    """Ask for a plan of the actor's network; one that waits or runs already is that plan."""
    if actor.network_id is None:
        raise NotFound("network")
    network = _locked_network(actor.network_id)
    busy = PlanRun.objects.filter(network=network, state__in=BUSY).first()
    if busy is not None:
        nothing_changed()
        return busy.pk
    return _queue(actor, now, network, asked_by=actor.own_membership)


@verb("plan.ask_night", Role.SYSTEM)
def ask_night(*, actor: Actor, now: datetime, network_id: UUID) -> UUID:
    """Ask for the plan of the night; one that is on its way already serves as well."""
    network = _locked_network(network_id)
    busy = PlanRun.objects.filter(network=network, state__in=BUSY).first()
    if busy is not None:
        nothing_changed()
        return busy.pk
    return _queue(actor, now, network, asked_by=None)


def _locked_network(network_id: UUID) -> Network:
    return Network.objects.select_for_update().get(pk=network_id)


def _queue(actor: Actor, now: datetime, network: Network, asked_by: UUID | None) -> UUID:
    effort = Effort.THOROUGH if asked_by is None else Effort.STANDARD
    row = PlanRun(
        network=network,
        asked_by_id=asked_by,
        effort=effort.value,
        # chance is an argument: another moment is another seed, and the seed is kept
        seed=int(now.timestamp()),
        queued_at=now,
        rules_version=RULES_VERSION,
    )
    row.save(force_insert=True)
    _record(row, "plan.asked", actor, now, {"effort": row.effort, "seed": row.seed})
    return row.pk


@verb("plan.stop", Role.COORDINATOR)
def stop(*, actor: Actor, now: datetime, run_id: UUID) -> None:
    """Stop a plan that the own organisation asked for: what was found by then is put to people."""
    row = PlanRun.objects.select_for_update().filter(pk=run_id).first()
    if row is None or not _asked_by_own(row, actor):
        raise NotFound(run_id)
    if row.state not in BUSY or row.stop_asked_at is not None:
        nothing_changed()
        return
    row.stop_asked_at = now
    if row.state == RunState.QUEUED:
        row.state, row.finished_at = RunState.STOPPED.value, now
    row.save(update_fields=["stop_asked_at", "state", "finished_at"])
    _record(row, "plan.stop_asked", actor, now, {"state": row.state})


def _asked_by_own(row: PlanRun, actor: Actor) -> bool:
    return (
        row.asked_by_id is not None
        and Membership.objects.filter(
            pk=row.asked_by_id, organisation_id=actor.own_organisation
        ).exists()
    )


# --- what came out --------------------------------------------------------------------------------


@verb("plan.store", Role.SYSTEM)
def store(*, actor: Actor, now: datetime, run_id: UUID, fence: int, made: Made) -> bool:
    """Keep what came out as proposals; what earlier plans still proposed is overtaken by it.

    False, and nothing kept, when another try took this run over meanwhile: a result is kept once.
    """
    row = _ours(run_id, fence)
    if row is None:
        nothing_changed()
        return False
    helps, organisations = _still_there(made)
    _overtake_earlier(row, now)
    _put(row, made, helps, organisations)
    helped = {one.request_id for one in helps}
    left = {pk: of for pk, of in organisations.items() if pk not in helped}
    PlanLeft.objects.bulk_create(
        PlanLeft(run=row, organisation_id=organisation_id, request_id=request_id)
        for request_id, organisation_id in left.items()
    )
    _keep_file(row, made)
    row.value, row.bound = made.plan.value, made.plan.bound
    row.helped, row.waiting = len(helps), len(left)
    state = RunState.STOPPED if made.stopped else RunState.DONE
    _finish(row, state, now, extra=("value", "bound", "helped", "waiting"))
    _record(row, "plan.stored", actor, now, {"proposals": len(helps), "left": len(left)})
    return True


@verb("plan.fail", Role.SYSTEM)
def fail(*, actor: Actor, now: datetime, run_id: UUID, fence: int, why: Failure | None) -> bool:
    """Say why there is no plan. Without a `why` the checker refused it."""
    row = _ours(run_id, fence)
    if row is None:
        nothing_changed()
        return False
    row.failure = why.value if why else ""
    _finish(row, RunState.FAILED if why else RunState.REFUSED, now, extra=("failure",))
    _record(row, "plan.failed", actor, now, {"state": row.state, "failure": row.failure})
    return True


@verb("plan.clean", Role.SYSTEM)
def clean(*, actor: Actor, now: datetime) -> int:
    """Throw away plans of longer ago than they are kept. Returns how many."""
    old = PlanRun.objects.exclude(state__in=BUSY).filter(finished_at__lte=now - KEPT)
    ids = list(old.values_list("pk", flat=True))
    if not ids:
        nothing_changed()
        return 0
    PlanRun.objects.filter(pk__in=ids).delete()
    record_of_installation(actor, now, "plan.cleaned", {"plans": len(ids)})
    return len(ids)


def _ours(run_id: UUID, fence: int) -> PlanRun | None:
    return (
        PlanRun.objects.select_for_update()
        .filter(pk=run_id, fence=fence, state=RunState.RUNNING)
        .first()
    )


def _finish(row: PlanRun, state: RunState, now: datetime, extra: tuple[str, ...]) -> None:
    row.state, row.finished_at, row.lease_until = state.value, now, None
    row.save(update_fields=["state", "finished_at", "lease_until", *extra])


def _overtake_earlier(row: PlanRun, now: datetime) -> None:
    PlanProposal.objects.filter(
        run__network_id=row.network_id, run__state__in=MADE, state=PlanProposalState.OPEN
    ).update(state=PlanProposalState.OVERTAKEN.value, decided_at=now)


@dataclass(frozen=True, slots=True)
class _Whose:
    """One help of a plan with whose request it is."""

    request_id: UUID
    help: Help


def _still_there(made: Made) -> tuple[list[_Whose], dict[UUID, UUID]]:
    """Return the helps of which everybody is still known, and the organisation of each request:
    somebody may have been erased while the plan was made.

    Volunteers are locked before requests, as whoever asks one does too.
    """
    of_volunteer, of_request = made.problem.volunteers.key, made.problem.requests.key
    chosen = {str(of_volunteer[part.volunteer]) for one in made.plan.helps for part in one.parts}
    volunteers = Volunteer.objects.select_for_update(of=("self",)).filter(
        pk__in=chosen, erased_at=None
    )
    known = {str(pk) for pk in volunteers.order_by("pk").values_list("pk", flat=True)}
    requests = Request.objects.select_for_update(of=("self",)).filter(
        pk__in=_keys(of_request), erased_at=None
    )
    organisations = dict(requests.order_by("pk").values_list("pk", "organisation_id"))
    helps = [_Whose(UUID(str(of_request[one.request])), one) for one in made.plan.helps]
    return [
        one
        for one in helps
        if one.request_id in organisations
        and all(str(of_volunteer[part.volunteer]) in known for part in one.help.parts)
    ], organisations


def _keys(column: Iterable[object]) -> list[str]:
    return [str(key) for key in column]


def _put(row: PlanRun, made: Made, helps: list[_Whose], organisations: Mapping[UUID, UUID]) -> None:
    proposals, parts = [], []
    for one in helps:
        proposal = PlanProposal(
            run=row,
            organisation_id=organisations[one.request_id],
            request_id=one.request_id,
            how=_how(one.help.how).value,
            reasons=list(reasons_of(made.problem, one.help)),
        )
        proposals.append(proposal)
        parts += [
            PlanPart(
                proposal=proposal,
                number=number,
                volunteer_id=UUID(str(made.problem.volunteers.key[part.volunteer])),
                first_day=made.first_monday + timedelta(weeks=part.first_week),
                last_day=made.first_monday
                + timedelta(weeks=part.first_week + part.weeks)
                - ONE_DAY,
                visits=part.visits,
                visit_minutes=part.visit_minutes,
                day_parts=part.day_parts,
            )
            for number, part in enumerate(one.help.parts)
        ]
    PlanProposal.objects.bulk_create(proposals)
    PlanPart.objects.bulk_create(parts)


def _how(how: How) -> HelpForm:
    if how is How.SOLO:
        return HelpForm.SOLO
    return HelpForm.DUO if how is How.DUO else HelpForm.RELAY


def _keep_file(row: PlanRun, made: Made) -> None:
    file = BytesIO()
    made.problem.anonymous().save(file)
    # as in a file that was there when they were erased, nobody knows any more whose row it was
    gone = _erased_since((row.started_at or row.queued_at) - ONE_DAY)
    keys = {
        name: ["" if key in gone else key for key in _keys(column)]
        for name, column in (
            ("volunteers", made.problem.volunteers.key),
            ("requests", made.problem.requests.key),
        )
    }
    PlanFile.objects.create(
        run=row, problem=file.getvalue(), prices=made.prices, course=made.course, keys=keys
    )


def _erased_since(moment: datetime) -> set[str]:
    erased = [model.objects.filter(erased_at__gte=moment) for model in (Volunteer, Request)]
    return {str(pk) for rows in erased for pk in rows.values_list("pk", flat=True)}


def _record(row: PlanRun, type_: str, actor: Actor, now: datetime, data: dict[str, object]) -> None:
    record(row, type_, actor=actor, now=now, data={"network": str(row.network_id), **data})
