"""The words of a question to a volunteer: text, channel and moment, before and after it was put."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from loopplank.access.messages import channels
from loopplank.access.messages.messages import MessageFacts
from loopplank.access.messages.question import Question
from loopplank.core.kit.contact_details import phone_readable
from loopplank.core.messages.deeds import GRACE
from loopplank.core.messages.looks import TURN, Shown
from loopplank.core.messages.rules import Do
from loopplank.web.messages.render_message import CHANNELS, told
from loopplank.web.messages.rows import how_it_stands, link_in_words, row_of, with_link_in_words
from loopplank.web.messages.words import by_hand_words, moment_words

_SAID_OF_PLAN = ("what", "often", "minutes", "first", "last")


def question_words(one: Question, plan: Mapping[str, object], now: datetime) -> dict[str, object]:
    """Return what the page shows of it; see matching/ask.html. `leaves`: it goes by itself."""
    facts, said = one.facts, one.verdict
    leaves = said is not None and said.do in {Do.SEND, Do.WAIT}
    put = one.proposal_id is not None
    if leaves and not facts.link:
        text = replace(facts, link=link_in_words())
    else:
        text = with_link_in_words(facts, how_it_stands(facts))
    words = told(text, now)
    phone = facts.recipient.phone
    return {
        "id": facts.id,
        "key": str(facts.id),
        "channel": facts.channel,
        "channel_word": str(CHANNELS.get(facts.channel, facts.channel)),
        "to_address": words.to_address,
        "text": words.text,
        "subject": words.subject,
        "leaves": leaves,
        "moment": _moment(one, now) if leaves else "",
        "why_by_hand": by_hand_words(said.why) if said is not None and not leaves else "",
        "script": _script(one, plan),
        "phone": phone_readable(phone) if phone else "",
        "row": row_of(facts, now) if put else None,
        "key_until": words.key_until,
        "spoken": words.spoken,
        "origin": settings.ORIGIN,
        "to_tell": put and how_it_stands(facts) is Shown.READY,
    }


def draft_words(one: MessageFacts, now: datetime) -> dict[str, object]:
    """Return what a page says of a question before it is put: see matching/week_plan_read.html."""
    leaves = one.channel in channels.channels()
    words = told(replace(one, link=link_in_words()) if leaves and not one.link else one, now)
    return {
        "channel_word": str(CHANNELS.get(one.channel, one.channel)),
        "to_address": words.to_address,
        "subject": words.subject,
        "text": words.text,
        "leaves": leaves,
    }


def _moment(one: Question, now: datetime) -> str:
    """Say when it leaves if the button is pressed now."""
    said = one.verdict
    if said is not None and said.why == TURN:
        return _("zodra een andere vraag is beantwoord")
    at = now + GRACE
    if said is not None and said.at is not None:
        at = max(at, said.at)
    return moment_words(at, now)


def asked_words(one: Question, now: datetime) -> str:
    """Say what became of the button: asked, and how and when the volunteer hears it."""
    facts = one.facts
    name = facts.recipient.name.split(maxsplit=1)[0]
    how, values = how_it_stands(facts), {"name": name, "way": _way(facts.channel)}
    if how is Shown.LEAVES:
        said = _("%(name)s is gevraagd. De %(way)s wordt %(when)s verstuurd.")
        return said % {**values, "when": moment_words(facts.look_again_at, now)}
    if how is Shown.WAITS:
        said = _("%(name)s krijgt de %(way)s zodra een andere vraag is beantwoord.")
        return said % values
    if how is Shown.TOLD:
        return _("Opgeschreven. %(name)s denkt erover na.") % values
    return _("%(name)s hoort dit nog van jou. Kopieer of print het, of bel.") % values


def _way(channel: str) -> str:
    return str(CHANNELS.get(channel, channel))


def _script(one: Question, plan: Mapping[str, object]) -> str:
    """Write what can be read aloud on the telephone: who calls, what, how often and how long."""
    facts = one.facts
    said = _(
        "Dag %(name)s, met %(from)s van %(house)s. Wij hebben een vraag voor je: %(what)s."
        " Hoe vaak: %(often)s, %(minutes)s. Vanaf %(first)s, tot en met %(last)s."
        " Nee is ook een goed antwoord. Nadenken mag."
    )
    return said % {
        "name": facts.recipient.name.split(maxsplit=1)[0],
        "from": facts.params.get("from", ""),
        "house": facts.organisation,
        **{name: str(plan[name]).rstrip(".") for name in _SAID_OF_PLAN},
    }
