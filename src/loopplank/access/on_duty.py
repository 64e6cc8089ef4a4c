"""Whether somebody is there on a day: no message promises a person who is not."""

from datetime import date

from loopplank.store.models import Membership, Request


def on_duty(membership: Membership, day: date) -> bool:
    """Whether this colleague works on that day; no weekdays named means every working day."""
    return membership.active and (not membership.weekdays or day.weekday() in membership.weekdays)


def who_keeps_word(row: Request, day: date) -> str:
    """Who may be promised for a day that comes after a missed one: the stand-in, else the owner.

    Empty when neither is there: then the organisation itself promises. Needs both loaded.
    """
    for one in (row.organisation.stand_in, row.owner):
        if one is not None and on_duty(one, day):
            return one.account.name
    return ""


def who_calls(owner: Membership, day: date) -> str:
    """The owner's name when they are there on that day, else nobody's."""
    return owner.account.name if on_duty(owner, day) else ""
