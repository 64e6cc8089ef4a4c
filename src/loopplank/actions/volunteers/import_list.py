"""Enter a whole list of volunteers at once: all of it or nothing."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.actions.kit.action import record_event, verb
from loopplank.actions.volunteers.volunteers import Details, Wishes, known_person, register
from loopplank.core.account.roles import Role
from loopplank.core.volunteers.import_list import Newcomer
from loopplank.store.models import Affiliation


@dataclass(frozen=True, slots=True)
class Imported:
    """How many were entered, how many are asked to join, and how many were there already."""

    entered: int
    asked: int
    present: int


@verb("volunteers.import", Role.COORDINATOR)
def import_volunteers(*, actor: Actor, now: datetime, people: Iterable[Newcomer]) -> Imported:
    """Enter everybody in one transaction. Somebody who is known already is only asked to join, and
    nothing of theirs is changed or shown: an import raises no limit (promise P10).
    """
    entered = asked = present = 0
    for one in people:
        details = Details(
            one.first_name, one.last_name, one.phone, one.email, one.postcode, one.channel
        )
        known = known_person(details, actor)
        if known is not None and _ours(actor, known.pk):
            present += 1
            continue
        register(
            actor=actor,
            now=now,
            details=details,
            limits=one.limits,
            wishes=Wishes(
                kinds=one.kinds,
                day_parts=one.day_parts,
                no_gos=one.no_gos,
                max_km=one.max_km,
            ),
            certificate_seen_on=one.certificate_seen,
        )
        asked, entered = asked + (known is not None), entered + (known is None)
    record_event(
        "organisation",
        actor.own_organisation,
        "organisation.volunteers_imported",
        actor=actor,
        now=now,
        organisation_id=actor.own_organisation,
        data={"entered": entered, "asked": asked, "present": present},
    )
    return Imported(entered, asked, present)


def _ours(actor: Actor, volunteer_id: UUID) -> bool:
    """Return whether they belong here, were asked to, or said no before: a list asks nobody
    twice.
    """
    return Affiliation.objects.filter(
        volunteer_id=volunteer_id, organisation_id=actor.own_organisation
    ).exists()
