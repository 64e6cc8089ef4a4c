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
