"""How words are written alike, so that who is looked for is found however the name is spelled.

What is kept of a row to look it up by, and what somebody types, go through the same `fold`.
"""

import re
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

#: No kept word is longer, and no typed one.
LONGEST_WORD = 40
#: So many digits of a telephone number say whose it is, wherever they stand in it.
FEWEST_DIGITS = 6
#: Letters that are no letter with a mark, as people write them on a keyboard without.
_ALIKE = str.maketrans(
    {
        "ß": "ss",
        "æ": "ae",
        "œ": "oe",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "ł": "l",
        "ħ": "h",
        "ı": "i",
        # De Bruyn and De Bruijn sound the same; the longer one, so that "Di" still begins "Dijk"
        "y": "ij",
    }
)
_APOSTROPHES = re.compile(r"['’‘‛`´ʼʹʻ]")
_NO_WORD = re.compile(r"[\W_]+")
_ABROAD = re.compile(r"^(?:\+|00)")
_HOLLAND = re.compile(r"^(?:(?:\+|00)310?|310?(?=[1-9]\d{8}$))")


class Searched(StrEnum):
    """What can be looked up by kept words. A contact is who asked for somebody, or a professional
    outside: a row of its own in a list, with the page of the request behind it."""

    REQUEST = "request"
    CONTACT = "contact"
    VOLUNTEER = "volunteer"
    PARTY = "party"


def fold(text: str) -> tuple[str, ...]:
    """Return the words of a text without accents, capitals, apostrophes and other signs."""
    bare = "".join(
        sign
        for sign in unicodedata.normalize("NFKD", text.casefold())
        if not unicodedata.combining(sign)
    )
    parts = _NO_WORD.split(_APOSTROPHES.sub("", bare).translate(_ALIKE))
    return tuple(part[:LONGEST_WORD] for part in parts if part)


def fold_digits(number: str) -> str:
    """Return a telephone number as digits: one of this country from its 0, another without +."""
    return _ABROAD.sub("", _HOLLAND.sub("0", re.sub(r"[^\d+]", "", number)))[:LONGEST_WORD]


def words_of_name(name: str) -> frozenset[str]:
    """Return the words to keep of a name: each part, also as "d hondt", and all in one."""
    whole = fold(name)
    apart = fold(_APOSTROPHES.sub(" ", name))
    return frozenset((*whole, *apart, "".join(whole)[:LONGEST_WORD])) - {""}


def words_of_phone(number: str) -> frozenset[str]:
    """Return the words to keep of a telephone number: it may be known from any digit on."""
    digits = fold_digits(number)
    last = len(digits) - FEWEST_DIGITS
    return frozenset(digits[start:] for start in range(max(1, last + 1))) - {""}


def words_of_code(written: str) -> frozenset[str]:
    """Return the words to keep of a postcode or our number: all in one, and a part further on that
    says something alone ("022" of "2611-022")."""
    parts = fold(written)
    further = (part for part in parts[1:] if len(part) > 2)
    return frozenset(("".join(parts)[:LONGEST_WORD], *further)) - {""}


def words_of_email(address: str) -> frozenset[str]:
    """Return the words to keep of an e-mail address: all in one, and who stands before the @."""
    name = fold(address.partition("@")[0])
    return frozenset((*name, "".join(fold(address))[:LONGEST_WORD])) - {""}


def after(beginning: str) -> str:
    """Return the first text that is past all that begin with this one."""
    return beginning[:-1] + chr(ord(beginning[-1]) + 1)


def marked(text: str, words: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    """Yield a text in pieces, and of each whether it is what was looked for."""
    for piece in re.split(r"(\W+)", text):
        folded = "".join(fold(piece))
        long = max((len(word) for word in words if folded.startswith(word)), default=0)
        if not long:
            if piece:
                yield piece, False
            continue
        # one letter may have become two
        end = next(n for n in range(1, len(piece) + 1) if len("".join(fold(piece[:n]))) >= long)
        yield piece[:end], True
        if piece[end:]:
            yield piece[end:], False
