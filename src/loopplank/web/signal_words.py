"""A signal of a volunteer as a coordinator reads it."""

from datetime import date

from django.utils.translation import gettext as _

from loopplank.core.reason import dutch
from loopplank.core.signals import (
    ABOVE_NEW_LIMIT,
    CANNOT_COME,
    CHECK_IN_TALK,
    PAUSE,
    SIGNAL_WORDS,
)
from loopplank.web.words import day, word

_KINDS = {
    CANNOT_COME: dutch("Kan niet komen"),
    PAUSE: dutch("Neemt pauze"),
    ABOVE_NEW_LIMIT: dutch("Lagere grens"),
    CHECK_IN_TALK: dutch("Gesprek"),
}


def signal_kind(reason: str) -> str:
    """The few words of the label on the list of today."""
    return word(_KINDS.get(reason, dutch("Signaal: te zwaar")))


def signal_words(reason: str, words: str) -> str:
    """What it is about, with the volunteer's own words, or the day on which they cannot come."""
    about = word(SIGNAL_WORDS.get(reason, SIGNAL_WORDS["other"]))
    if not words:
        return about
    if reason == CANNOT_COME:
        return f"{about}: {day(date.fromisoformat(words))}"
    return _("%(about)s: “%(words)s”") % {"about": about, "words": words.rstrip(".")}
