"""What the log of security events holds: which kinds there are, and that nothing in it is personal.

An entry says what happened, when, as which role and by whom as a random number. Its details are
codes, numbers and random ids: what does not look like one is refused, so that no name or address
can slip in.
"""

import re
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from loopplank.core.kit.reason import dutch

KEPT = timedelta(days=365)
#: Of one kind, of one account and place, in an hour: more says nothing new, and fills the log.
MOST_ALIKE = 20
AN_HOUR = timedelta(hours=1)

_CODE = re.compile(r"[a-z][a-z0-9_.]{0,59}")


class Kind(StrEnum):
    """What may be of interest to whoever looks after the safety of a network."""

    SIGNED_IN = "signed_in"
    SIGN_IN_FAILED = "sign_in_failed"
    SECOND_STEP_FAILED = "second_step_failed"
    SIGN_IN_HELD = "sign_in_held"
    SIGNED_OUT = "signed_out"
    DENIED = "denied"
    LIMITED = "limited"
    INVITED = "invited"
    INVITATION_ACCEPTED = "invitation_accepted"
    INVITATION_WITHDRAWN = "invitation_withdrawn"
    ROLE_CHANGED = "role_changed"
    MEMBER_LEFT = "member_left"
    PASSWORD_CHANGED = "password_changed"  # noqa: S105  a kind, not a password
    PASSWORD_RESET_ASKED = "password_reset_asked"  # noqa: S105  a kind, not a password
    SECOND_STEP_CHANGED = "second_step_changed"
    SECOND_STEP_RESET = "second_step_reset"
    SESSION_ENDED = "session_ended"
    EXPORTED = "exported"
    KEY_MADE = "key_made"
    KEY_PRINTED = "key_printed"
    KEY_USED = "key_used"
    CONTACT_CHANGED = "contact_changed"


LABELS: Mapping[Kind, str] = {
    Kind.SIGNED_IN: dutch("ingelogd"),
    Kind.SIGN_IN_FAILED: dutch("inloggen mislukt"),
    Kind.SECOND_STEP_FAILED: dutch("tweede stap mislukt"),
    Kind.SIGN_IN_HELD: dutch("te vaak geprobeerd in te loggen"),
    Kind.SIGNED_OUT: dutch("uitgelogd"),
    Kind.DENIED: dutch("geweigerd"),
    Kind.LIMITED: dutch("te vaak gevraagd"),
    Kind.INVITED: dutch("uitgenodigd"),
    Kind.INVITATION_ACCEPTED: dutch("uitnodiging aangenomen"),
    Kind.INVITATION_WITHDRAWN: dutch("uitnodiging ingetrokken"),
    Kind.ROLE_CHANGED: dutch("rol veranderd"),
    Kind.MEMBER_LEFT: dutch("vertrokken"),
    Kind.PASSWORD_CHANGED: dutch("wachtwoord veranderd"),
    Kind.PASSWORD_RESET_ASKED: dutch("nieuw wachtwoord gevraagd"),
    Kind.SECOND_STEP_CHANGED: dutch("tweede stap veranderd"),
    Kind.SECOND_STEP_RESET: dutch("tweede stap weggehaald"),
    Kind.SESSION_ENDED: dutch("sessie beëindigd"),
    Kind.EXPORTED: dutch("lijst gedownload"),
    Kind.KEY_MADE: dutch("sleutel gemaakt"),
    Kind.KEY_PRINTED: dutch("sleutel geprint of getoond"),
    Kind.KEY_USED: dutch("sleutel gebruikt"),
    Kind.CONTACT_CHANGED: dutch("adres of nummer veranderd"),
}

#: Kinds that a stranger can cause without end.
FLOODS = frozenset(
    {Kind.SIGN_IN_FAILED, Kind.SECOND_STEP_FAILED, Kind.SIGN_IN_HELD, Kind.DENIED, Kind.LIMITED}
)


def may_write(kind: Kind, alike_this_hour: int) -> bool:
    """Say whether one more entry is written beside so many of the same account and place."""
    return kind not in FLOODS or alike_this_hour < MOST_ALIKE


def details(given: Mapping[str, object]) -> dict[str, object]:
    """Return the details of an entry as they are stored.

    Raises ValueError for anything but a code, a whole number, a yes or no, or a random id.
    """
    return {key: _stored(key, value) for key, value in given.items()}


def _stored(key: str, value: object) -> object:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bool | int):
        return value
    if isinstance(value, str) and _CODE.fullmatch(value):
        return str(value)
    raise ValueError(f"{key} is no code, number or random id, so it may be about a person")
