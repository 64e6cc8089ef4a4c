"""Say what a message is in words: its text, and what happens with it."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from loopplank.access.messages import channels
from loopplank.access.messages.hand_over_keys import DoneWithKey
from loopplank.access.messages.messages import MessageFacts
from loopplank.core.account.hand_over import DONE_WORDS
from loopplank.core.kit.calendar import local_day, local_time
from loopplank.core.messages.delivery import TROUBLE_WORDS, Trouble
from loopplank.core.messages.states import Addressee, MessageState
from loopplank.letters.filling import Filled, Sender
from loopplank.letters.texts import TEXTS
from loopplank.letters.wording import worded
from loopplank.web.kit.words import day, done_with_key, first_up, short_day, word

# --- the text of a message ------------------------------------------------------------------------


def filled(one: MessageFacts) -> Filled:
    """Return subject and text in the language of whoever gets it."""
    return worded(
        one.template,
        one.channel,
        one.params,
        sender=Sender(one.organisation, one.short_name, one.phone, one.complaints_to),
        link=one.link,
        language=one.language,
        about=one.recipient.about if one.recipient.to == Addressee.APPLICANT else None,
        key_until=one.key_until,
    )


def filled_text(one: MessageFacts) -> str:
    """Return the text alone."""
    return filled(one).text


# --- what happens with a message now --------------------------------------------------------------
# Whether it goes by itself, when, and what went wrong.

#: Why somebody tells this and no loop; of a letter or a call it goes without saying.
_BY_HAND = {
    "deceased": gettext_lazy("Deze persoon is overleden. Kijk eerst of dit nog past."),
    "may_not_know": gettext_lazy("Deze persoon weet misschien nog van niets. Bel liever."),
    "no_address": gettext_lazy("Er is geen adres of nummer om het heen te sturen."),
    "no_letter": gettext_lazy(
        "Een brief komt te laat. Ga langs, of bel wie bij de vraag staat voor als er niemand komt."
    ),
    "no_phone": gettext_lazy("Jullie nummer ontbreekt. Vul het in bij Inrichting."),
    "no_sms": gettext_lazy("Sms is niet veilig voor deze persoon. Kies een andere manier."),
    "not_joined": gettext_lazy("Deze vrijwilliger doet hier niet of nog niet mee."),
    "old": gettext_lazy("Dit ligt al lang klaar. Kijk eerst of het nog klopt."),
    "other_channel": gettext_lazy("Deze persoon koos een andere manier. Vertel het zo."),
    "passed": gettext_lazy("De dag die erin staat is voorbij. Kijk eerst of het nog klopt."),
    "taken_back": gettext_lazy("Jij of een collega haalde dit terug. Verstuur het, of laat het."),
    "practice": gettext_lazy("Dit is een oefenplek. Dit bericht gaat naar niemand toe."),
    "read_first": gettext_lazy("Lees dit eerst zelf. Stuur het daarna."),
    "too_late": gettext_lazy("Vanzelf komt dit te laat aan. Bel liever."),
    "unknown": gettext_lazy("Dit gaat niet vanzelf weg."),
}


def by_hand_words(why: str) -> str:
    """Say why somebody tells it and no loop; empty where that goes without saying."""
    return str(_BY_HAND.get(why, ""))


def happens(one: MessageFacts, now: datetime) -> str:
    """Return one or two sentences; empty when somebody must tell it and nothing else is to be
    said.
    """
    if one.state == MessageState.UNSURE:
        return _("Misschien is dit aangekomen. Vraag het na, of stuur het nog een keer.")
    if one.state == MessageState.DEAD:
        tried = ngettext("%(n)s keer geprobeerd.", "%(n)s keer geprobeerd.", one.attempts) % {
            "n": one.attempts
        }
        return f"{_trouble(one)} {tried}".strip()
    if one.state != MessageState.QUEUED:
        return ""
    if one.being_sent:
        return _("Wordt nu verstuurd.")
    if one.by_hand:
        return by_hand_words(one.by_hand)
    if one.channel not in channels.channels():
        return ""
    return _goes(one, now)


def _goes(one: MessageFacts, now: datetime) -> str:
    at = one.look_again_at
    if one.attempts and one.trouble:
        again = _("Lukte nog niet. %(why)s Nieuwe poging %(when)s.")
        return again % {"why": _trouble(one), "when": _when(at or now, now)}
    return ""


def _trouble(one: MessageFacts) -> str:
    sentence = TROUBLE_WORDS.get(Trouble(one.trouble), "")
    return word(sentence) if sentence else ""


def moment_words(at: datetime | None, now: datetime) -> str:
    """Say "om 9:42", "morgen om 10:00", "ma 30 nov om 10:00"; "zo" for a moment that is over."""
    if at is None or at <= now:
        return _("zo")
    on, today = local_day(at), local_day(now)
    time = f"{local_time(at):%-H:%M}"
    if on == today:
        return _("om %(time)s") % {"time": time}
    named = _("morgen") if on == today + timedelta(days=1) else short_day(on, today)
    return _("%(day)s om %(time)s") % {"day": named, "time": time}


def _when(at: datetime, now: datetime) -> str:
    """Say "vandaag om 10:00", "morgen om 9:00", "donderdag 26 november om 10:00"."""
    if at <= now:
        return _("zo")
    on, today = local_day(at), local_day(now)
    named = {today: _("vandaag"), today + timedelta(days=1): _("morgen")}.get(on) or day(on)
    return _("%(day)s om %(time)s") % {"day": named, "time": f"{local_time(at):%-H:%M}"}


def template_words(template: str) -> str:
    """Say what a kind of message is called: its subject, without what is filled in for one
    reader.
    """
    text = TEXTS.get(template)
    if text is None:
        return template
    return _(text.subject) % _Dots()


class _Dots(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


# --- what was done with a hand-over key -----------------------------------------------------------


def done_words(several: Iterable[DoneWithKey]) -> list[str]:
    """Say each with its day, for the volunteer."""
    return [
        first_up(
            f"{day(local_day(one.at))}: {done_with_key(one.type, one.made_by, one.confirmed)}."
        )
        for one in several
        if one.type in DONE_WORDS
    ]
