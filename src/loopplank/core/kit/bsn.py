"""Numbers that may be a BSN: they are refused, because these organisations may not keep one.

Only a law may allow the use of a citizen service number, consent does not help (domain model,
law, BSN; UAVG article 46). So there is no field for it, and text that seems to hold one is not
stored.
"""

import re
from dataclasses import dataclass

from loopplank.core.kit.reason import Reason, dutch

REFUSAL = Reason(
    "bsn.refused",
    dutch(
        "Hier staat een nummer dat op een BSN lijkt. Dat mogen wij niet bewaren."
        " Haal het nummer weg."
    ),
)

# Digits with at most one dot or space (also the hard space of a copied letter) in between.
_RUN = re.compile(r"(?<![0-9])[0-9](?:[. \u00a0\u202f]?[0-9])*(?![0-9])")
_GROUP = re.compile("[0-9]+")
_WEIGHTS = (9, 8, 7, 6, 5, 4, 3, 2, -1)


@dataclass(frozen=True, slots=True)
class Span:
    """A place in a text: from `start` up to but not including `end`, counted in characters."""

    start: int
    end: int


def passes_test(digits: str) -> bool:
    """Say whether nine digits pass the BSN 11-test: 9 a + 8 b + … + 2 h − i is a multiple of 11.

    Nine zeros pass the sum and are no number of anybody.
    """
    if len(digits) != 9 or not (digits.isascii() and digits.isdigit()) or not int(digits):
        return False
    return sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11 == 0


def find(text: str) -> tuple[Span, ...]:
    """Return every place of nine digits that pass the test, in order, without overlap.

    Dots and spaces between groups of digits are looked through, also where more digits follow, as
    in "123456782 2 kinderen". A longer run that starts with 0 or + is a telephone number: after its
    first groups only a whole group of nine digits counts.
    """
    spans: list[Span] = []
    for run in _RUN.finditer(text):
        groups = list(_GROUP.finditer(text, run.start(), run.end()))
        longest = 9
        if sum(len(group.group()) for group in groups) > 9:
            before = text[max(run.start() - 1, 0) : run.start()]
            abroad = before == "+" or run.group().startswith("00")
            if abroad or run.group().startswith("0"):
                groups = groups[2 if abroad else 1 :]
                longest = 1
        row = "".join(group.group() for group in groups)
        # after how many digits of the row a group ends, and where that is in the text
        ends, digits = {}, 0
        for group in groups:
            digits += len(group.group())
            ends[digits] = group.end()
        digits = 0
        for group in groups:
            before_it, digits = digits, digits + len(group.group())
            end = ends.get(before_it + 9)
            if end is None or (longest == 1 and end != group.end()):
                continue
            if spans and group.start() < spans[-1].end:
                continue
            if passes_test(row[before_it : before_it + 9]):
                spans.append(Span(group.start(), end))
    return tuple(spans)


def refusal(text: str) -> Reason | None:
    """Return why a text may not be stored, or None. The sentence never repeats the number."""
    return REFUSAL if find(text) else None
