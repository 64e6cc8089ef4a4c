"""The words of proposals: why somebody fits, the load after it, and why others are not shown."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.access.candidate_page import CandidatePage, Look, Shown
from loopplank.core import intake
from loopplank.core.load import LoadState, state_at
from loopplank.core.matching.candidates import NotProposed, Someone
from loopplank.core.reason import dutch
from loopplank.web.load_words import people_of
from loopplank.web.words import first_up, hours, say, short_day, word

#: So far back a question is known; of who is here longer it cannot be said that there was none.
ONE_YEAR = timedelta(days=365)
COUNT_WORDS: Mapping[str, str] = {
    "why_not.pause": dutch("pauze"),
    "why_not.pause_to": dutch("pauze"),
    "why_not.away": dutch("weg"),
    "why_not.signal": dutch("gaf ‘te zwaar’ aan"),
    "why_not.said_no": dutch("al gevraagd"),
    "why_not.kind": dutch("wil iets anders doen"),
    "why_not.no_go": dutch("liever niet"),
    "why_not.far": dutch("te ver"),
    "why_not.certificate": dutch("VOG nog niet gezien"),
    "why_not.training": dutch("scholing mist"),
    "why_not.days": dutch("andere dagen"),
    "why_not.until": dutch("stopt eerder"),
    "why_not.short_notice": dutch("niet op korte termijn"),
    "why_not.not_now": dutch("nu even niet"),
    "why_not.rests": dutch("rust na een zware tijd"),
    "why_not.stops": dutch("gaat stoppen"),
    "why_not.is_back": dutch("is net terug"),
    "why_not.helps": dutch("helpt hier al"),
    "why_not.raised_today": dutch("sprak over een hogere grens"),
    "why_not.rest": dutch("rust na een nee"),
    "why_not.open_question": dutch("heeft een open vraag"),
    "why_not.asked_often": dutch("genoeg vragen deze maand"),
    "why_not.people": dutch("vol"),
    "why_not.heavy": dutch("al genoeg ‘zwaar’"),
    "why_not.minutes": dutch("geen uren over"),
    "why_not.full": dutch("vol"),
}


def match_rows(
    page: CandidatePage, request_id: UUID, *, query: str = ""
) -> list[dict[str, object]]:
    """Rows for part/match_row.html; `query` goes along to the page of the question."""
    return [
        {
            "name": one.name,
            "url": reverse("volunteer", args=[one.volunteer_id]),
            "label": _("nieuw") if one.first_match else "",
            "reasons": [
                *({"kind": "for", "text": say(r)} for r in one.candidate.pros),
                *({"kind": "against", "text": say(r)} for r in one.candidate.cons),
            ],
            "asked_on": last_asked(one.candidate.someone, page.today),
            "load": load_after(one),
            "action": _("Vraag %(name)s") % {"name": one.name.split()[0]},
            # of a team that was chosen only one leg is sought
            "action_url": None
            if page.team and not page.leg and not page.visit
            else reverse("ask_volunteer", args=[request_id, one.volunteer_id]) + query,
        }
        for one in page.shown
    ]


def load_after(one: Shown) -> dict[str, object]:
    """The bar after a yes; without hours elsewhere when the volunteer keeps those to themselves."""
    if one.hidden:
        text = _("Heeft ruimte; bij jullie dan %(hours)s") % {"hours": hours(one.now + one.extra)}
        return {
            "text": text,
            "state": "room",
            "now": one.now,
            "extra": one.extra,
            "limit": max(one.limit, one.now + one.extra),
        }
    return {
        "text": becomes(
            one.now + one.extra,
            one.limit,
            one.candidate.after.people,
            one.candidate.someone.limits.max_people,
        ),
        "state": one.state,
        "now": one.now,
        "extra": one.extra,
        "limit": one.limit,
    }


def becomes(minutes: int, most_minutes: int, people: int, most_people: int) -> str:
    """ "Wordt 3 van 4 uur", and "en 2 van 2 mensen" where that is what fills up."""
    in_hours = _("Wordt %(after)s van %(limit)s") % {
        "after": hours(minutes),
        "limit": hours(most_minutes),
    }
    if minutes >= most_minutes or state_at(people / most_people) is not LoadState.FULL:
        return in_hours
    return _("%(hours)s, en %(people)s") % {
        "hours": in_hours,
        "people": people_of(people, most_people),
    }


def other_rows(group: Iterable[NotProposed], today: date) -> list[dict[str, object]]:
    """Who is not proposed: why not, how far, when asked last, and the load of who would fit."""
    return [
        {
            "name": one.someone.name,
            "url": reverse("volunteer", args=[one.someone.key]),
            "why": first_up(say(one.reason)),
            "facts": " ".join(
                part for part in (travel(one.someone), last_asked(one.someone, today)) if part
            ),
            "load": _load_of(one),
        }
        for one in group
    ]


def _load_of(one: NotProposed) -> dict[str, object] | None:
    """The bar of who fits and has no room; nothing of hours that are kept to themselves (P6)."""
    if one.after is None or one.someone.hides_hours:
        return None
    before, limit = one.someone.most_planned.minutes, one.someone.limits.max_minutes
    return {
        "text": _("Zou %(after)s van %(limit)s worden")
        % {"after": hours(one.after.minutes), "limit": hours(limit)},
        "state": "full",
        "now": before,
        "extra": one.after.minutes - before,
        "limit": limit,
    }


def travel(one: Someone) -> str:
    if one.km is None:
        return _("Afstand onbekend.")
    return first_up(_("%(minutes)s fietsen.") % {"minutes": hours(one.minutes_one_way)})


def last_asked(one: Someone, today: date | None = None) -> str:
    """Of this organisation only: of another one nothing shows (P6)."""
    if one.last_asked_here is None:
        if one.here_since is not None and today is not None and one.here_since <= today - ONE_YEAR:
            return _("Het laatste jaar niet gevraagd.")
        return _("Nog nooit gevraagd.")
    return _("Laatst gevraagd op %(day)s.") % {"day": short_day(one.last_asked_here, today)}


def day_rows(page: CandidatePage, look: Look) -> list[dict[str, object]]:
    """ "dinsdag: 2 mensen erbij": for each other day a box to look as if it were good too. Of a day
    that was asked it is another moment.
    """
    return [
        {
            "value": one.weekday,
            "text": (
                _("%(day)s, ander moment: %(people)s") if one.asked else _("%(day)s: %(people)s")
            )
            % {"day": word(intake.DAYS[one.weekday]), "people": people_more(one.more)},
            "on": one.weekday in look.days,
        }
        for one in page.other_days
    ]


def elsewhere_rows(page: CandidatePage) -> list[dict[str, str]]:
    """Of another organisation shows how somebody is called, who knows them and about how far."""
    ask = reverse("hand_over", args=[page.row.pk])
    return [
        {
            "name": one.first_name,
            "organisation": one.from_organisation,
            "travel": first_up(
                _("%(minutes)s fietsen.") % {"minutes": hours(one.distance.minutes_one_way)}
            )
            if one.distance
            else _("Afstand onbekend."),
            "url": f"{ask}?aan={one.from_organisation_id}",
        }
        for one in page.elsewhere
    ]


def people_more(count: int) -> str:
    return ngettext("%(n)s mens erbij", "%(n)s mensen erbij", count) % {"n": count}


def what_if(page: CandidatePage) -> str:
    """When nobody fits: the other day that would bring most, as a sentence."""
    best = max(page.other_days, key=lambda one: one.more, default=None)
    if page.fits_total or best is None:
        return ""
    people = ngettext("%(n)s mens", "%(n)s mensen", best.more) % {"n": best.more}
    pattern = (
        _("Wat als het op een ander moment van %(day)s mag? Dan past het bij %(people)s.")
        if best.asked
        else _("Wat als het op %(day)s mag? Dan past het bij %(people)s.")
    )
    return pattern % {
        "day": word(intake.DAYS[best.weekday]),
        "people": people,
    }


def not_proposed(page: CandidatePage, most: int) -> list[tuple[str, str]]:
    """(name, why not) of the first few: those without room before those who do not fit."""
    return [(one.someone.name, say(one.reason)) for one in (*page.no_room, *page.fits_not)[:most]]


def counted(counts: Iterable[tuple[str, int]]) -> str:
    """ "te ver 9 · andere dagen 7": every first reason of one block with how often."""
    totals: dict[str, int] = {}
    for code, count in counts:
        label = word(COUNT_WORDS[code])
        totals[label] = totals.get(label, 0) + count
    return " · ".join(f"{label} {count}" for label, count in totals.items())
