"""The whole text of a message as its reader gets it, also of several in one."""

from collections.abc import Mapping, Sequence
from datetime import date
from html import escape

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loopplank.core.kit.contact_details import phone_readable
from loopplank.letters import short, texts
from loopplank.letters.filling import SHORT_CHANNELS, Filled, Sender, fill
from loopplank.letters.text import LOOK
from loopplank.letters.words import NameParts, in_sentence


def worded(
    template: str,
    channel: str,
    params: Mapping[str, object],
    *,
    sender: Sender,
    link: str,
    language: str,
    about: NameParts | None = None,
    key_until: date | None = None,
) -> Filled:
    """Return subject and text in the language of the reader.

    An applicant first reads for whom they asked (`about`); a text message names nobody.
    """
    words = fill(
        template,
        channel,
        params,
        sender=sender,
        link=link,
        language=language,
        key_until=key_until,
    )
    if about is None or channel in SHORT_CHANNELS or not about.last_name:
        return words
    with translation.override(language):
        first = _("Dit gaat over uw vraag voor %(person)s.") % {"person": in_sentence(about)}
    return Filled(words.subject, f"{first}\n\n{words.text}")


def together(
    several: Sequence[Filled], channel: str, *, sender: Sender, link: str, language: str
) -> Filled:
    """Join several messages to one person: one below the other, with one greeting. A text message
    only says that there is something to read."""
    if len(several) == 1:
        return several[0]
    with translation.override(language):
        subject = ngettext(
            "%(n)s bericht van %(organisation)s",
            "%(n)s berichten van %(organisation)s",
            len(several),
        ) % {"n": len(several), "organisation": sender.organisation}
        if channel in SHORT_CHANNELS:
            values = {
                "sender": sender.short_name,
                "link": link,
                "phone": phone_readable(sender.phone),
            }
            text = short.fit("", _(LOOK if link else texts.WITHOUT_LINK) % values)
            return Filled(subject, text)
    greeting = several[0].text.split("\n\n", 1)[0]
    rest = [one.text.removeprefix(f"{greeting}\n\n") for one in several[1:]]
    parts = [f"{one.subject}\n\n{text}" for one, text in zip(several[1:], rest, strict=True)]
    return Filled(subject, "\n\n---\n\n".join([several[0].text, *parts]))


def simple_html(words: Filled, *, language: str, link: str = "") -> str:
    """Return the text for a mail program that shows HTML: no picture, no style, nothing that tells
    us whether it was read."""
    paragraphs = "".join(
        f"<p>{_lines(paragraph, link)}</p>" if paragraph != "---" else "<hr>"
        for paragraph in words.text.split("\n\n")
        if paragraph.strip()
    )
    return (
        f'<!doctype html><html lang="{escape(language)}"><head><meta charset="utf-8">'
        f"<title>{escape(words.subject)}</title></head><body>{paragraphs}</body></html>"
    )


def _lines(paragraph: str, link: str) -> str:
    shown = escape(paragraph).replace("\n", "<br>")
    if link:
        shown = shown.replace(escape(link), f'<a href="{escape(link)}">{escape(link)}</a>')
    return shown
