"""Say which no belongs to which gap, what is decided about one, and what the network is told."""

from datetime import date, datetime, time
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.gaps.gaps import gap_for_change
from loopplank.access.requests.requests import request_for_change
from loopplank.actions.kit.action import nothing_changed, record, record_event, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.requests.refusal import refuse_names
from loopplank.core.account.roles import Role
from loopplank.core.gaps.gaps import GapState, PossibleOwner, after_quarter, is_many, last_closed
from loopplank.core.kit.calendar import at_local, local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.organisations.organisations import OrganisationKind
from loopplank.core.requests.closing import SAYING_NO, ClosingReason
from loopplank.store.models import (
    Gap,
    GapChange,
    GapNaming,
    Network,
    Organisation,
    QuarterBand,
    Refusal,
    Request,
)

FORMAL_ONLY = Reason(
    "gap.formal_only",
    dutch("Dit is voor zorg en welzijn. Zeg bij een hulpvraag nee; dan telt het vanzelf mee."),
)
MONTH_TO_COME = Reason("gap.month", dutch("Deze maand is nog niet begonnen."))


@verb("gap.attach", Role.COORDINATOR)
def attach(
    *,
    actor: Actor,
    now: datetime,
    request_id: UUID,
    gap_id: UUID | None = None,
    name: str = "",
    example: str = "",
) -> UUID | None:
    """Say to which gap a no belongs: one that is known, a new name, or none. Returns the gap."""
    row = request_for_change(actor, request_id)
    no = Refusal.objects.filter(request=row, taken_back_on=None).first()
    if no is None:
        raise NotFound(request_id)
    refuse_names(row, name, example)
    gap = chosen_gap(actor, now, gap_id, name)
    no.gap, no.belongs_to_none, no.example = gap, gap is None, example.strip()
    no.save(update_fields=["gap", "belongs_to_none", "example"])
    record(
        row, "request.gap_chosen", actor=actor, now=now, data={"gap": str(gap.pk) if gap else None}
    )
    return gap.pk if gap else None


@verb("gap.report_refusal", Role.PROFESSIONAL)
def report_refusal(
    *,
    actor: Actor,
    now: datetime,
    source: ClosingReason,
    month: date,
    gap_id: UUID | None = None,
    name: str = "",
) -> UUID:
    """Put a no of a formal party's own in the register: what and in which month, never who."""
    if Organisation.objects.get(pk=actor.own_organisation).kind != OrganisationKind.FORMAL:
        raise Refused(FORMAL_ONLY)
    if month > local_day(now):
        raise Refused(MONTH_TO_COME)
    refuse_bsn(name)
    gap = chosen_gap(actor, now, gap_id, name)
    if gap is None:
        raise NotFound("gap")
    no = Refusal.objects.create(
        organisation_id=actor.own_organisation,
        gap=gap,
        source=source,
        said_on=month.replace(day=1),
        by_id=actor.own_membership,
    )
    _record(actor, now, gap, "gap.refusal_reported", {"refusal": str(no.pk), "source": source})
    return no.pk


@verb("gap.describe", Role.COORDINATOR, Role.BOARD)
def describe(
    *,
    actor: Actor,
    now: datetime,
    gap_id: UUID,
    state: GapState,
    possible_owner: PossibleOwner | None,
    keywords: str = "",
) -> None:
    """Write what is decided about a gap, with the day and who; and the words by which it is
    known.
    """
    gap = gap_for_change(actor, gap_id)
    refuse_bsn(keywords)
    owner = possible_owner or ""
    decided = (gap.state, gap.possible_owner) != (state, owner)
    if not decided and gap.keywords == keywords.strip():
        nothing_changed()
        return
    if gap.state != state:
        gap.state_since = local_day(now)
    gap.state, gap.possible_owner, gap.keywords = state, owner, keywords.strip()
    gap.save(update_fields=["state", "state_since", "possible_owner", "keywords"])
    if decided:
        GapChange.objects.create(
            gap=gap,
            organisation_id=actor.own_organisation,
            by_id=actor.own_membership,
            at=now,
            state=state,
            possible_owner=owner,
        )
    _record(actor, now, gap, "gap.described", {"state": state, "possible_owner": owner})


@verb("gap.name_openly", Role.COORDINATOR, Role.BOARD, Role.PROFESSIONAL)
def name_openly(*, actor: Actor, now: datetime, gap_id: UUID) -> None:
    """Say yes for this organisation to calling a gap by its name in the network, without a number.

    The first yes offers the name to the other organisations; with the second everybody reads it.
    """
    gap = gap_for_change(actor, gap_id, own=False)
    _naming, created = GapNaming.objects.get_or_create(
        gap=gap,
        organisation_id=actor.own_organisation,
        defaults={"by_id": actor.own_membership, "at": now},
    )
    if not created:
        nothing_changed()
        return
    _record(actor, now, gap, "gap.named_openly", {})


@verb("gap.close_quarter", Role.SYSTEM)
def close_quarter(*, actor: Actor, now: datetime) -> int:
    """Freeze what the networks see of the last closed quarter. Returns how many were frozen."""
    quarter = last_closed(local_day(now))
    done = QuarterBand.objects.filter(quarter=quarter, gap=None).values("network_id")
    # what was practised is no figure
    real = Network.objects.filter(practice_of=None).exclude(pk__in=done)
    networks = list(real.select_for_update().order_by("pk"))
    for network in networks:
        bands = [
            QuarterBand(network=network, gap=gap, quarter=quarter, many=many, frozen_at=now)
            for gap, many in _bands(network, quarter)
        ]
        QuarterBand.objects.bulk_create(bands)
        record_event(
            "network",
            network.pk,
            "network.quarter_closed",
            actor=actor,
            now=now,
            organisation_id=None,
            data={"quarter": quarter.isoformat()},
        )
    if not networks:
        nothing_changed()
    return len(networks)


def chosen_gap(actor: Actor, now: datetime, gap_id: UUID | None, name: str) -> Gap | None:
    """Return the known gap, the one of a new name, or none. The same name twice is the same gap."""
    if gap_id is not None:
        return gap_for_change(actor, gap_id, own=False)
    name = " ".join(name.split())
    if not name:
        return None
    known = Gap.objects.filter(organisation_id=actor.own_organisation, name__iexact=name).first()
    if known is not None:
        return known
    today = local_day(now)
    gap = Gap.objects.create(
        network_id=_network(actor),
        organisation_id=actor.own_organisation,
        name=name,
        first_seen_on=today,
        state_since=today,
    )
    GapChange.objects.create(
        gap=gap,
        organisation_id=actor.own_organisation,
        by_id=actor.own_membership,
        at=now,
        state=gap.state,
    )
    _record(actor, now, gap, "gap.named", {})
    return gap


# --- underneath -----------------------------------------------------------------------------------


def _bands(network: Network, quarter: date) -> list[tuple[Gap | None, bool]]:
    until = after_quarter(quarter)
    said = Refusal.objects.filter(
        taken_back_on=None, said_on__gte=quarter, said_on__lt=until, gap__network=network
    ).values_list("gap_id", flat=True)
    counts: dict[UUID | None, int] = {}
    for gap_id in said:
        counts[gap_id] = counts.get(gap_id, 0) + 1
    unfollowed = Request.objects.filter(
        organisation__network=network,
        closing_reason__in=SAYING_NO,
        nobody_discussed=True,
        closed_at__gte=at_local(quarter, time()),
        closed_at__lt=at_local(until, time()),
    ).count()
    rows = Gap.objects.filter(network=network).order_by("pk")
    made: list[tuple[Gap | None, bool]] = [(gap, is_many(counts.get(gap.pk, 0))) for gap in rows]
    return [*made, (None, is_many(unfollowed))]


def _network(actor: Actor) -> UUID:
    if actor.network_id is None:
        raise NotFound("network")
    return actor.network_id


def _record(actor: Actor, now: datetime, gap: Gap, type_: str, data: dict[str, object]) -> None:
    record_event(
        "gap",
        gap.pk,
        type_,
        actor=actor,
        now=now,
        organisation_id=actor.organisation_id,
        data=data,
    )
