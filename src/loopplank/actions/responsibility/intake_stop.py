"""Stop the intake: nobody new until a day, with a sentence for whoever reads it."""

from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.responsibility.intake_stop import stop_of
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.actions.organisations.organisations import record_organisation
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.responsibility.intake_stop import may_stop
from loopplank.store.models import IntakeStop, Organisation


@verb("organisation.stop_intake", Role.COORDINATOR, Role.BOARD)
def stop_intake(
    *, actor: Actor, now: datetime, kind: str, first_day: date, until: date, words: str
) -> UUID:
    """Take nobody new for this kind of help, or for all without a kind, until a day."""
    organisation = Organisation.objects.select_for_update(of=("self",)).get(
        pk=actor.own_organisation
    )
    words = " ".join(words.split())
    may_stop(first_day, until, words, local_day(now))
    refuse_bsn(words)
    row = IntakeStop.objects.create(
        organisation=organisation,
        kind=kind,
        first_day=first_day,
        until=until,
        words=words,
        made_by_id=actor.own_membership,
        made_at=now,
    )
    record_organisation(
        actor,
        now,
        organisation.pk,
        "organisation.intake_stopped",
        {
            "stop": str(row.pk),
            "kind": kind,
            "first_day": first_day.isoformat(),
            "until": until.isoformat(),
        },
    )
    return row.pk


@verb("organisation.end_stop", Role.COORDINATOR, Role.BOARD)
def end_stop(*, actor: Actor, now: datetime, stop_id: UUID) -> None:
    """End a stop before its day, from today. What was said of it to people before, was true."""
    row = (
        IntakeStop.objects.select_for_update(of=("self",))
        .filter(pk=stop_id, organisation_id=actor.own_organisation)
        .first()
    )
    if row is None:
        raise NotFound(stop_id)
    if stop_of(row).is_over(local_day(now)):
        nothing_changed()
        return
    row.ended_early_at = now
    row.save(update_fields=["ended_early_at"])
    record_organisation(
        actor, now, row.organisation_id, "organisation.intake_resumed", {"stop": str(row.pk)}
    )
