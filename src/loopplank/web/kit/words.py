"""Saying what core decided: reasons, days and hours in the language of the page."""

from collections.abc import Iterable
from datetime import date, datetime

from django.utils.translation import gettext as _

from loopplank.access.kit.names import Named
from loopplank.core.account.hand_over import DONE_WORDS
from loopplank.core.kit.calendar import local_day, local_time
from loopplank.core.kit.kinds import KIND_SHORT, Kind
from loopplank.core.kit.reason import Minutes, Param, Reason, Refused, Word, dutch
from loopplank.core.organisations.limit_words import NOT, limit_sentences
from loopplank.core.requests import intake
from loopplank.letters.words import day, day_of_month, day_with_year, in_sentence, person, short_day
from loopplank.web.templatetags.loopplank import bare_hours, hours

__all__ = [
    "bare_hours",
    "day",
    "day_and_time",
    "day_of_month",
    "day_with_year",
    "done_with_key",
    "first_up",
    "hours",
    "in_sentence",
    "kinds",
    "limit_words",
    "person",
    "say",
    "say_all",
    "say_refused",
    "short_day",
    "short_person",
    "word",
]


def say(reason: Reason) -> str:
    """Return the sentence of a reason, translated and filled in."""
    return _(reason.sentence) % {name: _said(value) for name, value in reason.params.items()}


def say_refused(refused: Refused) -> str:
    """Say why something may not be, with everything that is missing."""
    return " ".join((say(refused.reason), *(say(reason) for reason in refused.because)))


def say_all(reasons: Iterable[Reason]) -> str:
    """Say several reasons as one line: "de naam, de postcode"."""
    return ", ".join(say(reason) for reason in reasons)


def word(source: str) -> str:
    """Return a source word that core marked, translated."""
    return _(source) if source else ""


def limit_words(text: str) -> str:
    """Return what an offer does not do, so that it never reads as its opposite."""
    parts = ((bare, part) for bare, part in limit_sentences(text))
    return " ".join(_(NOT) % {"what": first_down(part)} if bare else part for bare, part in parts)


def first_up(words: str) -> str:
    """Return a capital on the first letter, and only there: not "Thursday 26 november"."""
    return words[:1].upper() + words[1:]


def first_down(words: str) -> str:
    """Return the same sentence after a name and a colon."""
    return words[:1].lower() + words[1:]


def done_with_key(type_: str, by: str, confirmed: bool) -> str:  # noqa: FBT001  as it is stored
    """Say "ja op een vraag, met een sleutel die Anna Prins (Noord) maakte", and whether the device
    turned out to be the volunteer's own.
    """
    words = {"did": word(DONE_WORDS.get(type_, dutch("iets gedaan"))), "by": by}
    if confirmed:
        return _("%(did)s, met een sleutel die %(by)s maakte") % words
    return _("%(did)s, met een sleutel die %(by)s maakte; niet bevestigd") % words


def day_and_time(value: datetime) -> str:
    """Say "do 26 nov 15:40" on the clock of Amsterdam."""
    local = local_time(value)
    return f"{short_day(local_day(value))} {local:%-H:%M}"


def short_person(who: Named) -> str:
    """Say "mevrouw" or "meneer", or the name: for a button ("Bel mevrouw")."""
    if who.salutation:
        return _("mevrouw") if who.salutation == "mrs" else _("meneer")
    return who.first_name or who.last_name or _("deze persoon")


def kinds(codes: Iterable[str]) -> str:
    """Say "boodschappen en gezelschap": kinds of help in the middle of a sentence."""
    said = [_(KIND_SHORT[Kind(code)]) for code in codes]
    if len(said) > 1:
        return _("%(first)s en %(last)s") % {"first": ", ".join(said[:-1]), "last": said[-1]}
    return said[0] if said else _("nog niet gevraagd")


def _said(value: Param) -> str:
    if isinstance(value, Minutes):
        return hours(value)
    if isinstance(value, Word):
        return word(value)
    if isinstance(value, date):
        return day(value)
    return str(value)


def when_words(mask: int) -> str:
    """Say "maandag en donderdag, middag", or "maakt niet uit"."""
    if mask == intake.ANY_TIME:
        return _("Maakt niet uit")
    days = [word(intake.DAYS[d]) for d in intake.days_in(mask)]
    parts = [word(intake.PARTS[p]) for p in intake.parts_in(mask)]
    said = _("elke dag") if len(days) == 7 else ", ".join(days)
    return f"{said}: {', '.join(parts)}" if len(parts) < 3 else said
