"""Freeze what a closed quarter told, once; and delete check-ins that nobody needs any more."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, time
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.actions.kit.action import (
    nothing_changed,
    record_event,
    record_of_installation,
    verb,
)
from loopplank.core.account.roles import Role
from loopplank.core.gaps.disclosure import Group, publish
from loopplank.core.gaps.gaps import after_quarter, last_closed
from loopplank.core.kit.calendar import at_local, local_day, months_after
from loopplank.core.wellbeing.check_in import (
    LEVELS,
    MONTHS_KEPT,
    QUESTIONS,
    CheckInState,
    Question,
)
from loopplank.store.models import CheckIn, CheckInCount, Network, Organisation


@verb("check_in.close_quarter", Role.SYSTEM)
def close_quarter(*, actor: Actor, now: datetime) -> int:
    """Freeze what may be told of the last closed quarter. Returns how many networks were done."""
    quarter = last_closed(local_day(now))
    done = CheckInCount.objects.filter(quarter=quarter, organisation=None).values("network_id")
    # what was practised is no figure
    real = Network.objects.filter(practice_of=None).exclude(pk__in=done)
    networks = list(real.select_for_update().order_by("pk"))
    for network in networks:
        CheckInCount.objects.bulk_create(_counts(network, quarter, now))
        record_event(
            "network",
            network.pk,
            "network.check_ins_counted",
            actor=actor,
            now=now,
            organisation_id=None,
            data={"quarter": quarter.isoformat()},
        )
    if not networks:
        nothing_changed()
    return len(networks)


@verb("check_in.forget", Role.SYSTEM)
def forget(*, actor: Actor, now: datetime) -> int:
    """Delete the check-ins of more than a year ago; what may be told of them was frozen."""
    before = at_local(months_after(local_day(now), -MONTHS_KEPT), time())
    gone, _ = CheckIn.objects.filter(asked_at__lt=before).exclude(state=CheckInState.OPEN).delete()
    if not gone:
        nothing_changed()
        return 0
    record_of_installation(actor, now, "check_ins.forgotten", {"check_ins": gone})
    return gone


# --- underneath -----------------------------------------------------------------------------------


def _counts(network: Network, quarter: date, now: datetime) -> list[CheckInCount]:
    houses = list(Organisation.objects.filter(network=network).order_by("pk"))
    last = _last_of_each(network, quarter)
    made = []
    for question in QUESTIONS:
        told = publish(
            {house.pk: _answered(last.get(house.pk, ()), question) for house in houses},
            LEVELS[question],
        )
        rows: list[tuple[Organisation | None, tuple[Group, ...]]] = [
            *((house, told.of[house.pk]) for house in houses),
            (None, told.together),
        ]
        made += [
            CheckInCount(
                network=network,
                organisation=house,
                quarter=quarter,
                question=question,
                groups=[[list(one.answers), one.people] for one in groups],
                frozen_at=now,
            )
            for house, groups in rows
        ]
    return made


def _last_of_each(network: Network, quarter: date) -> Mapping[UUID, list[CheckIn]]:
    """Return the last answered check-in of each volunteer, by organisation: people count, not
    answers.
    """
    rows = CheckIn.objects.filter(
        organisation__network=network,
        state=CheckInState.ANSWERED,
        answered_at__gte=at_local(quarter, time()),
        answered_at__lt=at_local(after_quarter(quarter), time()),
    ).order_by("answered_at", "pk")
    last = {row.volunteer_id: row for row in rows}
    found: dict[UUID, list[CheckIn]] = {}
    for row in last.values():
        found.setdefault(row.organisation_id, []).append(row)
    return found


def _answered(rows: Iterable[CheckIn], question: Question) -> Mapping[str, int]:
    counts: dict[str, int] = {}
    for row in rows:
        given = str(getattr(row, question.value))
        if given:
            counts[given] = counts.get(given, 0) + 1
    return counts
