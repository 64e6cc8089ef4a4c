"""A message as somebody tells it: to whom, the text, and what opens on the own telephone.

What leaves by itself says so. For the rest the addresses of `sms:` and `mailto:` open the program
of whoever reads this with the text in it; that person presses send.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from urllib.parse import quote
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loopplank.access.messages.messages import MessageFacts
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.messages.looks import BY_LOOPPLANK
from loopplank.core.messages.states import TO_ASKER, Addressee, MessageState
from loopplank.web.kit.words import day, day_and_time, first_up, person
from loopplank.web.messages.words import filled, happens

CHANNELS = {
    "phone": gettext_lazy("bellen"),
    "sms": gettext_lazy("sms"),
    "email": gettext_lazy("e-mail"),
    "letter": gettext_lazy("brief"),
}
HOW = {
    "copied": gettext_lazy("gekopieerd"),
    "printed": gettext_lazy("geprint"),
    "spoken": gettext_lazy("voorgelezen"),
    "sent": gettext_lazy("verstuurd"),
    "told": gettext_lazy("verteld"),
    "mailed": gettext_lazy("gemaild"),
    "texted": gettext_lazy("per sms verstuurd"),
    "merged": gettext_lazy("samen met een ander bericht verteld"),
    "arrived": gettext_lazy("aangekomen"),
}
_KINDS = {
    "help_seeker": gettext_lazy("vraagt hulp"),
    "applicant": gettext_lazy("vroeg voor iemand anders"),
    "volunteer": gettext_lazy("vrijwilliger"),
    "account": gettext_lazy("collega"),
    "party": gettext_lazy("buiten de organisatie"),
    "invited": gettext_lazy("uitgenodigd"),
    "applying": gettext_lazy("wil vrijwilliger worden"),
    "relative": gettext_lazy("kijkt mee"),
}


@dataclass(frozen=True, slots=True)
class Told:
    """One message with its words, ready for a template."""

    id: UUID
    key: str
    name: str
    kind: str
    about: str
    channel: str
    channel_word: str
    to_address: str
    subject: str
    text: str
    link: str
    origin: str
    spoken: tuple[str, ...]
    may_have_key: bool
    key_until: str
    sms_url: str
    mail_url: str
    phone: str
    request_id: UUID | None
    request_number: str
    queued: bool
    happens: str
    queued_at: str
    done: str
    can_put_back: bool


def told(one: MessageFacts, now: datetime) -> Told:
    """Return the message in words, in the language of whoever reads the page; its text in their
    own.
    """
    words, to = filled(one), one.recipient
    address = phone_readable(to.phone) if one.channel in {"phone", "sms"} else ""
    return Told(
        id=one.id,
        key=str(one.id),
        name=name_of(one),
        kind=str(_KINDS.get(to.to, "")),
        about=person(to.about, with_age=False) if to.to == Addressee.APPLICANT else "",
        channel=one.channel,
        channel_word=str(CHANNELS.get(one.channel, one.channel)),
        to_address=to.email if one.channel == "email" else address,
        subject=words.subject,
        text=words.text,
        link=one.link,
        origin=settings.ORIGIN,
        spoken=one.spoken_link,
        may_have_key=one.may_have_key and one.key_until is None,
        key_until=day(one.key_until) if one.key_until else "",
        sms_url=_sms(one, words.text),
        mail_url=_mail(one, words.subject, words.text),
        phone=phone_readable(to.phone) if one.channel == "phone" and to.phone else "",
        request_id=one.request_id,
        request_number=one.request_number,
        queued=one.state == MessageState.QUEUED and not one.being_sent,
        happens=happens(one, now),
        queued_at=day_and_time(one.queued_at),
        done=_done(one),
        can_put_back=one.done_at is not None and bool(one.done_by),
    )


@dataclass(frozen=True, slots=True)
class Letter:
    """A message on paper; without a salutation the text greets by itself."""

    name: str
    salutation: str
    subject: str
    text: str


def letter(one: MessageFacts) -> Letter:
    """Return the long text of a message, in the language of whoever gets it."""
    words = filled(replace(one, channel="letter"))
    with translation.override(one.language):
        name = name_of(one)
        return Letter(name, _salutation(one, name), words.subject, words.text)


def _salutation(one: MessageFacts, name: str) -> str:
    to = one.recipient
    if to.to == Addressee.HELP_SEEKER and to.person.salutation and to.person.last_name:
        mrs = to.person.salutation == "mrs"
        pattern = _("Geachte mevrouw %(name)s,") if mrs else _("Geachte heer %(name)s,")
        return pattern % {"name": to.person.last_name}
    return _("Geachte %(name)s,") % {"name": name} if to.to in TO_ASKER else ""


def name_of(one: MessageFacts) -> str:
    """Say who gets it: "Mevrouw De Wit", "Ria Smit"."""
    to = one.recipient
    if to.to == Addressee.HELP_SEEKER:
        return person(to.person, with_age=False)
    return to.name or _("Naam nog onbekend")


def _sms(one: MessageFacts, text: str) -> str:
    to = one.recipient
    if one.channel != "sms" or not to.phone or not to.may_sms:
        return ""
    return f"sms:{to.phone}?body={quote(text)}"


def _mail(one: MessageFacts, subject: str, text: str) -> str:
    if one.channel != "email" or not one.recipient.email:
        return ""
    return (
        f"mailto:{quote(one.recipient.email, safe='@')}?subject={quote(subject)}&body={quote(text)}"
    )


def _done(one: MessageFacts) -> str:
    if one.done_at is None:
        return ""
    when = day_and_time(one.done_at)
    if one.state != MessageState.TOLD:
        return (
            _("Niet verteld, volgens %(who)s op %(when)s.") % {"who": one.done_by, "when": when}
            if one.done_by
            else _("Vervallen op %(when)s: het klopte niet meer.") % {"when": when}
        )
    how = first_up(str(HOW.get(one.done_how, one.done_how)))
    if one.done_how in BY_LOOPPLANK:
        return _("%(how)s op %(when)s door Loopplank.") % {"how": how, "when": when}
    return _("%(how)s op %(when)s door %(who)s.") % {
        "how": how,
        "when": when,
        "who": one.done_by,
    }
