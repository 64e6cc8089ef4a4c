"""Let a signal about which nobody called climb: to the stand-in, the board, then the network."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from loopplank.access.account.actors import Actor
from loopplank.access.wellbeing.signal import climb_is_due, locked, quiet_is_due
from loopplank.access.wellbeing.too_heavy import administrator, day_to_call, is_there, others
from loopplank.actions.kit.action import nothing_changed, verb
from loopplank.actions.messages.messages import queue_to_account
from loopplank.actions.wellbeing.signal_steps import record_signal, write_step
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.wellbeing.signal import TOP, Heard, Route, Step
from loopplank.store.models import Membership, SafetyFile, VolunteerSignal


@dataclass(frozen=True, slots=True)
class Next:
    """Who calls now; or, when nobody of the house is left, who of the network watches over it."""

    to: Membership | None = None
    watcher: Membership | None = None


@verb("signal.climb", Role.SYSTEM)
def climb(*, actor: Actor, now: datetime, signal_id: UUID) -> None:
    """Let somebody else call, before a new day: nobody called in time, or nothing was decided."""
    row = locked(signal_id, _volunteer_of(signal_id))
    if not climb_is_due(row, now):
        nothing_changed()
        return
    after = _next(row, now)
    row.call_before = day_to_call(
        row.organisation, row.reason, after.to or row.to, now, Route(row.route)
    )
    if row.decide_before is not None:
        row.decide_before = max(row.decide_before, row.call_before)
    row.acknowledged_at = None
    row.level = row.level + 1 if after.to else TOP
    if after.to is not None:
        row.to = after.to
    row.watched_by = after.watcher
    row.save(
        update_fields=[
            "to",
            "level",
            "watched_by",
            "call_before",
            "decide_before",
            "acknowledged_at",
        ]
    )
    reached = after.to or after.watcher
    if reached is not None:
        write_step(row, Step.CLIMBED, now, to_id=reached.pk)
        template = "signal_yours" if after.to else "signal_watch"
        house = row.organisation
        if row.of_network:
            # of whom the network named nobody else hears, not even at which organisation it is
            house = reached.organisation
            template = template if after.to else "signal_watch_named"
        queue_to_account(house, reached.account, template, {}, now=now)
    data: dict[str, object] = {"level": row.level, "to": str(reached.pk) if reached else None}
    record_signal(actor, now, row, "signal.climbed", data)


@verb("signal.close_quietly", Role.SYSTEM)
def close_quietly(*, actor: Actor, now: datetime, signal_id: UUID) -> None:
    """Close a signal of which the volunteer did not say in two weeks whether they were spoken to.

    A talk with somebody outside holds new questions no longer than four weeks.
    """
    row = locked(signal_id, _volunteer_of(signal_id))
    if not quiet_is_due(row, now):
        nothing_changed()
        return
    row.answered_at, row.heard, row.heard_at = row.answered_at or now, Heard.SILENT.value, now
    row.save(update_fields=["answered_at", "heard", "heard_at"])
    write_step(row, Step.HEARD, now, what=Heard.SILENT.value)
    record_signal(actor, now, row, "signal.heard", {"said": Heard.SILENT.value})


# --- underneath -----------------------------------------------------------------------------------


def _next(row: VolunteerSignal, now: datetime) -> Next:
    today = local_day(now)
    tried = _tried(row)
    if row.route == Route.SAFETY:
        # two people may read its file; the network hears only that somebody is not called
        other = _other_safety_contact(row)
        if is_there(other, today):
            return Next(to=other)
    elif row.route != Route.ADVISER:
        left = others(row.organisation_id, tried, today)
        board = [one for one in left if one.pk == row.organisation.board_contact_id]
        # first whoever stands in; after that the board, and then the house has had its turn
        if choice := (left if row.level == 0 else board):
            return Next(to=choice[0])
    watcher = administrator(row.organisation.network_id, tried)
    return Next(watcher=watcher)


def _other_safety_contact(row: VolunteerSignal) -> Membership | None:
    """Return who reads the file along, once."""
    file = SafetyFile.objects.select_related("stand_in__account").filter(signal=row).first()
    if row.level > 0 or file is None or file.stand_in_id == row.to_id:
        return None
    return file.stand_in


def _tried(row: VolunteerSignal) -> set[UUID]:
    """Return the accounts that had it already, and the one that it is about."""
    had = set(row.steps.filter(to__isnull=False).values_list("to__account_id", flat=True))
    if row.to is not None:
        had.add(row.to.account_id)
    if row.about is not None:
        had.add(row.about.account_id)
    return had


def _volunteer_of(signal_id: UUID) -> UUID:
    return VolunteerSignal.objects.only("volunteer_id").get(pk=signal_id).volunteer_id
