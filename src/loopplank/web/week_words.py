"""What a volunteer reads about a visit, a proposal, a meeting and a signal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from loopplank.access.people import Named
from loopplank.access.week import Meeting, VisitLine
from loopplank.access.week_rows import OpenSignal, WaitingRaise
from loopplank.core.calendar import local_day, local_time
from loopplank.core.intake import DAYS
from loopplank.core.load import Limits
from loopplank.core.reason import dutch
from loopplank.core.visits import Agreement, rhythm
from loopplank.web.words import day, hours, person, say, word

NEAR, NEAR_MINUTES = "why.near", 15

#: Why somebody was asked, said to themselves; the stored codes are those of the ranking.
WHY_YOU: Mapping[str, str] = {
    "why.day": dutch("Je kunt op deze dag."),
    NEAR: dutch("Je woont dichtbij."),
    "why.kind": dutch("Je doet dit graag."),
    "why.training": dutch("Je hebt de scholing die nodig is."),
}


def clock_time(value: time) -> str:
    """ "10:00" and "9:30"."""
    return f"{value:%-H:%M}"


def which_day(value: date, today: date) -> str:
    """ "Vandaag", "Morgen", "Gisteren", the weekday for the next days, else the date."""
    away = (value - today).days
    near = {0: _("Vandaag"), 1: _("Morgen"), -1: _("Gisteren")}
    if 1 < away < 7:
        return word(DAYS[value.weekday()]).capitalize()
    return near.get(away) or day(value).capitalize()


def when(line: VisitLine, today: date) -> str:
    """ "Vandaag 10:00, tot 11:30"; a loose visit says that the two choose the day."""
    if line.day is None:
        return _("Deze week. De dag kiezen jullie samen.")
    name = which_day(line.day, today)
    if line.start is None or line.ends is None:
        return name
    return _("%(day)s %(start)s, tot %(ends)s") % {
        "day": name,
        "start": clock_time(line.start),
        "ends": clock_time(line.ends),
    }


def visit_card(line: VisitLine, today: date) -> dict[str, Any]:
    """One visit as volunteer/visit_card.html shows it."""
    who = person(line.who, with_age=False)
    past = line.day is None or line.day <= today
    return {
        "when": when(line, today),
        "who": who,
        "who_inside": in_sentence(line.who),
        "what": line.what,
        "state": line.state,
        "minutes": hours(line.minutes),
        "past": past,
        "beside": not past and line.state == "expected",
        "log_url": _log_url(line),
        "cannot_url": reverse("cannot_visit", args=[line.match_id, line.day.isoformat()])
        if line.day and line.day >= today
        else "",
        "id": f"{line.match_id.hex[:8]}-{line.day or 'los'}",
    }


def _log_url(line: VisitLine) -> str:
    if line.day is None:
        return f"{reverse('other_visit')}?wie={line.match_id}"
    return reverse("visit", args=[line.match_id, line.day.isoformat()])


def in_sentence(who: Named) -> str:
    """ "mevrouw Hendriks", in the middle of a sentence."""
    shown = person(who, with_age=False)
    return shown[:1].lower() + shown[1:] if who.salutation and who.last_name else shown


def all_of(words: Sequence[str]) -> str:
    """ "mevrouw Hendriks, de heer Jansen en Truus"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s en %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def unnamed(who: Named) -> str:
    """ "een mevrouw van 83": what may be told before the two have met."""
    words = {"mrs": _("een mevrouw"), "mr": _("een meneer")}.get(who.salutation, _("iemand"))
    return _("%(who)s van %(age)s") % {"who": words, "age": who.age} if who.age else words


def meeting_card(meeting: Meeting, today: date) -> dict[str, Any]:
    """A yes on its way: when the meeting is, or who calls to choose a day."""
    known = bool(meeting.who.last_name or meeting.who.first_name)
    return {
        "who": person(meeting.who) if known else unnamed(meeting.who).capitalize(),
        "what": meeting.what,
        "when": _moment(meeting.at, today) if meeting.at else "",
        "past": meeting.at is not None and local_day(meeting.at) < today,
        "contact": meeting.contact.first_name,
    }


def _moment(at: datetime, today: date) -> str:
    return _("%(day)s om %(time)s") % {
        "day": which_day(local_day(at), today),
        "time": clock_time(local_time(at).time()),
    }


def signal_card(signal: OpenSignal, today: date) -> dict[str, Any]:
    """Who calls and before when; it stays until somebody has called."""
    return {
        "contact": signal.contact,
        "day": day(signal.call_before),
        "late": signal.call_before < today,
        "unsafe": signal.reason == "not_safe",
        "stand_in": signal.stand_in,
    }


def rhythm_words(one: Agreement) -> str:
    return say(rhythm(one))


def expiry_words(at: datetime) -> str:
    """ "vrijdag 27 november 12:00"."""
    return f"{day(local_day(at))} {clock_time(local_time(at).time())}"


def why_you(reasons: Iterable[Mapping[str, object]]) -> str:
    """ "Je woont dichtbij. Je doet dit graag."; reasons that are not about them are left out."""
    return " ".join(
        _(WHY_YOU[code])
        for reason in reasons
        if (code := str(reason.get("code"))) in WHY_YOU and (code != NEAR or _is_near(reason))
    )


def _is_near(reason: Mapping[str, object]) -> bool:
    """The ranking keeps every distance; only a short one is a reason to say."""
    given = reason.get("params")
    minutes = given.get("minutes") if isinstance(given, Mapping) else None
    return isinstance(minutes, int) and minutes <= NEAR_MINUTES


def waiting_words(waiting: WaitingRaise, now: Limits, today: date) -> str:
    """What will be allowed, and from when; kind about why it waits."""
    wider = _wider(waiting.limits, now)
    if waiting.needs_second:
        return _("Dit wacht op een collega die het bevestigt: %(what)s.") % {"what": wider}
    tomorrow = waiting.effective_on == today + timedelta(days=1)
    start = _("morgen") if tomorrow else day(waiting.effective_on)
    return _("Vanaf %(start)s geldt: %(what)s.") % {"start": start, "what": wider}


def _wider(later: Limits, now: Limits) -> str:
    """The parts of a limit that go up, as a line of words."""
    parts = []
    if later.max_minutes > now.max_minutes:
        parts.append(_("je grens is %(hours)s") % {"hours": hours(later.max_minutes)})
    elif later.liked_minutes > now.liked_minutes:
        parts.append(_("je helpt graag %(hours)s") % {"hours": hours(later.liked_minutes)})
    if later.max_people > now.max_people:
        parts.append(_("ten hoogste %(n)s mensen") % {"n": later.max_people})
    if later.max_heavy > now.max_heavy:
        parts.append(_("ten hoogste %(n)s keer zwaar") % {"n": later.max_heavy})
    if later.until != now.until:
        parts.append(
            _("je doet dit tot %(day)s") % {"day": day(later.until)}
            if later.until
            else _("je doet dit zonder einddag")
        )
    if (later.pause_from, later.pause_to) != (now.pause_from, now.pause_to):
        parts.append(_("je pauze is korter of voorbij"))
    if now.travel_counts and not later.travel_counts:
        parts.append(_("reistijd telt niet mee"))
    return ", ".join(parts)
