"""Close an organisation for some days, and open it again.

What was promised for those days comes sooner, never later: the last working day before. So nobody
waits for a call that cannot come.
"""

from datetime import date, datetime

from django.db.models import Q

from loopplank.access.account.actors import Actor, NotFound
from loopplank.access.kit import workdays
from loopplank.actions.kit.action import nothing_changed, record_event, verb
from loopplank.actions.kit.locks import lock_organisation
from loopplank.actions.transitions.transitions import bring_forward, save_and_record
from loopplank.core.account.roles import Role
from loopplank.core.kit.calendar import local_day
from loopplank.core.requests.states import OPEN, State
from loopplank.core.responsibility.closures import Closure, from_stored, may_close
from loopplank.store.models import AskerConcern, Organisation, Request, SafetyFile, VolunteerSignal

#: The day of a request in these states hangs on somebody else: a meeting, a volunteer's answer.
_NOT_OURS = frozenset({State.MEETING, State.PROPOSED})


@verb("organisation.close_period", Role.COORDINATOR, Role.BOARD)
def close_period(*, actor: Actor, now: datetime, first: date, last: date) -> int:
    """Close from one day until another, both counted; said twice is one period.

    Returns how many promises came sooner by it.
    """
    organisation = lock_organisation(actor.own_organisation)
    new, known = Closure(first, last), from_stored(organisation.closed)
    if new in known:
        nothing_changed()
        return 0
    today = local_day(now)
    may_close(new, known, today)
    _save(organisation, (*known, new))
    moved = _bring_forward(organisation, new, actor, now)
    _record(actor, now, organisation, "organisation.closed_period", new, moved)
    return moved


@verb("organisation.open_period", Role.COORDINATOR, Role.BOARD)
def open_period(*, actor: Actor, now: datetime, first: date) -> None:
    """Take a closed period back. Days that came sooner stay: they are promised."""
    organisation = lock_organisation(actor.own_organisation)
    known = from_stored(organisation.closed)
    gone = next((one for one in known if one.first == first), None)
    if gone is None:
        raise NotFound(first)
    _save(organisation, tuple(one for one in known if one != gone))
    _record(actor, now, organisation, "organisation.opened_period", gone, 0)


def _save(organisation: Organisation, periods: tuple[Closure, ...]) -> None:
    organisation.closed = [one.as_stored() for one in sorted(periods)]
    organisation.save(update_fields=["closed"])


def _bring_forward(organisation: Organisation, new: Closure, actor: Actor, now: datetime) -> int:
    """Set every promise within the period to the last day before it on which it can be kept."""
    today = local_day(now)
    calendar = workdays.of_organisation(organisation, today)
    within = (new.first, new.last)
    moved = 0
    rows = Request.objects.filter(organisation=organisation, erased_at=None).select_for_update(
        of=("self",)
    )
    open_rows = rows.filter(state__in=sorted(OPEN - _NOT_OURS), due_on__range=within)
    for row in open_rows.select_related("owner__account", "organisation").order_by("pk"):
        before = row.due_on or new.first
        day = calendar.kept_on(before, today, row.owner.weekdays)
        bring_forward(row, day)
        row.changed_at, row.version = now, row.version + 1
        save_and_record(
            row,
            "request.day_moved",
            actor=actor,
            now=now,
            data={
                "from_day": before.isoformat(),
                "day": day.isoformat(),
                "reason": "closed_period",
                "told": "sooner",
            },
        )
        moved += 1
    backs = rows.filter(state=State.CLOSED.value, next_contact_on__range=within)
    for row in backs.filter(nobody_discussed=True).order_by("pk"):
        row.next_contact_on = calendar.kept_on(row.next_contact_on or new.first, today)
        row.save(update_fields=["next_contact_on"])
        moved += 1
    for signal in VolunteerSignal.objects.filter(
        organisation=organisation, answered_at=None, call_before__range=within
    ).select_for_update(of=("self",)):
        signal.call_before = calendar.kept_on(signal.call_before, today)
        signal.save(update_fields=["call_before"])
        moved += 1
    for file in SafetyFile.objects.filter(
        Q(act_before__range=within) | Q(hear_before__range=within),
        organisation=organisation,
        closed_at=None,
    ).select_for_update(of=("self",)):
        # whoever enters a closed period reads nothing of these, not even how many
        for name in ("act_before", "hear_before"):
            day = getattr(file, name)
            if day is not None and new.first <= day <= new.last:
                setattr(file, name, calendar.kept_on(day, today))
        file.save(update_fields=["act_before", "hear_before"])
    for concern in AskerConcern.objects.filter(
        organisation=organisation, answered_at=None, answer_before__range=within
    ).select_for_update(of=("self",)):
        concern.answer_before = calendar.kept_on(concern.answer_before, today)
        concern.save(update_fields=["answer_before"])
        moved += not concern.restricted
    return moved


def _record(
    actor: Actor, now: datetime, row: Organisation, type_: str, period: Closure, moved: int
) -> None:
    record_event(
        "organisation",
        row.pk,
        type_,
        actor=actor,
        now=now,
        organisation_id=row.pk,
        data={
            "first_day": period.first.isoformat(),
            "last_day": period.last.isoformat(),
            "moved": moved,
        },
    )
