"""Finding offers by the words that somebody types: no index, no ranking by clicks."""

import re
import unicodedata
from collections.abc import Callable, Iterable
from typing import TypeVar

T = TypeVar("T")

_WORD = re.compile(r"[^\W_]+")
# Words that are in every question and say nothing about the help.
_SAYS_NOTHING = frozenset(
    _WORD.findall(
        "aan als bij dat de die dit doen een en er graag heb hebben het hulp ik in is kan kunnen"
        " maar met mij mijn naar nodig of om onze op samen te tot u uw van voor wie wil wij willen"
        " zijn zoek a an and at by for from help i in is me my need of on or the to want with you"
    )
)
_SHORTEST = 4
_BEGINNING = 3


def found(typed: str, things: Iterable[T], texts: Callable[[T], Iterable[str]]) -> tuple[T, ...]:
    """Return the things in which a typed word occurs, most words first, otherwise in the order
    given.

    Accents and capitals make no difference, and neither does an ending: "wandeling" finds
    "wandelen". When every typed word is too common, all things are returned.
    """
    words = _words(typed) - _SAYS_NOTHING
    everything = tuple(things)
    if not words:
        return everything
    counted = [(_hits(words, texts(thing)), thing) for thing in everything]
    return tuple(thing for hits, thing in sorted(counted, key=lambda pair: -pair[0]) if hits)


def _hits(words: Iterable[str], texts: Iterable[str]) -> int:
    known = set[str]().union(*(_words(text) for text in texts)) - _SAYS_NOTHING
    return sum(any(_same(word, other) for other in known) for word in words)


def _same(typed: str, known: str) -> bool:
    """Say whether one word begins with the other, or both with the same stem of at least five
    letters."""
    if typed == known:
        return True
    if len(typed) >= _BEGINNING and known.startswith(typed):
        return True
    if len(known) >= _SHORTEST and typed.startswith(known):
        return True
    stem = typed[: max(_SHORTEST, len(typed) - 3)]
    return len(stem) > _SHORTEST and known.startswith(stem)


def _words(text: str) -> set[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return set(_WORD.findall("".join(c for c in plain if not unicodedata.combining(c))))
