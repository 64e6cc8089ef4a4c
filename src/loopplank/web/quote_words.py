"""What a visit gives, in words: as the volunteer reads it back, and as a coordinator reads it."""

from django.utils.translation import gettext as _

from loopplank.access.quotes import OwnQuote, QuoteRow
from loopplank.core.contact import phone_readable
from loopplank.core.quotes import PERMITTED_WORDS, Permission, Reading
from loopplank.web.words import day, word


def own_quote_card(one: OwnQuote) -> dict[str, object]:
    """For volunteer/quote_card.html: who reads it, how it would stand there, and how far it is."""
    shared = one.permission is not Permission.NOBODY
    return {
        "id": one.id,
        "organisation_id": one.organisation_id,
        "organisation": one.organisation,
        "words": one.words,
        "on": day(one.said_on),
        "shared": shared,
        "figures": one.permission is Permission.FIGURES,
        "noted_by": one.noted_by,
        "stands": _stands(one) if shared else "",
    }


def _stands(one: OwnQuote) -> str:
    if one.reading is Reading.FINE:
        return _("%(name)s las het. Het kan zo.") % {"name": one.read_by}
    if one.reading is Reading.REWORD:
        return _("%(name)s belt je over andere woorden. Tot dan leest niemand anders het.") % {
            "name": one.read_by
        }
    if not one.reader:
        return _("Een coördinator leest het eerst. Tot dan leest niemand anders het.")
    return _("%(name)s leest het eerst. Tot dan leest niemand anders het.") % {"name": one.reader}


def quote_row(one: QuoteRow) -> dict[str, object]:
    """One as a coordinator reads it, with who said it."""
    return {
        "row": one,
        "first_name": one.name.split()[0],
        "phone": phone_readable(one.phone) if one.phone else "",
        "permission": word(PERMITTED_WORDS[one.permission]),
        "on": day(one.said_on),
        "read": f"{one.read_by}, {day(one.read_on)}" if one.read_on else "",
        "fine": one.reading is Reading.FINE,
        "reword": one.reading is Reading.REWORD,
    }
