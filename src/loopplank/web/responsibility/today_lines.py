"""The lines of Vandaag: what, for whom, before when, and the next verb."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.referrals.referral_list import Listed
from loopplank.access.responsibility.today import CallBack, Row
from loopplank.access.volunteers.applications import Applying
from loopplank.access.volunteers.fullness import TeamMember
from loopplank.access.volunteers.visit_notes import VisitNote
from loopplank.access.wellbeing.check_in_call import CallDue
from loopplank.access.wellbeing.concern import Concern
from loopplank.access.wellbeing.creep import Seen
from loopplank.access.wellbeing.observation import Observed
from loopplank.access.wellbeing.safety import FileRow
from loopplank.access.wellbeing.signal import SignalRow
from loopplank.core.kit.calendar import local_day
from loopplank.core.responsibility.day import Asks, lateness_of
from loopplank.core.responsibility.today import Lateness, lateness
from loopplank.core.volunteers.application import NEXT_WORDS, ApplicationState
from loopplank.core.wellbeing.observation import KINDS
from loopplank.core.wellbeing.signal import NOT_SAFE, VOLUNTEER_DIED
from loopplank.web.kit.words import (
    day_and_time,
    first_up,
    in_sentence,
    kinds,
    person,
    say,
    short_day,
    short_person,
    word,
)
from loopplank.web.referrals.words import asked_row
from loopplank.web.requests.next_step import act_of
from loopplank.web.responsibility.words import due_words
from loopplank.web.wellbeing.words import (
    cover_for_coordinator,
    elsewhere_words,
    opening,
    opening_question,
    said_concern,
    seen_title,
    seen_what,
    signal_kind,
    signal_words,
    spoken_words,
    unsafe,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row as the template shows it; see responsibility/worklist_row.html."""

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
    also: tuple["Line", ...] = ()


def late_together_line(count: int) -> Line:
    """Return one decision about everything that is late, instead of as many apologies."""
    title = ngettext(
        "%(n)s vraag is te laat. Wat zeggen we?", "%(n)s vragen zijn te laat. Wat zeggen we?", count
    )
    return Line(
        lateness=Lateness.LATE,
        due=_("Nu"),
        due_note=_("te laat"),
        kind=_("Eén besluit voor iedereen"),
        title=title % {"n": count},
        url=reverse("late"),
        why=_("Wij zetten geen losse excuses klaar. Kies een nieuwe dag, of verdeel ze."),
        action=_("Kies wat we zeggen"),
        action_url=reverse("late"),
        action_icon="",
    )


def request_line(row: Row) -> Line:
    task = row.task
    due, note = due_words(task.lateness, task.due_on, task.days_late)
    act = act_of(row.step, row.request_id, row.match_id, short_person(row.who))
    return Line(
        lateness=task.lateness,
        due=due,
        due_note=note,
        kind=_whose(word(task.kind), row),
        title=f"{person(row.who)}: {kinds(row.kinds)}",
        url=reverse("request", args=[row.request_id]),
        why=say(task.why),
        action=act.label,
        action_url=act.url,
        action_icon=act.icon,
    )


def _whose(kind: str, row: Row | SignalRow) -> str:
    if row.mine:
        return kind
    return _("%(kind)s, van %(owner)s") % {"kind": kind, "owner": row.owner}


def in_danger(signal: SignalRow) -> bool:
    """Say who does not feel safe comes before everything, until somebody called."""
    return signal.reason == NOT_SAFE and not signal.acknowledged


def when_called(signal: SignalRow) -> date:
    return date.min if in_danger(signal) else signal.call_before


def signal_line(signal: SignalRow, now: datetime) -> Line:
    before = signal.call_before
    if signal.acknowledged and signal.decide_before is not None:
        before = signal.decide_before
    late = lateness_of(Asks.SIGNAL, before, now)
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
    action = _("Bel %(name)s") % {"name": signal.name.split()[0]}
    icon, action_url = "phone", page
    if signal.cover and signal.visit_id and signal.person:
        page = action_url = reverse("cover", args=[signal.visit_id])
        action, icon = _("Regel dit bezoek"), ""
    elif signal.reason == VOLUNTEER_DIED and not signal.acknowledged:
        action, icon = _("Lees dit"), ""
        if signal.person and signal.request_id:
            action = _("Bel %(name)s") % {"name": in_sentence(signal.person)}
            icon, action_url = "phone", reverse("request", args=[signal.request_id])
    elif signal.acknowledged:
        action, icon = _("Schrijf op wat er is gedaan"), ""
    return Line(
        lateness=late,
        due=due,
        due_note=_("sinds %(when)s") % {"when": day_and_time(signal.at)},
        kind=_whose(signal_kind(signal.reason), signal),
        title=title,
        url=page,
        why=_why_of_signal(signal),
        action=action,
        action_url=action_url,
        action_icon=icon,
    )


def _why_of_signal(signal: SignalRow) -> str:
    """Say what was said, what the volunteer says of the call, and what to ask first."""
    parts = [
        f"{signal_words(signal.reason, signal.words)}.",
        elsewhere_words(signal.of_house),
        spoken_words(signal),
    ]
    if signal.stays_away:
        parts.append(_("Gaat er niet meer heen tot jullie spraken."))
    if signal.wants_call:
        parts.append(_("Nieuwe voorstellen staan stil tot je hebt gebeld."))
        parts.append("" if signal.acknowledged else opening_question(signal))
    if signal.cover and signal.person:
        parts.append(cover_for_coordinator(signal.cover, in_sentence(signal.person)))
    return " ".join(part for part in parts if part)


def day_of_file(one: FileRow, now: datetime) -> date:
    return one.next_day or one.call_before or one.decide_before or local_day(now)


def file_line(one: FileRow, now: datetime) -> Line:
    """Return a file of a suspicion, for who holds it: no names on this list."""
    before = day_of_file(one, now)
    late = lateness_of(Asks.FILE, before, now)
    due, _note = due_words(late, before, (local_day(now) - before).days)
    url = reverse("safety_file", args=[one.file_id])
    return Line(
        lateness=late,
        due=due,
        due_note=_("sinds %(when)s") % {"when": day_and_time(one.opened_at)},
        kind=_("Zorg over iemand"),
        title=_("Iemand maakt zich zorgen over een vrijwilliger")
        if one.about_volunteer
        else _("Een vrijwilliger maakt zich zorgen"),
        url=url,
        why=_("Alleen jij en je vervanger zien dit dossier."),
        action=_("Open het dossier"),
        action_url=url,
        action_icon="lock",
    )


def concern_line(one: Concern, now: datetime) -> Line:
    late = lateness_of(Asks.CONCERN, one.answer_before, now)
    due, _note = due_words(late, one.answer_before, (local_day(now) - one.answer_before).days)
    who = in_sentence(one.who)
    kind = _("Voelt zich niet veilig") if unsafe(one) else _("Signaal van wie hulp krijgt")
    return Line(
        lateness=late,
        due=due,
        due_note=_("sinds %(when)s") % {"when": day_and_time(one.at)},
        kind=kind if one.mine else _("%(kind)s, van %(owner)s") % {"kind": kind, "owner": one.to},
        title=_("Signaal van %(who)s") % {"who": who},
        url=reverse("concern", args=[one.id]),
        why=said_concern(one),
        action=_("Bel %(who)s") % {"who": short_person(one.who)},
        action_url=reverse("request", args=[one.request_id]) + "#volgende",
        action_icon="phone",
    )


def call_back_line(back: CallBack, now: datetime) -> Line:
    late = lateness(back.on, now)
    due, note = due_words(late, back.on, (local_day(now) - back.on).days)
    return Line(
        lateness=late,
        due=due,
        due_note=note,
        kind=_("Terugbellen na een nee") if back.said_no else _("Terugbellen"),
        title=person(back.who),
        url=reverse("request", args=[back.request_id]),
        why=_("%(party)s zei nog geen ja. Hoor hoe het nu gaat.") % {"party": back.party}
        if back.party
        else _("Niemand pakte deze vraag op. Hoor hoe het nu gaat."),
        action=_("Bel %(who)s") % {"who": short_person(back.who)},
        action_url=reverse("request", args=[back.request_id]) + "#volgende",
        action_icon="phone",
    )


def observation_line(one: Observed, now: datetime) -> Line:
    """Return what a volunteer sees or would like to begin: it was promised an answer before a
    day.
    """
    late = lateness(one.answer_before, now)
    due, note = due_words(late, one.answer_before, (local_day(now) - one.answer_before).days)
    kind = word(KINDS[one.kind])
    return Line(
        lateness=late,
        due=due,
        due_note=note,
        kind=kind if one.mine else _("%(kind)s, van %(owner)s") % {"kind": kind, "owner": one.to},
        title=one.name,
        url=reverse("observation", args=[one.id]),
        why=f"“{Truncator(one.words).chars(140)}”",
        action=_("Geef antwoord"),
        action_url=reverse("observation", args=[one.id]),
        action_icon="",
    )


def note_line(one: VisitNote, now: datetime) -> Line:
    """Return what a volunteer wrote about a visit: it was promised that somebody reads it."""
    late = lateness(one.due_on, now)
    due, note = due_words(late, one.due_on, (local_day(now) - one.due_on).days)
    kind, url = _("Geschreven na een bezoek"), reverse("request", args=[one.request_id])
    return Line(
        lateness=late,
        due=due,
        due_note=note,
        kind=kind
        if one.mine
        else _("%(kind)s, van %(owner)s") % {"kind": kind, "owner": one.owner},
        title=_("%(volunteer)s over %(person)s")
        % {"volunteer": one.volunteer, "person": in_sentence(one.who)},
        url=url,
        why=f"“{one.note}”",
        action=_("Lees en vink af"),
        action_url=f"{url}#visit-notes",
        action_icon="",
    )


def application_line(one: Applying, now: datetime) -> Line:
    """Return who wants to become a volunteer: they were promised a call before a day."""
    late = lateness(one.due_on, now)
    due, note = due_words(late, one.due_on, (local_day(now) - one.due_on).days)
    kind, url = _("Wil vrijwilliger worden"), reverse("application", args=[one.id])
    call = one.state in {ApplicationState.INTEREST, ApplicationState.TRIAL}
    return Line(
        lateness=late,
        due=due,
        due_note=note,
        kind=kind
        if one.mine
        else _("%(kind)s, van %(owner)s") % {"kind": kind, "owner": one.owner},
        title=f"{one.name}: {kinds(one.kinds)}" if one.kinds else one.name,
        url=url,
        why=word(NEXT_WORDS[one.state]),
        action=_("Bel %(name)s") % {"name": one.name.split()[0]} if call else _("Bekijk"),
        action_url=url,
        action_icon="phone" if call else "",
    )


def check_in_line(one: CallDue) -> Line:
    """Ask somebody how it goes. It is never late: not calling is no fault, and it goes away."""
    url = reverse("check_in_call", args=[one.check_in_id])
    return Line(
        lateness=Lateness.LATER,
        due=short_day(one.closes_on),
        due_note=_("mag tot dan"),
        kind=_("Hoe gaat het?"),
        title=one.name,
        url=url,
        why=_("Vier korte vragen aan de telefoon. Lukt het niet? Dan gaat dit vanzelf weg."),
        action=_("Bel %(name)s") % {"name": one.name.split()[0]},
        action_url=url,
        action_icon="phone",
    )


def asked_line(one: Listed, now: datetime) -> Line:
    """Return a question of another party: theirs until we say yes."""
    row = asked_row(one, now)
    return Line(
        lateness=row.lateness,
        due=row.due,
        due_note=row.due_note,
        kind=_("Aan ons gevraagd door %(party)s") % {"party": one.party},
        title=row.title,
        url=row.url,
        why=row.why,
        action=row.buttons[0].label,
        action_url=row.buttons[0].url,
        action_icon="",
    )


def creep_line(one: Seen) -> Line:
    """Return what to look at with a volunteer when it suits, and never late."""
    url = reverse("volunteer", args=[one.volunteer_id])
    return Line(
        lateness=Lateness.LATER,
        due=_("Geen haast"),
        due_note="",
        kind=_("Kijk even mee"),
        title=seen_title(one),
        url=url,
        why=f"{seen_what(one)} {opening(one.first_name)}",
        action=_("Bekijk"),
        action_url=f"{url}#along",
        action_icon="",
    )


def load_line(member: TeamMember) -> Line:
    """Return who did more than their own limit, to go along with what else there is about them."""
    url = reverse("volunteer", args=[member.volunteer_id])
    return Line(
        lateness=Lateness.LATER,
        due=_("Geen haast"),
        due_note="",
        kind=_("Grens"),
        title=member.first_name,
        url=url,
        why=f"{first_up(say(member.fullness.words))}.",
        action=_("Plan een gesprek"),
        action_url=url,
        action_icon="",
    )
