"""When a new address or number of a volunteer may receive a key, who may confirm it, and who is
told.

Contact data are the volunteer's own. A coordinator writes them down too, on their word by
telephone: so a new address could be anybody's, and a key that went there would open everything. The
new one is used at once to call and to write; only keys wait.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from loopplank.core.kit.reason import Reason, dutch

#: So long the old address has to say that it is wrong.
WAITS = timedelta(days=7)

BY_MAIL = Reason(
    "address.by_mail",
    dutch("Dit bevestigt de vrijwilliger zelf, met het bericht op het oude adres."),
)
SAME_HOUSE = Reason(
    "address.same_house",
    dutch("Een collega van een andere organisatie moet dit ook bevestigen."),
)


class AddressKind(StrEnum):
    """What changed: an e-mail address or a telephone number."""

    EMAIL = "email"
    PHONE = "phone"


class ChangeState(StrEnum):
    """Where a change stands. An open one counts by itself once the days are over."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    UNDONE = "undone"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class Change:
    """One change: `former` is the last address that was certain, `current` the one that is used
    now.

    `key_from` is when the new one may receive a key by itself.
    """

    state: ChangeState
    former: str
    current: str
    key_from: datetime


def key_from(now: datetime) -> datetime:
    """Return from when an address that was typed now may receive a key without anybody's word."""
    return now + WAITS


def is_uncertain(change: Change, now: datetime) -> bool:
    """Return whether the new address may receive no key yet, and the old one may still object."""
    return change.state is ChangeState.OPEN and now < change.key_from


def goes_back(change: Change, wanted: str, now: datetime) -> bool:
    """Return whether this only takes back what was not certain: then the old address stays what it
    was, and waits for nothing.
    """
    return is_uncertain(change, now) and wanted == change.former


def certain_before(change: Change | None, stood: str, now: datetime) -> str:
    """Return the last address that was certain: of two changes in one week that before the
    first.
    """
    return change.former if change is not None and is_uncertain(change, now) else stood


def by_two_coordinators(former_kind: AddressKind, mail: str) -> bool:
    """Return whether two coordinators of different organisations may confirm it together: only
    where there is a telephone and no certain e-mail address, so that nothing can be sent to the old
    one.
    """
    return former_kind is AddressKind.PHONE and not mail


def second_word(first_house: object, house: object) -> bool:
    """Return whether the word of this organisation completes that of the first."""
    return first_house is not None and first_house != house
