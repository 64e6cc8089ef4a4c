"""Gaps: named kinds of need that a network cannot meet, made of the refusals of its organisations.

Which refusals are alike, what is counted, and what another organisation may see of it. The network
never gets a number: of each closed quarter it gets one band, "fewer than ten" or "ten or more", of
the refusals in that quarter. No two bands share a refusal, so no two of them can be subtracted.
"""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from loopplank.core.kit.calendar import months_after
from loopplank.core.kit.kinds import Kind
from loopplank.core.kit.reason import Reason, dutch


class GapState(StrEnum):
    SEEN = "seen"
    DISCUSSED = "discussed"
    TAKEN_UP = "taken_up"
    NOT_DOING = "not_doing"


class PossibleOwner(StrEnum):
    """Who could take a gap up, as far as is known."""

    ORGANISATION = "organisation"
    MUNICIPALITY = "municipality"
    NOBODY = "nobody"


STATE_WORDS: Mapping[GapState, str] = MappingProxyType(
    {
        GapState.SEEN: dutch("gezien"),
        GapState.DISCUSSED: dutch("besproken"),
        GapState.TAKEN_UP: dutch("iemand pakt het op"),
        GapState.NOT_DOING: dutch("bewust niet"),
    }
)
OWNER_WORDS: Mapping[PossibleOwner, str] = MappingProxyType(
    {
        PossibleOwner.ORGANISATION: dutch("een organisatie"),
        PossibleOwner.MUNICIPALITY: dutch("de gemeente"),
        PossibleOwner.NOBODY: dutch("nog niemand"),
    }
)
#: A group smaller than this is never shown outside its own organisation (promise P7).
LEAST = 10
FEW, MANY = dutch("minder dan 10"), dutch("10 of meer")
#: Names become known to the whole network when this many organisations agree.
AGREE = 2
MONTHS_SHOWN = 12
#: After the end of a quarter the noes of its last days still find their gap.
CLOSES_AFTER = timedelta(weeks=2)


# --- what resembles what --------------------------------------------------------------------------

STOP_WORDS = frozenset(
    """aan al alle alleen als altijd andere bij dan dat de deze die dit doen door een eens elke en
    er erg even ergens gaan gaat geen had heb hebben heeft hem hen het hij hoe hulp iemand iets ik
    in is je kan komen kunnen lang maar mag meer met mijn moet na naar niet niets nog nu of om
    omdat ook op over per samen soms te tegen toch tot u uit van veel voor vraag vraagt waar wat
    week weet wel wie wil willen worden wordt zelf zich zij zijn zo zonder""".split()  # noqa: SIM905  a list of 90 is no gain
)
_LETTERS = re.compile(r"[a-z]+")
_TYPED = re.compile(r"\S+")
_VOWELS = "aeiou"
_FROM, _WORTH = 5, {"word": 2, "kind": 2, "source": 1}
ENOUGH = 3


@dataclass(frozen=True, slots=True)
class No:
    """A refusal that has no gap yet. `text` is the example and the words of its kinds of help."""

    kinds: frozenset[str]
    source: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A gap with what its own organisation knows of it."""

    key: str
    name: str
    keywords: str = ""
    noes: int = 0
    kinds: frozenset[str] = field(default=frozenset())
    sources: frozenset[str] = field(default=frozenset())


def words_of(text: str) -> frozenset[str]:
    """Return the words that carry meaning, in their plain form. Anything with a digit is no word,
    so a postcode or a house number never counts."""
    flat = unicodedata.normalize("NFKD", text.lower()).encode("ascii", "ignore").decode()
    typed = (one for one in _TYPED.findall(flat) if not any(sign.isdigit() for sign in one))
    found = {word for one in typed for word in _LETTERS.findall(one)}
    return frozenset(_plain(word) for word in found if len(word) > 2 and word not in STOP_WORDS)


def likeness(no: No, gap: Known) -> int:
    """Return how much a refusal is like a gap: shared words, shared kinds of help, the same
    reason."""
    mine, theirs = words_of(no.text), words_of(f"{gap.name} {gap.keywords}")
    shared = sum(any(_alike(one, other) for other in theirs) for one in mine)
    kind = bool((no.kinds - {Kind.OTHER}) & gap.kinds)
    same = no.source in gap.sources
    return _WORTH["word"] * shared + _WORTH["kind"] * kind + _WORTH["source"] * same


def proposed(no: No, gaps: Iterable[Known]) -> Known | None:
    """Return the gap that this refusal most likely belongs to, or None when none is like it enough.
    A person decides."""
    scored = [(likeness(no, gap), gap.noes, gap.name, gap) for gap in gaps]
    best = max(scored, key=lambda one: one[:3], default=None)
    return best[3] if best and best[0] >= ENOUGH else None


def _plain(word: str) -> str:
    """Return a word without the ending of a plural: "avonden" becomes "avond", "gezinnen"
    "gezin"."""
    for ending in ("eren", "en", "s"):
        stem = word.removesuffix(ending)
        # "oppas" ends in an s and is no plural: that comes after a consonant
        if stem != word and len(stem) >= 4 and not (ending == "s" and stem[-1] in _VOWELS):
            return stem[:-1] if stem[-1] == stem[-2] and stem[-1] not in _VOWELS else stem
    return word


def _alike(one: str, other: str) -> bool:
    """Say whether two words are the same, or one is a part of the other, as "avond" is of
    "avondhulp"."""
    short, long = sorted((one, other), key=len)
    part = long.startswith(short) or long.endswith(short)
    return one == other or (len(short) >= _FROM and part)


NAMES_SOMEBODY = Reason(
    "gap.names_somebody", dutch("Deze regel noemt een naam of adres. Schrijf hem zonder.")
)
_CONTACT = re.compile(r"\b[1-9]\d{3}( ?[A-Z]{2}|[a-z]{2})\b|\d[\d\s-]{7,}\d|@")


def names_somebody(text: str, names: Iterable[str]) -> bool:
    """Say whether a line holds a name or street of this person, or a postcode, number or
    address."""
    known = {word for name in names for word in _spelled(name) if len(word) > 2}
    return bool(known & _spelled(text)) or _CONTACT.search(text) is not None


def _spelled(text: str) -> set[str]:
    return {word for word in re.findall(r"\w+", text.lower()) if not word.isdigit()} - {
        "van",
        "der",
        "den",
        "het",
        "een",
        "straat",
        "weg",
        "laan",
        "plein",
    }


# --- what is counted ------------------------------------------------------------------------------


def per_month(days: Iterable[date], today: date) -> tuple[int, ...]:
    """Return how many days fall in each of the last twelve months; the running one comes last."""
    this = today.replace(day=1)
    places = {months_after(this, -back): MONTHS_SHOWN - 1 - back for back in range(MONTHS_SHOWN)}
    counted = [0] * MONTHS_SHOWN
    for day in days:
        place = places.get(day.replace(day=1))
        if place is not None:
            counted[place] += 1
    return tuple(counted)


def quarter_of(day: date) -> date:
    """Return the first day of the quarter of a day."""
    return date(day.year, (day.month - 1) // 3 * 3 + 1, 1)


def after_quarter(quarter: date) -> date:
    """Return the first day of the next quarter."""
    return months_after(quarter, 3)


def last_closed(today: date) -> date:
    """Return the first day of the newest quarter in which nothing is counted any more."""
    return months_after(quarter_of(today - CLOSES_AFTER), -3)


def quarter_number(quarter: date) -> int:
    return (quarter.month - 1) // 3 + 1


# --- what the network sees ------------------------------------------------------------------------


def is_many(count: int) -> bool:
    """Say whether a count is ten or more: all that is kept of it for the network."""
    return count >= LEAST


def is_named(agreed: int, bands: Sequence[bool]) -> bool:
    """Say whether everybody in the network may read the name: two organisations agreed to it, or
    the gap was once as large as a published group must be."""
    return agreed >= AGREE or any(bands)
