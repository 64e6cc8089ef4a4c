"""How to read what somebody types to look up a person: a name, postcode, telephone number or our
number."""

import re
from dataclasses import dataclass

from loopplank.core.kit.folding import FEWEST_DIGITS, fold, fold_digits

_TELEPHONE = re.compile(r"\+?\(?\d[\d\s().\-/]*\d")
_OURS = re.compile(r"(?<!\S)\d{4}-\d{0,4}(?!\S)")
_POSTCODE = re.compile(r"\b([1-9]\d{3})\s*([A-Za-z]{2})\b")
_TITLE = re.compile(r"\b(mevrouw|mevr|mw|meneer|de heer|dhr)\b\.?", re.IGNORECASE)
_ADDRESS = re.compile(r"(?<!\S)[^\s@]+@\S*")
_FEWEST_LETTERS = 2
MOST_WORDS = 6


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The ways to read it, each a tuple of folded words; of one of them all words must be there.
    None at all when nothing was typed that a row could be known by."""

    ways: tuple[tuple[str, ...], ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """All words of all ways, to mark where they stand."""
        return tuple(dict.fromkeys(word for way in self.ways for word in way))


def looked_up(typed: str) -> LookedUp:
    """Read what was typed, however it is grouped: "1013AB", "06-12 34 56 78", "+31 6 1234"."""
    rest = _TITLE.sub(" ", typed)
    ours = ["".join(fold(whole)) for kind in (_ADDRESS, _OURS) for whole in kind.findall(rest)]
    rest = _OURS.sub(" ", _ADDRESS.sub(" ", rest))
    phone = ""
    for found in _TELEPHONE.finditer(rest):
        number = fold_digits(found[0])
        if len(number) >= FEWEST_DIGITS:
            phone, rest = number, rest.replace(found[0], " ", 1)
            break
    code = _POSTCODE.search(rest)
    either: list[tuple[str, ...]] = [()]
    if code:
        rest = rest.replace(code[0], " ", 1)
        # "1013 De Wit" is no postcode
        either = [fold(code[1] + code[2]), (code[1], *fold(code[2]))]
    words = [*filter(None, (*ours, phone)), *fold(rest)]
    ways = (tuple(dict.fromkeys((*one, *words)))[:MOST_WORDS] for one in either)
    return LookedUp(tuple(way for way in ways if max(map(len, way), default=0) >= _FEWEST_LETTERS))
