"""Read what the background loop needs for a plan: which networks, what was decided before, and
where everybody lives.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Exists, F, OuterRef

from loopplank.access.kit.affiliations import belonging
from loopplank.access.volunteers.volunteers import in_pause
from loopplank.core.kit.calendar import local_day, monday
from loopplank.core.matching.plan_states import MADE, PlanProposalState
from loopplank.core.requests.states import State
from loopplank.store.models import (
    LoadWeek,
    Network,
    PlanFile,
    PlanPart,
    PostcodeArea,
    Request,
    Volunteer,
)

SEEKS = (State.SEARCHING.value, State.WAITING.value)


@dataclass(frozen=True, slots=True)
class Before:
    """What earlier plans leave behind: pairs (request, volunteer) that lie with a coordinator, and
    that one set aside, and the prices of the last plan with whose they are.
    """

    proposed: tuple[tuple[UUID, UUID], ...]
    set_aside: tuple[tuple[UUID, UUID], ...]
    prices: bytes
    priced: tuple[str, ...]


def networks_to_plan(now: datetime) -> list[UUID]:
    """Return networks in which somebody is sought and somebody has room this week."""
    today = local_day(now)
    seeks = Request.objects.filter(
        organisation__network=OuterRef("pk"), state__in=SEEKS, erased_at=None
    )
    full = LoadWeek.objects.filter(
        volunteer=OuterRef("volunteer"),
        monday=monday(today),
        planned_people__gte=F("volunteer__limits__max_people"),
    )
    room = belonging(
        ~in_pause(today, "volunteer__"),
        ~Exists(full),
        organisation__network=OuterRef("pk"),
        volunteer__limits__max_people__gt=0,
    )
    return list(
        Network.objects.filter(Exists(seeks), Exists(room), practice_of=None)
        .order_by("pk")
        .values_list("pk", flat=True)
    )


def before(network_id: UUID) -> Before:
    """Return what the next plan of a network begins with; three queries."""
    pairs: dict[str, list[tuple[UUID, UUID]]] = {
        PlanProposalState.OPEN: [],
        PlanProposalState.SET_ASIDE: [],
    }
    rows = PlanPart.objects.filter(
        proposal__run__network_id=network_id, proposal__state__in=list(pairs)
    )
    for state, *pair in rows.values_list("proposal__state", "proposal__request_id", "volunteer_id"):
        pairs[state].append((pair[0], pair[1]))
    last = (
        PlanFile.objects.filter(run__network_id=network_id, run__state__in=MADE)
        .order_by("-run__finished_at")
        .values_list("prices", "keys")
        .first()
    )
    prices, keys = last or (b"", {})
    return Before(
        proposed=tuple(pairs[PlanProposalState.OPEN]),
        set_aside=tuple(pairs[PlanProposalState.SET_ASIDE]),
        prices=bytes(prices),
        priced=tuple(keys.get("volunteers", ())),
    )


def municipalities(
    volunteer_ids: Iterable[UUID], request_ids: Iterable[UUID]
) -> tuple[list[str], list[str]]:
    """Return where each of them lives, "" where that is not known; three queries."""
    vs, rs = list(volunteer_ids), list(request_ids)
    of_volunteer = {
        pk: postcode[:4]
        for pk, postcode in Volunteer.objects.filter(pk__in=vs).values_list("pk", "postcode")
    }
    of_request: Mapping[UUID, str] = dict(
        Request.objects.filter(pk__in=rs).values_list("pk", "postcode_area")
    )
    known: Mapping[str, str] = dict(
        PostcodeArea.objects.filter(
            pk__in={*of_volunteer.values(), *of_request.values()}
        ).values_list("postcode", "municipality")
    )
    return (
        [known.get(of_volunteer.get(pk, ""), "") for pk in vs],
        [known.get(of_request.get(pk, ""), "") for pk in rs],
    )
