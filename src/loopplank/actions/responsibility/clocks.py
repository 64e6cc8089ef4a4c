"""Run out a clock, move a day, and set how urgent it is. Nothing of it goes silently."""

from datetime import date, datetime
from uuid import UUID

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit import workdays
from loopplank.access.requests.requests import request_for_change
from loopplank.access.responsibility.clocks import clocks_page, haste_of
from loopplank.access.responsibility.late import colleagues, late_for_change, too_many_late
from loopplank.access.responsibility.promises import (
    new_day_words,
    next_day_of,
    who_calls,
    who_keeps_word,
)
from loopplank.actions.kit.action import nothing_changed, record, verb
from loopplank.actions.messages.messages import queue_to_asker, set_promised_day
from loopplank.actions.transitions.transitions import (
    asked_day,
    bring_forward,
    clock_of,
    days_around,
    due,
    save_and_record,
    set_other_day,
)
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import is_late, local_day
from loopplank.core.kit.reason import Reason, Refused, Word, dutch
from loopplank.core.matching.matches import MatchState
from loopplank.core.requests.states import RULES, State
from loopplank.core.responsibility.clocks import (
    MOVE_REASONS,
    Clocks,
    Urgency,
    may_be_set,
    refuse_day,
)
from loopplank.core.responsibility.earliest import latest, refuse_later
from loopplank.store.models import ClockSetting, Membership, Network, Organisation, Request

TOLD = ("message", "phone")
#: The day of these hangs on somebody else, and changes with what they do.
NOT_OURS = frozenset({State.PROPOSED, State.CLOSED})
SAME_DAY = Reason("day.same", dutch("Dit is de dag die er al staat. Kies een andere."))
HANGS_ON_ANOTHER = Reason(
    "day.hangs",
    dutch("Deze dag hangt aan een antwoord of een kennismaking. Verander dat eerst."),
)
NOBODY_THERE = Reason(
    "late.nobody",
    dutch("%(name)s werkt de komende 4 weken niet. Kies een andere collega."),
)
CHOOSE_ONE = Reason("late.choose", dutch("Kies een nieuwe dag, of minstens één collega."))


# --- the loop -------------------------------------------------------------------------------------


@verb("clock.run_out", Role.SYSTEM)
def run_out(*, actor: Actor, now: datetime, request_id: UUID) -> None:
    """Do what the table of states says when a clock runs out; once for each request and day."""
    row = request_for_change(actor, request_id)
    missed = row.due_on
    ours = row.state not in NOT_OURS and row.ran_out_on != missed
    if not ours or missed is None or not is_late(missed, now):
        nothing_changed()
        return
    row.ran_out_on = missed
    did = "shown"
    if row.state == State.NEW:
        did = _say_sorry(row, now)
    elif row.state == State.WAITING:
        did = _prepare_wait_letter(row, now)
    save_and_record(
        row,
        "request.ran_out",
        actor=actor,
        now=now,
        columns=["ran_out_on", "sorry_for"],
        data={"day": missed.isoformat(), "did": did},
    )


def _say_sorry(row: Request, now: datetime) -> str:
    """Tell the person a new name and a new day; with too many at once, after one decision."""
    if too_many_late(row.organisation_id, now):
        return "waits_for_decision"
    today = local_day(now)
    calendar = workdays.of_organisation(row.organisation, today)
    again = calendar.after(max(row.due_on or today, today), 1)
    queue_to_asker(row, "late", new_day_words(row, again, who_keeps_word(row, again)), now=now)
    row.sorry_for = row.due_on
    return "said_sorry"


def _prepare_wait_letter(row: Request, now: datetime) -> str:
    """Ask a coordinator to read the letter first; the clock goes on when it is told."""
    params: dict[str, object] = {
        "due_on": due(row, clock_of(row), now).isoformat(),
        "coordinator": row.owner.account.name,
    }
    queue_to_asker(row, "wait_again", params, now=now)
    return "prepared_letter"


# --- another day ----------------------------------------------------------------------------------


@verb("request.move_day", Role.COORDINATOR)
def move_day(
    *, actor: Actor, now: datetime, request_id: UUID, day: date, reason: str, told: str
) -> None:
    """Set another day for the next step, and the person hears it: by a message, or by phone
    already.
    """
    row = request_for_change(actor, request_id)
    if reason not in MOVE_REASONS or told not in TOLD:
        raise NotFound(request_id)
    if row.state in NOT_OURS or _meeting_planned(row):
        raise Refused(HANGS_ON_ANOTHER)
    if day == row.due_on:
        raise Refused(SAME_DAY)
    refuse_day(day, now, workdays.of_organisation(row.organisation, local_day(now)))
    refuse_later(day, State(row.state), haste_of(row), now, days_around(row, now))
    words = {**new_day_words(row, day, who_calls(row.owner, day)), "reason": reason}
    _set_day(row, day, now, told=told)
    if told == "message":
        queue_to_asker(row, "moved", words, now=now)
    _save_moved(row, actor, now, words, reason=reason, told=told)


def _meeting_planned(row: Request) -> bool:
    return (
        row.state == State.MEETING
        and row.matches.filter(state=MatchState.MEETING, meeting_at__isnull=False).exists()
    )


def _set_day(row: Request, day: date, now: datetime, *, told: str) -> None:
    row.sorry_for = row.due_on
    set_other_day(row, day, now)
    row.changed_at, row.version = now, row.version + 1
    set_promised_day(row, now, told=told == "phone")


def _save_moved(
    row: Request, actor: Actor, now: datetime, words: dict[str, object], **codes: str
) -> None:
    save_and_record(
        row,
        "request.day_moved",
        actor=actor,
        now=now,
        columns=["sorry_for"],
        data={"from_day": words["missed"], "day": words["again"], **codes},
    )


# --- many at once ---------------------------------------------------------------------------------


@verb("request.settle_late", Role.COORDINATOR)
def settle_late(
    *, actor: Actor, now: datetime, day: date | None = None, take: tuple[UUID, ...] = ()
) -> int:
    """Decide at once about everything that is late: one new day, or divided over colleagues, each
    on their own next working day. Everybody hears it, once. Returns how many.
    """
    rows = late_for_change(actor, now)
    if not rows:
        nothing_changed()
        return 0
    organisation = rows[0].organisation
    if day is not None:
        refuse_day(day, now, workdays.of_organisation(organisation, local_day(now)))
    turns = _turns(actor, rows, take, now)
    if day is None and not turns:
        raise Refused(CHOOSE_ONE)
    for place, row in enumerate(rows):
        before, again = row.owner_id, day
        if turns:
            row.owner, own_day = turns[place % len(turns)]
            again = day or own_day
        if again is not None:
            again = latest(again, State(row.state), haste_of(row), now, days_around(row, now))
            words = new_day_words(row, again, who_calls(row.owner, again))
            _set_day(row, again, now, told="message")
            queue_to_asker(row, "late", words, now=now)
            _save_moved(
                row,
                actor,
                now,
                words,
                reason="late_together",
                told="message",
                from_owner=str(before),
            )
    record(
        organisation,
        "organisation.late_settled",
        actor=actor,
        now=now,
        data={"requests": len(rows), "colleagues": len(turns), "day": day and day.isoformat()},
    )
    return len(rows)


def _turns(
    actor: Actor, rows: list[Request], take: tuple[UUID, ...], now: datetime
) -> list[tuple[Membership, date]]:
    """Return who takes some of them, each with the first day on which they are there."""
    if not take:
        return []
    chosen = colleagues(actor.own_organisation, take)
    if {one.pk for one in chosen} != set(take):
        raise NotFound("membership")
    turns = []
    for one in chosen:
        day = next_day_of(one, rows[0].organisation, now)
        if day is None:
            raise Refused(
                Reason(NOBODY_THERE.code, NOBODY_THERE.sentence, {"name": one.account.name})
            )
        turns.append((one, day))
    return turns


# --- how urgent it is -----------------------------------------------------------------------------


@verb("request.set_urgency", Role.COORDINATOR)
def set_urgency(*, actor: Actor, now: datetime, request_id: UUID, urgency: Urgency) -> None:
    """Set how soon this needs an answer. The day comes sooner by it, and never later in silence."""
    row = request_for_change(actor, request_id)
    if row.state == State.CLOSED:
        raise Refused(
            Reason(
                "request.closed_urgency",
                dutch("Deze hulpvraag staat op ‘%(state)s’. Open hem eerst weer."),
                {"state": Word(RULES[State.CLOSED].label)},
            )
        )
    if row.urgency == urgency:
        nothing_changed()
        return
    row.urgency = urgency
    if row.state not in NOT_OURS and not _meeting_planned(row):
        bring_forward(row, asked_day(row, now))
    row.changed_at, row.version = now, row.version + 1
    save_and_record(
        row,
        "request.urgency_set",
        actor=actor,
        now=now,
        columns=["urgency"],
        data={"urgency": urgency},
    )


# --- the settings ---------------------------------------------------------------------------------

TOO_LONG = Reason(
    "clock.length",
    dutch("De termijn van ‘%(state)s’ is te kort of te lang. Kies een ander aantal."),
)


@verb("organisation.set_clocks", Role.COORDINATOR, Role.BOARD)
def set_own(*, actor: Actor, now: datetime, clocks: Clocks) -> None:
    """Set the organisation's own clocks: those that are left out follow the network.

    They hold for what begins from now on. A day that somebody was told stays.
    """
    row = Organisation.objects.select_for_update(of=("self",)).get(pk=actor.own_organisation)
    if not _differs(clocks, clocks_page(actor).settings.own):
        return
    ClockSetting.objects.filter(organisation=row).delete()
    _keep(clocks, organisation=row)
    record(row, "organisation.clocks_set", actor=actor, now=now, data={"clocks": _told(clocks)})


@verb("network.set_clocks", Role.NETWORK_ADMIN)
def set_of_network(*, actor: Actor, now: datetime, clocks: Clocks) -> None:
    """Set the clocks of everybody in the network who set none of their own."""
    if actor.network_id is None:
        raise NotFound("network")
    row = Network.objects.select_for_update().get(pk=actor.network_id)
    if not _differs(clocks, clocks_page(actor).settings.network):
        return
    ClockSetting.objects.filter(network=row).delete()
    _keep(clocks, network=row)
    record(row, "network.clocks_set", actor=actor, now=now, data={"clocks": _told(clocks)})


# --- underneath -----------------------------------------------------------------------------------


def _differs(clocks: Clocks, kept: Clocks) -> bool:
    for (state, _urgency), clock in clocks.items():
        if not may_be_set(state, clock):
            raise Refused(
                Reason(TOO_LONG.code, TOO_LONG.sentence, {"state": Word(RULES[state].label)})
            )
    if clocks == kept:
        nothing_changed()
        return False
    return True


def _keep(
    clocks: Clocks, *, organisation: Organisation | None = None, network: Network | None = None
) -> None:
    ClockSetting.objects.bulk_create(
        ClockSetting(
            organisation=organisation,
            network=network,
            state=state,
            urgency=urgency,
            amount=clock.amount,
            unit=clock.unit,
        )
        for (state, urgency), clock in clocks.items()
    )


def _told(clocks: Clocks) -> list[list[object]]:
    return [
        [str(state), str(urgency), clock.amount, str(clock.unit)]
        for (state, urgency), clock in clocks.items()
    ]
