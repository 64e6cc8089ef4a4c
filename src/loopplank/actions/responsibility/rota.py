"""Keep the rota of who stands in: each turn is a standing yes of that person."""

from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.responsibility.on_duty import colleague_at
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.actions.kit.locks import lock_organisation
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day, months_after
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.store.models import Turn

MONTHS_AT_MOST = 12
ENDS_BEFORE_IT_BEGINS = Reason(
    "turn.ends_first", dutch("De laatste dag ligt vóór de eerste. Kies een latere dag.")
)
IS_OVER = Reason("turn.is_over", dutch("Deze dagen zijn al voorbij. Kies een latere dag."))
TOO_LONG = Reason(
    "turn.too_long", dutch("Een dienst duurt hooguit een jaar. Kies een eerdere laatste dag.")
)
DID_THEY_SAY_YES = Reason(
    "turn.no_yes",
    dutch("Zei %(name)s zelf ja? Bel eerst, en kruis dan aan dat je het hoorde."),
)


@verb("rota.add_turn", Role.COORDINATOR, Role.BOARD)
def add_turn(
    *,
    actor: Actor,
    now: datetime,
    membership_id: UUID,
    first: date,
    last: date,
    heard_yes: bool = False,
) -> UUID:
    """Say yes for these days: for oneself, or as a colleague who heard it on the telephone.

    Who wrote it down stays with it. Said twice is one turn.
    """
    today = local_day(now)
    if last < first:
        raise Refused(ENDS_BEFORE_IT_BEGINS)
    if last < today:
        raise Refused(IS_OVER)
    if last > months_after(max(first, today), MONTHS_AT_MOST):
        raise Refused(TOO_LONG)
    organisation = lock_organisation(actor.own_organisation)
    person = colleague_at(organisation, membership_id)
    if person.account_id != actor.account_id and not heard_yes:
        raise Refused(
            Reason(DID_THEY_SAY_YES.code, DID_THEY_SAY_YES.sentence, {"name": person.account.name})
        )
    row, created = Turn.objects.get_or_create(
        organisation=organisation,
        membership=person,
        first_day=first,
        last_day=last,
        defaults={
            "noted_by_id": person.pk
            if person.account_id == actor.account_id
            else actor.own_membership,
            "noted_at": now,
        },
    )
    if not created:
        nothing_changed()
        return row.pk
    _record(actor, now, row, "rota.turn_added")
    return row.pk


@verb("rota.remove_turn", Role.COORDINATOR, Role.BOARD)
def remove_turn(*, actor: Actor, now: datetime, turn_id: UUID) -> None:
    """Take back the yes for these days; the fixed stand-in has them again."""
    organisation = lock_organisation(actor.own_organisation)
    row = Turn.objects.filter(pk=turn_id, organisation=organisation).first()
    if row is None:
        raise NotFound(turn_id)
    _record(actor, now, row, "rota.turn_removed")
    row.delete()


def _record(actor: Actor, now: datetime, row: Turn, type_: str) -> None:
    record(
        row,
        type_,
        actor=actor,
        now=now,
        data={
            "membership": str(row.membership_id),
            "noted_by": str(row.noted_by_id),
            "first_day": row.first_day.isoformat(),
            "last_day": row.last_day.isoformat(),
        },
    )
