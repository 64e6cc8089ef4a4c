"""Over the fence in words: "van het wijkteam; betaalde hulp wacht, overbrugging tot 1 maart"."""

from datetime import date

from django.utils.translation import gettext as _

from loopplank.core.fence import CAME_FROM_WORDS, PAID_WORDS, CameFrom, PaidBefore
from loopplank.web.words import day, word

#: What is no news: nobody sent it, and nothing is known of paid work.
_ORDINARY = frozenset({"", CameFrom.OWN, CameFrom.FAMILY})
_NOTHING = frozenset({"", PaidBefore.UNKNOWN, PaidBefore.NOT_PAID_WORK})


def over_the_fence(came_from: str, paid_before: str, until: date | None) -> str:
    """All that is known of it, for a colleague."""
    paid = [word(PAID_WORDS[PaidBefore(paid_before)])] if paid_before else []
    if until:
        paid.append(_("overbrugging tot en met %(day)s") % {"day": day(until)})
    parts = [word(CAME_FROM_WORDS[CameFrom(came_from)])] if came_from else []
    return "; ".join([*parts, *([", ".join(paid)] if paid else [])])


def told_to_volunteer(came_from: str, paid_before: str, until: date | None) -> str:
    """What a volunteer reads before they answer; empty when nothing came over the fence."""
    if came_from in _ORDINARY and paid_before in _NOTHING and until is None:
        return ""
    asked = (
        ""
        if came_from in _ORDINARY
        else _("Gevraagd door %(who)s") % {"who": word(CAME_FROM_WORDS[CameFrom(came_from)])}
    )
    rest = over_the_fence("", "" if paid_before in _NOTHING else paid_before, until)
    said = "; ".join(part for part in (asked, rest) if part)
    return f"{said[0].upper()}{said[1:]}."
