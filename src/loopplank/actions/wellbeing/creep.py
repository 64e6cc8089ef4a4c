"""Bring the signs that help grows up to date each night; a talk puts them to rest."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.volunteers.volunteers import volunteer_for_change
from loopplank.access.wellbeing.creep import Work, work_of
from loopplank.actions.kit.action import nothing_changed, record_of_volunteer_at, verb
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.wellbeing.creep import (
    OUTCOMES,
    REST_AFTER_TALK,
    Creep,
    Sign,
    of_match,
    of_person,
)
from loopplank.store.models import Affiliation, CreepSign, Volunteer

_NUMBERS = ("weeks", "times", "agreed", "real")
Found = Mapping[tuple[UUID | None, Sign], Creep]


@verb("creep.look", Role.SYSTEM)
def look(*, actor: Actor, now: datetime, volunteer_id: UUID) -> bool:
    """Look once at what one volunteer did lately, for each organisation that they belong to.

    Returns whether anything is another than it was.
    """
    volunteer = volunteer_for_change(actor, volunteer_id)
    today = local_day(now)
    work = work_of(volunteer, today)
    known = CreepSign.objects.filter(volunteer=volunteer)
    before = set(known.filter(over_on=None).values_list("organisation_id", flat=True))
    changed = [
        _bring_up_to_date(actor, now, volunteer, organisation_id, work)
        for organisation_id in sorted(work.organisations | before)
    ]
    if not any(changed):
        nothing_changed()
    return any(changed)


@verb("creep.talk", Role.COORDINATOR)
def talk(*, actor: Actor, now: datetime, sign_id: UUID, outcome: str) -> UUID:
    """Note that it was talked about: the sign rests for four weeks. Returns whose it is."""
    mine = CreepSign.objects.filter(pk=sign_id, organisation_id=actor.own_organisation)
    volunteer_id = mine.values_list("volunteer_id", flat=True).first()
    if volunteer_id is None:
        raise NotFound(sign_id)
    volunteer_for_change(actor, volunteer_id)
    row = mine.get()
    row.talked_at, row.talked_by_id = now, actor.own_membership
    row.outcome = outcome if outcome in OUTCOMES else "other"
    row.rests_until = local_day(now) + REST_AFTER_TALK
    row.save(update_fields=["talked_at", "talked_by", "outcome", "rests_until"])
    Affiliation.objects.filter(
        volunteer_id=volunteer_id, organisation_id=row.organisation_id
    ).update(spoken_at=now)
    data: dict[str, object] = {"sign": str(row.pk), "outcome": row.outcome}
    record_of_volunteer_at(row.organisation_id, actor, now, volunteer_id, "creep.talked", data)
    return row.volunteer_id


def _bring_up_to_date(
    actor: Actor, now: datetime, volunteer: Volunteer, organisation_id: UUID, work: Work
) -> bool:
    today = local_day(now)
    found = _found(work, organisation_id, today) if organisation_id in work.organisations else {}
    elsewhere = work.counts_elsewhere(organisation_id)
    rows = CreepSign.objects.filter(volunteer=volunteer, organisation_id=organisation_id)
    known = {(row.match_id, Sign(row.sign)): row for row in rows}
    seen: list[str] = []
    for key, creep in found.items():
        values = _values(creep, elsewhere=elsewhere and key[0] is None)
        row = known.get(key)
        if row is None:
            match_id, sign = key
            row = CreepSign.objects.create(
                organisation_id=organisation_id,
                volunteer=volunteer,
                match_id=match_id,
                sign=sign,
                first_seen_on=today,
                **values,
            )
        elif not _bring_up(row, values, today):
            continue
        seen.append(str(row.pk))
    over = [row for key, row in known.items() if key not in found and row.over_on is None]
    for row in over:
        row.over_on = today
        row.save(update_fields=["over_on"])
    if not seen and not over:
        return False
    data: dict[str, object] = {"seen": seen, "over": [str(row.pk) for row in over]}
    record_of_volunteer_at(organisation_id, actor, now, volunteer.pk, "creep.looked", data)
    return True


def _found(work: Work, organisation_id: UUID, today: date) -> Found:
    found: dict[tuple[UUID | None, Sign], Creep] = {}
    for creep in of_person(
        work.minutes_for(organisation_id),
        work.limits,
        today,
        limit_since=work.limit_since,
        raised=work.raised,
    ):
        found[None, creep.sign] = creep
    for one in work.carried:
        if one.organisation_id != organisation_id:
            continue
        for creep in of_match(one.agreement, one.visits, work.limits, today):
            # of help that ended only one thing is left to talk about
            if not one.over or creep.sign is Sign.PAST_LAST_DAY:
                found[one.match_id, creep.sign] = creep
    return found


def _values(creep: Creep, *, elsewhere: bool) -> dict[str, Any]:
    return {**{name: getattr(creep, name) for name in _NUMBERS}, "elsewhere": elsewhere}


def _bring_up(row: CreepSign, values: dict[str, Any], today: date) -> bool:
    """Bring the row up to date.

    Returns whether it says something else than it did; one that was over begins anew.
    """
    if row.over_on is not None:
        values = {**values, "over_on": None, "first_seen_on": today}
    if all(getattr(row, name) == value for name, value in values.items()):
        return False
    for name, value in values.items():
        setattr(row, name, value)
    row.save(update_fields=list(values))
    return True
