"""Keep the weeks of a volunteer, planned and allowed, right under one lock (P2).

Every function here is called with the volunteer's row locked. Taking capacity checks the limit in
every week of the term first; writing is one statement; the check constraint of the table is the
last line behind it.
"""

from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db import transaction

from loopplank.access.account.actors import Actor
from loopplank.access.volunteers.own_pages import agreement_of
from loopplank.access.volunteers.volunteers import commitment_of, facts_of
from loopplank.core.account.roles import Role
from loopplank.core.kit.reason import Refused
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.volunteers.load import (
    NOTHING,
    Commitment,
    Limits,
    Load,
    first_limit_passed,
    ledger,
)
from loopplank.core.volunteers.load_elsewhere import without_numbers
from loopplank.core.volunteers.same_hour import first_clash, refused
from loopplank.core.volunteers.visits import Agreement
from loopplank.store.models import Limits as LimitsRow
from loopplank.store.models import LoadWeek, Match, Pattern, Volunteer


@dataclass(frozen=True, slots=True)
class Held:
    """A match as it was until now: its load, and its days and hours."""

    commitment: Commitment
    agreement: Agreement


def held_by(row: Match) -> Held:
    """Return a match as it is, before its days change."""
    return Held(commitment_of(row, str(row.pk), str(row.person_key)), agreement_of(row))


def commitments_of(volunteer_id: UUID) -> list[Commitment]:
    """Return all that this volunteer carries, in every organisation."""
    return [
        commitment_of(row, str(row.pk), str(row.person_key))
        for row in Match.objects.filter(volunteer_id=volunteer_id, state__in=HOLDS_CAPACITY)
    ]


def take_capacity(
    volunteer: Volunteer, row: Match, *, told_to: Actor, held: Held | None = None
) -> None:
    """Plan this match in every week of its term, or raise Refused naming the first limit passed, or
    the hour at which the volunteer is with somebody else.

    `held` is the same match before its days changed: only weeks beside it take anything.
    """
    new = commitment_of(row, str(row.pk), str(row.person_key))
    was = held.commitment if held else None
    limits, others, planned = refuse_without_room(volunteer, new, told_to=told_to, held=was)
    refuse_same_hour(volunteer, row, told_to=told_to, held=held.agreement if held else None)
    carried = others if was is None else [*others, was]
    # what was planned before is the floor: were the check wrong, the table would still refuse
    _write(volunteer, limits, planned, floor=ledger(carried, limits))


def refuse_same_hour(
    volunteer: Volunteer, row: Pattern, *, told_to: Actor, held: Agreement | None = None
) -> None:
    """Raise Refused when this would be at an hour at which the volunteer is with somebody else.

    An overlap that was there already, with what it was (`held`), is no reason to refuse a change.
    A coordinator hears of another organisation only that it cannot be.
    """
    new = agreement_of(row)
    for one in Match.objects.filter(volunteer=volunteer, state__in=HOLDS_CAPACITY):
        other = agreement_of(one)
        day = first_clash(new, other) if one.pk != row.pk else None
        if day is None or (held is not None and first_clash(held, other) is not None):
            continue
        elsewhere = (
            told_to.role is not Role.VOLUNTEER and one.organisation_id != told_to.organisation_id
        )
        start = other.start_time or time()
        raise Refused(refused(volunteer.first_name, day, start, elsewhere=elsewhere))


def refuse_without_room(
    volunteer: Volunteer, new: Commitment, *, told_to: Actor, held: Commitment | None = None
) -> tuple[Limits, list[Commitment], dict[date, Load]]:
    """Raise Refused when `new` does not fit; else the limits, the others and the new ledger.

    A coordinator hears no numbers when part of the load lies at another organisation and the
    volunteer did not agree to show it.
    """
    row = LimitsRow.objects.get(pk=volunteer.pk)
    limits = facts_of(row)
    others = [c for c in commitments_of(volunteer.pk) if c.key != new.key]
    planned = ledger([*others, new], limits)
    passed = first_limit_passed(volunteer.first_name, limits, new, others, held)
    if passed is not None:
        hidden = told_to.role is not Role.VOLUNTEER and not row.show_hours_elsewhere
        if hidden and _carries_elsewhere(volunteer, told_to):
            passed = without_numbers(passed, volunteer.first_name)
        raise Refused(passed.reason)
    return limits, others, planned


def recount(volunteer: Volunteer) -> None:
    """Write the weeks anew after something ended or a limit changed.

    Lowering is always accepted: `allowed` then stays at what is planned, and goes down with it.
    """
    limits = _limits(volunteer)
    planned = ledger(commitments_of(volunteer.pk), limits)
    stored = LoadWeek.objects.filter(volunteer=volunteer).values_list("monday", flat=True)
    _write(volunteer, limits, {**dict.fromkeys(stored, NOTHING), **planned}, floor=planned)


def differences(volunteer: Volunteer) -> list[tuple[date, Load, Load]]:
    """Return weeks where the table differs from a fresh count: (monday, stored, counted); must be
    none.
    """
    counted = ledger(commitments_of(volunteer.pk), _limits(volunteer))
    stored = {
        row.monday: Load(row.planned_minutes, row.planned_people, row.planned_heavy)
        for row in LoadWeek.objects.filter(volunteer=volunteer)
    }
    return [
        (week, stored.get(week, NOTHING), counted.get(week, NOTHING))
        for week in sorted({*counted, *stored})
        if stored.get(week, NOTHING) != counted.get(week, NOTHING)
    ]


def _carries_elsewhere(volunteer: Volunteer, told_to: Actor) -> bool:
    rows = Match.objects.filter(volunteer=volunteer, state__in=HOLDS_CAPACITY)
    if told_to.organisation_id is not None:
        rows = rows.exclude(organisation_id=told_to.organisation_id)
    return rows.exists()


def _limits(volunteer: Volunteer) -> Limits:
    # read again under the lock, whatever the caller had loaded before
    return facts_of(LimitsRow.objects.get(pk=volunteer.pk))


def _write(
    volunteer: Volunteer, limits: Limits, planned: dict[date, Load], *, floor: dict[date, Load]
) -> None:
    rows = []
    for week, load in planned.items():
        allowed = limits.in_week(week).at_least(floor.get(week, NOTHING))
        rows.append(
            LoadWeek(
                volunteer=volunteer,
                monday=week,
                planned_minutes=load.minutes,
                planned_people=load.people,
                planned_heavy=load.heavy,
                allowed_minutes=allowed.minutes,
                allowed_people=allowed.people,
                allowed_heavy=allowed.heavy,
            )
        )
    LoadWeek.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["volunteer", "monday"],
        update_fields=[
            "planned_minutes",
            "planned_people",
            "planned_heavy",
            "allowed_minutes",
            "allowed_people",
            "allowed_heavy",
        ],
    )


# --- the nightly check (promise P2) ---------------------------------------------------------------


def differing_weeks(volunteer_id: UUID) -> int:
    """Count the weeks in which the ledger of a volunteer differs from a fresh count; must be 0.

    Looks without a lock first; only what seems to differ is counted again under the lock, since
    somebody may have been saying yes at that very moment.
    """
    row = Volunteer.objects.filter(pk=volunteer_id, erased_at=None).first()
    if row is None or not differences(row):
        return 0
    with transaction.atomic():
        locked = (
            Volunteer.objects.select_for_update(of=("self",))
            .filter(pk=volunteer_id, erased_at=None)
            .first()
        )
        return len(differences(locked)) if locked is not None else 0
