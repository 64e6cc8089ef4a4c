"""The question whether two rows are one volunteer: who may put it, until when it can be answered,
and the code with which a volunteer shows on one page that the other is theirs too.

What then holds is in `merging.py`. Nobody is found by a name, an address or a telephone here.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum

from loopplank.core.kit.folding import fold
from loopplank.core.kit.reason import Reason, Refused, dutch

#: So long a question of a coordinator waits for both yeses, and a code for being typed.
ANSWER_WITHIN = timedelta(days=14)
CODE_WORKS = timedelta(days=1)
#: 50 bits: nobody guesses it within the day that it works.
CODE_LENGTH = 10


class SameState(StrEnum):
    ASKED = "asked"
    MERGED = "merged"
    NO = "no"
    LAPSED = "lapsed"


#: Why one row cannot be put beside another.
NOT_ITSELF = Reason("same.itself", dutch("Dat is dezelfde pagina. Kies de andere."))
SAID_NO = Reason(
    "same.said_no",
    dutch("Dit is al gevraagd, en het antwoord was nee. Wij vragen het niet nog eens."),
)
ASKED_ALREADY = Reason(
    "same.asked_already", dutch("Dit is al gevraagd. Het wacht nog op antwoord.")
)
CODE_WRONG = Reason(
    "same.code_wrong",
    dutch("Deze code klopt niet, of hij is verlopen. Maak op je andere pagina een nieuwe."),
)
TOO_LATE = Reason(
    "same.too_late",
    dutch("De tijd om te antwoorden is voorbij. Er is niets veranderd."),
)
NAMES_FIRST = Reason(
    "same.names_first",
    dutch("Op je twee pagina's staan twee namen. Bel ons, dan zetten we dat eerst goed."),
)


def may_put(*, same_row: bool, said_no: bool, open_already: bool) -> None:
    """Refuse a question of a coordinator about one row, one that was answered with no, or one that
    still waits. Raises Refused.
    """
    if same_row:
        raise Refused(NOT_ITSELF)
    if said_no:
        raise Refused(SAID_NO)
    if open_already:
        raise Refused(ASKED_ALREADY)


def refuse_two_names(one: str, other: str, *, share_address: bool) -> None:
    """Refuse to make one of two first names. Raises Refused.

    A couple shares a telephone or a mailbox, so one of them may hold both keys and say both yeses:
    the names are put right first, with somebody who knows them. Where no address is shared, an
    initial will do.
    """
    names = sorted((fold(one), fold(other)), key=lambda name: len("".join(name)))
    shorter, longer = ("".join(name) for name in names)
    initial = len(shorter) == 1 and longer.startswith(shorter)
    if shorter != longer and (share_address or not initial):
        raise Refused(NAMES_FIRST)


def is_over(answer_by: datetime, now: datetime) -> bool:
    """Return whether it is too late to answer: to the minute."""
    return now >= answer_by


def code_of(key: bytes, pair_id: str) -> str:
    """Make ten letters and digits that only the holder of `key` can make, to read and to type."""
    digest = hmac.new(key, pair_id.encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode()[:CODE_LENGTH]


def typed_code(typed: str) -> str:
    """Return a code as it was made: without spaces and lines, in capitals. Base 32 has no 0 and 1,
    so whoever reads those means the letters.
    """
    kept = "".join(one for one in typed.upper() if one.isalnum())
    return kept.replace("0", "O").replace("1", "I")
