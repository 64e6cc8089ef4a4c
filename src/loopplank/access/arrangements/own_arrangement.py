"""Read the arrangements that a volunteer is part of, as cards on their own week."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.arrangements.arrangements import signatures
from loopplank.access.kit.names import NOBODY, Named
from loopplank.access.volunteers.own_pages import Contact, contact_of, person_of
from loopplank.core.arrangements import Answer, Side, State, Who
from loopplank.core.matching.matches import MatchState
from loopplank.store.models import ArrangementTask, Match


@dataclass(frozen=True, slots=True)
class OwnTask:
    what: str
    moment: str
    leaves_out: str


@dataclass(frozen=True, slots=True)
class OwnArrangement:
    """`asked`: it waits for a yes or no. `still`: the visits stand still until somebody calls."""

    signature_id: UUID
    who: Named
    tasks: tuple[OwnTask, ...]
    stop_rule: str
    asked: bool
    still: bool
    contact: Contact


def own_arrangements(
    actor: Actor, carried: Mapping[UUID, Match], now: datetime
) -> tuple[OwnArrangement, ...]:
    """Return what was put to this volunteer, two queries; `carried` are their matches by
    request.
    """
    found = list(
        signatures(actor)
        .filter(
            side=Side.VOLUNTEER.value,
            arrangement__state__in=[State.OFFERED, State.AGREED, State.SUSPENDED],
        )
        .exclude(answer=Answer.NOT_ASKED.value)
        .select_related(
            "arrangement__request__owner__account", "arrangement__request__organisation"
        )
        .order_by("arrangement__made_at")
    )
    if not found:
        return ()
    tasks: dict[UUID, list[OwnTask]] = {}
    for task in ArrangementTask.objects.filter(
        arrangement_id__in=[one.arrangement_id for one in found], who=Who.VOLUNTEER.value
    ).order_by("position"):
        line = OwnTask(task.what, task.moment, task.leaves_out)
        tasks.setdefault(task.arrangement_id, []).append(line)
    made = []
    for one in found:
        row, request = one.arrangement, one.arrangement.request
        match = carried.get(row.request_id)
        made.append(
            OwnArrangement(
                signature_id=one.pk,
                who=person_of(match, now) if match else NOBODY,
                tasks=tuple(tasks.get(row.pk, ())),
                stop_rule=row.stop_rule,
                asked=one.answer == Answer.WAITING,
                still=row.state == State.SUSPENDED
                and bool(match and match.state == MatchState.RUNNING),
                contact=contact_of(request.owner, request.organisation.phone),
            )
        )
    return tuple(made)
