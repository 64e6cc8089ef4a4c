"""How a row of a work list says when it is due."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.core.worklist import Lateness
from loopplank.web.words import short_day


def due_words(late: str, due_on: date, days_late: int) -> tuple[str, str]:
    """ "2 dagen" and "te laat"; "Vandaag" and "vóór 17:00"; or a day alone."""
    if late == Lateness.LATE:
        if days_late <= 0:
            return _("Nu"), _("te laat")
        words = ngettext("%(days)s dag", "%(days)s dagen", days_late) % {"days": days_late}
        return words, _("te laat")
    if late == Lateness.TODAY:
        return _("Vandaag"), _("vóór 17:00")
    return short_day(due_on), ""
