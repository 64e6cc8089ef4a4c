"""A key that a coordinator hands to a volunteer: how long it opens, and when its device is theirs.

Nobody of an organisation sees the standing link of a volunteer: it goes to the address on record
and nowhere else. Whoever lives on paper or WhatsApp gets one of these instead. What comes in with
it is *unconfirmed*: perhaps it is not the volunteer who holds it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from loopplank.core.kit.calendar import local_day
from loopplank.core.kit.reason import Reason, dutch

LASTS = timedelta(days=14)
#: Whoever made a key and says alone that they met the volunteer: so long the volunteer can object.
ALONE_WAITS = timedelta(days=7)

#: What can be done with one, as a page tells it.
DONE_WORDS: Mapping[str, str] = {
    "request.accepted": dutch("ja op een vraag"),
    "request.yes_waits": dutch("ja op een vraag"),
    "request.declined": dutch("nee op een vraag"),
    "request.decline_explained": dutch("nee op een vraag"),
    "visit.cannot": dutch("een bezoek afgezegd"),
    "volunteer.key_used": dutch("een toestel geopend"),
}

SHUT = Reason(
    "key.shut",
    dutch("Deze sleutel werkt niet meer. Vraag een nieuwe aan wie hem gaf."),
)
NOT_THERE_THEN = Reason(
    "key.met_on",
    dutch("Kies een dag vanaf het openen van het toestel, tot en met vandaag."),
)


class KeyState(StrEnum):
    """Where a hand-over key stands."""

    OPEN = "open"
    USED = "used"
    WITHDRAWN = "withdrawn"
    OVER = "over"


class ConfirmedHow(StrEnum):
    """How it became known that a device is the volunteer's own."""

    OWN_LINK = "own_link"
    OTHER_DEVICE = "other_device"
    IN_PERSON = "in_person"


@dataclass(frozen=True, slots=True)
class KeyFacts:
    """One key. `maker_there`: whoever made it may still act for that organisation. `belongs`: the
    volunteer is there, and joined it.
    """

    made_at: datetime
    used_at: datetime | None = None
    withdrawn_at: datetime | None = None
    maker_there: bool = True
    belongs: bool = True


def state_of(key: KeyFacts, now: datetime) -> KeyState:
    """Return whether a key opens something at this moment, and if not, why."""
    if key.withdrawn_at is not None or not key.belongs:
        return KeyState.WITHDRAWN
    if key.used_at is not None:
        return KeyState.USED
    if not key.maker_there:
        return KeyState.WITHDRAWN
    return KeyState.OPEN if now < key.made_at + LASTS else KeyState.OVER


def last_whole_day(made_at: datetime) -> date:
    """Return up to and including which day a page may promise that a key works."""
    return local_day(made_at + LASTS) - timedelta(days=1)


def full_from(now: datetime, *, made_the_key: bool) -> datetime:
    """Return from when a device is the volunteer's own, after a meeting that was written down.

    The word of somebody else than the maker of the key counts at once. The maker's own waits: the
    volunteer hears of it on every address and can end it.
    """
    return now + ALONE_WAITS if made_the_key else now


def is_full(full_from: datetime | None, now: datetime) -> bool:
    """Return whether a device that came in with a key opens everything now."""
    return full_from is not None and full_from <= now


def may_have_met(met_on: date, opened_on: date, today: date) -> bool:
    """Return whether a meeting on that day can have shown the device: it was open, and it was."""
    return opened_on <= met_on <= today
