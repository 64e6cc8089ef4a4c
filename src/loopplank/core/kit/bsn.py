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
#: What the same sum is of nine times the sign for 0.
_OF_ZEROS = sum(_WEIGHTS) * ord("0")
_NOBODY = b"0" * 9


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


def _is_multiple(row: bytes, at: int) -> bool:
    """Say what `passes_test` says of the nine digits from here; a row has many."""
    a, b, c, d, e, f, g, h, i = row[at : at + 9]
    added = 9 * a + 8 * b + 7 * c + 6 * d + 5 * e + 4 * f + 3 * g + 2 * h - i
    return (added - _OF_ZEROS) % 11 == 0 and row[at : at + 9] != _NOBODY


def find(text: str) -> tuple[Span, ...]:
    """Return every place of nine digits that pass the test, in order, without overlap.

    Dots and spaces between groups of digits are looked through, also where more digits follow, as
    in "123456782 2 kinderen". A longer run that starts with 0 or + is a telephone number: after its
    first groups only a whole group of nine digits counts.
    """
    spans: list[Span] = []
    for run in _RUN.finditer(text):
        if run.end() - run.start() < 9:
            continue
        groups = [group.span() for group in _GROUP.finditer(text, run.start(), run.end())]
        longest = 9
        if sum(end - start for start, end in groups) > 9:
            before = text[max(run.start() - 1, 0) : run.start()]
            abroad = before == "+" or run.group().startswith("00")
            if abroad or run.group().startswith("0"):
                groups = groups[2 if abroad else 1 :]
                longest = 1
        row = "".join([text[start:end] for start, end in groups]).encode("ascii")
        # after how many digits of the row a group ends, and where that is in the text
        ends, digits = {}, 0
        for start, group_end in groups:
            digits += group_end - start
            ends[digits] = group_end
        digits = 0
        for start, group_end in groups:
            before_it, digits = digits, digits + group_end - start
            end = ends.get(before_it + 9)
            if end is None or (longest == 1 and end != group_end):
                continue
            if spans and start < spans[-1].end:
                continue
            if _is_multiple(row, before_it):
                spans.append(Span(start, end))
    return tuple(spans)


def refusal(text: str) -> Reason | None:
    """Return why a text may not be stored, or None. The sentence never repeats the number."""
    return REFUSAL if find(text) else None
