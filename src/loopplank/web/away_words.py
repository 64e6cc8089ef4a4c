"""Days away in words: "zaterdag 19 december tot en met zondag 3 januari"."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from types import MappingProxyType

from django.utils.translation import gettext as _

from loopplank.core.away import Away, TimeAway, left_of
from loopplank.core.reason import dutch
from loopplank.web.words import day, day_with_year, word

#: How long beforehand Mijn week says that somebody will be away.
_SOON = timedelta(weeks=4)
#: How many of the holidays to come are named.
_NAMED = 3
REGION_WORDS: Mapping[str, str] = MappingProxyType(
    {"north": dutch("Noord"), "middle": dutch("Midden"), "south": dutch("Zuid")}
)


def days_of(one: Away) -> str:
    if one.first == one.last:
        return day(one.first)
    return _("%(first)s tot en met %(last)s") % {"first": day(one.first), "last": day(one.last)}


def to_come(periods: Iterable[Away], today: date) -> tuple[Away, ...]:
    """Whole periods that are not over, with their own first day."""
    return tuple(one for one in periods if one.last >= today)


def next_holidays(away: TimeAway, today: date) -> list[str]:
    return [days_of(one) for one in left_of(away.school, today)[:_NAMED]]


def regions_of(away: TimeAway) -> str:
    """ "Niet in de schoolvakanties van regio Midden", or nothing."""
    if not away.regions:
        return ""
    names = ", ".join(word(REGION_WORDS[one]) for one in away.regions)
    return _("Niet in de schoolvakanties van regio %(region)s") % {"region": names}


def lines_of(away: TimeAway, today: date) -> list[str]:
    """All that somebody said about being away, a line each."""
    lines = [days_of(one) for one in to_come(away.periods, today)]
    return [*lines, *filter(None, [regions_of(away)])]


def not_known_words(away: TimeAway, today: date) -> str:
    """Said a year beforehand: after this day nobody knows when the holidays are."""
    until = away.soon_unknown(today)
    if until is None:
        return ""
    return _(
        "Na %(day)s zijn de schoolvakanties hier nog niet bekend. Tot ze er zijn, tellen die weken"
        " als gewone weken."
    ) % {"day": day_with_year(until)}


def soon_away(away: TimeAway, today: date) -> str:
    """ "Je bent weg van … tot en met …", for who is not away yet."""
    spell = away.first_after(today)
    if spell is None or spell.first <= today or spell.first > today + _SOON:
        return ""
    if spell.first == spell.last:
        return _("Je bent weg op %(day)s.") % {"day": day(spell.first)}
    return _("Je bent weg van %(days)s.") % {"days": days_of(spell)}
