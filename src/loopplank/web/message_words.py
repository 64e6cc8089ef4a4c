"""The text of a message as the person will read or hear it."""

from django.utils import translation
from django.utils.translation import gettext as _

from loopplank.access.messages import MessageFacts
from loopplank.letters.filling import Filled, Sender, fill
from loopplank.web.words import in_sentence


def filled(one: MessageFacts) -> Filled:
    """Subject and text in the language of whoever gets it.

    Who asked for somebody else first reads for whom; a text message names nobody.
    """
    words = fill(
        one.template,
        one.channel,
        one.params,
        sender=Sender(one.organisation, one.short_name, one.phone, one.complaints_to),
        link=one.link,
        language=one.language,
    )
    about = one.recipient.about
    if one.recipient.to != "applicant" or one.channel == "sms" or not about.last_name:
        return words
    with translation.override(one.language):
        first = _("Dit gaat over uw vraag voor %(person)s.") % {"person": in_sentence(about)}
    return Filled(words.subject, f"{first}\n\n{words.text}")


def filled_text(one: MessageFacts) -> str:
    """The text alone."""
    return filled(one).text
