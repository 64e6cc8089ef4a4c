"""Mail: text with a simple HTML beside it, to one address, and nothing that follows its reader.

At least once: a server that took a mail and was cut off before it said so gets it again, under the
same Message-ID, by which most mail programs show it once.
"""

import smtplib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email.headerregistry import Address
from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from loopplank.access.messages import MessageFacts
from loopplank.core.telling.delivery import Fate, Outcome, Trouble
from loopplank.jobs.channels import OutOfReach, Post
from loopplank.letters.wording import simple_html

_FOR_GOOD = range(500, 600)
REFUSED = Outcome(Fate.REFUSED, Trouble.REFUSED)
NOT_NOW = Outcome(Fate.NOT_SENT, Trouble.NOT_NOW)
NO_ANSWER = Outcome(Fate.UNKNOWN, Trouble.NO_ANSWER)


class Mail:
    """The channel of e-mail."""

    name = "email"
    repeatable = True

    def address(self, one: MessageFacts) -> str:
        return one.recipient.email if "@" in one.recipient.email else ""

    @contextmanager
    def open(self) -> Iterator[Callable[[Post], Outcome]]:
        """One connection for several mails, made before the first is begun."""
        server = get_connection()
        _reach(server)
        try:
            yield lambda post: _hand_over(server, post)
        finally:
            server.close()


def _hand_over(server: BaseEmailBackend, post: Post) -> Outcome:
    # after a broken one: connected anew while nothing is handed over yet
    _reach(server)
    letter = _letter(server, post)
    try:
        return Outcome(Fate.SENT) if letter.send() == 1 else NOT_NOW
    except smtplib.SMTPRecipientsRefused as refused:
        codes = [code for code, _words in refused.recipients.values()]
        return REFUSED if all(code in _FOR_GOOD for code in codes) else NOT_NOW
    except smtplib.SMTPResponseException as refused:
        return REFUSED if refused.smtp_code in _FOR_GOOD else NOT_NOW
    except (OSError, smtplib.SMTPException):
        server.close()
        return NO_ANSWER


def _reach(server: BaseEmailBackend) -> None:
    try:
        server.open()
    except (OSError, smtplib.SMTPException):
        # its own words may hold the name of an account
        raise OutOfReach from None


def _letter(server: BaseEmailBackend, post: Post) -> EmailMultiAlternatives:
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
    headers = {
        "Message-ID": f"<{post.key}@{own.rpartition('@')[2]}>",
        # so that no "I am on holiday" comes back
        "Auto-Submitted": "auto-generated",
    }
    if post.unsubscribe:
        headers |= {
            "List-Unsubscribe": f"<{post.unsubscribe}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        }
    letter = EmailMultiAlternatives(
        post.words.subject,
        post.words.text,
        from_email=str(Address(display_name=post.organisation, addr_spec=own)),
        to=[post.address],
        reply_to=[post.mailbox] if post.mailbox else None,
        headers=headers,
        connection=server,
    )
    html = simple_html(post.words, language=post.language, link=post.link)
    letter.attach_alternative(html, "text/html")
    return letter
