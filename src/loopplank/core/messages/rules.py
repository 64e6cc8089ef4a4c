"""The rule of a kind of message: its audience, its hours, and the verdict on one that waits."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID


class Do(StrEnum):
    SEND = "send"
    WAIT = "wait"
    DROP = "drop"
    BY_HAND = "by_hand"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is done with a message now. `at`: when to look again, with WAIT. `why`: a code, with
    DROP and BY_HAND, and with WAIT when it may not leave at that moment either. `beside`: other
    queued messages to the same person that leave within this one, with SEND."""

    do: Do
    at: datetime | None = None
    why: str = ""
    beside: tuple[UUID, ...] = ()


class Audience(StrEnum):
    """Who reads it. An asker is the help seeker, or the applicant in their place."""

    ASKER = "asker"
    VOLUNTEER = "volunteer"
    ACCOUNT = "account"
    PARTY = "party"
    DUTY = "duty"
    APPLYING = "applying"
    RELATIVE = "relative"


class Hours(StrEnum):
    """When it may leave.

    AT_ONCE: its reader just did something, or must know now. MAIL_AT_ONCE: the same for a mail, but
    what rings in somebody's house keeps to the hours of askers.
    """

    AT_ONCE = "at_once"
    MAIL_AT_ONCE = "mail_at_once"
    ASKER = "asker"
    VOLUNTEER = "volunteer"
    BATCH = "batch"
    OFFICE = "office"


class Place(StrEnum):
    """How a message uses the few places a week that a volunteer has for messages.

    NONE: it takes none. TAKES: it takes one, and leaves also when none is free. WAITS: it waits for
    a free one.
    """

    NONE = "none"
    TAKES = "takes"
    WAITS = "waits"


class Wish(StrEnum):
    """A choice of the volunteer without which this kind of message is not sent."""

    VISIT_REMINDER = "visit_reminder"


class Channel(StrEnum):
    """How it is sent unless the person chose otherwise."""

    OWN = "own"
    EMAIL = "email"
    PHONE = "phone"
    SMS = "sms"
    LETTER = "letter"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table.

    `merges`: it may be counted within one message that only says how many there are. `digest`: it
    may wait for the Monday of whoever wants one message a week. `ends`: the parameter that says
    until when it is of use, a moment or a day; `days`: so many days after it was queued. `late`:
    what is done with it after that. `by_hand`: a person brings it when it cannot leave in time, or
    not by itself; without, it is dropped. `urgent`: somebody waits at a door if it comes too late,
    so a person brings it when it cannot leave within a night. `read_first`: a coordinator reads it
    before it goes, since it makes a promise. `own_link`: without its own link it says nothing.
    `sums_up`: a digest of counts for a colleague, which they may switch off. `guards`: it says what
    was done in somebody's name, so nobody keeps it back.
    """

    to: frozenset[Audience]
    hours: Hours
    place: Place = Place.NONE
    channel: Channel = Channel.OWN
    merges: bool = False
    digest: bool = False
    ends: str = ""
    days: int | None = None
    late: Do = Do.DROP
    by_hand: bool = True
    urgent: bool = False
    read_first: bool = False
    own_link: bool = False
    sums_up: bool = False
    guards: bool = False
    wish: Wish | None = None

    def __post_init__(self) -> None:
        if self.place is not Place.NONE and self.to != {Audience.VOLUNTEER}:
            raise ValueError("only a volunteer has places in a week")
        if (self.merges or self.digest) and self.place is not Place.WAITS:
            raise ValueError("what cannot wait is told by itself, in its own words")

    @property
    def asks(self) -> bool:
        """Whether it puts a new question to a volunteer."""
        return self.hours is Hours.BATCH
