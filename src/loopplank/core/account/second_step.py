"""A lost second step: who lets it go, and how long the person can stop that."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from loopplank.core.kit.reason import Reason, dutch

#: From when the person was told; they can stop it until then.
WAITS = timedelta(hours=24)
#: A first question that no second person joined, and a wait of which the news never arrived.
LAPSES = timedelta(days=7)
#: Who says it works here that long: nobody brings in their own second person for it.
BEEN_HERE = timedelta(days=14)
#: So long after the person stopped it nobody asks again: else whoever tries every day gets it once.
QUIET = timedelta(days=7)


class ResetState(StrEnum):
    """`asked` by one person; `waiting` since a second one agreed; the other three are over.

    Only the person stops it; what ends by itself, or as somebody comes or leaves, lapses.
    """

    ASKED = "asked"
    WAITING = "waiting"
    STOPPED = "stopped"
    DONE = "done"
    LAPSED = "lapsed"


OPEN = (ResetState.ASKED, ResetState.WAITING)

NOT_YOURSELF = Reason(
    "second_step.not_yourself",
    dutch("Voor jezelf kan dit niet. Gebruik een noodcode, of vraag twee collega’s."),
)
ANOTHER_PERSON = Reason(
    "second_step.another_person",
    dutch("Jij vroeg dit al. Een tweede collega moet het ook vragen."),
)
TOO_NEW = Reason(
    "second_step.too_new",
    dutch(
        "Jij werkt hier nog geen twee weken in deze rol. Vraag een collega die hier langer werkt."
    ),
)
KEPT_LATELY = Reason(
    "second_step.kept_lately",
    dutch(
        "%(name)s hield de tweede stap deze week zelf. Bel eerst met %(name)s. Vraag het dan na een"
        " week nog eens."
    ),
)
NO_MAIL = Reason(
    "second_step.no_mail",
    dutch(
        "Hier gaat geen mail uit. Dan kan alleen wie Loopplank beheert dit doen, op de server zelf."
    ),
)


@dataclass(frozen=True, slots=True)
class Asked:
    """What stands of a question. `told_at`: when the first news of it arrived at the person."""

    state: ResetState
    asked_by: UUID
    asked_at: datetime
    told_at: datetime | None = None


def refuse_person(
    victim: UUID, by: UUID, asked: Asked | None, *, here_since: date, today: date
) -> Reason | None:
    """Say why this account may not ask, or be the second one; None when it may."""
    if by == victim:
        return NOT_YOURSELF
    if asked is not None and asked.asked_by == by:
        return ANOTHER_PERSON
    if here_since + BEEN_HERE > today:
        return TOO_NEW
    return None


def is_quiet(stopped_at: datetime | None, now: datetime) -> bool:
    """Say whether nobody may ask yet, as the person stopped it themselves not long ago."""
    return stopped_at is not None and now < stopped_at + QUIET


def may_go(asked: Asked, now: datetime) -> bool:
    """Say whether the step goes now: two people asked, and the person knew it for a whole day.

    News that never left starts no clock: silence of our own mail is no consent.
    """
    return (
        asked.state is ResetState.WAITING
        and asked.told_at is not None
        and now >= asked.told_at + WAITS
    )


def lapses(asked: Asked, now: datetime) -> bool:
    """Say whether a question is over because nothing came of it."""
    if asked.state is ResetState.ASKED:
        return now >= asked.asked_at + LAPSES
    return (
        asked.state is ResetState.WAITING
        and asked.told_at is None
        and (now >= asked.asked_at + 2 * LAPSES)
    )
