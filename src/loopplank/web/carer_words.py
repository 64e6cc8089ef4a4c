"""What a family carer said of going on, in words, and whom they may call."""

from django.utils.translation import gettext as _

from loopplank.access.carers import Carer, CarerMoment
from loopplank.core.contact import phone_readable
from loopplank.core.intake import WORDS
from loopplank.core.progress import CARERS_LINE
from loopplank.web.words import day_with_year, first_down, word


def carer_card(carer: Carer) -> dict[str, object]:
    """The course in words; the numbers when it cannot go on for long; see work/carer.html."""
    return {
        "course": [_moment(one) for one in carer.course],
        "cannot_go_on": carer.cannot_go_on,
        "numbers": [(one.name, phone_readable(one.phone)) for one in carer.numbers],
        "line": phone_readable(CARERS_LINE),
    }


def _moment(one: CarerMoment) -> str:
    said = {"said": first_down(word(WORDS[one.holding_out])), "day": day_with_year(one.on)}
    if one.moment == "intake":
        return _("Bij de intake: %(said)s.") % said
    return _("Op %(day)s: %(said)s.") % said
