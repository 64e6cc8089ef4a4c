"""Say when something is due, who stands in and who is away."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.responsibility.absence import Away
from loopplank.access.responsibility.owners import ColleagueToday
from loopplank.access.responsibility.rota import OnDuty, Why
from loopplank.core.responsibility.today import Lateness
from loopplank.web.kit.words import day, short_day

# --- when it is due -------------------------------------------------------------------------------


def due_words(late: str, due_on: date, days_late: int) -> tuple[str, str]:
    """Say "2 dagen" and "te laat"; "Vandaag" and "vóór 17:00"; or a day alone."""
    if late == Lateness.LATE:
        if days_late <= 0:
            return _("Nu"), _("te laat")
        words = ngettext("%(days)s dag", "%(days)s dagen", days_late) % {"days": days_late}
        return words, _("te laat")
    if late == Lateness.TODAY:
        return _("Vandaag"), _("vóór 17:00")
    return short_day(due_on), ""


# --- who stands in and who is away ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class DutyLine:
    """Some days of a week and who stands in then; nobody has no name."""

    days: str
    name: str


def days_between(first: date, last: date) -> str:
    """Say "do 26 nov tot en met vr 27 nov", or a single day."""
    if first == last:
        return short_day(first)
    return _("%(first)s tot en met %(last)s") % {
        "first": short_day(first),
        "last": short_day(last),
    }


def on_duty_words(runs: Iterable[OnDuty]) -> list[DutyLine]:
    """Say who is on duty; a whole week of one person needs no days."""
    found = list(runs)
    if len(found) == 1:
        return [DutyLine(_("hele week"), found[0].name)]
    return [DutyLine(days_between(one.first, one.last), one.name) for one in found]


def free_words(name: str, one: Away, *, is_me: bool) -> str:
    """Say "Je bent vrij van 21 december tot 4 januari. Yusuf neemt 9 hulpvragen over. Yusuf zei
    ja."

    The second day is the one on which they are back.
    """
    return " ".join([_when(name, one, is_me=is_me), *_who(one)])


def _when(name: str, one: Away, *, is_me: bool) -> str:
    first = day(one.first)
    if one.last is None:
        if is_me:
            return _("Je bent er niet sinds %(first)s. Zeg het als je er weer bent.") % {
                "first": first
            }
        return _("%(name)s is er niet sinds %(first)s.") % {"name": name, "first": first}
    known = {"name": name, "first": first, "back": day(one.last + timedelta(days=1))}
    if is_me:
        return _("Je bent vrij van %(first)s tot %(back)s.") % known
    return _("%(name)s is vrij van %(first)s tot %(back)s.") % known


def _who(one: Away) -> list[str]:
    if not one.cover:
        return [_("Er is nu niemand die het kan overnemen. Vraag iemand voor het rooster.")]
    known = {"name": one.cover, "n": one.count}
    if one.count == 0:
        says = [_("%(name)s is dan de achterwacht.") % known]
    elif one.running:
        says = [
            ngettext(
                "%(name)s heeft nu %(n)s hulpvraag overgenomen.",
                "%(name)s heeft nu %(n)s hulpvragen overgenomen.",
                one.count,
            )
            % known
        ]
    else:
        says = [
            ngettext(
                "%(name)s neemt %(n)s hulpvraag over.",
                "%(name)s neemt %(n)s hulpvragen over.",
                one.count,
            )
            % known
        ]
    if one.why is Why.SAID_YES:
        says.append(_("%(name)s zei ja.") % known)
    elif one.why is Why.BOARD:
        says.append(_("Er is geen achterwacht. Daarom is het iemand van het bestuur."))
    elif one.why in {Why.COLLEAGUE, Why.OTHER_BOARD}:
        says.append(_("Er is geen achterwacht. Dit is wie er wel is."))
    return says


def away_words(one: ColleagueToday) -> str:
    """Say who is away now, for a line of a list."""
    who = _("Jij bent er niet") if one.is_me else _("%(name)s is er niet") % {"name": one.name}
    if one.until is None:
        return f"{who}."
    return _("%(who)s, tot %(day)s.") % {
        "who": who,
        "day": short_day(one.until + timedelta(days=1)),
    }
