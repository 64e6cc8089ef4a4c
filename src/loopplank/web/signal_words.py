"""A signal of a volunteer as whoever is to call reads it."""

from datetime import date

from django.utils.translation import gettext as _

from loopplank.access.covering import CoverSeen
from loopplank.access.network_trusted import Lacking
from loopplank.access.signals import Happened, SignalRow
from loopplank.access.too_heavy import Promise
from loopplank.core.away import interval_of
from loopplank.core.covering import COVER_WORDS, Cover
from loopplank.core.reason import dutch
from loopplank.core.signals import (
    ABOVE_NEW_LIMIT,
    AWAY,
    CANNOT_COME,
    CHECK_IN_TALK,
    NO_REASON,
    NOT_AWAY,
    NOT_SAFE,
    OUTCOME_WORDS,
    PAUSE,
    SCHOOL_HOLIDAYS,
    SIGNAL_WORDS,
    STAYS,
    STAYS_AWAY,
    STEP_WORDS,
    STOPS,
    WITH_A_DAY,
    WITH_DAYS,
    Heard,
    Route,
    Step,
)
from loopplank.web.away_words import days_of
from loopplank.web.words import day, day_and_time, in_sentence, word

_KINDS = {
    NOT_SAFE: dutch("Voelt zich niet veilig"),
    NO_REASON: dutch("Wil gebeld worden"),
    STAYS_AWAY: dutch("Gaat er niet heen"),
    CANNOT_COME: dutch("Kan niet komen"),
    PAUSE: dutch("Neemt pauze"),
    AWAY: dutch("Is weg"),
    SCHOOL_HOLIDAYS: dutch("Schoolvakanties"),
    NOT_AWAY: dutch("Is er toch"),
    ABOVE_NEW_LIMIT: dutch("Lagere grens"),
    STOPS: dutch("Stopt"),
    STAYS: dutch("Blijft toch"),
    CHECK_IN_TALK: dutch("Gesprek"),
}


def signal_kind(reason: str) -> str:
    """The few words of the label on the list of today."""
    return word(_KINDS.get(reason, dutch("Signaal: te zwaar")))


def signal_words(reason: str, words: str) -> str:
    """What it is about, with the volunteer's own words, or the day on which they cannot come."""
    about = word(SIGNAL_WORDS.get(reason, SIGNAL_WORDS["other"]))
    if not words:
        return about
    if reason in WITH_A_DAY:
        return f"{about}: {day(date.fromisoformat(words))}"
    if reason in WITH_DAYS:
        return _("%(about)s: %(days)s") % {"about": about, "days": days_of(interval_of(words))}
    return _("%(about)s: “%(words)s”") % {"about": about, "words": words.rstrip(".")}


def cover_for_coordinator(seen: CoverSeen, who: str) -> str:
    """Where a visit stands that cannot be, and what is still to be told."""
    if seen.state is Cover.FOUND:
        said = _("Er komt iemand anders: %(name)s.") % {"name": seen.comes}
    elif seen.state is Cover.NOBODY:
        said = word(COVER_WORDS[Cover.NOBODY])
    else:
        return _("Zoek iemand, of vertel %(who)s vóór %(until)s dat er niemand komt.") % {
            "who": who,
            "until": day_and_time(seen.until),
        }
    if seen.told:
        return said
    return f"{said} {_('Vertel het aan %(who)s.') % {'who': who}}"


def lacking_words(one: Lacking) -> str:
    """ "Noord: geen vertrouwenspersoon." """
    if one.adviser:
        what = dutch("%(organisation)s: geen contactpersoon bij zorgen.")
    elif one.contact:
        what = dutch("%(organisation)s: geen vertrouwenspersoon.")
    else:
        what = dutch("%(organisation)s: geen vertrouwenspersoon en geen contactpersoon bij zorgen.")
    return word(what) % {"organisation": one.organisation}


def elsewhere_words(organisation: str) -> str:
    """Of a volunteer of another organisation: why it came here."""
    if not organisation:
        return ""
    return _("Van %(organisation)s. Het netwerk noemde jou.") % {"organisation": organisation}


def promise_words(one: Promise) -> str:
    """ "Anna belt je uiterlijk donderdag 26 november." """
    return _("%(name)s belt je uiterlijk %(day)s.") % {
        "name": one.contact.first_name,
        "day": day(one.before),
    }


def opening_question(row: SignalRow) -> str:
    """Product text c.gesprek: the volunteer first, whoever is helped after that."""
    name = row.name.split()[0]
    if row.person is None or not row.person.last_name:
        return _("Vraag eerst hoe het met %(name)s gaat. Vraag daarna pas naar de mensen.") % {
            "name": name
        }
    return _("Vraag eerst hoe het met %(name)s gaat. Vraag daarna pas naar %(person)s.") % {
        "name": name,
        "person": in_sentence(row.person),
    }


def spoken_words(row: SignalRow) -> str:
    """What the volunteer said about being spoken to."""
    name = row.name.split()[0]
    if row.heard == Heard.NO:
        return _("%(name)s zegt: er is niet met mij gesproken.") % {"name": name}
    if row.heard == Heard.YES:
        return _("%(name)s zegt dat jullie spraken.") % {"name": name}
    if row.heard == Heard.SILENT:
        return _("%(name)s zei er niets over. Dat is goed zo.") % {"name": name}
    if row.answered_at is not None:
        return _("Wij vragen %(name)s nu of jullie spraken.") % {"name": name}
    return ""


def route_words(route: str) -> str:
    """Why it reaches this reader, and nobody else."""
    words = {
        Route.PAST_COORDINATOR: dutch("Dit gaat over een collega. Alleen jij ziet dit."),
        Route.ADVISER: dutch("Dit is vertrouwelijk. Alleen jij ziet dit."),
    }
    return word(words[Route(route)]) if Route(route) in words else ""


def step_words(one: Happened) -> str:
    """ "Verstuurd, aan Anna Prins" with its moment."""
    said = word(STEP_WORDS[Step(one.step)]) % {"to": one.to or "–", "by": one.by or "–"}
    if one.step == Step.HEARD:
        answers = {Heard.YES: _("ja"), Heard.NO: _("nee"), Heard.SILENT: _("geen antwoord")}
        said = f"{said}: {answers[Heard(one.what)]}"
    elif one.what:
        said = f"{said}: {word(OUTCOME_WORDS.get(one.what, OUTCOME_WORDS['other']))}"
    return f"{day_and_time(one.at)}: {said}"
