"""The lines of Vandaag about signals of volunteers, and what every line of it is made of."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.safety import FileRow
from loopplank.access.signals import SignalRow
from loopplank.access.today import Row
from loopplank.core.calendar import local_day
from loopplank.core.signals import NOT_SAFE
from loopplank.core.worklist import Lateness, lateness
from loopplank.web.signal_words import (
    opening_question,
    signal_kind,
    signal_words,
    spoken_words,
)
from loopplank.web.words import day_and_time, in_sentence
from loopplank.web.worklist_words import due_words


@dataclass(frozen=True, slots=True)
class Line:
    """One row as the template shows it; see part/worklist_row.html."""

    lateness: str
    due: str
    due_note: str
    kind: str
    title: str
    url: str
    why: str
    action: str
    action_url: str
    action_icon: str


def whose(kind: str, row: Row | SignalRow) -> str:
    if row.mine:
        return kind
    return _("%(kind)s, van %(owner)s") % {"kind": kind, "owner": row.owner}


def in_danger(signal: SignalRow) -> bool:
    """Who does not feel safe comes before everything, until somebody called."""
    return signal.reason == NOT_SAFE and not signal.acknowledged


def when_called(signal: SignalRow) -> date:
    return date.min if in_danger(signal) else signal.call_before


def signal_line(signal: SignalRow, now: datetime) -> Line:
    before = signal.call_before
    if signal.acknowledged and signal.decide_before is not None:
        before = signal.decide_before
    late = lateness(before, now)
    # a signal is never for later: somebody is waiting for a call
    late = Lateness.TODAY if late is Lateness.LATER else late
    due, _note = due_words(late, before, (local_day(now) - before).days)
    if in_danger(signal):
        late, due = Lateness.LATE, _("Nu")
    title = signal.name
    if signal.person:
        title = _("%(volunteer)s, bezoek aan %(person)s") % {
            "volunteer": signal.name,
            "person": in_sentence(signal.person),
        }
    page = reverse("signal", args=[signal.signal_id])
    return Line(
        lateness=late,
        due=due,
        due_note=_("sinds %(when)s") % {"when": day_and_time(signal.at)},
        kind=whose(signal_kind(signal.reason), signal),
        title=title,
        url=page,
        why=_why_of_signal(signal),
        action=_("Schrijf op wat er is gedaan")
        if signal.acknowledged
        else _("Bel %(name)s") % {"name": signal.name.split()[0]},
        action_url=page,
        action_icon="" if signal.acknowledged else "phone",
    )


def _why_of_signal(signal: SignalRow) -> str:
    """What was said, what the volunteer says of the call, and what to ask first."""
    parts = [f"{signal_words(signal.reason, signal.words)}.", spoken_words(signal)]
    if signal.stays_away:
        parts.append(_("Gaat er niet meer heen tot jullie spraken."))
    if signal.wants_call:
        parts.append(_("Nieuwe voorstellen staan stil tot je hebt gebeld."))
        parts.append("" if signal.acknowledged else opening_question(signal))
    return " ".join(part for part in parts if part)


def day_of(one: FileRow, now: datetime) -> date:
    return one.call_before or one.decide_before or local_day(now)


def file_line(one: FileRow, now: datetime) -> Line:
    """A file of a suspicion, for who holds it: no names on this list."""
    before = day_of(one, now)
    late = lateness(before, now)
    late = Lateness.TODAY if late is Lateness.LATER else late
    due, _note = due_words(late, before, (local_day(now) - before).days)
    url = reverse("safety_file", args=[one.file_id])
    return Line(
        lateness=late,
        due=due,
        due_note=_("sinds %(when)s") % {"when": day_and_time(one.opened_at)},
        kind=_("Zorg over iemand"),
        title=_("Een vrijwilliger maakt zich zorgen"),
        url=url,
        why=_("Alleen jij en je vervanger zien dit dossier."),
        action=_("Open het dossier"),
        action_url=url,
        action_icon="lock",
    )
