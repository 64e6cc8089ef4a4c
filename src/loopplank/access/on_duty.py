"""Whether somebody is there on a day: no message promises a person who is not."""

from datetime import date

from loopplank.store.models import Membership


def on_duty(membership: Membership, day: date) -> bool:
    """Whether this colleague works on that day; no weekdays named means every working day."""
    return membership.active and (not membership.weekdays or day.weekday() in membership.weekdays)
