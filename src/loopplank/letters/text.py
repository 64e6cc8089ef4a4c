"""What one message is made of."""

from dataclasses import dataclass

from loopplank.core.kit.reason import dutch


@dataclass(frozen=True, slots=True)
class Text:
    """`subject` of a mail or letter, `short` for a text message, `long` for paper and mail.

    With `greets` the short text begins with the reader's first name where that fits.
    """

    subject: str
    short: str
    long: str
    greets: bool = False


#: A text message that reveals nothing: read it behind your own link, or call.
LOOK = dutch("Bericht van %(sender)s. Lees het hier: %(link)s of bel %(phone)s")
#: In place of whatever a text says around its link, when that is a hand-over key: what it opens.
KEY = dutch(
    "Er staat iets voor je klaar van %(organisation)s. Je leest en beantwoordt het hier:"
    " %(link)s\n\nDeze link werkt één keer, op één toestel, tot en met %(key_until)s."
)
KEY_SHORT = dutch("er staat iets klaar: %(link)s Werkt 1 keer. Of bel %(phone)s. %(sender)s")
