"""When a session of a member ends by itself, and when the page says so beforehand.

Devices of volunteers have rules of their own (decision 22).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from loopplank.core.kit.reason import dutch

#: Without anything that a person did.
IDLE = timedelta(hours=2)
#: After signing in, whatever was done.
LONGEST = timedelta(hours=12)
#: So long before the end a page says it.
WARNS = timedelta(minutes=5)
#: The last sign of life is written no more often than this, so a session never ends sooner than it
#: was said, and at most so much later.
GRAIN = timedelta(minutes=1)


class Ended(StrEnum):
    """Why a session ended by itself."""

    IDLE = "idle"
    LONG = "long"


#: What the page to sign in says.
ENDED_WORDS: Mapping[Ended, str] = {
    Ended.IDLE: dutch("Je deed twee uur niets. Daarom ben je uitgelogd."),
    Ended.LONG: dutch("Je was twaalf uur ingelogd. Daarom ben je nu uitgelogd."),
}


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """When somebody signed in, and when they last did something."""

    began: datetime
    seen: datetime


def ended(session: SessionFacts, now: datetime) -> Ended | None:
    """Return why this session has ended, or None while it goes on."""
    if now - session.seen >= IDLE + GRAIN:
        return Ended.IDLE
    return Ended.LONG if now - session.began >= LONGEST else None


def left(session: SessionFacts, now: datetime) -> timedelta:
    """Return how long it goes on at least when nobody does anything more."""
    end = min(session.seen + IDLE, session.began + LONGEST)
    return max(timedelta(), end - now)


def to_note(session: SessionFacts, now: datetime) -> bool:
    """Say whether a sign of life now is worth writing down."""
    return now - session.seen >= GRAIN
