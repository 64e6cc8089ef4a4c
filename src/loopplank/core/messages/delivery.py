"""What becomes of a message after an attempt to send it, also when the outcome is unknown."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from loopplank.core.kit.contact_details import takes_texts
from loopplank.core.kit.reason import dutch
from loopplank.core.messages.states import MessageState

FIRST_REST = timedelta(seconds=30)
LONGEST_REST = timedelta(hours=4)
#: With these rests: most of a day without luck.
MOST_ATTEMPTS = 14


class Fate(StrEnum):
    """How an attempt went. UNKNOWN: it was handed over, and no answer says what became of it."""

    SENT = "sent"
    NOT_SENT = "not_sent"
    REFUSED = "refused"
    UNKNOWN = "unknown"
    NO_ADDRESS = "no_address"


class Trouble(StrEnum):
    """Why an attempt failed."""

    NONE = ""
    OUT_OF_REACH = "out_of_reach"
    NOT_NOW = "not_now"
    REFUSED = "refused"
    NO_ANSWER = "no_answer"
    FAULT = "fault"


TROUBLE_WORDS: Mapping[Trouble, str] = {
    Trouble.OUT_OF_REACH: dutch("De server was niet bereikbaar."),
    Trouble.NOT_NOW: dutch("De server nam het nog niet aan."),
    Trouble.REFUSED: dutch("De server weigerde dit adres of nummer."),
    Trouble.NO_ANSWER: dutch("De server gaf geen antwoord."),
    Trouble.FAULT: dutch("Er ging iets mis in Loopplank."),
}


@dataclass(frozen=True, slots=True)
class Outcome:
    fate: Fate
    trouble: Trouble = Trouble.NONE


@dataclass(frozen=True, slots=True)
class Standing:
    """The state that a message gets; with `queued` also when to try again or why a person takes
    over."""

    state: MessageState
    look_again_at: datetime | None = None
    by_hand: str = ""


def after(fate: Fate, *, attempts: int, repeatable: bool, now: datetime) -> Standing:
    """Return where a message stands after its `attempts`-th attempt.

    A message that may have arrived is sent again only where that is harmless: by mail, or by a
    gateway that recognises the same key. For any other a person decides.
    """
    if fate is Fate.SENT:
        return Standing(MessageState.TOLD)
    if fate is Fate.NO_ADDRESS:
        return Standing(MessageState.QUEUED, by_hand="no_address")
    if fate is Fate.UNKNOWN and not repeatable:
        return Standing(MessageState.UNSURE)
    if fate is Fate.REFUSED or attempts >= MOST_ATTEMPTS:
        return Standing(MessageState.DEAD)
    return Standing(MessageState.QUEUED, look_again_at=now + rest_after(attempts))


def rest_after(attempts: int) -> timedelta:
    """Return how long to wait, longer each time: half a minute after the first attempt, at most
    four hours."""
    doubled = FIRST_REST * (1 << min(max(attempts - 1, 0), 10))
    return min(doubled, LONGEST_REST)


def ways_to_warn(channel: str, email: str, phone: str) -> tuple[str, ...]:
    """Return by which ways a volunteer hears of what may not have been theirs: by every address
    that we have. A number that takes no text messages, or that wants none, is called; without any
    address it goes as they chose.
    """
    by_phone = "phone" if channel == "phone" or not takes_texts(phone) else "sms"
    ways = (("email", bool(email)), (by_phone, bool(phone)))
    return tuple(way for way, known in ways if known) or (channel,)
