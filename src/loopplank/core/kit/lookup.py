"""How to read what somebody types to look up a person: a name, postcode, telephone number or our
number."""

import re
from dataclasses import dataclass

_OURS = re.compile(r"(?<!\S)\d{4}-\d{0,4}(?!\S)")
_TELEPHONE = re.compile(r"\+?\(?\d[\d\s().\-/]*\d")
_POSTCODE = re.compile(r"\b([1-9]\d{3})\s*([A-Za-z]{2})\b")
_TITLE = re.compile(r"\b(mevrouw|mevr|mw|meneer|de heer|dhr)\b\.?", re.IGNORECASE)
_FEWEST_DIGITS = 6


@dataclass(frozen=True, slots=True)
class LookedUp:
    """The parts of what was typed; all of them must fit. `digits` is part of a telephone number as
    it is stored; `postcode` is four digits and two letters, which may also be two words ("1013 de"
    of "1013 De Wit")."""

    words: tuple[str, ...] = ()
    postcode: str = ""
    postcode_words: tuple[str, ...] = ()
    digits: str = ""


def looked_up(typed: str) -> LookedUp:
    """Read what was typed, however it is grouped: "1013AB", "06-12 34 56 78", "+31 6 1234"."""
    rest, ours = _TITLE.sub(" ", typed), _OURS.findall(typed)
    rest = _OURS.sub(" ", rest)
    digits = ""
    for found in _TELEPHONE.finditer(rest):
        number = re.sub(r"[^\d+]", "", found[0])
        if sum(sign.isdigit() for sign in number) >= _FEWEST_DIGITS:
            digits = re.sub(r"^(?:\+|00)310?", "0", number)
            rest = rest.replace(found[0], " ", 1)
            break
    postcode, postcode_words = "", tuple[str, ...]()
    found_code = _POSTCODE.search(rest)
    if found_code:
        postcode = f"{found_code[1]} {found_code[2].upper()}"
        postcode_words = (found_code[1], found_code[2])
        rest = rest.replace(found_code[0], " ", 1)
    return LookedUp((*ours, *rest.split()), postcode, postcode_words, digits)
