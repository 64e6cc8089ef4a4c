"""Say what may be promised: a day, and by name only who is there on that day."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from loopplank.access.kit import workdays
from loopplank.access.kit.names import may_call
from loopplank.access.responsibility.closures import any_closed
from loopplank.access.responsibility.on_duty import on_duty, works_on
from loopplank.access.responsibility.rota import answers_for, stand_ins
from loopplank.core.kit.calendar import local_day
from loopplank.core.requests.states import Clock, State, due_after
from loopplank.store.models import Membership, Organisation, Request

#: How far ahead somebody's next working day is looked for.
AHEAD = timedelta(days=28)


def who_calls(owner: Membership, day: date) -> str:
    """Return the owner's name when they are there on that day, else nobody's: the organisation
    promises.

    Needs the account loaded.
    """
    return owner.account.name if on_duty(owner, day) else ""


def who_is_there(row: Request, day: date) -> str:
    """Return who may be promised for a day: the owner, else who stands in then, or nobody."""
    found = named_on(row.owner, row.organisation, day)
    return found.account.name if found else ""


def named_on(member: Membership, organisation: Organisation, day: date) -> Membership | None:
    """Return who may be named beside a day: this one when they are there, else who stands in then.

    None when neither is, or when the organisation is closed: then only the organisation promises.
    Every page and message that names somebody with a day asks it here.
    """
    if any_closed(organisation, day):
        return None
    if on_duty(member, day):
        return member
    found = stand_ins({organisation.pk}, day).get(organisation.pk)
    return found if found and works_on(found, day) else None


def who_keeps_word(row: Request, day: date) -> str:
    """Return who may be promised after a day that was missed: who stands in, else the owner, or
    nobody.
    """
    return _stands_in(row, day) or who_calls(row.owner, day)


def _stands_in(row: Request, day: date) -> str:
    """Return who stands in on that day, when it is one of their own days too."""
    found = stand_ins({row.organisation_id}, day).get(row.organisation_id)
    return found.account.name if found and works_on(found, day) else ""


def new_day_words(row: Request, again: date, caller: str) -> dict[str, object]:
    """Return what a message about a new day must know; needs help seeker and applicant loaded."""
    return {
        "missed": row.due_on.isoformat() if row.due_on else again.isoformat(),
        "again": again.isoformat(),
        "caller": caller,
        "call": may_call(row),
        "first": row.state == State.NEW,
    }


@dataclass(frozen=True, slots=True)
class CallPromise:
    """Before which day somebody is called, and by whom: no name where nobody can be named. `then`
    is who stands in on the first working day after it, where that is somebody else."""

    owner: Membership
    on: date
    who: str
    then: tuple[str, date] | None


def call_promise(organisation: Organisation, clock: Clock, now: datetime) -> CallPromise | None:
    """Return what may be promised to somebody new who is to be called within this clock; None where
    nobody works any more.
    """
    today = local_day(now)
    owner = answers_for(organisation, today)
    if owner is None:
        return None
    calendar = workdays.of_organisation(organisation, today)
    return _promise_of(owner, organisation, due_after(clock, today, calendar, owner.weekdays))


def promise_on(owner: Membership, organisation: Organisation, day: date) -> CallPromise:
    """Return the same of a day that was promised: who can be named beside it now."""
    return _promise_of(owner, organisation, day)


def _promise_of(owner: Membership, organisation: Organisation, day: date) -> CallPromise:
    named = named_on(owner, organisation, day)
    after = workdays.of_organisation(organisation, day).after(day, 1)
    second = stand_ins({organisation.pk}, after).get(organisation.pk)
    then = None
    if named and second and second.account_id != named.account_id:
        there = named_on(second, organisation, after)
        then = (there.account.name, after) if there and there.pk == second.pk else None
    return CallPromise(owner, day, named.account.name if named else "", then)


def who_reads(row: Request, now: datetime) -> tuple[str, date] | None:
    """Return who reads what is written now and on which day at the latest: the first day after
    today on which the organisation works and the owner is there, or who stands in. None where
    nobody is there for weeks: then nothing is promised.
    """
    today = local_day(now)
    calendar = workdays.of_organisation(row.organisation, today)
    for day in (today + timedelta(days=n) for n in range(1, AHEAD.days + 1)):
        if calendar.works(day) and (who := who_is_there(row, day)):
            return who, day
    return None


def next_day_of(membership: Membership, organisation: Organisation, now: datetime) -> date | None:
    """Return the first day after today on which somebody is there and their organisation works."""
    today = local_day(now)
    calendar = workdays.of_organisation(organisation, today)
    days = (today + timedelta(days=n) for n in range(1, AHEAD.days + 1))
    return next((day for day in days if calendar.works(day) and on_duty(membership, day)), None)
