"""A signal of a volunteer as a coordinator reads it."""

from datetime import date

from django.utils.translation import gettext as _

from loopplank.access.covering import CoverSeen
from loopplank.core.covering import COVER_WORDS, Cover
from loopplank.core.reason import dutch
from loopplank.core.signals import ABOVE_NEW_LIMIT, CANNOT_COME, PAUSE, SIGNAL_WORDS
from loopplank.web.words import day, day_and_time, word

_KINDS = {
    CANNOT_COME: dutch("Kan niet komen"),
    PAUSE: dutch("Neemt pauze"),
    ABOVE_NEW_LIMIT: dutch("Lagere grens"),
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


def cover_for_coordinator(seen: CoverSeen, who: str) -> str:
    """Where a visit stands that cannot be, and what is still to be told."""
    if seen.state is Cover.FOUND:
        said = _("Er komt iemand anders: %(name)s.") % {"name": seen.comes}
    elif seen.state is Cover.NOBODY:
        said = word(COVER_WORDS[Cover.NOBODY])
    else:
        return _("Zoek iemand, of vertel %(who)s vóór %(until)s dat er niemand komt.") % {
            "who": who,
            "until": day_and_time(seen.until),
        }
    if seen.told:
        return said
    return f"{said} {_('Vertel het aan %(who)s.') % {'who': who}}"
