"""Write what happened with a signal beside it, and as an event without anybody's words."""

from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.kit import workdays
from loopplank.access.wellbeing.signal import open_to_coordinators, signal_for_change
from loopplank.access.wellbeing.too_heavy import is_there
from loopplank.actions.kit.action import nothing_changed, record_event, verb
from loopplank.actions.kit.bsn import refuse_bsn
from loopplank.core.account.roles import MAY_OWN, Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.matching.matches import HOLDS_CAPACITY
from loopplank.core.requests.states import due_after
from loopplank.core.wellbeing.signal import HEARD_WITHIN, Heard, Step, outcomes_of
from loopplank.store.models import Affiliation, Match, SignalStep, VolunteerSignal


def spoken_to(row: VolunteerSignal, now: datetime) -> None:
    """Note that somebody of the house spoke them; a confidential talk is nobody else's to
    know of, and nobody spoke who died.
    """
    if open_to_coordinators(row.route) and row.volunteer.death_noted_on is None:
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


# --- the call -------------------------------------------------------------------------------------


@verb("signal.acknowledge", *MAY_OWN)
def acknowledge(*, actor: Actor, now: datetime, signal_id: UUID) -> None:
    """Note that they were called; what is done with it is still to be decided, before a day of its
    own.
    """
    acknowledge_row(signal_for_change(actor, signal_id), actor, now)


def acknowledge_row(row: VolunteerSignal, actor: Actor, now: datetime) -> None:
    """Note the same of a signal that is locked already."""
    if row.acknowledged_at is not None or row.answered_at is not None:
        nothing_changed()
        return
    row.acknowledged_at = now
    row.save(update_fields=["acknowledged_at"])
    spoken_to(row, now)
    write_step(row, Step.ACKNOWLEDGED, now, by_id=actor.own_membership)
    record_signal(actor, now, row, "signal.acknowledged", {})


@verb("signal.answer", *MAY_OWN)
def answer_signal(
    *, actor: Actor, now: datetime, signal_id: UUID, outcome: str, done: str = ""
) -> UUID | None:
    """Note that the call took place; what was done with it is kept as a code.

    Returns the match that it was about while that still holds: nothing in it changes by this.
    """
    # read under the lock of the volunteer: two colleagues may have called at once
    row = signal_for_change(actor, signal_id)
    if row.answered_at is not None:
        nothing_changed()
        return None
    refuse_bsn(done)
    known = outcomes_of(died=row.volunteer.death_noted_on is not None)
    close_with(row, actor, now, outcome if outcome in known else "other", done)
    match = Match.objects.filter(pk=row.match_id).first() if row.match_id else None
    return match.pk if match is not None and match.state in HOLDS_CAPACITY else None


def close_with(
    row: VolunteerSignal, actor: Actor, now: datetime, outcome: str, done: str = ""
) -> None:
    """Write down what was done. What the volunteer said before about being spoken to stays."""
    row.answered_at, row.answered_by_id, row.outcome = now, actor.own_membership, outcome
    row.done = done.strip()[:500]
    row.acknowledged_at = row.acknowledged_at or now
    if row.heard == Heard.NO:
        row.heard, row.heard_at = Heard.NOT_YET.value, None
    row.save(
        update_fields=[
            "answered_at",
            "answered_by",
            "outcome",
            "done",
            "acknowledged_at",
            "heard",
            "heard_at",
        ]
    )
    spoken_to(row, now)
    write_step(row, Step.ANSWERED, now, by_id=actor.own_membership, what=outcome)
    record_signal(actor, now, row, "signal.answered", {"outcome": outcome})


@verb("signal.heard", Role.VOLUNTEER)
def say_heard(*, actor: Actor, now: datetime, signal_id: UUID, spoken: bool) -> None:
    """Say whether they spoke ("Heeft Marleen je gesproken?").

    No puts it back with whoever should have called, for the next working day; and if nobody calls
    then, it climbs.
    """
    row = signal_for_change(actor, signal_id)
    if row.to_id is None:
        _end_outside(actor, now, row, spoken=spoken)
        return
    said = Heard.YES if spoken else Heard.NO
    denied = said is Heard.NO and row.answered_at is None
    if row.heard in {Heard.YES, Heard.SILENT, said} or denied:
        nothing_changed()
        return
    row.heard, row.heard_at = said.value, now
    if said is Heard.NO:
        _put_back(row, now)
    elif row.acknowledged_at is None:
        row.acknowledged_at = now
    row.save(
        update_fields=[
            "heard",
            "heard_at",
            "answered_at",
            "answered_by",
            "outcome",
            "done",
            "acknowledged_at",
            "to",
            "level",
            "watched_by",
            "call_before",
            "decide_before",
        ]
    )
    write_step(row, Step.HEARD, now, what=said.value)
    record_signal(actor, now, row, "signal.heard", {"said": said.value})


# --- underneath -----------------------------------------------------------------------------------


def _put_back(row: VolunteerSignal, now: datetime) -> None:
    """Put it back with whoever answered it, or who stands in when they are gone."""
    by, today = row.answered_by, local_day(now)
    if by is not None and is_there(by, today):
        row.to = by
    row.answered_at, row.answered_by, row.outcome, row.done = None, None, "", ""
    # it climbs once more from the beginning, past those who had it before
    row.acknowledged_at, row.level, row.watched_by = None, 0, None
    calendar = workdays.of_organisation(row.organisation, today)
    weekdays = row.to.weekdays if row.to else ()
    row.call_before = due_after(HEARD_WITHIN, today, calendar, weekdays)
    row.decide_before = row.call_before


def _end_outside(actor: Actor, now: datetime, row: VolunteerSignal, *, spoken: bool) -> None:
    """End a talk with somebody outside when the volunteer says so; nothing is kept of it."""
    if row.answered_at is not None or not spoken:
        nothing_changed()
        return
    row.answered_at, row.heard, row.heard_at = now, Heard.YES.value, now
    row.save(update_fields=["answered_at", "heard", "heard_at"])
    write_step(row, Step.HEARD, now, what=Heard.YES.value)
    record_signal(actor, now, row, "signal.heard", {"said": Heard.YES.value})
