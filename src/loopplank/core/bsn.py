"""Numbers that may be a BSN: they are refused, because these organisations may not keep one.

Only a law may allow the use of a citizen service number, consent does not help (domain model,
law, BSN; UAVG article 46). So there is no field for it, and text that seems to hold one is not
stored.
"""

import re
from dataclasses import dataclass

from loopplank.core.reason import Reason, dutch

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
    """Whether nine digits pass the BSN 11-test: 9 a + 8 b + … + 2 h − i is a multiple of 11.

    Nine zeros pass the sum and are no number of anybody.
    """
    if len(digits) != 9 or not (digits.isascii() and digits.isdigit()) or not int(digits):
        return False
    return sum(w * int(d) for w, d in zip(_WEIGHTS, digits, strict=True)) % 11 == 0


def find(text: str) -> tuple[Span, ...]:
    """Give every place of nine digits that pass the test, in order, without overlap.

    Dots and spaces between groups of digits are looked through. More digits in one run that start
    like a telephone number (0 or +) are one, also when nine of them would pass; in any other
    longer run each whole group or row of groups counts, as in "123456782 2 kinderen".
    """
    spans: list[Span] = []
    for run in _RUN.finditer(text):
        groups = list(_GROUP.finditer(text, run.start(), run.end()))
        digits = sum(len(group.group()) for group in groups)
        telephone = digits > 9 and (run.group()[0] == "0" or text[: run.start()].endswith("+"))
        for first, group in enumerate(groups):
            if spans and group.start() < spans[-1].end:
                continue
            row = ""
            for last in groups[first : first + 1 if telephone else first + 9]:
                row += last.group()
                if passes_test(row):
                    spans.append(Span(group.start(), last.end()))
    return tuple(spans)


def refusal(text: str) -> Reason | None:
    """Give why a text may not be stored, or None; the sentence never repeats the number."""
    return REFUSAL if find(text) else None
