"""Who may change a limit, and from when (promise P10).

Lowering works at once, by whoever speaks for the volunteer, and nobody asks why. Raising is only
the volunteer's own act. During or within a week after a proposal or a call it works from the next
day and is counted; for somebody with only a telephone a second person confirms it, and never in the
same contact as a request. No import and no API raises a limit.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, Refused, dutch
from loopplank.core.volunteers.load import Limits

COOLING = timedelta(days=7)
#: How long ago a lowering is remembered when the limit goes up again [D].
RECENTLY = timedelta(weeks=8)
_NEVER = date.max


class By(StrEnum):
    """Who brings in a change of limits."""

    SELF = "self"
    ON_BEHALF = "on_behalf"


class RaiseState(StrEnum):
    """Where a raise stands that does not work at once."""

    PENDING = "pending"
    APPLIED = "applied"
    WITHDRAWN = "withdrawn"


NOT_YOURS = Reason(
    "limits.not_yours",
    dutch(
        "Alleen %(name)s kan deze grens verhogen. Stuur %(name)s de eigen link, dan kan dat meteen."
    ),
)
SAME_CONTACT = Reason(
    "limits.same_contact",
    dutch(
        "Een grens gaat nooit omhoog in hetzelfde gesprek als een vraag. Bel %(name)s daarover een"
        " andere dag."
    ),
)


@dataclass(frozen=True, slots=True)
class Change:
    """What a change does: `now` works at once, `later` (if any) from `later_on`.

    `counted` raises are shown to the board as a number; `needs_second` waits for somebody else.
    """

    now: Limits
    later: Limits | None = None
    later_on: date | None = None
    counted: bool = False
    needs_second: bool = False


@dataclass(frozen=True, slots=True)
class Circumstances:
    """What was going on around the change. Instants are aware; None means never.

    `only_telephone` holds when they chose so themselves, or when it was set longer ago than the
    cooling.
    """

    name: str
    now: datetime
    by: By
    only_telephone: bool
    last_asked_at: datetime | None
    last_called_at: datetime | None


def raises(old: Limits, new: Limits, today: date) -> bool:
    """Say whether `new` allows anything more than `old` in any of its parts."""
    return lower_of(old, new, today) != new


def change(old: Limits, new: Limits, around: Circumstances) -> Change:
    """Split a change into what works now and what must wait.

    Raises Refused when somebody else than the volunteer raises, or in the same contact as a
    request.
    """
    today = local_day(around.now)
    floor = lower_of(old, new, today)
    if floor == new:
        return Change(now=new)
    if around.by is By.ON_BEHALF:
        if not around.only_telephone:
            raise Refused(replace_name(NOT_YOURS, around.name))
        if around.last_asked_at and local_day(around.last_asked_at) == today:
            raise Refused(replace_name(SAME_CONTACT, around.name))
        return Change(floor, new, today + timedelta(days=1), counted=True, needs_second=True)
    recent = [t for t in (around.last_asked_at, around.last_called_at) if t is not None]
    if recent and around.now - max(recent) <= COOLING:
        return Change(floor, new, today + timedelta(days=1), counted=True)
    return Change(now=new)


def is_lower(old: Limits, new: Limits) -> bool:
    """Say whether somebody wants to do less than before in any of the three limits; a pause does
    not count."""
    return (
        new.max_minutes < old.max_minutes
        or new.max_people < old.max_people
        or new.max_heavy < old.max_heavy
    )


def asks_whether_lighter(old: Limits, new: Limits, lowered_on: date | None, today: date) -> bool:
    """Say whether a raise comes so soon after a lowering that it deserves one friendly question."""
    rises = is_lower(new.without_pause(), old.without_pause())
    return rises and lowered_on is not None and today - lowered_on <= RECENTLY


def replace_name(reason: Reason, name: str) -> Reason:
    return replace(reason, params={**reason.params, "name": name})


def lower_of(old: Limits, new: Limits, today: date) -> Limits:
    """Return the lower value of both in every part. Of two pauses it takes the one that covers more
    from today on; days away are those of both."""
    max_minutes = min(old.max_minutes, new.max_minutes)
    max_people = min(old.max_people, new.max_people)
    pause_from, pause_to = _longer_pause(old, new, today)
    untils = [day for day in (old.until, new.until) if day is not None]
    return Limits(
        liked_minutes=min(old.liked_minutes, new.liked_minutes, max_minutes),
        max_minutes=max_minutes,
        max_people=max_people,
        max_heavy=min(old.max_heavy, new.max_heavy, max_people),
        travel_counts=old.travel_counts or new.travel_counts,
        pause_from=pause_from,
        pause_to=pause_to,
        until=min(untils, default=None),
        away=old.away.at_least(new.away, today),
    )


def _longer_pause(old: Limits, new: Limits, today: date) -> tuple[date | None, date | None]:
    """Return the new pause when it covers all that is left of the old one; else one that covers
    both.

    A pause that is over covers nothing, so ending it is no raise.
    """
    if old.pause_from is None or not old.pause_left(today):
        return new.pause_from, new.pause_to
    if new.pause_from is None:
        return old.pause_from, old.pause_to
    last = max(old.pause_to or _NEVER, new.pause_to or _NEVER)
    covers = new.pause_from <= max(old.pause_from, today) and (new.pause_to or _NEVER) == last
    first = new.pause_from if covers else min(old.pause_from, new.pause_from)
    return first, None if last == _NEVER else last
