"""What happened with a signal is written beside it, and as an event without anybody's words."""

from datetime import datetime
from uuid import UUID

from loopplank.access.actors import Actor
from loopplank.access.signals import open_to_coordinators
from loopplank.actions.doing import record_event
from loopplank.core.signals import Step
from loopplank.store.models import Affiliation, SignalStep, VolunteerSignal


def spoken_to(row: VolunteerSignal, now: datetime) -> None:
    """That somebody of the house spoke them; a confidential talk is nobody else's to know of."""
    if open_to_coordinators(row.route):
        rows = Affiliation.objects.filter(
            volunteer_id=row.volunteer_id, organisation_id=row.organisation_id
        )
        rows.update(spoken_at=now)


def write_step(
    row: VolunteerSignal,
    step: Step,
    now: datetime,
    *,
    by_id: UUID | None = None,
    to_id: UUID | None = None,
    what: str = "",
) -> None:
    SignalStep.objects.create(
        signal=row, at=now, step=step.value, by_id=by_id, to_id=to_id, what=what
    )


def record_signal(
    actor: Actor, now: datetime, row: VolunteerSignal, type_: str, data: dict[str, object]
) -> None:
    record_event(
        "volunteer",
        row.volunteer_id,
        type_,
        actor=actor,
        now=now,
        organisation_id=row.organisation_id,
        data={"signal": str(row.pk), **data},
    )
