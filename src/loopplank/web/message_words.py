"""The text of a message as the person will read or hear it."""

from loopplank.access.messages import MessageFacts
from loopplank.core.telling.states import Addressee
from loopplank.letters.filling import Filled, Sender
from loopplank.letters.wording import worded


def filled(one: MessageFacts) -> Filled:
    """Subject and text in the language of whoever gets it."""
    return worded(
        one.template,
        one.channel,
        one.params,
        sender=Sender(one.organisation, one.short_name, one.phone, one.complaints_to),
        link=one.link,
        language=one.language,
        about=one.recipient.about if one.recipient.to == Addressee.APPLICANT else None,
    )


def filled_text(one: MessageFacts) -> str:
    """The text alone."""
    return filled(one).text
