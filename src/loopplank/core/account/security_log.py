"""What the log of security events holds: which kinds there are, and that nothing in it is personal.

An entry says what happened, when, as which role and by whom as a random number. Its details are
codes, numbers and random ids: what does not look like one is refused, so that no name or address
can slip in. What a page shows of them, `said` decides.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from enum import StrEnum
from uuid import UUID

from loopplank.core.account.how_often import Use
from loopplank.core.account.roles import LABELS as ROLE_LABELS
from loopplank.core.account.sessions import Ended
from loopplank.core.kit.reason import Reason, Word, dutch

KEPT = timedelta(days=365)
#: Of one kind, of one account and place, in an hour: more says nothing new, and fills the log.
MOST_ALIKE = 20
#: Of one kind, from everywhere together, without an account: so many in an hour is an attack, and
#: the log says it.
MOST_OF_STRANGERS = 300
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
    SECOND_STEP_LOST = "second_step_lost"
    SECOND_STEP_KEPT = "second_step_kept"
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
    Kind.SECOND_STEP_LOST: dutch("gezegd dat een tweede stap kwijt is"),
    Kind.SECOND_STEP_KEPT: dutch("tweede stap gehouden"),
    Kind.SECOND_STEP_RESET: dutch("tweede stap weggehaald"),
    Kind.SESSION_ENDED: dutch("sessie beëindigd"),
    Kind.EXPORTED: dutch("lijst gedownload"),
    Kind.KEY_MADE: dutch("sleutel gemaakt"),
    Kind.KEY_PRINTED: dutch("sleutel geprint of getoond"),
    Kind.KEY_USED: dutch("sleutel gebruikt"),
    Kind.CONTACT_CHANGED: dutch("adres of nummer veranderd"),
}


class Since(StrEnum):
    """How far back a page of the log looks."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    ALL = "all"


#: In days; an entry is kept a year.
DAYS_BACK: Mapping[Since, int] = {
    Since.DAY: 1,
    Since.WEEK: 7,
    Since.MONTH: 30,
    Since.ALL: KEPT.days,
}
SINCE_WORDS: Mapping[Since, str] = {
    Since.DAY: dutch("Vandaag"),
    Since.WEEK: dutch("Laatste 7 dagen"),
    Since.MONTH: dutch("Laatste 30 dagen"),
    Since.ALL: dutch("Het hele jaar"),
}

#: What a page says of a detail with a code: each key, with the words of each code. A key or a code
#: that is not here is not shown.
_WORDS: Mapping[str, Mapping[str, str]] = {
    "use": {
        Use.SIGN_IN_PAIR: dutch("inloggen bij dit account"),
        Use.SIGN_IN_PLACE: dutch("inloggen bij veel accounts"),
        Use.CODE_LINK: dutch("een code bij een link"),
        Use.CODE_ADDRESS: dutch("codes naar een adres"),
        Use.CODE_PLACE: dutch("codes"),
        Use.REFERRAL_PLACE: dutch("verwijzingen"),
        Use.FORM_PLACE: dutch("het formulier voor hulp"),
        Use.QUESTION_PLACE: dutch("hulpvragen van een plek"),
        Use.QUESTION_ORGANISATION: dutch("hulpvragen bij een organisatie"),
    },
    "what": {
        "password_changed": dutch("nieuw wachtwoord"),
        "password_set": dutch("eerste wachtwoord"),
        "totp_activated": dutch("app aangezet"),
        "totp_deactivated": dutch("app uitgezet"),
        "recovery_codes_generated": dutch("nieuwe noodcodes"),
        "webauthn_added": dutch("sleutel voor inloggen erbij"),
        "webauthn_removed": dutch("sleutel voor inloggen weg"),
    },
    "kind": {"email": dutch("e-mailadres"), "phone": dutch("telefoonnummer")},
    "role": {role.value: label for role, label in ROLE_LABELS.items()},
    "by": {
        "terminal": dutch("op de server"),
        "link": dutch("met de link uit de mail"),
        "colleague": dutch("door een collega"),
        "colleagues": dutch("door twee collega’s"),
        "message": dutch("met de knop uit het bericht"),
        "account": dutch("in het eigen account"),
    },
    "why": {
        Ended.IDLE: dutch("twee uur niets gedaan"),
        Ended.LONG: dutch("twaalf uur ingelogd"),
    },
}
_DOOR = Reason("security.door", dutch("bladzijde %(door)s"))
_KEYS = Reason("security.keys", dutch("met %(n)s sleutels"))
_ON_BEHALF = Reason("security.on_behalf", dutch("namens de vrijwilliger"))

#: Kinds that a stranger can cause without end.
FLOODS = frozenset(
    {Kind.SIGN_IN_FAILED, Kind.SECOND_STEP_FAILED, Kind.SIGN_IN_HELD, Kind.DENIED, Kind.LIMITED}
)

#: What a page marks: it may be nothing, and it is what a thief or a guesser leaves.
WORTH_A_LOOK = FLOODS | {
    Kind.SECOND_STEP_LOST,
    Kind.SECOND_STEP_RESET,
    Kind.EXPORTED,
    Kind.ROLE_CHANGED,
}


def may_write(kind: Kind, alike_this_hour: int, of_strangers: int = 0) -> bool:
    """Say whether one more entry is written beside so many of the same account and place, and so
    many of this kind that no account stands behind: whoever comes from many places fills nothing.
    """
    if kind not in FLOODS:
        return True
    return alike_this_hour < MOST_ALIKE and of_strangers < MOST_OF_STRANGERS


def details(given: Mapping[str, object]) -> dict[str, object]:
    """Return the details of an entry as they are stored.

    Raises ValueError for anything but a code, a whole number, a yes or no, or a random id.
    """
    return {key: _stored(key, value) for key, value in given.items()}


def said(kept: Mapping[str, object], doors: Mapping[str, str]) -> tuple[Reason, ...]:
    """Return what a page says of the details of an entry; the one place that decides it.

    Nothing is said as it is stored: a code becomes words of a table, a number stands in a sentence,
    and `doors` gives the address of a page without what was in it. Everything else is left out, so
    that no name shows, however it got there.
    """
    reasons = [_one(key, value, doors) for key, value in sorted(kept.items())]
    return tuple(reason for reason in reasons if reason is not None)


def _one(key: str, value: object, doors: Mapping[str, str]) -> Reason | None:
    if isinstance(value, bool):
        return _ON_BEHALF if key == "on_behalf" and value else None
    if isinstance(value, int):
        return replace(_KEYS, params={"n": value}) if key == "keys" else None
    if not isinstance(value, str):
        return None
    if key == "door" and value in doors:
        return replace(_DOOR, params={"door": doors[value]})
    words = _WORDS.get(key, {}).get(value)
    return Reason(f"security.{key}", dutch("%(what)s"), {"what": Word(words)}) if words else None


def mark(who: UUID) -> str:
    """Return by what two entries of one account are seen to belong together: the start of its
    random id.
    """
    return who.hex[:8]


def _stored(key: str, value: object) -> object:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bool | int):
        return value
    if isinstance(value, str) and _CODE.fullmatch(value):
        return str(value)
    raise ValueError(f"{key} is no code, number or random id, so it may be about a person")
