"""What a volunteer says that a visit gives: who may read it, and when we ask for it.

We ask rarely, in two quiet weeks a year, on their own page only. There is no message, no reminder
and no button to say no: the card goes away by itself. A question that comes back soon becomes a
duty, and words that somebody felt obliged to write are worth little to a municipality. Whoever
wants to say it at another moment finds the link among the others.

Nothing is shared unless the volunteer chooses so for this one quote and a coordinator has read it
first. The volunteer can always share less at once.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.reason import Reason, Refused, dutch

#: One or two sentences: what is longer tells about somebody.
LONGEST = 300
#: Who said it a year ago may think otherwise by now; then it is forgotten, and may be said anew.
MONTHS_KEPT = 12
#: After so long somebody knows what their visits give.
ASKED_AFTER = timedelta(weeks=12)
ASKED_FOR = timedelta(weeks=2)
ASKED_EVERY = timedelta(weeks=52)


class Permission(StrEnum):
    """Who may read one quote, from nobody to many."""

    NOBODY = "nobody"
    HERE = "here"
    FIGURES = "figures"


#: As the volunteer chooses it.
PERMISSION_WORDS: Mapping[Permission, str] = MappingProxyType(
    {
        Permission.NOBODY: dutch("Niemand, het is van mij"),
        Permission.HERE: dutch("Alleen mijn organisatie"),
        Permission.FIGURES: dutch("Ook de gemeente, bij de cijfers, zonder mijn naam"),
    }
)
#: The same of somebody else, as a coordinator reads it.
PERMITTED_WORDS: Mapping[Permission, str] = MappingProxyType(
    {
        Permission.NOBODY: dutch("Niet gedeeld"),
        Permission.HERE: dutch("Alleen binnen jullie organisatie"),
        Permission.FIGURES: dutch("Ook bij cijfers voor de gemeente, zonder naam"),
    }
)
_ORDER = tuple(Permission)


class Reading(StrEnum):
    """What a coordinator said about the words, if anybody read them."""

    NOT_YET = ""
    FINE = "fine"
    REWORD = "reword"


EMPTY = Reason("quote.empty", dutch("Schrijf op wat jouw bezoek geeft."))
SAYS_ANOTHER_THING = Reason(
    "quote.changed", dutch("Deze zin is net veranderd. Lees hem nog een keer.")
)
OWN_CHOICE = Reason(
    "quote.own_choice",
    dutch("%(name)s kiest dit zelf, op de eigen pagina. Jij schrijft dit niet op."),
)


def may_say(words: str) -> None:
    """Refuse a quote without words. Raises Refused."""
    if not words.strip():
        raise Refused(EMPTY)


def refuse_choosing_for(name: str, *, only_telephone: bool) -> None:
    """Refuse a choice for somebody who has their own page: words and permission are theirs to give.
    Raises Refused."""
    if not only_telephone:
        raise Refused(Reason(OWN_CHOICE.code, OWN_CHOICE.sentence, {"name": name}))


def covers(given: Permission, wanted: Permission) -> bool:
    """Say whether a permission is enough for a place where a quote would stand."""
    return _ORDER.index(given) >= _ORDER.index(wanted)


def reading_after(
    reading: Reading, before: Permission, after: Permission, *, same_words: bool
) -> Reading:
    """Return the reading after a change: other words or more readers are read anew before anybody
    else sees them."""
    return reading if same_words and covers(before, after) else Reading.NOT_YET


def is_asked(helping_since: date, said_on: date | None, today: date) -> bool:
    """Say whether the question stands on their page today: two weeks a year, and not within a year
    of an answer."""
    if said_on is not None and today < said_on + ASKED_EVERY:
        return False
    after_first = today - (helping_since + ASKED_AFTER)
    return after_first >= timedelta() and after_first % ASKED_EVERY < ASKED_FOR
