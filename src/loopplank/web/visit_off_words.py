"""What the person helped reads of a visit that is not as usual: who comes, or that nobody does."""

from django.utils.translation import gettext as _

from loopplank.access.covering import VisitOff
from loopplank.core.calendar import local_day, local_time
from loopplank.core.covering import Cover
from loopplank.web.words import day, first_up


def visit_off_words(one: VisitOff) -> str:
    """ "Donderdag 3 december kan Bram niet. Wij zoeken iemand anders. U hoort het vóór …" """
    named = {"day": first_up(day(one.day)), "name": one.volunteer}
    if one.seen.state is Cover.FOUND:
        comes = {**named, "comes": one.seen.comes}
        return _("%(day)s komt %(comes)s, in plaats van %(name)s.") % comes
    cannot = _("%(day)s kan %(name)s niet komen.") % named
    if one.seen.state is Cover.NOBODY:
        return f"{cannot} {_('Deze keer komt er niemand.')}"
    until = one.seen.until
    by = {"until": f"{day(local_day(until))} {local_time(until):%-H:%M}"}
    return f"{cannot} {_('Wij zoeken iemand anders. U hoort het vóór %(until)s.') % by}"
