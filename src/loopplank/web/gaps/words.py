"""Gaps in words: reasons with their numbers, who could do it, a quarter, a band."""

from collections.abc import Iterable
from datetime import date

from django.utils.translation import gettext as _

from loopplank.core.gaps.gaps import (
    FEW,
    LEAST,
    MANY,
    OWNER_WORDS,
    GapState,
    PossibleOwner,
    quarter_number,
)
from loopplank.core.requests.closing import ClosingReason
from loopplank.core.requests.refusal import SOURCE_WORDS
from loopplank.web.kit.words import word

STATE_COLOURS = {
    GapState.SEEN: "rope",
    GapState.DISCUSSED: "water",
    GapState.TAKEN_UP: "reed",
    GapState.NOT_DOING: "grey",
}


def source_words(sources: Iterable[tuple[str, int]]) -> str:
    """Say "niemand biedt dit (4), geen plek (1)": most often said first."""
    return ", ".join(f"{word(SOURCE_WORDS[ClosingReason(code)])} ({n})" for code, n in sources)


def owner_words(possible_owner: str) -> str:
    if not possible_owner:
        return _("nog niet bekeken")
    return word(OWNER_WORDS[PossibleOwner(possible_owner)])


def quarter_words(quarter: date) -> str:
    """Say "kwartaal 3 van 2026"."""
    return _("kwartaal %(n)s van %(year)s") % {"n": quarter_number(quarter), "year": quarter.year}


def band_words(*, many: bool) -> str:
    return word(MANY if many else FEW)


def outside(count: int) -> str:
    """Return a count as it may be read outside the own organisation."""
    return str(count) if count >= LEAST else word(FEW)
