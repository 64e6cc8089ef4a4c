"""Say in words what volunteers and coordinators read: days away, the week, stopping, rest."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from types import MappingProxyType
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.kit.names import Named
from loopplank.access.volunteers.cover import CoverSeen
from loopplank.access.volunteers.farewell import Turn
from loopplank.access.volunteers.own_pages import OpenSignal, WaitingRaise
from loopplank.access.volunteers.visit_notes import VisitNote
from loopplank.access.volunteers.week import ForYou, Meeting, VisitLine
from loopplank.core.kit.calendar import at_local, is_late, local_day, local_time
from loopplank.core.kit.reason import dutch
from loopplank.core.organisations.areas import is_near
from loopplank.core.requests.intake import DAYS
from loopplank.core.volunteers.away import Away, TimeAway, interval_of, left_of
from loopplank.core.volunteers.cover import Cover
from loopplank.core.volunteers.load import Limits, NoRoom
from loopplank.core.volunteers.stopping import is_over
from loopplank.core.volunteers.visits import Agreement, rhythm
from loopplank.core.wellbeing.signal import ABOVE_NEW_LIMIT, NOT_RIGHT, NOT_SAFE, Route
from loopplank.web.kit.words import (
    day,
    day_with_year,
    first_up,
    hours,
    in_sentence,
    person,
    say,
    short_day,
    word,
)

# --- days away ------------------------------------------------------------------------------------

#: How long beforehand Mijn week says that somebody will be away.
_SOON = timedelta(weeks=4)
#: How many of the holidays to come are named.
_NAMED = 3
REGION_WORDS: Mapping[str, str] = MappingProxyType(
    {"north": dutch("Noord"), "middle": dutch("Midden"), "south": dutch("Zuid")}
)


def days_of(one: Away) -> str:
    if one.first == one.last:
        return day(one.first)
    return _("%(first)s tot en met %(last)s") % {"first": day(one.first), "last": day(one.last)}


def to_come(periods: Iterable[Away], today: date) -> tuple[Away, ...]:
    """Return whole periods that are not over, with their own first day."""
    return tuple(one for one in periods if one.last >= today)


def next_holidays(away: TimeAway, today: date) -> list[str]:
    return [days_of(one) for one in left_of(away.school, today)[:_NAMED]]


def regions_of(away: TimeAway) -> str:
    """Say "Niet in de schoolvakanties van regio Midden", or nothing."""
    if not away.regions:
        return ""
    names = ", ".join(word(REGION_WORDS[one]) for one in away.regions)
    return _("Niet in de schoolvakanties van regio %(region)s") % {"region": names}


def lines_of(away: TimeAway, today: date) -> list[str]:
    """Return all that somebody said about being away, a line each."""
    lines = [days_of(one) for one in to_come(away.periods, today)]
    return [*lines, *filter(None, [regions_of(away)])]


def not_known_words(away: TimeAway, today: date) -> str:
    """Say that it was said a year beforehand: after this day nobody knows when the holidays are."""
    until = away.soon_unknown(today)
    if until is None:
        return ""
    return _(
        "Na %(day)s zijn de schoolvakanties hier nog niet bekend. Tot ze er zijn, tellen die weken"
        " als gewone weken."
    ) % {"day": day_with_year(until)}


def soon_away(away: TimeAway, today: date) -> str:
    """Say "Je bent weg van … tot en met …", for who is not away yet."""
    spell = away.first_after(today)
    if spell is None or spell.first <= today or spell.first > today + _SOON:
        return ""
    if spell.first == spell.last:
        return _("Je bent weg op %(day)s.") % {"day": day(spell.first)}
    return _("Je bent weg van %(days)s.") % {"days": days_of(spell)}


# --- on the page of the week ----------------------------------------------------------------------
# A visit, a proposal, a meeting and a signal.

NEAR = "why.near"

#: Why somebody was asked, said to themselves; the stored codes are those of the ranking.
WHY_YOU: Mapping[str, str] = {
    "why.day": dutch("Je kunt op deze dag."),
    NEAR: dutch("Je woont dichtbij."),
    "why.kind": dutch("Je doet dit graag."),
    "why.training": dutch("Je hebt de scholing die nodig is."),
}
#: A visit may begin earlier than planned, by so much at most.
BEGINS_EARLIER = timedelta(hours=4)


def clock_time(value: time) -> str:
    """Say "10:00" and "9:30"."""
    return f"{value:%-H:%M}"


def which_day(value: date, today: date) -> str:
    """Say "Vandaag", "Morgen", "Gisteren", "Zaterdag" for the next days, else "Za 14 nov"."""
    away = (value - today).days
    near = {0: _("Vandaag"), 1: _("Morgen"), -1: _("Gisteren")}
    if 1 < away < 7:
        return first_up(word(DAYS[value.weekday()]))
    return near.get(away) or first_up(short_day(value))


def when(line: VisitLine, today: date) -> str:
    """Say "Vandaag 10:00, tot 11:30"; a loose visit says that the two choose the day."""
    if line.day is None:
        return _("De dag kiezen jullie samen.")
    name = which_day(line.day, today)
    if line.start is None or line.ends is None:
        return name
    return _("%(day)s %(start)s, tot %(ends)s") % {
        "day": name,
        "start": clock_time(line.start),
        "ends": clock_time(line.ends),
    }


def visit_card(
    line: VisitLine,
    now: datetime,
    *,
    next_week: bool = False,
    again: bool = False,
) -> dict[str, Any]:
    """Return one visit as volunteers/visit_card.html shows it; of next week it cannot be written
    down, nor long before it begins. `again`: they were there today already, so this one was on
    another day.
    """
    today = local_day(now)
    past = not next_week and (line.day is None or line.day <= today) and not _far_off(line, now)
    # without a day of its own a visit is written down on the day itself, like any other: three taps
    page_url = reverse("visit", args=[line.match_id, (line.day or today).isoformat()])
    return {
        "when": when(line, today),
        "who": person(line.who, with_age=False),
        "who_inside": in_sentence(line.who),
        "what": line.what,
        "state": line.state,
        "minutes": hours(line.minutes),
        "past": past,
        "over": line.day is not None and line.day < today,
        "beside": not past and line.state == "expected",
        "page_url": page_url,
        "log_url": f"{reverse('other_visit')}?wie={line.match_id}" if again else page_url,
        "cover": _cover_words(line) if line.cover else "",
        "may_come_url": reverse("can_come", args=[line.visit_id])
        if line.cover and line.cover.may_come
        else "",
        "name_url": reverse("name_stand_in", args=[line.visit_id])
        if line.cover and line.cover.may_name
        else "",
        "named": bool(line.cover and line.cover.named),
        "cannot_url": reverse("cannot_visit", args=[line.match_id, line.day.isoformat()])
        if line.day and line.day >= today
        else "",
    }


def _cover_words(line: VisitLine) -> str:
    """Say what is arranged for a visit that they cannot make: always by somebody with a name."""
    seen, names = line.cover, {"name": line.caller, "who": in_sentence(line.who)}
    if seen is None:
        return ""
    return cover_words(seen, names)


def cover_words(seen: CoverSeen, names: Mapping[str, str]) -> str:
    """Say "Marleen zoekt iemand anders. Uiterlijk woensdag 2 december 12:00 weet mevrouw het." """
    if seen.state is Cover.FOUND:
        comes = {**names, "comes": seen.comes}
        if seen.told:
            return _("Er komt iemand anders: %(comes)s. Dat is verteld aan %(who)s.") % comes
        return _("Er komt iemand anders: %(comes)s. %(name)s vertelt het aan %(who)s.") % comes
    if seen.state is Cover.NOBODY:
        if seen.told:
            return _("Deze keer komt er niemand. Dat is verteld aan %(who)s.") % names
        return _("Deze keer komt er niemand. %(name)s vertelt het aan %(who)s.") % names
    until = {**names, "until": expiry_words(seen.until), "named": seen.named}
    if seen.named:
        return (
            _("Je noemde %(named)s. %(name)s kijkt of dat kan en vertelt het aan %(who)s.") % until
        )
    return (
        _("%(name)s belt %(who)s en zoekt iemand anders. Dat kan tot %(until)s. Jij regelt niets.")
        % until
    )


def _far_off(line: VisitLine, now: datetime) -> bool:
    """Say whether a visit of today begins much later: a night is not over in the morning."""
    if line.day is None or line.start is None:
        return False
    return at_local(line.day, line.start) - now > BEGINS_EARLIER


def all_of(words: Sequence[str]) -> str:
    """Say "mevrouw Hendriks, de heer Jansen en Truus"."""
    if len(words) < 2:
        return "".join(words)
    return _("%(first)s en %(last)s") % {"first": ", ".join(words[:-1]), "last": words[-1]}


def unnamed(who: Named) -> str:
    """Say "een mevrouw van 83": what may be told before the two have met."""
    words = {"mrs": _("een mevrouw"), "mr": _("een meneer")}.get(who.salutation, _("iemand"))
    return _("%(who)s van %(age)s") % {"who": words, "age": who.age} if who.age else words


def meeting_card(meeting: Meeting, today: date) -> dict[str, Any]:
    """Return a yes on its way: when the meeting is, or who calls to choose a day."""
    known = bool(meeting.who.last_name or meeting.who.first_name)
    return {
        "who": person(meeting.who) if known else first_up(unnamed(meeting.who)),
        "what": meeting.what,
        "address": meeting.address,
        "when": first_up(moment_words(meeting.at)) if meeting.at else "",
        "past": meeting_is_over(meeting.at, today),
        "contact": meeting.contact.first_name,
    }


def note_card(note: ForYou) -> dict[str, Any]:
    """Return what is handy to know at somebody whom this volunteer takes over."""
    known = bool(note.who.last_name or note.who.first_name)
    return {
        "who": in_sentence(note.who) if known else unnamed(note.who),
        "text": note.text,
        "contact": note.contact.first_name,
        "fresh": note.fresh,
    }


def meeting_is_over(meeting_at: datetime | None, today: date) -> bool:
    """Say whether the day of a meeting is past: then somebody calls to hear how it was."""
    return meeting_at is not None and local_day(meeting_at) < today


def moment_words(at: datetime) -> str:
    """Say "donderdag 3 december om 14:00"."""
    return _("%(day)s om %(time)s") % {
        "day": day(local_day(at)),
        "time": clock_time(local_time(at).time()),
    }


def signal_card(signal: OpenSignal, now: datetime) -> dict[str, Any]:
    """Return who calls and before when; it stays until both said that they spoke."""
    return {
        "id": signal.id,
        "contact": signal.contact,
        "day": day(signal.call_before),
        "late": is_late(signal.call_before, now) and not signal.acknowledged,
        "unsafe": signal.reason == NOT_SAFE,
        "wrong": signal.reason == NOT_RIGHT,
        "above": signal.reason == ABOVE_NEW_LIMIT,
        "told_on": day(signal.told_on) if signal.route == Route.SAFETY else "",
        "watcher": signal.watcher,
        "spoke": signal.acknowledged,
        "asks": signal.asks,
        "denied": signal.denied,
        "outside": signal.outside,
        "may_stay_away": signal.may_stay_away and not signal.stays_away and not signal.asks,
        "stays_away": signal.stays_away and not signal.asks,
        "stand_in": signal.stand_in,
    }


def rhythm_words(one: Agreement) -> str:
    return say(rhythm(one))


def expiry_words(at: datetime) -> str:
    """Say "vrijdag 27 november 12:00"."""
    return f"{day(local_day(at))} {clock_time(local_time(at).time())}"


def why_you(reasons: Iterable[Mapping[str, object]]) -> str:
    """Say "Je woont dichtbij. Je doet dit graag."; reasons that are not about them are left out."""
    return " ".join(
        _(WHY_YOU[code])
        for reason in reasons
        if (code := str(reason.get("code"))) in WHY_YOU and (code != NEAR or _is_near(reason))
    )


def _is_near(reason: Mapping[str, object]) -> bool:
    """Say whether it is near: the ranking keeps every distance; only a short one is a reason to
    say.
    """
    given = reason.get("params")
    minutes = given.get("minutes") if isinstance(given, Mapping) else None
    return isinstance(minutes, int) and is_near(minutes)


def no_room_words(stops: NoRoom) -> str:
    """Say why a yes is not possible, said to the volunteer: whose limit it is they know."""
    found = {name: value for name, value in stops.reason.params.items() if isinstance(value, int)}
    week, limit = {"week": day(stops.week)}, found.get("limit", 0)
    planned, extra = found.get("planned", 0), found.get("extra", 0)
    if stops.limit == "people":
        pattern = ngettext(
            "Dit past nu niet. Je grens is %(limit)s mens. In de week van %(week)s help je er al"
            " %(planned)s.",
            "Dit past nu niet. Je grens is %(limit)s mensen. In de week van %(week)s help je er al"
            " %(planned)s.",
            limit,
        )
        return pattern % {**week, "limit": limit, "planned": planned}
    if stops.limit == "heavy":
        pattern = ngettext(
            "Dit past nu niet. Je grens is %(limit)s keer ‘zwaar’. Je hebt er al %(now)s.",
            "Dit past nu niet. Je grens is %(limit)s keer ‘zwaar’. Je hebt er al %(now)s.",
            limit,
        )
        return pattern % {"limit": limit, "now": planned}
    if stops.limit == "minutes":
        pattern = _(
            "Dit past nu niet. Je grens is %(limit)s per week. In de week van %(week)s wordt het"
            " met dit erbij %(total)s."
        )
        return pattern % {**week, "limit": hours(limit), "total": hours(planned + extra)}
    if stops.limit == "away":
        spell = interval_of("/".join(str(stops.reason.params[name]) for name in ("first", "last")))
        return _("Dit past nu niet. Je bent dan weg: %(days)s.") % {"days": days_of(spell)}
    return _("Dit past nu niet. Deze vraag duurt langer dan jij dit wilt doen.")


def waiting_words(waiting: WaitingRaise, now: Limits, today: date) -> str:
    """Say what will be allowed, and from when; kind about why it waits."""
    what = wider(waiting.limits, now)
    if waiting.needs_second:
        return _("Dit wacht op een collega die het bevestigt: %(what)s.") % {"what": what}
    if waiting.effective_on <= today:
        # its day has come and the loop has not: it is a matter of minutes
        start = _("vandaag")
    elif waiting.effective_on == today + timedelta(days=1):
        start = _("morgen")
    else:
        start = day(waiting.effective_on)
    return _("Vanaf %(start)s geldt: %(what)s.") % {"start": start, "what": what}


def wider(later: Limits, now: Limits, *, to_them: bool = True) -> str:
    """Return the parts of a limit that go up, as a line of words: to the volunteer, or about
    them.
    """
    parts = []
    if later.max_minutes > now.max_minutes:
        words = _("je grens is %(hours)s") if to_them else _("de grens is %(hours)s")
        parts.append(words % {"hours": hours(later.max_minutes)})
    elif later.liked_minutes > now.liked_minutes:
        words = _("je helpt graag %(hours)s") if to_them else _("helpt graag %(hours)s")
        parts.append(words % {"hours": hours(later.liked_minutes)})
    if later.max_people > now.max_people:
        most = later.max_people
        parts.append(
            ngettext("ten hoogste %(n)s mens", "ten hoogste %(n)s mensen", most) % {"n": most}
        )
    if later.max_heavy > now.max_heavy:
        most = later.max_heavy
        words = ngettext("ten hoogste %(n)s keer zwaar", "ten hoogste %(n)s keer zwaar", most)
        parts.append(words % {"n": most})
    if later.until != now.until:
        parts.append(_until(later, to_them=to_them))
    if (later.pause_from, later.pause_to) != (now.pause_from, now.pause_to):
        parts.append(
            _("je pauze is korter of voorbij") if to_them else _("de pauze is korter of voorbij")
        )
    if later.away != now.away:
        parts.append(_("je bent er op meer dagen") if to_them else _("is er op meer dagen"))
    if now.travel_counts and not later.travel_counts:
        parts.append(_("reistijd telt niet mee"))
    return ", ".join(parts)


def _until(later: Limits, *, to_them: bool) -> str:
    if later.until is None:
        return _("je doet dit zonder einddag") if to_them else _("doet dit zonder einddag")
    words = _("je doet dit tot %(day)s") if to_them else _("doet dit tot %(day)s")
    return words % {"day": day(later.until)}


# --- stopping and resting -------------------------------------------------------------------------


def turn_card(turn: Turn, today: date) -> dict[str, Any]:
    """Return what is for volunteers/turn.html."""
    return {
        "stopped": is_over(turn.stops_on, today),
        "stops_on": day(turn.stops_on) if turn.stops_on else "",
        "leaving": [
            {"match_id": one.match_id, "who": in_sentence(one.who), "day": day(one.on)}
            for one in turn.leaving
        ],
        "rests_until": day(turn.rests_until) if turn.rests_until else "",
        "back": turn.back,
    }


# --- what was written about a visit ---------------------------------------------------------------


def visit_note(one: VisitNote, today: date) -> dict[str, object]:
    """Return a note as the page of the request shows it, with its button while nobody read it."""
    return {
        "id": one.visit_id,
        "volunteer": one.volunteer,
        "on": day(one.day, today),
        "note": one.note,
        "read": _("Gelezen door %(name)s op %(day)s.")
        % {"name": one.read_by, "day": day(one.read_on, today)}
        if one.read_on
        else "",
        "due": day(one.due_on, today),
        "written_at": one.written_at.isoformat(),
    }


def reads_note(reads: tuple[str, date] | None, phone: str) -> str:
    """Say who reads a note before which day, and whom to call when that is too late."""
    if reads is None:
        return _("Wij lezen dit als er weer iemand is. Haast? Bel %(phone)s.") % {"phone": phone}
    name, on = reads
    return _("%(name)s leest dit uiterlijk %(day)s. Haast? Bel %(phone)s.") % {
        "name": name.split()[0],
        "day": day(on),
        "phone": phone,
    }


#: Why somebody may be the same volunteer.
WHY_ALIKE: Mapping[str, str] = {
    "phone": dutch("hetzelfde nummer"),
    "email": dutch("hetzelfde e-mailadres"),
    "name": dutch("dezelfde naam"),
}
