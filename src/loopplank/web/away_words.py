"""Days away in words: "zaterdag 19 december tot en met zondag 3 januari"."""

from django.utils.translation import gettext as _

from loopplank.core.away import Away
from loopplank.web.words import day


def days_of(one: Away) -> str:
    if one.first == one.last:
        return day(one.first)
    return _("%(first)s tot en met %(last)s") % {"first": day(one.first), "last": day(one.last)}
