"""How often something may be done, that a stranger can do without end: one table, one function.

Each kind of use has limits over a length of time, and may ask for a pause that grows with each use.
What is counted, and of whom, is only a keyed hash and a moment; after two days nothing is left.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
#: Longer than any limit below looks back.
KEPT = timedelta(days=2)


class Use(StrEnum):
    """What is counted, and of whom: the second part of a name says whose uses count together."""

    #: A wrong password or code: of one account from one place, or on a device seen before.
    SIGN_IN_PAIR = "sign_in_pair"
    #: The same for all accounts from one place. A device seen before is not held by it.
    SIGN_IN_PLACE = "sign_in_place"
    CODE_LINK = "code_link"
    CODE_ADDRESS = "code_address"
    CODE_PLACE = "code_place"
    REFERRAL_PLACE = "referral_place"
    FORM_PLACE = "form_place"
    QUESTION_PLACE = "question_place"
    QUESTION_ORGANISATION = "question_organisation"
    APPLY_PLACE = "apply_place"
    APPLY_ADDRESS = "apply_address"
    APPLY_ORGANISATION = "apply_organisation"


@dataclass(frozen=True, slots=True)
class Limit:
    most: int
    within: timedelta


@dataclass(frozen=True, slots=True)
class Rule:
    """All `limits` hold; `pauses` are what must lie between a use and the next, the last one for
    every later use of the same day.
    """

    limits: tuple[Limit, ...]
    pauses: tuple[timedelta, ...] = ()


#: There is none for an account alone: with it anybody could keep somebody out by guessing wrong.
RULES: Mapping[Use, Rule] = {
    Use.SIGN_IN_PAIR: Rule((Limit(5, 5 * MINUTE), Limit(20, HOUR), Limit(60, DAY))),
    Use.SIGN_IN_PLACE: Rule((Limit(20, 5 * MINUTE), Limit(100, HOUR), Limit(400, DAY))),
    Use.CODE_LINK: Rule((Limit(6, DAY),), (0 * MINUTE, MINUTE, 5 * MINUTE, 30 * MINUTE, 2 * HOUR)),
    # a practice has one address for all that it is asked in a day
    Use.CODE_ADDRESS: Rule((Limit(20, DAY),)),
    Use.CODE_PLACE: Rule((Limit(30, DAY),)),
    Use.REFERRAL_PLACE: Rule((Limit(10, HOUR), Limit(30, DAY))),
    # a form has few pages, and people go back and forth; a library has one address
    Use.FORM_PLACE: Rule((Limit(60, 10 * MINUTE), Limit(400, DAY))),
    Use.QUESTION_PLACE: Rule((Limit(20, HOUR), Limit(60, DAY))),
    # so many questions in a day are no questions; whoever calls is helped
    Use.QUESTION_ORGANISATION: Rule((Limit(60, HOUR), Limit(200, DAY))),
    # a school or a library has one address for a whole class
    Use.APPLY_PLACE: Rule((Limit(20, HOUR), Limit(60, DAY))),
    # a household shares a number
    Use.APPLY_ADDRESS: Rule((Limit(6, DAY),)),
    Use.APPLY_ORGANISATION: Rule((Limit(30, HOUR), Limit(100, DAY))),
}


def free_from(use: Use, earlier: Sequence[datetime], now: datetime) -> datetime | None:
    """Return from when it may be done again, or None when it may be done now.

    `earlier` are the moments of the uses that count together, in any order.
    """
    rule = RULES[use]
    before = sorted(at for at in earlier if at <= now)
    moments = []
    for limit in rule.limits:
        counted = [at for at in before if at > now - limit.within]
        if len(counted) >= limit.most:
            # as soon as so many of them have left that one fits
            moments.append(counted[-limit.most] + limit.within)
    today = [at for at in before if at > now - DAY]
    if rule.pauses and today:
        moments.append(today[-1] + rule.pauses[min(len(today), len(rule.pauses)) - 1])
    latest = max(moments, default=now)
    return latest if latest > now else None
